"""The sample articles: all there, all described, none too short or too long, each kind of file among them."""

import csv
import datetime
from pathlib import Path

import pytest

from kg.documents import read_documents
from kg.model import Document

FOLDER = Path(__file__).parents[1] / "data" / "articles"
DOCUMENTS = [found for found in read_documents([FOLDER]) if isinstance(found, Document)]
BRIEFS = [document for document in DOCUMENTS if "#" in document.source]
ARTICLES = [document for document in DOCUMENTS if document not in BRIEFS]


def read_metadata() -> dict[str, dict[str, str]]:
    with (FOLDER / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        return {row["path"]: row for row in csv.DictReader(file, delimiter="\t")}


def test_every_file_is_read() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"metadata.tsv"}
    assert {document.source.split("/")[1].partition("#")[0] for document in DOCUMENTS} == files
    assert len(list(read_documents([FOLDER]))) == len(DOCUMENTS) >= 16


def test_there_are_files_of_each_kind() -> None:
    suffixes = [path.suffix for path in FOLDER.iterdir()]
    assert {".txt", ".md", ".html", ".jsonl"} <= set(suffixes)
    texts = [path.read_text(encoding="utf-8").splitlines() for path in FOLDER.glob("*.txt")]
    assert any(max(map(len, lines)) < 80 for lines in texts), "a hard-wrapped one"
    assert 3 <= len(BRIEFS) <= 6


@pytest.mark.parametrize("document", ARTICLES, ids=lambda document: document.source)
def test_an_article_has_200_to_600_words(document: Document) -> None:
    assert 200 <= len(document.text.split()) <= 600


@pytest.mark.parametrize("document", BRIEFS, ids=lambda document: document.source)
def test_a_brief_has_100_to_300_words(document: Document) -> None:
    assert 100 <= len(document.text.split()) <= 300


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.source)
def test_every_article_is_described(document: Document) -> None:
    assert document.published and datetime.date.fromisoformat(document.published)
    assert document.url and document.url.startswith("https://news.example/")
    assert document.title and document.publisher
    assert document.published.replace("-", "/") in document.url


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.source)
def test_the_title_is_the_headline_in_the_text(document: Document) -> None:
    assert document.text[: document.headline_end] == document.title


def test_the_table_describes_the_files_that_do_not_describe_themselves() -> None:
    files = [path.name for path in FOLDER.iterdir() if path.suffix in (".txt", ".md")]
    assert list(read_metadata()) == sorted(files)


def test_two_outlets_report_on_one_event() -> None:
    crossing, shots = (next(d for d in DOCUMENTS if name in d.source) for name in ("border-crossing", "border-shots"))
    assert crossing.published == shots.published
    assert crossing.publisher != shots.publisher
    assert all("Sarikum" in document.text and "denied that" in document.text for document in (crossing, shots))


def test_names_recur_across_articles() -> None:
    for name in ("Syria", "Russia", "Kowalczyk", "Haddadin", "Solovyov", "Severgaz"):
        assert sum(name in document.text for document in DOCUMENTS) >= 2, name


def test_the_page_lost_what_stands_around_its_article() -> None:
    text = next(document.text for document in DOCUMENTS if document.source.endswith(".html"))
    page = (FOLDER / "border-crossing.html").read_text(encoding="utf-8")
    for furniture in ("cookie", "Related stories", "Weather", "inbox", "This paper never", "All rights reserved"):
        assert furniture in page
        assert furniture not in text
