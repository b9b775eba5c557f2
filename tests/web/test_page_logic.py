"""What the page works out by itself, run by Node: places in texts, addresses, terms, and samples with their values."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.graph.queries import NamedQuery, read_queries
from kg.web.build import SOURCES, find_node

Evaluate = Callable[..., Any]

PREFIXES = {
    "ent": "https://kg.example/entity/",
    "kg": "https://kg.example/vocab#",
    "rel": "https://kg.example/relation/",
}
HREFS = {
    "https://kg.example/entity/russia": "/entity/russia",
    "https://kg.example/document/3f9a": "/document/3f9a",
    "https://kg.example/document/3f9a#char=1,5": "/document/3f9a#char=1,5",
    "https://kg.example/assertion/91c2": "/fact/91c2",
    "https://kg.example/assertion/91c2#source=1": "/fact/91c2",
    "https://kg.example/relation/oppose": None,
    "https://kg.example/extraction/77": None,
    "http://www.wikidata.org/entity/Q159": "http://www.wikidata.org/entity/Q159",
    "javascript:alert(1)": None,
}


@pytest.fixture
def evaluate(libraries: Path, tmp_path: Path) -> Evaluate:
    """Return a function that gives the value of an expression over a module, `page`, and a value, `given`."""
    program, built = str(find_node().program), tmp_path / "built.mjs"
    bundling = [program, str(libraries / "esbuild/bin/esbuild"), f"--outfile={built}", "--loader=ts", "--bundle"]
    bundling += ["--format=esm", "--platform=node", "--log-level=error"]

    def run(module: str, expression: str, given: object = None) -> Any:
        script = (
            f"import * as page from {json.dumps(str(SOURCES / 'src' / module))};\n"
            f"const given = {json.dumps(given)};\n"
            f"console.log(JSON.stringify({expression}));\n"
        )
        subprocess.run(bundling, input=script, text=True, check=True, cwd=SOURCES)
        done = subprocess.run([program, str(built)], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return run


def bind(evaluate: Evaluate, queries: list[NamedQuery], values: dict[str, str]) -> list[str]:
    """The queries with the values of their parameters, by kind, as the page binds them."""
    samples = [
        {
            "sparql": query.sparql,
            "parameters": [{"variable": p.variable, "kind": p.kind} for p in query.parameters],
            "values": {p.variable: values[p.kind] for p in query.parameters},
        }
        for query in queries
    ]
    bound: list[str] = evaluate("sparql/samples.ts", "given.map((one) => page.bindSample(one, one.values))", samples)
    return bound


def test_marks_count_characters_as_python_does(evaluate: Evaluate) -> None:
    text = "😀 Norway 🇳🇴 opposes sanctions"
    words = ["Norway", "opposes", "sanctions"]
    marks = [{"start": text.index(word), "end": text.index(word) + len(word), "role": word} for word in words]
    expression = "((text) => page.segmentsOf(text, given.marks, 0, text.length))(new page.Characters(given.text))"
    segments = evaluate("offsets.ts", expression, {"text": text, "marks": marks})
    assert "".join(segment["text"] for segment in segments) == text
    assert [(s["text"], s["marks"][0]["role"]) for s in segments if s["marks"]] == [(word, word) for word in words]


def test_overlapping_marks_cut_the_text_where_each_begins_and_ends(evaluate: Evaluate) -> None:
    marks = [{"start": 0, "end": 6, "role": "sentence"}, {"start": 2, "end": 9, "role": "object"}]
    segments = evaluate("offsets.ts", "page.segmentsOf(new page.Characters('abcdefghijk'), given, 1, 11)", marks)
    assert [(s["text"], [mark["role"] for mark in s["marks"]]) for s in segments] == [
        ("b", ["sentence"]),
        ("cdef", ["sentence", "object"]),
        ("ghi", ["object"]),
        ("jk", []),
    ]


def test_paragraphs_are_where_python_finds_them(evaluate: Evaluate) -> None:
    text = "A title 😀\n\nThe first paragraph.\n\nThe second 😀 one."
    paragraphs = evaluate("offsets.ts", "page.paragraphsOf(given)", text)
    assert [text[p["start"] : p["end"]] for p in paragraphs] == text.split("\n\n")


def test_a_place_in_a_text_is_read_from_an_address(evaluate: Evaluate) -> None:
    fragments = ["#char=120,233", "#char=233,120", "#char=1", "#char=1,2,3", "#main", ""]
    assert evaluate("offsets.ts", "given.map(page.placeIn)", fragments) == [{"start": 120, "end": 233}] + [None] * 5


def test_only_addresses_of_the_web_become_links(evaluate: Evaluate) -> None:
    addresses = ["https://news.example/a", "javascript:alert(1)", "data:text/html,x", "//news.example", "", None]
    assert evaluate("addresses.ts", "given.map(page.outsideHref)", addresses) == [addresses[0]] + [None] * 5


def test_addresses_escape_what_names_hold(evaluate: Evaluate) -> None:
    expression = "[page.entityHref('ent:a/b?c#d'), page.searchHref('a&b=c'), page.pathsHref('ent:russia', null)]"
    found = evaluate("addresses.ts", expression)
    assert found == ["/entity/a%2Fb%3Fc%23d", "/search?q=a%26b%3Dc", "/paths?from=russia"]


def test_terms_lead_to_their_pages(evaluate: Evaluate) -> None:
    expression = "given.iris.map((iri) => page.hrefOf(iri, given.prefixes)?.href ?? null)"
    found = evaluate("sparql/terms.ts", expression, {"iris": list(HREFS), "prefixes": PREFIXES})
    assert dict(zip(HREFS, found, strict=True)) == HREFS


def test_names_that_need_it_are_written_as_whole_iris(evaluate: Evaluate) -> None:
    given = {"names": ["ent:russia", "ent:u.s.", "ent:são-paulo", "kg:asserted"], "prefixes": PREFIXES}
    terms = evaluate("sparql/samples.ts", "given.names.map((name) => page.termOf(name, given.prefixes))", given)
    assert terms == ["ent:russia", f"<{PREFIXES['ent']}u.s.>", f"<{PREFIXES['ent']}são-paulo>", "kg:asserted"]


def test_a_sample_with_values_answers_as_the_command_line_does(evaluate: Evaluate, graph_folder: Path) -> None:
    values = {"entity": "ent:vladimir-putin", "status": "kg:asserted"}
    (bound,) = bind(evaluate, [read_queries()["about"]], values)
    with kg.open(graph_folder) as graph:
        expected = list(graph.query("@about", "Vladimir Putin", "asserted"))
        assert list(graph.query(bound)) == expected
        assert expected


def test_every_sample_takes_a_value_for_each_of_its_parameters(evaluate: Evaluate, graph_folder: Path) -> None:
    queries = list(read_queries().values())
    values = {"entity": "ent:russia", "status": "kg:asserted", "relation": "rel:oppose"}
    with kg.open(graph_folder) as graph:
        for query, bound in zip(queries, bind(evaluate, queries, values), strict=True):
            assert "VALUES (" in bound.removeprefix(query.sparql)
            list(graph.query(bound))


def test_dates_and_counts_are_told_in_words(evaluate: Evaluate) -> None:
    dates = ["2012-09-08", "2012-09", "2012", "last week", "2012-09-08T10:00:00Z"]
    told = ["8 Sep 2012", "Sep 2012", "2012", "last week", "8 Sep 2012"]
    assert evaluate("words.ts", "given.map(page.tellDate)", dates) == told
    counts = evaluate("words.ts", "given.map((count) => page.tellCount(count, 'fact'))", [1, 1234])
    assert counts == ["1 fact", "1,234 facts"]
