"""Credits what stands in direct quotation marks to its speaker where the sentence itself names none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.grammar.clauses import is_clause
from kg.grammar.speakers import ADDRESSING
from kg.grammar.trees import Tree
from kg.lexicon import is_speech
from kg.model import Mention, Proposition, Span

_STOP = re.compile(r"[.!?](?=\s)")
_MARK = re.compile('["“”«»‘’]')
OPENING, CLOSING, STRAIGHT = "“«‘", "”»", '"'


def find_quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the quoted spans of a paragraph; one left open lasts to its end, as in a quote over paragraphs.

    Single curly marks count where the closing one follows a stop, so that an apostrophe is none.

    >>> find_quotations('He said: "No." Then he left.', 0, 28)
    [Span(start=9, end=14)]
    """
    found: list[Span] = []
    opened: int | None = None
    for match in _MARK.finditer(text, start, end):
        place, char = match.start(), match[0]
        if opened is None and (char in OPENING or char == STRAIGHT):
            opened = place
        elif opened is not None and _closes(text, place, text[opened]):
            found.append(Span(opened, place + 1))
            opened = None
    if opened is None or text[opened] == "‘":  # a single mark left open was an apostrophe
        return found
    return [*found, Span(opened, _end_of_open(text, opened, start, end))]


def _end_of_open(text: str, opened: int, start: int, end: int) -> int:
    """Return where a quote ends that nothing closes: with its paragraph, as quotes over several paragraphs do.

    One that begins within a clause ('called it "a gift to the banks. The cabinet ...') was but a phrase: it ends with
    its sentence.
    """
    before = text[start:opened].rstrip()
    if not before or before[-1] in ":,.;!?–—-":
        return end
    stop = _STOP.search(text, opened, end)
    return stop.start() + 1 if stop else end


def _closes(text: str, place: int, opening: str) -> bool:
    """Whether the character at `place` closes a quote begun by `opening`: “ by ”, ‘ by a ’ after a stop or a word."""
    if opening == "‘":
        return text[place] == "’" and not text[place + 1 : place + 2].isalnum() and text[place - 1] in ",.?!…"
    return text[place] in CLOSING or text[place] == STRAIGHT


@dataclass(frozen=True)
class _Quoted:
    """What is known of the quotes of a document: their spans, and the speaker each sentence names."""

    spans: Sequence[Span]
    speakers: Mapping[int, int]
    mentions: Mapping[int, Mention]


def credit_quotations(
    text: str, trees: Sequence[Tree], propositions: Iterable[Proposition], mentions: Iterable[Mention]
) -> list[Proposition]:
    """Return the propositions with quoted clauses credited to the speaker the paragraph named last.

    "... lobbying," he said. "We clearly stated that this was unacceptable." — the second sentence is his as well.
    A speaker named only after the quote counts too; so does the one before a paragraph that begins with a quote.
    Whoever is credited within the quote stays the innermost source.
    """
    propositions = list(propositions)
    spans = quoted_spans(text, trees)
    places = {mention.index: mention for mention in mentions}
    quoted = _Quoted(spans, _speakers(trees, propositions, spans, places), places)
    return [_credited(trees, proposition, propositions, quoted) for proposition in propositions]


def _credited(
    trees: Sequence[Tree], proposition: Proposition, propositions: Sequence[Proposition], quoted: _Quoted
) -> Proposition:
    tree = trees[proposition.sentence]
    head = tree.token(proposition.head)
    quotation = next((span for span in quoted.spans if span.contains(head)), None)
    if quotation is None or not _is_spoken(tree, proposition, quotation):
        return proposition
    if any(not _is_inside(quoted.mentions[source], quotation) for source in proposition.attribution):
        return proposition
    speaker = _opener(trees, propositions, quotation)
    if speaker is None:
        speaker = _nearest_speaker(trees, quoted.speakers, proposition.sentence)
    if speaker is None or speaker in proposition.attribution:
        return proposition
    return replace(proposition, attribution=(speaker, *proposition.attribution))


def _is_inside(mention: Mention, quotation: Span) -> bool:
    return all(quotation.contains(span) for span in mention.spans)


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
    return all(quotation.contains(child) for child in own) and bool(own)


# Who speaks

# Verbs of judgement (Levin 1993, 33) and answer: what is quoted right after them are the words of who judges.
COMMENTING = frozenset(
    """applaud attack blast comment condemn criticise criticize decry defend denounce dismiss hail lament praise react
    respond slam welcome""".split()
)


def _opener(trees: Sequence[Tree], propositions: Sequence[Proposition], quotation: Span) -> int | None:
    """Return who is the subject of the words that lead to a quote, None if it begins its sentence.

    "The bishop spoke to the press: “The bank ...”", "She called it “a small fight in a long war. ...”".
    """
    opening = next(tree.sentence for tree in trees if tree.sentence.end > quotation.start)
    if opening.start >= quotation.start:
        return None
    found: int | None = None
    for other in propositions:
        head = trees[other.sentence].token(other.head)
        is_main = head.deprel in ("root", "conj", "parataxis") and not other.attribution
        if other.sentence == opening.index and is_main and head.end <= quotation.start:
            subject = next((a.mention for a in other.arguments if a.role == "nsubj"), None)
            found = subject if subject is not None else found
    return found


def _speakers(
    trees: Sequence[Tree],
    propositions: Iterable[Proposition],
    spans: Sequence[Span],
    mentions: Mapping[int, Mention],
) -> dict[int, int]:
    """Return for each sentence the mention of the last speaker it names.

    The subject of a speech verb outside of quotes, else whoever the sentence credits with words in quotes.
    """
    found: dict[int, int] = {}
    credited: dict[int, int] = {}
    for proposition in propositions:
        tree = trees[proposition.sentence]
        head = tree.token(proposition.head)
        quotation = next((span for span in spans if span.contains(head)), None)
        outer = proposition.attribution[0] if proposition.attribution else None
        if quotation is not None and outer is not None and not _is_inside(mentions[outer], quotation):
            credited[proposition.sentence] = outer
        if quotation is not None or outer is not None:
            continue
        subject = next((a.mention for a in proposition.arguments if a.role == "nsubj"), None)
        has_object = tree.child(head, "obj") is not None and head.lemma not in ADDRESSING
        is_telling = head.upos == "VERB" and is_speech(head.lemma) and head.deprel != "acl:relcl" and not has_object
        is_comment = head.deprel == "root" and head.lemma in COMMENTING and _is_quoted_next(trees, tree, spans)
        if (is_telling or is_comment) and subject is not None:
            found[proposition.sentence] = subject
    return {**credited, **found}


def _is_quoted_next(trees: Sequence[Tree], tree: Tree, spans: Sequence[Span]) -> bool:
    """Whether the sentence after this one begins with a quote."""
    following = tree.sentence.index + 1
    return following < len(trees) and any(span.start == trees[following].sentence.start for span in spans)


def _nearest_speaker(trees: Sequence[Tree], speakers: Mapping[int, int], sentence: int) -> int | None:
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
