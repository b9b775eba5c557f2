"""Nominals and pronouns in a sentence: what a noun phrase stands for, with the value of literals."""

from __future__ import annotations

from kg.amounts import find_amount, find_currency
from kg.drafts import Draft, join_forms
from kg.lexicon import find_gender, find_nominalization, find_role
from kg.model import Document, EntityType, MentionKind, Token
from kg.phrases import noun_phrase
from kg.times import is_temporal, normalize_time
from kg.trees import Tree

NOMINAL_RELATIONS = frozenset(
    """nsubj obj iobj obl nmod conj appos root attr vocative dislocated parataxis list advcl ccomp xcomp acl
    csubj""".split()
)


QUANTIFIERS = frozenset("all both some many most more few several any each either neither much less others".split())


def find_pronoun(token: Token) -> Draft | None:
    """Return a personal, possessive or demonstrative pronoun; relative and interrogative ones are the tree's affair."""
    is_alone = token.upos == "PRON" or (token.upos in ("DET", "ADJ") and token.form.lower() in QUANTIFIERS)
    is_argument = token.relation in NOMINAL_RELATIONS or "Poss=Yes" in token.feats
    if not (is_alone and is_argument):
        return None
    if "PronType=Rel" in token.feats or "PronType=Int" in token.feats or token.xpos in ("WP", "WDT", "WP$", "EX"):
        return None
    kept = ("Number", "Person", "Gender", "Poss", "PronType", "Reflex", "Case")
    features = [feature for feature in token.feats.split("|") if feature.partition("=")[0] in kept]
    if token.xpos == "PRP$" and "Poss=Yes" not in features:
        features.append("Poss=Yes")
    return Draft([token], token, MentionKind.PRONOUN, EntityType.CONCEPT, features)


def find_nominal(document: Document, tree: Tree, token: Token, named: dict[int, Draft]) -> Draft | None:
    """Return the noun phrase headed by `token`, None if it heads none or is (part of) a name."""
    owner = named.get(token.id)
    is_demonym = owner is not None and "Demonym=Yes" in owner.features and token.upos in ("NOUN", "PROPN")
    if owner is not None and not (is_demonym and token.relation in NOMINAL_RELATIONS):
        return None
    is_noun = token.upos in ("NOUN", "PROPN", "NUM", "SYM")
    is_nominal_adjective = token.upos == "ADJ" and token.relation in ("nsubj", "obj", "iobj", "obl", "nmod")
    if _is_gerund_object(tree, token):
        tokens = [
            member for member in tree.subtree(token) if member.deprel not in ("mark", "cc") or member.head != token.id
        ]
        return Draft(tokens, token, MentionKind.NOMINAL, EntityType.CONCEPT, ["Number=Sing"])
    if not (is_noun or is_nominal_adjective) or not (
        token.relation in NOMINAL_RELATIONS
        or (token.deprel in ("nmod:desc", "compound") and _is_title(tree, token, named))
    ):
        return None
    tokens = noun_phrase(tree, token)
    is_relative = is_temporal(token.lemma) and tokens[0].form.lower() in ("this", "that")  # "this month"
    while len(tokens) > 1 and _is_droppable(tokens[0]) and not is_relative:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].upos == "PUNCT":
        tokens = tokens[:-1]
    draft = Draft(tokens, token, MentionKind.NOMINAL, EntityType.CONCEPT, _nominal_features(tree, token))
    _type_nominal(document, tree, draft, named)
    return draft


def _is_droppable(token: Token) -> bool:
    """Whether a first word belongs to no name of a thing: articles, and "at least" cut in two."""
    word = token.form.lower()
    return (token.upos in ("DET", "PUNCT", "ADP") and word not in KEPT_DETERMINERS) or word in (
        "least",
        "whose",
        "most",
        "’s",
        "'s",
    )


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
    return features


def _type_nominal(document: Document, tree: Tree, draft: Draft, named: dict[int, Draft]) -> None:
    """Set the type and value of literals and offices."""
    head = draft.head
    currency = find_currency(head)
    numbers = [child for child in tree.children(head, "nummod")] + ([head] if head.upos == "NUM" else [])
    months = tree.children(head, "compound", "nmod") if head.upos == "NUM" else []
    if is_temporal(head.form) or is_temporal(head.lemma) or any(is_temporal(month.form) for month in months):
        draft.type = EntityType.DATE
        draft.value = normalize_time(join_forms(draft.tokens), document.published)
    elif currency and numbers:
        draft.type, amount = EntityType.MONEY, find_amount(tree, numbers)
        draft.value = f"{amount} {currency}" if amount else None
    elif head.upos == "NUM" or head.lemma in ("%", "percent"):
        draft.type = EntityType.QUANTITY
        draft.value = find_amount(tree, numbers)
    elif (find_role(head.lemma) or ("",))[0] == "office" and _names_office(tree, head, named):
        draft.type = EntityType.POSITION
        draft.tokens = _title_tokens(draft, named)


def _title_tokens(draft: Draft, named: dict[int, Draft]) -> list[Token]:
    """Return the unbroken run of a title's words around its head that belong to no person's name."""
    kept = [draft.head]
    persons = {
        number for number, name in named.items() if name.type is EntityType.PERSON and name.head.deprel != "nmod:poss"
    }
    for token in reversed([token for token in draft.tokens if token.id < draft.head.id]):
        if token.id in persons or (token.upos in ("CCONJ", "PUNCT") and token.form != "-"):
            break
        kept.insert(0, token)
    owner = named.get(kept[0].id)
    if owner is not None and owner.type is not EntityType.PERSON:
        kept = [token for token in owner.tokens if token.id < kept[0].id] + kept  # "New Zealand Prime Minister"
    for token in [token for token in draft.tokens if token.id > draft.head.id]:
        if token.id in persons or token.form == ",":
            break
        kept.append(token)
    while kept[-1] is not draft.head and kept[-1].upos in ("CCONJ", "ADP", "PUNCT", "DET"):
        kept.pop()
    return kept


def _names_office(tree: Tree, head: Token, named: dict[int, Draft]) -> bool:
    """Whether a role noun tells the post of a person: a title, or an apposition beside the name."""
    if tree.first_conjunct(head).deprel in ("nmod:desc", "compound", "appos"):
        other = named.get(tree.first_conjunct(head).head)
        return other is not None and other.type is EntityType.PERSON
    appositions = [child for child in tree.children(head, "appos", "flat") if child.id in named]
    return any(named[child.id].type is EntityType.PERSON for child in appositions)
