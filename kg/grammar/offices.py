"""Offices that people hold: told by titles and appositions beside a name, and by what clauses say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.grammar.clauses import is_passive, subjects
from kg.grammar.facts import make_fact
from kg.grammar.titles import APPOINTING, ENTERING, LEAVING, SERVING, has_own_title
from kg.grammar.trees import Tree, quote, spans_of
from kg.lexicon import find_effect, find_tenure
from kg.model import EntityType, Mention, MentionKind, Modality, Proposition, Token, Triple

HOLD = "hold position"
# Copulas that say somebody has an office; "become" says besides that it is new.
BEING = frozenset({"be", "remain", "stay", "become"})


def find_offices(tree: Tree, mentions: list[Mention]) -> Iterable[Proposition]:
    """ "Russian Foreign Minister Sergey Lavrov": Lavrov holds the position of foreign minister of Russia."""
    for position in mentions:
        if position.type is not EntityType.POSITION:
            continue
        head = tree.token(position.head)
        tenure = _tenure(tree, head, position)
        for person in _holders(tree, head, position, mentions):
            yield _held(tree, head, person, position, tenure)


def _held(tree: Tree, head: Token, person: Mention, position: Mention, tenure: str | None) -> Proposition:
    """Return the proposition of a title; an incoming president is to be one, so that is planned."""
    if tenure == "incoming":
        return make_fact(tree, head, HOLD, [head], person, position, modality=Modality.PLANNED)
    return make_fact(tree, head, HOLD, [head], person, position, time=tenure)


def _holders(tree: Tree, head: Token, position: Mention, mentions: list[Mention]) -> list[Mention]:
    """Return whose title it is: of "ministers Berg of Norway and Lund of Sweden" the one whose country it names."""
    first = tree.first_conjunct(head)
    above = [first.head] if first.relation in ("nmod", "compound", "appos", "flat") else []
    named = [*above, *(child.id for child in tree.children(head, "appos", "flat"))]
    for number in named:
        person = _person_at(tree, number, mentions) if number else None
        if person is None:
            continue
        group = [
            found
            for token in tree.conjuncts(tree.first_conjunct(tree.token(person.head)))
            if (found := _person_at(tree, token.id, mentions)) is not None
            and (found is person or not has_own_title(tree, token))
        ]
        owned = [found for found in group if _has_phrase_of(tree, found, position)]
        is_shared = tree.token(position.head).has_feature("Number=Plur") and head.form.lower() != head.lemma.lower()
        if not owned and len(position.spans) > 1 and position.end > person.end:
            return []  # the country after another name of the list
        return owned[:1] or (group if is_shared else [person])
    return []


def _person_at(tree: Tree, number: int, mentions: list[Mention]) -> Mention | None:
    token = tree.token(number)
    for mention in mentions:
        if mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME and mention.holds(token):
            return mention
    return None


def _has_phrase_of(tree: Tree, person: Mention, position: Mention) -> bool:
    """Whether a title's words take in a phrase that hangs on this person's name."""
    phrases = [child for child in tree.children(tree.token(person.head), "nmod") if child.deprel == "nmod"]
    return any(span.contains(phrase) for phrase in phrases for span in position.spans)


def _tenure(tree: Tree, head: Token, position: Mention) -> str | None:
    """Return "former", "acting" or "incoming" where a title says so: in it, in its prefix, or hyphened before it."""
    prefix, dash, _ = head.form.partition("-")
    words = [word.form for word in tree.children(head, "amod", "advmod", "compound", "nmod:desc")]
    words += [prefix] if dash else []
    inside = tree.under(position.spans)
    before = [token.form for token in tree.tokens[max(inside[0].id - 3, 0) : inside[0].id - 1]]
    words += before[:1] if before[1:] == ["-"] else []
    found = [tenure for word in words if (tenure := find_tenure(word)) not in (None, "-")]
    return found[0] if found else None


# Offices told by clauses


def turn_offices(
    text: str, tree: Tree, clauses: Iterable[Proposition], mentions: Iterable[Mention], fillers: Mapping[int, Mention]
) -> list[Proposition]:
    """Return the clauses of a sentence with what they say of offices told as holding them.

    "Ann Roe is president" is no second kind of fact beside "president Ann Roe"; "was elected president" tells the
    election and the office.
    """
    positions = [mention for mention in mentions if mention.type is EntityType.POSITION]
    found: list[Proposition] = []
    for clause in clauses:
        found += [_turned(text, tree, clause, positions, fillers)] if positions else [clause]
        left = _left(text, tree, clause, positions, fillers)
        found += [left] if left is not None else []
    return found


def _turned(
    text: str, tree: Tree, clause: Proposition, positions: list[Mention], fillers: Mapping[int, Mention]
) -> Proposition:
    """Return a clause with "hold position" for being an office, and beside entering one."""
    head = tree.token(clause.head)
    held = _predicated(tree, head, positions)
    if held is None:
        return clause
    holders = _predicated_holders(tree, head, held, fillers)
    spans = spans_of(_words(tree, head))
    new = tuple(Triple(holder.index, HOLD, held.index, quote(text, spans), spans) for holder in holders)
    is_being = tree.child(head, "cop") is not None or head.lemma in BEING - {"become"}
    is_past = is_being or head.lemma in SERVING
    dropped = {held.index} if is_being and new else set()
    kept = tuple(triple for triple in clause.triples if triple.object not in dropped)
    time = clause.time or (_past_tenure(tree, head) if is_past else None)
    return replace(clause, triples=tuple(dict.fromkeys((*kept, *new))), time=time)


def _words(tree: Tree, head: Token) -> Sequence[Token]:
    """Return the words that say an office is held: the copula, or the verb with its auxiliaries and particle."""
    copula = tree.children(head, "cop")
    return copula or [head, *tree.children(head, "aux", "compound:prt")]


def _predicated(tree: Tree, head: Token, positions: list[Mention]) -> Mention | None:
    """Return the office a clause speaks of: "is president", "was elected president", "served as president"."""
    by_head = {position.head: position for position in positions}
    if tree.child(head, "cop") is not None:
        return by_head.get(head.id)
    for child in tree.children(head, "xcomp", "obl", "advcl"):
        preposition = tree.preposition(child)
        is_noun = child.deprel == "xcomp" and (head.lemma in APPOINTING or head.lemma in BEING)
        is_as = preposition == "as" and head.lemma in SERVING | ENTERING | APPOINTING
        is_fronted = preposition == "as" and child.id < head.id and tree.subtree(child)[0].id == 1
        if child.id in by_head and (is_noun or is_as or is_fronted):
            return by_head[child.id]
    return None


def _predicated_holders(tree: Tree, head: Token, held: Mention, fillers: Mapping[int, Mention]) -> list[Mention]:
    """Return who holds the office: the object of active "elected", else the subject; persons only."""
    appointee = tree.child(head, "obj") if head.lemma in APPOINTING and not is_passive(tree, head) else None
    tokens = tree.conjuncts(appointee) if appointee is not None else subjects(tree, head)
    if (
        head.lemma in APPOINTING
        and appointee is None
        and not is_passive(tree, head)
        and tree.child(head, "cop") is None
    ):
        return []
    return [fillers[token.id] for token in tokens if token.id in fillers and _is_somebody(fillers[token.id])]


def _is_somebody(mention: Mention) -> bool:
    is_person = mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME
    is_he = mention.kind is MentionKind.PRONOUN and not {"Gender=Neut", "Person=1", "Person=2"} & set(mention.features)
    return is_person or is_he


# Adverbs of what goes on (Quirk et al. 1985, 8.97).
STILL = frozenset({"currently", "now", "presently", "still", "then"})


def _past_tenure(tree: Tree, head: Token) -> str | None:
    """ "Ann Roe, who was president": she is no more. What is said is put in the past, so it does not tell.

    Nor does what is told of a time: "was currently serving as president".
    """
    if any(adverb.form.lower() in STILL for adverb in tree.children(head, "advmod")):
        return None
    verbs = tree.children(head, "cop", "aux")
    is_past = head.xpos == "VBD" or any(verb.form.lower() in ("was", "were", "had") for verb in verbs)
    above = [token for token in (head, *tree.ancestors(head)) if token.deprel in ("ccomp", "parataxis")]
    return "former" if is_past and not above else None


def _left(
    text: str, tree: Tree, clause: Proposition, positions: list[Mention], fillers: Mapping[int, Mention]
) -> Proposition | None:
    """ "resigned as finance minister", "was sacked as coach": a former holder, if it came to that."""
    head = tree.token(clause.head)
    is_done = head.xpos in ("VBD", "VBN") and find_effect(head.lemma, "XCOMP") is None
    if head.lemma not in LEAVING or not is_done or tree.child(head, "xcomp") is not None:
        return None
    position = next((p for p in positions if tree.token(p.head).head == head.id), None)
    if position is None or tree.preposition(tree.token(position.head)) != "as":
        return None
    holder = tree.child(head, "obj")
    tokens = [holder] if holder is not None and not is_passive(tree, head) else subjects(tree, head)
    people = [fillers[token.id] for token in tokens if token.id in fillers and _is_somebody(fillers[token.id])]
    spans = spans_of(_words(tree, head))
    triples = tuple(Triple(person.index, HOLD, position.index, quote(text, spans), spans) for person in people)
    return replace(clause, triples=triples, time="former") if triples else None
