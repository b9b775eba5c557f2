"""Groups the mentions of one document that refer to the same thing: names by rules, the rest by a learned choice.

Names come first, since they are surest; then nouns and pronouns, each choosing among the chains before it; then I, we
and you. docs/decisions/0009-coreference.md tells what was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.coreference.anaphors import resolve_anaphors
from kg.coreference.chains import Chains
from kg.coreference.dates import join_dates
from kg.coreference.names import join_names
from kg.coreference.scorer import Chooser, trained_scorer
from kg.coreference.speakers import join_speakers
from kg.grammar.name_types import agree_on_types
from kg.grammar.trees import Tree
from kg.model import Mention, MentionKind, Proposition, Span


def resolve_coreference(
    trees: Sequence[Tree],
    mentions: Sequence[Mention],
    propositions: Iterable[Proposition],
    *,
    quotations: Sequence[Span] = (),
    chooser: Chooser | None = None,
) -> tuple[list[Mention], tuple[tuple[int, ...], ...]]:
    """Return the mentions with types agreed and pronoun antecedents set, and the chains of mention indices.

    `quotations` are the spans of the document in direct quotation marks: there "he" is not the one who speaks.
    `chooser` chooses antecedents in place of the trained scorer.
    """
    chains = Chains(trees, agree_on_types(mentions), list(propositions), quotations)
    join_names(chains)
    join_dates(chains)
    resolve_anaphors(chains, chooser or trained_scorer())
    join_speakers(chains)
    return [_with_antecedent(chains, mention) for mention in chains.mentions], chains.chains()


def _with_antecedent(chains: Chains, mention: Mention) -> Mention:
    """Return a pronoun with the nearest earlier name of its chain, else its first name, else the nearest noun."""
    if mention.kind is not MentionKind.PRONOUN:
        return mention
    others = [other for other in chains.members(mention.index) if other.kind is not MentionKind.PRONOUN]
    named = [other for other in others if other.kind is MentionKind.NAME] or others
    before = [other for other in named if other.start < mention.start]
    meant = before[-1] if before else (named[0] if named else None)
    return replace(mention, antecedent=meant.index) if meant is not None else mention
