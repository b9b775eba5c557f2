from __future__ import annotations

import io
import os
import unicodedata
from pathlib import Path

import pytest
from conftest import WriteFiles
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import LARGEST_FILE, make_document, read_documents
from kg.documents.dates import parse_date
from kg.documents.heads import find_dateline
from kg.documents.markdown import read_markdown
from kg.documents.text import decode, find_paragraphs
from kg.errors import MetadataError
from kg.model import Document, LeftOut, Metadata

REPORT = (
    "You’re reading: Ruritania rebuffs Smith on tariffs\r\n\r\n"
    "STRELSAU, Ruritania — Ruritania on Saturday rejected calls.\r\n\r\n"
    "Ruritanian\r\nForeign  Minister Jan Novak, after meet\u00ading Smith\r\nspoke.\r\n"
)


def read_all(*sources: str | Path, **options: object) -> tuple[list[Document], list[LeftOut]]:
    found = list(read_documents(sources, **options))  # type: ignore[arg-type]
    return [d for d in found if isinstance(d, Document)], [d for d in found if isinstance(d, LeftOut)]


def test_a_report_gives_headline_dateline_and_normalised_paragraphs() -> None:
    document = make_document(REPORT, source="articles/a.txt")
    assert document.text == (
        "Ruritania rebuffs Smith on tariffs\n\n"
        "STRELSAU, Ruritania — Ruritania on Saturday rejected calls.\n\n"
        "Ruritanian Foreign Minister Jan Novak, after meeting Smith spoke."
    )
    assert document.title == "Ruritania rebuffs Smith on tariffs"
    assert document.text[: document.headline_end] == document.title
    assert document.dateline is not None
    assert document.dateline.quote(document.text) == "STRELSAU, Ruritania"
    assert len(document.id) == 16


@pytest.mark.parametrize(
    ("paragraph", "place", "published", "publisher"),
    [
        ("VLADIVOSTOK, Russia — Russia on", "VLADIVOSTOK, Russia", None, None),
        ("LONDON (Reuters) - Britain said", "LONDON", None, "Reuters"),
        ("BEIJING, Sept. 5 (AP) — China said", "BEIJING", None, "Associated Press"),
        ("Moscow, 12 March 2020 — He said", "Moscow", "2020-03-12", None),
        ("NEW YORK, March 1, 2020 /PRNewswire/ -- Acme", "NEW YORK", "2020-03-01", "PR Newswire"),
        ("ST. PETERSBURG, Russia (AFP) – “No”", "ST. PETERSBURG, Russia", None, "Agence France-Presse"),
        ("WASHINGTON, D.C. — The", "WASHINGTON, D.C.", None, None),
        ("Taipei, Taiwan — The", "Taipei, Taiwan", None, None),
        ("UNITED NATIONS (Gazette) — The", "UNITED NATIONS", None, None),
    ],
)
def test_a_dateline_gives_place_date_and_agency(
    paragraph: str, place: str, published: str | None, publisher: str | None
) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert found.span.quote(paragraph) == place
    assert (found.published, found.publisher) == (published, publisher)


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO — the alliance — agreed on Tuesday.",
        "Clinton — Mr Bush said — lost.",
        "The deal (AP) — A success.",
        "Russia on Saturday rejected the plan — Lavrov said so.",
        "Russia-China talks began.",
    ],
)
def test_a_dash_alone_makes_no_dateline(paragraph: str) -> None:
    assert find_dateline(paragraph) is None


def test_a_first_paragraph_with_a_full_stop_is_no_headline() -> None:
    document = make_document("Clinton met Putin.\n\nThey spoke.", source="a.txt")
    assert (document.title, document.headline_end) == (None, 0)


def test_a_title_from_metadata_marks_the_headline_in_the_text() -> None:
    known = Metadata(title="Clinton met Putin.")
    document = make_document("Clinton met Putin.\n\nThey spoke.", source="a.txt", metadata=known)
    assert document.headline_end == len("Clinton met Putin.")
    document = make_document("They spoke.\n\nIt rained.", source="a.txt", metadata=known)
    assert (document.title, document.headline_end) == ("Clinton met Putin.", 0)


def test_a_dateline_after_a_byline_is_found() -> None:
    document = make_document("Talks fail\n\nBy ANNA BERG\n\nOSLO (AP) — Talks failed.", source="a.txt")
    assert document.title == "Talks fail"
    assert document.dateline is not None
    assert document.dateline.quote(document.text) == "OSLO"


