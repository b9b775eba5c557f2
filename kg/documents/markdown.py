"""Markdown → plain paragraphs and front matter. The one module that knows markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.documents.plain import Plain

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<lines>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z_-]+):[ \t]*(?P<value>.*)")
_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def read_markdown(text: str) -> Plain:
    """Return the words of a Markdown text without its markup; code keeps its words, images go.

    >>> read_markdown("# Russia *rebuffs* Clinton\\n\\n- [Lavrov](https://x.example) said `no`")
    Plain(text='Russia rebuffs Clinton\\n\\nLavrov said no', heading='Russia rebuffs Clinton', front={})
    """
    from markdown_it import MarkdownIt

    text = re.sub("\r\n?", "\n", text.removeprefix("\ufeff"))
    front: dict[str, str] = {}
    found = _FRONT.match(text)
    if found:
        fields = (_FIELD.fullmatch(line.strip()) for line in found["lines"].split("\n"))
        front = {part["key"].lower(): _unquote(part["value"]) for part in fields if part}
        text = text[found.end() :]
    paragraphs: list[str] = []
    headings: list[str] = []
    kind = ""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            words = "".join(_inline_text(token.children or []))
            if kind in ("th_open", "td_open") and paragraphs:
                paragraphs[-1] += f" {words}"
            else:
                paragraphs.append(words)
            if kind == "heading_open":
                headings.append(" ".join(words.split()))
        elif token.type in ("fence", "code_block"):
            paragraphs.append(token.content)
        elif token.type == "html_block":
            paragraphs.append(_TAG.sub("", token.content))
        elif token.type == "tr_open":
            paragraphs.append("")
        kind = token.type
    blocks = [paragraph for paragraph in paragraphs if paragraph.strip()]
    return Plain("\n\n".join(blocks), next((words for words in headings if words), None), front)


def _inline_text(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        is_break = child.type == "html_inline" and re.match(r"<br\b", child.content, re.IGNORECASE)
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content
        elif child.type == "softbreak":
            yield " "  # Markdown knows no paragraphs without a blank line
        elif child.type == "hardbreak" or is_break:
            yield "\n"


def _unquote(value: str) -> str:
    value = value.strip()
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value
