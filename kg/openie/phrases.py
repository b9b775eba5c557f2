"""Noun phrases as open information extraction cuts them: the core alone, or with its of-phrases, or whole."""

from __future__ import annotations

from kg.grammar.frames import Words, case_words, in_order, is_denial, is_measure, is_same_name, joined_nouns
from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree
from kg.lexicon import is_listed
from kg.model import Token

JOINTS = frozenset({"-", "/", "–", "&"})
# Adverbs that point at a noun and say nothing of it: "even a federal measure" (Quirk et al. 1985, 8.116).
FOCUSING = frozenset({"even", "also", "too", "notably", "particularly", "especially"})
BRACKETS = {"(": ")", "[": "]", "{": "}", "“": "”"}
ALWAYS = frozenset({"flat", "fixed", "goeswith", "compound", "nummod"})


def core(tree: Tree, head: Token, modifier: int = 0) -> Words:
    """Return a noun with what stands before it: "a founding justice" of "a founding justice of the High Court".

    Of joined modifiers ("recreation and leisure services") one is taken, the first or the one numbered `modifier`.
    A clause as subject is taken whole: "Accomplishing both | will be | a balancing act".
    """
    if head.relation == "csubj":
        return trimmed(in_order(tree.subtree(head)))
    kept = {head.id: head}
    start = max((word.id for word in _openers(tree, head) if word.id < head.id), default=0)
    for child in tree.children(head):
        if _is_premodifier(child, head):
            members = [member for member in _modifier(tree, child, modifier) if member.id > start]
        elif _is_trailing(tree, child, head):
            members = [*tree.subtree(child)]
        else:
            continue
        kept |= {member.id: member for member in members}
    return _paired(in_order(_joined(tree, head, kept)))


def _openers(tree: Tree, head: Token) -> list[Token]:
    """Return what a noun phrase stands behind: prepositions, and the copula of a predicate ("However, it is a dam")."""
    return [*case_words(tree, head), *tree.children(head, "cop", "aux")]


def cores(tree: Tree, head: Token) -> list[Words]:
    """Return the core once for each of its joined modifiers: "recreation services", "leisure services"."""
    joined = [_conjuncts(tree, child) for child in tree.children(head, "compound", "amod") if child.id < head.id]
    count = max((len(group) for group in joined), default=1)
    return list(dict.fromkeys(core(tree, head, number) for number in range(count)))


def core_with_of(tree: Tree, head: Token) -> Words:
    """Return the core and the of-phrases after it: "the size of the army"."""
    return with_of(tree, head, core(tree, head))


def cores_with_of(tree: Tree, head: Token) -> list[Words]:
    """Return the core with each of the nouns joined after its "of": "prices of gold", "prices of silver"."""
    own = core_with_of(tree, head)
    joined = [
        [in_order([*own, *case_words(tree, noun), *core_with_of(tree, noun)]) for noun in joined_nouns(tree, child)]
        for child in tree.children(head, "nmod")
        if child.id > head.id and tree.preposition(child) == "of" and child not in of_phrases(tree, head)
    ]
    return joined[0] if joined else [own]


def passed(tree: Tree, head: Token) -> Words:
    """Return a noun as the relation passes it: its core, and what a noun of measure counts.

    "provided greater autonomy for", "sold (two tons of wheat) to".
    """
    return core_with_of(tree, head) if is_measured(head) else core(tree, head)


def with_of(tree: Tree, head: Token, words: Words) -> Words:
    """Return `words`, a core of `head`, and the of-phrases after it."""
    kept = list(words)
    for child in of_phrases(tree, head):
        kept += [*case_words(tree, child), *core_with_of(tree, child)]
    return in_order(kept)


def of_phrases(tree: Tree, head: Token) -> list[Token]:
    """Return the nouns that follow a noun with "of"; joined ones are told one by one elsewhere."""
    return [
        child
        for child in tree.children(head, "nmod")
        if child.id > head.id and tree.preposition(child) == "of" and len(joined_nouns(tree, child)) == 1
    ]


def is_measured(head: Token) -> bool:
    """Whether a noun only counts or sorts what follows its "of": "a wide range of supplies", "two types of dogs"."""
    return head.upos == "NUM" or any(is_listed("measure_nouns", word.lower()) for word in (head.form, head.lemma))


