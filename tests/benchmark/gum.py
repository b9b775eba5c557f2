"""Coreference on GUM, development part (Zeldes 2017): chains in news, speeches and interviews, read from raw text.

What GUM marks, learnt from its training part, and what of it is compared:

- Whole noun phrases, with determiners, modifiers, relative clauses and possessive endings, without prepositions,
  appositions and what they are joined to. Our mentions are trimmed, so their phrase is found anew from their head.
- Appositions, predicates that identify ("she is the mayor"), titles set off by a comma, and all of I, you and we are in
  the chains of whom they mean; titles before a name are part of it, and adjectives of nationality are no mentions.
- Clauses and verbs that "this" or "it" takes up are mentions of the key too; ours has none, which costs recall.
- Mentions that nothing refers to again are left out, on both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from kg.evaluation.chains import ChainScores, Score, score_chains
from kg.extractors import RuleExtractor
from kg.grammar.descriptions import mended_tree
from kg.grammar.trees import Tree
from kg.model import Document, Extraction, Mention, MentionKind, Span, Token
from kg.sentences import find_sentences
from kg.training.entity_layer import GoldDocument, GoldMention, read_entities

from . import sources
from .measures import Measure, digest, percent

FILE = "treebanks/gum/dev.conllu.gz"
GENRES = ("news", "speech", "interview")
# What hangs on a noun but stands outside of its phrase: prepositions, what it is joined to, appositions.
OUTSIDE = frozenset(
    "case appos cc conj parataxis discourse mark dislocated vocative reparandum list orphan dep".split()
)
# What belongs to the clause that a noun is the predicate of: "she [is] [now] a minister [because ...]".
CLAUSAL = frozenset("cop aux nsubj csubj advcl advmod obl expl ccomp xcomp obj iobj punct".split())
# Titles and adjectives are no mentions of their own: "[President] Berg", "the [Norwegian] coast".
UNMARKED = frozenset({"nmod:desc", "amod"})


def whole_phrase(tree: Tree, head: Token) -> Span:
    """Return the characters of the noun phrase a token governs; right for 92 % of the mentions on gold trees of train.

    Berg, the mayor, and Ruiz are three mentions; "Norway's" keeps its ending, and "whose lead" is the lead.
    """
    is_predicate = tree.child(head, "cop", "nsubj") is not None
    kept = {head.id}
    for child in tree.children(head):
        if not _is_outside(tree, head, child) and not (is_predicate and child.relation in CLAUSAL):
            kept |= {token.id for token in tree.subtree(child)}
    first = last = head.id
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    while first < head.id and tree.token(first).upos == "PUNCT":
        first += 1
    while last > head.id and tree.token(last).upos == "PUNCT":
        last -= 1
    return Span(tree.token(first).start, tree.token(last).end)


def _is_outside(tree: Tree, head: Token, child: Token) -> bool:
    """Whether what hangs on a noun is no part of its phrase: "Berg[, the mayor]"."""
    if child.relation in OUTSIDE or (child.relation == "advmod" and child.id > head.id):
        return child.xpos != "POS"
    is_after = child.relation == "nmod" and child.id > head.id
    return is_after and head.upos == "PROPN" and tree.preposition(child) != "" and tree.has_comma_before(child)


@dataclass(frozen=True)
class Found:
    """A mention of ours as GUM would mark it; equal by value."""

    span: Span
    head: Span
    kind: MentionKind


def found_chains(trees: Sequence[Tree], extraction: Extraction) -> list[list[Found]]:
    """Return the chains of an extraction, each phrase once, in text order."""
    return [list(_phrases(trees, (extraction.mentions[index] for index in chain))) for chain in extraction.chains]


def _phrases(trees: Sequence[Tree], mentions: Iterable[Mention]) -> Iterator[Found]:
    seen: set[Span] = set()
    for mention in mentions:
        tree = trees[mention.sentence]
        head = tree.token(mention.head)
        span = whole_phrase(tree, head)
        if head.deprel not in UNMARKED and span not in seen:
            seen.add(span)
            yield Found(span, head.span, mention.kind)


def match_heads(gold: GoldDocument, chains: Sequence[Sequence[Found]]) -> list[list[Span]]:
    """Return the chains with each mention replaced by the span of the gold mention that has its head.

    Of several gold mentions with one head, the nearest in length is taken, each once (as CorefUD's scorer does).
    """
    by_head: dict[Span, list[GoldMention]] = {}
    for mention in (mention for chain in gold.chains() for mention in chain):
        by_head.setdefault(mention.head, []).append(mention)
    taken: set[Span] = set()
    matched: list[list[Span]] = []
    for chain in chains:
        spans = [_matched(found, by_head.get(found.head, [])) for found in chain]
        matched.append([span for span in dict.fromkeys(spans) if span not in taken])
        taken |= set(spans)
    return matched


def _matched(found: Found, golds: Sequence[GoldMention]) -> Span:
    if not golds:
        return found.span
    length = found.span.end - found.span.start
    return min((mention.span for mention in golds), key=lambda span: (abs(span.end - span.start - length), span))


@dataclass(frozen=True)
class Result:
    """What one document or several give: scores by exact spans and by heads, counts of mentions and links by kind."""

    exact: ChainScores = field(default_factory=ChainScores)
    heads: ChainScores = field(default_factory=ChainScores)
    counts: Counter[tuple[MentionKind, str]] = field(default_factory=Counter)

    def __add__(self, other: Result) -> Result:
        return Result(self.exact + other.exact, self.heads + other.heads, self.counts + other.counts)


def score_document(gold: GoldDocument, chains: Sequence[Sequence[Found]]) -> Result:
    """Return how the chains found in a document compare with the gold ones."""
    found = [chain for chain in chains if len(chain) > 1]
    key = [[mention.span for mention in chain] for chain in gold.chains()]
    exact = score_chains(key, [[mention.span for mention in chain] for chain in found])
    return Result(exact, score_chains(key, match_heads(gold, found)), _counts(gold, found))


def _counts(gold: GoldDocument, found: Sequence[Sequence[Found]]) -> Counter[tuple[MentionKind, str]]:
    """Return how many mentions, and links of a mention to the one before it, are wanted, found and right, by kind.

    A link found is right if both its ends are of one gold chain; a link wanted is met if some earlier mention of the
    gold chain is in the chain found.
    """
    wanted_in = {mention.span: number for number, chain in enumerate(gold.chains()) for mention in chain}
    found_in = {mention.span: number for number, chain in enumerate(found) for mention in chain}
    counts: Counter[tuple[MentionKind, str]] = Counter()
    for chain in found:
        for mention in chain:
            counts[mention.kind, "found"] += 1
            counts[mention.kind, "right"] += mention.span in wanted_in
        for before, mention in pairwise(chain):
            counts[mention.kind, "links found"] += 1
            ends = {wanted_in.get(before.span, -1), wanted_in.get(mention.span, -2)}
            counts[mention.kind, "links right"] += len(ends) == 1
    for golds in gold.chains():
        for place, mention in enumerate(golds):
            counts[mention.kind, "wanted"] += 1
            counts[mention.kind, "met"] += mention.span in found_in
            if place:
                earlier = {found_in.get(other.span) for other in golds[:place]} - {None}
                counts[mention.kind, "links wanted"] += 1
                counts[mention.kind, "links met"] += found_in.get(mention.span) in earlier
    return counts


def read_chains(document: Document, extractor: RuleExtractor) -> list[list[Found]]:
    """Return the chains that the rules find in a document, as GUM would mark their mentions."""
    trees = [mended_tree(sentence) for sentence in find_sentences(document)]
    return found_chains(trees, extractor.extract(document))


def measure(shared: Path | None) -> list[Measure]:
    """Return the CoNLL F1 of the chains, the three scores it is the mean of, and figures by kind of mention.

    Examples are documents, or mentions of a kind. Only the CoNLL F1 is gated. Raises `Skipped` without the data.
    """
    (path,) = sources.find(shared, FILE)
    extractor, total, number = RuleExtractor(), Result(), 0
    for gold in read_entities(path, GENRES):
        number += 1
        total += score_document(gold, read_chains(Document("0" * 16, gold.text, gold.name), extractor))
    data = digest([path])
    conll = Measure("GUM dev, chains", "CoNLL F1", percent(total.exact.conll), examples=number, digest=data)
    heads = Measure(
        "GUM dev, chains by heads", "CoNLL F1", percent(total.heads.conll), None, None, number, data, is_gated=False
    )
    parts = [
        _measure(f"GUM dev, {name}", score, number, data)
        for name, score in (("MUC", total.exact.muc), ("B-cubed", total.exact.b_cubed), ("CEAFe", total.exact.ceaf_e))
    ]
    return [conll, heads, *parts, *_by_kind(total.counts, data)]


def _measure(name: str, score: Score, examples: int, data: str) -> Measure:
    return Measure(
        name, "F1", percent(score.f1), percent(score.precision), percent(score.recall), examples, data, is_gated=False
    )  # fmt: skip


def _by_kind(counts: Counter[tuple[MentionKind, str]], data: str) -> Iterator[Measure]:
    for kind in MentionKind:
        for what, prefix in (("mentions", ""), ("links", "links ")):
            wanted, met = counts[kind, f"{prefix}wanted"], counts[kind, f"{prefix}met"]
            score = Score(counts[kind, f"{prefix}right"], counts[kind, f"{prefix}found"], met, wanted)
            yield _measure(f"GUM dev, {what} of {kind.value}s", score, wanted, data)
