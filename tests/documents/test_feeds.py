from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from conftest import WriteFiles

from kg.documents import feeds, read_documents
from kg.model import Document, LeftOut

ARTICLE = {
    "title": "Talks fail",
    "date": "2012-09-08",
    "url": "https://gazette.example/talks",
    "publisher": "The Gazette",
    "text": "Clinton met Putin in Oslo.\n\nThey did not agree.",
}


def read_all(folder: Path) -> list[Document | LeftOut]:
    return list(read_documents([folder]))


def read_line(write_files: WriteFiles, article: object) -> Document | LeftOut:
    [found] = read_all(write_files({"feed.jsonl": json.dumps(article)}))
    return found


def test_each_line_is_a_document(write_files: WriteFiles) -> None:
    other = ARTICLE | {"title": "Talks resume", "text": "They met again."}
    lines = "\ufeff" + json.dumps(ARTICLE) + "\n\n" + json.dumps(other, ensure_ascii=False) + "\r\n"
    one, two = read_all(write_files({"feed.jsonl": lines}))
    assert isinstance(one, Document) and isinstance(two, Document)
    assert (one.source, two.source) == ("articles/feed.jsonl#talks-fail", "articles/feed.jsonl#talks-resume")
    assert one.text == "Talks fail\n\nClinton met Putin in Oslo.\n\nThey did not agree."
    assert one.text[: one.headline_end] == one.title == "Talks fail"
    assert (one.published, one.publisher, one.url) == ("2012-09-08", "The Gazette", "https://gazette.example/talks")


@pytest.mark.parametrize(
    "article",
    [
        {"headline": "Talks fail", "datePublished": "2012-09-08T10:00:00Z", "articleBody": "They met.",
         "publisher": {"@type": "Organization", "name": "The Gazette"}, "url": "https://g.example/1"},
        {"title": "Talks fail", "publishedAt": "Sat, 08 Sep 2012 10:15:00 GMT", "content": "They met.",
         "source": {"id": None, "name": "The Gazette"}, "url": "https://g.example/1"},
        {"title": {"rendered": "Talks fail"}, "date": "2012-09-08T10:00:00", "link": "https://g.example/1",
         "content": {"rendered": "<p>They met.</p>"}, "site_name": "The Gazette"},
        {"title": "Talks fail", "date_publish": "2012-09-08 10:00:00", "maintext": "They met.",
         "source_domain": "g.example", "outlet": "The Gazette", "source": "https://g.example/1"},
        {"Title": "Talks fail", "published": 1347100000, "Body": ["They met."], "Source": "The Gazette",
         "Link": "https://g.example/1"},
    ],
)  # fmt: skip
def test_fields_are_known_by_their_common_names(write_files: WriteFiles, article: dict[str, object]) -> None:
    document = read_line(write_files, article)
    assert isinstance(document, Document)
    assert document.text == "Talks fail\n\nThey met."
    assert (document.title, document.published) == ("Talks fail", "2012-09-08")
    assert (document.publisher, document.url) == ("The Gazette", "https://g.example/1")


def test_a_broken_line_is_named_and_the_others_are_read(write_files: WriteFiles) -> None:
    lines = [json.dumps(ARTICLE), '{"text": oops}', "[1, 2]", '{"title": "No text"}', '{"text": "\x00\x01"}',
             '{"text": "Die Regierung lehnt neue Sanktionen gegen Syrien ab und will verhandeln."}',
             '{"text": "They met again."}']  # fmt: skip
    found = read_all(write_files({"feed.ndjson": "\n".join(lines)}))
    assert [item.source for item in found] == [
        "articles/feed.ndjson#talks-fail",
        *(f"articles/feed.ndjson, line {number}" for number in (2, 3, 4, 5)),
        "articles/feed.ndjson#die-regierung-lehnt-neue-sanktionen-gegen-syrien-ab",
        "articles/feed.ndjson#they-met-again",
    ]
    reasons = [item.reason for item in found if isinstance(item, LeftOut)]
    assert "broken JSON: Expecting value at character 10" in reasons[0]
    assert "no JSON object" in reasons[1]
    assert "no text in it" in reasons[2] and "found: title" in reasons[2]
    assert "binary" in reasons[3]
    assert "German" in reasons[4]


def test_a_line_that_is_too_long_is_left_and_not_kept_in_memory(
    write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LONGEST_LINE", 1000)
    lines = ["x" * 4500, json.dumps(ARTICLE)]
    long, document = read_all(write_files({"feed.jsonl": "\n".join(lines)}))
    assert isinstance(long, LeftOut) and long.source == "articles/feed.jsonl, line 1"
    assert isinstance(document, Document)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_feed_is_read_in_common_encodings(write_files: WriteFiles, encoding: str) -> None:
    line = json.dumps({"text": "“We won’t,” said José Peña of Côte d’Ivoire."}, ensure_ascii=False)
    found = read_all(write_files({"feed.jsonl": f"{line}\n{line}\n".encode(encoding)}))
    assert [item.text for item in found if isinstance(item, Document)] == [json.loads(line)["text"]] * 2


def test_json_that_is_no_json_lines_is_one_report(write_files: WriteFiles) -> None:
    text = json.dumps([ARTICLE, ARTICLE], indent=2)
    [item] = read_all(write_files({"feed.jsonl": text}))
    assert isinstance(item, LeftOut) and "not one object a line" in item.reason


def test_an_empty_feed_is_left_out(write_files: WriteFiles) -> None:
    assert read_all(write_files({"feed.jsonl": "\n\n"})) == [LeftOut("articles/feed.jsonl", "it is empty")]


def test_half_a_character_does_no_harm(write_files: WriteFiles) -> None:
    [document] = read_all(write_files({"feed.jsonl": '{"title": "A \\ud83d b", "text": "They \\ud83d met."}'}))
    assert isinstance(document, Document)
    assert document.text.encode("utf-8") and (document.title or "").encode("utf-8")


def test_what_a_line_says_of_itself_goes_before_the_table(write_files: WriteFiles) -> None:
    table = "path\tpublisher\tdate\nfeed.jsonl\tThe Times of Strelsau\t2010-01-01\n"
    lines = json.dumps(ARTICLE) + "\n" + json.dumps({"text": "They met."})
    one, two = read_all(write_files({"feed.jsonl": lines, "metadata.tsv": table}))
    assert isinstance(one, Document) and isinstance(two, Document)
    assert (one.publisher, one.published) == ("The Gazette", "2012-09-08")
    assert (two.publisher, two.published) == ("The Times of Strelsau", "2010-01-01")


def test_a_feed_and_a_page_are_known_on_standard_input() -> None:
    feed = (json.dumps(ARTICLE) + "\n" + json.dumps({"text": "They met."})).encode()
    assert [item.source for item in read_documents(["-"], stdin=io.BytesIO(feed))] == ["-#talks-fail", "-#they-met"]
    page = b"<html><head><title>Talks fail</title></head><body><p>They met in Oslo.</p></body></html>"
    [document] = read_documents(["-"], stdin=io.BytesIO(page))
    assert isinstance(document, Document)
    assert document.text == "Talks fail\n\nThey met in Oslo."
    [document] = read_documents(["-"], stdin=io.BytesIO(b"{Braces} met Putin."))
    assert isinstance(document, Document)
    assert document.text == "{Braces} met Putin."
