"""What changed from one graph to another, on graphs of real articles and on facts made by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ARTICLES
from graph_samples import MEET, NOT_SIGN, OPPOSE
from servers import Server, open_empty

import kg
from kg.graph.alignment import Alignment
from kg.graph.differences import Differences, DocumentKind, FactChange, FactKind
from kg.graph.matching import match_facts
from kg.model import Assertion, Entity, EntityType, Settings, Span, Status
from kg.pipeline import build

METADATA = "path\tdate\nsummit.txt\t2012-09-08\n"


class Newsroom:
    """A folder of articles to edit, the graph that follows them, and a copy of how it was at first."""

    def __init__(self, folder: Path) -> None:
        self.articles, self.graph, self.before = folder / "articles", folder / "g.kg", folder / "before.kg"
        self.restore()
        build(self.graph, [self.articles], workers=1)
        shutil.copytree(self.graph, self.before)

    def restore(self) -> None:
        shutil.rmtree(self.articles, ignore_errors=True)
        self.articles.mkdir()
        for name, text in {**ARTICLES, "metadata.tsv": METADATA}.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        (self.articles / name).write_text(text, encoding="utf-8")

    def compare(self, before: Path | None = None) -> Differences:
        """Build anew and return what is different from the articles as they were, or from another graph."""
        build(self.graph, [self.articles], prune=True, workers=1)
        return kg.open(before or self.before).diff(kg.open(self.graph))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("differences"))


@pytest.fixture
def newsroom(built: Newsroom) -> Newsroom:
    """The articles as they were at first, to be edited; the graph follows with `compare`."""
    built.restore()
    return built


@pytest.fixture
def before(built: Newsroom) -> Path:
    """The graph of the articles as they were; read only."""
    return built.before


def said(change: FactChange) -> str:
    fact = change.assertion
    return " | ".join(filter(None, (fact.subject, fact.predicate, fact.object)))


def facts_of(differences: Differences, kind: FactKind) -> list[str]:
    return [said(change) for change in differences.facts() if change.kind is kind]


def kinds_of(differences: Differences) -> list[tuple[str, list[str], list[str]]]:
    return [
        (change.kind.value, [one.label for one in change.before], [one.label for one in change.after])
        for change in differences.entities
    ]


# Documents


def test_equal_graphs_say_the_same(before: Path, graph_folder: Path, newsroom: Newsroom) -> None:
    differences = newsroom.compare()
    assert not differences
    assert str(differences) == "the two graphs say the same"
    assert not kg.open(before).diff(kg.open(graph_folder))


def test_the_base_of_the_names_makes_no_difference(newsroom: Newsroom, before: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.kg"
    build(other, [newsroom.articles], workers=1, settings=Settings(base="https://news.example/x/"))
    assert not kg.open(before).diff(kg.open(other))


def test_an_edit_changes_the_status_of_a_fact(newsroom: Newsroom) -> None:
    newsroom.write("bank.txt", ARTICLES["bank.txt"].replace("The bank denied that", "The bank said that"))
    differences = newsroom.compare()
    [change] = differences.facts()
    assert (change.kind, said(change)) == (FactKind.CHANGED, "Anna Berg | resign")
    assert change.before is not None and change.after is not None
    assert (change.before.status, change.after.status) == (Status.NEGATED, Status.REPORTED)
    assert change.fields == ("status", "polarity")
    assert [document.kind for document in differences.documents] == [DocumentKind.EDITED]
    assert str(differences) == "facts: 1 changed · documents: 1 edited"


def test_words_around_a_fact_make_no_difference(newsroom: Newsroom) -> None:
    text = ARTICLES["summit.txt"].replace("Foreign Minister", "It rained all day.\n\nForeign Minister")
    newsroom.write("summit.txt", text.replace("He also met Clinton.", "He also met Clinton in the evening."))
    assert list(newsroom.compare().facts()) == []


def test_a_fact_is_lost_and_another_one_gained(newsroom: Newsroom) -> None:
    newsroom.write("visit.md", ARTICLES["visit.md"].replace("France supports", "France opposes"))
    differences = newsroom.compare()
    assert facts_of(differences, FactKind.LOST) == ["France | support | sanctions on Syria"]
    assert facts_of(differences, FactKind.GAINED) == ["France | oppose | sanctions on Syria"]
    assert facts_of(differences, FactKind.CHANGED) == []


def test_a_document_comes_and_another_goes(newsroom: Newsroom) -> None:
    (newsroom.articles / "bank.txt").unlink()
    newsroom.write("tour.txt", "PARIS, March 9, 2013 (AP) - Carl Lund praised Vladimir Putin.\n")
    differences = newsroom.compare()
    assert [(change.kind.value, Path(change.title.source).name) for change in differences.documents] == [
        ("removed", "bank.txt"), ("added", "tour.txt"),
    ]  # fmt: skip
    assert "Carl Lund | praise | Vladimir Putin" in facts_of(differences, FactKind.GAINED)
    assert "Norvik Bank | acquire | Halden Group" in facts_of(differences, FactKind.LOST)
    assert ("came", [], ["Carl Lund"]) in kinds_of(differences)
    assert ("vanished", ["Norvik Bank"], []) in kinds_of(differences)


def test_what_others_still_say_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write("again.txt", "LONDON, March 6, 2013 (AP) - Norvik Bank acquired Halden Group, it said.\n")
    newsroom.compare()
    both = shutil.copytree(newsroom.graph, tmp_path / "both.kg")
    (newsroom.articles / "again.txt").unlink()
    lost = {said(change): change.elsewhere for change in newsroom.compare(both).facts()}
    assert lost["Norvik Bank | acquire | Halden Group"] is Status.ASSERTED
    gained = kg.open(newsroom.graph).diff(kg.open(both))
    assert {said(change): change.elsewhere for change in gained.facts()} == lost
    assert "gained (1 said before elsewhere)" in str(gained)


def test_a_renamed_file_is_neither_lost_nor_gained(newsroom: Newsroom) -> None:
    (newsroom.articles / "bank.txt").rename(newsroom.articles / "takeover.txt")
    differences = newsroom.compare()
    [document] = differences.documents
    assert document.kind is DocumentKind.RENAMED
    assert list(differences.facts()) == [] and differences.entities == []


def test_two_graphs_without_a_common_document(before: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.kg"
    (tmp_path / "tour.txt").write_text("Carl Lund praised Vladimir Putin.\n")
    build(other, [tmp_path / "tour.txt"], workers=1)
    differences = kg.open(before).diff(kg.open(other))
    kinds = {change.kind for change in differences.documents}
    assert kinds == {DocumentKind.ADDED, DocumentKind.REMOVED}
    assert facts_of(differences, FactKind.GAINED) == ["Carl Lund | praise | Vladimir Putin"]
    assert "Vladimir Putin" not in {one.label for change in differences.entities for one in change.before}


def test_turned_around_what_was_gained_is_lost(newsroom: Newsroom, before: Path) -> None:
    newsroom.write("visit.md", ARTICLES["visit.md"].replace("France supports", "Poland opposes"))
    (newsroom.articles / "bank.txt").unlink()
    forth = newsroom.compare()
    back = kg.open(newsroom.graph).diff(kg.open(before))
    for one, other in ((FactKind.GAINED, FactKind.LOST), (FactKind.LOST, FactKind.GAINED)):
        assert sorted(facts_of(forth, one)) == sorted(facts_of(back, other))
    assert list(map(repr, forth.facts())) == list(map(repr, forth.facts()))


def test_a_status_narrows_the_facts(newsroom: Newsroom) -> None:
    newsroom.write("bank.txt", ARTICLES["bank.txt"].replace("denied that", "said that").replace("acquired", "sold"))
    differences = newsroom.compare()
    assert {said(change) for change in differences.facts(["negated"])} == {"Anna Berg | resign"}
    overview = differences.overview(limit=1, status=["asserted"])
    assert overview.totals[FactKind.LOST] == 1 and overview.totals[FactKind.CHANGED] == 0


def test_the_overview_counts_all_and_shows_some(newsroom: Newsroom) -> None:
    (newsroom.articles / "summit.txt").unlink()
    overview = newsroom.compare().overview(limit=2)
    assert len(overview.facts[FactKind.LOST]) == 2 < overview.totals[FactKind.LOST]
    [counts] = overview.per_document.values()
    assert counts[FactKind.LOST] == overview.totals[FactKind.LOST]


def test_a_graph_on_a_server_is_compared(oxigraph: Server, before: Path) -> None:
    open_empty(oxigraph).close()
    with kg.open(before) as graph:
        graph.push(oxigraph.url)
        with kg.open(oxigraph.url) as remote:
            assert not graph.diff(remote)


# Entities


def entity(slug: str, label: str, type_: EntityType = EntityType.PERSON, *names: str) -> Entity:
    return Entity(slug, label, type_, names=names)


ANNA, BERG = entity("anna-berg", "Anna Berg"), entity("berg", "Berg")


def placed(slug: str, word: int = 0, sentence: str = "She left.") -> Assertion:
    """Return a fact about an entity whose name stands at that place of a sentence."""
    return replace(
        NOT_SIGN, subject_id=f"ent:{slug}", subject=slug, sentence=sentence, subject_antecedent=None,
        subject_span=(Span(NOT_SIGN.start + word, NOT_SIGN.start + word + 1),),
    )  # fmt: skip


def align(
    before: Iterable[Entity], after: Iterable[Entity], pairs: Sequence[tuple[Assertion, Assertion]]
) -> list[tuple[str, list[str], list[str]]]:
    alignment = Alignment(before, after)
    alignment.learn([one for one, _ in pairs], [other for _, other in pairs])
    alignment.settle()
    return [
        (change.kind.value, [one.slug for one in change.before], [one.slug for one in change.after])
        for change in alignment.changes()
    ]


def test_names_that_are_one_now_are_merged_and_back_are_split() -> None:
    pairs = [(placed("berg", 0), placed("anna-berg", 0)), (placed("anna-berg", 5), placed("anna-berg", 5))]
    assert align([ANNA, BERG], [ANNA], pairs) == [("merged", ["anna-berg", "berg"], ["anna-berg"])]
    back = [(other, one) for one, other in pairs]
    assert align([ANNA], [ANNA, BERG], back) == [("split", ["anna-berg"], ["anna-berg", "berg"])]


def test_a_name_in_no_fact_is_found_merged_by_its_name() -> None:
    known = entity("anna-berg", "Anna Berg", EntityType.PERSON, "Berg")
    assert align([ANNA, BERG], [known], []) == [("merged", ["anna-berg", "berg"], ["anna-berg"])]
    assert align([known, BERG], [known], []) == [("vanished", ["berg"], [])], "it had that name before"


def test_a_better_name_is_a_rename() -> None:
    assert align([BERG], [ANNA], [(placed("berg"), placed("anna-berg"))]) == [("renamed", ["berg"], ["anna-berg"])]


def test_an_identifier_of_a_nominal_that_died_with_an_edit_is_no_change() -> None:
    old, new = (entity(slug, "aid group", EntityType.CONCEPT) for slug in ("aid-group-1", "aid-group-2"))
    assert align([old], [new], [(placed(old.slug), placed(new.slug))]) == []


def test_an_identifier_may_come_to_mean_another_thing() -> None:
    """One embassy was `embassy`, and embassies at large another thing, which has that identifier now."""
    facility, concept = EntityType.FACILITY, EntityType.CONCEPT
    before = [entity("embassy", "Embassy", facility), entity("embassy-concept", "embassies", concept)]
    after = [entity("embassy-facility", "Embassy", facility), entity("embassy", "embassies", concept)]
    pairs = [(placed("embassy"), placed("embassy-facility")), (placed("embassy-concept", 5), placed("embassy", 5))]
    assert align(before, after, pairs) == [("renamed", ["embassy"], ["embassy-facility"])]


def test_one_mention_that_moves_does_not_make_two_things_one() -> None:
    pairs = [(placed("berg", 0), placed("berg", 0)), (placed("berg", 5), placed("anna-berg", 5))]
    pairs += [(placed("anna-berg", 7), placed("anna-berg", 7))]
    assert align([ANNA, BERG], [ANNA, BERG], pairs) == []


def test_a_pronoun_that_stands_for_another_one_now_aligns_nobody() -> None:
    pronoun = (Span(0, 1),)
    pairs = [
        (replace(one, subject_antecedent=pronoun), replace(other, subject_antecedent=pronoun))
        for one, other in [(placed("berg"), placed("anna-berg"))]
    ]
    assert align([ANNA, BERG], [ANNA, BERG], pairs) == []


def test_a_new_type_or_link_is_told() -> None:
    linked = replace(ANNA, wikidata="Q1")
    assert align([ANNA], [linked], []) == [("changed", ["anna-berg"], ["anna-berg"])]


# Facts


def alignment_of(*entities: Entity) -> Alignment:
    alignment = Alignment(entities, entities)
    alignment.settle()
    return alignment


PEOPLE = [entity(slug, slug) for slug in ("hillary-clinton", "vladimir-putin", "russia", "sanctions-on-syria")]


def test_equal_facts_are_no_change_whatever_their_identifiers() -> None:
    moved = [replace(fact, id="ff", document="other", start=100, end=200) for fact in (OPPOSE, MEET)]
    assert match_facts([OPPOSE, MEET], moved, alignment_of(*PEOPLE)) == []


def test_of_two_equal_facts_one_may_be_lost() -> None:
    again = replace(MEET, id="bb", sentence="They met again.")
    [change] = match_facts([MEET, again], [again], alignment_of(*PEOPLE))
    assert (change.kind, change.before) == (FactKind.LOST, MEET)


def test_a_fact_that_others_are_credited_with_now_has_changed() -> None:
    other = replace(OPPOSE, attributed_to="Moscow", attributed_to_id=None)
    [change] = match_facts([OPPOSE], [other], alignment_of(*PEOPLE))
    assert change.fields == ("attributed_to",)


def test_facts_of_one_sentence_are_paired_before_those_of_others() -> None:
    elsewhere = replace(MEET, id="cc", sentence="Clinton met Putin again.", status=Status.REPORTED)
    changes = match_facts([MEET, elsewhere], [elsewhere, MEET], alignment_of(*PEOPLE))
    assert changes == []
