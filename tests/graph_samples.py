"""A small dataset on Clinton and Russia, and a strategy that draws datasets, for the tests of RDF and exports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pyoxigraph as ox
from hypothesis import strategies as st

from kg.model import (
    Assertion,
    Dataset,
    Document,
    Entity,
    EntityType,
    Modality,
    Polarity,
    Span,
    Status,
    find_status,
)
from kg.store import EmbeddedStore

VLADIVOSTOK = Document(
    "3f9a000000000001",
    "Lavrov told reporters that Russia is opposed to sanctions on Syria.",
    "articles/vladivostok.txt",
    title="Clinton presses Russia",
    published="2012-09-08",
    publisher="The Example",
    url="https://news.example/a?b=1&c=<2>",
)
ENVOYS = Document("aa00000000000002", "Clinton met Putin. She did not sign.", "articles/envoys.txt")

ENTITIES = (
    Entity(
        "hillary-clinton", "Hillary Clinton", EntityType.PERSON, names=("Clinton", "Mrs. Clinton"), wikidata="Q6294"
    ),
    Entity("russia", "Russia", EntityType.COUNTRY, names=("Moscow",), wikidata="Q159", reasons=("demonym: Russian",)),
    Entity("sanctions-on-syria", "sanctions on Syria", EntityType.CONCEPT, parts=("syria",)),
    Entity("sergey-lavrov", "Sergey Lavrov", EntityType.PERSON),
    Entity("syria", "Syria", EntityType.COUNTRY, wikidata="Q858"),
    Entity("vladimir-putin", "Vladimir Putin", EntityType.PERSON),
    Entity("vladivostok", "Vladivostok", EntityType.PLACE),
    Entity("foreign-minister-of-russia", "foreign minister of Russia", EntityType.POSITION, parts=("russia",)),
)

OPPOSE = Assertion(
    id="91c2",
    status=Status.REPORTED,
    subject="Russia",
    subject_id="ent:russia",
    subject_type=EntityType.COUNTRY,
    predicate="oppose",
    predicate_id="rel:oppose",
    phrase="is opposed to",
    object="sanctions on Syria",
    object_id="ent:sanctions-on-syria",
    object_type=EntityType.CONCEPT,
    polarity=Polarity.POSITIVE,
    modality=Modality.CERTAIN,
    attributed_to="Sergey Lavrov",
    attributed_to_id="ent:sergey-lavrov",
    attribution_chain=("Vladimir Putin", "Sergey Lavrov"),
    time="2012-09-08",
    place="Vladivostok",
    confidence=0.87,
    clause="3f9a000000000001:0:1",
    document=VLADIVOSTOK.id,
    source=VLADIVOSTOK.source,
    published=VLADIVOSTOK.published,
    sentence=VLADIVOSTOK.text,
    start=0,
    end=67,
    subject_span=(Span(27, 33),),
    predicate_span=(Span(34, 36), Span(37, 47)),
    object_span=(Span(48, 66),),
    subject_antecedent=None,
    object_antecedent=None,
    place_id="ent:vladivostok",
    attribution_chain_ids=("ent:vladimir-putin", "ent:sergey-lavrov"),
)
"""Russia is opposed to sanctions on Syria, says Lavrov, as Putin has it."""

MEET = replace(
    OPPOSE,
    id="aa01",
    status=Status.ASSERTED,
    subject="Hillary Clinton",
    subject_id="ent:hillary-clinton",
    subject_type=EntityType.PERSON,
    predicate="meet",
    predicate_id="rel:meet",
    phrase="met",
    object="Vladimir Putin",
    object_id="ent:vladimir-putin",
    object_type=EntityType.PERSON,
    attributed_to=None,
    attributed_to_id=None,
    attribution_chain=(),
    attribution_chain_ids=(),
    time="last week",
    place=None,
    place_id=None,
    confidence=1.0,
    clause="aa00000000000002:0:0",
    document=ENVOYS.id,
    source=ENVOYS.source,
    published=None,
    sentence="Clinton met Putin.",
    end=18,
    subject_span=(Span(0, 7),),
    predicate_span=(Span(8, 11),),
    object_span=(Span(12, 17),),
)
"""Clinton met Putin."""

REPORTED_MEETING = replace(
    MEET,
    id="91c3",
    status=Status.REPORTED,
    attributed_to="officials",
    attribution_chain=("officials",),
    document=VLADIVOSTOK.id,
    source=VLADIVOSTOK.source,
    published=VLADIVOSTOK.published,
)
"""The same meeting, elsewhere only reported."""

NOT_SIGN = replace(
    MEET,
    id="aa02",
    status=Status.NEGATED,
    polarity=Polarity.NEGATIVE,
    predicate="sign",
    predicate_id="rel:sign",
    phrase="did not sign",
    object=None,
    object_id=None,
    object_type=None,
    time=None,
    sentence="She did not sign.",
    start=19,
    end=36,
    subject_span=(Span(19, 22),),
    predicate_span=(Span(23, 35),),
    object_span=(),
    subject_antecedent=(Span(0, 7),),
)
"""She did not sign."""

PAY = replace(
    MEET,
    id="aa03",
    predicate="pay",
    predicate_id="rel:pay",
    phrase="paid",
    object="$250 million",
    object_id=None,
    object_type=EntityType.MONEY,
    object_value="250000000 USD",
    time="2012-09",
)
"""A literal object."""

PLAN = replace(
    MEET, id="aa04", status=Status.HYPOTHETICAL, modality=Modality.PLANNED, predicate="visit", predicate_id="rel:visit"
)
"""A planned visit."""

ASSERTIONS = (OPPOSE, MEET, REPORTED_MEETING, NOT_SIGN, PAY, PLAN)
DATASET = Dataset((VLADIVOSTOK, ENVOYS), ENTITIES, ASSERTIONS)

_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_spans = st.lists(st.builds(Span, st.integers(0, 500), st.integers(0, 500)), max_size=3).map(tuple)
_antecedents = st.none() | _spans.filter(bool)
_times = st.sampled_from(["2012-09-08", "2012-02-30", "2012-09", "2012-13", "2012", "0000", "2012-09-08Z"]) | _texts
_values = _times | st.sampled_from(["1200", "007", "-5", "-0", "12.5", "12.50", "-0.5", "0.0", "99999999999999999999"])
_literal_types = st.sampled_from([type_ for type_ in EntityType if type_.is_literal])


@st.composite
def _assertions(draw: st.DrawFn, identifier: str, documents: list[Document], entities: list[Entity]) -> Assertion:
    polarity, modality = draw(st.sampled_from(Polarity)), draw(st.sampled_from(Modality))
    subject, place = draw(st.sampled_from(entities)), draw(st.none() | st.sampled_from(entities))
    sources = draw(st.lists(st.sampled_from(entities), max_size=3))
    words = draw(st.lists(_texts, max_size=1)) if not sources else []
    chain = tuple(source.label for source in sources) or tuple(words)
    ids = tuple("ent:" + source.slug for source in sources)
    obj = draw(st.none() | st.sampled_from(entities))
    literal = obj is None and draw(st.booleans())
    document = draw(st.sampled_from(documents))
    start = draw(st.integers(0, 3))  # few places, so that assertions share sentences
    name = draw(st.sampled_from(["co-operate", "co operate", "meet"]))
    return Assertion(
        id=identifier,
        status=find_status(modality, polarity, is_attributed=bool(chain)),
        subject=subject.label,
        subject_id="ent:" + subject.slug,
        subject_type=subject.type,
        predicate=name,
        predicate_id="rel:" + name.replace(" ", "-"),
        phrase=draw(_texts),
        object=draw(_texts) if literal else obj.label if obj else None,
        object_id="ent:" + obj.slug if obj else None,
        object_type=draw(_literal_types) if literal else obj.type if obj else None,
        polarity=polarity,
        modality=modality,
        attributed_to=chain[-1] if chain else None,
        attributed_to_id=ids[-1] if ids else None,
        attribution_chain=chain,
        time=draw(st.none() | _times),
        place=place.label if place else None,
        confidence=draw(st.floats(0, 1)),
        clause=f"{document.id}:{start}:0",
        document=document.id,
        source=document.source,
        published=document.published,
        sentence=f"sentence {start}",
        start=start,
        end=start + 10,
        subject_span=draw(_spans),
        predicate_span=draw(_spans),
        object_span=draw(_spans),
        subject_antecedent=draw(_antecedents),
        object_antecedent=draw(_antecedents),
        place_id="ent:" + place.slug if place else None,
        attribution_chain_ids=ids,
        object_value=draw(st.none() | _values) if literal else None,
        is_decided=draw(st.booleans()),
    )


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Draw datasets whose assertions name their documents and entities as the resolver would."""
    documents = [
        Document(f"d{number}", "", draw(_texts), draw(st.none() | _texts), draw(st.none() | _times), url=draw(_texts))
        for number in range(draw(st.integers(1, 2)))
    ]
    types = st.sampled_from([type_ for type_ in EntityType if not type_.is_literal])
    entities = [
        Entity(f"e{number}", draw(_texts), draw(types), names=(draw(_texts),), reasons=(draw(_texts),), parts=("e0",))
        for number in range(draw(st.integers(1, 3)))
    ]
    count = draw(st.integers(0, 4))
    found = [draw(_assertions(f"a{number}", documents, entities)) for number in range(count)]
    return Dataset(tuple(documents), tuple(entities), tuple(found))


def fill(store: EmbeddedStore, quads: Iterable[ox.Quad]) -> tuple[int, int]:
    """Make a store hold exactly these quads, graph by graph; return how many were added and removed."""
    lines: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        assert isinstance(quad.graph_name, ox.NamedNode)
        lines[quad.graph_name.value].append(f"{quad} .\n")
    added = removed = 0
    for name in sorted({*lines, *store.graphs()}):
        more, less = store.replace_graph(name, partial(lines.get, name, []))
        added, removed = added + more, removed + less
    for name in set(store.graphs()) - lines.keys():
        store.remove_graph(name)
    return added, removed
