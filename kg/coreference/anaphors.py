"""Finds for each pronoun and noun, in text order, the chains it may belong to, and lets the scorer choose."""

from __future__ import annotations

from itertools import chain

from kg.coreference.chains import Chains
from kg.coreference.features import NEW, Anaphor, Candidate, describe_anaphor, features_of
from kg.coreference.nominals import nominal_choice
from kg.coreference.profiles import GENDERED
from kg.coreference.pronouns import (
    agrees,
    binds,
    is_expletive,
    is_only_told,
    measure_meant,
    noun_mate,
    parallel_subject,
    reflexive_subject,
    speakers_around,
    subject_ahead,
)
from kg.coreference.scorer import Choice, Chooser
from kg.model import Mention, MentionKind

# How many sentences back a pronoun may look: in GAP and GUM nearly all antecedents lie within these.
WINDOWS = {"he": 3, "she": 3, "it": 1, "they": 2}
THIRD = frozenset({"he", "she", "it", "they"})
_GENDERS = {"he": "Masc", "she": "Fem"}


def resolve_anaphors(chains: Chains, chooser: Chooser) -> None:
    """Join pronouns of the third person and nominals with the chains they refer to."""
    for mention in list(chains.mentions):
        if mention.kind is MentionKind.NOMINAL:
            choice = nominal_choice(chains, mention)
        elif chains.profiles[mention.index].pronoun in THIRD:
            choice = _pronoun_choice(chains, mention)
        else:
            meant = measure_meant(chains, mention) if mention.kind is MentionKind.PRONOUN else None
            if meant is not None:
                chains.join(meant, mention.index)
            continue
        leader = chooser.choose(choice) if choice is not None else NEW
        if leader != NEW:
            chains.join(leader, mention.index)


def _pronoun_choice(chains: Chains, pronoun: Mention) -> Choice | None:
    """Return what a pronoun may stand for, None if it is nothing or syntax has settled it."""
    if is_expletive(chains.trees[pronoun.sentence], chains.token(pronoun)):
        return None
    for settle in (reflexive_subject, noun_mate, parallel_subject):
        bound = settle(chains, pronoun)
        if bound is not None and _may_join(chains, pronoun, chains.find(bound)):
            chains.join(bound, pronoun.index)
            return None
    candidates = find_candidates(chains, pronoun)
    if not candidates:
        return None
    anaphor = describe_anaphor(chains, pronoun)
    top = max(len(chains.groups[candidate.leader]) for candidate in candidates)
    rated = [
        (candidate, features_of(chains, anaphor, candidate, rank, len(candidates), top))
        for rank, candidate in enumerate(candidates)
    ]
    return Choice(pronoun.index, anaphor.kind, rated, _none_features(chains, anaphor, candidates))


def find_candidates(chains: Chains, pronoun: Mention) -> list[Candidate]:
    """Return the chains a pronoun may mean, the one mentioned last first."""
    speakers = speakers_around(chains, pronoun)
    ahead = subject_ahead(chains, pronoun)
    found: list[Candidate] = []
    seen: set[int] = set()
    nearest = [chains.mentions[ahead]] if ahead is not None else []
    before = (chains.mentions[index] for index in range(pronoun.index - 1, -1, -1))
    window = WINDOWS[chains.profiles[pronoun.index].pronoun]
    for mention in chain(nearest, before):
        if mention.start >= pronoun.start and mention.index != ahead:
            continue
        if pronoun.sentence - mention.sentence > window:
            break
        leader = chains.find(mention.index)
        if leader in seen or mention.index == pronoun.index or not agrees(chains, pronoun, mention):
            continue
        seen.add(leader)
        is_barred = leader in speakers or is_only_told(chains, pronoun, mention)
        if not is_barred and _may_join(chains, pronoun, leader):
            members = [m for m in chains.groups[leader] if chains.mentions[m].start < pronoun.start]
            members = [m for m in members if chains.profiles[m].pronoun not in ("i", "we", "you")]
            found.append(Candidate(leader, tuple([*members, ahead] if mention.index == ahead else members)))
    return found


def _may_join(chains: Chains, pronoun: Mention, leader: int) -> bool:
    """Whether no gender, fact or rule of syntax keeps a pronoun from a chain."""
    members = chains.members(leader)
    wanted = chains.profiles[pronoun.index].pronoun
    if wanted in GENDERED and chains.gender(leader) not in ("", _GENDERS[wanted]):
        return False
    near = [member for member in members if member.sentence == pronoun.sentence]
    return not any(binds(chains, pronoun, member) for member in near) and not chains.are_apart(leader, pronoun.index)


def _none_features(chains: Chains, anaphor: Anaphor, candidates: list[Candidate]) -> list[str]:
    """Return what speaks for a pronoun that refers to nothing named: "it is clear that", generic "they"."""
    tree, token = chains.trees[anaphor.mention.sentence], chains.token(anaphor.mention)
    verb = tree.parent(token)
    nearest = min(anaphor.mention.sentence - chains.mentions[candidate.last].sentence for candidate in candidates)
    names = [
        "none", f"none {anaphor.profile.role}", f"none near {min(nearest, 3)}", f"none count {min(len(candidates), 4)}",
        f"none expletive {token.relation == 'expl'}",
        f"none first {anaphor.mention.sentence == 0}", f"none quoted {anaphor.profile.quotation >= 0}",
    ]  # fmt: skip
    if verb is not None and anaphor.kind == "it":
        is_copular = tree.child(verb, "cop") is not None
        names += [f"none verb {verb.upos} {is_copular} {anaphor.profile.role}", f"none lemma {verb.lemma.lower()}"]
    return [f"{anaphor.kind} {name}" for name in names]
