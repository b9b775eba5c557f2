"""What a person decided: the file, contradictions, and how decisions are followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hand import Reading, came, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.decisions import (
    Decision,
    Decisions,
    Different,
    Missed,
    Reference,
    Same,
    Wrong,
    add_decision,
    find_contradictions,
    name_key,
    parse_decisions,
    read_decisions,
    settle,
    write_line,
)
from kg.errors import DecisionError
from kg.model import Dataset, Document, EntityType, Extraction, Modality, Polarity, Settings, Status
from kg.pipeline.materialise import materialise

FILE = Path("decisions.yaml")


def ref(name: str, document: str | None = None, type: EntityType | None = None) -> Reference:
    return Reference(name, type, document)


def same(*pairs: tuple[str, str]) -> Decisions:
    return Decisions(same=tuple((ref(left), ref(right)) for left, right in pairs))


# References

ARTICLE = Document("3f9a1c2b", "", "articles/bank.txt")


@pytest.mark.parametrize(
    ("reference", "names", "type_", "fits"),
    [
        (ref("the U.N."), ["United Nations"], EntityType.ORGANIZATION, True),
        (ref("Walesa"), ["Wałęsa", "Lech Wałęsa"], EntityType.PERSON, True),
        (ref("USA", type=EntityType.COUNTRY), ["United States"], EntityType.COUNTRY, True),
        (ref("Georgia", type=EntityType.COUNTRY), ["Georgia"], EntityType.PLACE, False),
        (ref("Georgia"), ["Georgia"], EntityType.PLACE, True),
        (ref("Berg"), ["Anna Berg"], EntityType.PERSON, False),
        (ref("Berg", "bank.txt"), ["Berg"], EntityType.PERSON, True),
        (ref("Berg", "articles/bank.txt"), ["Berg"], EntityType.PERSON, True),
        (ref("Berg", "3f9a1c"), ["Berg"], EntityType.PERSON, True),
        (ref("Berg", "ank.txt"), ["Berg"], EntityType.PERSON, False),
        (ref("Berg", "3f9"), ["Berg"], EntityType.PERSON, False),
    ],
)
def test_a_reference_means_things_by_name_type_and_document(
    reference: Reference, names: list[str], type_: EntityType, fits: bool
) -> None:
    assert reference.fits(names, type_, [ARTICLE]) is fits


def test_references_sort_whatever_is_missing() -> None:
    ordered = [ref("A"), ref("A", "b.txt"), ref("A", type=EntityType.PERSON), ref("B")]
    assert all(sorted(some) == ordered for some in permutations(ordered))


# The file

WRITTEN = """\
# my notes
- same: [Acme, Acme Corp.]   # the pump maker
- different: [{name: Georgia, type: country}, {name: Georgia, type: Place}]
- wrong:
    subject: Russia
    predicate: oppose
    object: sanctions on Syria
    sentence: >
      Russia, it is said,
      opposes sanctions on Syria.
