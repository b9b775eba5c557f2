"""Gives each `Proposition` its polarity, modality and attribution by climbing from its clause to the root.

The classes are those of FactBank (Saurí and Pustejovsky 2009) and ISO-TimeML; the scope of attribution follows
DESIGN.md: what stands in the complement of a speech or thought verb belongs to its speaker; non-restrictive
relative clauses and appositions belong to the outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.clauses import ADVERBIAL, is_clause, is_finite, is_passive, names_deed, subjects
from kg.lexicon import find_condition, find_effect, is_judging, is_preposition_of, is_speech
from kg.model import Mention, Modality, Polarity, Proposition, Token
from kg.signs import MODALITIES, find_own_modality, is_negated, is_negative_phrase
from kg.trees import Tree

# Two-way implicative and aspectual words: their negation reaches what they govern ("did not manage to").
IMPLICATIVE = frozenset("manage begin start continue succeed happen get come proceed help make let able".split())


BELIEF = frozenset({"report", "think"})
CREDITING = frozenset({"report", "think", "deny", "doubt"})


@dataclass
class _Judgement:
    """What has been gathered on the way up; `sources` are innermost first."""

    negative: bool = False
    modality: Modality = Modality.CERTAIN
    sources: list[int] = field(default_factory=list)
    is_presupposed: bool = False

    def weaken(self, modality: Modality) -> None:
        if self.modality is Modality.CERTAIN and not self.is_presupposed:
            self.modality = modality

    def deny(self) -> None:
        if not self.is_presupposed:
            self.negative = not self.negative

    def credit(self, sources: Iterable[int]) -> None:
        self.sources += [source for source in sources if source not in self.sources]


def judge(tree: Tree, propositions: Iterable[Proposition], fillers: Mapping[int, Mention]) -> list[Proposition]:
    """Return the propositions of a sentence with polarity, modality and attribution set."""
    return [_judged(tree, proposition, fillers) for proposition in propositions]


def _judged(tree: Tree, proposition: Proposition, fillers: Mapping[int, Mention]) -> Proposition:
    head = tree.token(proposition.head)
    judgement = _Judgement()
    if proposition.lemma in ("hold position", "be located in") or _is_apposition(tree, proposition):
        return proposition
    if is_clause(tree, head):
        _read_own_signs(tree, head, judgement)
    elif any("Polarity=Neg" in mention.features for mention in (fillers.get(head.id),) if mention):
        judgement.deny()
    _climb(tree, head, judgement, fillers)
    return replace(
        proposition,
        polarity=Polarity.NEGATIVE if judgement.negative else Polarity.POSITIVE,
        modality=judgement.modality,
        attribution=tuple(reversed(judgement.sources)),
    )


def _is_apposition(tree: Tree, proposition: Proposition) -> bool:
    """Appositions and titles are the outlet's own words."""
    return proposition.lemma == "be" and tree.token(proposition.head).lemma != "be"


# Signs inside the clause


def _read_own_signs(tree: Tree, head: Token, judgement: _Judgement) -> None:
    """Negation, modal auxiliaries and adverbs, conditions and questions of the clause itself."""
    if is_negated(tree, head):
        judgement.deny()
    modality = find_own_modality(tree, head)
    if modality is not None:
        judgement.weaken(modality)


# The way up


def _climb(tree: Tree, head: Token, judgement: _Judgement, fillers: Mapping[int, Mention]) -> None:
    current, below = head, head
    for _ in range(len(tree.tokens)):
        _credit_adjuncts(tree, current, below, judgement, fillers)
        parent = tree.parent(current)
        if parent is None or _is_outside(tree, current):
            return
        _pass(tree, current, parent, judgement, fillers)
        current, below = parent, current


def _is_outside(tree: Tree, current: Token) -> bool:
    """Non-restrictive relative clauses and appositions are the outlet's own words."""
    if current.deprel in ("acl:relcl", "advcl:relcl"):
        return current.deprel == "advcl:relcl" or tree.has_comma_before(current)
    return current.deprel == "appos"


