"""Puts the built front end into a wheel. Hatchling runs it, in an environment where nothing else is installed."""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.builders.wheel import WheelBuilderConfig

REQUIRED = "KG_REQUIRE_BUNDLE"
"""An environment variable: set to 1, a wheel without the front end is an error, and no warning."""


class BundleHook(BuildHookInterface[WheelBuilderConfig]):
    """Builds the front end before a wheel is packed; an editable install is left as it is.

    Where it cannot be built, the wheel is packed without it, since all but the page works then.
    """

    def dependencies(self) -> list[str]:
        """Return the package that brings a Node, where the system has none."""
        build = self._import_build()
        try:
            build.find_node()
        except build.BundleUnavailable:
            return [build.NODE_PACKAGE]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end and add it to what is packed."""
        if version == "editable":
            return
        build = self._import_build()
        try:
            build.build()
        except build.KGError as error:
            if os.environ.get(REQUIRED) == "1":
                raise
            self.app.display_warning(f"This wheel is without the page of kg serve. {error}")
            return
        # Git ignores the folder, so it is named here, and only now: an older one is not packed.
        build_data["artifacts"].append("kg/web/static/**")

    def _import_build(self) -> Any:
        # The tree that is packed comes first: another version may be installed.
        sys.path.insert(0, self.root)
        try:
            from kg.web import build
        finally:
            sys.path.remove(self.root)
        return build
