"""Gives each `Proposition` its polarity, modality and attribution by climbing from its clause to the root.

The classes are those of FactBank (Saurí and Pustejovsky 2009) and ISO-TimeML; the scope of attribution follows
DESIGN.md: what stands in the complement of a speech or thought verb belongs to its speaker; non-restrictive
relative clauses and appositions belong to the outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.grammar.clauses import ADVERBIAL, is_clause, subjects
from kg.grammar.effects import (
    Effect,
    find_adjunct_effect,
    find_clause_effect,
    find_equated_effect,
    find_noun_effect,
    find_object_effect,
    is_going_to,
    is_phrase,
)
from kg.grammar.signs import find_own_modality, is_negated, is_negative_phrase
from kg.grammar.speakers import (
    ADDRESSING,
    credited,
    find_parenthetical_modality,
    headline_source,
    sources_beside,
    sources_of,
)
from kg.grammar.trees import Tree, is_finite
from kg.lexicon import find_condition, find_effect, is_judging, is_speech
from kg.model import Mention, Modality, Polarity, Proposition, Token


@dataclass
class _Judgement:
    """What has been gathered on the way up; `sources` are innermost first.

    Once it is what somebody says or holds (`is_held`), a denial further up denies only that it was said.
    """

    negative: bool = False
    modality: Modality = Modality.CERTAIN
    sources: list[int] = field(default_factory=list)
    is_presupposed: bool = False
    is_held: bool = False

    def weaken(self, modality: Modality) -> None:
        if self.modality is Modality.CERTAIN and not self.is_presupposed:
            self.modality = modality

    def deny(self) -> None:
        if self.is_presupposed:
            return
        if self.is_held:
            self.weaken(Modality.POSSIBLE)
        else:
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
    else:
        _read_noun_signs(tree, head, judgement, fillers)
    _climb(tree, head, judgement, fillers)
    polarity = Polarity.NEGATIVE if judgement.negative else Polarity.POSITIVE
    found = (polarity, judgement.modality, tuple(reversed(judgement.sources)))
    if found == (proposition.polarity, proposition.modality, proposition.attribution):
        return proposition
    return replace(proposition, polarity=found[0], modality=found[1], attribution=found[2])


def _is_apposition(tree: Tree, proposition: Proposition) -> bool:
    """Appositions and titles are the outlet's own words."""
    return proposition.lemma == "be" and tree.token(proposition.head).lemma != "be"


# Signs inside the clause


def _read_own_signs(tree: Tree, head: Token, judgement: _Judgement) -> None:
    """Negation, modal auxiliaries and adverbs, conditions and questions of the clause itself."""
    if is_negated(tree, head):
        judgement.deny()
    modality = find_own_modality(tree, head) or find_parenthetical_modality(tree, head)
    if modality is not None:
        judgement.weaken(modality)


def _read_noun_signs(tree: Tree, head: Token, judgement: _Judgement, fillers: Mapping[int, Mention]) -> None:
    """ "no support", "the alleged attack on the embassy", "a possible meeting with Putin"."""
    mention = fillers.get(head.id)
    if mention is not None and "Polarity=Neg" in mention.features:
        judgement.deny()
    for word in tree.children(head, "amod"):
        effect = find_effect(word.lemma, "AMOD") or find_effect(word.form, "AMOD")
        if effect == "not":
            judgement.deny()
        elif effect is not None:
            judgement.weaken(Modality(effect))


# The way up


def _climb(tree: Tree, head: Token, judgement: _Judgement, fillers: Mapping[int, Mention]) -> None:
    current, below = head, head
    for _ in range(len(tree.tokens)):
        _enter_equation(tree, current, judgement, fillers)
        judgement.credit(credited(sources_beside(tree, current, below), fillers))
        parent = tree.parent(current)
        if parent is None or _is_outside(tree, current):
            break
        _pass(tree, current, parent, judgement, fillers)
        _credit_judge(tree, current, parent, judgement, fillers)
        current, below = parent, current
    speaker = headline_source(tree, head, fillers)
    if speaker is not None:
        judgement.credit([speaker])


def _enter_equation(tree: Tree, head: Token, judgement: _Judgement, fillers: Mapping[int, Mention]) -> None:
    """ "The fear is that rebels hold the town": the noun does to the clause what it would do to one below it."""
    noun = tree.child(head, "nsubj:outer")
    effect = find_equated_effect(noun) if noun is not None else None
    if noun is not None and effect is not None:
        _apply(tree, effect, head, noun, judgement, fillers)


def _is_outside(tree: Tree, current: Token) -> bool:
    """Non-restrictive relative clauses and appositions are the outlet's own words."""
    if current.deprel in ("acl:relcl", "advcl:relcl"):
        return current.deprel == "advcl:relcl" or tree.has_comma_before(current)
    return current.deprel == "appos"


