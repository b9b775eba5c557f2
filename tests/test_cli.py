from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import WriteFiles
from rdflib import Graph as RdfGraph

import kg
from kg.cli import main
from kg.cli.manual import render_manual
from kg.cli.printing import circumstances, mark
from kg.errors import KGError
from kg.extractors import RULES_VERSION
from kg.graph.queries import read_queries
from kg.model import Span
from kg.sentences import model_version

COMMANDS = {
    "build", "extract", "query", "find", "show", "why", "path", "text", "export", "stats", "remove", "rebuild",
    "completion",
}  # fmt: skip
ROOT = Path(__file__).parents[1]
SELECT = "SELECT ?o { ent:russia rel:oppose ?o }"


def run(*arguments: str | Path, code: int = 0, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_GRAPH", raising=False)


def test_the_commands_are_those_promised() -> None:
    assert set(main.commands) >= COMMANDS


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_has_help_with_an_example(name: str) -> None:
    text = run(name, "--help").output
    assert "Example:" in text
    assert re.search(rf"\bkg {name}\b", text.partition("Example:")[2])


def test_the_manual_is_what_help_says() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == render_manual(), (
        "run: python -m kg.cli.manual > docs/cli.md"
    )


def test_the_version_is_told() -> None:
    package, extractor = run("--version").output.splitlines()
    assert package == f"kg, version {kg.__version__}"
    assert extractor == f"extractor rules {RULES_VERSION}, language model {model_version()}"


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


def test_the_graph_is_named_by_option_environment_or_default(
    graph_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("stats", "-g", graph_folder).stdout
    assert run("-g", graph_folder, "stats").stdout == expected
    monkeypatch.setenv("KG_GRAPH", str(graph_folder))
    assert run("stats").stdout == expected
    assert "other.kg" in run("stats", "-g", tmp_path / "other.kg", code=1).stderr
    monkeypatch.delenv("KG_GRAPH")
    monkeypatch.chdir(tmp_path)
    assert "Error: graph.kg holds no graph" in run("stats", code=1).stderr
    (tmp_path / "graph.kg").symlink_to(graph_folder)
    assert run("stats").stdout == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", "x.txt", "--date", "someday"],
        ["build", "x.txt", "--workers", "0"],
        ["build", "x.txt", "--base", "no-iri"],
        ["build", "x.txt", "--metadata", "none.tsv"],
        ["query"],
        ["query", "ASK {}", "--format", "xml"],
        ["query", "ASK {}", "Russia"],
        ["query", "-f", "none.rq"],
        ["why"],
        ["why", "Russia", "oppose", "sanctions", "Syria"],
        ["show", "Russia", "--all", "--only", "asserted"],
        ["path", "Russia"],
        ["path", "Russia", "Syria", "--max-length", "0"],
        ["find"],
        ["find", "Russia", "--limit", "0"],
        ["remove"],
        ["completion", "tcsh"],
        ["extract", "x.txt", "--style", "minimal"],
        ["extract", "x.txt", "--pretokenized"],
        ["extract", "x.txt", "--format", "tsv"],
        ["extract", "x.txt", "y.txt", "--lines"],
        ["extract", "x.txt", "--lines", "--format", "jsonl"],
        ["export", "x.csv", "--since", "yesterday"],
        ["export", "x.csv", "--status", "true"],
        ["nothing"],
    ],
)
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    run(*arguments, code=2)


def test_an_error_of_ours_is_one_line(graph_folder: Path, tmp_path: Path) -> None:
    result = run("show", "-g", graph_folder, "Vladimir Puten", code=1)
    assert result.stderr == "Error: no entity is named 'Vladimir Puten'; is it Vladimir Putin?\n"
    assert result.stdout == ""
    table = tmp_path / "bad.tsv"
    table.write_text("name\nx\n")
    assert "line 1: no column named 'path'" in run("extract", tmp_path, "--metadata", table, code=1).stderr


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


def test_query_prints_a_table(graph_folder: Path) -> None:
    result = run("query", "-g", graph_folder, SELECT)
    assert result.stdout == f"o\n{'-' * 22}\nent:sanctions-on-syria\n"
    assert result.stderr == "1 row\n"
    assert run("query", "-g", graph_folder, "ASK { ent:russia rel:oppose ?o }").stdout == "yes\n"