def test_metadata_wins_over_the_dateline() -> None:
    known = Metadata(published="2020-01-01", publisher="Gazette")
    document = make_document("OSLO, 5 May 2019 (AP) — Talks failed.", source="a.txt", metadata=known)
    assert (document.published, document.publisher) == ("2020-01-01", "Gazette")


def test_the_identifier_follows_the_content_alone(write_files: WriteFiles) -> None:
    [one], _ = read_all(write_files({"a.txt": "Clinton met Putin."}))
    assert one == make_document("Clinton\nmet Putin.\n", source="articles/a.txt")
    others = [
        make_document("Clinton met Putin!", source="articles/a.txt"),
        make_document("Clinton met Putin.", source="articles/b.txt"),
        make_document("Clinton met Putin.", source="articles/a.txt", metadata=Metadata(published="2020-01-01")),
    ]
    assert len({one.id, *(other.id for other in others)}) == 4


@given(st.text())
def test_normalised_text_is_a_fixed_point(text: str) -> None:
    paragraphs = find_paragraphs(text)
    body = "\n\n".join(paragraphs)
    assert find_paragraphs(body) == paragraphs
    assert unicodedata.is_normalized("NFC", body)
    assert all(paragraph == " ".join(paragraph.split()) and paragraph for paragraph in paragraphs)


@given(st.text(alphabet="ab ÄÉAB.,—–-()/:\n’“0123456789", max_size=300))
def test_headline_and_dateline_stand_in_the_text(text: str) -> None:
    document = make_document(text, source="a.txt")
    assert 0 <= document.headline_end <= len(document.text)
    if document.dateline:
        assert document.headline_end <= document.dateline.start < document.dateline.end <= len(document.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_common_encodings(encoding: str) -> None:
    text = "“We won’t,” said José Peña — the minister of Côte d’Ivoire."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2012-09-08", "2012-09-08"),
        ("2012-09-08T10:15:00Z", "2012-09-08"),
        ("20120908", "2012-09-08"),
        ("8 September 2012", "2012-09-08"),
        ("September 8th, 2012", "2012-09-08"),
        ("Sat, 08 Sep 2012 10:15:00 GMT", "2012-09-08"),
        ("Sept. 8, 2012 at 10:15 a.m.", "2012-09-08"),
        ("08.09.2012", None),
        ("25.09.2012", "2012-09-25"),
        ("2012/09/08", "2012-09-08"),
        ("2012-09-08T23:15:00-05:00", "2012-09-08"),
        ("8 Sept 12", None),
        ("3 days ago, 2012", None),
        ("1347062400", None),
        ("9/25/2012", "2012-09-25"),
        ("08/09/2012", None),
        ("30 February 2012", None),
        ("Saturday", None),
        ("2012", None),
        ("", None),
    ],
)
def test_dates_in_common_forms_become_iso(words: str, iso: str | None) -> None:
    assert parse_date(words) == iso


def test_markdown_loses_its_markup() -> None:
    text = (
        "---\ntitle: 'Talks fail'\ndate: 8 May 2020\n---\n# Talks *fail*\n\nThe **minister** "
        "[left](https://x.example)\n"
        "early &amp; angry.\n\n"
        "- one\n- two `code`\n\n> Quoted\n\n```\nx = 1\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        "![photo](x.png)\n\n<div>kept</div>\n\n<!-- gone -->\n"
    )
    plain = read_markdown(text)
    assert find_paragraphs(plain.text) == [
        "Talks fail",
        "The minister left early & angry.",
        "one",
        "two code",
        "Quoted",
        "x = 1",
        "a b",
        "c d",
        "kept",
    ]
    assert plain.heading == "Talks fail"
    assert plain.front == {"title": "Talks fail", "date": "8 May 2020"}


def test_a_markdown_file_takes_its_front_matter_as_metadata(write_files: WriteFiles) -> None:
    folder = write_files({"a.md": "---\ntitle: Talks fail\ndate: 8 May 2020\n---\n# Talks fail\n\nThey failed."})
    [document], _ = read_all(folder)
    assert (document.title, document.published) == ("Talks fail", "2020-05-08")
    assert document.text[: document.headline_end] == "Talks fail"


def test_a_folder_is_read_sorted_without_hidden_and_unknown_files(write_files: WriteFiles) -> None:
    folder = write_files(
        {"b.txt": "B met A.", "a.TXT": "A.", "sub/c.md": "C.", ".hidden.txt": "D.", ".git/e.txt": "E.", "f.pdf": "F."}
    )
    documents, left_out = read_all(folder)
    assert [document.source for document in documents] == ["articles/a.TXT", "articles/b.txt", "articles/sub/c.md"]
    assert left_out == []


