"""Assertions and their records: the contract other programs read."""

import json
import re

from hand import Reading, assertions_of, came, read, records_of, resolve_readings

from kg.assertions import make_assertions, record
from kg.entities import index_entities
from kg.model import Assertion, EntityType, Polarity, Status

# The assertion record of DESIGN.md, key by key.
KEYS = [
    "id", "status", "subject", "subject_id", "subject_type", "predicate", "predicate_id", "phrase", "object",
    "object_id", "object_type", "polarity", "modality", "attributed_to", "attributed_to_id", "attribution_chain",
    "time", "place", "confidence", "clause", "document", "source", "published", "sentence", "start", "end",
    "subject_span", "predicate_span", "object_span", "subject_antecedent", "object_antecedent",
]  # fmt: skip

REPORT = """
1 Anton   _      NNP 3 nsubj B-PER
2 Ruiz    _      NNP 1 flat  I-PER
3 said    say    VBD 0 root
4 that    _      IN  7 mark
5 Russia  _      NNP 7 nsubj B-LOC
6 is      be     VBZ 7 cop
7 opposed _      JJ  3 ccomp
8 to      _      IN  9 case
9 tolls   toll   NNS 7 obl
10 on     _      IN  11 case
11 Syria  _      NNP 9 nmod  B-LOC
12 .      _      .   3 punct
"""
MET = "1 Ann _ NNP 2 nsubj B-PER\n2 met meet VBD 0 root\n3 Bo _ NNP 2 obj B-PER\n4 . _ . 2 punct\n"


def only(*readings: Reading) -> Assertion:
    (found,) = assertions_of(*readings)
    return found


def test_the_record_has_the_keys_of_the_design_in_their_order() -> None:
    (found,) = records_of(read(REPORT))
    assert list(found) == KEYS


def test_a_record_in_full() -> None:
    reading = read(REPORT, source="articles/tolls.txt", published="2012-09-08")
    (found,) = records_of(reading)
    assert re.fullmatch("[0-9a-f]{16}", found.pop("id"))
    assert 0.5 < found.pop("confidence") < 1
    assert found == {
        "status": "reported", "subject": "Russia", "subject_id": "ent:russia", "subject_type": "Country",
        "predicate": "oppose", "predicate_id": "rel:oppose", "phrase": "is opposed to", "object": "tolls on Syria",
        "object_id": "ent:tolls-on-syria", "object_type": "Concept", "polarity": "positive", "modality": "certain",
        "attributed_to": "Anton Ruiz", "attributed_to_id": "ent:anton-ruiz", "attribution_chain": ["Anton Ruiz"],
        "time": None, "place": None, "clause": f"{reading.document.id}:0:1",
        "document": reading.document.id, "source": "articles/tolls.txt", "published": "2012-09-08",
        "sentence": "Anton Ruiz said that Russia is opposed to tolls on Syria.", "start": 0, "end": 57,
        "subject_span": [[21, 27]], "predicate_span": [[28, 41]], "object_span": [[42, 56]],
        "subject_antecedent": None, "object_antecedent": None,
    }  # fmt: skip


def test_a_record_is_json() -> None:
    (found,) = records_of(read(REPORT))
    assert json.loads(json.dumps(found)) == found


def test_spans_quote_the_document() -> None:
    text = (reading := read(came("Eva Dahl") + "\n" + REPORT)).document.text
    found = next(assertion for assertion in assertions_of(reading) if assertion.predicate == "oppose")
    assert [span.quote(text) for span in found.subject_span] == ["Russia"]
    assert [span.quote(text) for span in found.predicate_span] == ["is opposed to"]
    assert [span.quote(text) for span in found.object_span] == ["tolls on Syria"]
    assert text[found.start : found.end] == found.sentence


def test_subject_and_object_are_canonical_labels() -> None:
    reading = read(came("Ann Berg") + "\n" + MET.replace("Ann", "Berg") + "\n" + came("Bo Dahl"))
    (found,) = [assertion for assertion in assertions_of(reading) if assertion.predicate == "meet"]
    assert (found.subject, found.object) == ("Ann Berg", "Bo Dahl")
    assert [span.quote(reading.document.text) for span in found.subject_span] == ["Berg"]


def test_assertions_stand_in_text_order() -> None:
    found = assertions_of(read("\n".join([MET, came("Eva Dahl"), MET.replace("met meet", "sued sue")])))
    assert [assertion.predicate for assertion in found] == ["meet", "come", "sue"]
    assert found == sorted(found, key=lambda assertion: assertion.start)


