"""The commands that read documents, and those that change a graph."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from commands import ROOT, SELECT, run
from conftest import WriteFiles

import kg


def test_build_ends_with_totals_place_and_what_to_try(articles: Path, tmp_path: Path) -> None:
    result = run("build", articles, "-g", tmp_path / "my graph.kg", "--workers", "1")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Files: 3 added")
    assert re.match(r"Graph: 3 documents, \d+ sentences, \d+ entities, \d+ assertions \(\d+ asserted, ", lines[1])
    assert lines[2] == f"It is in {tmp_path / 'my graph.kg'}"
    assert lines[3].startswith(f"Try: kg show -g '{tmp_path / 'my graph.kg'}' ")
    assert "3 unchanged" in run("build", articles, "-g", tmp_path / "my graph.kg").stdout


def test_build_names_what_is_left_out_and_exits_with_3(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files({"a.txt": "Anna Berg met Paul Holm.", "empty.txt": "", "x.pdf": "x"})
    result = run("build", folder, folder / "x.pdf", "-g", tmp_path / "g.kg", "--workers", "1", code=3)
    assert "left out: articles/empty.txt: it is empty" in result.stderr
    assert f"left out: {folder / 'x.pdf'}: the suffix .pdf is not read" in result.stderr
    assert "1 added, 2 left out" in result.stdout


def test_build_reads_standard_input(tmp_path: Path) -> None:
    result = run("build", "-", "-g", tmp_path / "g.kg", "--date", "8 Sept 2012", stdin="Anna Berg met Paul Holm.")
    assert "1 document" in result.stdout
    [assertion] = kg.open(tmp_path / "g.kg").assertions()
    assert (assertion.published, assertion.source) == ("2012-09-08", "-")


def test_extract_prints_the_records_of_the_design(articles: Path) -> None:
    result = run("extract", articles, "--workers", "1")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {record["source"] for record in records} == {"articles/bank.txt", "articles/summit.txt", "articles/visit.md"}
    assert list(records[0])[:7] == [
        "id", "status", "subject", "subject_id", "subject_type", "predicate", "predicate_id",
    ]  # fmt: skip
    assert len(records[0]) == 31
    assert any(record["predicate"] == "meet" and record["object"] == "Vladimir Putin" for record in records)


def test_extract_reads_standard_input_and_names_what_is_left_out(tmp_path: Path) -> None:
    [record] = map(json.loads, run("extract", "-", stdin="Anna Berg met Paul Holm.").stdout.splitlines())
    assert (record["subject"], record["predicate"], record["object"]) == ("Anna Berg", "meet", "Paul Holm")
    result = run("extract", tmp_path / "none.txt", code=3)
    assert (result.stdout, "no such file" in result.stderr) == ("", True)


def test_remove_forgets_and_warns_of_files_that_come_back(graph_folder: Path, articles: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    result = run("remove", "-g", folder, "bank.txt")
    assert result.stdout.splitlines()[0] == "Forgotten: articles/bank.txt"
    assert result.stdout.splitlines()[1].startswith("Graph: 2 documents, ")
    assert f"the next build over their folder reads them again:\n  {articles / 'bank.txt'}\n" in result.stderr
    run("remove", "-g", folder, "-", stdin="visit.md\narticles/summit.txt\n")
    assert "0 documents" in run("stats", "-g", folder).stdout
    assert "no document is named 'visit.md'" in run("remove", "-g", folder, "visit.md", code=1).stderr
    run("remove", "-g", folder, "-", stdin="\n", code=2)


def test_rebuild_tells_what_it_read(graph_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    expected = run("export", "-g", folder, "-", "--format", "nq").stdout
    assert "texts read anew: 0 " in run("rebuild", "-g", folder).stdout
    assert "texts read anew: 3 " in run("rebuild", "-g", folder, "--extract", "--workers", "1").stdout
    assert run("export", "-g", folder, "-", "--format", "nq").stdout == expected


def test_lines_are_extracted_in_their_very_words(tmp_path: Path) -> None:
    lines = "7\tClinton met Putin in Sochi .\n8\tHe left .\n"
    printed = run(
        "extract", "-", "--lines", "--pretokenized", "--style", "minimal", "--format", "tsv", stdin=lines
    ).stdout
    assert printed.splitlines()[0].split("\t")[:4] == ["7", "Clinton", "met", "Putin"]
    (tmp_path / "sentences.anything").write_text(lines, encoding="utf-8-sig")
    assert run("extract", tmp_path / "sentences.anything", "--lines", "--pretokenized").stdout == printed
    long = run("extract", "-", "--lines", "--pretokenized", "--style", "maximal", stdin=lines).stdout
    assert long.split("\t")[0] == "Clinton met Putin in Sochi ."


def test_lines_that_are_none_are_named(tmp_path: Path) -> None:
    assert "line 2 has no tab" in run("extract", "-", "--lines", stdin="1\tHe left.\nHe left.\n", code=1).stderr
    assert "line 2: not UTF-8" in run("extract", "-", "--lines", stdin=b"1\tHe left.\n2\t\xff\n", code=1).stderr
    missing = run("extract", tmp_path / "none.tsv", "--lines", code=1)
    assert "none.tsv cannot be read: No such file" in missing.stderr


def test_a_backup_is_a_graph_that_can_be_asked(graph_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.kg"
    printed = run("backup", copy, "-g", graph_folder).stdout
    assert printed.startswith("Copied: 3 documents (") and printed.endswith(f"), checked; it is in {copy}\n")
    assert run("query", SELECT, "-g", copy).stdout == run("query", SELECT, "-g", graph_folder).stdout
    assert "--force" in run("backup", copy, "-g", graph_folder, code=1).stderr
    run("backup", copy, "-g", graph_folder, "--force")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_document_beyond_its_time_limit_is_named_and_all_else_is_built(tmp_path: Path, workers: str) -> None:
    """A long document, so that no machine reads it in a second; the graph has what was read."""
    folder = tmp_path / "news"
    folder.mkdir()
    paragraphs = (ROOT / "data" / "articles" / "election-night.txt").read_text().split("\n\n")
    (folder / "long.txt").write_text("\n\n".join(paragraphs[2:] * 60))
    result = run("build", folder, "-g", tmp_path / "g.kg", "--time-limit", "1", "--workers", workers, code=3)
    assert "left out: news/long.txt: it took longer than 1 s\n" in result.stderr
    assert "Graph: 0 documents" in result.stdout
    (folder / "long.txt").write_text("\n\n".join(paragraphs))
    run("build", folder, "-g", tmp_path / "g.kg", "--time-limit", "300", "--workers", workers)
