"""Tells whether the name of a place stands for its government: "Moscow is opposed", not "in Moscow"."""

from __future__ import annotations

from kg.grammar.trees import Tree
from kg.lexicon import find_effect, is_speech
from kg.model import Token

FEELING = frozenset("want like love prefer wish hope desire need have require demand".split())
ADDRESSING = frozenset("accuse blame criticize condemn oppose support back isolate punish sanction warn join".split())


def is_government(tree: Tree, head: Token) -> bool:
    """Whether the name of a capital stands for the government: it acts, is addressed or has a policy.

    "Moscow is opposed to penalties", "prod Moscow into supporting", "Moscow's refusal"; not "in Moscow",
    "Moscow's streets", "Moscow lies on a river".
    """
    parent = tree.parent(head)
    if parent is None or tree.preposition(head) in ("in", "at", "near", "outside", "from", "to"):
        return False
    if head.deprel == "conj":
        return is_government(tree, parent)
    if head.relation == "nsubj":
        is_located = parent.upos in ("NOUN", "PROPN", "PRON", "ADV") or bool(tree.preposition(parent))
        return not is_located and parent.lemma not in ("lie", "sit", "stand", "host", "see", "wake", "have")
    if head.relation in ("obj", "iobj"):
        effect = find_effect(parent.lemma, "VERB")
        is_asked = effect in ("wanted", "asked", "required") and parent.lemma not in FEELING
        return is_speech(parent.lemma) or is_asked or parent.lemma in ADDRESSING
    if head.deprel == "nmod:poss":
        return find_effect(parent.lemma, "NOUN") is not None or parent.lemma in ("opposition", "support", "policy")
    return head.deprel == "obl:agent" or tree.preposition(head) in ("with", "between", "against")
