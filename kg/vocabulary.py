"""Namespaces, properties, and how IRIs are minted. Strings only: RDF terms live in `rdf`, `store` and `export`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.resources import files

from kg.model import EntityType, Settings

KG = "https://kg.example/vocab#"
"""The fixed vocabulary: a reserved name until the project has an address of its own."""

SCHEMA = "https://schema.org/"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
WIKIDATA = "http://www.wikidata.org/entity/"

FIXED_PREFIXES: Mapping[str, str] = {
    "dcterms": DCTERMS,
    "kg": KG,
    "nif": NIF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

ASSERTED_GRAPH = KG + "asserted"
REPORTED_GRAPH = KG + "reported"
ENTITIES_GRAPH = KG + "entities"
RELATIONS_GRAPH = KG + "relations"
PROVENANCE_GRAPH = KG + "provenance"

TYPE = RDF + "type"
SUBJECT = RDF + "subject"
PREDICATE = RDF + "predicate"
OBJECT = RDF + "object"
FIRST = RDF + "first"
REST = RDF + "rest"
NIL = RDF + "nil"
PROPERTY = RDF + "Property"
SYMMETRIC = OWL + "SymmetricProperty"
LABEL = RDFS + "label"
ALT_LABEL = SKOS + "altLabel"
SAME_AS = OWL + "sameAs"

ASSERTION = KG + "Assertion"
PHRASE = KG + "phrase"
EVENT_CLASS = KG + "eventClass"
PREDICATE_LABEL = KG + "predicateLabel"
OBJECT_LABEL = KG + "objectLabel"
STATUS = KG + "status"
POLARITY = KG + "polarity"
MODALITY = KG + "modality"
ATTRIBUTED_TO = KG + "attributedTo"
ATTRIBUTION_CHAIN = KG + "attributionChain"
CONFIDENCE = KG + "confidence"
TIME = KG + "time"
PLACE = KG + "place"
EVIDENCE = KG + "evidence"
CLAUSE = KG + "clause"
SUBJECT_SPAN = KG + "subjectSpan"
PREDICATE_SPAN = KG + "predicateSpan"
OBJECT_SPAN = KG + "objectSpan"
SUBJECT_ANTECEDENT = KG + "subjectAntecedent"
OBJECT_ANTECEDENT = KG + "objectAntecedent"
MENTIONS = KG + "mentions"
MERGE_REASON = KG + "mergeReason"
SOURCE = KG + "source"
COPY_OF = KG + "copyOf"
EXTRACTOR = KG + "extractor"
VERSION = KG + "version"
SETTING = KG + "setting"

DERIVED_FROM = PROV + "wasDerivedFrom"
GENERATED_BY = PROV + "wasGeneratedBy"
ACTIVITY = PROV + "Activity"

SENTENCE = NIF + "Sentence"
ANCHOR = NIF + "anchorOf"
CONTEXT = NIF + "referenceContext"
BEGIN = NIF + "beginIndex"
END = NIF + "endIndex"

ARTICLE = SCHEMA + "NewsArticle"
HEADLINE = SCHEMA + "headline"
PUBLISHED = SCHEMA + "datePublished"
PUBLISHER = SCHEMA + "publisher"
URL = SCHEMA + "url"
DATELINE = SCHEMA + "dateline"
LOCATION = SCHEMA + "locationCreated"

CLASSES: Mapping[EntityType, str] = {
    EntityType.PERSON: SCHEMA + "Person",
    EntityType.ORGANIZATION: SCHEMA + "Organization",
    EntityType.COUNTRY: SCHEMA + "Country",
    EntityType.PLACE: SCHEMA + "Place",
    EntityType.FACILITY: SCHEMA + "CivicStructure",
    EntityType.POSITION: KG + "Position",
    EntityType.GROUP: KG + "Group",
    EntityType.EVENT: SCHEMA + "Event",
    EntityType.WORK: SCHEMA + "CreativeWork",
    EntityType.PRODUCT: SCHEMA + "Product",
    EntityType.THING: KG + "Thing",
    EntityType.CONCEPT: SKOS + "Concept",
    EntityType.DATE: KG + "date",
    EntityType.MONEY: KG + "money",
    EntityType.QUANTITY: KG + "quantity",
}
"""The class of each entity type; for the literal types, the datatype of words that are no ISO date or number."""

FOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
"""Letters that Unicode does not decompose into an ASCII letter and a mark, for `str.translate`."""
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_ITEM = re.compile(r"Q[1-9][0-9]*")
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def slug(text: str) -> str:
    """Return `text` as the local part of an IRI: lower-case ASCII letters and digits, joined by hyphens.

    Accents are folded. A text without any such character gives "x-" and a hash of it, so the result
    is never empty and depends on the text alone.

    >>> slug("sign agreement with"), slug("Lech Wałęsa"), slug("  São Paulo!")
    ('sign-agreement-with', 'lech-walesa', 'sao-paulo')
    >>> slug("习近平")
    'x-92a054e84d6e'
    """
    folded = text.lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded).translate(FOLDED)
        folded = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_ALPHANUMERIC.sub("-", folded).strip("-") or "x-" + digest(text)[:12]


def digest(text: str) -> str:
    """Return the SHA-256 of `text` as 64 hexadecimal digits; a lone surrogate counts as itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Namespaces:
    """The namespaces under one base; equal if the base is."""

    base: str = Settings().base

    @cached_property
    def entity(self) -> str:
        """What `ent:` stands for."""
        return self.base + "entity/"

    @cached_property
    def relation(self) -> str:
        """What `rel:` stands for."""
        return self.base + "relation/"

    @property
    def _part(self) -> str:
        """What parts a thing from a part of it: an IRI has but one "#", and the base may have it."""
        return "/" if "#" in self.base else "#"

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """All prefixes and their namespaces, sorted by prefix."""
        return dict(sorted({**FIXED_PREFIXES, "ent": self.entity, "rel": self.relation}.items()))

    def document(self, document_id: str) -> str:
        """Return the IRI of a document, which also names its graph."""
        return f"{self.base}document/{document_id}"

    def sentence(self, document_id: str, start: int, end: int) -> str:
        """Return the IRI of a sentence, with its character offsets in the fragment (RFC 5147)."""
        return f"{self.document(document_id)}{self._part}char={start},{end}"

    def assertion(self, assertion_id: str) -> str:
        """Return the IRI of an assertion."""
        return f"{self.base}assertion/{assertion_id}"

    def source(self, assertion_id: str, place: int) -> str:
        """Return the IRI of a place in an attribution chain, counted from 1, the outermost."""
        return f"{self.assertion(assertion_id)}{self._part}source={place}"

    def extraction(self, extraction_id: str) -> str:
        """Return the IRI of an extraction: one version of the extractor with its settings."""
        return f"{self.base}extraction/{extraction_id}"

    @property
    def decisions(self) -> str:
        """The IRI of what generates the assertions that a person added."""
        return f"{self.base}decisions"

    def expand(self, name: str) -> str:
        """Return the IRI of a prefixed name; ValueError if its prefix is not known.

        >>> Namespaces().expand("ent:russia")
        'https://kg.example/entity/russia'
        """
        prefix, colon, local = name.partition(":")
        namespace = self.prefixes.get(prefix)
        if not colon or namespace is None:
            raise ValueError(f"{name!r} has no known prefix; known are {', '.join(self.prefixes)}")
        return namespace + local

    def shorten(self, iri: str) -> str:
        """Return the prefixed name of an IRI, or the IRI itself if no prefix fits.

        >>> Namespaces().shorten("https://kg.example/relation/oppose")
        'rel:oppose'
        """
        for prefix, namespace in self.prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL_NAME.fullmatch(local):
                return f"{prefix}:{local}"
        return iri


