"""Keeps floors.json: scores go up on request, and down only with a reason that the changelog tells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from .measures import Floor, Measure, Verdict, judge

ROOT = Path(__file__).parents[2]
UNRELEASED = re.compile(r"^## \[Unreleased\].*\n", re.MULTILINE)
SECTION = "### Changed\n"

Floors = dict[str, dict[str, Floor]]
"""Floors by benchmark, then by the name of the measure."""


@dataclass(frozen=True)
class Repository:
    """The files of a repository that floors are kept and told in."""

    root: Path = ROOT

    @property
    def floors(self) -> Path:
        """Where the floors are."""
        return self.root / "tests" / "benchmark" / "floors.json"

    @property
    def changelog(self) -> Path:
        """Where a lowered floor is told."""
        return self.root / "CHANGELOG.md"

    @property
    def docs(self) -> Path:
        """Where the figures are shown."""
        return self.root / "docs" / "benchmarks.md"


def read_floors(path: Path) -> Floors:
    """Return the floors in a file, none where there is no file."""
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {
        benchmark: {name: Floor(**floor) for name, floor in floors.items()} for benchmark, floors in content.items()
    }


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors in order of their names, without the figures that there are none of."""
    content = {
        benchmark: {
            name: {key: value for key, value in asdict(floor).items() if value is not None}
            for name, floor in floors[benchmark].items()
        }
        for benchmark in sorted(floors)
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def find_unmeasured(measures: Iterable[Measure], floors: Mapping[str, Floor]) -> list[str]:
    """Return the names of floors that nothing was measured for: a gate that would be lost without a word."""
    return sorted(floors.keys() - {measure.name for measure in measures})


def raise_floors(measures: Iterable[Measure], floors: Mapping[str, Floor]) -> dict[str, Floor]:
    """Return the floors with those of better and of new measures; no floor goes down."""
    verdicts = (Verdict.NEW, Verdict.BETTER)
    return {**floors, **_floors_of(measures, floors, verdicts)}


def lower_floors(
    measures: Iterable[Measure], floors: Mapping[str, Floor], gone: Iterable[str] = ()
) -> dict[str, Floor]:
    """Return the floors without those named as gone, and with those that failed set to what was measured."""
    without = set(gone)
    kept = {name: floor for name, floor in floors.items() if name not in without}
    return {**kept, **_floors_of(measures, floors, (Verdict.BELOW, Verdict.OTHER_DATA))}


def _floors_of(
    measures: Iterable[Measure], floors: Mapping[str, Floor], verdicts: tuple[Verdict, ...]
) -> dict[str, Floor]:
    return {
        measure.name: Floor.of(measure)
        for measure in measures
        if measure.limit is None and judge(measure, floors.get(measure.name)) in verdicts
    }


def tell_lowered(changelog: Path, benchmark: str, old: Mapping[str, Floor], new: Mapping[str, Floor], why: str) -> None:
    """Add a line to the section "Changed" of the unreleased version, which is made where there is none.

    Raises ValueError if the changelog has no unreleased version.
    """
    changes = [
        f"{name} from {floor.score:g} to {new[name].score:g}" if name in new else f"{name} taken out"
        for name, floor in old.items()
        if new.get(name) != floor
    ]
    text = changelog.read_text(encoding="utf-8")
    heading = UNRELEASED.search(text)
    if heading is None:
        raise ValueError(f'{changelog}: no heading "## [Unreleased]" to tell the lowered floor under')
    following = text.find("\n## ", heading.end())
    end = len(text) if following < 0 else following
    version, rest = text[:end].rstrip("\n") + "\n", text[end:]
    line = f"- Benchmark `{benchmark}`, floor lowered: {', '.join(changes)}. {why.strip()}\n"
    section = version.find(SECTION, heading.end())
    if section < 0:
        version += f"\n{SECTION}\n{line}"
    else:
        after = section + len(SECTION)
        version = version[:after] + "\n" + line + version[after:].lstrip("\n")
    changelog.write_text(version + rest, encoding="utf-8")
