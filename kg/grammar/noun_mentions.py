"""Nominals and pronouns in a sentence: what a noun phrase stands for, with the value of literals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.grammar.amounts import (
    find_amount,
    find_bound,
    find_currency_of,
    find_full_unit,
    find_rate,
    find_unit,
    is_rate_unit,
    number_words,
)
from kg.grammar.drafts import Draft, join_forms
from kg.grammar.phrases import noun_phrase
from kg.grammar.times import UNITS, find_duration, is_temporal, normalize_time
from kg.grammar.titles import names_office, title_drafts
from kg.grammar.trees import Tree
from kg.lexicon import find_gender, find_nominalization, find_role
from kg.model import Document, EntityType, MentionKind, Token

NOMINAL_RELATIONS = frozenset(
    """nsubj obj iobj obl nmod conj appos root attr vocative dislocated parataxis list advcl ccomp xcomp acl
    csubj""".split()
)


MENTIONED = frozenset({"NOUN", "PROPN", "NUM", "SYM", "ADJ"})
QUANTIFIERS = frozenset("all both some many most more few several any each either neither much less others".split())


def find_pronoun(token: Token) -> Draft | None:
    """Return a personal, possessive or demonstrative pronoun; relative and interrogative ones are the tree's affair."""
    if token.upos != "PRON" and not (token.upos in ("DET", "ADJ") and token.form.lower() in QUANTIFIERS):
        return None
    if token.relation not in NOMINAL_RELATIONS and "Poss=Yes" not in token.feats:
        return None
    if "PronType=Rel" in token.feats or "PronType=Int" in token.feats or token.xpos in ("WP", "WDT", "WP$", "EX"):
        return None
    kept = ("Number", "Person", "Gender", "Poss", "PronType", "Reflex", "Case")
    features = [feature for feature in token.feats.split("|") if feature.partition("=")[0] in kept]
    if token.xpos == "PRP$" and "Poss=Yes" not in features:
        features.append("Poss=Yes")
    return Draft([token], token, MentionKind.PRONOUN, EntityType.CONCEPT, features)


def find_nominals(document: Document, tree: Tree, token: Token, named: dict[int, Draft]) -> list[Draft]:
    """Return the noun phrase headed by `token`, [] if it heads none or is (part of) a name; two for joined offices."""
    if token.upos not in MENTIONED and token.xpos != "VBG":
        return []
    if not token.form.strip(".[]…"):  # "There's no way [...]"
        return []
    owner = named.get(token.id)
    is_demonym = owner is not None and "Demonym=Yes" in owner.features and token.upos in ("NOUN", "PROPN")
    if owner is not None and not (is_demonym and token.relation in NOMINAL_RELATIONS):
        return []
    if _names_nothing(tree, token):
        return []
    is_noun = token.upos in ("NOUN", "PROPN", "NUM", "SYM")
    is_nominal_adjective = token.upos == "ADJ" and token.relation in ("nsubj", "obj", "iobj", "obl", "nmod")
    if _is_gerund_object(tree, token):
        tokens = [
            member for member in tree.subtree(token) if member.deprel not in ("mark", "cc") or member.head != token.id
        ]
        return [Draft(tokens, token, MentionKind.NOMINAL, EntityType.CONCEPT, ["Number=Sing"])]
    if not (is_noun or is_nominal_adjective) or not (
        token.relation in NOMINAL_RELATIONS
        or (token.deprel in ("nmod:desc", "compound") and _is_title(tree, token, named))
    ):
        return []
    if any(child.xpos in ("WDT", "WP") for child in tree.children(token, "nmod")):
        return []  # "protests, one of which drew millions"
    tokens = noun_phrase(tree, token)
    is_relative = is_temporal(token.lemma) and tokens[0].form.lower() in ("this", "that")  # "this month"
    while len(tokens) > 1 and _is_droppable(tokens[0]) and not is_relative:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].upos == "PUNCT":
        tokens = tokens[:-1]
    draft = Draft(tokens, token, MentionKind.NOMINAL, EntityType.CONCEPT, _nominal_features(tree, token))
    if names_office(tree, token, named):
        return title_drafts(tree, draft, named)
    if _is_distance(tree, token) or (len(tokens) == 1 and token.form.lower() in ("one", "ones")):
        return []
    _type_nominal(document, tree, draft)
    return [draft]


