"""A small world of news, told in a line a fact, for the tests of the analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph_samples import MEET
from hypothesis import strategies as st

from kg import rdf
from kg.model import Assertion, Dataset, Document, Entity, EntityType, Modality, Polarity, Settings, Status
from kg.rdf import Fact, RowReader, Thing
from kg.store import EmbeddedStore
from kg.vocabulary import slug

TYPES = {
    "Ann": EntityType.PERSON, "Bob": EntityType.PERSON, "Cy": EntityType.PERSON, "Acme": EntityType.ORGANIZATION,
    "Russia": EntityType.COUNTRY, "Syria": EntityType.COUNTRY, "Oslo": EntityType.PLACE,
    "Minister": EntityType.POSITION,
}  # fmt: skip
PARTS = {"sanctions on Syria": ("syria",), "Acme of Oslo": ("acme", "oslo")}
PUBLISHERS = {"d1": "Wire", "d2": "Post", "d3": "Post", "d4": None, "d5": "Gazette"}
DATES = {"d1": "2012-09-08", "d2": "2012-09-09", "d3": "2012-10-01", "d4": None, "d5": "2013-01-01"}


def tell(
    line: str, document: str = "d1", *, by: str | None = None, time: str | None = None, **known: object
) -> Assertion:
    """Return an assertion from "Ann | not meet | Bob?": "not" before what is denied, "?" behind what is not certain."""
    subject, predicate, obj = (part.strip() for part in line.rstrip("?").split("|"))
    modality = Modality.POSSIBLE if line.endswith("?") else Modality.CERTAIN
    polarity = Polarity.NEGATIVE if predicate.startswith("not ") else Polarity.POSITIVE
    predicate = predicate.removeprefix("not ")
    reported = Status.REPORTED if by else Status.ASSERTED
    certain = Status.NEGATED if polarity == Polarity.NEGATIVE else reported
    return replace(
        MEET,
        id=f"{slug(line)}-{document}-{slug(by or 'text')}-{slug(time or 'ever')}",
        status=certain if modality == Modality.CERTAIN else Status.HYPOTHETICAL,
        subject=subject, subject_id=f"ent:{slug(subject)}", subject_type=type_of(subject),
        predicate=predicate, predicate_id=f"rel:{slug(predicate)}",
        object=obj, object_id=f"ent:{slug(obj)}", object_type=type_of(obj),
        polarity=polarity, modality=modality, attributed_to=by, attributed_to_id=f"ent:{slug(by)}" if by else None,
        attribution_chain=(by,) if by else (), attribution_chain_ids=(f"ent:{slug(by)}",) if by else (),
        time=time, document=document, source=f"{document}.txt", published=DATES[document], clause=f"{document}:0:0",
        **known,
    )  # fmt: skip


def type_of(name: str) -> EntityType:
    """Return the type of a name; what has none is a concept."""
    return TYPES.get(name, EntityType.CONCEPT)


def make_world(assertions: Iterable[Assertion], copies: dict[str, str] | None = None) -> Dataset:
    """Return the dataset in which these assertions stand, with all that they name."""
    told = list(assertions)
    names = {name for fact in told for name in (fact.subject, fact.object, fact.attributed_to) if name}
    names |= {name for name in TYPES if any(slug(name) in PARTS.get(whole, ()) for whole in names)}
    entities = [Entity(slug(name), name, type_of(name), parts=PARTS.get(name, ())) for name in sorted(names)]
    documents = [
        Document(name, MEET.sentence, f"{name}.txt", published=DATES[name], publisher=PUBLISHERS[name])
        for name in sorted({fact.document for fact in told} | set(copies or ()) | set((copies or {}).values()))
    ]
    return Dataset(tuple(documents), tuple(entities), tuple({fact.id: fact for fact in told}.values()), copies or {})


def open_world(assertions: Iterable[Assertion], copies: dict[str, str] | None = None) -> EmbeddedStore:
    """Return a store of these assertions."""
    return EmbeddedStore.in_memory(rdf.quads(make_world(assertions, copies), Settings()))


def read_world(
    assertions: Iterable[Assertion], copies: dict[str, str] | None = None
) -> tuple[list[Fact], dict[str, tuple[Thing, ...]]]:
    """Return the facts of these assertions as the analysis reads them, and the parts of names."""
    reader = RowReader(open_world(assertions, copies), Settings())
    return list(reader.read_facts(reader.texts)), reader.read_parts()


_NAMES = st.sampled_from(["Ann", "Russia", "Syria", "the plan", "sanctions on Syria", "Acme of Oslo"])
_PREDICATES = st.sampled_from(["support", "not support", "oppose", "meet", "not meet", "reject", "visit"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Assertion], dict[str, str]]:
    """Draw assertions in which the same is said, denied, corroborated and copied; and what is a copy of what."""
    told = []
    for _ in range(draw(st.integers(0, 14))):
        subject, obj = draw(_NAMES), draw(_NAMES)
        line = f"{subject} | {draw(_PREDICATES)} | {obj}{draw(st.sampled_from(['', '', '', '?']))}"
        by = draw(st.sampled_from([None, None, "Bob", "Cy"]))
        time = draw(st.sampled_from([None, None, "2012", "2013-02", "six hours"]))
        told.append(tell(line, draw(st.sampled_from(sorted(PUBLISHERS))), by=by, time=time))
    copies = draw(st.sampled_from([{}, {"d2": "d1"}, {"d2": "d1", "d4": "d1"}, {"d5": "d3"}]))
    return told, copies
