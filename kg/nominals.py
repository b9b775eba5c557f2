"""`Sentence` → `Proposition`: facts stated without a verb, by titles, appositions, places and nouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, pairwise

from kg.grammar.facts import make_fact
from kg.grammar.offices import find_offices
from kg.grammar.places import find_places
from kg.grammar.trees import Tree
from kg.lexicon import find_nominalization, is_honorific, is_preposition_of, names_person
from kg.model import EntityType, Mention, MentionKind, Proposition, Token


def find_nominal_propositions(
    tree: Tree, mentions: Iterable[Mention], fillers: Mapping[int, Mention], *, first_clause: int
) -> list[Proposition]:
    """Return the propositions that nouns state, in text order, clauses numbered from `first_clause`."""
    ours = [mention for mention in mentions if mention.sentence == tree.sentence.index]
    found = [
        *find_offices(tree, ours),
        *_appositions(tree, ours),
        *find_places(tree, ours, fillers),
        *_nominalizations(tree, fillers),
        *_compound_participles(tree, fillers),
        *_affiliations(tree, ours),
        *_origins(tree, fillers),
    ]
    found.sort(key=lambda proposition: (proposition.spans, proposition.lemma, proposition.arguments[0].mention))
    return [replace(proposition, clause=first_clause + number) for number, proposition in enumerate(found)]


def _appositions(tree: Tree, mentions: list[Mention]) -> Iterable[Proposition]:
    """ "Acme, a maker of pumps, said": Acme is a maker of pumps. A name beside a name says nothing of this kind."""
    for token in tree.tokens:
        parent = tree.parent(token)
        if parent is None or not _is_description(tree, token, parent):
            continue
        left, right = _own_mention(parent, mentions), _own_mention(token, mentions)
        if left is None or right is None or left is right:
            continue
        if left.kind is MentionKind.NOMINAL and right.kind is MentionKind.NAME:
            left, right = right, left
        is_description = left.kind is MentionKind.NAME and right.kind is MentionKind.NOMINAL
        head = tree.token(right.head)
        is_list = " including " in right.name  # "officials including Ann Roe"
        if left.type is EntityType.PLACE and names_person(head.lemma):
            continue  # "two visitors in Wuhan — a man from Peru and ..."
        is_kind = right.type is EntityType.CONCEPT and tree.child(head, "nummod") is None
        if is_description and is_kind and not is_list:
            for name in _all_described(tree, left, right, mentions):
                yield make_fact(tree, head, "be", [head], name, right)


def _all_described(tree: Tree, name: Mention, description: Mention, mentions: list[Mention]) -> list[Mention]:
    """Return all names a plural describes: "U.S. allies Japan and South Korea"; else the one name.

    One person is not several: in "politicians and the bishop, Omar Zaid, came" he is no politicians.
    """
    if "Number=Plur" not in description.features:
        return [name]
    joined = [_own_mention(token, mentions) for token in tree.conjuncts(tree.token(name.head))]
    names = [found for found in joined if found is not None and found.kind is MentionKind.NAME]
    return names if len(names) > 1 or name.type is not EntityType.PERSON else []


def _is_description(tree: Tree, token: Token, parent: Token) -> bool:
    """Whether a noun stands beside a name: "Acme, a maker of pumps", "daily newspaper Magyar Nemzet".

    In "the city of Homs" it says no more than the name; with a preposition it is another phrase: "in London, England,
    according to witness accounts".
    """
    if token.deprel not in ("appos", "nmod:desc"):
        return False
    if token.deprel == "appos" and is_preposition_of("source", tree.preposition(token)):
        return False
    first = tree.subtree(token)[0]
    before = tree.token(max(first.id - 1, 1))
    if "(" in (before.form, first.form) and parent.ner[2:] == "PER" and not names_person(token.lemma):
        return False  # "Image: Ada Berg (montage)"
    owner = tree.parent(parent)
    if parent.deprel == "nmod" and owner is not None and owner.form.lower() == "one":
        return False  # "one of the militias, the Falcons": the name is that of the one
    is_same = any(child.deprel == "dep" and child.form == "of" for child in tree.children(token))
    is_title = token.deprel == "nmod:desc" and parent.upos == "PROPN" and not (is_honorific(token.form) or is_same)
    return token.deprel == "appos" or is_title


def _own_mention(token: Token, mentions: list[Mention]) -> Mention | None:
    """Return the mention headed by a token, a name where it is part of one."""
    heads = (mention for mention in mentions if mention.head == token.id)
    names = (mention for mention in mentions if mention.kind is MentionKind.NAME and mention.holds(token))
    return next(chain(heads, names), None)


def _nominalizations(tree: Tree, fillers: Mapping[int, Mention]) -> Iterable[Proposition]:
    """ "Russia's opposition to penalties", "Israeli attacks on Gaza", "a meeting between Clinton and Putin"."""
    for token in tree.tokens:
        entry = find_nominalization(token.lemma) if token.upos == "NOUN" else None
        if entry is None:
            continue
        predicate, prepositions = entry
        pair = _between(tree, token, fillers) if "with" in prepositions else []
        if pair:
            yield make_fact(tree, token, predicate, [token], pair[0], pair[1])
            continue
        subject = _noun_subject(tree, token, fillers)
        if subject is None:
            continue
        for target in _noun_objects(tree, token, prepositions, fillers):
            words = [token, *tree.children(target, "case", "mark")[:1]]
            yield make_fact(tree, token, predicate, words, subject, fillers[target.id])


def _between(tree: Tree, noun: Token, fillers: Mapping[int, Mention]) -> list[Mention]:
    for child in tree.children(noun, "nmod"):
        if tree.preposition(child) == "between":
            group = [fillers[member.id] for member in tree.conjuncts(child) if member.id in fillers]
            return group if len(group) == 2 else []
    return []


def _noun_subject(tree: Tree, noun: Token, fillers: Mapping[int, Mention]) -> Mention | None:
    """Return who acts: the possessor, a country's adjective, a name before the noun, or a by-phrase."""
    for child in tree.children(noun, "nmod:poss", "amod", "compound"):
        mention = fillers.get(child.id)
        is_actor = mention is not None and mention.kind in (MentionKind.NAME, MentionKind.PRONOUN)
        if mention is not None and (is_actor or child.deprel == "nmod:poss"):
            return mention
    by = next((child for child in tree.children(noun, "nmod", "obl:agent") if tree.preposition(child) == "by"), None)
    return fillers.get(by.id) if by is not None else None