def test_query_prints_other_formats(graph_folder: Path, tmp_path: Path) -> None:
    iri = "https://kg.example/entity/sanctions-on-syria"
    (tmp_path / "q.rq").write_text(SELECT)

    def ask(form: str) -> str:
        return run("query", "-g", graph_folder, "-f", tmp_path / "q.rq", "--format", form).stdout

    assert ask("csv").split() == ["o", iri]
    assert ask("tsv").split() == ["?o", f"<{iri}>"]
    assert json.loads(ask("json"))["results"]["bindings"] == [{"o": {"type": "uri", "value": iri}}]
    assert json.loads(ask("jsonl")) == {"o": "ent:sanctions-on-syria"}
    construct = "CONSTRUCT { ?s rel:oppose ?o } { ?s rel:oppose ?o }"
    turtle = run("query", "-g", graph_folder, construct, "--format", "turtle").stdout
    assert len(RdfGraph().parse(data=turtle, format="turtle")) == 1
    assert "--format json" in run("query", "-g", graph_folder, SELECT, "--format", "turtle", code=2).stderr
    assert "--format" in run("query", "-g", graph_folder, "ASK {}", "--format", "csv", code=2).stderr


def test_query_may_leave_out_what_is_only_reported(graph_folder: Path) -> None:
    assert run("query", "-g", graph_folder, SELECT, "--only", "asserted").stderr == "0 rows\n"


def test_a_query_that_is_no_sparql_is_an_error(graph_folder: Path) -> None:
    assert run("query", "-g", graph_folder, "SELECT WHERE", code=1).stderr.startswith("Error: The query is not SPARQL")


def test_show_groups_facts_and_tells_who_says_so(graph_folder: Path) -> None:
    result = run("show", "-g", graph_folder, "russia")
    assert result.stdout.startswith("Russia (Country, ent:russia, Wikidata Q159)")
    assert "As subject (" in result.stdout
    assert re.search(
        r"  reported      Russia \| oppose \| sanctions on Syria\n"
        r" +according to Sergey Lavrov · .*articles/summit\.txt \(2012-09-08\) · [0-9a-f]{12}\n",
        result.stdout,
    )


def test_show_hides_other_statuses_unless_all_are_wanted(graph_folder: Path) -> None:
    plan = "hypothetical  Norvik Bank | open"
    result = run("show", "-g", graph_folder, "Norvik Bank")
    assert plan not in result.stdout
    assert "--all" in result.stderr
    assert plan in run("show", "-g", graph_folder, "Norvik Bank", "--all").stdout


def test_why_marks_the_words_in_their_sentence(graph_folder: Path) -> None:
    result = run("why", "-g", graph_folder, "Russia", "oppose", "sanctions on Syria")
    assert "said that »Russia« »opposes« »sanctions on Syria«." in result.stdout
    assert "according to Sergey Lavrov · " in result.stdout
    identifier = re.search(r"· ([0-9a-f]{12}) ·", result.stdout)
    assert identifier
    assert run("why", "-g", graph_folder, identifier[1]).stdout == result.stdout


def test_marks_survive_spans_that_meet_overlap_or_lie_outside() -> None:
    spans = [Span(0, 2), Span(1, 4), Span(4, 6), Span(90, 99)]
    assert mark("abcdef", spans, 0, colour=False) == "»ab«»cd«»ef«"
    assert click.unstyle(mark("abcdef", spans, 0, colour=True)) == "abcdef"


def test_circumstances_tell_the_chain_of_sources(graph_folder: Path) -> None:
    from dataclasses import replace

    fact = replace(kg.open(graph_folder).assertions()[0], attribution_chain=("Reuters", "an official"), time="2012")
    assert circumstances(fact).startswith("according to an official, quoted by Reuters · 2012")


def test_text_prints_the_text_in_which_offsets_count(graph_folder: Path) -> None:
    printed = run("text", "-g", graph_folder, "summit.txt").stdout
    graph = kg.open(graph_folder)
    assert printed == graph.document("summit.txt").text + "\n"
    for assertion in graph.assertions():
        if assertion.source == "articles/summit.txt":
            assert printed[assertion.start : assertion.end] == assertion.sentence


def test_stats_count(graph_folder: Path) -> None:
    text = run("stats", "-g", graph_folder).stdout
    assert text.startswith("3 documents, ")
    for word in ("Entities: ", "Person", "Assertions: ", "asserted", "Relations: ", "meet"):
        assert word in text


