"""`Sentence` → `Proposition`: the predicates of a sentence with their arguments, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.grammar.clause_times import find_time
from kg.grammar.clauses import COPULAR
from kg.grammar.frames import Frame, Slot, find_frames, is_measure
from kg.grammar.signs import find_exception
from kg.grammar.times import is_iso
from kg.grammar.trees import Tree
from kg.lexicon import find_negation, hold_denial, is_preposition_of
from kg.model import Argument, EntityType, Mention, MentionKind, Proposition, Token


def find_propositions(
    tree: Tree,
    mentions: Iterable[Mention],
    *,
    published: str | None = None,
    fillers: Mapping[int, Mention] | None = None,
) -> list[Proposition]:
    """Return one proposition for each clause of a sentence, in text order, without factuality and graph view.

    `published` is the ISO date of the document, from which "Thursday" and "next year" are counted; `fillers` what
    `find_fillers` returns, where that is known.
    """
    fillers = find_fillers(tree, mentions) if fillers is None else fillers
    found: list[Proposition] = []
    for frame in find_frames(tree):
        found.append(_clause_proposition(tree, frame, fillers, clause=len(found), published=published))
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
            for token in tree.under(mention.spans):
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
    _fill_members(tree, fillers)
    return fillers


def _fill_members(tree: Tree, fillers: dict[int, Mention]) -> None:
    """Let "one of the militias, the Falcons," stand for the Falcons: the name is that of the one, not of the group."""
    if "one" not in tree.words:
        return
    for one in tree.tokens:
        if one.form.lower() != "one":
            continue
        group = next((child for child in tree.children(one, "nmod") if tree.preposition(child) == "of"), None)
        if group is None:
            continue
        for child in [*tree.children(group, "appos"), *tree.children(one, "appos")]:
            name = fillers.get(child.id)
            if name is not None and name.kind is MentionKind.NAME:
                fillers[one.id] = name


def _fill_denials(tree: Tree, fillers: dict[int, Mention]) -> None:
    """Let "none of the banks" stand for the banks, and "nothing" for no thing: what denies is no participant.

    "No one but Togo" stands for Togo.
    """
    if not hold_denial(tree.words):
        return
    excepted = {
        token.id: fillers[other.id]
        for token in tree.governing("nmod", "conj")
        if (other := find_exception(tree, token)) is not None and other.id in fillers
    }
    fillers |= excepted
    for token in tree.tokens:
        if token.id in excepted or find_negation(token.form) != "pronoun":
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
    tree: Tree, frame: Frame, fillers: Mapping[int, Mention], *, clause: int, published: str | None
) -> Proposition:
    head = frame.head
    arguments: dict[tuple[str, int], None] = {}
    dates: list[Mention] = []
    for role, token in _roles(tree, frame):
        mention = fillers.get(token.id)
        if mention is None:
            continue
        is_time = role == "time" or (role.startswith("obl:") and is_preposition_of("time", role[4:]))
        is_antecedent = head.deprel == "acl:relcl" and token.id == head.head  # "the day it sank"
        is_when = role == "obj" and (is_iso(mention.value or "") or is_antecedent)  # "took office 1965"
        is_measure = role == "obl:by" and (mention.value or "").startswith("P")  # "extended by 15 days"
        if mention.type is EntityType.DATE and (is_time or is_when) and not is_measure:
            dates.append(mention)
        elif role != "time":
            arguments[role, mention.index] = None
    dates += _nested_dates(tree, head, fillers)
    return Proposition(
        sentence=tree.sentence.index, clause=clause, head=head.id, lemma=head.lemma, spans=(head.span,),
        arguments=tuple(Argument(role, index) for role, index in arguments),
        time=find_time(tree, head, dates, published),
        place=_find_place(tree, head, fillers),
    )  # fmt: skip


def _roles(tree: Tree, frame: Frame) -> Iterator[tuple[str, Token]]:
    """Yield (role, head token) of every argument: subjects, then the slots; "time" for bare "Saturday"."""
    for token in frame.subjects:
        if not _is_aim(token):
            yield "nsubj:pass" if frame.is_passive else "nsubj", token
    for slot in frame.slots:
        if slot.role == "attr":
            if _is_attribute(tree, frame, slot):
                yield "attr", slot.head
        elif slot.role == "agent":
            is_means = is_preposition_of("phrase", f"by {slot.head.form.lower()}")  # "returned by mail"
            if slot.preposition in ("by", "") and not is_means:
                yield "agent", slot.head
        elif slot.role in ("obj", "iobj"):
            yield slot.role, slot.head
        elif frame.is_passive and slot.preposition == "between":
            yield "agent", slot.head  # "the accord signed between Norway and Chile"
        elif is_preposition_of("source", slot.preposition):
            continue
        elif slot.role == "obl" or tree.child(frame.head, "cop") is not None:
            yield f"obl:{slot.preposition}" if slot.preposition else "time", slot.head


# Nouns whose content an infinitive after a copula tells (Huddleston and Pullum 2002, 14.9.2).
AIMS = frozenset("aim goal idea intention job mission objective point policy purpose role task".split())


def _is_aim(subject: Token) -> bool:
    """ "The purpose would be to stop Parliament": no purpose stops it; but "the king is to open the museum"."""
    return subject.deprel == "nsubj:outer" and subject.lemma in AIMS


def _is_attribute(tree: Tree, frame: Frame, slot: Slot) -> bool:
    """ "is a lawyer and a farmer", "became president", "was named director"; not "is in Oslo"."""
    if slot.opening or slot.head.upos not in ("NOUN", "PROPN", "PRON", "NUM"):
        return False
    if tree.child(frame.head, "cop") is None:
        is_noun = slot.head.upos in ("NOUN", "PROPN") and tree.child(slot.head, "cop") is None
        return is_noun and (frame.head.lemma in COPULAR or frame.is_passive)
    is_contrast = any(child.form.lower() == "but" for child in tree.children(slot.head, "cc"))
    is_like = all(word.upos in ("NOUN", "PROPN") for word in (frame.head, slot.head)) and not frame.slots[0].opening
    return slot.head is frame.head or (is_like and not is_contrast)


def _nested_dates(tree: Tree, head: Token, fillers: Mapping[int, Mention]) -> list[Mention]:
    """Return the dates in phrases below an argument of the clause: "at a news conference on Wednesday"."""
    found = []
    for child in tree.children(head, "obl", "advmod"):
        if is_measure(child, head):
            continue  # "was 71 years old"
        for inner in [child, *tree.children(child, "nmod", "nmod:unmarked", "obl")]:
            mention = fillers.get(inner.id)
            if mention is None or mention.type is not EntityType.DATE:
                continue
            preposition = tree.preposition(inner)
            if preposition in ("", "of") or is_preposition_of("time", preposition):
                found.append(mention)  # not "sentenced to ten years"
    return found


# Verbs of making, opening and ending what is somewhere (Levin 1993, 26).
MAKING = frozenset({"build", "close", "construct", "discover", "establish", "find", "found", "launch", "open", "shut"})
EVENT_PREPOSITIONS = frozenset({"during", "at", "on", "in", "after"})


def _find_place(tree: Tree, head: Token, fillers: Mapping[int, Mention]) -> int | None:
    """Return the place of what a clause tells: "said in Beijing", "during dinner in Vladivostok".

    What is made somewhere is made there: "opened a plant in Ohio".
    """
    things = tree.children(head, "obj") if head.lemma in MAKING else ()
    made = [place for thing in things for place in tree.children(thing, "nmod")]
    for child in [*tree.children(head, "obl"), *made]:
        nested = tree.children(child, "nmod") if tree.preposition(child) in EVENT_PREPOSITIONS else []
        for inner in [child, *nested]:
            mention = fillers.get(inner.id)
            if mention is None or mention.kind is not MentionKind.NAME:
                continue
            is_place = mention.type.is_place and "Demonym=Yes" not in mention.features
            if is_place and is_preposition_of("place", tree.preposition(inner)):
                return mention.index
    return None
