"""Tells whether the name of a place stands for its government: "Moscow is opposed", not "in Moscow"."""

from __future__ import annotations

from functools import cache

from kg.grammar.trees import Tree
from kg.lexicon import find_effect, find_nominalization, is_speech, read_mapping
from kg.model import Token

FEELING = frozenset("want like love prefer wish hope desire need have require demand".split())
AMOUNTS = frozenset({"percent", "point", "%", "cent", "half"})
# Offices that make "Warsaw's defense minister" the government's; a mayor or a police chief is the town's.
STATE_OFFICES = frozenset({"minister", "ministry", "secretary"})


def is_government(tree: Tree, head: Token) -> bool:
    """Whether the name of a capital stands for the government: it acts, is addressed or has a policy.

    "Moscow is opposed to penalties", "prod Moscow into supporting", "sold Moscow the ships", "Moscow's refusal",
    "talks between Moscow and Kyiv"; not "in Moscow", "Moscow's streets", "Moscow lies on a river", "the Moscow police".
    """
    parent = tree.parent(head)
    if parent is None:
        return False
    if head.deprel == "conj":
        return parent.upos == "PROPN" and is_government(tree, parent)
    if head.deprel == "nmod:poss":
        return _has_policy(tree, parent)
    preposition = tree.preposition(head)
    if preposition:
        return _is_party(tree, head, parent, preposition)
    if head.relation == "nsubj":
        return _acts(tree, parent, is_passive=head.deprel == "nsubj:pass")
    return head.relation == "iobj" or (head.relation == "obj" and _is_addressed(tree, parent))


def _acts(tree: Tree, predicate: Token, *, is_passive: bool = False) -> bool:
    """ "Tokyo and Beijing agreed", "Paris is a critic of the plan", "London is at odds with them", not "Paris burned".

    What is expected, or likely, to do something is judged by that: "Tokyo is expected to host the Games".
    """
    infinitive = tree.child(predicate, "xcomp") if _is(predicate, "raising") else None
    if infinitive is not None:
        return _acts(tree, infinitive)
    if predicate.upos == "ADJ":
        return _is_stance(predicate)
    if predicate.upos not in ("VERB", "AUX"):
        state = f"{tree.preposition(predicate)}:{predicate.lemma.lower()}"
        return state in _words("state") or (not tree.preposition(predicate) and _is(predicate, "part"))
    if is_passive:
        return _is_addressed(tree, predicate) or _is_stance(predicate)
    return not _is_deed_of_town(tree, predicate)


def _is_stance(predicate: Token) -> bool:
    """ "silent", "opposed", "ready", "committed"."""
    is_known = find_effect(predicate.lemma, "ADJ") is not None and predicate.upos == "ADJ"
    return is_known or _is(predicate, "stance") or predicate.form.lower() in _words("stance")


def _is_deed_of_town(tree: Tree, verb: Token) -> bool:
    """ "Tokyo hosts the Games", "London fell 2 percent", "Kabul saw fighting"; not "Moscow sees it as a threat"."""
    things = tree.children(verb, "obj")
    if _is(verb, "market"):
        return all(thing.lemma.lower() in AMOUNTS for thing in things)
    if verb.lemma == "have":
        return not (tree.children(verb, "xcomp") or any(_is(thing, "has") for thing in things))
    if verb.lemma in ("see", "become", "stand") and (tree.children(verb, "ccomp") or _is_likened(tree, verb)):
        return False
    return _is(verb, "town")


def _is_likened(tree: Tree, verb: Token) -> bool:
    """Whether the verb has an "as" or a complement that only a government can be: "sees it as", "became a critic"."""
    complements = tree.children(verb, "xcomp")
    is_stance = any(_is_stance(complement) or _is(complement, "part") for complement in complements)
    return is_stance or any(tree.preposition(part) in ("as", "by") for part in tree.children(verb, "obl"))


def _is_addressed(tree: Tree, verb: Token) -> bool:
    """ "accused Tehran", "told Moscow", "wanted Moscow to close its bases"; not "reached Moscow", "loves Moscow"."""
    if _is(verb, "addressed") or is_speech(verb.lemma):
        return True
    infinitive = tree.child(verb, "xcomp")
    if infinitive is not None and infinitive.upos == "VERB" and not _is(verb, "watching"):
        return not _is_deed_of_town(tree, infinitive)
    is_asked = find_effect(verb.lemma, "VERB") in ("wanted", "asked", "required")
    return is_asked and verb.lemma not in FEELING


def _has_policy(tree: Tree, owned: Token) -> bool:
    """ "Tokyo's decision", "Warsaw's defense minister"; not "London's streets", "Kabul's mayor"."""
    if owned.lemma.lower() in STATE_OFFICES:
        return True
    return owned.upos == "NOUN" and (find_effect(owned.lemma, "NOUN") is not None or _is(owned, "policy"))


def _is_party(tree: Tree, head: Token, parent: Token, preposition: str) -> bool:
    """ "talks between Moscow and Kyiv", "pressure on Tehran", "a push by Washington", "demanded an apology from Tokyo".

    Not "flights between Paris and Oslo", "a plane from Moscow", "sent an envoy to Moscow".
    """
    if head.deprel == "obl:agent":
        return True
    is_noun = parent.upos == "NOUN"
    if preposition in ("with", "between", "against"):
        return parent.upos in ("NOUN", "VERB", "ADJ") and not _is(parent, "way")
    if preposition == "by":
        return is_noun and (find_effect(parent.lemma, "NOUN") is not None or _is_deed(parent))
    if preposition == "on" and parent.upos == "VERB":
        return _is(parent, "asking") or any(_is(thing, "on") for thing in tree.children(parent, "obj"))
    if preposition in ("from", "to") and parent.upos == "VERB":
        return any(_is(thing, "from" if preposition == "from" else "given") for thing in tree.children(parent, "obj"))
    return is_noun and _is(parent, preposition.removesuffix("s"))


def _is_deed(noun: Token) -> bool:
    return _is(noun, "policy") or find_nominalization(noun.lemma) is not None


def _is(token: Token, kind: str) -> bool:
    return token.lemma.lower() in _words(kind)


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words of a kind in `words/metonymy.tsv`; none for a kind that it does not have."""
    return frozenset(read_mapping("metonymy").get(kind, "").split())
