"""The sample queries: they run by name, answer what they promise, and travel with the package."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from test_readme import BUILD, CONSOLE, ROOT, build_sample, matches, read_block, run

import kg
from kg import vocabulary as v
from kg.archive import RDF_NAME
from kg.errors import AmbiguousEntity, EntityNotFound, KGError, QueryError
from kg.graph import Graph
from kg.graph.queries import NamedQuery, find_query, parse_query, read_queries
from kg.pipeline import build
from kg.store import EmbeddedStore, open_store

PAGE = ROOT / "docs" / "queries" / "README.md"
TEXT = PAGE.read_text(encoding="utf-8")
SHOWN = [pair for block in CONSOLE.findall(TEXT) for pair in read_block(block) if pair[0] != BUILD]
NEEDED = {
    "about", "at-odds", "contradictions", "corroboration", "figures", "offices", "timeline", "what-is-negated",
    "what-is-opposed", "who-met-whom", "who-said-what", "year-by-year",
}  # fmt: skip

FIRST = """OSLO, Norway, March 4, 2013 (AP) — Anna Berg met Paul Holm in Oslo on Monday.

Norvik Bank paid the fine. Norvik Bank opposes the tax. Anna Berg is the finance minister.
"""
SECOND = """OSLO, Norway, March 5, 2013 (AP) — Anna Berg met Paul Holm on Monday.

Carl Lund said that Norvik Bank did not pay the fine. Carl Lund said that Norvik Bank opposes the levy.
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("queries")
    (folder / "news").mkdir()
    (folder / "news" / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "news" / "second.txt").write_text(SECOND, encoding="utf-8")
    build(folder / "g.kg", [folder / "news"], workers=1)
    return kg.open(folder / "g.kg")


def ask(graph: Graph, *words: str, columns: tuple[str, ...], only_asserted: bool = False) -> set[tuple[object, ...]]:
    result = graph.query(*words, only_asserted=only_asserted)
    places = [result.columns.index(column) for column in columns]
    return {tuple(row[place] for place in places) for row in result}


def test_the_queries_that_were_promised_are_there() -> None:
    assert set(read_queries()) >= NEEDED


@pytest.mark.parametrize("query", read_queries().values(), ids=list(read_queries()))
def test_a_query_says_what_it_asks_and_shows_an_example(query: NamedQuery, graph: Graph) -> None:
    assert query.title.endswith(".")
    assert query.examples
    for example in query.examples:
        assert re.match(rf"kg query @{query.name}\b", example)
    columns = graph.query(f"@{query.name}").columns
    assert {parameter.variable for parameter in query.parameters} <= set(columns)
    behind = {
        "contradictions": {"said", "said_in", "denied", "denied_in"},
        "year-by-year": {"facts", "documents"},  # it counts what @timeline lists
    }
    assert behind.get(query.name, {"source", "sentence"}) <= set(columns)


def test_who_met_whom(graph: Graph) -> None:
    columns = ("who", "whom", "date", "source")
    met = ask(graph, "@who-met-whom", columns=columns)
    assert met == {
        (who, whom, f"2013-03-0{day}", f"news/{name}.txt")
        for who, whom in (("ent:anna-berg", "ent:paul-holm"), ("ent:paul-holm", "ent:anna-berg"))
        for day, name in ((4, "first"), (5, "second"))
    }
    assert ask(graph, "@who-met-whom", "Holm", columns=columns) == {row for row in met if row[0] == "ent:paul-holm"}


def test_what_is_opposed(graph: Graph) -> None:
    columns = ("who", "what", "status")
    both = {("ent:norvik-bank", "ent:tax", "kg:asserted"), ("ent:norvik-bank", "ent:levy", "kg:reported")}
    assert ask(graph, "@what-is-opposed", "Norvik Bank", columns=columns) == both
    assert ask(graph, "@what-is-opposed", columns=columns, only_asserted=True) == {
        row for row in both if row[2] == "kg:asserted"
    }
    assert ask(graph, "@what-is-opposed", "Norvik Bank", "reported", columns=columns) == {
        row for row in both if row[2] == "kg:reported"
    }
    assert ask(graph, "@what-is-opposed", "Anna Berg", columns=columns) == set()


def test_what_is_negated_and_by_whom(graph: Graph) -> None:
    columns = ("by", "subject", "relation", "object")
    denial = ("ent:carl-lund", "ent:norvik-bank", "rel:pay", "ent:fine")
    assert ask(graph, "@what-is-negated", columns=columns) == {denial}
    assert ask(graph, "@what-is-negated", "Carl Lund", columns=columns) == {denial}
    assert ask(graph, "@what-is-negated", "Anna Berg", columns=columns) == set()


