from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
from graph_samples import (
    ASSERTIONS,
    DATASET,
    ENTITIES,
    MEET,
    NOT_SIGN,
    OPPOSE,
    PAY,
    PLAN,
    REPORTED_MEETING,
    VLADIVOSTOK,
    datasets,
)
from hypothesis import given, settings

from kg import rdf
from kg import vocabulary as v
from kg.model import Assertion, Dataset, Entity, EntityType, Settings, Span, Status

DEFAULT = Settings()
BASE = DEFAULT.base


def read(quads: Iterable[ox.Quad], of: Settings = DEFAULT) -> list[Assertion]:
    return list(rdf.assertions(rdf.QuadSet(quads), of))


def turtle(*, graph: str, dataset: Dataset = DATASET) -> str:
    """The triples of one graph as N-Triples with prefixed names, one a line."""
    names = v.Namespaces()
    lines = []
    for quad in rdf.quads(dataset, Settings(), version="1"):
        if quad.graph_name.value == graph:
            terms = [quad.subject, quad.predicate, quad.object]
            lines.append(" ".join(names.shorten(t.value) if isinstance(t, ox.NamedNode) else str(t) for t in terms))
    return "\n".join(lines)


def test_an_assertion_looks_as_in_the_design() -> None:
    text = turtle(graph=f"{BASE}document/{VLADIVOSTOK.id}")
    about, sentence = f"{BASE}assertion/91c2", f"{BASE}document/{VLADIVOSTOK.id}#char=0,67"
    for line in [
        "rdf:type kg:Assertion",
        "rdf:subject ent:russia",
        "rdf:predicate rel:oppose",
        "rdf:object ent:sanctions-on-syria",
        'kg:phrase "is opposed to"',
        "kg:status kg:reported",
        "kg:polarity kg:positive",
        "kg:modality kg:certain",
        "kg:attributedTo ent:sergey-lavrov",
        f'kg:confidence "0.87"^^<{v.XSD}decimal>',
        f'kg:time "2012-09-08"^^<{v.XSD}date>',
        "kg:place ent:vladivostok",
        f"kg:evidence {sentence}",
        'kg:subjectSpan "27,33"',
        'kg:predicateSpan "34,36;37,47"',
        'kg:objectSpan "48,66"',
        f"prov:wasDerivedFrom {BASE}document/{VLADIVOSTOK.id}",
        f"prov:wasGeneratedBy {BASE}extraction/{v.extraction_id(Settings(), '1')}",
        f"kg:attributionChain {about}#source=1",
    ]:
        assert f"{about} {line}" in text.split("\n")
    assert f"{sentence} rdf:type nif:Sentence" in text
    assert f'{sentence} nif:anchorOf "{OPPOSE.sentence}"' in text
    assert f"{sentence} nif:referenceContext {BASE}document/{VLADIVOSTOK.id}" in text


def test_a_plain_triple_is_asserted_if_some_document_states_it_itself() -> None:
    assert "ent:hillary-clinton rel:meet ent:vladimir-putin" in turtle(graph=v.ASSERTED_GRAPH)
    assert turtle(graph=v.REPORTED_GRAPH) == "ent:russia rel:oppose ent:sanctions-on-syria"
    only_reported = Dataset(assertions=(REPORTED_MEETING,))
    assert "rel:meet" in turtle(graph=v.REPORTED_GRAPH, dataset=only_reported)


def test_negated_and_hypothetical_assertions_have_no_plain_triple() -> None:
    dataset = Dataset(assertions=(replace(MEET, status=Status.NEGATED), PLAN, NOT_SIGN))
    assert turtle(graph=v.ASSERTED_GRAPH, dataset=dataset) == turtle(graph=v.REPORTED_GRAPH, dataset=dataset) == ""


def test_literals_are_typed_by_their_value() -> None:
    def literal(type_: EntityType, value: str | None) -> str:
        dataset = Dataset(assertions=(replace(PAY, object_type=type_, object_value=value),))
        return turtle(graph=v.ASSERTED_GRAPH, dataset=dataset).removeprefix("ent:hillary-clinton rel:pay ")

    assert literal(EntityType.MONEY, "250000000 USD") == f'"250000000 USD"^^<{v.KG}money>'
    assert literal(EntityType.QUANTITY, "1200") == f'"1200"^^<{v.XSD}integer>'
    assert literal(EntityType.QUANTITY, "0.5") == f'"0.5"^^<{v.XSD}decimal>'
    assert literal(EntityType.QUANTITY, "007") == f'"007"^^<{v.KG}quantity>'
    assert literal(EntityType.DATE, "2012-09") == f'"2012-09"^^<{v.XSD}gYearMonth>'
    assert literal(EntityType.DATE, "P1Y6M") == f'"P1Y6M"^^<{v.XSD}duration>'
    assert literal(EntityType.DATE, "P18M") == f'"P18M"^^<{v.KG}date>'
    assert literal(EntityType.DATE, "1990/1999") == f'"1990/1999"^^<{v.KG}date>'
    assert literal(EntityType.QUANTITY, ">=20 percent") == f'">=20 percent"^^<{v.KG}quantity>'
    assert literal(EntityType.DATE, "2012-02-30") == f'"2012-02-30"^^<{v.KG}date>'
    assert literal(EntityType.DATE, None) == f'"$250 million"^^<{v.KG}date>'


