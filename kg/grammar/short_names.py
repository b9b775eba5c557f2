"""Short names of long noun phrases: what tells least of the thing goes first, and the head stays with what is nearest.

A node is named in twelve words at most, so that a reader takes it in at a glance. The phrase keeps its words in the
text; only the name is shortened, phrase by phrase and never inside a name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from kg.grammar.drafts import join_forms
from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree
from kg.lexicon import is_preposition_of
from kg.model import Token

MAX_WORDS = 12
# A possessive pronoun gives way to a name: "its" to "the United Arab Emirates'".
WORDS_OF_OWNER = 4
# Prepositions of examples and circumstances, which tell a reader the least (Quirk et al. 1985, 9.4).
EXAMPLES = frozenset({"such as", "like", "including", "as", "amid", "despite", "during", "since", "because of"})
COMMENTS = frozenset({"appos", "parataxis", "dep", "list", "vocative", "discourse", "acl", "advcl", "ccomp"})
OPENERS = frozenset({"(", "[", "–", "—", "--"})


def shorten(tree: Tree, tokens: Sequence[Token], head: Token, names: Iterable[Collection[int]]) -> list[Token]:
    """Return the tokens of a noun phrase that name it in twelve words at most; all of them where they are no more.

    `names` are the token ids of the names in the phrase. Dropped in this order, the last first: appositions, brackets
    and clauses; examples, times and other circumstances; articles; prepositional phrases; conjuncts; what stands
    farthest before the head.
    """
    kept = list(tokens)
    whole = [set(name) for name in names]
    for find, least in STEPS:
        bare = _without_articles(kept, head) if find is _phrases else kept
        if count_words(bare) <= MAX_WORDS:
            return bare
        kept = _drop(tree, kept, head, whole, find, least)
    return kept if count_words(kept) <= MAX_WORDS else _core(kept, head)


def count_words(tokens: Sequence[Token]) -> int:
    """Return the number of words, blanks between them, a possessive pronoun counted as the name it stands for."""
    owners = [token.xpos for token in tokens].count("PRP$")
    return len(join_forms(tokens).split()) + owners * (WORDS_OF_OWNER - 1)


_Finder = Callable[[Tree, list[Token], Token], list[Token]]


def _drop(tree: Tree, kept: list[Token], head: Token, names: list[set[int]], find: _Finder, least: int) -> list[Token]:
    """Drop the last phrase of a kind, then the one before, until the rest is short or no more is found.

    One is kept if fewer words than `least` would be left.
    """
    while count_words(kept) > MAX_WORDS:
        for candidate in reversed(find(tree, kept, head)):
            gone = {token.id for token in tree.subtree(candidate)} & {token.id for token in kept}
            rest = _tidy([token for token in kept if token.id not in gone], head)
            is_cut = any(name & gone and name - gone for name in names)
            if gone and head.id not in gone and not is_cut and count_words(rest) >= least:
                kept = rest
                break
        else:
            return kept
    return kept


def _inner(tree: Tree, kept: list[Token], head: Token) -> list[Token]:
    """Return the kept tokens whose head is kept, which begin phrases of their own."""
    ids = {token.id for token in kept}
    return [token for token in kept if token.head in ids and token is not head]


def _comments(tree: Tree, kept: list[Token], head: Token) -> list[Token]:
    """ "the bank, a lender to farmers", "the bank (BUL)", "people who fled", "men armed with rifles"."""
    found = []
    for token in _inner(tree, kept, head):
        first = tree.subtree(token)[0]
        is_set_off = first.form in OPENERS or (first.id > 1 and tree.token(first.id - 1).form in OPENERS)
        is_after = first.id > token.head
        is_comment = token.relation in COMMENTS and token.upos != "ADP"  # "of" in "the city of Homs" may be a dep
        if is_after and (is_comment or is_set_off) and not _is_infinitive_of(tree, token, head):
            found.append(token)
    return found


def _is_infinitive_of(tree: Tree, token: Token, head: Token) -> bool:
    """ "plans to close the plant": what is planned tells more than any phrase after it."""
    return token.relation == "acl" and token.head == head.id and tree.marker(token) == "to"


def _circumstances(tree: Tree, kept: list[Token], head: Token) -> list[Token]:
    """ "talks in March", "issues such as water and trade", "unrest amid a strike"."""
    found = []
    for token in _inner(tree, kept, head):
        preposition = tree.preposition(token)
        is_loose = preposition in EXAMPLES or is_preposition_of("loose", preposition)
        is_time = is_temporal(token.lemma) and token.relation in ("nmod", "obl") and token.deprel != "nmod:poss"
        if token.id > token.head and token.relation in ("nmod", "obl", "advmod") and (is_loose or is_time):
            found.append(token)
    return found


def _phrases(tree: Tree, kept: list[Token], head: Token) -> list[Token]:
    """ "a rise in prices in the north of the country": the last phrase, with the one its noun needs it for.

    What "of" adds to a noun inside a phrase goes together with that phrase: "the best interests of the country".
    """
    found = []
    for token in _inner(tree, kept, head):
        is_phrase = (
            token.relation in ("nmod", "obl") and token.id > token.head and tree.child(token, "case") is not None
        )
        is_needed = tree.preposition(token) == "of" and token.head != head.id
        governor = tree.token(token.head)
        if is_phrase and governor.upos in ("VERB", "ADJ") and governor.id > head.id:
            found.append(governor)  # "charges related to fraud" are no "charges related"
        elif is_phrase and not is_needed:
            found.append(token)
    return found


def _conjuncts(tree: Tree, kept: list[Token], head: Token) -> list[Token]:
    """ "food, medicine and tents"; who stands between two is named with both."""
    joined = [token for token in _inner(tree, kept, head) if token.deprel == "conj"]
    return [token for token in joined if tree.preposition(tree.first_conjunct(token)) != "between"]


# What is dropped in turn, and the words that must be left: "talks" alone tells less than half of what they are about.
STEPS: tuple[tuple[_Finder, int], ...] = (
    (_comments, 1),
    (_circumstances, 1),
    (_phrases, 3),
    (_conjuncts, 1),
    (_phrases, 1),
)


def _tidy(kept: list[Token], head: Token) -> list[Token]:
    """Return the tokens without what now opens nothing: a comma, a conjunction, a preposition at the end."""
    while kept[-1] is not head and kept[-1].upos in ("PUNCT", "CCONJ", "ADP", "DET", "SCONJ"):
        kept = kept[:-1]
    clean: list[Token] = []
    for token in kept:
        is_double = bool(clean) and token.form == "," and clean[-1].form == ","
        clean += [] if is_double else [token]
    return clean


def _without_articles(kept: list[Token], head: Token) -> list[Token]:
    """Return the tokens without articles, "a" in "three-and-a-half" excepted."""
    hyphens = {token.id for token in kept if token.form == "-"}
    return [
        token
        for token in kept
        if token is head or token.form.lower() not in ("the", "a", "an") or {token.id - 1, token.id + 1} & hyphens
    ]


def _core(kept: list[Token], head: Token) -> list[Token]:
    """Return the head with the words before it, as many of the nearest as there is room for, then those after it."""
    place = next(number for number, token in enumerate(kept) if token is head)
    before, after = kept[: place + 1], kept[place + 1 :]
    while count_words(before) > MAX_WORDS:
        before = before[1:]
    while count_words([*before, *after]) > MAX_WORDS:
        after = after[:-1]
    found = _tidy([*before, *after], head)
    while found[0] is not head and found[0].upos in ("PUNCT", "CCONJ", "ADP", "DET"):
        found = found[1:]
    return found
