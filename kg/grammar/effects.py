"""What a governing word does to the clause below it: frames of `kg/words/embedding.tsv` read off the tree."""

from __future__ import annotations

from dataclasses import dataclass

from kg.grammar.clauses import is_passive
from kg.grammar.trees import Tree
from kg.lexicon import find_condition, find_effect, find_outcome, is_judging, names_deed
from kg.model import Modality, Token

MODALITIES = frozenset(modality.value for modality in Modality)
# Of what is said or held, somebody is credited with it; denying that it was said leaves open whether it is so.
CREDITING = frozenset({"report", "think", "deny", "doubt"})


@dataclass(frozen=True)
class Effect:
    """What a word commits to about its complement; equal if all fields are.

    `modality` is None where it leaves the complement certain; `outcome` is what the word tells if it is denied itself:
    "not", "true", "possible", or "" where its denial does not reach the complement.
    """

    kind: str
    modality: Modality | None = None
    is_denying: bool = False
    outcome: str = ""

    @property
    def is_crediting(self) -> bool:
        """Whether the subject is credited with the complement."""
        return self.kind in CREDITING

    @property
    def is_factive(self) -> bool:
        """Whether the complement is so even where the word is denied: "does not regret that"."""
        return self.kind == "true" and not self.outcome


STATED = Effect("true", outcome="not")
CONDITION = Effect(Modality.CONDITIONAL.value, Modality.CONDITIONAL)


def find_clause_effect(tree: Tree, clause: Token, governor: Token) -> Effect:
    """Return what the governor of a complement does to it; a word the lexicon does not hold states it.

    Denied, an unknown verb denies its infinitive ("did not pause to ask") and leaves a finite clause open.
    """
    if governor.lemma == "able" and _is_past_copula(tree, governor):
        return STATED  # "was able to escape" did so; "is able to" may
    if _is_yet_to(tree, clause, governor):
        return Effect("not", outcome="possible")
    if governor.relation == "advcl" and find_condition(f"{governor.form.lower()} that") is not None:
        return CONDITION  # "provided that Syria admits them"
    words = _words(tree, governor)
    if clause.form.lower().endswith("ing") and tree.marker(clause):
        words = [f"{governor.lemma} {tree.marker(clause)}", *words]  # "confessed to planting"
    found = _look_up(words, _frames(tree, clause, governor))
    if clause.relation == "xcomp" and is_judging(governor.lemma) and _is_judged(tree, clause, governor):
        return Effect("think", outcome="possible")  # "called the vetoes appalling" is a judgement, not a wish
    if found is None or found.kind == "true":
        return _resultative_effect(tree, governor) or found or _unknown(tree, clause, governor)
    return found


def find_noun_effect(tree: Tree, clause: Token, noun: Token) -> Effect:
    """Return what a noun does to the clause it announces; one the lexicon does not hold leaves an infinitive open.

    "the courage to oppose" takes its effect from the verb above: who had the courage did oppose.
    """
    above = tree.parent(noun)
    if above is not None and noun.relation == "obj" and is_phrase(above, noun):
        return _look_up([_phrase(above, noun)], ["PHRASE"]) or STATED
    is_stated = tree.marker(clause) not in ("to", "for to", "that", "whether", "if")
    unknown = STATED if is_stated else Effect(Modality.POSSIBLE.value, Modality.POSSIBLE, outcome="not")
    return _look_up([noun.lemma], ["NOUN"]) or unknown


def find_equated_effect(noun: Token) -> Effect | None:
    """Return what a noun does to the clause it is equated with: "the fear is that"; None for "the problem is that"."""
    return _look_up([noun.lemma, noun.lemma.removeprefix("counter-")], ["NOUN"])


def is_phrase(verb: Token, noun: Token) -> bool:
    """Whether a verb and its object do something to an infinitive only together: "took the trouble to inform"."""
    return find_effect(_phrase(verb, noun), "PHRASE") is not None


def _phrase(verb: Token, noun: Token) -> str:
    return f"{verb.lemma} {noun.lemma}"


def find_object_effect(verb: Token) -> Effect | None:
    """Return what a verb does to the event its object names: "demanded a meeting", "denied involvement"."""
    return _look_up([verb.lemma], _upos(verb))


def find_adjunct_effect(tree: Tree, clause: Token, governor: Token) -> Effect | None:
    """Return what a governor does to a clause the parser calls an adjunct, None if it is one.

    "prodded Moscow into voting", "refrained from voting", "far from reaching", "accused of taking bribes",
    "asked him to leave", "took the trouble to ask".
    """
    marker = tree.marker(clause)
    is_gerund = clause.form.lower().endswith("ing")
    if marker in ("to", "for to") and not is_gerund:
        return _infinitive_effect(tree, clause, governor)
    found = _look_up([f"{governor.lemma} {marker}"], ["GER"]) if is_gerund else None
    if found is not None:
        return found
    if names_deed(governor.lemma, marker) and governor.lemma in ("accuse", "suspect", "charge"):
        return Effect("report", outcome="possible")
    is_complement = marker in ("into", "from") and governor.upos in ("VERB", "ADJ", "ADV")
    return _look_up([governor.lemma], [governor.upos]) or STATED if is_complement else None