def test_what_the_text_itself_negates_is_negated_by_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norvik Bank did not pay the fine. Anna Berg met Paul Holm.", encoding="utf-8")
    build(tmp_path / "g.kg", [tmp_path / "a.txt"], workers=1)
    opened = kg.open(tmp_path / "g.kg")
    by = f"https://kg.example/document/{opened.document('a.txt').id}"
    assert ask(opened, "@what-is-negated", columns=("by", "subject")) == {(by, "ent:norvik-bank")}
    assert ask(opened, "@what-is-negated", "Anna Berg", columns=("by", "subject")) == set()


def test_everything_about_somebody(graph: Graph, graph_folder: Path) -> None:
    said = ask(graph, "@about", "Carl Lund", columns=("subject", "relation", "object"))
    assert ("ent:norvik-bank", "rel:oppose", "ent:levy") in said
    sentences = ask(kg.open(graph_folder), "@about", "Syria", columns=("sentence",))
    assert sentences == {
        ("Foreign Minister Sergey Lavrov said that Russia opposes sanctions on Syria.",),
        ("France supports sanctions on Syria.",),
    }


def test_who_said_what(graph: Graph) -> None:
    said = ask(graph, "@who-said-what", "Lund", columns=("who", "relation", "object", "status"))
    assert said == {
        ("ent:carl-lund", "rel:pay", "ent:fine", "kg:negated"),
        ("ent:carl-lund", "rel:oppose", "ent:levy", "kg:reported"),
    }


def test_offices(graph: Graph) -> None:
    assert ("ent:anna-berg", "ent:finance-minister") in ask(graph, "@offices", columns=("who", "office"))
    assert ask(graph, "@offices", "Anna Berg", "finance minister", columns=("who",)) == {("ent:anna-berg",)}


def test_contradictions(graph: Graph) -> None:
    columns = ("subject", "object", "said_in", "denied_by", "denied_in")
    assert ask(graph, "@contradictions", columns=columns) == {
        ("ent:norvik-bank", "ent:fine", "news/first.txt", "ent:carl-lund", "news/second.txt")
    }


def test_corroboration(graph: Graph) -> None:
    assert ask(graph, "@corroboration", columns=("subject", "object", "source")) == {
        ("ent:anna-berg", "ent:paul-holm", "news/first.txt"), ("ent:anna-berg", "ent:paul-holm", "news/second.txt"),
        ("ent:oslo", "ent:norway", "news/first.txt"), ("ent:oslo", "ent:norway", "news/second.txt"),
    }  # fmt: skip


def test_a_copy_does_not_corroborate_its_original(graph: Graph) -> None:
    with open_store(graph.path / RDF_NAME) as store:
        quads = list(store.quads())
    sources = {quad.object.value: quad.subject for quad in quads if quad.predicate.value == v.SOURCE}
    first, second = sources["news/first.txt"], sources["news/second.txt"]
    sparql = (PAGE.parent / "corroboration.rq").read_text(encoding="utf-8")
    for copies in ([], [ox.Quad(second, ox.NamedNode(v.COPY_OF), first, second)]):
        found = EmbeddedStore.in_memory([*quads, *copies]).query(sparql)
        assert bool(list(found)) is not bool(copies)
def test_who_is_for_what_another_is_against(tmp_path: Path) -> None:
    text = (
        "France supports the treaty. Carl Lund said that Norvik Bank opposes the treaty. Norvik Bank supports the tax."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "g.kg", [tmp_path / "a.txt"], workers=1)
    opened = kg.open(tmp_path / "g.kg")
    columns = ("one", "what", "other", "sentence", "other_sentence")
    odds = {("ent:france", "ent:treaty", "ent:norvik-bank", *text.split(". ", 2)[:2])}
    assert {
        (*row[:3], row[3].rstrip("."), row[4].rstrip(".")) for row in ask(opened, "@at-odds", columns=columns)
    } == odds
    assert len(ask(opened, "@at-odds", "France", "Norvik Bank", columns=columns)) == 1
    assert ask(opened, "@at-odds", "Norvik Bank", columns=columns) == set()


def test_what_is_said_with_a_figure(tmp_path: Path) -> None:
    text = "Norvik Bank paid a fine of $4 million. Carl Lund met Ann Roe. Norvik Bank cut its staff by 7 percent."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "g.kg", [tmp_path / "a.txt"], workers=1)
    opened = kg.open(tmp_path / "g.kg")
    sentences = {sentence for (sentence,) in ask(opened, "@figures", "Norvik Bank", columns=("sentence",))}
    assert sentences == {"Norvik Bank paid a fine of $4 million.", "Norvik Bank cut its staff by 7 percent."}
    with pytest.raises(EntityNotFound):
        opened.query("@figures", "7 percent")
    assert ask(opened, "@figures", "Carl Lund", columns=("sentence",)) == set()


