from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
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
