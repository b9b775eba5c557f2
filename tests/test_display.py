"""What a notebook shows of the things that a graph answers with, and what a terminal does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from graph_samples import ASSERTIONS, DATASET, ENTITIES, MEET, NOT_SIGN, OPPOSE, VLADIVOSTOK
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import KGError
from kg.graph import Assertions, Chain, Chains, Entities, Facts, Graph, Hop
from kg.graph.display import _DISPLAYS, to_html
from kg.graph.display.markup import link, tag
from kg.graph.search import Found
from kg.model import Assertion, Document, Entity, EntityType, LeftOut, Span, Status
from kg.pipeline import BuildReport

TAGS = frozenset({
    "a", "b", "blockquote", "code", "div", "i", "mark", "p", "span", "table", "tbody", "td", "th", "thead", "tr",
})  # fmt: skip
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">"\'><svg/onload=alert(1)>&lt;'


class Page(HTMLParser):
    """HTML as a browser takes it: its tags, attributes, text, and marked words by role."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""
        self.marks: list[tuple[str, str]] = []
        self._role: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update((name, value or "") for name, value in attrs)
        if tag == "mark":
            self._role = dict(attrs)["title"]
            self.marks.append((self._role or "", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._role = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._role is not None:
            self.marks[-1] = self.marks[-1][0], self.marks[-1][1] + data

    @property
    def is_safe(self) -> bool:
        """Whether there is nothing that runs, loads or reaches beyond its own place."""
        links = [value for name, value in self.attributes if name == "href"]
        styles = " ".join(value for name, value in self.attributes if name == "style")
        return (
            self.tags <= TAGS
            and {name for name, _ in self.attributes} <= {"style", "title", "href", "target", "rel"}
            and all(value.startswith(("http://", "https://")) for value in links)
            and not any(word in styles for word in ("url(", "position", "expression", "@import"))
        )


@pytest.fixture(scope="module")
def graph(graph_folder: Path) -> Graph:
    return kg.open(graph_folder)


THINGS: dict[str, Callable[[Graph], object]] = {
    "Assertion": lambda graph: graph.assertions()[0],
    "Assertions": lambda graph: graph.assertions(),
    "BuildReport": lambda graph: BuildReport(documents=3, sentences=9, graph="news.kg", added=3),
    "Chain": lambda graph: graph.paths("Clinton", "Russia")[0],
    "Chains": lambda graph: graph.paths("Clinton", "Russia"),
    "Differences": lambda graph: graph.diff(graph),
    "Document": lambda graph: graph.document("summit.txt"),
    "Entities": lambda graph: graph.entities(),
    "Entity": lambda graph: graph.entity("Russia"),
    "Facts": lambda graph: graph.facts("Putin"),
    "Found": lambda graph: graph.find("sanctions"),
    "Overview": lambda graph: graph.diff(graph).overview(),
    "QueryResult": lambda graph: graph.query("SELECT ?s ?o { ?s rel:meet ?o }"),
    "Relations": lambda graph: graph.relations(),
    "Results": lambda graph: graph.analysis.brokers(),
    "Statistics": lambda graph: graph.statistics(),
}


@pytest.mark.parametrize("name", [name for _, name in _DISPLAYS])
def test_each_kind_of_answer_has_a_display(name: str, graph: Graph) -> None:
    thing = THINGS[name](graph)
    assert name in {kind.__name__ for kind in type(thing).__mro__}
    page = Page(to_html(thing))
    assert page.is_safe and page.text.strip()


ANSWERS = (
    "centrality", "communities", "brokers", "bridges", "stances", "contradictions", "disputes", "corroborations",
    "timeline",
)  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_of_the_analysis_is_a_table_of_words(answer: str, graph: Graph) -> None:
    results = getattr(graph.analysis, answer)()
    page = Page(to_html(results))
    assert page.is_safe and results.note in page.text and "ent:" not in page.text
    assert len(results) == 0 or "table" in page.tags


def test_what_has_no_display_is_named() -> None:
    with pytest.raises(KGError, match="int has no display; displayed are Results, Assertion"):
        to_html(3)


def test_a_fact_is_shown_with_its_sentence_and_source(graph: Graph) -> None:
    [fact] = graph.why("Russia", "oppose", "sanctions on Syria")
    page = Page(to_html(fact))
    for words in ("reported", "according to Sergey Lavrov", fact.sentence, fact.source, fact.published, fact.id[:12]):
        assert words is not None and words in page.text
    assert page.marks == [("subject", "Russia"), ("predicate", "opposes"), ("object", "sanctions on Syria")]


def test_a_status_is_told_by_a_word_and_the_form_of_its_frame() -> None:
    forms = {status: to_html(replace(MEET, status=status)) for status in Status}
    assert all(f">{status}<" in html for status, html in forms.items())
    frames = {html.partition("border:1px ")[2].partition(";")[0] for html in forms.values()}
    assert len(frames) == len(Status)


def test_an_entity_leads_to_wikidata_or_to_the_address_that_the_user_gave(graph: Graph) -> None:
    assert 'href="https://www.wikidata.org/wiki/Q159"' in to_html(ENTITIES[1])
    own = Entity("x", "X", EntityType.PERSON, wikidata="https://people.example/x")
    assert 'href="https://people.example/x"' in to_html(own)
    assert "href" not in to_html(replace(own, wikidata="javascript:alert(1)"))


def test_long_lists_are_cut() -> None:
    shown = Page(to_html(Assertions([MEET] * 50))).text
    assert shown.count(MEET.sentence) == 20 and "and 30 more" in shown and shown.startswith("50 assertions")
    assert "and 30 more" in Page(to_html(Facts(ENTITIES[0], (MEET,) * 50, (), ()))).text
    assert "and 5 more" in Page(to_html(Entities(ENTITIES[:5] * 5))).text
    names = tuple(f"name {number}" for number in range(40))
    assert "name 11 and 28 more" in Page(to_html(replace(ENTITIES[0], names=names))).text


def test_a_long_text_is_cut_around_its_words() -> None:
    sentence = f"{'very ' * 500}Clinton met Putin {'again ' * 500}"
    start = sentence.index("Clinton")
    spans = [(Span(start + at, start + at + len(word)),) for at, word in ((0, "Clinton"), (8, "met"), (12, "Putin"))]
    fact = replace(
        MEET, sentence=sentence, end=len(sentence), subject_span=spans[0], predicate_span=spans[1], object_span=spans[2]
    )
    page = Page(to_html(fact))
    assert [words for _, words in page.marks] == ["Clinton", "met", "Putin"]
    assert len(page.text) < 1000 and "…very" in page.text.replace("… very", "…very")


def test_a_chain_shows_its_arrows_and_what_stands_inside_a_name() -> None:
    russia, sanctions, syria = ENTITIES[1], ENTITIES[2], ENTITIES[4]
    chain = Chain((Hop(russia, sanctions, (OPPOSE, OPPOSE)), Hop(sanctions, syria, ())))
    text = Page(to_html(chain)).text
    assert text.startswith("Russia — oppose → sanctions on Syria ~ Syria")
    assert "and 1 fact more" in text and "the name “sanctions on Syria” holds Syria" in text
    back = Page(to_html(Chains([Chain((Hop(sanctions, russia, (OPPOSE,)),))]))).text
    assert back.startswith("sanctions on Syria ← oppose — Russia")


def test_a_build_tells_what_was_left_out() -> None:
    left = LeftOut("empty.txt", "there is no text in it")
    text = Page(to_html(BuildReport(warnings=("line 3: gone",), graph="g.kg", left_out=(left,)))).text
    assert "Files: 1 left out" in text and "empty.txt" in text and left.reason in text and "line 3: gone" in text


def test_nothing_found_is_told() -> None:
    assert Page(to_html(Found((), (), ()))).text == "nothing was found"
    assert Page(to_html(Assertions())).text.startswith("0 assertions")
    assert "nothing is said of it" in Page(to_html(Facts(ENTITIES[0], (), (), ()))).text


# Hostile input


def poisoned(text: str) -> list[object]:
    """Return things of each kind that has words of a document, with that text wherever there are words."""
    fact = replace(
        OPPOSE, subject=text, object=text, predicate=text, attributed_to=text, attribution_chain=(text, text), id=text,
        place=text, source=text, sentence=text, time=text, subject_id=text, object_id=text, published=text,
    )  # fmt: skip
    entity = Entity(text, text, EntityType.PERSON, (text,), text, (), (text,), (text,))
    document = Document(text, text, text, text, text, text, text)
    chain = Chain((Hop(entity, entity, (fact,)), Hop(entity, entity, ())))
    report = BuildReport(warnings=(text,), graph=text, left_out=(LeftOut(text, text),))
    facts = Facts(entity, (fact,), (), ())
    return [fact, Assertions([fact]), entity, Entities([entity]), document, chain, facts, report]


def test_names_with_markup_do_nothing() -> None:
    for thing in poisoned(HOSTILE):
        page = Page(to_html(thing))
        assert page.is_safe and "<script>alert(1)</script>" in page.text


def test_an_address_that_runs_is_no_link() -> None:
    for address in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x"):
        assert all(Page(to_html(thing)).is_safe for thing in poisoned(address))
        assert link("x", address) == "x"


@given(st.text(max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    for thing in poisoned(text):
        assert Page(to_html(thing)).is_safe
    assert Page(tag("b", text)).text == text.encode("utf-8", "replace").decode()


@given(
    st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=4),
    st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=4),
)
def test_whatever_is_marked_the_sentence_stays_whole(
    subject: list[tuple[int, int]], predicate: list[tuple[int, int]]
) -> None:
    """Also where spans overlap, as in an apposition, or lie outside, as in a damaged graph."""
    fact = replace(
        NOT_SIGN, sentence="Clinton, who met Putin, did not sign", start=0,
        subject_span=tuple(Span(*span) for span in subject), predicate_span=tuple(Span(*span) for span in predicate),
    )  # fmt: skip
    page = Page(to_html(fact))
    assert page.is_safe and fact.sentence in page.text


# IPython


def run_python(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout


SHELL = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
show = lambda thing: shell.display_formatter.format(thing)[0]
"""


def test_opening_a_graph_in_ipython_registers_the_displays(graph_folder: Path) -> None:
    printed = run_python(f"""{SHELL}
import kg, sys
g = kg.open({str(graph_folder)!r})
assert not any(name.startswith("kg.graph.display.") for name in sys.modules), "nothing is loaded before it is shown"
shown = show(g.entity("Russia"))
print(shown["text/plain"], "Wikidata" in shown["text/html"])
print("<table" in show(g.assertions()[:3])["text/html"], "<table" in show(g.facts("Putin"))["text/html"])
print("text/html" in show([1]), "text/html" in show(g.settings))
""")
    assert printed.splitlines() == ["<Entity ent:russia: Russia (Country)> True", "True True", "False False"]


def test_a_display_of_the_user_stays(graph_folder: Path) -> None:
    printed = run_python(f"""{SHELL}
import kg
shell.display_formatter.formatters["text/html"].for_type(kg.Entity, lambda entity: "mine")
g = kg.open({str(graph_folder)!r})
print(show(g.entity("Russia"))["text/html"])
""")
    assert printed == "mine\n"


def test_without_ipython_nothing_is_loaded(graph_folder: Path) -> None:
    script = f"import kg, sys; kg.open({str(graph_folder)!r}); print('IPython' in sys.modules, 'html' in sys.modules)"
    assert run_python(script) == "False False\n"


# Lists, tables and a terminal


def test_answers_are_lists(graph: Graph) -> None:
    assertions = graph.assertions()
    assert isinstance(assertions, list) and assertions == list(assertions)
    assert isinstance(assertions[:2], Assertions) and assertions[:2] == list(assertions)[:2]
    assert isinstance(assertions[0], Assertion) and isinstance(assertions[-1], Assertion)
    kinds = {type(answer) for answer in (graph.entities(), graph.relations(), graph.why("Russia", "oppose"))}
    assert {kind.__name__ for kind in kinds} == {"Entities", "Relations", "Assertions"}


def test_answers_become_tables(graph: Graph) -> None:
    table = graph.assertions().df()
    assert list(table.columns) == list(kg.record(OPPOSE)) and len(table) == len(graph.assertions())
    assert list(Assertions().df().columns) == list(table.columns), "an empty table has its columns, too"
    assert "ent:russia" in set(graph.entities().df()["id"])
    assert "oppose" in set(graph.relations().df()["label"])
    chains = graph.paths("Clinton", "Russia").df()
    assert list(chains.columns[:4]) == ["chain", "step", "from", "to"] and chains["step"].min() == 1
    facts = graph.facts("Putin")
    assert len(facts.df()) == len(facts) and set(facts.df()["role"]) <= {"subject", "object", "in part"}


def test_a_terminal_shows_lines() -> None:
    assert repr(Assertions(ASSERTIONS)).splitlines()[0] == (
        "reported      Russia | oppose | sanctions on Syria  (according to Sergey Lavrov)"
    )
    assert repr(Assertions([MEET] * 12)).splitlines()[-1] == "and 2 more"
    assert repr(Assertions()) == "[]"
    assert repr(Entities(ENTITIES[:1])) == "ent:hillary-clinton  Hillary Clinton (Person)"
    assert repr(MEET) == "<Assertion aa01 asserted: Hillary Clinton | meet | Vladimir Putin>"
    assert repr(VLADIVOSTOK) == "<Document 3f9a000000000001: Clinton presses Russia>"
    assert repr(DATASET.entities[1]) == "<Entity ent:russia: Russia (Country)>"


def test_a_terminal_shows_what_was_found(graph: Graph) -> None:
    assert repr(graph.facts("Russia")).startswith("<Facts about Russia (ent:russia): 1 as subject, ")
    assert repr(graph.query("ASK {}")) == "<QueryResult: yes>"
    assert repr(graph.query("SELECT ?s { ?s rel:oppose ?o }")) == "<QueryResult: 1 row of s>"
    assert repr(graph.find("Lavrof")) == "<Found: 1 entity, 0 relations, 0 sentences>"
    assert repr(graph.paths("Clinton", "Putin")[0]) == "<Chain: Hillary Clinton -[meet]-> Vladimir Putin>"
    differences = graph.diff(graph)
    assert "0 changes of entities" in repr(differences)
    assert repr(differences.overview()) == "<Overview: the two graphs say the same>"