def test_the_chain_of_sources_is_outermost_first_and_the_innermost_is_credited() -> None:
    reading = read("""
1 Ann  _    NNP 2 nsubj B-PER
2 said say  VBD 0 root
3 Cy   _    NNP 4 nsubj B-PER
4 claimed claim VBD 2 ccomp
5 that _    IN  7 mark
6 Bo   _    NNP 7 nsubj B-PER
7 met  meet VBD 4 ccomp
8 Di   _    NNP 7 obj   B-PER
""")
    found = only(reading)
    assert found.attribution_chain == ("Ann", "Cy")
    assert (found.attributed_to, found.attributed_to_id) == ("Cy", "ent:cy")
    assert found.attribution_chain_ids == ("ent:ann", "ent:cy")


def test_a_source_known_by_a_pronoun_only_keeps_its_words() -> None:
    found = only(read(REPORT.replace("1 Anton   _      NNP 3 nsubj B-PER", "1 They _ PRP 3 nsubj").replace(
        "2 Ruiz    _      NNP 1 flat  I-PER", "2 also _ RB 3 advmod"
    )))  # fmt: skip
    assert (found.status, found.attributed_to, found.attributed_to_id) == (Status.REPORTED, "They", None)


PRONOUN = "1 She _ PRP 2 nsubj\n2 met meet VBD 0 root\n3 Bo _ NNP 2 obj B-PER\n"


def test_a_pronoun_keeps_its_span_and_names_its_antecedent() -> None:
    reading = read(came("Maria Berg") + "\n" + PRONOUN)
    found = assertions_of(reading)[-1]
    text = reading.document.text
    assert found.subject == "Maria Berg"
    assert [span.quote(text) for span in found.subject_span] == ["She"]
    assert [span.quote(text) for span in found.subject_antecedent or ()] == ["Maria Berg"]
    assert found.object_antecedent is None


def test_a_pronoun_for_nobody_known_gives_no_assertion() -> None:
    assert assertions_of(read(PRONOUN)) == []


def test_nothing_relates_to_itself() -> None:
    met = "1 Berg _ NNP 2 nsubj B-PER\n2 praised praise VBD 0 root\n3 himself _ PRP 2 obj\n"
    assert assertions_of(read(met)) == []


def test_a_literal_object_has_a_value_and_no_identifier() -> None:
    found = only(
        read("1 Ann _ NNP 2 nsubj B-PER\n2 paid pay VBD 0 root\n3 1,200 _ CD 4 nummod\n4 euros euro NNS 2 obj")
    )
    assert (found.object, found.object_id, found.object_type) == ("1,200 euros", None, EntityType.MONEY)
    assert found.object_value == "1200 EUR"


def test_an_assertion_without_object_has_none() -> None:
    (found,) = records_of(read(came("Ann")))
    assert (found["object"], found["object_id"], found["object_type"], found["object_span"]) == (None, None, None, [])


def test_time_and_place() -> None:
    block = (
        MET.replace("4 . _ . 2 punct\n", "")
        + "4 in _ IN 5 case\n5 Oslo _ NNP 2 obl B-LOC\n6 Monday _ NNP 2 obl:unmarked"
    )
    found = only(read(block, published="2013-03-14"))
    assert (found.time, found.place, found.place_id) == ("2013-03-11", "Oslo", "ent:oslo")


def test_a_denial_is_negated() -> None:
    block = (
        "1 Ann _ NNP 4 nsubj B-PER\n2 did do VBD 4 aux\n3 not _ RB 4 advmod\n4 meet _ VB 0 root\n5 Bo _ NNP 4 obj B-PER"
    )
    found = only(read(block))
    assert (found.status, found.polarity, found.phrase) == (Status.NEGATED, Polarity.NEGATIVE, "did not meet")


def test_facts_of_one_clause_share_its_number() -> None:
    block = MET.replace("4 . _ . 2 punct\n", "") + "4 and _ CC 5 cc\n5 Cy _ NNP 3 conj B-PER"
    one, two = assertions_of(read(block))
    assert one.clause == two.clause
    assert one.id != two.id


# identifiers


def test_identifiers_are_the_same_each_time() -> None:
    assert [a.id for a in assertions_of(read(REPORT))] == [a.id for a in assertions_of(read(REPORT))]


def test_identifiers_do_not_depend_on_other_documents() -> None:
    reading = read(REPORT)
    alone = [assertion.id for assertion in assertions_of(reading)]
    together = assertions_of(read(came("Anton Maria Ruiz") + "\n" + came("Anton Ruiz"), source="b.txt"), reading)
    assert [assertion.id for assertion in together if assertion.document == reading.document.id] == alone


def test_identifiers_tell_documents_and_sentences_apart() -> None:
    readings = [read(MET + "\n" + MET), read(MET, source="b.txt")]
    ids = [assertion.id for assertion in assertions_of(*readings)]
    assert len(ids) == len(set(ids)) == 3


def test_records_leave_out_what_serves_rdf_alone() -> None:
    reading = read(MET)
    places = index_entities(resolve_readings(reading))
    (found,) = make_assertions(reading.document, reading.extraction, places)
    assert not {"place_id", "attribution_chain_ids", "object_value"} & set(record(found))
