"""What coreference needs to know of a mention by itself: its role, its clause, its quotation, its gender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.grammar.trees import Tree
from kg.lexicon import find_gender, find_given_name, find_lone_given_name, find_role, names_person
from kg.model import EntityType, Mention, MentionKind, Span, Token

CLASSES = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves", "'em"), "they"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves", "'s"), "we"),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), "you"),
}
DEMONSTRATIVE = frozenset({"this", "that", "these", "those", "such"})
GENDERED = frozenset({"he", "she"})
_ROLES = {
    "nsubj": "subj", "csubj": "subj", "obj": "obj", "iobj": "iobj", "obl": "obl", "nmod": "nmod", "compound": "mod",
    "amod": "mod", "root": "root", "conj": "conj", "appos": "appos", "vocative": "voc",
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """What a mention is in its sentence; equal by value.

    `pronoun` is its class (he, she, it, they, i, we, you), "" for others. `role` is the grammatical role of the phrase
    it stands for, `verb` the token of the predicate it depends on (0 for none), `quotation` the number of the direct
    quotation it stands in, -1 for none.
    """

    pronoun: str
    role: str
    verb: int
    argument: int
    sentence: int
    paragraph: int
    quotation: int
    is_person: bool
    is_plural: bool
    gender: str
    given_gender: str
    word: str
    is_joined: bool
    is_aside: bool
    depth: int


def profile_mentions(trees: Sequence[Tree], mentions: Sequence[Mention], quotations: Sequence[Span]) -> list[Profile]:
    """Return the profile of each mention."""
    return [_profile(trees[mention.sentence], mention, quotations) for mention in mentions]


def _profile(tree: Tree, mention: Mention, quotations: Sequence[Span]) -> Profile:
    head = tree.token(mention.head)
    argument = argument_of(tree, head)
    first = tree.first_conjunct(argument)
    verb = predicate_over(tree, first)
    is_pronoun = mention.kind is MentionKind.PRONOUN
    gender, given = _genders(tree, mention)
    return Profile(
        pronoun=CLASSES.get(head.form.lower(), "") if is_pronoun else "",
        role=role_of(first), verb=verb.id if verb is not None else 0, argument=argument.id,
        sentence=mention.sentence, paragraph=tree.sentence.paragraph,
        quotation=next((number for number, span in enumerate(quotations) if span.contains(mention.spans[0])), -1),
        is_person=_is_person(mention, head), is_plural="Number=Plur" in mention.features,
        gender=gender, given_gender=given, word=head.lemma.lower(), is_joined=argument.relation == "conj",
        is_aside=_is_aside(tree, head), depth=sum(1 for _ in tree.ancestors(head)),
    )  # fmt: skip


def argument_of(tree: Tree, token: Token) -> Token:
    """Return the token whose role a mention plays: "the leader, Mart Kuusk, said" has Kuusk as subject."""
    parent = tree.parent(token)
    return parent if token.relation in ("appos", "flat") and parent is not None else token


def role_of(token: Token) -> str:
    """Return the grammatical role of a token in a word: subj, pass, obj, obl, agent, poss, nmod, mod, root ..."""
    special = {"nsubj:pass": "pass", "obl:agent": "agent", "nmod:poss": "poss", "nmod:desc": "mod"}.get(token.deprel)
    return special or _ROLES.get(token.relation, "other")


def predicate_over(tree: Tree, token: Token) -> Token | None:
    """Return the nearest verb, or noun with a copula or subject, that a token depends on; None if there is none."""
    for above in tree.ancestors(token):
        if above.upos == "VERB" or tree.child(above, "cop", "nsubj", "csubj") is not None:
            return above
    return None


def _is_aside(tree: Tree, head: Token) -> bool:
    """Whether a mention stands in brackets: "Hans (played by Bo Lund)"."""
    if tree.words.isdisjoint("(["):
        return False
    opened = 0
    for token in tree.tokens[: head.id - 1]:
        opened += (token.form in ("(", "[")) - (token.form in (")", "]"))
    return opened > 0


def _is_person(mention: Mention, head: Token) -> bool:
    if mention.kind is MentionKind.NAME:
        return mention.type is EntityType.PERSON
    if mention.kind is MentionKind.PRONOUN:
        return CLASSES.get(head.form.lower()) in GENDERED
    return mention.type is EntityType.CONCEPT and (names_person(head.lemma) or find_gender(head.lemma) is not None)


def _genders(tree: Tree, mention: Mention) -> tuple[str, str]:
    """Return the gender that a title, a noun or a pronoun tells, and that which the given name suggests, "" if none."""
    told = next((feature[7:] for feature in mention.features if feature.startswith("Gender=")), "")
    if mention.kind is not MentionKind.NAME or mention.type is not EntityType.PERSON:
        return told, ""
    told = _gender_described(tree, tree.token(mention.head)) or told
    words = mention.name.split()
    given = find_given_name(next((word for word in words[:-1] if word[1:2] not in ("", ".")), words[0])) or ""
    if told and told == given and len(words) > 1:
        return "", given  # the name alone may have told it
    return told, (find_lone_given_name(words[0]) or "") if len(words) == 1 else given


def _gender_described(tree: Tree, head: Token) -> str:
    """Return the gender of what a name is said to be: "his wife, Kim", "Kim, the actress", "Kim is a widow"."""
    parent = tree.parent(head)
    nouns = tree.children(head, "appos")
    if parent is not None and head.deprel in ("appos", "flat"):
        nouns = [*nouns, parent]
    if parent is not None and head.deprel == "nsubj" and tree.child(parent, "cop") is not None:
        nouns = [*nouns, parent]
    if parent is not None and head.deprel == "nsubj:pass":  # "born the daughter of", "born as the son of"
        nouns = [*nouns, *(child for child in tree.children(parent, "xcomp", "obl", "appos", "parataxis")
                           if tree.preposition(child) in ("", "as"))]  # fmt: skip
    genders = (find_gender(noun.lemma) for noun in nouns if noun.upos == "NOUN")
    return next((gender for gender in genders if gender), "")


def is_office(mention: Mention, word: str) -> bool:
    """Whether a nominal names a post or a profession."""
    return mention.kind is MentionKind.NOMINAL and find_role(word) is not None


@dataclass(frozen=True)
class Phrase:
    """What tells whether a noun phrase is new: its article, its modifiers, what follows its noun; equal by value."""

    article: str
    modifiers: frozenset[str]
    after: str
    owner: str


def describe_phrase(tree: Tree, head: Token) -> Phrase:
    """Return the article of a phrase (the, this, a, poss, no or "" for none), and its other words."""
    article, after, owner, modifiers = "", "", "", set()
    for child in tree.children(head):
        word, relation = child.lemma.lower(), child.relation
        if relation == "det":
            article = "the" if word == "the" else "this" if word in DEMONSTRATIVE else word
        elif child.deprel == "nmod:poss":
            article, owner = "poss", word
        elif relation in ("amod", "compound", "nummod") or (relation == "nmod" and child.id < head.id):
            modifiers.add(child.form.lower())
        elif child.deprel == "acl:relcl":
            after = "comma" if tree.has_comma_before(child) else "clause"
        elif relation in ("nmod", "acl") and not after:
            after = "phrase"
            owner = owner or word
    return Phrase(article, frozenset(modifiers), after, owner)