def _pass(tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]) -> None:
    """Add what the step from a clause or phrase to its governor tells."""
    relation = current.relation
    if relation == "conj":
        condition = find_condition(tree.marker(parent)) if is_clause(tree, current) else None
        if condition is not None and tree.marker(parent) != "to":
            judgement.weaken(condition)
        return
    if _is_content(tree, current, parent):
        _enter_noun_complement(tree, current, parent, judgement, fillers)
    elif current.deprel == "acl:relcl" or (relation == "acl" and not tree.marker(current) and _is_participle(current)):
        _enter_modifier(tree, current, parent, judgement, fillers)
    elif relation in ("ccomp", "xcomp", "csubj") or (relation == "parataxis" and _introduces(tree, parent, current)):
        _enter_complement(tree, current, parent, judgement, fillers)
    elif relation == "acl" and tree.marker(current) in ADVERBIAL:
        judgement.is_presupposed = True
    elif relation == "acl" and not is_clause(tree, parent):
        _enter_noun_complement(tree, current, parent, judgement, fillers)
    elif relation in ("advcl", "acl"):
        _enter_adjunct(tree, current, parent, judgement, fillers)
    elif relation in ("parataxis", "list", "dep", "discourse"):
        judgement.is_presupposed = True
    elif not is_clause(tree, current):
        _enter_phrase(tree, current, parent, judgement)


