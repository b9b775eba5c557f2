"""HTML pages → article text and metadata. The one module that knows trafilatura and lxml."""

from __future__ import annotations

import codecs
import html
import logging
import re
from typing import TYPE_CHECKING, Any

from kg.documents.dates import parse_date
from kg.documents.plain import Plain, with_headline

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGE = re.compile(r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Browsers look no further for a declared encoding (https://html.spec.whatwg.org/#prescan-a-byte-stream).
_HEAD = 1024
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
# Tags that feeds leave in the text of an article; a lone "<" is none.
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|u|ul|ol|li|h[1-6]|blockquote|q|img|figure|table|section|article|hr|sup|small)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_BLOCKS = frozenset(
    "p div ul ol li h1 h2 h3 h4 h5 h6 blockquote table tr section article header footer hr pre dl dt dd".split()
)
_DROPPED = frozenset("script style noscript template figure iframe svg form button nav aside".split())
# What pages call the date of publication in their metadata; the date of a change is another one.
_DATE_NAMES = frozenset(
    "article:published_time og:published_time article:published datepublished datecreated date pubdate publishdate "
    "publish-date publish_date publication_date publicationdate dc.date dc.date.issued dc.date.created dcterms.date "
    "dcterms.issued dcterms.created citation_date citation_publication_date parsely-pub-date sailthru.date".split()
)
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|-|$)")


def is_page(text: str) -> bool:
    """Whether a text is an HTML page, by its beginning.

    >>> is_page("<!DOCTYPE html><html>"), is_page("<b>Note</b> that")
    (True, False)
    """
    return bool(_PAGE.match(text))


def declared_encoding(data: bytes) -> str | None:
    """Return the name of the encoding that a page declares, None if it declares none that Python knows.

    >>> declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    'koi8-r'
    """
    found = _CHARSET.search(data[:_HEAD])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32")):
        return None  # it could not have been read so far
    # What calls itself Latin-1 or ASCII has the quotes and dashes of Windows-1252, as browsers read it.
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def read_page(text: str) -> Plain:
    """Return the article of a page: its headline and paragraphs, without navigation, banners and footers.

    Title, date, publisher and canonical address come from the page's metadata; the text is empty
    if the page holds no article.
    """
    import trafilatura
    from lxml.html import document_fromstring

    for library in ("trafilatura", "htmldate", "justext"):
        # A page without text is told to the user by us; without a handler Python would print it as well.
        logging.getLogger(library).addHandler(logging.NullHandler())
    text = _XML_DECLARATION.sub("", text)
    page: Any = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False)
    if page is None:
        return Plain("")
    # Where trafilatura finds no article it gives whatever words there are: the links of a menu end no sentence.
    article = page.text if page.text and _STOP.search(page.text) else ""
    paragraphs = [line for line in article.split("\n") if line.strip()]
    date = _find_date(document_fromstring(text), page.url or "")
    front = {"title": page.title, "date": date, "publisher": page.sitename, "url": page.url}
    known = {name: value for name, value in front.items() if value}
    return with_headline(page.title or "", "\n\n".join(paragraphs), known)


def _find_date(tree: HtmlElement, url: str) -> str | None:
    """Return the date of publication that a page states in its metadata, its article's head or its address.

    Not by htmldate, which trafilatura uses: it guesses from dates in the text and takes 08/09/2012 for the 8th.
    """
    for meta in tree.iter("meta"):
        names = (meta.get(key, "").casefold() for key in ("property", "name", "itemprop"))
        if any(name in _DATE_NAMES for name in names) and (date := parse_date(meta.get("content", ""))):
            return date
    linked = [script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", "")]
    times = [time.get("datetime", "") for time in tree.xpath("//article//time | //time[@pubdate or @itemprop]")]
    stated = [*_LINKED_DATE.findall("\n".join(linked)), *times[:1], *map("-".join, _DATE_IN_ADDRESS.findall(url))]
    return next((date for words in stated if (date := parse_date(words))), None)


def strip_tags(text: str) -> str:
    """Return a text without the tags and entities that a feed left in it; blocks become paragraphs.

    >>> strip_tags("<p>Clinton &amp; Putin<br/>met.</p><p>They <b>spoke</b>.</p>")
    'Clinton & Putin\\nmet.\\n\\nThey spoke.'
    >>> strip_tags("if a < b and c > d")
    'if a < b and c > d'
    """
    if not _TAG.search(text):
        return html.unescape(text) if _ENTITY.search(text) else text
    from lxml.html import fragment_fromstring

    parts: list[str] = []
    _gather(fragment_fromstring(text, create_parent="div"), parts)
    return re.sub(r"\s*\n\n\s*", "\n\n", "".join(parts)).strip()


def _gather(element: HtmlElement, parts: list[str]) -> None:
    """Add the words of an element, and of what stands in it, in their order."""
    tag = element.tag if isinstance(element.tag, str) else ""
    edge = "\n\n" if tag in _BLOCKS else "\n" if tag == "br" else " " if tag in ("td", "th") else ""
    if tag and tag not in _DROPPED:
        parts.append(edge)
        parts.append(_flat(element.text))
        for child in element:
            _gather(child, parts)
            parts.append(_flat(child.tail))
        parts.append(edge if tag != "br" else "")


def _flat(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "")
