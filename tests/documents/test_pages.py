from __future__ import annotations

from pathlib import Path

import pytest
from conftest import WriteFiles

from kg.documents import read_documents
from kg.documents.html import read_page, strip_tags
from kg.model import Document, LeftOut

BODY = (
    "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    "<article><h1>Talks fail</h1><p>Clinton met Putin in Oslo on Monday, but they did not agree on a treaty.</p>"
    "<p>“It was a <b>long</b> day,” Mr. Putin’s spokesman said. He <a href='/x'>declined</a> to say more.</p></article>"
    "<div class='cookie-banner'><p>We use cookies. Please accept them all.</p></div>"
    "<footer><p>Copyright 2031 The Gazette. All rights reserved.</p></footer>"
)
HEAD = (
    "<title>Talks fail | Gazette</title><meta property='og:site_name' content='The Gazette'>"
    "<meta property='article:published_time' content='2012-09-08T23:30:00-05:00'>"
    "<link rel='canonical' href='https://gazette.example/talks'>"
)
PAGE = f"<!DOCTYPE html><html><head>{HEAD}</head><body>{BODY}</body></html>"


def read_one(folder: Path) -> Document | LeftOut:
    [found] = read_documents([folder])
    return found


def test_a_page_gives_its_article_and_what_it_says_of_itself(write_files: WriteFiles) -> None:
    document = read_one(write_files({"a.html": PAGE}))
    assert isinstance(document, Document)
    assert document.text == (
        "Talks fail\n\nClinton met Putin in Oslo on Monday, but they did not agree on a treaty.\n\n"
        "“It was a long day,” Mr. Putin’s spokesman said. He declined to say more."
    )
    assert document.text[: document.headline_end] == document.title == "Talks fail"
    assert (document.published, document.publisher) == ("2012-09-08", "The Gazette")
    assert document.url == "https://gazette.example/talks"


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("<meta name='date' content='8 September 2012'>", "", "2012-09-08"),
        ("<meta itemprop='datePublished' content='2012-09-08'>", "", "2012-09-08"),
        ('<script type="application/ld+json">{"datePublished": "2012-09-08T10:00Z"}</script>', "", "2012-09-08"),
        ("", "<time datetime='2012-09-08'>8 Sept</time>", "2012-09-08"),
        ("<link rel='canonical' href='https://g.example/2012/09/08/talks'>", "", "2012-09-08"),
        ("<meta name='date' content='08/09/2012'>", "", None),
        ("<meta property='article:modified_time' content='2012-09-08'>", "", None),
        ("", "<p>The treaty dates from 2005-07-09. It was signed on July 5, 2004.</p>", None),
    ],
)
def test_a_page_is_dated_by_what_it_states_and_not_by_its_text(head: str, body: str, published: str | None) -> None:
    text = "Clinton met Putin in Oslo, but they did not agree on a treaty."
    footer = "<footer>Copyright 2019 The Gazette. Updated 2018-02-03</footer>"
    page = f"<html><head>{head}</head><body><article>{body}<p>{text}</p></article>{footer}</body></html>"
    assert read_page(page).front.get("date") == published


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("cp1252", ""), ("cp1250", "windows-1250"),
     ("utf-16", "utf-16")],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(write_files: WriteFiles, encoding: str, declared: str) -> None:
    names = "José" if encoding != "cp1250" else "Wałęsa"
    page = PAGE.replace("<title>", f"<meta charset='{declared}'><title>").replace("spokesman", names)
    document = read_one(write_files({"a.html": page.encode(encoding)}))
    assert isinstance(document, Document)
    assert f"“It was a long day,” Mr. Putin’s {names} said." in document.text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><head><title>Log in</title></head><body><nav><a href='/'>Home</a></nav><form></form></body></html>",
        "<html><body><script>var text = 'Clinton met Putin.';</script></body></html>",
    ],
)
def test_a_page_without_text_is_left_out(write_files: WriteFiles, page: str) -> None:
    assert read_one(write_files({"a.html": page})) == LeftOut("articles/a.html", "the page holds no article text")


def test_a_page_is_known_by_its_beginning_whatever_its_suffix(write_files: WriteFiles) -> None:
    document = read_one(write_files({"a.txt": PAGE}))
    assert isinstance(document, Document)
    assert document.title == "Talks fail"
    assert "cookies" not in document.text


def test_a_page_with_an_xml_declaration_is_read() -> None:
    page = read_page('<?xml version="1.0" encoding="utf-8"?><html><body><p>Clinton met Putin.</p></body></html>')
    assert page.text == "Clinton met Putin."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One.</p>\n<p>Two <a href='x'>links</a>&nbsp;here.</p><script>x()</script>", "One.\n\nTwo links here."),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("It&#8217;s AT&amp;T", "It’s AT&T"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("A<br>B", "A\nB"),
        ("<p>", ""),
    ],
)
def test_tags_in_the_text_of_a_feed_become_paragraphs(text: str, plain: str) -> None:
    assert strip_tags(text) == plain
