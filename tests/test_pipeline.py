from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ARTICLES, WriteFiles

from kg.archive import RDF_NAME, open_archive
from kg.errors import GraphLocked, ModelError
from kg.extractors import RuleExtractor
from kg.model import Document, Extraction, LeftOut, Metadata, Settings
from kg.pipeline import BuildReport, build, extract
from kg.pipeline.maintenance import remove
from kg.store import open_store


def dump(folder: Path) -> list[str]:
    """Return all quads of a graph, sorted."""
    with open_store(folder / RDF_NAME) as store:
        return sorted(map(str, store.quads()))


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.replaced, report.unchanged, report.removed


@pytest.fixture
def check_fresh(tmp_path: Path) -> Callable[[Path, Path], None]:
    """Return a function that asserts that a graph is what a fresh build of a folder gives."""

    def check(folder: Path, sources: Path) -> None:
        build(tmp_path / "fresh.kg", [sources], workers=1)
        assert dump(folder) == dump(tmp_path / "fresh.kg")

    return check


def test_a_build_reports_what_it_did(articles: Path, graph_folder: Path, tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    report = build(tmp_path / "g.kg", [articles], workers=1, progress=lambda *call: calls.append(call))
    assert counts(report) == (3, 0, 0, 0)
    assert report.left_out == ()
    assert report.documents == 3
    assert report.sentences >= 8
    assert report.assertions["asserted"] >= 3
    assert report.commonest
    assert calls[:3] == [("documents", 1, 3), ("documents", 2, 3), ("documents", 3, 3)]
    assert calls[-1] == ("graph", 1, 1)
    assert dump(tmp_path / "g.kg") == dump(graph_folder)


def test_an_unchanged_file_is_skipped(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "g.kg", [articles], workers=1)
    before = dump(tmp_path / "g.kg")
    monkeypatch.setattr(RuleExtractor, "extract", lambda *_: pytest.fail("read again"))
    assert counts(build(tmp_path / "g.kg", [articles], workers=1)) == (0, 0, 3, 0)
    assert dump(tmp_path / "g.kg") == before


def test_an_unchanged_file_is_not_even_parsed(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "g.kg", [articles], workers=1)
    monkeypatch.setattr("kg.pipeline.run.read_file", lambda *_, **__: pytest.fail("read again"))
    assert counts(build(tmp_path / "g.kg", [articles], workers=1)) == (0, 0, 3, 0)


def test_a_file_that_holds_something_else_is_read_though_size_and_time_are_the_same(
    write_files: WriteFiles, tmp_path: Path
) -> None:
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg."})
    os.utime(sources / "a.txt", (1, 1))
    build(tmp_path / "g.kg", [sources], workers=1)
    write_files({"a.txt": "Norvik Bank owed Anna Berg."})
    os.utime(sources / "a.txt", (1, 1))
    assert counts(build(tmp_path / "g.kg", [sources], workers=1)) == (0, 1, 0, 0)


def test_a_file_that_was_touched_or_spaced_anew_is_unchanged(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg."})
    build(tmp_path / "g.kg", [sources], workers=1)
    write_files({"a.txt": "Norvik  Bank sued Anna Berg.\n"})
    for _ in range(2):
        assert counts(build(tmp_path / "g.kg", [sources], workers=1)) == (0, 0, 1, 0)


def test_a_table_that_tells_something_else_counts_as_an_edit(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg.", "metadata.tsv": "path\tdate\na.txt\t2013-03-04\n"})
    build(tmp_path / "g.kg", [sources], workers=1)
    write_files({"metadata.tsv": "path\tdate\na.txt\t2013-03-05\n"})
    assert counts(build(tmp_path / "g.kg", [sources], workers=1)) == (0, 1, 0, 0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of all documents that the language model reads."""
    found: list[str] = []
    really = RuleExtractor.extract
    monkeypatch.setattr(RuleExtractor, "extract", lambda self, d: (found.append(d.source), really(self, d))[1])
    return found


@pytest.mark.parametrize("prune", [False, True])
def test_a_renamed_file_is_recognised_and_not_read_again(
    write_files: WriteFiles, tmp_path: Path, check_fresh: Callable[[Path, Path], None], read: list[str], prune: bool
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg.", "b.txt": "Anna Berg met Paul Holm."})
    build(folder, [sources], workers=1)
    (sources / "old").mkdir()
    (sources / "a.txt").rename(sources / "old" / "c.txt")
    report = build(folder, [sources], workers=1, prune=prune)
    assert (report.renamed, *counts(report), report.documents) == (1, 0, 0, 1, 0, 2)
    assert read == ["articles/a.txt", "articles/b.txt"]
    check_fresh(folder, sources)


def test_a_file_renamed_before_an_upgrade_is_read_once_by_the_new_version(
    write_files: WriteFiles,
    tmp_path: Path,
    check_fresh: Callable[[Path, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({f"{name}.txt": f"Norvik Bank sued {name} Berg." for name in ("Anna", "Eva", "Ida")})
    with monkeypatch.context() as patch:
        patch.setattr(RuleExtractor, "version", "0.0.0")
        build(folder, [sources], workers=1)
    (sources / "Anna.txt").rename(sources / "A.txt")
    # The new file is with a worker while the old one, of the same text, is found to be stale.
    report = build(folder, [sources], workers=2)
    assert (report.renamed, *counts(report), report.documents) == (1, 0, 2, 0, 0, 3)
    check_fresh(folder, sources)


def test_a_file_edited_before_an_upgrade_is_what_it_holds_now(
    write_files: WriteFiles,
    tmp_path: Path,
    check_fresh: Callable[[Path, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg.", "b.txt": "Anna Berg met Paul Holm."})
    with monkeypatch.context() as patch:
        patch.setattr(RuleExtractor, "version", "0.0.0")
        build(folder, [sources], workers=1)
    write_files({"a.txt": "Norvik Bank thanked Anna Berg.", "b.txt": "Anna Berg left Paul Holm."})
    assert counts(build(folder, [sources], workers=2)) == (0, 2, 0, 0)
    check_fresh(folder, sources)


def test_a_file_renamed_over_another_replaces_it(
    write_files: WriteFiles, tmp_path: Path, check_fresh: Callable[[Path, Path], None], read: list[str]
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg.", "b.txt": "Anna Berg met Paul Holm."})
    build(folder, [sources], workers=1)
    (sources / "a.txt").replace(sources / "b.txt")
    assert counts(build(folder, [sources], workers=1)) == (0, 1, 0, 0)
    assert len(read) == 2
    check_fresh(folder, sources)


def test_a_vanished_file_with_other_metadata_is_kept(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"a.md": "---\nurl: https://a.example\n---\nNorvik Bank sued Anna Berg."})
    build(tmp_path / "g.kg", [sources], workers=1)
    (sources / "a.md").unlink()
    write_files({"b.md": "---\nurl: https://b.example\n---\nNorvik Bank sued Anna Berg."})
    report = build(tmp_path / "g.kg", [sources], workers=1)
    assert (report.renamed, report.added, report.documents) == (0, 1, 2)


def test_one_text_in_several_places_is_read_once(
    write_files: WriteFiles, tmp_path: Path, graph_folder: Path, read: list[str]
) -> None:
    text = "Norvik Bank sued Anna Berg."
    lines = "\n".join(f'{{"title": "", "text": "{text}", "id": "{number}"}}' for number in range(3))
    sources = write_files({"a.txt": text, "b.txt": text, "feed.jsonl": lines})
    report = build(tmp_path / "g.kg", [sources], workers=1)
    assert (report.added, report.documents, len(read)) == (5, 5, 1)
    write_files({"c.txt": text})
    assert build(tmp_path / "g.kg", [sources], workers=1).documents == 6
    assert len(read) == 1


def test_one_text_in_several_places_is_sent_to_one_worker(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({f"{number}.txt": ARTICLES["bank.txt"] for number in range(5)} | {"b.txt": "Anna met Paul."})
    report = build(tmp_path / "g.kg", [sources], workers=2)
    assert (report.added, report.documents) == (6, 6)


def test_a_text_the_extractor_fails_on_is_left_out_everywhere(
    write_files: WriteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Extraction:
        raise IndexError("no such token")

    monkeypatch.setattr(RuleExtractor, "extract", fail)
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg.", "b.txt": "Norvik Bank sued Anna Berg."})
    report = build(tmp_path / "g.kg", [sources], workers=1)
    assert [item.source for item in report.left_out] == ["articles/a.txt", "articles/b.txt"]
    assert report.documents == 0


def test_order_and_workers_do_not_change_the_graph(articles: Path, graph_folder: Path, tmp_path: Path) -> None:
    files = sorted(path for path in articles.iterdir() if path.suffix != ".tsv")
    report = build(tmp_path / "g.kg", reversed(files), workers=2)
    assert counts(report) == (3, 0, 0, 0)
    assert dump(tmp_path / "g.kg") == dump(graph_folder)


def test_adding_editing_and_deleting_gives_what_a_fresh_build_gives(
    write_files: WriteFiles, tmp_path: Path, check_fresh: Callable[[Path, Path], None]
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({"bank.txt": ARTICLES["bank.txt"], "old.txt": "Norvik Bank sued Anna Berg."})
    build(folder, [sources], workers=1)
    write_files({"summit.txt": ARTICLES["summit.txt"], "bank.txt": "Halden Group acquired Norvik Bank."})
    (sources / "old.txt").unlink()
    assert counts(build(folder, [sources], workers=1)) == (1, 1, 0, 0)
    assert counts(build(folder, [sources], workers=1, prune=True)) == (0, 0, 2, 1)
    check_fresh(folder, sources)


def test_files_that_vanished_are_kept_without_prune_and_outside_the_sources(
    write_files: WriteFiles, tmp_path: Path
) -> None:
    sources = write_files({"a/one.txt": "Norvik Bank sued Anna Berg.", "b/two.txt": "Anna Berg met Paul Holm."})
    build(tmp_path / "g.kg", [sources], workers=1)
    (sources / "a" / "one.txt").unlink()
    (sources / "b" / "two.txt").unlink()
    report = build(tmp_path / "g.kg", [sources / "a"], workers=1, prune=True)
    assert (report.removed, report.documents) == (1, 1)


def test_a_file_that_can_no_longer_be_used_is_forgotten(
    write_files: WriteFiles, tmp_path: Path, check_fresh: Callable[[Path, Path], None]
) -> None:
    sources = write_files({"a.txt": "Norvik Bank sued Anna Berg.", "b.txt": "Anna Berg met Paul Holm."})
    build(tmp_path / "g.kg", [sources], workers=1)
    write_files({"a.txt": ""})
    report = build(tmp_path / "g.kg", [sources], workers=1)
    assert report.left_out == (LeftOut("articles/a.txt", "it is empty"),)
    assert counts(report) == (0, 0, 1, 1)
    check_fresh(tmp_path / "g.kg", sources)


def test_equal_files_of_equal_name_are_one_document(tmp_path: Path) -> None:
    for place in ("x", "y"):
        (tmp_path / place / "news").mkdir(parents=True)
        (tmp_path / place / "news" / "a.txt").write_text("Norvik Bank sued Anna Berg.")
    sources = [tmp_path / "x" / "news", tmp_path / "y" / "news"]
    report = build(tmp_path / "g.kg", sources, workers=1)
    assert (report.added, report.documents) == (2, 1)
    (tmp_path / "x" / "news" / "a.txt").unlink()
    report = build(tmp_path / "g.kg", sources, workers=1, prune=True)
    assert (report.removed, report.documents) == (1, 1)


FEED = [
    '{"title": "One", "text": "Norvik Bank sued Anna Berg."}',
    '{"title": "Two", "text": "Anna Berg met Paul Holm."}',
    '{"title": "Three", "text": "Halden Group acquired Norvik Bank."}',
]


def test_a_feed_is_read_again_line_by_line(
    write_files: WriteFiles, tmp_path: Path, check_fresh: Callable[[Path, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({"feed.jsonl": "\n".join(FEED[:2])})
    assert counts(build(folder, [sources], workers=1)) == (2, 0, 0, 0)
    read: list[str] = []
    really = RuleExtractor.extract
    monkeypatch.setattr(RuleExtractor, "extract", lambda self, d: (read.append(d.source), really(self, d))[1])
    # Another order, a new line before them, one edited: only the new and the edited one are extracted.
    edited = FEED[0].replace("sued", "thanked")
    write_files({"feed.jsonl": "\n".join([FEED[2], FEED[1], edited])})
    assert counts(build(folder, [sources], workers=1, prune=True)) == (2, 0, 1, 1)
    assert sorted(read) == ["articles/feed.jsonl#one", "articles/feed.jsonl#three"]
    # A line that broke and one that went are forgotten.
    write_files({"feed.jsonl": "\n".join([FEED[2], FEED[1][:-5]])})
    report = build(folder, [sources], workers=1)
    assert counts(report) == (0, 0, 1, 2)
    assert [item.source for item in report.left_out] == ["articles/feed.jsonl, line 2"]
    assert len(read) == 2
    check_fresh(folder, sources)


def test_an_unchanged_feed_is_skipped_once_all_of_it_was_read(
    write_files: WriteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({"feed.jsonl": "\n".join(FEED)})
    build(folder, [sources], workers=1)
    write_files({"feed.jsonl": "\n".join(FEED[:1])})
    assert counts(build(folder, [sources], workers=1)) == (0, 0, 1, 2)
    # What is known of the feed is what it holds now, not what some of its lines were once part of.
    write_files({"feed.jsonl": "\n".join(FEED)})
    assert counts(build(folder, [sources], workers=1)) == (2, 0, 1, 0)
    remove(folder, ["feed.jsonl#two"])
    assert counts(build(folder, [sources], workers=1)) == (1, 0, 2, 0)
    monkeypatch.setattr("kg.pipeline.run.read_file", lambda *_, **__: pytest.fail("read again"))
    assert counts(build(folder, [sources], workers=1)) == (0, 0, 3, 0)


def test_broken_lines_of_an_unchanged_feed_are_told_again(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"feed.jsonl": "\n".join([*FEED[:2], FEED[2][:-5]])})
    for _ in range(2):
        report = build(tmp_path / "g.kg", [sources], workers=1)
        assert [item.source for item in report.left_out] == ["articles/feed.jsonl, line 3"]


def test_a_feed_that_vanished_is_forgotten_with_prune(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"feed.jsonl": "\n".join(FEED), "a.txt": "Norvik Bank sued Anna Berg."})
    build(tmp_path / "g.kg", [sources], workers=1)
    assert counts(build(tmp_path / "g.kg", [f"{sources}/*"], workers=1, prune=True)) == (0, 0, 4, 0)
    (sources / "feed.jsonl").unlink()
    assert counts(build(tmp_path / "g.kg", [f"{sources}/*"], workers=1, prune=True)) == (0, 0, 1, 3)


def test_equal_lines_are_one_document(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"feed.jsonl": "\n".join([FEED[0], FEED[1], FEED[0]])})
    assert build(tmp_path / "g.kg", [sources], workers=1).documents == 2
    assert len({assertion.source for assertion in extract([sources], workers=1)}) == 2


def test_files_that_change_places_are_both_kept(tmp_path: Path) -> None:
    files = [tmp_path / place / "news" / "a.txt" for place in ("x", "y")]
    texts = ["Norvik Bank sued Anna Berg.", "Anna Berg met Paul Holm."]
    for order in (texts, texts[::-1]):
        for file, text in zip(files, order, strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        report = build(tmp_path / "g.kg", [file.parent for file in files], workers=1)
        assert report.documents == 2


def test_standard_input_adds_a_document_each_time(tmp_path: Path) -> None:
    for text in (b"Norvik Bank sued Anna Berg.", b"Anna Berg met Paul Holm.", b"Anna Berg met Paul Holm."):
        report = build(tmp_path / "g.kg", ["-"], workers=1, stdin=io.BytesIO(text))
    assert (report.documents, report.unchanged) == (2, 1)


def test_documents_of_an_older_extractor_are_read_again(
    articles: Path,
    graph_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(RuleExtractor, "version", "0.0.0")
        build(tmp_path / "g.kg", [articles], workers=1)
    told: list[str] = []
    report = build(
        tmp_path / "g.kg", [articles / "bank.txt"], workers=1, progress=lambda *_: told.append(caplog.text)
    )  # fmt: skip
    assert "3 documents were read by rules 0.0.0; they are read anew with rules " in told[0]
    assert counts(report) == (0, 3, 0, 0)
    assert dump(tmp_path / "g.kg") == dump(graph_folder)


def test_a_document_the_extractor_fails_on_is_left_out(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = RuleExtractor.extract

    def fail(self: RuleExtractor, document: Document) -> Extraction:
        if "bank" in document.source:
            raise IndexError("no such token")
        return really(self, document)

    monkeypatch.setattr(RuleExtractor, "extract", fail)
    report = build(tmp_path / "g.kg", [articles], workers=1)
    [item] = report.left_out
    assert item.source == "articles/bank.txt"
    assert "IndexError: no such token" in item.reason
    assert report.documents == 2


def test_a_missing_model_is_an_error_and_no_documents_fault(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Extraction:
        raise ModelError("no model")

    monkeypatch.setattr(RuleExtractor, "extract", fail)
    with pytest.raises(ModelError):
        build(tmp_path / "g.kg", [articles], workers=1)


def test_the_base_of_the_first_build_stays(articles: Path, tmp_path: Path) -> None:
    settings = Settings(base="https://news.example/")
    build(tmp_path / "g.kg", [articles / "bank.txt"], workers=1, settings=settings)
    build(tmp_path / "g.kg", [articles / "visit.md"], workers=1)
    assert not [quad for quad in dump(tmp_path / "g.kg") if "kg.example/entity" in quad]


def test_metadata_given_later_replaces_the_document(articles: Path, tmp_path: Path) -> None:
    build(tmp_path / "g.kg", [articles / "bank.txt"], workers=1)
    overrides = Metadata(publisher="Gazette")
    report = build(tmp_path / "g.kg", [articles / "bank.txt"], workers=1, overrides=overrides)
    assert counts(report) == (0, 1, 0, 0)


def test_a_second_build_is_refused(articles: Path, tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True), pytest.raises(GraphLocked):
        build(tmp_path / "g.kg", [articles], workers=1)


def test_extract_needs_no_graph(articles: Path) -> None:
    left_out: list[LeftOut] = []
    found = list(extract([articles, articles / "none.txt"], workers=1, left_out=left_out.append))
    assert {assertion.source for assertion in found} == {f"articles/{name}" for name in ARTICLES}
    assert all(assertion.sentence for assertion in found)
    assert [item.reason for item in left_out] == ["there is no such file or folder"]


def test_a_script_needs_no_main_guard(articles: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import kg\nreport = kg.open({str(tmp_path / 'g.kg')!r}).build({str(articles)!r}, workers=2)\n"
        "print('added', report.added)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "added 3\n"


def test_a_killed_build_leaves_what_it_read_and_no_processes(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "g.kg"
    command = [sys.executable, "-m", "kg", "build", "-g", str(folder), "--workers", "2", str(articles)]
    process = subprocess.Popen(command, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None and not (folder / "archive.sqlite").exists():
        time.sleep(0.02)
    time.sleep(0.5)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _is_alive(process.pid):
        time.sleep(0.1)
    assert not _is_alive(process.pid)
    report = build(folder, [articles], workers=1)
    assert report.documents == 3


def _is_alive(group: int) -> bool:
    """Whether any process of a process group still runs."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
