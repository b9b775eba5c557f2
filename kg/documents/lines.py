"""Lines → paragraphs: tells text that was wrapped to a width from text with one line a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# The end of a sentence at the end of a line, with what may close behind it.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_CONTINUED = re.compile(r"\s*[a-z]")
# "- water", "* water", "2. Water": an item of a list, one line of it or several.
_BULLET = re.compile(r"\s*(?:[-*•‣·–]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_BYLINE = re.compile(r"\s*By(?: [A-Z][\w.'’-]*){1,5}(?:(?:,| and) .{1,40})?\s*$")
_INDENTED = re.compile(r"\t| {2,}")
# Of the line breaks inside real news paragraphs wrapped to 60 to 100 characters, 3 in a hundred follow the end of a
# sentence; where each line is a paragraph nearly all do, but for headlines between them.
_MOST_WRAPPED = 0.5
# A line that ends this much before the first word that it left to the next one was ended on purpose:
# people who wrap by hand, and programs that keep words together, leave less.
_ROOM = 10


def find_blocks(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines of each paragraph.

    A blank line always parts paragraphs. A line break does if lines mostly end with a sentence; in
    wrapped text only where the line had room for the next word, or the next line is indented. The items of
    a list are paragraphs, and so is a byline.

    >>> find_blocks(["Clinton left.", "Mr. Putin stayed."])
    [['Clinton left.'], ['Mr. Putin stayed.']]
    >>> find_blocks(["The minister left", "early. He did", "not return."])
    [['The minister left', 'early. He did', 'not return.']]
    """
    blocks = [part for block in _split_at_blanks(lines) for part in _split_items(block)]
    breaks = [pair for block in blocks for pair in pairwise(block)]
    ends = sum(_ends_sentence(line) for line, _ in breaks)
    if ends > len(breaks) * _MOST_WRAPPED:
        return [part for block in blocks for part in _split_lines(block)]
    width = max((len(line.strip()) for line, _ in breaks), default=0)
    return [part for block in blocks for part in _split_wrapped(block, width, is_head=block is blocks[0])]


def _split_at_blanks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _split_items(block: list[str]) -> list[list[str]]:
    """Part a block before the items of a list and around a byline; a lone dash before a line is no list."""
    marked = [bool(_BULLET.match(line)) for line in block]
    is_list = sum(marked) > 1 or (any(marked) and block[max(0, marked.index(True) - 1)].rstrip().endswith(":"))
    parts = [[block[0]]]
    for number, (line, following) in enumerate(pairwise(block), start=1):
        is_byline = number == 1 and _BYLINE.match(following)
        if (is_list and marked[number]) or is_byline or (number <= 2 and _BYLINE.match(line)):
            parts.append([following])
        else:
            parts[-1].append(following)
    return parts


def _split_lines(block: list[str]) -> list[list[str]]:
    """Return each line as a paragraph; one that goes on in lower case stays with the line before it."""
    parts = [[block[0]]]
    for line in block[1:]:
        if _CONTINUED.match(line):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _split_wrapped(block: list[str], width: int, *, is_head: bool) -> list[list[str]]:
    """Return the paragraphs of wrapped lines; `is_head` says that a headline may stand before them."""
    parts = [[block[0]]]
    for number, (line, following) in enumerate(pairwise(block)):
        is_indented = _INDENTED.match(following) and (not _INDENTED.match(line) or _ends_sentence(line))
        may_end = _ends_sentence(line) or (is_head and number == 0 and len(block) > 2)
        if not _CONTINUED.match(following) and (is_indented or (may_end and _had_room(line, following, width))):
            parts.append([following])
        else:
            parts[-1].append(following)
    return parts


def _ends_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line))


def _had_room(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would have fitted on a line, and more."""
    return len(line.strip()) + 1 + len(following.split(maxsplit=1)[0]) + _ROOM <= width
