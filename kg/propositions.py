"""`Sentence` → `Proposition`: the predicates of a sentence with their arguments, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable

from kg.grammar.clause_times import find_time
from kg.grammar.clauses import COPULAR, is_clause, is_passive, nominal_conjuncts, relative_role, subjects
from kg.grammar.times import is_iso
from kg.grammar.trees import Tree, spans_of
from kg.lexicon import find_effect, find_negation, is_preposition_of
from kg.model import Argument, EntityType, Mention, MentionKind, Proposition, Token


def find_propositions(tree: Tree, mentions: Iterable[Mention], *, published: str | None = None) -> list[Proposition]:
    """Return one proposition for each clause of a sentence, in text order, without factuality and graph view.

    `published` is the ISO date of the document, from which "Thursday" and "next year" are counted.
    """
    fillers = find_fillers(tree, mentions)
    found: list[Proposition] = []
    for head in tree.tokens:
        if is_clause(tree, head):
            found.append(_clause_proposition(tree, head, fillers, clause=len(found), published=published))
    return found


def find_fillers(tree: Tree, mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Return for each token id the mention that an argument headed by it stands for.

    A name stands for every token in it, a nominal for its head; a title stands for the person it names
    ("the Russian president, Vladimir Putin, said"); a demonym noun is a nominal ("Russians").
    """
    ours = [mention for mention in mentions if mention.sentence == tree.sentence.index]
    fillers: dict[int, Mention] = {}
    for mention in ours:
        if mention.kind is MentionKind.NAME:
            for token in tree.tokens:
                if any(span.start <= token.start and token.end <= span.end for span in mention.spans):
                    fillers.setdefault(token.id, mention)
    for mention in ours:
        if mention.kind is not MentionKind.NAME:
            fillers[mention.head] = mention
    for mention in ours:
        if mention.kind is MentionKind.NOMINAL:
            name = _described_name(tree, mention, fillers)
            if name is not None:
                fillers[mention.head] = name
    _fill_denials(tree, fillers)
    return fillers


def _fill_denials(tree: Tree, fillers: dict[int, Mention]) -> None:
    """Let "none of the banks" stand for the banks, and "nothing" for no thing: what denies is no participant."""
    for token in tree.tokens:
        if find_negation(token.form) != "pronoun":
            continue
        set_ = next((child for child in tree.children(token, "nmod") if tree.preposition(child) == "of"), None)
        if set_ is not None and set_.id in fillers:
            fillers[token.id] = fillers[set_.id]
        else:
            fillers.pop(token.id, None)


def _described_name(tree: Tree, mention: Mention, fillers: dict[int, Mention]) -> Mention | None:
    """Return the name a description stands before: "the Russian president, Vladimir Putin", "gas producer Energean"."""
    head = tree.token(mention.head)
    owner = fillers.get(head.head) if head.deprel == "appos" else None
    if owner is not None and owner.kind is MentionKind.NAME and owner.type is not EntityType.PLACE:
        return owner  # "Acme, a maker of pumps that employs 200": the relative clause is about Acme
    for child in tree.children(head, "appos", "flat"):
        name = fillers.get(child.id)
        if name is None or name.kind is not MentionKind.NAME or name.head != child.id:
            continue
        is_someone = name.type in (EntityType.PERSON, EntityType.ORGANIZATION)
        if is_someone and (child.deprel == "appos" or mention.type is EntityType.POSITION):
            return name  # "his widow, Denise, was treated in Kenya"
        if mention.type is EntityType.CONCEPT and _stands_before(tree, head, name):
            return name
    return None


def _stands_before(tree: Tree, head: Token, name: Mention) -> bool:
    """Whether a name follows a noun at once, but for an article."""
    between = [token for token in tree.tokens if token.id > head.id and token.end <= name.start]
    return name.start > head.start and all(token.upos == "DET" for token in between)


def _clause_proposition(
    tree: Tree, head: Token, fillers: dict[int, Mention], *, clause: int, published: str | None
) -> Proposition:
    arguments: list[Argument] = []
    dates: list[Mention] = []
    for role, token in _argument_tokens(tree, head):
        mention = fillers.get(token.id)
        if mention is None:
            continue
        is_time = role == "time" or (role.startswith("obl:") and is_preposition_of("time", role[4:]))
        is_antecedent = head.deprel == "acl:relcl" and token.id == head.head  # "the day it sank"
        is_when = role == "obj" and (is_iso(mention.value or "") or is_antecedent)  # "took office 1965"
        is_measure = role == "obl:by" and (mention.value or "").startswith("P")  # "extended by 15 days"
        if mention.type is EntityType.DATE and (is_time or is_when) and not is_measure:
            dates.append(mention)
        elif role != "time" and Argument(role, mention.index) not in arguments:
            arguments.append(Argument(role, mention.index))
    dates += _nested_dates(tree, head, fillers)
    return Proposition(
        sentence=tree.sentence.index, clause=clause, head=head.id, lemma=head.lemma, spans=spans_of([head]),
        arguments=tuple(arguments), time=find_time(tree, head, dates, published),
        place=_find_place(tree, head, fillers),
    )  # fmt: skip