def _credit_adjuncts(
    tree: Tree, head: Token, below: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """ "according to X" and an interposed "X said" credit the clause they stand in, not what they hold themselves."""
    for child in tree.children(head):
        if child.id == below.id:
            continue
        if child.relation in ("obl", "nmod", "advcl") and is_preposition_of("source", tree.preposition(child)):
            judgement.credit(_mentions([child], fillers))
        elif child.relation == "parataxis" and is_speech_clause(tree, child):
            judgement.credit(_mentions(subjects(tree, child), fillers))


def is_speech_clause(tree: Tree, clause: Token) -> bool:
    """Whether a parenthetical clause names a speaker: ", the official said ,"."""
    has_speaker = tree.child(clause, "nsubj") is not None and tree.child(clause, "ccomp") is None
    return clause.upos == "VERB" and is_speech(clause.lemma) and has_speaker


def _mentions(tokens: Iterable[Token], fillers: Mapping[int, Mention]) -> list[int]:
    """Return the mentions of sources; "we can say" within a quote has its speaker as source, found elsewhere."""
    found = [fillers[token.id] for token in tokens if token.id in fillers]
    return [m.index for m in found if "Person=1" not in m.features and "Person=2" not in m.features]


def _pass(tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]) -> None:
    """Add what the step from a clause or phrase to its governor tells."""
    relation = current.relation
    if relation == "conj":
        condition = find_condition(tree.marker(parent)) if is_clause(tree, current) else None
        if condition is not None and tree.marker(parent) != "to":
            judgement.weaken(condition)
        return
    if current.deprel == "acl:relcl" or (relation == "acl" and not tree.marker(current) and _is_participle(current)):
        if is_negative_phrase(tree, parent) or tree.preposition(parent) == "without":
            judgement.deny()  # "without any arrangements made", "no project implemented here"
        judgement.is_presupposed = True
    elif relation in ("ccomp", "xcomp", "csubj") or (relation == "parataxis" and _introduces(tree, parent, current)):
        _enter_complement(tree, current, parent, judgement, fillers)
    elif relation == "acl" and tree.marker(current) in ADVERBIAL:
        judgement.is_presupposed = True
    elif relation == "acl":
        _enter_noun_complement(tree, current, parent, judgement, fillers)
    elif relation == "advcl":
        _enter_adjunct(tree, current, parent, judgement, fillers)
    elif relation in ("parataxis", "list", "dep", "discourse"):
        judgement.is_presupposed = True
    elif not is_clause(tree, current):
        _enter_phrase(tree, current, parent, judgement)


def _is_participle(token: Token) -> bool:
    return token.has_feature("VerbForm=Part") or token.has_feature("VerbForm=Ger")


def _introduces(tree: Tree, parent: Token, current: Token) -> bool:
    """Whether a speech verb stands before what is joined to it loosely: "He said: we will go"."""
    return is_speech(parent.lemma) and parent.id < current.id and tree.child(parent, "ccomp") is None


