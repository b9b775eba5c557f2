"""The frozen dataclasses that every stage exchanges, and the `Extractor` protocol.

Offsets are characters, half-open, into `Document.text`. Equality is by value everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from kg.kinds import EntityType as EntityType
from kg.kinds import MentionKind as MentionKind
from kg.kinds import Modality as Modality
from kg.kinds import Polarity as Polarity
from kg.kinds import Status as Status


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A half-open range of characters in `Document.text` (W3C Web Annotation)."""

    start: int
    end: int

    def quote(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span | Token) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Document:
    """A published text (schema.org NewsArticle).

    `id` is 16 hexadecimal digits made from the content; `source` is the path shown to people;
    `published` is an ISO date or None. In `text`, paragraphs are parted by one blank line ("\\n\\n")
    and hold no line breaks. `headline_end` is the offset at which the title inside the text ends
    (0 if the text does not begin with its title); `dateline` the span of "VLADIVOSTOK, Russia" if any.
    """

    id: str
    text: str
    source: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    headline_end: int = 0
    dateline: Span | None = None

    def __repr__(self) -> str:
        return f"<Document {self.id}: {self.title or self.source}>"


class _Relations(dict[str, str]):
    """Relations without their subtype: asked for a million times in forty articles, so each is cut once."""

    def __missing__(self, deprel: str) -> str:
        self[deprel] = relation = deprel.partition(":")[0]
        return relation


_RELATIONS = _Relations()


@lru_cache(maxsize=4096)
def _features_of(feats: str) -> frozenset[str]:
    return frozenset(feats.split("|"))


@dataclass(frozen=True, slots=True)
class Token:
    """A syntactic word of Universal Dependencies with its place in the text.

    `id` counts from 1, `head` is 0 for the root, `deprel` keeps its subtype, `ner` is a BIO tag
    (O, B-PER, I-ORG, B-LOC, B-MISC ...), `feats` is "_" if empty; `head_probability` is the parser's own.
    """

    id: int
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    start: int
    end: int
    ner: str = "O"
    head_probability: float = 1.0

    @property
    def span(self) -> Span:
        """The characters of the token."""
        return Span(self.start, self.end)

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype: `nsubj` for `nsubj:pass`."""
        return _RELATIONS[self.deprel]

    def has_feature(self, feature: str) -> bool:
        """Whether a UD feature such as `Tense=Past` is present."""
        return feature in _features_of(self.feats)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of UD tokens; `index` counts sentences of the document from 0."""

    index: int
    paragraph: int
    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def span(self) -> Span:
        """The characters of the sentence."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers to an entity (ACE): a name, a nominal or a pronoun.

    `index` is its place in `Extraction.mentions`; `head` a token id in sentence number `sentence`;
    `spans` are in text order, and more than one if the words are not adjacent. `name` is the text a
    reader would list it under: no determiner, no possessive ending. `parts` are the indices of
    mentions inside it; `features` are what coreference needs, such as `Gender=Fem`, `Number=Plur`.
    For literals `value` is the normalised value (an ISO date or duration, "1200", ">=20 percent", "250000000 USD").
    `antecedent` is the index of the mention that a pronoun stands for, set by coreference.
    """

    index: int
    sentence: int
    head: int
    spans: tuple[Span, ...]
    text: str
    name: str
    kind: MentionKind
    type: EntityType
    parts: tuple[int, ...] = ()
    features: tuple[str, ...] = ()
    value: str | None = None
    antecedent: int | None = None

    @property
    def start(self) -> int:
        """The first character."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """The character after the last."""
        return self.spans[-1].end

    def holds(self, token: Token) -> bool:
        """Whether the characters of a token lie inside this mention."""
        return any(span.contains(token) for span in self.spans)

    def covers(self, other: Mention) -> bool:
        """Whether the characters of `other` lie inside this mention."""
        return any(span.contains(other.spans[0]) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Argument:
    """A participant of a predicate (PropBank): its role and the mention that fills it.

    Roles are UD relations with the preposition where there is one: `nsubj`, `obj`, `iobj`,
    `obl:in`, `nmod:of`, `agent` (the by-phrase of a passive), `attr` (a nominal predicate).
    """

    role: str
    mention: int


@dataclass(frozen=True, slots=True)
class Triple:
    """The graph view of a proposition: subject, canonical predicate, object.

    `subject` and `object` are mention indices, `predicate` is the canonical verb in base form with
    what belongs to it (`oppose`, `sign agreement with`), `phrase` and `spans` are the words of the
    text that state it. `object` is None for a predicate without one. `confidence` is the probability that the triple is
    right, from 0 to 1.
    """

    subject: int
    predicate: str
    object: int | None
    phrase: str
    spans: tuple[Span, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a clause says, true or not: a predicate and its arguments (PropBank, ClausIE).

    `clause` numbers the clauses of the sentence from 0; `head` is the token id of the predicate;
    `lemma` its base form, `spans` its words. `attribution` lists the sources credited with it, as
    mention indices, outermost first. `time` is an ISO date or interval (`2008/..`), "former" or "acting" of
    an office, or words where no date follows; `place` a mention index. `triples` is the graph view.
    `is_decided` tells that a person added it, and no extractor found it.
    """

    sentence: int
    clause: int
    head: int
    lemma: str
    spans: tuple[Span, ...]
    arguments: tuple[Argument, ...] = ()
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.CERTAIN
    attribution: tuple[int, ...] = ()
    time: str | None = None
    place: int | None = None
    triples: tuple[Triple, ...] = ()
    is_decided: bool = False

    @property
    def status(self) -> Status:
        """The status by the order of DESIGN.md: modality, then polarity, then attribution."""
        return find_status(self.modality, self.polarity, is_attributed=bool(self.attribution))


