"""What every format is turned into before it becomes a `Document`."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.documents.heads import begins_with_title


@dataclass(frozen=True)
class Plain:
    """A text without its markup: blank lines part paragraphs; `heading` is a headline that markup shows.

    `front` holds what the file says of itself under title, date, publisher and url, in its own words.
    """

    text: str
    heading: str | None = None
    front: dict[str, str] = field(default_factory=dict)


def with_headline(title: str, text: str, front: dict[str, str]) -> Plain:
    """Return a text that begins with its title, as readers see it: pages and feeds keep it apart.

    >>> with_headline("Talks fail", "They failed.", {}).text, with_headline("Talks fail", "Talks fail", {}).text
    ('Talks fail\\n\\nThey failed.', 'Talks fail')
    """
    title = " ".join(title.split())
    first = " ".join(text.partition("\n\n")[0].split())
    if title and text.strip() and not begins_with_title(first, title):
        text = f"{title}\n\n{text}"
    return Plain(text, title or None, front)