- missed: {document: a.txt, sentence: He fled., subject: He, predicate: flee, modality: Possible, by: No}
"""


def test_what_a_person_writes_is_read() -> None:
    decisions = parse_decisions(WRITTEN, FILE)
    assert decisions.same == ((ref("Acme"), ref("Acme Corp.")),)
    assert decisions.different == (
        (ref("Georgia", type=EntityType.COUNTRY), ref("Georgia", type=EntityType.PLACE)),
    )  # fmt: skip
    sentence = "Russia, it is said, opposes sanctions on Syria."
    assert decisions.wrong == (Wrong("Russia", "oppose", "sanctions on Syria", sentence),)
    assert decisions.missed == (
        Missed("He", "flee", None, "He fled.", "a.txt", modality=Modality.POSSIBLE, by="No"),
    )  # fmt: skip
    assert decisions.lines == {"same": (2,), "different": (3,), "wrong": (4,), "missed": (11,)}


def test_words_are_names_whatever_yaml_takes_them_for() -> None:
    decisions = parse_decisions("- same: [No, 2012]\n- same: [1e3, 2012-09-08]\n- same: [true, '~']\n", FILE)
    assert [reference.name for pair in decisions.same for reference in pair] == [
        "No", "2012", "1e3", "2012-09-08", "true", "~",
    ]  # fmt: skip


def test_several_names_are_all_one_or_all_different() -> None:
    decisions = parse_decisions("- same: [A, B, C]\n- different: [X, Y, Z]\n", FILE)
    assert [(left.name, right.name) for left, right in decisions.same] == [("A", "B"), ("B", "C")]
    assert [(left.name, right.name) for left, right in decisions.different] == [("X", "Y"), ("X", "Z"), ("Y", "Z")]
    assert decisions.lines == {"same": (1, 1), "different": (2, 2, 2)}


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n"])
def test_no_decisions_are_no_error(text: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    assert read_decisions(file) == Decisions()
    file.write_text(text)
    assert read_decisions(file) == Decisions()
    assert not read_decisions(file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- same: [A, B\n", "no YAML"),
        ("- same: [A, B]\n- saem: [A, B]\n", "line 2: 'saem' is no decision; a decision is one of same, different,"),
        ("same: [A, B]\n", "line 1: found a mapping of same; the file has to be a list"),
        ("- A\n", "line 1: found 'A'; a decision is one of"),
        ("? {a: b}\n: c\n", "line 1: found a mapping of ...; the file has to be a list"),
        ("- same: [A, B]\n  different: [A, C]\n", "line 1: found a mapping of same, different; a decision is one of"),
        ("- same: A\n", "line 1: found 'A'; wanted are two names or more"),
        ("- same: [A]\n", "line 1: found 1 of two names or more"),
        ("- same: [A, [B]]\n", "line 1: found a list; wanted are {name: ..., type: ..., document: ...}"),
        ("- same: [A, '']\n", "line 1: found nothing where words are wanted"),
        ("- same: [A, {type: Person}]\n", "line 1: no 'name' is given"),
        (
            "- same:\n  - A\n  - {name: B, kind: Person}\n",
            "line 3: 'kind' is not known here; known are name, type, doc",
        ),
        ("- same: [A, {name: B, name: C}]\n", "'name' stands here twice"),
        ("- same: [A, {name: B, type: Human}]\n", "'Human' is no type; they are Person, Organization, Country"),
        ("- same: [A, {name: B, type: Money}]\n", "'Money' is no type"),
        ("- wrong: {subject: A, predicate: b}\n", "line 1: no 'sentence' is given"),
        ("- missed: {subject: A, predicate: b, sentence: A b., modality: likely}\n", "'likely' is no modality; they"),
        ("- same: [A, B]\n- same: [\x01, C]\n", "no YAML"),
    ],
)
def test_an_error_tells_file_line_and_what_to_do(text: str, told: str) -> None:
    with pytest.raises(DecisionError) as error:
        parse_decisions(text, FILE)
    assert str(error.value).startswith("decisions.yaml")
    assert told in str(error.value)


def test_a_file_in_another_encoding_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_bytes(b"- same: [A, B]\n- same: [Wa\xb3esa, C]\n")
    with pytest.raises(DecisionError, match="line 2: not UTF-8"):
        read_decisions(file)


_words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30).filter(
    lambda text: text.split() and " ".join(text.split()) == text
)
_types = st.none() | st.sampled_from([type_ for type_ in EntityType if not type_.is_literal])
_references = st.builds(Reference, _words, _types, st.none() | _words)
_decisions: st.SearchStrategy[Decision] = st.one_of(
    st.builds(Same, _references, _references),
    st.builds(Different, _references, _references),
    st.builds(Wrong, _words, _words, st.none() | _words, _words, st.none() | _words),
    st.builds(
        Missed, _words, _words, st.none() | _words, _words, st.none() | _words, st.none() | _words,
        st.sampled_from(Polarity), st.sampled_from(Modality), st.none() | _words,
    ),
)  # fmt: skip


@given(_decisions)
def test_a_decision_is_one_line_and_is_read_back(decision: Decision) -> None:
    line = write_line(decision)
    assert "\n" not in line
    kind = type(decision).__name__.lower()
    assert getattr(parse_decisions(line, FILE), kind) == (decision,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_decisions, max_size=4))
def test_decisions_are_added_at_the_end_once_and_the_rest_stays(tmp_path: Path, decisions: list[Decision]) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    for decision in [*decisions, *decisions]:
        line = add_decision(file, decision)
        after = file.read_text(encoding="utf-8")
        assert after.startswith(before)
        if after != before:
            assert after.splitlines()[line - 1] == write_line(decision)
        assert read_decisions(file).has(decision)
        before = after
    lines = before.splitlines()
    assert len(lines) == len(set(lines)) <= len(WRITTEN.splitlines()) + len(decisions)


def test_a_pair_in_the_other_order_or_spelling_is_known(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    first = add_decision(file, Same(ref("the U.N."), ref("Acme")))
    assert add_decision(file, Same(ref("Acme"), ref("United Nations"))) == first
    assert add_decision(file, Different(ref("Acme"), ref("Acme", "a.txt"))) == first + 1
    assert file.read_text().startswith("# What a person decided")
    assert file.read_text().splitlines()[first - 1] == "- same: [the U.N., Acme]"


@pytest.mark.parametrize("text", ["- same: [A, B]", "- same: [A, B]\r\n", "  - same:\n      - A\n      - B\n# end\n"])
def test_a_file_of_another_layout_is_added_to(text: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_bytes(text.encode())
    add_decision(file, Same(ref("C"), ref("D")))
    assert [right.name for _, right in read_decisions(file).same] == ["B", "D"]
    assert file.read_bytes().startswith(text.encode())


@pytest.mark.parametrize("text", ["[{same: [A, B]}]\n", "- same: [A, B]\n...\n"])
def test_a_file_that_cannot_be_added_to_stays_as_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(text)
    with pytest.raises(DecisionError, match=r"add by hand:\n- same: \[C, D\]"):
        add_decision(file, Same(ref("C"), ref("D")))
    assert file.read_text() == text


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    (tmp_path / "decisions.yaml").symlink_to(kept)
    add_decision(tmp_path / "decisions.yaml", Same(ref("A"), ref("B")))
    assert (tmp_path / "decisions.yaml").is_symlink()
    assert len(read_decisions(kept).same) == 1


# Contradictions


def contradictions(text: str) -> list[tuple[int, ...]]:
    return [found.lines for found in find_contradictions(parse_decisions(text, FILE))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- same: [A, B]\n- different: [B, A]\n", [(1, 2)]),
        ("- same: [A, B]\n- same: [B, C]\n- different: [A, C]\n- same: [C, D]\n", [(1, 2, 3)]),
        ("- same: [A, B]\n- different: [A, C]\n- different: [B, C]\n", []),
        ("- different: [A, A]\n", [(1,)]),
        ("- same: [A, B]\n- different: [{name: A, type: Person}, B]\n", [(1, 2)]),
        ("- same: [{name: A, type: Person}, B]\n- different: [{name: A, type: Place}, B]\n", []),
        ("- same: [{name: A, document: x.txt}, B]\n- different: [{name: A, document: y.txt}, B]\n", []),
        ("- same: [{name: A, document: a/x.txt}, B]\n- different: [{name: A, document: x.txt}, B]\n", [(1, 2)]),
        # All that is called A is B, so A of two articles is one.
        ("- same: [A, B]\n- different: [{name: A, document: x.txt}, {name: A, document: y.txt}]\n", [(1, 2)]),
        # Only A of one article is B: the other A may be somebody else.
        ("- same: [{name: A, document: x.txt}, B]\n- different: [A, {name: A, document: x.txt}]\n", []),
        # Two ways lead from A to C, and neither is taken.
        ("- same: [A, B]\n- same: [B, C]\n- same: [A, D]\n- same: [D, C]\n- different: [A, C]\n", [(1, 2, 3, 4, 5)]),
        ("- wrong: {subject: A, predicate: b, sentence: A  b.}\n"
         "- missed: {subject: a, predicate: b, sentence: A b.}\n", [(1, 2)]),
        ("- wrong: {subject: A, predicate: b, sentence: A b.}\n"
         "- missed: {subject: A, predicate: c, sentence: A b.}\n", []),
    ],
)  # fmt: skip
def test_contradictions_are_found_with_their_lines(text: str, lines: list[tuple[int, ...]]) -> None:
    assert contradictions(text) == lines


def test_neither_side_of_a_contradiction_is_followed() -> None:
    decisions = parse_decisions("- same: [A, B]\n- different: [A, B]\n- same: [C, D]\n", FILE)
    settled, found = settle(decisions)
    assert settled == Decisions(same=((ref("C"), ref("D")),))
    assert settled.lines["same"] == (3,)
    assert found[0].message == "A and B are different by line 2, and the same by line 1"


_letters = st.sampled_from("ABCDE")
_pairs = st.lists(st.tuples(_letters, _letters).filter(lambda pair: pair[0] != pair[1]), max_size=7)


@given(_pairs, _pairs)
def test_settled_decisions_can_all_hold(joined: list[tuple[str, str]], parted: list[tuple[str, str]]) -> None:
    decisions = replace(same(*joined), different=same(*parted).same)
    settled, found = settle(decisions)
    groups = {letter: {letter} for letter in "ABCDE"}
    for left, right in settled.same:
        group = groups[left.name] | groups[right.name]
        groups |= dict.fromkeys(group, group)
    assert not any(right.name in groups[left.name] for left, right in settled.different)
    assert bool(found) == (settled != decisions)
    assert settle(settled) == (settled, ())


# Following them


def met(left: str, right: str) -> str:
    """Return the block of "LEFT met RIGHT ."."""
    one, two = left.split(), right.split()
    verb = len(one) + 1
    lines = [f"1 {one[0]} _ NNP {verb} nsubj B-PER", *(f"{n} {w} _ NNP 1 flat I-PER" for n, w in enumerate(one[1:], 2))]
    lines += [f"{verb} met meet VBD 0 root", f"{verb + 1} {two[0]} _ NNP {verb} obj B-PER"]
    lines += [f"{n} {w} _ NNP {verb + 1} flat I-PER" for n, w in enumerate(two[1:], verb + 2)]
    return "\n".join([*lines, f"{verb + len(two) + 1} . _ . {verb} punct"]) + "\n"


CORPUS = (
    read(met("Ann Berg", "Paul Holm") + "\n" + met("Berg", "Eva Roe"), source="a.txt"),
    read(met("Berg", "Nils Dahl") + "\n" + came("Ann Roe"), source="b.txt"),
    read(met("Paul Holm", "Lars Lind") + "\n" + came("Ann Berg"), source="c.txt"),
    read(met("Kari Moe", "Lars Lind"), source="d.txt"),
)
NAMES = ("Ann Berg", "Paul Holm", "Eva Roe", "Nils Dahl", "Ann Roe", "Lars Lind", "Kari Moe", "Berg")


def pairs_of(readings: Sequence[Reading]) -> list[tuple[Document, Extraction]]:
    return [(reading.document, reading.extraction) for reading in readings]


def follow(decisions: Decisions, readings: Sequence[Reading] = CORPUS) -> Dataset:
    return materialise(pairs_of(readings), decisions).dataset


def facts(dataset: Dataset) -> list[str]:
    return [f"{a.subject} | {a.predicate} | {a.object}" for a in dataset.assertions]


def quads(dataset: Dataset) -> list[str]:
    return list(map(str, rdf.quads(dataset, Settings())))


def test_the_words_of_a_text_without_decisions_make_the_same_graph() -> None:
    assert quads(follow(Decisions())) == quads(materialise(pairs_of(CORPUS)).dataset)
    assert materialise(pairs_of(CORPUS)).warnings == ()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(combinations(NAMES, 2))), st.booleans(), st.permutations(CORPUS))
def test_a_decision_on_two_names_changes_only_what_it_names(
    names: tuple[str, str], is_same: bool, readings: list[Reading]
) -> None:
    pair = ((ref(names[0]), ref(names[1])),)
    decisions = Decisions(same=pair) if is_same else Decisions(different=pair)
    before, after = follow(Decisions()), follow(decisions, readings)
    keys = {name_key(name, None) for name in names}
    touched = {
        place for dataset in (before, after) for entity in dataset.entities for place in entity.mentions
        if not keys.isdisjoint(name_key(name, None) for name in (entity.label, *entity.names))
    }  # fmt: skip
    rest_before = [entity for entity in before.entities if touched.isdisjoint(entity.mentions)]
    rest_after = [entity for entity in after.entities if touched.isdisjoint(entity.mentions)]
    assert rest_before == rest_after
    named = {document for document, _ in touched}
    unnamed = [document.id for document in before.documents if document.id not in named]
    for document in unnamed:
        told = [quad for quad in quads(before) if f"document/{document}>" in quad.split(" ")[-1]]
        assert told == [quad for quad in quads(after) if f"document/{document}>" in quad.split(" ")[-1]]
    assert quads(after) == quads(follow(decisions))


def test_what_is_wrong_is_left_out_and_nothing_else() -> None:
    before = follow(Decisions())
    wrong = Wrong("Paul Holm", "meet", "Lars Lind", "Paul  Holm met\nLars Lind.")
    after = follow(Decisions(wrong=(wrong,)))
    assert [fact for fact in before.assertions if fact not in after.assertions] == [
        fact for fact in before.assertions if (fact.subject, fact.object) == ("Paul Holm", "Lars Lind")
    ]
    assert set(after.assertions) < set(before.assertions)
    assert set(quads(after)) < set(quads(before))


@pytest.mark.parametrize(
    ("wrong", "left_out"),
    [
        (Wrong("Berg", "meet", "Eva Roe", "Berg met Eva Roe."), 1),  # the words
        (Wrong("Ann Berg", "meet", "Eva Roe", "Berg met Eva Roe."), 1),  # the label
        (Wrong("Berg", "met", "Eva Roe", "Berg met Eva Roe.", "a.txt"), 1),  # the phrase
        (Wrong("Berg", "meet", "Eva Roe", "Berg met Eva Roe.", "b.txt"), 0),
        (Wrong("Berg", "see", "Eva Roe", "Berg met Eva Roe."), 0),
        (Wrong("Berg", "meet", None, "Berg met Eva Roe."), 0),
        (Wrong("Berg", "meet", "Eva Roe", "Berg met Eva."), 0),
    ],
)
def test_a_wrong_fact_is_known_by_sentence_and_words(wrong: Wrong, left_out: int) -> None:
    outcome = materialise(pairs_of(CORPUS), Decisions(wrong=(wrong,), lines={"wrong": (7,)}))
    assert len(follow(Decisions()).assertions) - len(outcome.dataset.assertions) == left_out
    assert [warning.split(":")[0] for warning in outcome.warnings] == ["decisions.yaml, line 7"] * (1 - left_out)
    assert all(warning.endswith(" is found in no such sentence") for warning in outcome.warnings)


def test_a_wrong_fact_stays_out_after_an_edit_elsewhere() -> None:
    edited = read(came("Liv Aas") + "\n" + met("Ann Berg", "Paul Holm") + "\n" + met("Berg", "Eva Roe"), source="a.txt")
    wrong = Wrong("Berg", "meet", "Eva Roe", "Berg met Eva Roe.")
    readings = [edited, *CORPUS[1:]]
    assert "Ann Berg | meet | Eva Roe" in facts(follow(Decisions(), readings))
    assert "Ann Berg | meet | Eva Roe" not in facts(follow(Decisions(wrong=(wrong,)), readings))


def test_what_was_missed_is_added_with_its_words_and_nothing_else_changes() -> None:
    fact = Missed("Eva Roe", "avoid", "Berg", "Berg met Eva Roe.", "a.txt", phrase="met", polarity=Polarity.NEGATIVE)
    before, after = follow(Decisions()), follow(Decisions(missed=(fact,)))
    [added] = [assertion for assertion in after.assertions if assertion not in before.assertions]
    assert (added.subject_id, added.predicate, added.object_id) == ("ent:eva-roe", "avoid", "ent:ann-berg")
    assert (added.status, added.confidence, added.phrase) == (Status.NEGATED, 1.0, "met")
    text = CORPUS[0].document.text
    quoted = [
        span.quote(text) for spans in (added.subject_span, added.predicate_span, added.object_span) for span in spans
    ]
    assert quoted == ["Eva Roe", "met", "Berg"]
    assert added.is_decided
    assert set(before.assertions) < set(after.assertions)
    assert after.entities == before.entities
    assert set(quads(before)) < set(quads(after))
    generated = [quad for quad in quads(after) if added.id in quad and "wasGeneratedBy" in quad]
    assert "<https://kg.example/decisions>" in generated[0]


def test_what_was_missed_may_name_what_was_no_mention() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 left leave VBD 0 root\n3 at _ IN 5 case\n4 Oslo _ NNP 5 compound\n" \
        "5 Point _ NNP 2 obl\n6 in _ IN 7 case\n7 haste _ NN 2 obl\n8 . _ . 2 punct\n"  # fmt: skip
    readings = (read(block, source="a.txt"), *CORPUS[1:])
    extraction = readings[0].extraction
    bare = replace(
        readings[0], extraction=replace(extraction, mentions=extraction.mentions[:1], chains=(), propositions=())
    )
    fact = Missed(
        "Ann", "leave in", "haste", "Ann left at Oslo Point in haste.", "a.txt", "left ... in", by="Oslo Point"
    )
    outcome = materialise(pairs_of((bare, *CORPUS[1:])), Decisions(missed=(fact,)))
    [added] = [assertion for assertion in outcome.dataset.assertions if assertion.is_decided]
    assert (added.object, added.object_type, added.attributed_to) == ("haste", EntityType.CONCEPT, "Oslo Point")
    assert (added.status, len(added.predicate_span)) == (Status.REPORTED, 2)
    before = materialise(pairs_of((bare, *CORPUS[1:]))).dataset
    assert set(before.entities) < set(outcome.dataset.entities)


def test_a_missed_fact_that_the_extractor_finds_is_no_second_one() -> None:
    fact = Missed("Berg", "meet", "Eva Roe", "Berg met Eva Roe.", "a.txt", phrase="met")
    assert follow(Decisions(missed=(fact,))) == follow(Decisions())


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        (Decisions(same=((ref("Berg"), ref("Foo")),), lines={"same": (4,)}), "line 4: nothing here is Foo"),
        (Decisions(same=((ref("Berg", type=EntityType.PLACE), ref("Eva Roe")),), lines={"same": (4,)}),
         "line 4: nothing here is Berg (Place)"),
        (Decisions(different=((ref("Berg", "d.txt"), ref("Ann Berg")),), lines={"different": (1,)}),
         "line 1: nothing here is Berg (d.txt)"),
        (Decisions(missed=(Missed("Berg", "see", "Eva", "Berg saw Eva."),), lines={"missed": (2,)}),
         "line 2: Berg | see | Eva is not added: no document has the sentence"),
        (Decisions(missed=(Missed("Berg", "see", "Eva", "Berg saw Eva.", "x.txt"),), lines={"missed": (2,)}),
         "line 2: Berg | see | Eva is not added: no document is x.txt"),
        (Decisions(missed=(Missed("Moe", "see", "Eva", "Kari Moe met Lars Lind.", "d.txt", "met"),)),
         "is not added: the sentence does not have the words 'Eva'; it speaks of: Kari Moe, Lars Lind"),
        (Decisions(missed=(Missed("Lars", "see", None, "Kari Moe met Lars Lind.", "d.txt"),), lines={"missed": (2,)}),
         "does not have the words 'see' that would state it; give those that do with --phrase"),
    ],
)  # fmt: skip
def test_a_decision_that_means_nothing_is_told_of(decisions: Decisions, told: str) -> None:
    outcome = materialise(pairs_of(CORPUS), decisions)
    assert len(outcome.warnings) == 1
    assert told in outcome.warnings[0]
    assert outcome.dataset == follow(Decisions())


def test_contradicting_decisions_change_nothing_and_are_told_of() -> None:
    pair = (ref("Ann Berg"), ref("Kari Moe"))
    decisions = Decisions(same=(pair,), different=(pair,), lines={"same": (3,), "different": (9,)})
    outcome = materialise(pairs_of(CORPUS), decisions)
    assert outcome.dataset == follow(Decisions())
    assert outcome.warnings == (
        "decisions.yaml: Ann Berg and Kari Moe are different by line 9, and the same by line 3; "
        "neither is followed until one is deleted",
    )