def find_status(modality: Modality, polarity: Polarity, *, is_attributed: bool) -> Status:
    """Return the status that follows from modality, polarity and attribution, in this order.

    >>> find_status(Modality.PLANNED, Polarity.NEGATIVE, is_attributed=True).value
    'hypothetical'
    >>> find_status(Modality.CERTAIN, Polarity.POSITIVE, is_attributed=True).value
    'reported'
    """
    if modality is not Modality.CERTAIN:
        return Status.HYPOTHETICAL
    if polarity is Polarity.NEGATIVE:
        return Status.NEGATED
    return Status.REPORTED if is_attributed else Status.ASSERTED


@dataclass(frozen=True)
class Extraction:
    """Everything an extractor found in one document.

    `sentences` are the spans of the document's sentences in order; `chains` are groups of mention
    indices that refer to the same thing, each sorted, the groups sorted by their first member.
    """

    document: str
    extractor: str
    version: str
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    propositions: tuple[Proposition, ...]
    chains: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class Merge:
    """Why two names are one entity: the rule in words, and its score, from 0 to 1; 1 for a person's decision."""

    left: str
    right: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing, or set of things, in the world: what mentions in all documents resolve to.

    `slug` is the local part of its IRI (`vladimir-putin`), `names` its other names, sorted;
    `wikidata` an item number such as `Q159` or, by a user's own table, an IRI; `mentions` pairs of
    document id and mention index, sorted; `parts` slugs of the entities its name mentions
    (kg:mentions); `reasons` tell in words why mentions were merged or linked, sorted; `merges` are
    the same by pairs of names, with a score.
    """

    slug: str
    label: str
    type: EntityType
    names: tuple[str, ...] = ()
    wikidata: str | None = None
    mentions: tuple[tuple[str, int], ...] = ()
    parts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()

    def __repr__(self) -> str:
        return f"<Entity ent:{self.slug}: {self.label} ({self.type})>"


@dataclass(frozen=True, slots=True)
class Assertion:
    """A proposition put on record: resolved, with factuality and provenance (Nanopublications).

    The fields up to `object_antecedent` are the assertion record of DESIGN.md, key by key, with
    identifiers as prefixed names (`ent:russia`, `rel:oppose`); spans are tuples of `Span`.
    `is_decided` tells that a person added it (`kg missed`).
    """

    id: str
    status: Status
    subject: str
    subject_id: str
    subject_type: EntityType
    predicate: str
    predicate_id: str
    phrase: str
    object: str | None
    object_id: str | None
    object_type: EntityType | None
    polarity: Polarity
    modality: Modality
    attributed_to: str | None
    attributed_to_id: str | None
    attribution_chain: tuple[str, ...]
    time: str | None
    place: str | None
    confidence: float
    clause: str
    document: str
    source: str
    published: str | None
    sentence: str
    start: int
    end: int
    subject_span: tuple[Span, ...]
    predicate_span: tuple[Span, ...]
    object_span: tuple[Span, ...]
    subject_antecedent: tuple[Span, ...] | None
    object_antecedent: tuple[Span, ...] | None
    place_id: str | None = None
    attribution_chain_ids: tuple[str, ...] = ()
    object_value: str | None = None
    is_decided: bool = False

    def __repr__(self) -> str:
        said = " | ".join(filter(None, (self.subject, self.predicate, self.object)))
        return f"<Assertion {self.id[:12]} {self.status}: {said}>"


@dataclass(frozen=True)
class Settings:
    """Options that change what the graph holds; recorded in the provenance of every assertion.

    `base` is the IRI that `ent:`, `rel:` and documents stand under; it ends in "/" or "#". `gazetteer` is a digest of
    the user's own table of names, empty if there is none.
    """

    base: str = "https://kg.example/"
    extractor: str = "rules"
    gazetteer: str = ""


class Extractor(Protocol):
    """Reads one document; every span it returns quotes that document.

    What it finds depends on the text, its date, headline and dateline alone, so that a text is not read again where it
    stands under another name, title or address.
    """

    @property
    def name(self) -> str:
        """What the extractor is called."""
        ...

    @property
    def version(self) -> str:
        """What changes whenever the same document may give another extraction."""
        ...

    def extract(self, document: Document) -> Extraction:
        """Return the mentions and propositions of `document`."""
        ...


@dataclass(frozen=True)
class LeftOut:
    """A source that could not be used, and the reason in words for the user.

    `is_unread` tells that nothing is known of what it holds now: a disk or a network failed. Equality is that of the
    source and the reason.
    """

    source: str
    reason: str
    is_unread: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Metadata:
    """What is known of a document from outside its text; None where nothing is."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Dataset:
    """What some documents say: documents, entities and assertions in a fixed order; the original of each copy by
    identifiers.
    """

    documents: tuple[Document, ...] = ()
    entities: tuple[Entity, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