def _enter_modifier(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """A relative clause or participle is taken for granted: "the law that was signed", "no project begun here"."""
    announcer = _announcer(tree, current, parent)
    if announcer is not None:
        _apply(tree, find_noun_effect(tree, current, announcer), current, announcer, judgement, fillers)
    elif is_negative_phrase(tree, parent) or tree.preposition(parent) == "without":
        judgement.deny()  # "without any arrangements made", "no project implemented here"
    judgement.is_presupposed = True


def _announcer(tree: Tree, current: Token, parent: Token) -> Token | None:
    """Return the noun whose content is a noun with a gerund: "the possibility of a fault triggering the accident"."""
    above = tree.parent(parent)
    is_gerund = current.deprel == "acl" and current.xpos == "VBG" and not tree.marker(current)
    if not is_gerund or above is None or parent.relation != "nmod" or tree.preposition(parent) != "of":
        return None
    effect = find_effect(above.lemma, "NOUN")
    return above if effect in ("possible", "probable", "wanted", "planned", "doubt") else None


def _credit_judge(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """ "called the incident proof that they had lied": so it is by who calls it so."""
    is_called = current.relation == "xcomp" or (current.relation == "obj" and parent.lemma != "find")
    if is_judging(parent.lemma) and current.upos == "NOUN" and is_called:
        judges = [fillers[token.id] for token in subjects(tree, parent) if token.id in fillers]
        judgement.credit([mention.index for mention in judges[:1]])


def _is_content(tree: Tree, current: Token, parent: Token) -> bool:
    """Whether a clause without "that" is what a noun announces, nothing missing in it.

    "an allegation he assaulted her", but not "the report he published".
    """
    is_whole = tree.child(current, "nsubj") is not None and tree.child(current, "obj", "obl", "cop") is not None
    is_bare = current.relation == "acl" and not tree.marker(current) and is_finite(tree, current)
    has_relative = any(member.xpos in ("WP", "WDT", "WP$", "WRB") for member in tree.subtree(current))
    return is_bare and is_whole and not has_relative and find_effect(parent.lemma, "NOUN") is not None


def _is_participle(token: Token) -> bool:
    return token.has_feature("VerbForm=Part") or token.has_feature("VerbForm=Ger")


def _introduces(tree: Tree, parent: Token, current: Token) -> bool:
    """Whether a speech verb stands before what is joined to it loosely: "He said: we will go".

    One with an object says something else: "The firm maintains a list; it has been fined".
    """
    is_open = tree.child(parent, "ccomp") is None and (tree.child(parent, "obj") is None or parent.lemma in ADDRESSING)
    return is_speech(parent.lemma) and parent.id < current.id and is_open


# Complements


def _enter_complement(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """ "said that", "wants to", "it is clear that": the governing word's effect, then its own signs."""
    if parent.xpos in ("NN", "NNS") and tree.child(parent, "cop", "nsubj") is None:
        _enter_noun_complement(tree, current, parent, judgement, fillers)
        return
    if tree.marker(current) in ("whether", "if"):
        judgement.weaken(Modality.ASKED)
    if is_going_to(tree, parent) and tree.marker(current).endswith("to"):
        judgement.weaken(Modality.PLANNED)
    effect = find_clause_effect(tree, current, parent)
    _apply(tree, effect, current, parent, judgement, fillers)
    is_gerund = current.relation == "xcomp" and not tree.marker(current)
    if effect.is_factive and (current.relation != "xcomp" or is_gerund):
        judgement.is_presupposed = True  # "does not regret that", "did not know that": so all the same


def _apply(
    tree: Tree,
    effect: Effect,
    current: Token,
    parent: Token,
    judgement: _Judgement,
    fillers: Mapping[int, Mention],
) -> None:
    """Add what a governor does to its complement, whom it credits, and what its own signs make of that."""
    is_denied = is_clause(tree, parent) and is_negated(tree, parent)
    if effect.outcome == "true" and effect.modality is not None and is_denied:
        effect = Effect("true")  # "did not hesitate to fire him" fired him
    is_open = effect.outcome == "possible" and is_denied
    if (effect.is_denying or effect.kind == "not") and not is_open:
        judgement.deny()
    if effect.modality is not None:
        judgement.weaken(effect.modality)
    is_wish = effect.modality is not None and (current.relation == "ccomp" or tree.marker(current) == "that")
    if effect.is_crediting or is_wish:
        speakers = sources_of(tree, parent)
        judgement.credit(credited(speakers, fillers))
        if effect.is_crediting and not speakers and parent.upos in ("NOUN", "VERB"):
            judgement.weaken(Modality.PROBABLE)  # "it was reported that", "is said to have", "allegations that"
    _apply_governor_signs(tree, effect, parent, judgement)
    judgement.is_held = judgement.is_held or effect.is_crediting


def _apply_governor_signs(tree: Tree, effect: Effect, parent: Token, judgement: _Judgement) -> None:
    """The governor's own negation and modality reach its complement unless it presupposes it."""
    if not is_clause(tree, parent):
        return
    if is_negated(tree, parent):
        _apply_denial(effect, judgement)
    modality = find_own_modality(tree, parent)
    if (
        modality is not None
        and not effect.is_factive
        and not (effect.is_crediting and modality is Modality.CONDITIONAL)
    ):
        judgement.weaken(modality)


def _apply_denial(effect: Effect, judgement: _Judgement) -> None:
    """ "did not manage to" did not, "did not fail to" did, "was not forced to" and "did not say that" leave it open."""
    if effect.outcome == "possible":
        judgement.weaken(Modality.POSSIBLE)
    elif effect.outcome:
        judgement.deny()


# Nouns, adjuncts and phrases


def _enter_noun_complement(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """Enter what a noun announces: "hope that they would repeal it", "pressure on him to go", "refusal to join"."""
    effect = find_noun_effect(tree, current, parent)
    governor = tree.parent(parent)
    is_object = governor is not None and parent.relation == "obj"
    ending = find_effect(governor.lemma, "OBJ") if governor is not None and is_object else None
    if governor is not None and ending == "deny" and effect.modality is None and not sources_of(tree, parent):
        judgement.deny()  # "denied a report that it had hidden losses": the denier says it had not
        judgement.credit(credited(sources_of(tree, governor), fillers))
        judgement.is_presupposed = True
        return
    _apply(tree, effect, current, parent, judgement, fillers)
    is_denied = governor is not None and is_object and is_clause(tree, governor) and is_negated(tree, governor)
    if is_denied or is_negative_phrase(tree, parent) or (ending is not None and effect.modality is not None):
        _apply_denial(effect, judgement)  # "has no plans to sell", "no evidence that", "dropped plans to"
    if governor is not None and is_object and is_phrase(governor, parent):
        _apply_governor_modality(tree, governor, judgement)
        return
    judgement.is_presupposed = True


def _apply_governor_modality(tree: Tree, governor: Token, judgement: _Judgement) -> None:
    """ "may have the courage to oppose": the modal of a verb reaches what verb and noun do together."""
    modality = find_own_modality(tree, governor) if is_clause(tree, governor) else None
    if modality is not None:
        judgement.weaken(modality)


def _enter_adjunct(
    tree: Tree, current: Token, parent: Token, judgement: _Judgement, fillers: Mapping[int, Mention]
) -> None:
    """Purpose and condition are not stated; other adjuncts are, unless they hang on something not stated.

    "tightened rules to curb fraud" plans the curbing; "after meeting Clinton" states the meeting.
    """
    marker = tree.marker(current)
    effect = find_adjunct_effect(tree, current, parent)
    if effect is not None:
        _apply(tree, effect, current, parent, judgement, fillers)
        return
    if marker == "as" and parent.lemma in ("quote", "cite"):
        judgement.credit(credited(sources_of(tree, parent), fillers))  # "was quoted by Reuters as saying"
    if marker == "without" and is_clause(tree, parent) and is_negated(tree, parent):
        judgement.deny()  # "did not leave without paying"
    if marker.endswith("to") and _is_insufficient(tree, parent):
        judgement.deny()
        judgement.weaken(Modality.POSSIBLE)
    is_purpose = marker.endswith("to") and not current.form.lower().endswith("ing")
    if is_purpose:
        judgement.weaken(Modality.PLANNED)
    if is_clause(tree, parent) and not is_finite(tree, current):
        _apply_governor_modality(tree, parent, judgement)
        return
    judgement.is_presupposed = True


def _is_insufficient(tree: Tree, parent: Token) -> bool:
    """ "too weak to attack" and "not old enough to own a gun": hardly possible."""
    adverbs = {word.form.lower() for word in tree.children(parent, "advmod")}
    return parent.upos in ("ADJ", "ADV") and ("too" in adverbs or ("enough" in adverbs and is_negated(tree, parent)))


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
        _apply_governor_modality(tree, parent, judgement)
        effect = find_object_effect(parent) if current.relation == "obj" else None
        if effect is not None and effect.modality is not None:
            judgement.weaken(effect.modality)
        if is_negated(tree, parent) or (effect is not None and (effect.is_denying or effect.kind == "not")):
            judgement.deny()
        judgement.is_presupposed = True
