"""A folder of English news becomes a knowledge graph that people can trust."""

from __future__ import annotations

__version__ = "0.1.0"