def test_export_writes_by_suffix_filters_and_prints(graph_folder: Path, tmp_path: Path) -> None:
    result = run("export", "-g", graph_folder, tmp_path / "facts.csv", "--status", "reported", "--type", "Country",
                 "--type", "Concept")  # fmt: skip
    assert (result.stdout, result.stderr) == ("", f"Written: {tmp_path / 'facts.csv'}\n")
    with (tmp_path / "facts.csv").open(newline="") as stream:
        assert {row["status"] for row in csv.DictReader(stream)} == {"reported"}
    printed = run("export", "-g", graph_folder, "-", "--format", "nq").stdout
    assert printed.count("\n") == len(kg.open(graph_folder).query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))
    assert "Error: " in run("export", "-g", graph_folder, tmp_path / "x.doc", code=1).stderr
    assert "Error: " in run("export", "-g", graph_folder, "-", code=1).stderr


def test_an_unexpected_error_of_ours_never_shows_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KGError("what was found, where, what to try")

    monkeypatch.setattr("kg.graph.open_graph", fail)
    assert run("stats", code=1).stderr == "Error: what was found, where, what to try\n"


def test_the_sample_queries_are_listed_without_a_graph(tmp_path: Path) -> None:
    for arguments in (["query", "@"], ["query", "--list"]):
        listed = run(*arguments, "-g", tmp_path / "none.kg").stdout
        for name in read_queries():
            assert f"@{name}" in listed
    assert "@about [ABOUT] [STATUS]\n    Everything about" in listed


def test_a_query_is_read_from_standard_input(graph_folder: Path) -> None:
    expected = run("query", "-g", graph_folder, SELECT).stdout
    assert run("query", "-g", graph_folder, "-", stdin=SELECT).stdout == expected
    assert run("query", "-g", graph_folder, "-f", "-", stdin=b"\xef\xbb\xbf" + SELECT.encode()).stdout == expected
    assert "UTF-8" in run("query", "-g", graph_folder, "-", stdin=b"ASK { \xff }", code=2).stderr


def test_a_sample_query_takes_names(graph_folder: Path) -> None:
    result = run("query", "-g", graph_folder, "@what-is-opposed", "Russia", "--format", "jsonl")
    [row] = map(json.loads, result.stdout.splitlines())
    assert (row["who"], row["what"], row["status"]) == ("ent:russia", "ent:sanctions-on-syria", "kg:reported")
    assert row["source"] == "articles/summit.txt"
    assert "sanctions on Syria" in row["sentence"]
    assert run("query", "-g", graph_folder, "@what-is-opposed", "Russia", "--only", "asserted").stderr == "0 rows\n"
    assert "is it @what-is-opposed?" in run("query", "-g", graph_folder, "@what-is-oposed", code=1).stderr
    assert "is it Russia?" in run("query", "-g", graph_folder, "@about", "Rusia", code=1).stderr


def test_what_asks_for_no_rows_reads_well(graph_folder: Path) -> None:
    none = run("query", "-g", graph_folder, "SELECT ?o { ent:russia rel:none ?o }")
    assert (none.stdout, none.stderr) == ("o\n-\n", "0 rows\n")
    assert run("query", "-g", graph_folder, "ASK { ent:russia rel:none ?o }").stdout == "no\n"
    construct = run("query", "-g", graph_folder, "CONSTRUCT { ?s rel:oppose ?o } { ?s rel:oppose ?o }")
    assert construct.stdout.splitlines()[0].split() == ["subject", "predicate", "object"]
    assert construct.stderr == "1 triple\n"


def test_find_shows_entities_relations_and_sentences(graph_folder: Path) -> None:
    printed = run("find", "-g", graph_folder, "oppos").stdout
    assert "oppose (rel:oppose) · 1 fact · as opposes" in printed
    assert "said that Russia »opposes« sanctions on Syria." in printed
    assert re.search(r"articles/summit\.txt \(2012-09-08\) · characters \d+-\d+", printed)
    near = run("find", "-g", graph_folder, "Puten")
    assert near.stderr == "No name has 'Puten'; like it are:\n"
    assert "Vladimir Putin (Person, ent:vladimir-putin)" in near.stdout
    assert "Nothing is like 'qqqqqq'" in run("find", "-g", graph_folder, "qqqqqq", code=1).stderr
    kinds = [
        json.loads(line)["kind"]
        for line in run("find", "-g", graph_folder, "o", "--format", "jsonl").stdout.splitlines()
    ]
    assert sorted(set(kinds)) == ["entity", "relation", "sentence"]


