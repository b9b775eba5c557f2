"""The commands that read a graph."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import click
import pytest
from commands import SELECT, run
from conftest import WriteFiles
from rdflib import Graph as RdfGraph

import kg
from kg.cli.printing import mark
from kg.graph.queries import read_queries
from kg.graph.wording import circumstances
from kg.model import Span
from kg.pipeline import build


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


SAME_NEWS = "Anna Berg met Paul Holm in Oslo. Norvik Bank paid the fine."
REPORTED_NEWS = "Carl Lund said that Anna Berg met Paul Holm. Carl Lund said that Norvik Bank opposes the levy."


def test_no_count_shows_a_triple_twice(write_files: WriteFiles, tmp_path: Path) -> None:
    """Oxigraph 0.5 counts a triple of two graphs twice in their union: so each has to stand in one graph only.

    That is hardest where documents say the same, one reports what another states, and a build changes a graph.
    """
    graph = tmp_path / "g.kg"
    folder = write_files({"a.txt": SAME_NEWS, "b.txt": SAME_NEWS + " Anna Berg left.", "c.txt": REPORTED_NEWS})
    run("build", "-g", graph, folder, "--workers", 1)
    _check_counts(graph)
    write_files({"a.txt": REPORTED_NEWS + " Paul Holm agreed.", "d.txt": "Norvik Bank opposes the levy."})
    run("build", "-g", graph, folder, "--workers", 1)
    _check_counts(graph)


def _check_counts(graph: Path) -> None:
    with kg.open(graph) as opened:
        quads = list(opened.store.quads())
        triples = {quad.triple for quad in quads}
        assert len(triples) == len(quads) > 100

    def count(pattern: str, *options: str, distinct: str = "") -> int:
        sparql = f"SELECT (COUNT({distinct or '*'}) AS ?n) {pattern}"
        printed = run("query", "-g", graph, sparql, "--format", "jsonl", *options).stdout
        return int(json.loads(printed)["n"])

    assert count("{ ?s ?p ?o }") == count("{ SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }") == len(triples)
    assert count("{ GRAPH ?g { ?s ?p ?o } }") == len(triples)
    reported = sum(quad.graph_name.value.endswith("#reported") for quad in quads)
    assert count("{ ?s ?p ?o }", "--only", "asserted") == len(triples) - reported
    for pattern, predicate in (("{ ?s kg:status ?o }", "#status"), ("{ ?s rel:meet ?o }", "relation/meet"),
                               ("{ ?s rdfs:label ?o }", "#label"), ("{ ?s a ?o }", "#type")):  # fmt: skip
        assert count(pattern) == sum(triple.predicate.value.endswith(predicate) for triple in triples) > 0, pattern
        assert count(pattern, distinct="DISTINCT ?s") == len(
            {triple.subject for triple in triples if triple.predicate.value.endswith(predicate)}
        )


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


def test_the_same_article_in_two_outlets_is_one_source(write_files: WriteFiles, tmp_path: Path) -> None:
    text = "In the spring the Norvik Bank sued Anna Berg.\n\nAnna Berg then met the lawyer Paul Holm in London."
    sources = write_files({
        "a/wire.txt": text, "b/paper.txt": f"{text}\n\nThe lawyer thanked Anna Berg for the visit.", "b/copy.txt": text,
        "index.tsv": "path\tpublisher\tdate\na/wire.txt\tWire\t2020-01-02\nb/copy.txt\tPaper\t2020-01-03\n",
    })  # fmt: skip
    folder = tmp_path / "g.kg"
    report = build(folder, [sources], workers=1)
    assert (report.documents, report.copies) == (3, 1)
    assert run("stats", "-g", folder).stdout.startswith("3 documents (1 a copy), ")
    with kg.open(folder) as graph:
        found = [(a.source, a.predicate) for a in graph.assertions()]
        assert not [source for source, _ in found if source.endswith("copy.txt")]
        assert {d.get("sources") for _, _, d in graph.to_networkx().edges(data=True) if d["predicate"] == "sue"} == {2}


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
