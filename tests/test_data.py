"""The sample articles: all there, all described, none too short or too long."""

import csv
import datetime
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"
ARTICLES = sorted(path for path in (DATA / "articles").iterdir() if path.suffix in (".txt", ".md"))


def read_metadata() -> dict[str, dict[str, str]]:
    with (DATA / "articles" / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        return {row["path"]: row for row in csv.DictReader(file, delimiter="\t")}


def test_there_are_enough_articles_of_each_kind() -> None:
    assert len(ARTICLES) >= 10
    assert any(path.suffix == ".md" for path in ARTICLES)
    assert any(max(map(len, path.read_text(encoding="utf-8").splitlines())) < 80 for path in ARTICLES), "a wrapped one"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_has_200_to_600_words(path: Path) -> None:
    assert 200 <= len(path.read_text(encoding="utf-8").split()) <= 600


def test_metadata_describes_every_article() -> None:
    metadata = read_metadata()
    assert list(metadata) == sorted(path.name for path in ARTICLES)
    for row in metadata.values():
        assert datetime.date.fromisoformat(row["date"])
        assert row["url"].startswith("https://news.example/")
        assert row["title"] and row["publisher"]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_title_in_the_metadata_is_the_headline(path: Path) -> None:
    headline = path.read_text(encoding="utf-8").partition("\n\n")[0].removeprefix("# ").replace("\n", " ")
    assert read_metadata()[path.name]["title"] == headline