def test_path_shows_each_step_with_its_sentence(graph_folder: Path) -> None:
    printed = run("path", "-g", graph_folder, "Russia", "Syria", "--limit", "1").stdout.splitlines()
    assert printed[0] == "Russia -[oppose]-> sanctions on Syria ~ Syria"
    assert printed[1].startswith("  Russia | oppose | sanctions on Syria  [reported")
    assert printed[2].endswith("said that »Russia« »opposes« »sanctions on Syria«.")
    assert "according to Sergey Lavrov · articles/summit.txt (2012-09-08) · " in printed[3]
    assert printed[4] == "  the name 'sanctions on Syria' holds Syria"
    back = run("path", "-g", graph_folder, "Syria", "Russia", "--limit", "1").stdout
    assert back.startswith("Syria ~ sanctions on Syria <-[oppose]- Russia\n")
    assert "Russia" not in run("path", "-g", graph_folder, "Syria", "France", "--only", "asserted").stdout
    [chain] = map(
        json.loads,
        run("path", "-g", graph_folder, "Russia", "Syria", "--limit", "1", "--format", "jsonl").stdout.splitlines(),
    )
    assert chain["entities"] == ["ent:russia", "ent:sanctions-on-syria", "ent:syria"]
    assert [len(hop) for hop in chain["hops"]] == [1, 0]


def test_why_takes_whatever_shows_a_fact(graph_folder: Path) -> None:
    graph = kg.open(graph_folder)
    [fact] = graph.why("Russia", "oppose", "sanctions on Syria")
    expected = run("why", "-g", graph_folder, "Russia", "oppose", "sanctions on Syria").stdout
    base = "https://kg.example"
    for words in (
        ["Russia | oppose | sanctions on Syria"],
        ["ent:russia", "rel:oppose", "ent:sanctions-on-syria"],
        [f"<{base}/entity/russia>", f"<{base}/relation/oppose>", f"<{base}/entity/sanctions-on-syria>"],
        ["Russia", "opposes"],
        [fact.id],
        [fact.id[:12].upper()],
        [f"{base}/assertion/{fact.id}"],
        [f"<{base}/assertion/{fact.id}>"],
    ):
        assert run("why", "-g", graph_folder, *words).stdout == expected
    both = run("why", "-g", graph_folder, "-", stdin=f"{fact.id}\n\nRussia | oppose | sanctions on Syria\n").stdout
    assert both == f"{expected}\n{expected}"
    lines = run("why", "-g", graph_folder, fact.id, "--format", "jsonl").stdout
    assert json.loads(lines) == kg.record(fact)
    shown = run("show", "-g", graph_folder, "Russia", "--format", "jsonl").stdout.splitlines()
    assert kg.record(fact) in [json.loads(line) for line in shown]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Russia", "opose", "sanctions on Syria"], "no relation is named 'opose'; is it oppose?"),
        (["Rusia", "oppose", "sanctions on Syria"], "no entity is named 'Rusia'; is it Russia?"),
        (["Russia", "oppose", "Norvik Bank"], "said is:\n  Russia | oppose | sanctions on Syria\n"),
        (["Russia", "visit", "Norvik Bank"], "; kg show lists what is said of Russia\n"),
        (["abcdef012345"], "no assertion has the identifier 'abcdef012345'"),
        (["ab"], "too short for an identifier"),
    ],
)
def test_why_tells_what_is_near_if_nothing_is_said(graph_folder: Path, words: list[str], told: str) -> None:
    assert told in run("why", "-g", graph_folder, *words, code=1).stderr


