"""Credits what stands in direct quotation marks to its speaker where the sentence itself names none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.clauses import is_clause
from kg.lexicon import is_speech
from kg.model import Proposition, Span
from kg.trees import Tree

OPENING, CLOSING, STRAIGHT = "“«", "”»", '"'


def find_quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the quoted spans of a paragraph; one left open lasts to its end, as in a quote over paragraphs.

    >>> find_quotations('He said: "No." Then he left.', 0, 28)
    [Span(start=9, end=14)]
    """
    found: list[Span] = []
    opened: int | None = None
    for place in range(start, end):
        char = text[place]
        if opened is None and (char in OPENING or char == STRAIGHT):
            opened = place
        elif opened is not None and (char in CLOSING or char == STRAIGHT):
            found.append(Span(opened, place + 1))
            opened = None
    return found if opened is None else [*found, Span(opened, end)]


def credit_quotations(text: str, trees: Sequence[Tree], propositions: Iterable[Proposition]) -> list[Proposition]:
    """Return the propositions with quoted clauses credited to the speaker the paragraph named last.

    "... lobbying," he said. "We clearly stated that this was unacceptable." — the second sentence is his as well.
    A speaker named only after the quote counts too; so does the one before a paragraph that begins with a quote.
    """
    propositions = list(propositions)
    speakers = _speakers(trees, propositions)
    quotations = quoted_spans(text, trees)
    credited = []
    for proposition in propositions:
        tree = trees[proposition.sentence]
        head = tree.token(proposition.head)
        quotation = next((span for span in quotations if span.contains(head.span)), None)
        if proposition.attribution or quotation is None or not _is_spoken(tree, proposition, quotation):
            credited.append(proposition)
            continue
        speaker = _nearest_speaker(trees, speakers, proposition.sentence)
        credited.append(proposition if speaker is None else replace(proposition, attribution=(speaker,)))
    return credited


def quoted_spans(text: str, trees: Sequence[Tree]) -> list[Span]:
    """Return what stands in quotation marks in a document, paragraph by paragraph."""
    bounds: dict[int, list[int]] = {}
    for tree in trees:
        sentence = tree.sentence
        place = bounds.setdefault(sentence.paragraph, [sentence.start, sentence.end])
        place[1] = max(place[1], sentence.end)
    return [span for start, end in bounds.values() for span in find_quotations(text, start, end)]


def _is_spoken(tree: Tree, proposition: Proposition, quotation: Span) -> bool:
    """Whether a whole clause stands inside the marks, not just a quoted word or two."""
    head = tree.token(proposition.head)
    if not is_clause(tree, head):
        return False
    own = [child for child in tree.children(head) if child.relation in ("nsubj", "cop", "aux", "obj", "expl")]
    return all(quotation.contains(child.span) for child in own) and bool(own)


def _speakers(trees: Sequence[Tree], propositions: Iterable[Proposition]) -> dict[int, int]:
    """Return for each sentence the mention of the last speaker it names: the subject of a speech verb."""
    found: dict[int, int] = {}
    for proposition in propositions:
        head = trees[proposition.sentence].token(proposition.head)
        if head.upos != "VERB" or not is_speech(head.lemma):
            continue
        subject = next((a.mention for a in proposition.arguments if a.role == "nsubj"), None)
        if subject is not None and not proposition.attribution:
            found[proposition.sentence] = subject
    return found


def _nearest_speaker(trees: Sequence[Tree], speakers: dict[int, int], sentence: int) -> int | None:
    paragraph = trees[sentence].sentence.paragraph
    for number in range(sentence, -1, -1):
        if number in speakers and trees[number].sentence.paragraph >= paragraph - 1:
            return speakers[number]
        if trees[number].sentence.paragraph < paragraph - 1:
            break
    for number in range(sentence + 1, len(trees)):
        if trees[number].sentence.paragraph != paragraph:
            break
        if number in speakers:
            return speakers[number]
    return None
