"""Titles and offices in noun phrases: which nouns name an office, and which words belong to its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.grammar.clauses import COPULAR
from kg.grammar.drafts import Draft, join_forms
from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree
from kg.lexicon import find_role
from kg.model import EntityType, Token

# Verbs that put somebody into an office: "was elected president", "named Ann Roe director".
APPOINTING = frozenset(
    """elect reelect re-elect name rename appoint reappoint choose select install crown proclaim declare make confirm
    swear inaugurate promote enthrone""".split()
)
# Verbs that say somebody holds it: "served as governor".
SERVING = frozenset({"serve", "work", "act", "continue", "remain", "double", "rule", "reign", "function"})
# Verbs that say somebody comes to hold it: "took over as coach", "returned as prime minister".
ENTERING = frozenset({"start", "begin", "return", "join", "take", "come"})
# Verbs that say somebody ceases to hold it.
LEAVING = frozenset("resign retire quit step fire sack dismiss oust depose remove replace suspend drop stand".split())
SUBJECT_PRONOUNS = frozenset({"he", "she", "i", "him", "her", "me"})


def is_office(token: Token) -> bool:
    """Whether a noun names a post that one holds: president, minister, spokeswoman; not author or suspect."""
    role = find_role(token.lemma) or find_role(token.form)
    return role is not None and role[0] == "office"


def names_office(tree: Tree, head: Token, named: Mapping[int, Draft]) -> bool:
    """Whether a role noun tells the post of a person: a title, an apposition, or a predicate."""
    if not is_office(head):
        return False
    first = tree.first_conjunct(head)
    if first.deprel in ("nmod:desc", "compound", "appos"):
        return _is_person(named.get(first.head))
    appositions = [child for child in tree.children(head, "appos", "flat") if child.id in named]
    return any(_is_person(named[child.id]) for child in appositions) or _is_predicated(tree, first, named)


def _is_person(draft: Draft | None) -> bool:
    return draft is not None and draft.type is EntityType.PERSON


def _is_predicated(tree: Tree, head: Token, named: Mapping[int, Draft]) -> bool:
    """Whether an office is what somebody is, becomes or serves as: "She is the mayor", "was elected president"."""
    verb = tree.parent(head)
    if tree.child(head, "cop") is not None:
        return tree.preposition(head) == "" and _is_held_by_person(tree, head, named)
    if verb is None or verb.upos not in ("VERB", "AUX"):
        return False
    if head.deprel == "xcomp":
        return verb.lemma in APPOINTING or verb.lemma in COPULAR
    return head.relation in ("obl", "advcl") and tree.preposition(head) == "as"


def _is_held_by_person(tree: Tree, head: Token, named: Mapping[int, Draft]) -> bool:
    subject = tree.child(head, "nsubj")
    if subject is None:
        return False
    if subject.xpos in ("WP", "WDT") and head.deprel == "acl:relcl":
        return _is_person(named.get(head.head))
    return _is_person(named.get(subject.id)) or subject.form.lower() in SUBJECT_PRONOUNS


def title_drafts(tree: Tree, draft: Draft, named: Mapping[int, Draft]) -> list[Draft]:
    """Return the offices a title names: one, or for "ministers Tomas Berg of Norway and Nina Lund of Sweden" each.

    The country after a name belongs to its title: "King Harald of Norway" is King of Norway.
    """
    title = replace(draft, type=EntityType.POSITION, tokens=_title_tokens(tree, draft, named))
    singular = _singular(draft.head)
    if singular is not None:
        title.name = join_forms(
            [replace(token, form=singular) if token is draft.head else token for token in title.tokens]
        )
    owners = list(_owners(tree, draft.head, named)) if not _has_phrase(title) else []
    if not owners:
        return [title]
    core = title.name or join_forms(title.tokens)
    return [replace(title, tokens=[*title.tokens, *phrase], name=f"{core} {join_forms(phrase)}") for phrase in owners]


def _has_phrase(title: Draft) -> bool:
    return any(token.upos == "ADP" for token in title.tokens)


def _singular(head: Token) -> str | None:
    """Return the singular of a plural title, None for a singular: "Senators" gives "Senator"."""
    if not head.has_feature("Number=Plur") or head.form.lower() == head.lemma.lower():
        return None
    lemma = head.lemma.lower()
    return lemma.capitalize() if head.form[0].isupper() else lemma


def has_own_title(tree: Tree, name: Token) -> bool:
    """Whether a name has a title right before it, so that none before the list is its own."""
    return any(is_office(child) for child in tree.children(name, "nmod:desc", "compound"))


def _owners(tree: Tree, head: Token, named: Mapping[int, Draft]) -> Iterable[list[Token]]:
    """Yield "of Norway" after each person a title stands before."""
    after = next((child for child in tree.children(head, "flat", "appos") if child.id == head.id + 1), None)
    first = after or tree.parent(head)
    if first is None or not _is_person(named.get(first.id)):
        return
    if after is None and head.deprel not in ("nmod:desc", "compound"):
        return
    for member in tree.conjuncts(first):
        person = named.get(member.id)
        is_shared = member.id == first.id or (_singular(head) is not None and not has_own_title(tree, member))
        if person is None or not _is_person(person) or not is_shared:
            continue
        last = max(person.ids())
        for child in tree.children(person.head, "nmod"):
            owner = named.get(child.id)
            case = tree.child(child, "case")
            if owner is not None and case is not None and case.id == last + 1 and case.form.lower() in ("of", "for"):
                yield [case, *owner.tokens]


def _title_tokens(tree: Tree, draft: Draft, named: Mapping[int, Draft]) -> list[Token]:
    """Return the unbroken run of a title's words around its head that belong to no holder's name."""
    kept = [draft.head]
    holders = {number for number, name in named.items() if _is_person(name) and not _is_owner(tree, name)}
    for token in reversed([token for token in draft.tokens if token.id < draft.head.id]):
        if token.id in holders or (token.upos in ("CCONJ", "PUNCT", "DET") and token.form != "-"):
            break  # "formerly a deputy administrator"
        kept.insert(0, token)
    owner = named.get(kept[0].id)
    if owner is not None and owner.type is not EntityType.PERSON:
        kept = [token for token in owner.tokens if token.id < kept[0].id] + kept  # "New Zealand Prime Minister"
    for token in [token for token in draft.tokens if token.id > draft.head.id]:
        if token.id in holders or token.form == "," or is_temporal(token.form):
            break
        kept.append(token)
    while kept[-1] is not draft.head and kept[-1].upos in ("CCONJ", "ADP", "PUNCT", "DET"):
        kept.pop()
    return kept


def _is_owner(tree: Tree, name: Draft) -> bool:
    """Whether a person's name stands inside a title: "Obama's spokesman", "spokesman for Obama", "Obama adviser"."""
    above = tree.parent(name.head)
    if above is None or not is_office(above):
        return False
    has_case = any(case.id < name.head.id for case in tree.children(name.head, "case"))
    return name.head.deprel in ("nmod:poss", "compound") or (name.head.relation == "nmod" and has_case)
