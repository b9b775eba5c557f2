"""Makes decisions of what a person types: names become references, words become facts of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.decisions import Different, Missed, Reference, Same, Wrong, is_document, name_key, plain_words
from kg.errors import DecisionError
from kg.graph.lookup import find_entity, fold
from kg.model import Assertion, Document, Entity, Extraction, Modality, Polarity, Span
from kg.pipeline.deciding import State
from kg.pipeline.materialise import make_dataset
from kg.pipeline.naming import Names
from kg.pipeline.replay import place_missed, quote_plainly

_CHOICES = 20


# Same and different


def make_same(state: State, names: tuple[str, str], documents: Sequence[str] = ()) -> Same:
    """Return the decision that two names are one; `documents` narrow the first name, then the second.

    Raises `EntityNotFound`, `AmbiguousEntity` with the choices, or `DecisionError` if both are the same name.
    """
    return Same(*(_find_known(state.decisions.same, names, documents) or _find_two(state, names, documents)))


def make_different(state: State, names: tuple[str, str], documents: Sequence[str] = ()) -> Different:
    """Return the decision that two names are never one; the rest is as for `make_same`."""
    known = _find_known(state.decisions.different, names, documents)
    return Different(*(known or _find_two(state, names, documents)))


def _find_known(
    pairs: Iterable[tuple[Reference, Reference]], names: tuple[str, str], documents: Sequence[str]
) -> tuple[Reference, Reference] | None:
    """Return what was decided of these very names before: the decision itself may have made them ambiguous."""
    wanted = list(zip(map(fold, names), [*documents, None, None], strict=False))
    for pair in pairs:
        known = [(fold(reference.name), reference.document) for reference in pair]
        for order in (known, known[::-1]):
            same = zip(wanted, order, strict=True)
            if all(a[0] == b[0] and (a[1] is None or (b[1] or "").endswith(a[1])) for a, b in same):
                return pair
    return None


def _find_two(state: State, names: tuple[str, str], documents: Sequence[str]) -> tuple[Reference, Reference]:
    wanted = [*documents, None, None][:2]
    called = Names(state)
    found = [_Found(state, called, name, document) for name, document in zip(names, wanted, strict=True)]
    is_one = found[0].entity is found[1].entity
    left, right = (item.reference(as_typed=is_one) for item in found)
    if left.is_like(right):
        advice = "if articles mean two things by it, name one of each: --in FIRST-DOC --in SECOND-DOC"
        raise DecisionError(f"both names are {left}; {advice}")
    return left, right


class _Found:
    """The entity that a name means, in all documents or in one."""

    def __init__(self, state: State, names: Names, typed: str, document: str | None) -> None:
        self._names, self._typed = names, typed
        self._document = find_pair(state, document)[0] if document is not None else None
        self._others: Sequence[Entity] = state.dataset.entities
        if self._document is not None:
            self._others = [entity for entity in self._others if names.within(entity, self._document)]
        self.entity = find_entity(self._others, typed)

    def reference(self, *, as_typed: bool) -> Reference:
        """Return what the decision names: the label, or with `as_typed` the name of it that was typed.

        The document is named where it was given, or where another entity is called so as well.
        """
        entity = self.entity
        if self._document is not None:
            return self._reference_in(self._document, as_typed=as_typed)
        if as_typed:
            return Reference(self._spelled((entity.label, *entity.names)) or entity.label, entity.type)
        if not self._names.is_shared(entity, entity.label):
            return Reference(entity.label, entity.type)
        return self._reference_in(self._names.first_document(entity), as_typed=False)

    def _reference_in(self, document: Document, *, as_typed: bool) -> Reference:
        """Return the name in one document; with its type only where others there are called so as well."""
        names = self._names.within(self.entity, document)
        reference = Reference((self._spelled(names) if as_typed else None) or names[0], None, document.source)
        others = (other for other in self._others if other is not self.entity)
        called = {_key(name) for other in others for name in self._names.within(other, document)[:1]}
        return replace(reference, type=self.entity.type) if _key(reference.name) in called else reference

    def _spelled(self, names: Iterable[str]) -> str | None:
        return next((name for name in names if fold(name) == fold(self._typed)), None)


def _key(name: str) -> str:
    return name_key(name, None)


def find_pair(state: State, name: str) -> tuple[Document, Extraction]:
    """Return the document of that source, its end or the beginning of its identifier; `DecisionError` else."""
    found = [pair for pair in state.pairs if is_document(pair[0], name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise DecisionError(f"no document is named {name!r}; name one by its path, the end of it, or its identifier")
    lines = [f"  {document.id}  {document.source}" for document, _ in found[:_CHOICES]]
    raise DecisionError("\n".join([f"{name!r} may be one of {len(found)}; name one by its identifier:", *lines]))


# Wrong


def make_wrong(state: State, assertion: Assertion) -> Wrong:
    """Return the decision that a sentence does not state an assertion.

    Its ends are named by their words in the text, which outlive a change of labels; a pronoun by what it stands for.
    """
    document = find_pair(state, assertion.document)[0]
    subject = assertion.subject if assertion.subject_antecedent else quote_plainly(document, assertion.subject_span)
    obj = assertion.object
    if obj is not None and not assertion.object_antecedent:
        obj = quote_plainly(document, assertion.object_span)
    sentence = plain_words(assertion.sentence)
    holders = [other for other, extraction in state.pairs if _has_sentence(other, extraction, sentence)]
    source = document.source if len(holders) > 1 else None
    return Wrong(subject, assertion.predicate, obj, sentence, source)


def _has_sentence(document: Document, extraction: Extraction, sentence: str) -> bool:
    is_possible = sentence.split()[0] in document.text
    return is_possible and any(plain_words(span.quote(document.text)) == sentence for span in extraction.sentences)


# Missed


@dataclass(frozen=True)
class Statement:
    """A fact as a person states it: words of the sentence, the predicate by its name, and what the text commits to."""

    subject: str
    predicate: str
    object: str | None = None
    phrase: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.CERTAIN
    by: str | None = None


def make_missed(state: State, document: str, sentence: str, statement: Statement) -> Missed:
    """Return the decision that a sentence of a document states a fact; part of the sentence is enough to name it.

    Raises `DecisionError` for a document or sentence that is not there, for words that the sentence does not have,
    and for a fact that is in the graph already.
    """
    found, extraction = find_pair(state, document)
    span = _find_sentence(found, extraction, sentence)
    fact = Missed(
        statement.subject, _find_predicate(state, found, extraction, span, statement), statement.object,
        plain_words(span.quote(found.text)), found.source, statement.phrase, statement.polarity, statement.modality,
        statement.by,
    )  # fmt: skip
    _check_missed(state, found, extraction, fact)
    return fact


def _find_sentence(document: Document, extraction: Extraction, words: str) -> Span:
    wanted = plain_words(words)
    by_words = {span: plain_words(span.quote(document.text)) for span in extraction.sentences}
    found = [span for span, text in by_words.items() if text == wanted]
    found = found or [span for span, text in by_words.items() if wanted in text]
    if not wanted or not found:
        raise DecisionError(f"{document.source} has no sentence {wanted!r}; kg text {document.source} prints the text")
    if len({by_words[span] for span in found}) > 1:
        lines = [f"  {by_words[span]}" for span in found[:_CHOICES]]
        raise DecisionError("\n".join([f"{wanted!r} is in {len(found)} sentences; give more of the one:", *lines]))
    return found[0]


def _find_predicate(state: State, document: Document, extraction: Extraction, span: Span, statement: Statement) -> str:
    """Return the name of a relation for the words typed: "met" is "meet", as the rest of the graph has it."""
    typed = fold(statement.predicate)
    assertions = state.dataset.assertions
    if any(fold(assertion.predicate) == typed for assertion in assertions):
        return typed
    stated = {assertion.predicate for assertion in assertions if fold(assertion.phrase) == typed}
    if len(stated) == 1:
        return stated.pop()
    first, _, rest = typed.partition(" ")
    for proposition in extraction.propositions:
        if (
            extraction.sentences[proposition.sentence] == span
            and fold(quote_plainly(document, proposition.spans)) == first
        ):
            return f"{proposition.lemma} {rest}".strip()
    return typed


def _check_missed(state: State, document: Document, extraction: Extraction, fact: Missed) -> None:
    """Raise `DecisionError` unless the fact becomes an assertion that is new."""
    placed = place_missed(document, extraction, fact)
    alone = make_dataset([(document, placed)], gazetteer=state.gazetteer)
    if any(assertion.is_decided for assertion in alone.assertions):
        return
    proposition = placed.propositions[-1]
    [triple] = proposition.triples
    known = {number: placed.mentions[number] for number in (triple.subject, triple.object) if number is not None}
    spans = tuple(mention.spans for mention in known.values())
    for assertion in state.dataset.assertions:
        ends = (assertion.subject_span, *([assertion.object_span] if triple.object is not None else []))
        if assertion.document == document.id and assertion.predicate == fact.predicate and ends == spans:
            raise DecisionError(f"that is in the graph already: kg why {assertion.id[:12]}")
    raise DecisionError("nobody knows what the pronoun stands for, or both ends are one thing; name others")