def test_years_are_counted_where_several_documents_tell_of_somebody(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for name, text in {
        "a": "OSLO, Norway, March 4, 2013 (AP) — Anna Berg met Paul Holm. Anna Berg left. Carl Lund stayed.",
        "b": "OSLO, Norway, March 5, 2013 (AP) — Anna Berg met Carl Lund.",
        "c": "OSLO, Norway, March 5, 2014 (AP) — Anna Berg met Carl Lund again.",
    }.items():
        (tmp_path / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "g.kg", [tmp_path / "news"], workers=1)
    opened = kg.open(tmp_path / "g.kg")
    columns = ("about", "year", "facts", "documents")
    counted = ask(opened, "@year-by-year", columns=columns)
    assert ("ent:anna-berg", "2013", 3, 2) in counted
    assert not any(row[0] == "ent:carl-lund" or (row[0], row[1]) == ("ent:anna-berg", "2014") for row in counted)
    assert ask(opened, "@year-by-year", "Anna Berg", columns=columns) == {("ent:anna-berg", "2013", 3, 2)}


def test_a_timeline_is_in_the_order_of_time(graph: Graph) -> None:
    result = graph.query("@timeline", "Norvik Bank")
    times = [row[result.columns.index("when")] for row in result]
    assert times == sorted(map(str, times))
    assert len(times) >= 3


def test_names_of_parameters_are_looked_up_like_all_others(graph: Graph) -> None:
    with pytest.raises(EntityNotFound, match=r"is it Anna Berg\?"):
        graph.query("@about", "Ana Berg")
    with pytest.raises(QueryError, match="is no status; they are asserted"):
        graph.query("@about", "Anna Berg", "certain")
    with pytest.raises(QueryError, match=r"@contradictions takes \[SUBJECT\]; given are 2"):
        graph.query("@contradictions", "Anna Berg", "Paul Holm")
    with pytest.raises(QueryError, match="only a sample query"):
        graph.query("ASK {}", "Anna Berg")


def test_an_ambiguous_name_lists_the_choices(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Anna Berg met Paul Holm. Eva Berg met Carl Lund.", encoding="utf-8")
    build(tmp_path / "g.kg", [tmp_path / "a.txt"], workers=1)
    with pytest.raises(AmbiguousEntity, match="ent:anna-berg  Anna Berg"):
        kg.open(tmp_path / "g.kg").query("@about", "Berg")


@pytest.mark.parametrize(("name", "near"), [("@who-meet-whom", "@who-met-whom"), ("opposed", "@what-is-opposed")])
def test_an_unknown_query_lists_near_names(name: str, near: str) -> None:
    with pytest.raises(KGError, match=f"is it .*{near}"):
        find_query(name)
    with pytest.raises(KGError, match="kg query @ lists them"):
        find_query("@zzz")


def test_the_head_of_a_file_gives_title_parameters_and_examples() -> None:
    head = "# One\n# title.\n#\n# ?who (entity): a person\n# ?how (status): a status\n# Example: kg query @x\n"
    text = f"{head}\nASK {{}}\n# no"
    query = parse_query("x", text)
    assert (query.title, query.examples, query.sparql) == ("One title.", ("kg query @x",), text)
    assert [(p.variable, p.kind, p.meaning) for p in query.parameters] == [
        ("who", "entity", "a person"), ("how", "status", "a status"),
    ]  # fmt: skip


# The page


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    build_sample(folder)
    return folder


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_of_the_page_prints_what_is_shown(command: str, shown: str, sample: Path) -> None:
    status, printed = run(command, sample)
    assert status == 0, printed
    assert matches(shown, printed), f"the page shows\n{shown}\nbut printed is\n{printed}"


EXAMPLES = [example for query in read_queries().values() for example in query.examples]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_a_query_runs(example: str, sample: Path) -> None:
    status, printed = run(example, sample)
    assert status == 0, printed


def test_the_page_names_every_query() -> None:
    for name in read_queries():
        assert f"`@{name}`" in TEXT


# The package


def test_a_wheel_has_the_queries_and_runs_them(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import kg.graph.queries as q; "
        "print(q.__file__, *q.read_queries())"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    place, *names = done.stdout.split()
    assert place.startswith(str(tmp_path / "site"))
    assert names == list(read_queries())


def rewrite() -> None:
    """Write what the commands print now into the page: `python tests/test_queries.py`."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_sample(folder)

        def write_block(found: re.Match[str]) -> str:
            lines = []
            for command, shown in read_block(found.group(1)):
                printed = shown if command == BUILD else run(command, folder)[1]
                lines.append(f"$ {command}\n{shown if matches(shown, printed) else printed}")
            return "```console\n" + "".join(lines) + "```"

        PAGE.write_text(CONSOLE.sub(write_block, TEXT), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