def test_an_ambiguous_name_lists_the_choices_everywhere(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files(
        {"a.txt": "Anna Berg met Paul Holm. Eva Berg met Carl Lund.", "b.txt": "Paul Holm met Carl Lund."}
    )
    run("build", folder, "-g", tmp_path / "g.kg", "--workers", "1")
    for command in (
        ["show", "Berg"],
        ["why", "Berg", "meet", "Paul Holm"],
        ["path", "Berg", "Paul Holm"],
        ["path", "Paul Holm", "Berg"],
        ["query", "@about", "Berg"],
    ):
        errors = run(*command, "-g", tmp_path / "g.kg", code=1).stderr
        assert errors.startswith("Error: 'Berg' may be one of 2; name one by its identifier:\n")
        assert "  ent:anna-berg  Anna Berg (Person)\n  ent:eva-berg  Eva Berg (Person)\n" in errors
    for command in (["text", ".txt"], ["remove", ".txt"]):
        errors = run(*command, "-g", tmp_path / "g.kg", code=1).stderr
        assert re.search(
            r"may be one of 2; .*\n  [0-9a-f]{16}  articles/a.txt\n  [0-9a-f]{16}  articles/b.txt\n", errors
        )


def test_only_asserted_holds_for_all_commands_that_show_facts(graph_folder: Path, tmp_path: Path) -> None:
    shown = run("show", "-g", graph_folder, "Russia", "--only", "asserted", "--format", "jsonl").stdout
    assert "reported" not in shown
    run("export", "-g", graph_folder, tmp_path / "x.jsonl", "--only", "asserted")
    statuses = {json.loads(line)["status"] for line in (tmp_path / "x.jsonl").read_text().splitlines()}
    assert "reported" not in statuses
    assert "asserted" in statuses


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


# Lines


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


# Folders that are no graph


def test_a_folder_that_is_no_graph_is_told_of(graph_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("none", "other", "file"):
        for command in (
            ["stats"],
            ["show", "x"],
            ["query", "ASK {}"],
            ["export", "-", "--format", "nq"],
            ["rebuild"],
            ["remove", "x"],
        ):
            errors = run(*command, "-g", tmp_path / name, code=1).stderr
            assert errors.startswith("Error: ")
            assert errors.count("\n") == 1
            assert name in errors
    assert not (tmp_path / "none").exists()
    assert "holds notes.txt" in run("build", graph_folder, "-g", tmp_path / "other", code=1).stderr


@pytest.mark.parametrize(("version", "advice"), [(999, "install a newer version of kg"), (0, "build it again")])
def test_a_graph_of_another_version_is_told_of(graph_folder: Path, tmp_path: Path, version: int, advice: str) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    with closing(sqlite3.connect(folder / "archive.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    for command in (["stats"], ["query", "ASK {}"], ["rebuild"], ["remove", "x"], ["build", "x"]):
        assert advice in run(*command, "-g", folder, code=1).stderr


def test_a_graph_that_was_never_finished_is_told_of(graph_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    shutil.rmtree(folder / "rdf")
    errors = run("show", "-g", folder, "Russia", code=1).stderr
    assert errors == f"Error: the build of {folder} never finished; run the same kg build again, or: kg rebuild\n"
    run("rebuild", "-g", folder)
    run("show", "-g", folder, "Russia")


def test_what_cannot_be_written_is_told_of(graph_folder: Path, tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "x.ttl", Path("/proc/x.ttl"), graph_folder):
        errors = run("export", "-g", graph_folder, target, "--format", "ttl", code=1).stderr
        assert errors.startswith(f"Error: Cannot write {target}: ")
    assert "formats are ttl, nt, rdf, nq," in run("export", "-g", graph_folder, tmp_path / "x.doc", code=1).stderr


# Completion


def complete(*words: str, graph: Path) -> list[str]:
    """Return what bash is offered for the last of the words behind `kg`."""
    environment = {
        **os.environ, "KG_GRAPH": str(graph), "_KG_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["kg", *words]), "COMP_CWORD": str(len(words)),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "kg"], env=environment, capture_output=True, text=True, check=True)
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_names_are_completed_from_the_graph(graph_folder: Path, tmp_path: Path) -> None:
    assert complete("sho", graph=graph_folder) == ["show"]
    assert complete("show", "vla", graph=graph_folder) == ["vladimir-putin"]
    assert complete("show", "put", graph=graph_folder) == ["vladimir-putin"]
    assert complete("show", "-g", str(graph_folder), "vla", graph=tmp_path / "none.kg") == ["vladimir-putin"]
    assert complete("why", "russia", "opp", graph=graph_folder) == ["oppose"]
    assert complete("why", "russia", "oppose", "sanc", graph=graph_folder) == ["sanctions-on-syria"]
    assert complete("text", "sum", graph=graph_folder) == ["articles/summit.txt"]
    assert complete("remove", "articles/v", graph=graph_folder) == ["articles/visit.md"]
    assert complete("query", "@abo", graph=graph_folder) == ["@about"]
    assert complete("query", "@about", "syr", graph=graph_folder) == ["syria"]
    assert complete("export", "x.ttl", "--status", "neg", graph=graph_folder) == ["negated"]
    assert complete("show", "vla", graph=tmp_path / "none.kg") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_calls_kg(shell: str) -> None:
    assert f"_KG_COMPLETE={shell}_complete" in run("completion", shell).stdout


def test_a_terminal_of_another_character_set_gets_every_line(graph_folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "kg", "text", "bank.txt", "-g", str(graph_folder)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert b"2013 (AP) \\u2014 Norvik Bank acquired" in done.stdout


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.parametrize("command", [["export", "-", "--format", "nq"], ["show", "Russia"], ["text", "summit.txt"]])
def test_a_reader_that_leaves_is_no_error(graph_folder: Path, command: list[str]) -> None:
    process = start(*command, "-g", graph_folder)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert [line for line in process.stderr if "another status" not in line and line.strip()] == []
    assert process.wait() == 0