def _noun_objects(
    tree: Tree, noun: Token, prepositions: tuple[str, ...], fillers: Mapping[int, Mention]
) -> Iterable[Token]:
    for child in tree.children(noun, "nmod", "acl"):
        preposition = tree.preposition(child) if child.relation == "nmod" else tree.marker(child)
        is_gerund = child.relation == "acl" and child.form.endswith("ing")
        if preposition in prepositions and (child.relation == "nmod" or is_gerund):
            for member in tree.conjuncts(child):
                if member.id in fillers:
                    yield member


def _compound_participles(tree: Tree, fillers: Mapping[int, Mention]) -> Iterable[Proposition]:
    """ "U.S.-backed penalties": the United States backs the penalties."""
    for token in tree.related("amod"):
        noun = tree.parent(token)
        is_participle = token.upos in ("VERB", "ADJ") and token.form.endswith("ed")
        if not is_participle or noun is None or noun.id not in fillers:
            continue
        before = [child for child in tree.children(noun, "compound") if child.id == token.id - 2]
        for child in [*tree.children(token, "compound", "obl", "nsubj", "obl:agent"), *before]:
            actor = fillers.get(child.id)
            is_hyphened = child.id < token.id and tree.token(token.id - 1).form == "-"
            if actor is not None and actor.kind is MentionKind.NAME and is_hyphened:
                lemma = token.lemma if token.upos == "VERB" else _verb_of(token.lemma)
                if token.form.lower() == "based":  # "Tokyo-based Shinwa" is based in Tokyo
                    yield make_fact(tree, token, "be based in", [token], fillers[noun.id], actor)
                elif lemma:
                    yield make_fact(tree, token, lemma, [token], actor, fillers[noun.id])


def _verb_of(participle: str) -> str | None:
    """Return the verb of an adjective in -ed that is common before nouns after a name, None if unknown."""
    return PARTICIPLE_VERBS.get(participle)


PARTICIPLE_VERBS = {
    "backed": "back", "led": "lead", "sponsored": "sponsor", "owned": "own", "controlled": "control",
    "funded": "fund", "supported": "support", "brokered": "broker", "imposed": "impose", "mediated": "mediate",
}  # fmt: skip


def _affiliations(tree: Tree, mentions: list[Mention]) -> Iterable[Proposition]:
    """ "Sen. Ted Cruz, R-Texas": a member of the Republican Party, who represents Texas."""
    for party, state in pairwise(mentions):
        if "Affiliation=Yes" not in party.features or "Affiliation=Yes" not in state.features:
            continue
        people = [m for m in mentions if m.type is EntityType.PERSON and m.kind is MentionKind.NAME]
        person = next((m for m in reversed(people) if m.end <= party.start), None)
        if person is not None:
            first, last = tree.token(party.head), tree.token(state.head)
            yield make_fact(tree, first, "be member of", [first], person, party)
            yield make_fact(tree, last, "represent", [last], person, state)


def _origins(tree: Tree, fillers: Mapping[int, Mention]) -> Iterable[Proposition]:
    """ "Ann Roe of Greenpeace" belongs to it; "Omar Zaid, a teacher from Homs," is from Homs."""
    for token in tree.tokens:
        person = fillers.get(token.id)
        if person is None or person.type is not EntityType.PERSON or person.kind is not MentionKind.NAME:
            continue
        # "King Abdullah of Jordan" holds an office, and so does "Jane Roe, head of Acme"
        is_titled = tree.child(token, "nmod:desc") is not None or token.upos != "PROPN"
        for child in tree.children(token, "nmod"):
            origin, preposition = fillers.get(child.id), tree.preposition(child)
            if origin is None or origin.kind is not MentionKind.NAME or origin is person:
                continue
            if origin.type is EntityType.ORGANIZATION and preposition in ("of", "from") and not is_titled:
                yield make_fact(tree, child, "belong to", tree.children(child, "case"), person, origin)
            elif origin.type.is_place and preposition == "from":
                yield make_fact(tree, child, "be from", tree.children(child, "case"), person, origin)