def _argument_tokens(tree: Tree, head: Token) -> list[tuple[str, Token]]:
    """Return (role, head token) of every argument in the order subject, objects, obliques."""
    passive = is_passive(tree, head)
    found = [("nsubj:pass" if passive else "nsubj", token) for token in subjects(tree, head)]
    if tree.child(head, "cop") is not None and head.upos != "VERB":
        found += [("attr", token) for token in _predicate_nominals(tree, head)]
    for child in tree.children(head):
        if child.relation in ("obj", "iobj"):
            found += [(child.relation, token) for token in nominal_conjuncts(tree, child)]
        elif child.deprel == "xcomp" and _is_nominal_complement(tree, head, child):
            found += [("attr", token) for token in nominal_conjuncts(tree, child)]
        elif child.relation == "obl" or (child.relation == "nmod" and tree.child(head, "cop") is not None):
            found += _obliques(tree, child, is_passive=passive)
    found = [(role, token) for role, token in found if token.xpos not in ("WP", "WDT")]
    return found + _relative_argument(tree, head) + _shared_object(tree, head)


def _predicate_nominals(tree: Tree, head: Token) -> list[Token]:
    if head.upos in ("NOUN", "PROPN", "PRON", "NUM") and not tree.preposition(head):
        return [head]
    return []


def _is_nominal_complement(tree: Tree, head: Token, child: Token) -> bool:
    """ "became president", "was named director": a noun as complement of the verb."""
    is_noun = child.upos in ("NOUN", "PROPN") and tree.child(child, "cop") is None and not tree.preposition(child)
    return is_noun and (head.lemma in COPULAR or is_passive(tree, head))


def _obliques(tree: Tree, child: Token, *, is_passive: bool) -> list[tuple[str, Token]]:
    """Return ("obl:with", token) for a phrase and the phrases joined to it; "time" for bare "Saturday".

    The by-phrase of a passive is its agent; a joined phrase with a preposition of its own is not.
    """
    preposition = tree.preposition(child)
    if child.deprel == "obl:agent" or (is_passive and preposition == "by"):
        return [("agent", token) for token in nominal_conjuncts(tree, child) if tree.preposition(token) in ("by", "")]
    if is_preposition_of("source", preposition):
        return []
    if not preposition:
        return [("time", child)]
    return [(f"obl:{tree.preposition(token) or preposition}", token) for token in nominal_conjuncts(tree, child)]


def _relative_argument(tree: Tree, head: Token) -> list[tuple[str, Token]]:
    """Return the antecedent where it is no subject: "the law that Congress passed"."""
    if head.deprel != "acl:relcl" or not head.head:
        return []
    role = relative_role(tree, head)
    return [(role, tree.token(head.head))] if role == "obj" or role.startswith("obl:") else []


def _shared_object(tree: Tree, head: Token) -> list[tuple[str, Token]]:
    """Return the object of one of two joined verbs for the other: "signed and ratified the treaty"."""
    if tree.child(head, "obj", "obl", "ccomp", "xcomp") is not None or head.upos != "VERB" or is_passive(tree, head):
        return []
    first = tree.first_conjunct(head)
    after = tree.child(first, "obj") if first is not head else None
    if after is not None and after.id > head.id:
        return [("obj", token) for token in nominal_conjuncts(tree, after)]
    if find_effect(head.lemma, "VERB") is not None:
        return []  # "to threaten and increase pressure": such verbs take clauses, or nothing
    joined = tree.children(head, "conj")
    if not joined or joined[-1].id != head.id + 2:
        return []
    shared = tree.child(joined[-1], "obj")
    return [("obj", token) for token in nominal_conjuncts(tree, shared)] if shared is not None else []


def _nested_dates(tree: Tree, head: Token, fillers: dict[int, Mention]) -> list[Mention]:
    """Return the dates in phrases below an argument of the clause: "at a news conference on Wednesday"."""
    found = []
    for child in tree.children(head, "obl", "advmod"):
        for inner in [child, *tree.children(child, "nmod", "nmod:unmarked", "obl")]:
            mention = fillers.get(inner.id)
            is_date = mention is not None and mention.type is EntityType.DATE
            preposition = tree.preposition(inner)
            is_when = preposition in ("", "of") or is_preposition_of("time", preposition)
            if mention is not None and is_date and is_when:
                found.append(mention)  # not "sentenced to ten years"
    return found


EVENT_PREPOSITIONS = frozenset({"during", "at", "on", "in", "after"})


def _find_place(tree: Tree, head: Token, fillers: dict[int, Mention]) -> int | None:
    """Return the place of what a clause tells: "said in Beijing", "during dinner in Vladivostok"."""
    for child in tree.children(head, "obl"):
        nested = tree.children(child, "nmod") if tree.preposition(child) in EVENT_PREPOSITIONS else []
        for inner in [child, *nested]:
            mention = fillers.get(inner.id)
            if mention is None or mention.kind is not MentionKind.NAME:
                continue
            is_place = mention.type in (EntityType.PLACE, EntityType.COUNTRY) and "Demonym=Yes" not in mention.features
            if is_place and is_preposition_of("place", tree.preposition(inner)):
                return mention.index
    return None