def _is_premodifier(child: Token, head: Token) -> bool:
    if child.xpos == "CC":  # "both Scout and Guide camps" are told apart
        return False
    if child.relation in ALWAYS:
        return True
    if child.relation in ("det", "amod") or child.deprel in ("nmod:poss", "nmod:desc", "nmod:unmarked"):
        return child.id < head.id
    if is_measure(child, head):
        return True
    is_silent = is_denial(child.form) or child.form.lower() in FOCUSING  # a denial belongs to the verb
    is_degree = child.relation == "advmod" and child.xpos != "WRB" and not is_silent
    return is_degree and child.id < head.id and head.upos != "VERB"


def _is_trailing(tree: Tree, child: Token, head: Token) -> bool:
    """Whether what follows a noun belongs to its core."""
    is_bare = _is_date_part(child, head) or _is_bare_participle(tree, child, head)
    return is_bare or _is_rate(tree, child, head) or is_same_name(tree, child)


def _is_rate(tree: Tree, child: Token, head: Token) -> bool:
    """Whether a bare noun says for what an amount is paid: "$ 30 million a year"."""
    determiner = tree.child(child, "det")
    is_each = determiner is not None and determiner.form.lower() in ("a", "an", "each", "every")
    return is_each and child.deprel == "nmod:unmarked" and child.id > head.id and head.upos in ("SYM", "NUM")


def _is_date_part(child: Token, head: Token) -> bool:
    """Whether a month or year belongs to a date: "21 September 2010", "December 31, 1963"."""
    is_date = head.upos == "NUM" or is_temporal(head.form)
    return is_date and child.id > head.id and child.deprel in ("nmod:unmarked", "nummod") and is_temporal(child.form)


def _is_bare_participle(tree: Tree, child: Token, head: Token) -> bool:
    """Whether a participle stands alone behind its noun: "the work performed"."""
    return child.deprel == "acl" and child.id == head.id + 1 and not tree.children(child) and child.xpos == "VBN"


def _conjuncts(tree: Tree, child: Token) -> list[Token]:
    return [
        member
        for member in tree.conjuncts(child)
        if member.id == child.id or (member.upos == child.upos and not is_same_name(tree, member))
    ]


def _modifier(tree: Tree, child: Token, number: int) -> list[Token]:
    """Return the words of one modifier; where several are joined, of the one numbered `number` or of the first."""
    joined = _conjuncts(tree, child) if child.relation in ("amod", "compound") else [child]
    chosen = joined[number] if number < len(joined) else joined[0]
    apart = {
        member.id
        for inner in tree.children(chosen, "acl:relcl", "appos", "parataxis")
        for member in tree.subtree(inner)
    }
    if child.relation in ("amod", "compound"):
        others = [other for other in tree.children(chosen, "conj", "cc") if not is_same_name(tree, other)]
        apart |= {member.id for inner in others for member in tree.subtree(inner)}
    return [member for member in tree.subtree(chosen) if member.id not in apart]


def _joined(tree: Tree, head: Token, kept: dict[int, Token]) -> list[Token]:
    """Return the kept tokens with the hyphens and quotes between them; commas stay in dates and names only."""
    found = dict(kept)
    for token in tree.tokens[min(kept) - 1 : max(kept)]:
        if token.form in JOINTS and token.id - 1 in kept and token.id + 1 in kept:
            found[token.id] = token
        if token.form == "," and token.id - 1 in kept and token.id + 1 in kept and token.id > head.id:
            found[token.id] = token
    return [token for token in found.values() if token.form != "," or token.id > head.id]


def trimmed(words: Words) -> Words:
    """Return the words without punctuation and conjunctions at their ends."""
    while words and words[0].upos in ("PUNCT", "CCONJ"):
        words = words[1:]
    while words and words[-1].upos in ("PUNCT", "CCONJ"):
        words = words[:-1]
    return _paired(words)


def _paired(words: Words) -> Words:
    """Return the words without brackets and quotes that lack their other half."""
    forms = [word.form for word in words]
    lone = {'"'} if forms.count('"') % 2 else set()
    for opening, closing in BRACKETS.items():
        if forms.count(opening) != forms.count(closing):
            lone |= {opening, closing}
    return tuple(word for word in words if word.form not in lone)
