"""The features by which an antecedent is chosen: surface, syntax, salience and agreement.

After the surface features of Durrett and Klein (2013), the preferences of Lappin and Leass (1994), and the centering of
Grosz, Joshi and Weinstein (1995).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.coreference.chains import Chains
from kg.coreference.profiles import GENDERED, Profile
from kg.grammar.clauses import subjects
from kg.lexicon import is_speech
from kg.model import Mention, MentionKind

NEW = -1
"""The choice of no antecedent."""


@dataclass
class Anaphor:
    """A mention that may refer back, with what its sentence tells about it."""

    mention: Mention
    profile: Profile
    kind: str
    levels: dict[int, int] = field(default_factory=dict)
    verbs: dict[int, int] = field(default_factory=dict)
    relation: str = ""
    marker: str = ""
    is_told: bool = False
    owned: int = 0


@dataclass(frozen=True)
class Candidate:
    """A chain that may be meant: its mentions before the anaphor, the last first mentioned last."""

    leader: int
    members: tuple[int, ...]

    @property
    def last(self) -> int:
        """The mention nearest before the anaphor."""
        return self.members[-1]


def describe_anaphor(chains: Chains, mention: Mention) -> Anaphor:
    """Return a pronoun of the third person with the subjects and predicates above it, the nearest first."""
    profile = chains.profiles[mention.index]
    kind = "he" if profile.pronoun in GENDERED else profile.pronoun
    anaphor = Anaphor(mention, profile, kind)
    tree, token = chains.trees[mention.sentence], chains.token(mention)
    above = [*tree.ancestors(token)]
    for verb in above:
        if verb.upos != "VERB" and tree.child(verb, "cop", "nsubj") is None:
            continue
        anaphor.verbs[verb.id] = level = len(anaphor.verbs)
        for subject in subjects(tree, verb):
            anaphor.levels.setdefault(subject.id, level)
    own = next((verb for verb in above if verb.id in anaphor.verbs), None)
    anaphor.relation = own.relation if own is not None else ""
    anaphor.marker = tree.marker(own) if own is not None else ""
    owner = tree.parent(token)
    if owner is not None and token.deprel == "nmod:poss":
        anaphor.owned = tree.first_conjunct(owner).id if owner.deprel == "conj" else 0
    parent = tree.parent(own) if own is not None else None
    anaphor.is_told = parent is not None and anaphor.relation == "ccomp" and is_speech(parent.lemma)
    return anaphor


def features_of(chains: Chains, anaphor: Anaphor, candidate: Candidate, rank: int, count: int, top: int) -> list[str]:
    """Return the features of a candidate that is the `rank`th nearest of `count`; `top` is the longest chain's size."""
    last = chains.mentions[candidate.last]
    near = chains.profiles[last.index]
    kind, own = anaphor.kind, anaphor.profile.role
    away = min(anaphor.mention.sentence - last.sentence, 4)
    form = _form_of(chains, candidate)
    found = [
        f"role {near.role} {min(away, 2)}", f"roles {own} {near.role} {min(away, 1)}",
        f"rank {min(rank, 4)} {min(away, 2)}",
        f"away {away} {last.kind.value}", f"last {last.kind.value} {own}", f"form {form}", f"rank {min(rank, 3)} {own}",
        f"alone {count == 1}", f"last {last.kind.value} {near.role} {min(away, 2)}",
        f"paragraph {near.paragraph == anaphor.profile.paragraph} {min(away, 1)}",
        f"joined {near.is_joined}", f"aside {near.is_aside}", f"depth {min(near.depth, 4)} {min(away, 1)}",
        f"quoted {anaphor.profile.quotation >= 0} {near.quotation == anaphor.profile.quotation}",
    ]  # fmt: skip
    found += _salience(chains, anaphor, candidate, top, away)
    found += _agreement(chains, anaphor, candidate)
    if away == 0:
        found += _syntax(chains, anaphor, last, near)
    elif away == 1:
        found += _topic(chains, anaphor, near)
    return [f"{kind} {name}" for name in found]


def _form_of(chains: Chains, candidate: Candidate) -> str:
    names = [chains.mentions[index] for index in chains.groups[candidate.leader]
             if chains.mentions[index].kind is MentionKind.NAME]  # fmt: skip
    if names:
        longest = max(len(name.name.split()) for name in names)
        return f"name {names[0].type.value} {min(longest, 3)}"
    kinds = {chains.mentions[index].kind for index in candidate.members}
    if MentionKind.NOMINAL not in kinds:
        return "pronoun"
    first = next(chains.mentions[i] for i in candidate.members if chains.mentions[i].kind is MentionKind.NOMINAL)
    return f"nominal {'definite' if 'Definite=Def' in first.features else 'other'}"


