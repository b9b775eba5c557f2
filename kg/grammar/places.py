"""Where named places lie, as commas, adjectives and appositions tell: "Sochi, Russia", "the Syrian city of Homs"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.grammar.facts import make_fact
from kg.grammar.trees import SEPARATORS, Tree
from kg.lexicon import is_listed, read_mapping
from kg.linking import find_city
from kg.model import EntityType, Mention, MentionKind, Proposition, Token

PLACES = frozenset(type_ for type_ in EntityType if type_.is_place)
LOCATED = "be located in"
# How many words may stand between "in" and the name: "in eastern France", "in the south of France" is left out.
MAX_WORDS_BETWEEN = 2


def find_places(tree: Tree, mentions: list[Mention], fillers: Mapping[int, Mention]) -> Iterable[Proposition]:
    """Yield where each named place or building of a sentence lies, each pair once."""
    seen: set[tuple[int, int]] = set()
    for inner in mentions:
        if inner.kind is not MentionKind.NAME or inner.type not in (EntityType.PLACE, EntityType.FACILITY):
            continue
        for mark, outer in [
            *_after_comma(tree, inner, fillers),
            *_in_phrase(tree, inner, fillers),
            *_described(tree, inner, fillers),
        ]:
            if (inner.index, outer.index) not in seen and outer.index != inner.index:
                seen.add((inner.index, outer.index))
                yield make_fact(tree, mark, LOCATED, [mark], inner, outer)


def _tokens(tree: Tree, mention: Mention) -> list[Token]:
    return tree.under(mention.spans)


def _after_comma(tree: Tree, inner: Mention, fillers: Mapping[int, Mention]) -> Iterable[tuple[Token, Mention]]:
    """ "Sochi, Russia", "Austin, Texas", "Lyon, in eastern France": the place after the comma is the larger one."""
    last = _tokens(tree, inner)[-1]
    if last.id + 2 > len(tree.tokens) or tree.token(last.id + 1).form != ",":
        return
    comma, follower = tree.token(last.id + 1), tree.token(last.id + 2)
    if follower.form.lower() == "in":
        outer = _name_after(tree, follower, fillers)
        if outer is not None and not _is_possessive(tree, outer):
            yield follower, outer
        return
    found = fillers.get(follower.id)
    if found is None or not _is_larger(found):
        return
    head = tree.token(found.head)
    above = tree.token(inner.head).head  # "the coast of Aceh, Indonesia" may hang both on the coast
    is_joined = head.head in (inner.head, above) and head.relation in ("appos", "nmod", "flat", "list", "dep", "obl")
    if is_joined and not tree.preposition(head) and not _is_possessive(tree, found):
        yield comma, found


def _name_after(tree: Tree, preposition: Token, fillers: Mapping[int, Mention]) -> Mention | None:
    """Return the place after "in", with an adjective or an article between at most."""
    for token in tree.tokens[preposition.id : preposition.id + 1 + MAX_WORDS_BETWEEN]:
        found = fillers.get(token.id)
        if found is not None and _is_larger(found):
            return found
        if token.upos not in ("ADJ", "DET"):
            return None
    return None


def _is_larger(outer: Mention) -> bool:
    """Whether a place can hold a town: a country, or a place of the gazetteer or named a province; no "Charité"."""
    if outer.kind is not MentionKind.NAME or outer.type not in PLACES or "Demonym=Yes" in outer.features:
        return False
    is_known = find_city(outer.name) is not None or outer.name in read_mapping("states")
    return outer.type is EntityType.COUNTRY or is_known or is_listed("settlements", outer.name.split()[-1].lower())


def _is_possessive(tree: Tree, mention: Mention) -> bool:
    return any(case.xpos == "POS" for case in tree.children(tree.token(mention.head), "case"))


def _in_phrase(tree: Tree, inner: Mention, fillers: Mapping[int, Mention]) -> Iterable[tuple[Token, Mention]]:
    """ "the town of Tabqa in Syria": a phrase with "in" right after the name."""
    last = _tokens(tree, inner)[-1]
    for child in tree.children(tree.token(inner.head), "nmod"):
        outer, case = fillers.get(child.id), tree.child(child, "case")
        is_next = case is not None and case.form.lower() == "in" and case.id == last.id + 1
        if is_next and case is not None and outer is not None and _is_larger(outer):
            yield case, outer


def _described(tree: Tree, inner: Mention, fillers: Mapping[int, Mention]) -> Iterable[tuple[Token, Mention]]:
    """ "the Syrian city of Homs", "Egypt's capital, Cairo", "Doha, the capital of Qatar": a noun tells the country."""
    head = tree.token(inner.head)
    parent = tree.parent(head)
    nouns = [*tree.children(head, "nmod:desc", "appos")]
    nouns += [parent] if parent is not None and head.deprel in ("appos", "flat") else []
    for noun in nouns:
        if not is_listed("settlements", noun.lemma.lower()):
            continue
        for child in tree.children(noun, "amod", "compound", "nmod:poss", "nmod"):
            outer = fillers.get(child.id)
            is_before = child.id < noun.id and outer is not None and outer.type is EntityType.COUNTRY
            is_after = tree.preposition(child) in ("of", "in") and outer is not None and _is_larger(outer)
            if outer is not None and (is_before or is_after) and not _is_far(tree, child):
                yield noun, outer


def _is_far(tree: Tree, child: Token) -> bool:
    """Whether a phrase is set off, so that it need not belong to the noun."""
    first = tree.subtree(child)[0]
    return first.id > 1 and tree.token(first.id - 1).form in SEPARATORS - {","} and child.relation == "nmod"
