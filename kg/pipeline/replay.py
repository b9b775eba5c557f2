"""Follows what a person decided about facts: a missed one joins what was extracted, a wrong one is left out.

The archive keeps what the extractor found; decisions are followed anew at each build, so deleting one undoes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.decisions import Missed, Wrong, is_document, name_key, plain_words
from kg.errors import DecisionError
from kg.grammar.names import PARTICLES, TIES, is_short_organization, is_short_person
from kg.grammar.trees import quote
from kg.linking import find_country
from kg.model import (
    Argument,
    Assertion,
    Document,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Proposition,
    Span,
    Triple,
)
from kg.vocabulary import slug

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
# Words in small letters that a name may hold (Huddleston and Pullum 2002, 5.20).
_SMALL_WORDS = TIES | PARTICLES
# Parts the words of a phrase that others stand between: "is ... opposed to".
_GAP = re.compile(r"\s*(?:\.\.\.|…)\s*")


Pair = tuple[Document, Extraction]

# Missed


def place_all(pairs: Iterable[Pair], missed: Sequence[Missed]) -> tuple[list[Pair], dict[int, str]]:
    """Return the pairs with the facts that a person added, and why those of these numbers could not be added.

    A fact found by the extractor as well counts as the extractor's.
    """
    pairs = list(pairs)
    failed: dict[int, str] = {}
    for number, fact in enumerate(missed):
        failed[number] = f"no document is {fact.document}" if fact.document else "no document has the sentence"
        for place, (document, extraction) in enumerate(pairs):
            if fact.document is not None and not is_document(document, fact.document):
                continue
            try:
                pairs[place] = document, place_missed(document, extraction, fact)
            except DecisionError as error:
                failed[number] = str(error) if fact.document is not None else failed[number]
            else:
                failed.pop(number)
                break
    return pairs, failed


def place_missed(document: Document, extraction: Extraction, fact: Missed) -> Extraction:
    """Return an extraction with a fact, its words found in the sentence that the fact names.

    Raises `DecisionError` for a sentence or words that the document does not have.
    """
    sentence = find_sentence(document, extraction, fact.sentence)
    place = _Place(document, extraction, sentence)
    subject = place.mention(fact.subject)
    obj = place.mention(fact.object) if fact.object is not None else None
    taken = [span for index in (subject, obj) if index is not None for span in place.mentions[index].spans]
    source = place.mention(fact.by) if fact.by is not None else None
    spans = place.find_phrase(fact, taken)
    arguments = [Argument("nsubj", subject), *([Argument("obj", obj)] if obj is not None else [])]
    clauses = [old.clause for old in extraction.propositions if old.sentence == sentence]
    phrase = " ".join(span.quote(document.text) for span in spans)
    proposition = Proposition(
        sentence=sentence, clause=max(clauses, default=-1) + 1, head=0, lemma=fact.predicate, spans=spans,
        arguments=tuple(arguments), polarity=fact.polarity, modality=fact.modality,
        attribution=(source,) if source is not None else (),
        triples=(Triple(subject, fact.predicate, obj, plain_words(phrase), spans),), is_decided=True,
    )  # fmt: skip
    return replace(
        extraction, mentions=tuple(place.mentions), chains=tuple(place.chains),
        propositions=(*extraction.propositions, proposition),
    )  # fmt: skip


def find_sentence(document: Document, extraction: Extraction, words: str) -> int:
    """Return the number of the first sentence that reads so; `DecisionError` if the document has none."""
    wanted = plain_words(words)
    for number, span in enumerate(extraction.sentences):
        if plain_words(span.quote(document.text)) == wanted:
            return number
    raise DecisionError(f"{document.source} has no sentence {wanted!r}; kg text {document.source} prints it")


class _Place:
    """One sentence of a document, with the mentions that a fact adds to those found."""

    def __init__(self, document: Document, extraction: Extraction, sentence: int) -> None:
        self._document, self._extraction, self._number = document, extraction, sentence
        self._span = extraction.sentences[sentence]
        self.mentions: list[Mention] = list(extraction.mentions)
        self.chains: list[tuple[int, ...]] = list(extraction.chains)

    def _ours(self) -> list[Mention]:
        return [mention for mention in self.mentions if mention.sentence == self._number]

    def mention(self, words: str) -> int:
        """Return the index of the mention that reads so, a new one if need be; `DecisionError` for other words."""
        wanted = plain_words(words)
        for same in (wanted, wanted.casefold()):
            for mention in self._ours():
                texts = [plain_words(text) for text in (mention.text, mention.name)]
                if same in texts or same in map(str.casefold, texts):
                    return mention.index
        spans = find_words(self._document.text, self._span, wanted)
        whole = self._name_around(spans) if spans is not None else None
        if whole is not None and _is_short_form(wanted, whole):
            return whole.index
        if whole is not None and find_country(wanted) is None:
            raise DecisionError(f"{wanted!r} is a part of the name {whole.name!r} there; give the whole name")
        if spans is None:
            known = ", ".join(dict.fromkeys(mention.text for mention in self._ours()))
            raise DecisionError(
                f"the sentence does not have the words {wanted!r}; it speaks of: {known or 'nothing that was found'}"
            )
        return self._add(spans)

    def _name_around(self, spans: Sequence[Span]) -> Mention | None:
        names = (mention for mention in self._ours() if mention.kind is MentionKind.NAME)
        return next((name for name in names if any(part.contains(spans[0]) for part in name.spans)), None)

    def _add(self, spans: tuple[Span, ...]) -> int:
        text = plain_words(" ".join(span.quote(self._document.text) for span in spans))
        name = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
        is_name = _is_name(name)
        twin = next((m for m in self.mentions if m.kind is MentionKind.NAME and m.name == name), None)
        type_ = _type_of_name(name, twin) if is_name else EntityType.CONCEPT
        mention = Mention(
            index=len(self.mentions), sentence=self._number, head=0, spans=spans, text=text, name=name,
            kind=MentionKind.NAME if is_name else MentionKind.NOMINAL, type=type_,
        )  # fmt: skip
        parts = [m.index for m in self._ours() if m.kind is MentionKind.NAME and mention.covers(m)]
        self.mentions.append(replace(mention, parts=() if is_name else tuple(parts)))
        if is_name and twin is not None:
            self._join(twin.index, mention.index)
        return mention.index

    def _join(self, twin: int, index: int) -> None:
        """Let a name refer to what the same name refers to elsewhere in the document."""
        for number, chain in enumerate(self.chains):
            if twin in chain:
                self.chains[number] = (*chain, index)
                return
        self.chains = sorted([*self.chains, (twin, index)])

    def find_phrase(self, fact: Missed, taken: Sequence[Span]) -> tuple[Span, ...]:
        """Return where the predicate stands: its phrase, else its words, else what the extractor read as its verb."""
        text = self._document.text
        spans = find_words(text, self._span, fact.phrase or fact.predicate, taken)
        if spans is not None:
            return spans
        if fact.phrase is None:
            verb = fact.predicate.split()[0]
            for proposition in self._extraction.propositions:
                if proposition.sentence == self._number and verb in (proposition.lemma, *proposition.lemma.split()[:1]):
                    return proposition.spans
        words = fact.phrase or fact.predicate
        raise DecisionError(
            f"the sentence does not have the words {words!r} that would state it; give those that do with --phrase "
            '(such as "is ... opposed to")'
        )


def find_words(text: str, within: Span, words: str, taken: Sequence[Span] = ()) -> tuple[Span, ...] | None:
    """Return where words stand in a part of a text, None if they do not; capitals count if they can.

    "..." stands for words in between. Places that are `taken` are passed over.

    >>> find_words("Chile is not opposed to it.", Span(0, 27), "is ... opposed to")
    (Span(start=6, end=8), Span(start=13, end=23))
    """
    pieces = [r"\s+".join(map(re.escape, piece.split())) for piece in _GAP.split(words.strip()) if piece]
    if not pieces:
        return None
    pattern = r"\b.*?\b".join(f"({piece})" for piece in pieces)
    for flags in (re.DOTALL, re.DOTALL | re.IGNORECASE):
        for found in re.compile(rf"(?<!\w){pattern}(?!\w)", flags).finditer(text, within.start, within.end):
            spans = tuple(Span(*found.span(number)) for number in range(1, len(pieces) + 1))
            if not any(span.start < other.end and other.start < span.end for span in spans for other in taken):
                return spans
    return None


def _is_name(words: str) -> bool:
    """Whether words are a name: capitals throughout, but for words that names hold.

    >>> _is_name("Bank of Chile"), _is_name("sanctions on Syria"), _is_name("2012")
    (True, False, False)
    """
    parts = words.split()
    return parts[0][:1].isupper() and all(part[0].isupper() or part in _SMALL_WORDS for part in parts)


def _is_short_form(words: str, mention: Mention) -> bool:
    """Whether words are a usual short form of a name: "Holm" of Paul Holm; not "Bank" of Norvik Bank."""
    is_short = is_short_person if mention.type is EntityType.PERSON else is_short_organization
    return is_short(words, mention.name)


def _type_of_name(name: str, twin: Mention | None) -> EntityType:
    if twin is not None:
        return twin.type
    return EntityType.COUNTRY if find_country(name) is not None else EntityType.THING


# Wrong


class Suppressor:
    """Leaves out the assertions that a person found wrong, and knows which decisions did so."""

    def __init__(self, wrong: Sequence[Wrong], names_of: Callable[[str], Iterable[str]]) -> None:
        """`names_of` gives the other names of the entity of a slug."""
        self._by_sentence: dict[str, list[tuple[int, Wrong]]] = defaultdict(list)
        for number, fact in enumerate(wrong):
            self._by_sentence[plain_words(fact.sentence)].append((number, fact))
        self._names_of = names_of
        self.used: set[int] = set()

    def keep(self, document: Document, assertions: Iterable[Assertion]) -> tuple[Assertion, ...]:
        """Return the assertions of a document that nobody found wrong."""
        return tuple(assertion for assertion in assertions if not self._is_wrong(document, assertion))

    def _is_wrong(self, document: Document, assertion: Assertion) -> bool:
        if not self._by_sentence:
            return False
        found = [
            number for number, fact in self._by_sentence.get(plain_words(assertion.sentence), ())
            if self._means(fact, document, assertion)
        ]  # fmt: skip
        self.used.update(found)
        return bool(found)

    def _names(self, identifier: str | None) -> Iterable[str]:
        return self._names_of(identifier.removeprefix("ent:")) if identifier else ()

    def _means(self, fact: Wrong, document: Document, assertion: Assertion) -> bool:
        if fact.document is not None and not is_document(document, fact.document):
            return False
        if slug(fact.predicate) not in (slug(assertion.predicate), slug(assertion.phrase)):
            return False
        if (fact.object is None) is not (assertion.object is None):
            return False
        ends = (
            (fact.subject, assertion.subject, assertion.subject_id, assertion.subject_span, None),
            (fact.object or "", assertion.object or "", assertion.object_id, assertion.object_span,
             assertion.object_value),
        )  # fmt: skip
        return all(
            _is_among(
                words,
                [label, value or label, *self._names(identifier), plain_words(quote(document.text, spans))],
            )
            for words, label, identifier, spans, value in ends
        )


def _is_among(words: str, names: Iterable[str]) -> bool:
    return name_key(words, None) in {name_key(name, None) for name in names}


def quote_plainly(document: Document, spans: Iterable[Span]) -> str:
    """Return the words that stand at several places of a document, with single blanks."""
    return plain_words(quote(document.text, spans))