def _salience(chains: Chains, anaphor: Anaphor, candidate: Candidate, top: int, away: int) -> list[str]:
    """How much the text is about it: how often named, whether most often, whether from the first sentence on."""
    size = len(candidate.members)
    first = chains.profiles[candidate.members[0]]
    whole = len(chains.groups[candidate.leader])
    subjects_ = sum(1 for index in candidate.members if chains.profiles[index].role == "subj")
    found = [
        f"size {min(size, 5)}", f"whole {min(whole, 6)}", f"top {whole == top} {min(away, 2)}",
        f"first {first.sentence == 0} {first.role == 'subj'}", f"subjects {min(subjects_, 3)}",
    ]  # fmt: skip
    same = [i for i in candidate.members if chains.profiles[i].pronoun == anaphor.profile.pronoun]
    if same:
        found.append(f"pronouns {min(len(same), 3)}")
        distance = anaphor.mention.sentence - chains.profiles[same[-1]].sentence
        found.append(f"pronoun away {min(distance, 3)} {chains.profiles[same[-1]].role} {anaphor.profile.role}")
    named = [i for i in candidate.members if chains.mentions[i].kind is MentionKind.NAME]
    if named:
        profile = chains.profiles[named[-1]]
        found.append(f"name away {min(anaphor.mention.sentence - profile.sentence, 4)} {profile.role}")
    return found


def _agreement(chains: Chains, anaphor: Anaphor, candidate: Candidate) -> list[str]:
    if anaphor.kind != "he":
        members = [chains.mentions[i] for i in chains.groups[candidate.leader]]
        is_plural = any("Number=Plur" in mention.features for mention in members)
        words = {chains.profiles[i].word for i in candidate.members if chains.mentions[i].kind is MentionKind.NOMINAL}
        return [f"plural {is_plural}", *(f"word {word}" for word in sorted(words))]
    is_known = chains.gender(candidate.leader) != ""
    return [f"gender {is_known} {anaphor.profile.pronoun}"]


def _syntax(chains: Chains, anaphor: Anaphor, last: Mention, near: Profile) -> list[str]:
    """Where the last mention stands in the sentence of the anaphor: its own subject, one above, or none of these."""
    level, verb = anaphor.levels.get(near.argument), anaphor.verbs.get(near.verb)
    is_after = last.start > anaphor.mention.start
    gap = chains.token(anaphor.mention).id - chains.token(last).id
    own = anaphor.profile.role
    found = [
        f"subject of {min(level, 3) if level is not None else '-'} {own}",
        f"verb {min(verb, 2) if verb is not None else '-'} {near.role} {own}",
        f"clause {anaphor.relation} {min(level, 1) if level is not None else '-'} {own == 'subj'}",
        f"gap {'ahead' if is_after else 'near' if gap < 5 else 'middle' if gap < 12 else 'far'} {own}",
    ]
    above = chains.trees[near.sentence].token(near.verb).head if near.verb else 0
    if verb is None and above in anaphor.verbs:
        found.append(f"below {anaphor.verbs[above] == 0} {near.role} {own}")  # "when Ann left, she"
    if near.role in ("obj", "iobj"):
        verb_lemma = chains.trees[near.sentence].token(near.verb).lemma if near.verb else ""
        found.append(f"heard {is_speech(verb_lemma)} {verb is not None and verb > 0}")
    if anaphor.is_told:
        found.append(f"told {min(level, 2) if level is not None else '-'} {own}")
    if level is not None or verb is not None:
        found.append(f"marker {anaphor.marker} {min(level, 1) if level is not None else '-'}")
    if own == "poss":
        found.append(f"pair {anaphor.owned == chains.token(last).id}")  # "Berg and his wife"
    return found


def _topic(chains: Chains, anaphor: Anaphor, near: Profile) -> list[str]:
    """Whether the last mention was the subject of the main clause of the sentence before, and this is the subject."""
    tree = chains.trees[near.sentence]
    is_main = near.verb > 0 and tree.token(near.verb).head == 0 and near.role in ("subj", "pass")
    is_subject = min(anaphor.verbs.values(), default=1) == 0 and anaphor.profile.role == "subj"
    return [f"main {is_main} {is_subject}", f"main {is_main} {anaphor.relation} {anaphor.profile.role}"]