def test_files_about_a_folder_are_read_only_where_given_by_name(write_files: WriteFiles) -> None:
    folder = write_files({"README.md": "About A.", "licence.txt": "Free.", "a.txt": "A met B."})
    assert [document.source for document in read_all(folder)[0]] == ["articles/a.txt"]
    assert [document.source for document in read_all(folder / "README.md")[0]] == ["articles/README.md"]


def test_sources_are_named_alike_from_anywhere(write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_files({"a.txt": "A met B."})
    expected, _ = read_all(folder)
    monkeypatch.chdir(folder)
    for source in (".", "a.txt", "../articles", folder / "a.txt"):
        assert read_all(source)[0] == expected


def test_a_file_given_twice_counts_once_in_any_order(write_files: WriteFiles) -> None:
    folder = write_files({"sub/a.txt": "A met B.", "b.txt": "B met C."})
    sources = [folder, folder / "sub", folder / "sub" / "a.txt", folder]
    forward, _ = read_all(*sources)
    backward, _ = read_all(*reversed(sources))
    assert forward == backward
    assert [document.source for document in forward] == ["articles/b.txt", "articles/sub/a.txt"]


def test_files_that_cannot_be_used_are_named_with_the_reason(write_files: WriteFiles) -> None:
    folder = write_files(
        {
            "empty.txt": "\ufeff \n",
            "digits.txt": "1 2 3",
            "binary.txt": b"\x89PNG\x00\x01\x02",
            "broken.txt": "“We won’t,” said José.".encode()[:-2] + b".",
            "large.txt": b"a" * (LARGEST_FILE + 1),
            "good.txt": "A met B.",
        }
    )
    documents, left_out = read_all(folder, folder / "missing.txt", folder / "x.pdf")
    assert [document.source for document in documents] == ["articles/good.txt"]
    reasons = {item.source: item.reason for item in left_out}
    assert "empty" in reasons["articles/empty.txt"]
    assert "no letters" in reasons["articles/digits.txt"]
    assert "binary" in reasons["articles/binary.txt"]
    assert "larger" in reasons["articles/large.txt"]
    assert "no such file" in reasons[str(folder / "missing.txt")]
    assert "UTF-8 is broken at byte 27" in reasons["articles/broken.txt"]
    assert len(reasons) == 7


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Talks fail. " * 30_000, "its text has 359,999 characters, more than 300,000"),
        ("talks fail " * 2_000, "no sentence ends"),
        ("Die Regierung lehnt neue Sanktionen gegen Syrien ab und will verhandeln.", "not in English"),
        ("Москва отвергла критику. Переговоры не состоятся.", "not in English"),
    ],
)
def test_what_is_no_english_article_is_left_out(write_files: WriteFiles, text: str, reason: str) -> None:
    [item] = read_all(write_files({"a.txt": text}))[1]
    assert reason in item.reason


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    [item] = read_all(tmp_path)[1]
    assert "pipe" in item.reason


def test_links_that_lead_nowhere_or_in_circles_are_reported(write_files: WriteFiles) -> None:
    folder = write_files({"a.txt": "A met B."})
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "nowhere.txt").symlink_to("none.txt")
    documents, left_out = read_all(folder)
    assert [document.source for document in documents] == ["articles/a.txt"]
    assert sorted(item.source for item in left_out) == ["articles/circle.txt", "articles/nowhere.txt"]


def test_a_pattern_names_what_it_matches_as_its_folder_would(write_files: WriteFiles) -> None:
    folder = write_files({"a.txt": "A met B.", "sub/b.md": "B met C.", "sub/deep/c.txt": "C met D.", "d.pdf": "D"})
    expected, _ = read_all(folder)
    assert read_all(f"{folder}/**/*") == (expected, [])
    assert [document.source for document in read_all(f"{folder}/**/*.txt")[0]] == [
        "articles/a.txt",
        "articles/sub/deep/c.txt",
    ]
    assert read_all(f"{folder}/s*/b.??")[0] == [document for document in expected if "b.md" in document.source]


