"""What every format is turned into before it becomes a `Document`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plain:
    """A text without its markup: blank lines part paragraphs; `heading` is a headline that markup shows.

    `front` holds what the file says of itself under title, date, publisher and url, in its own words.
    """

    text: str
    heading: str | None = None
    front: dict[str, str] = field(default_factory=dict)