def _enter_complement(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """ "said that", "wants to", "it is clear that": the governing word's effect, then its own signs."""
    marker = tree.marker(current)
    effect = find_effect(parent.lemma, parent.upos)
    if current.relation == "ccomp":
        effect = find_effect(parent.lemma, "CCOMP") or effect
    if current.relation == "xcomp":
        effect = find_effect(parent.lemma, "XCOMP") or effect
        if is_judging(parent.lemma) and marker != "to":  # "called the vetoes appalling" is a judgement, not a wish
            effect = "think"
    if current.relation == "ccomp" and find_effect(parent.lemma, "QUOTE") is not None:
        effect = "report"  # "he continued that prices would fall"
    if effect in (None, "true"):
        result = next((child for child in tree.children(parent, "xcomp") if child.upos == "ADJ"), None)
        effect = find_effect(result.lemma, "ADJ") if result is not None else effect  # "made clear that"
    if marker in ("whether", "if"):
        judgement.weaken(Modality.ASKED)
    _apply(tree, effect, current, parent, judgement, fillers)


def _apply(
    tree: Tree,
    effect: str | None,
    current: Token,
    parent: Token,
    judgement: _Judgement,
    fillers: Mapping[int, Mention],
) -> None:
    sources = _mentions(_sources(tree, parent), fillers)
    if effect in ("deny", "not"):
        judgement.deny()
    if effect == "doubt":
        judgement.weaken(Modality.POSSIBLE)
    if effect in MODALITIES:
        judgement.weaken(Modality(effect))
    is_wish = effect in MODALITIES and (current.relation == "ccomp" or tree.marker(current) == "that")
    is_credited = effect in CREDITING or is_wish
    if is_credited and current.relation != "xcomp":
        judgement.credit(sources)
        if not sources and is_clause(tree, parent) and is_passive(tree, parent):
            judgement.weaken(Modality.PROBABLE)  # "it was reported that": nobody is credited
    if effect in BELIEF and current.relation == "xcomp":
        _report_infinitive(tree, parent, judgement, sources)
    _apply_governor_signs(tree, effect, parent, judgement)


def _report_infinitive(tree: Tree, parent: Token, judgement: _Judgement, sources: list[int]) -> None:
    """ "was said to have made bombs" credits nobody named, so it is only probable; "claimed to be" the claimant."""
    if is_passive(tree, parent):
        judgement.weaken(Modality.PROBABLE)
    else:
        judgement.credit(sources)


def _sources(tree: Tree, governor: Token) -> list[Token]:
    """Return who speaks or thinks: the subject of an active verb, the agent of a passive one."""
    if governor.upos in ("VERB", "AUX", "ADJ"):
        if is_passive(tree, governor):
            agent = tree.child(governor, "obl:agent")
            return [agent] if agent is not None else []
        return subjects(tree, governor)
    owner = tree.child(governor, "nmod:poss")
    if owner is not None:
        return [owner]
    above = tree.parent(governor)
    is_voiced = above is not None and governor.relation == "obj" and is_clause(tree, above)
    return subjects(tree, above) if is_voiced and above is not None else []


def _apply_governor_signs(tree: Tree, effect: str | None, parent: Token, judgement: _Judgement) -> None:
    """The governor's own negation and modality reach its complement unless it presupposes it."""
    if not is_clause(tree, parent):
        return
    if is_negated(tree, parent):
        if effect in CREDITING:
            judgement.weaken(Modality.POSSIBLE)
        elif effect in MODALITIES or effect == "not" or parent.lemma in IMPLICATIVE or effect is None:
            judgement.deny()
    modality = find_own_modality(tree, parent)
    if modality is not None and not (effect in BELIEF and modality is Modality.CONDITIONAL):
        judgement.weaken(modality)


def _enter_noun_complement(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """Enter what a noun announces: "hope that they would repeal it", "pressure on him to go", "refusal to join"."""
    effect = find_effect(parent.lemma, "NOUN") or Modality.POSSIBLE.value
    if is_negative_phrase(tree, parent):
        judgement.weaken(Modality.POSSIBLE)  # "no evidence that": neither stated nor denied
    governor = tree.parent(parent)
    if governor is not None and parent.relation == "obj" and find_effect(governor.lemma, "VERB") == "deny":
        judgement.deny()  # "denied a report that it had hidden losses": the denier says it had not
        judgement.credit(_mentions(subjects(tree, governor), fillers))
        judgement.is_presupposed = True
        return
    _apply(tree, effect, current, parent, judgement, fillers)
    judgement.is_presupposed = True


def _enter_adjunct(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """Purpose and condition are not stated; other adjuncts are, unless they hang on something not stated.

    "tightened rules to curb fraud" plans the curbing; "after meeting Clinton" states the meeting.
    """
    marker = tree.marker(current)
    effect = find_effect(parent.lemma, parent.upos)
    if marker in ("into", "from") or (marker == "to" and effect in MODALITIES):
        _apply(tree, effect, current, parent, judgement, fillers)
        return
    if names_deed(parent, marker) and parent.lemma in ("accuse", "suspect", "charge"):
        _apply(tree, "report", current, parent, judgement, fillers)
        return
    if marker == "to" or marker.endswith("order to"):
        judgement.weaken(Modality.PLANNED)
    if is_clause(tree, parent) and not is_finite(tree, current):
        modality = find_own_modality(tree, parent)
        if modality is not None:
            judgement.weaken(modality)
        return
    judgement.is_presupposed = True


def _enter_phrase(tree: Tree, current: Token, parent: Token, judgement: _Judgement) -> None:
    """A noun that states a relation shares the modality of its clause unless it is presupposed.

    "Russia's opposition to penalties is based on ..." holds the opposition for true; "wants a meeting with
    Putin" does not hold that there was one.
    """
    determiners = [child.form.lower() for child in tree.children(current, "det")]
    is_definite = "the" in determiners or tree.child(current, "nmod:poss") is not None
    if is_definite or is_negative_phrase(tree, current):  # "no support": the noun itself is denied, and once only
        judgement.is_presupposed = True
    elif is_clause(tree, parent):
        modality = find_own_modality(tree, parent)
        effect = find_effect(parent.lemma, parent.upos)
        if modality is not None:
            judgement.weaken(modality)
        if current.relation == "obj" and effect in MODALITIES:
            judgement.weaken(Modality(effect))
        if is_negated(tree, parent) or (current.relation == "obj" and effect in ("deny", "not")):
            judgement.deny()
        judgement.is_presupposed = True