def test_a_pattern_is_relative_to_where_one_stands(write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_files({"a.txt": "A met B."})
    expected, _ = read_all(folder)
    monkeypatch.chdir(folder)
    assert read_all("*.txt")[0] == expected
    monkeypatch.chdir(folder.parent)
    assert read_all("art*/*.txt")[0] == [make_document("A met B.", source=f"{folder.parent.name}/articles/a.txt")]


def test_a_pattern_that_matches_nothing_to_read_is_reported(write_files: WriteFiles) -> None:
    folder = write_files({"a.pdf": "A"})
    for pattern, reason in ((f"{folder}/*.txt", "matches no file"), (f"{folder}/*", "matches only a.pdf")):
        [item] = read_all(pattern)[1]
        assert item.source == pattern
        assert reason in item.reason


def test_a_file_whose_name_looks_like_a_pattern_is_itself(write_files: WriteFiles) -> None:
    folder = write_files({"[a].txt": "A met B.", "a.txt": "B met C."})
    assert [document.source for document in read_all(folder / "[a].txt")[0]] == ["articles/[a].txt"]


def test_an_unknown_suffix_is_reported_only_for_a_file_given_by_name(write_files: WriteFiles) -> None:
    folder = write_files({"a.pdf": "A", "b.txt": "B met A."})
    assert read_all(folder)[1] == []
    [item] = read_all(folder / "a.pdf")[1]
    assert ".pdf" in item.reason


def test_a_folder_without_documents_is_reported(write_files: WriteFiles, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    [item] = read_all(tmp_path / "empty")[1]
    assert "the folder holds nothing to read (it is empty)" in item.reason
    [item] = read_all(write_files({"a.pdf": "A", "sub/b.docx": "B", "README.md": "C"}))[1]
    assert "(it holds only .docx, .md, .pdf)" in item.reason
    assert ".html" in item.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_opened_is_reported(write_files: WriteFiles) -> None:
    folder = write_files({"a.txt": "A met B.", "sub/b.txt": "B met C."})
    (folder / "sub").chmod(0)
    documents, [item] = read_all(folder)
    (folder / "sub").chmod(0o755)
    assert len(documents) == 1
    assert "sub cannot be opened" in item.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_reported(write_files: WriteFiles) -> None:
    folder = write_files({"a.txt": "A met B."})
    (folder / "a.txt").chmod(0)
    [item] = read_all(folder)[1]
    assert "cannot be read" in item.reason


def test_standard_input_is_one_document() -> None:
    [document], _ = read_all("-", stdin=io.BytesIO(b"Clinton met Putin.\n"))
    assert (document.source, document.text) == ("-", "Clinton met Putin.")


def test_a_table_in_the_folder_gives_metadata(write_files: WriteFiles) -> None:
    folder = write_files(
        {
            "a.txt": "A met B.",
            "sub/b.txt": "B met C.",
            "metadata.tsv": "\ufeffPath\tnote\tDate\ttitle\tpublisher\turl\r\n"
            'a.txt\tx\t8 Sept. 2012\t"A, ""B"" met"\tGazette\thttps://x.example/a\r\n'
            "sub/b.txt\t\t2012-09-09\r\n",
        }
    )
    (a, b), _ = read_all(folder)
    assert (a.title, a.published, a.publisher, a.url) == ('A, "B" met', "2012-09-08", "Gazette", "https://x.example/a")
    assert (b.title, b.published) == (None, "2012-09-09")
    assert read_all(folder / "a.txt")[0] == [a]


def test_options_win_over_a_given_table_and_that_over_the_folder(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files({"a.txt": "A met B.", "index.tsv": "path\tdate\tpublisher\turl\na.txt\t2012-01-01\tOne\tu:1"})
    table = tmp_path / "given.tsv"
    table.write_text("path\tpublisher\turl\narticles/a.txt\tTwo\tu:2\n")
    [document], _ = read_all(folder, metadata=table, overrides=Metadata(url="u:3"))
    assert (document.published, document.publisher, document.url) == ("2012-01-01", "Two", "u:3")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("name\tdate\na.txt\t2012-01-01\n", r"index\.tsv, line 1: no column named 'path'"),
        ("path\tdate\n\na.txt\tSomeday\n", r"index\.tsv, line 3, column 'date': 'Someday'"),
        ("path\tdate\n\t2012-01-01\n", r"index\.tsv, line 2, column 'path': empty"),
        ("path\tdate\na.txt\t2012-01-01\textra\n", r"index\.tsv, line 2: 3 cells"),
        ("path\tdate\na.txt\t2012-01-01\na.txt\t2012-01-02\n", r"index\.tsv, line 3, column 'path'"),
        ("", r"index\.tsv is empty"),
    ],
)
def test_a_bad_table_is_an_error_with_its_place(write_files: WriteFiles, table: str, message: str) -> None:
    folder = write_files({"a.txt": "A met B.", "index.tsv": table})
    with pytest.raises(MetadataError, match=message):
        read_all(folder)
