"""What the page works out by itself, run by Node: places in texts, addresses, terms, and samples with their values."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.graph.queries import read_queries
from kg.web.build import SOURCES, find_node

Evaluate = Callable[..., Any]


@pytest.fixture
def evaluate(libraries: Path, tmp_path: Path) -> Evaluate:
    """Return a function that gives the value of an expression over a module of the page; `given` is what it is given."""

    def run(module: str, expression: str, given: object = None) -> Any:
        program, built = str(find_node().program), tmp_path / "built.mjs"
        script = (
            f"import * as page from {json.dumps(str(SOURCES / 'src' / module))};\n"
            f"const given = {json.dumps(given)};\nconsole.log(JSON.stringify({expression}));\n"
        )
        bundling = [program, str(libraries / "esbuild/bin/esbuild"), "--bundle", "--format=esm", "--platform=node",
                    "--loader=ts", f"--outfile={built}", "--log-level=error"]  # fmt: skip
        subprocess.run(bundling, input=script, text=True, check=True, cwd=SOURCES)
        done = subprocess.run([program, str(built)], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return run


def test_marks_count_characters_as_python_does(evaluate: Evaluate) -> None:
    text = "😀 Norway 🇳🇴 opposes sanctions"
    marks = [
        {"start": text.index(word), "end": text.index(word) + len(word), "role": word}
        for word in ("Norway", "opposes", "sanctions")
    ]
    expression = (
        "page.segmentsOf(new page.Characters(given.text), given.marks, 0, new page.Characters(given.text).length)"
    )
    segments = evaluate("offsets.ts", expression, {"text": text, "marks": marks})
    assert "".join(segment["text"] for segment in segments) == text
    assert [(s["text"], s["marks"][0]["role"]) for s in segments if s["marks"]] == [
        (word, word) for word in ("Norway", "opposes", "sanctions")
    ]


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


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("#char=120,233", {"start": 120, "end": 233}),
        ("#char=233,120", None),
        ("#char=1", None),
        ("#char=1,2,3", None),
        ("#main", None),
        ("", None),
    ],
)
def test_a_place_in_a_text_is_read_from_an_address(evaluate: Evaluate, fragment: str, place: object) -> None:
    assert evaluate("offsets.ts", "page.placeIn(given)", fragment) == place


def test_only_addresses_of_the_web_become_links(evaluate: Evaluate) -> None:
    addresses = ["https://news.example/a", "javascript:alert(1)", "data:text/html,x", "//news.example", "", None]
    assert evaluate("addresses.ts", "given.map(page.outsideHref)", addresses) == [addresses[0]] + [None] * 5


def test_addresses_escape_what_names_hold(evaluate: Evaluate) -> None:
    assert evaluate("addresses.ts", "page.entityHref('ent:a/b?c#d')") == "/entity/a%2Fb%3Fc%23d"
    assert evaluate("addresses.ts", "page.searchHref('a&b=c')") == "/search?q=a%26b%3Dc"
    assert evaluate("addresses.ts", "page.pathsHref('ent:russia', null)") == "/paths?from=russia"


PREFIXES = {
    "ent": "https://kg.example/entity/",
    "kg": "https://kg.example/vocab#",
    "rel": "https://kg.example/relation/",
}


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("https://kg.example/entity/russia", "/entity/russia"),
        ("https://kg.example/document/3f9a", "/document/3f9a"),
        ("https://kg.example/document/3f9a#char=1,5", "/document/3f9a#char=1,5"),
        ("https://kg.example/assertion/91c2", "/fact/91c2"),
        ("https://kg.example/assertion/91c2#source=1", "/fact/91c2"),
        ("https://kg.example/relation/oppose", None),
        ("https://kg.example/extraction/77", None),
        ("http://www.wikidata.org/entity/Q159", "http://www.wikidata.org/entity/Q159"),
        ("javascript:alert(1)", None),
    ],
)
def test_terms_lead_to_their_pages(evaluate: Evaluate, iri: str, href: str | None) -> None:
    found = evaluate("sparql/terms.ts", "page.hrefOf(given.iri, given.prefixes)", {"iri": iri, "prefixes": PREFIXES})
    assert (found and found["href"]) == href


def test_names_that_need_it_are_written_as_whole_iris(evaluate: Evaluate) -> None:
    names = ["ent:russia", "ent:u.s.", "ent:são-paulo", "kg:asserted"]
    terms = evaluate("sparql/samples.ts", "given.names.map((name) => page.termOf(name, given.prefixes))",
                     {"names": names, "prefixes": PREFIXES})  # fmt: skip
    assert terms == ["ent:russia", f"<{PREFIXES['ent']}u.s.>", f"<{PREFIXES['ent']}são-paulo>", "kg:asserted"]


def test_a_sample_with_values_answers_as_the_command_line_does(evaluate: Evaluate, graph_folder: Path) -> None:
    import kg

    sample = read_queries()["about"]
    record = {
        "name": sample.name,
        "title": sample.title,
        "sparql": sample.sparql,
        "parameters": [{"variable": p.variable, "kind": p.kind, "meaning": p.meaning} for p in sample.parameters],
    }
    bound = evaluate("sparql/samples.ts", "page.bindSample(given, {about: 'ent:vladimir-putin', status: 'kg:asserted'})",
                     record)  # fmt: skip
    with kg.open(graph_folder) as graph:
        expected = graph.query("@about", "Vladimir Putin", "asserted")
        assert list(graph.query(bound)) == list(expected)
        assert len(list(expected)) > 0


def test_every_sample_takes_a_value_for_each_of_its_parameters(evaluate: Evaluate, graph_folder: Path) -> None:
    import kg

    with kg.open(graph_folder) as graph:
        for sample in read_queries().values():
            record = {
                "sparql": sample.sparql,
                "parameters": [{"variable": p.variable, "kind": p.kind} for p in sample.parameters],
            }
            values = {p.variable: "kg:asserted" if p.kind == "status" else "ent:russia" for p in sample.parameters}
            bound = evaluate("sparql/samples.ts", "page.bindSample(given.sample, given.values)",
                             {"sample": record, "values": values})  # fmt: skip
            assert bound != sample.sparql
            list(graph.query(bound))


def test_dates_and_counts_are_told_in_words(evaluate: Evaluate) -> None:
    dates = ["2012-09-08", "2012-09", "2012", "last week", "2012-09-08T10:00:00Z"]
    told = ["8 Sep 2012", "Sep 2012", "2012", "last week", "8 Sep 2012"]
    assert evaluate("words.ts", "given.map(page.tellDate)", dates) == told
    assert evaluate("words.ts", "[page.tellCount(1, 'fact'), page.tellCount(1234, 'fact')]") == [
        "1 fact",
        "1,234 facts",
    ]