def _names_nothing(tree: Tree, token: Token) -> bool:
    """Whether a word names no thing of its own: "a day", "5 p.m.", "the first charged Roe", "at least", "one fell"."""
    word = token.form.lower()
    if word in CLOCK or is_rate_unit(tree, token) or (word in ("least", "most") and tree.preposition(token) == "at"):
        return True
    if token.upos == "ADJ" and token.lemma.lower() in ORDINALS:
        return token.relation in ("nsubj", "obj", "iobj", "obl", "nmod")
    return word == "one" and tree.child(token, "nmod", "amod", "det", "acl", "appos") is None


def _is_droppable(token: Token) -> bool:
    """Whether a first word belongs to no name of a thing: articles, and "at least" cut in two."""
    word = token.form.lower()
    is_cut = word in ("least", "whose", "’s", "'s") or (word == "most" and token.upos != "ADV")  # "the most important"
    return is_cut or (token.upos in ("DET", "PUNCT", "ADP") and word not in KEPT_DETERMINERS)


def _is_gerund_object(tree: Tree, token: Token) -> bool:
    """ "Russia's opposition to penalizing Syria": the gerund is what is opposed."""
    parent = tree.parent(token)
    is_gerund = token.xpos == "VBG" and token.relation in ("acl", "advcl") and tree.marker(token) != ""
    return is_gerund and parent is not None and parent.upos == "NOUN" and find_nominalization(parent.lemma) is not None


KEPT_DETERMINERS = frozenset("all some both many several most few".split())


def _is_title(tree: Tree, token: Token, named: dict[int, Draft]) -> bool:
    """Whether a noun stands as a title before a person's name: "Foreign Minister Lavrov"."""
    owner = named.get(token.head)
    return owner is not None and owner.type is EntityType.PERSON and find_role(token.form) is not None


def _nominal_features(tree: Tree, token: Token) -> list[str]:
    features = [feature for feature in token.feats.split("|") if feature.startswith("Number=")]
    gender = find_gender(token.lemma)
    features += [f"Gender={gender}"] if gender else []
    determiners = [child.form.lower() for child in tree.children(token, "det")]
    if any(word in ("the", "this", "that", "these", "those") for word in determiners):
        features.append("Definite=Def")
    if "no" in determiners:
        features.append("Polarity=Neg")
    return [*features, f"Head={token.form}", f"Lemma={token.lemma}"]


def _type_nominal(document: Document, tree: Tree, draft: Draft) -> None:
    """Set the type, the words and the value of literals: dates, money, quantities."""
    head = draft.head
    numbers = _numbers(tree, head)
    currency = find_currency_of(tree, head)
    unit = find_full_unit(tree, head)
    if _is_date(tree, head):
        _type_date(document, tree, draft)
    elif currency and numbers:
        draft.type = EntityType.MONEY
        _measure(tree, draft, numbers, currency)
    elif ((unit and numbers) or _is_bare_number(tree, head)) and not _counts_some_of(tree, head):
        draft.type = EntityType.QUANTITY
        _measure(tree, draft, numbers, unit or "")


def _numbers(tree: Tree, head: Token) -> Sequence[Token]:
    """Return the words that count a noun: "4.5 million", "half a million", "a dozen"; a number counts itself."""
    if head.upos == "NUM":
        return [head]
    numbers = tree.children(head, "nummod")
    if not numbers:
        return []
    words = number_words(tree, numbers)
    if not words:
        return numbers
    is_open = find_amount(tree, numbers, is_money=True) is None
    before = [word for word in tree.children(head, "det") if word.id < words[0].id]
    articles = ("a", "an", "half") if is_open else ("half",)
    return [*(word for word in before if word.form.lower() in articles), *numbers]


