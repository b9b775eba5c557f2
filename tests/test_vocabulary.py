import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg import vocabulary as v
from kg.model import EntityType, Modality, Polarity, Settings, Status


@given(st.text())
def test_a_slug_is_never_empty_and_fits_a_prefixed_name(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", v.slug(text))


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert v.slug(v.slug(text)) == v.slug(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vladimir Putin", "vladimir-putin"),
        ("sign agreement with", "sign-agreement-with"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Ærøskøbing", "aeroskobing"),
        ("İstanbul", "istanbul"),
        ("U.S.", "u-s"),
    ],
)
def test_a_slug_folds_accents_and_joins_words(text: str, expected: str) -> None:
    assert v.slug(text) == expected


def test_texts_without_latin_letters_get_different_slugs() -> None:
    assert v.slug("习近平") != v.slug("???") != v.slug("")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1).filter(lambda text: text[0] != "-"))
def test_prefixed_names_expand_and_shorten(local: str) -> None:
    namespaces = v.Namespaces("https://news.example/graph#")
    for prefix in namespaces.prefixes:
        name = f"{prefix}:{local}"
        assert namespaces.shorten(namespaces.expand(name)) == name


def test_an_unknown_prefix_is_refused_and_an_unknown_iri_stays() -> None:
    with pytest.raises(ValueError, match="no known prefix"):
        v.Namespaces().expand("foo:bar")
    assert v.Namespaces().shorten("http://example.org/a b") == "http://example.org/a b"
    assert v.Namespaces().shorten(v.Namespaces().document("3f9a")) == "https://kg.example/document/3f9a"


def test_the_extraction_depends_on_version_and_settings() -> None:
    first = v.extraction_id(Settings(), "1")
    assert first == v.extraction_id(Settings(), "1")
    assert len({first, v.extraction_id(Settings(), "2"), v.extraction_id(Settings(base="http://x/"), "1")}) == 3


def test_the_vocabulary_file_describes_every_term_used() -> None:
    graph = Graph().parse(data=v.read_vocabulary(), format="turtle")
    constants = {value for value in vars(v).values() if isinstance(value, str) and value.startswith(v.KG)} - {v.KG}
    members = {v.KG + member.value for kind in (Status, Polarity, Modality) for member in kind}
    classes = {iri for iri in v.CLASSES.values() if iri.startswith(v.KG)}
    for term in constants | members | classes:
        assert graph.value(URIRef(term), RDFS.label), term
        assert graph.value(URIRef(term), RDFS.comment), term
    assert graph.value(predicate=RDF.type, object=OWL.Ontology)
    assert (URIRef(v.ASSERTION), RDFS.subClassOf, RDF.Statement) in graph


def test_every_entity_type_has_a_class_of_its_own() -> None:
    assert set(v.CLASSES) == set(EntityType)
    assert len(set(v.CLASSES.values())) == len(EntityType)