def _infinitive_effect(tree: Tree, clause: Token, governor: Token) -> Effect | None:
    """An infinitive is a purpose unless the verb wants, plans or attempts it, alone or with its object."""
    noun = tree.child(governor, "obj")
    if noun is not None and is_phrase(governor, noun):
        return _look_up([_phrase(governor, noun)], ["PHRASE"])
    found = _look_up(_words(tree, governor), ["INF", *_upos(governor)])
    is_narrow = any(find_effect(word, "INF") is not None for word in _words(tree, governor))
    is_complement = found is not None and (found.modality is not None or governor.upos == "ADJ" or is_narrow)
    return found if is_complement else None


def is_going_to(tree: Tree, governor: Token) -> bool:
    """Whether a governor is the "going" of a future: "is going to expel"; not of "went to see"."""
    be = tree.child(governor, "aux")
    return governor.form.lower() == "going" and be is not None and be.lemma == "be"


# Reading the lexicon


def _look_up(words: list[str], frames: list[str]) -> Effect | None:
    """Return the effect of the first word and frame the lexicon holds, the narrower frames first."""
    for word in words:
        for frame in frames:
            name = find_effect(word, frame)
            if name is not None:
                return _effect(name, find_outcome(word, frame))
    return None


def _effect(name: str, outcome: str | None) -> Effect:
    kind = name.removeprefix("not ")
    is_denying = kind == "deny" or name.startswith("not")
    if kind in MODALITIES:
        return Effect(kind, Modality(kind), is_denying, outcome or "not")
    if kind in CREDITING:
        modality = Modality.POSSIBLE if kind == "doubt" else None
        return Effect(kind, modality, is_denying, outcome or "possible")
    return Effect(kind, None, is_denying, outcome or ("possible" if is_denying else ""))


def _words(tree: Tree, governor: Token) -> list[str]:
    """Return the ways to look a governor up: with its particle ("rule out"), then alone."""
    particles = [child.form.lower() for child in tree.children(governor, "compound:prt")]
    particles += [child.form.lower() for child in tree.children(governor, "advmod") if child.id == governor.id + 1]
    with_particle = [f"{governor.lemma} {particle}" for particle in particles]
    return [*with_particle, governor.lemma]


def _frames(tree: Tree, clause: Token, governor: Token) -> list[str]:
    if clause.relation == "xcomp":
        is_infinitive = tree.marker(clause).endswith("to") and not clause.form.lower().endswith("ing")
        frame = "INF" if is_infinitive else "GER"
        return [frame, *_upos(governor)]
    frames = ["CCOMP"] if clause.relation == "ccomp" and governor.upos == "VERB" else []
    frames += ["QUOTE"] if clause.relation == "ccomp" else []  # "he continued that prices would fall"
    return [*frames, *_upos(governor)]


def _upos(governor: Token) -> list[str]:
    return ["VERB"] if governor.upos in ("VERB", "AUX") else [governor.upos, "ADJ"]


def _is_judged(tree: Tree, clause: Token, governor: Token) -> bool:
    """Whether a complement is what its verb calls the object: "found the offer wanting"; not "considers selling"."""
    has_object = tree.child(governor, "obj") is not None or is_passive(tree, governor)
    return tree.marker(clause) != "to" and (has_object or clause.upos != "VERB")


def _resultative_effect(tree: Tree, governor: Token) -> Effect | None:
    """Return the effect of the adjective that completes a verb: "made clear that", "made it impossible to"."""
    result = next((child for child in tree.children(governor, "xcomp") if child.upos == "ADJ"), None)
    return _look_up([result.lemma], ["RESULT", "ADJ"]) if result is not None else None


def _is_past_copula(tree: Tree, governor: Token) -> bool:
    return any(cop.has_feature("Tense=Past") for cop in tree.children(governor, "cop"))


def _is_yet_to(tree: Tree, clause: Token, governor: Token) -> bool:
    """ "has yet to ratify" has not ratified."""
    adverbs = (*tree.children(governor, "advmod"), *tree.children(clause, "advmod"))
    return governor.lemma == "have" and any(adverb.form.lower() == "yet" for adverb in adverbs)


def _unknown(tree: Tree, clause: Token, governor: Token) -> Effect:
    """What somebody was made to do is open ("was tasked to produce a plan"); other infinitives are taken as done."""
    if clause.relation == "xcomp" and tree.marker(clause) == "to" and is_passive(tree, governor):
        return Effect(Modality.PLANNED.value, Modality.PLANNED, outcome="not")
    return STATED if clause.relation == "xcomp" else Effect("true", outcome="possible")