def test_the_place_of_a_dateline_is_where_the_document_comes_from() -> None:
    document = replace(VLADIVOSTOK, text="OSLO, Norway (AP) — It rained.", dateline=Span(0, 12))
    oslo = Entity("oslo", "Oslo", EntityType.PLACE, mentions=((document.id, 0),))
    elsewhere = Entity("oslo-song", "Oslo", EntityType.THING, mentions=((document.id, 1),))
    graph = f"{BASE}document/{document.id}"
    text = turtle(graph=graph, dataset=Dataset(documents=(document,), entities=(oslo, elsewhere)))
    assert f'{graph} schema:dateline "OSLO, Norway"' in text
    assert f"{graph} schema:locationCreated ent:oslo" in text.split("\n")
    other = Dataset(documents=(document,), entities=(replace(oslo, mentions=(("0" * 16, 0),)),))
    assert "locationCreated" not in turtle(graph=graph, dataset=other)


def test_a_literal_subject_is_kept_but_has_no_plain_triple() -> None:
    few = replace(MEET, subject="three people", subject_id="", subject_type=EntityType.QUANTITY)
    assert turtle(graph=v.ASSERTED_GRAPH, dataset=Dataset(assertions=(few,))) == ""
    assert read(rdf.quads(Dataset(assertions=(few,)), Settings())) == [few]


def test_entities_have_types_labels_links_and_parts() -> None:
    lines = turtle(graph=v.ENTITIES_GRAPH).split("\n")
    assert 'ent:russia rdfs:label "Russia"' in lines
    assert 'ent:russia skos:altLabel "Moscow"' in lines
    assert "ent:russia rdf:type schema:Country" in lines
    assert "ent:russia owl:sameAs http://www.wikidata.org/entity/Q159" in lines
    assert "ent:sanctions-on-syria rdf:type skos:Concept" in lines
    assert "ent:sanctions-on-syria kg:mentions ent:syria" in lines
    assert "ent:foreign-minister-of-russia kg:mentions ent:russia" in lines
    assert 'ent:russia kg:mergeReason "demonym: Russian"' in lines


def test_the_sample_is_read_back_in_the_order_of_the_texts() -> None:
    back = read(rdf.quads(DATASET, Settings()))
    assert [assertion.id for assertion in back] == ["aa01", "aa03", "aa04", "aa02", "91c3", "91c2"]
    assert set(back) == set(ASSERTIONS)
    assert rdf.entities(rdf.QuadSet(rdf.quads(DATASET, Settings())), Settings()) == sorted(
        ENTITIES, key=lambda entity: entity.slug
    )


@given(datasets())
def test_every_assertion_is_read_back_equal(dataset: Dataset) -> None:
    other = Settings(base="https://news.example/graph#")
    back = read(rdf.quads(dataset, other), other)
    assert sorted(back, key=lambda assertion: assertion.id) == list(dataset.assertions)


@given(datasets())
def test_every_triple_stands_in_exactly_one_graph(dataset: Dataset) -> None:
    quads = list(rdf.quads(dataset, Settings()))
    assert max(Counter(quad.triple for quad in quads).values()) == 1


@given(datasets())
@settings(max_examples=50)
def test_oxigraph_keeps_every_quad_as_written(dataset: Dataset) -> None:
    quads = set(rdf.quads(dataset, Settings()))
    store = ox.Store()
    store.extend(quads)
    assert set(store) == quads
    assert set(ox.parse(ox.serialize(quads, format=ox.RdfFormat.TRIG), format=ox.RdfFormat.TRIG)) == quads


@given(datasets())
@settings(max_examples=25)
def test_the_order_of_the_input_does_not_matter(dataset: Dataset) -> None:
    turned = Dataset(dataset.documents[::-1], dataset.entities[::-1], dataset.assertions[::-1])
    assert list(rdf.quads(turned, Settings())) == list(rdf.quads(dataset, Settings()))


def test_sources_without_an_identifier_stand_in_words() -> None:
    """Of a chain with fewer identifiers than sources only the innermost is known to be whose."""
    ids = ("ent:sergey-lavrov",)
    (back,) = read(rdf.quads(Dataset(assertions=(replace(OPPOSE, attribution_chain_ids=ids),)), Settings()))
    assert back.attribution_chain == OPPOSE.attribution_chain
    assert back.attribution_chain_ids == ("", "ent:sergey-lavrov")