def extraction_id(settings: Settings, version: str) -> str:
    """Return 16 hexadecimal digits made from the extractor's version and all settings, which shape the output."""
    described = [f"{key}={value}" for key, value in sorted(asdict(settings).items())]
    return digest("\n".join([f"version={version}", *described]))[:16]


def link_iri(identifier: str) -> str:
    """Return the IRI of a link: that of a Wikidata number, and an IRI as it is.

    >>> link_iri("Q159"), link_iri("https://people.example/17")
    ('http://www.wikidata.org/entity/Q159', 'https://people.example/17')
    """
    return identifier if ":" in identifier else WIKIDATA + identifier


def item_number(link: str | None) -> str | None:
    """Return a link of an entity if it is the number of a Wikidata item, and None for an address of another kind.

    >>> item_number("Q159"), item_number("https://people.example/17")
    ('Q159', None)
    """
    return link if link is not None and _ITEM.fullmatch(link) else None


def event_class(name: str) -> str:
    """Return the IRI of a PLOVER event class.

    >>> event_class("ASSAULT")
    'https://kg.example/vocab#event-assault'
    """
    return f"{KG}event-{name.lower()}"


def read_vocabulary() -> str:
    """Return the OWL/RDFS description of the `kg:` vocabulary, as Turtle."""
    return files("kg").joinpath("vocabulary.ttl").read_text(encoding="utf-8")
