"""The command that looks at a graph as a whole."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, run
from servers import Server, open_empty

import kg
from kg.cli.analyzing import WHATS

TABLES = [what for what in WHATS if what != "summary"]


def lines_of(*arguments: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("analyze", *arguments, "--format", "jsonl").stdout.splitlines()]


def test_the_summary_is_a_page_of_the_first_of_each_answer(graph_folder: Path) -> None:
    result = run("analyze", "-g", graph_folder)
    for heading in ("Most central", "Communities", "For and against", "At odds", "Timeline"):
        assert heading in result.stdout
    assert "Russia | oppose | sanctions on Syria" in result.stdout
    assert "Said and denied" not in result.stdout  # there is nothing of the sort
    assert "kg why" in result.stderr


@pytest.mark.parametrize("what", TABLES)
def test_each_answer_has_a_table_and_tells_what_was_counted(what: str, graph_folder: Path) -> None:
    result = run("analyze", what, "-g", graph_folder)
    assert set(result.stdout.splitlines()[1]) == {"-", " "}
    assert ":" in result.stderr


@pytest.mark.parametrize("what", TABLES)
def test_formats_hold_the_same_rows(what: str, graph_folder: Path) -> None:
    records = lines_of(what, "-g", graph_folder)
    rows = list(csv.reader(io.StringIO(run("analyze", what, "-g", graph_folder, "--format", "csv").stdout)))
    assert len(rows) == len(records) + 1
    for record in records[:1]:
        assert [name for name in record if name != "sayings"] == rows[0]


def test_the_summary_as_lines_tells_what_each_answers(graph_folder: Path) -> None:
    records = lines_of("-g", graph_folder)
    assert {record["what"] for record in records} <= set(WHATS)
    assert len(lines_of("summary", "-g", graph_folder, "--limit", "1")) == len({record["what"] for record in records})


def test_python_gives_what_the_command_prints(graph_folder: Path) -> None:
    with kg.open(graph_folder) as graph:
        found = graph.analysis.centrality()
        analysis = graph.analysis
        assert graph.analysis is analysis  # read once
        graph.close()
        assert graph.analysis is not analysis
    records = lines_of("centrality", "-g", graph_folder)
    assert [record["id"] for record in records] == [row.id for row in found]
    assert records[0]["type"] in ("Person", "Country")  # no concept


def test_an_identifier_leads_to_the_sentence(graph_folder: Path) -> None:
    first = lines_of("stance", "-g", graph_folder)[0]
    facts = first["facts"]
    assert isinstance(facts, list)
    assert "sanctions" in run("why", facts[0], "-g", graph_folder).stdout
    printed = run("analyze", "stance", "-g", graph_folder).stdout.splitlines()[2]
    line = printed.partition("  ")[0]
    assert "sanctions" in run("why", line, "-g", graph_folder).stdout


def test_an_entity_restricts_the_answer(graph_folder: Path) -> None:
    assert {row["holder"] for row in lines_of("stance", "France", "-g", graph_folder)} == {"France"}
    assert [row["label"] for row in lines_of("centrality", "Putin", "-g", graph_folder)] == ["Vladimir Putin"]
    assert [row["size"] for row in lines_of("communities", "Putin", "France", "-g", graph_folder)]
    assert sum(len(row["facts"]) for row in lines_of("timeline", "France", "-g", graph_folder)) == 2
    assert not lines_of("brokers", "Halden Group", "-g", graph_folder)


def test_the_community_of_an_entity_is_told_with_its_members(graph_folder: Path) -> None:
    printed = run("analyze", "communities", "Putin", "-g", graph_folder).stdout
    assert "Members of " in printed
    assert "Vladimir Putin" in printed.partition("Members of ")[2]
    assert "Members of " not in run("analyze", "communities", "-g", graph_folder).stdout


def test_filters_and_relations_choose_facts(graph_folder: Path) -> None:
    (row,) = lines_of("timeline", "-g", graph_folder, "--relation", "oppose")
    assert (row["period"], row["reported"]) == ("2012-09-08", 1)
    assert not lines_of("stance", "-g", graph_folder, "--status", "negated")
    assert {row["type"] for row in lines_of("centrality", "-g", graph_folder, "--type", "Person")} == {"Person"}
    assert not lines_of("timeline", "-g", graph_folder, "--since", "2014")


def test_what_takes_no_side_is_listed_where_it_is_asked_for(graph_folder: Path) -> None:
    sided, every = (lines_of("stance", "-g", graph_folder, *more) for more in ([], ["--all"]))
    assert every[: len(sided)] == sided
    met = next(row for row in every if (row["holder"], row["target"]) == ("Hillary Clinton", "Vladimir Putin"))
    assert (met["positive"], met["negative"], met["relations"], met["facts"]) == (0, 0, ["meet"], [])
    assert isinstance(met["others"], list)
    assert "Oslo" in run("why", met["others"][0], "-g", graph_folder).stdout


def test_measures_and_units_are_chosen_by_one_option(graph_folder: Path) -> None:
    assert lines_of("centrality", "-g", graph_folder, "--by", "closeness")[0]["closeness"]
    assert [row["period"] for row in lines_of("timeline", "-g", graph_folder, "--by", "year")] == ["2012", "2013"]
    assert {row["source"] for row in lines_of("stance", "-g", graph_folder, "--by", "source")} >= {"Sergey Lavrov"}


def test_a_graph_on_a_server_is_asked_the_same(graph_folder: Path, oxigraph: Server) -> None:
    open_empty(oxigraph).close()
    with kg.open(graph_folder) as graph:
        graph.push(oxigraph.url)
    for what in WHATS:
        assert lines_of(what, "--store", oxigraph.url) == lines_of(what, "-g", graph_folder)


def test_a_limit_is_told(graph_folder: Path) -> None:
    result = run("analyze", "centrality", "-g", graph_folder, "--limit", "2")
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr.startswith("2 of ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fame"], "'fame' is not one of"),
        (["centrality", "--by", "month"], "centrality takes --by pagerank"),
        (["brokers", "--by", "month"], "brokers takes no --by"),
        (["summary", "Russia"], "the summary is no single table"),
        (["--format", "csv"], "the summary is no single table"),
        (["centrality", "--relation", "meet"], "--relation is for stance"),
        (["timeline", "--all"], "--all is for stance"),
        (["stance", "--clock", "happened"], "--clock is for a timeline"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], message: str, graph_folder: Path) -> None:
    assert message in run("analyze", *arguments, "-g", graph_folder, code=2).stderr


def test_what_is_not_there_is_an_error(graph_folder: Path, tmp_path: Path) -> None:
    assert "no entity is named" in run("analyze", "stance", "Zork", "-g", graph_folder, code=1).stderr
    assert "no relation is named" in run("analyze", "stance", "--relation", "zork", "-g", graph_folder, code=1).stderr
    assert run("analyze", "-g", tmp_path / "none.kg", code=1).stderr.startswith("Error:")
    bad = run("analyze", "timeline", "-g", graph_folder, "--plot", tmp_path / "a.pdf", code=1)
    assert "written as .png or .svg" in bad.stderr


def test_a_plot_is_written_beside_the_table(graph_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "time.png"
    result = run("analyze", "timeline", "-g", graph_folder, "--plot", file)
    assert "2012-09" in result.stdout
    assert f"Written: {file}" in result.stderr
    assert file.read_bytes().startswith(b"\x89PNG")


def test_the_answer_is_the_same_on_every_run(graph_folder: Path) -> None:
    command = [sys.executable, "-m", "kg", "analyze", "-g", str(graph_folder), "--format", "jsonl"]
    ran = [
        subprocess.run(
            command, capture_output=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert ran[0] == ran[1]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from kg.cli import main; "
        "CliRunner().invoke(main, ['analyze', '--help']); "
        "heavy = {'networkx', 'igraph', 'numpy', 'pandas', 'matplotlib', 'pyoxigraph', 'kg.analysis'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]"