def _is_bare_number(tree: Tree, head: Token) -> bool:
    """Whether a number stands for itself: "killed 20"; not "a Boeing 737", "Flight 1344"."""
    if head.upos != "NUM" or head.form.lower() == "one":
        return False
    return not any(child.upos == "PROPN" for child in tree.children(head, "compound", "flat"))


LENGTHS = frozenset({"kilometre", "metre", "mile", "yard", "foot"})
DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest away".split())


def _is_distance(tree: Tree, head: Token) -> bool:
    """ "is 160 km (100 miles) east of Riyadh": how far from elsewhere, not what something is or does."""
    if find_unit(head) not in LENGTHS:
        return False
    return any(token.form.lower() in DIRECTIONS for token in tree.tokens[head.id : head.id + 6])


def _counts_some_of(tree: Tree, head: Token) -> bool:
    """ "20 percent of voters", "three of the men": part of a group, which is no mere number."""
    return any(tree.preposition(child) in ("of", "among") for child in tree.children(head, "nmod"))


_ORDINAL_DAY = re.compile(r"\d{1,2}(st|nd|rd|th)")  # "October 31st"


def _is_date(tree: Tree, head: Token) -> bool:
    is_day = head.upos == "NUM" or _ORDINAL_DAY.fullmatch(head.form) is not None
    months = tree.children(head, "compound", "nmod", "amod") if is_day else []
    if _names_event(tree, head):
        return False
    is_clock = any(month.form.lower() in CLOCK for month in months)
    is_month = any(is_temporal(month.form) for month in months)
    return is_clock or is_month or is_temporal(head.form) or is_temporal(head.lemma)


def _names_event(tree: Tree, head: Token) -> bool:
    """ "Sacred Defence Week", "Independence Day": a unit of time with a name before it is what that name says."""
    if not head.form.istitle() or head.form.lower() not in UNITS:
        return False
    names = [child for child in tree.children(head, "compound", "amod") if child.upos == "PROPN"]
    return any(not is_temporal(name.form) for name in names)


ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last latter former other".split()
)
CLOCK = frozenset({"a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock", "gmt", "utc"})


def _type_date(document: Document, tree: Tree, draft: Draft) -> None:
    """Take in what makes a date whole, "two weeks ago", "between 2004 and 2006", and normalise it."""
    draft.type, head = EntityType.DATE, draft.head
    last = draft.tokens[-1]
    follower = tree.token(last.id + 1) if last.id < len(tree.tokens) else last
    preposition = tree.preposition(head)
    if follower.form.lower() == "ago":
        draft.tokens = [*draft.tokens, follower]
    elif preposition == "between":
        ends = tree.conjuncts(head)
        draft.tokens = [*draft.tokens, *tree.tokens[last.id : max(end.id for end in ends)]]
    words = join_forms(draft.tokens)
    draft.value = find_duration(words) or normalize_time(words, document.published, preposition=preposition)


def _measure(tree: Tree, draft: Draft, numbers: Sequence[Token], unit: str) -> None:
    """Set the words and the value of an amount: its bound before it, its rate after it.

    "more than $40 million" is ">40000000 USD", "30,000 barrels a day" is "30000 barrel per day".
    """
    is_money = draft.type is EntityType.MONEY
    core = number_words(tree, numbers)
    core += [draft.head, *tree.children(draft.head, "amod", "compound")]
    first, last = min(token.id for token in core), max(token.id for token in core)
    sign, bound = find_bound(tree, tree.token(first))
    if not bound and first > 1 and tree.token(first - 1).form.lower() == "between":
        bound = [tree.token(first - 1)]
    rate = find_rate(tree, tree.token(last))
    draft.tokens = [*bound, *tree.tokens[first - 1 : last], *rate]
    amount = find_amount(tree, numbers, is_money=is_money)
    per = f" per {rate[1].lemma.lower()}" if rate else ""
    draft.value = f"{sign}{amount} {unit}".rstrip() + per if amount else None
