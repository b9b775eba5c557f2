"""`Sentence` → `Mention`: names, nominals and pronouns, each with a type and the words it is listed under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.amounts import find_amount, find_currency
from kg.lexicon import (
    find_gender,
    find_given_name,
    find_nominalization,
    find_role,
    is_honorific,
)
from kg.linking import find_capital, find_city, find_country, find_demonym, is_ambiguous
from kg.metonymy import is_government
from kg.model import Document, EntityType, Mention, MentionKind, Token
from kg.phrases import noun_phrase
from kg.times import is_temporal, normalize_time
from kg.trees import Tree, quote, spans_of

NER_TYPES = {
    "PER": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "LOC": EntityType.PLACE,
    "MISC": EntityType.THING,
}
NOMINAL_RELATIONS = frozenset(
    """nsubj obj iobj obl nmod conj appos root attr vocative dislocated parataxis list advcl ccomp xcomp acl
    csubj""".split()
)


@dataclass
class _Draft:
    """A mention before it is numbered."""

    tokens: list[Token]
    head: Token
    kind: MentionKind
    type: EntityType
    features: list[str] = field(default_factory=list)
    value: str | None = None
    name: str | None = None

    def ids(self) -> set[int]:
        return {token.id for token in self.tokens}


def find_mentions(document: Document, tree: Tree, *, first_index: int = 0) -> list[Mention]:
    """Return the mentions of a sentence in text order, outer before inner, numbered from `first_index`."""
    names = _find_names(tree)
    named = {token.id: draft for draft in names for token in draft.tokens}
    drafts = list(names)
    for draft in names:
        _read_dateline(document, draft)
    for token in tree.tokens:
        found = _find_pronoun(token) or _find_nominal(document, tree, token, named)
        drafts += [found] if found is not None else []
    drafts.sort(key=lambda draft: (draft.tokens[0].id, -draft.tokens[-1].id, draft.head.id, draft.kind))
    return _number(document, tree, drafts, first_index)


def _read_dateline(document: Document, draft: _Draft) -> None:
    """A name in the dateline is a place, written in capitals by custom: "VLADIVOSTOK, Russia"."""
    span = spans_of(draft.tokens)[0]
    if document.dateline is None or not document.dateline.contains(span):
        return
    words = _words(draft.tokens)
    draft.name = words.title() if words.isupper() and len(words) > 3 else words
    draft.type = EntityType.COUNTRY if find_country(draft.name) is not None else EntityType.PLACE


def _number(document: Document, tree: Tree, drafts: list[_Draft], first_index: int) -> list[Mention]:
    ids = [draft.ids() for draft in drafts]
    found = []
    for position, draft in enumerate(drafts):
        parts = tuple(
            first_index + other
            for other, inner in enumerate(drafts)
            if other != position and ids[other] <= ids[position] and _is_part(draft, inner)
        )
        spans = spans_of(draft.tokens)
        text = quote(document.text, spans)
        name = draft.name or _listed_name(document, tree, draft)
        found.append(
            Mention(
                index=first_index + position, sentence=tree.sentence.index, head=draft.head.id, spans=spans, text=text,
                name=name, kind=draft.kind, type=draft.type, parts=parts, features=tuple(draft.features),
                value=draft.value,
            )
        )  # fmt: skip
    return found


def _is_part(outer: _Draft, inner: _Draft) -> bool:
    if outer.kind is not MentionKind.NOMINAL:
        return False
    return inner.kind is MentionKind.NAME or (inner.kind is MentionKind.PRONOUN and "Poss=Yes" in inner.features)


def _listed_name(document: Document, tree: Tree, draft: _Draft) -> str:
    """Return the words a reader would list a mention under: a sentence's first capital lowered for nominals."""
    text = quote(document.text, spans_of(draft.tokens))
    first = draft.tokens[0]
    is_first = all(token.upos == "PUNCT" for token in tree.tokens[: first.id - 1])
    if draft.kind is MentionKind.NOMINAL and is_first and first.upos not in ("PROPN", "SYM") and first.form.istitle():
        is_title = draft.type is EntityType.POSITION and draft.head.form.istitle()
        is_proper = first.xpos in ("NNP", "NNPS") or first.ner != "O" or is_title
        is_demonym = find_demonym(first.form) is not None or find_demonym(_words(draft.tokens[:2])) is not None
        keeps_capital = is_proper or is_demonym
        return text if keeps_capital else text[0].lower() + text[1:]
    return text


# Names


def _find_names(tree: Tree) -> list[_Draft]:
    groups = [part for group in _bio_groups(tree.tokens) for part in _split_name(_completed(tree, group))]
    drafts = [draft for group in groups if (draft := _name_draft(tree, *group)) is not None]
    covered = {token.id for draft in drafts for token in draft.tokens}
    drafts += [draft for run in _proper_runs(tree, covered) if (draft := _name_draft(tree, run, None)) is not None]
    covered = {token.id for draft in drafts for token in draft.tokens}
    return drafts + list(_find_demonyms(tree, covered))


def _bio_groups(tokens: Iterable[Token]) -> list[tuple[list[Token], str]]:
    groups: list[tuple[list[Token], str]] = []
    for token in tokens:
        prefix, _, label = token.ner.partition("-")
        if prefix == "B" or (prefix == "I" and (not groups or groups[-1][0][-1].id != token.id - 1)):
            groups.append(([token], label))
        elif prefix == "I":
            groups[-1][0].append(token)
    return groups


def _completed(tree: Tree, group: tuple[list[Token], str]) -> tuple[list[Token], str]:
    """Add the head a tagger cut off: "Serious Fraud" Office."""
    tokens, label = group
    last = tokens[-1]
    follower = tree.token(last.id + 1) if last.id < len(tree.tokens) else last
    is_head = follower.upos == "PROPN" and follower.ner == "O" and follower.id == last.head
    is_part = last.relation in ("compound", "amod") and find_role(follower.form) is None
    if label in ("ORG", "MISC") and is_head and is_part and not is_temporal(follower.form):
        return [*tokens, follower], label
    return group


def _split_name(group: tuple[list[Token], str]) -> list[tuple[list[Token], str]]:
    """Part names the tagger joined: two persons by "and", two countries by a hyphen ("U.S.-Russia")."""
    tokens, label = group
    for position, token in enumerate(tokens):
        left, right = tokens[:position], tokens[position + 1 :]
        if not left or not right:
            continue
        is_pair = token.form in "-–/" and _is_country(left) and _is_country(right)
        if is_pair or (label == "PER" and token.upos == "CCONJ"):
            return [(left, label), *_split_name((right, label))]
    return [group]


def _is_country(tokens: list[Token]) -> bool:
    words = " ".join(token.form for token in tokens)
    return find_country(words) is not None or find_demonym(words) is not None


def _name_draft(tree: Tree, tokens: list[Token], label: str | None) -> _Draft | None:
    """Return the name in a run of tokens: without article, possessive ending, title or quotation marks."""
    tokens = _trim(tree, tokens, label)
    if not tokens or not any(char.isalpha() for token in tokens for char in token.form):
        return None
    words = _words(tokens)
    type_ = _name_type(tree, tokens, words, label)
    if type_ is None:
        return None
    ids = {token.id for token in tokens}
    head = next((token for token in tokens if token.head not in ids), tokens[0])
    features = [f"Number={'Plur' if head.has_feature('Number=Plur') else 'Sing'}"]
    if type_ is EntityType.PERSON:
        gender = _person_gender(tree, tokens, head)
        features += [f"Gender={gender}"] if gender else []
    if type_ is EntityType.COUNTRY and find_country(words) is None:
        features.append("Demonym=Yes")
    is_city = type_ is not EntityType.PERSON and find_capital(words) is not None
    if type_ is not EntityType.COUNTRY and is_city and is_government(tree, head):
        type_ = EntityType.COUNTRY
        features.append("Government=Yes")
    return _Draft(tokens, head, MentionKind.NAME, type_, features)


def _words(tokens: list[Token]) -> str:
    """Join forms as the text spaces them."""
    text = ""
    for previous, token in zip([None, *tokens], tokens, strict=False):
        text += (" " if previous is not None and previous.end < token.start else "") + token.form
    return text


# What a tagger leaves at the end of a name by mistake: "European Union and".
ENDINGS = frozenset({"PUNCT", "ADP", "CCONJ", "DET", "AUX"})


def _trim(tree: Tree, tokens: list[Token], label: str | None) -> list[Token]:
    while tokens and (tokens[0].upos in ("DET", "PUNCT", "ADP") or is_honorific(tokens[0].form)):
        tokens = tokens[1:]
    while tokens and (tokens[-1].xpos == "POS" or tokens[-1].upos in ENDINGS or is_temporal(tokens[-1].form)):
        tokens = tokens[:-1]
    if label == "PER":
        while tokens and find_role(tokens[-1].form) is not None and tokens[-1].relation not in ("flat", "conj"):
            tokens = tokens[:-1]  # "U.S. Secretary" of State; not Martin Luther King
        while len(tokens) > 1 and (tokens[0].deprel == "nmod:desc" or find_role(tokens[0].form) is not None):
            tokens = tokens[1:]
    return tokens


def _name_type(tree: Tree, tokens: list[Token], words: str, label: str | None) -> EntityType | None:
    """Return the type of a name, None for what is no name (weekdays, titles, stray capitals)."""
    is_place = find_country(words) is not None or find_capital(words) is not None
    if label == "PER" and (not is_place or is_ambiguous(words)):
        return EntityType.PERSON
    if find_country(words) is not None or find_demonym(words) is not None:
        return EntityType.COUNTRY
    if label == "PER":
        return EntityType.PLACE  # a capital, until a person of this surname is found beside it
    if label is not None:
        return NER_TYPES.get(label, EntityType.THING)
    if all(is_temporal(token.form) or token.upos != "PROPN" or find_role(token.form) for token in tokens):
        return None
    if any(token.deprel == "nmod:desc" for token in tokens):
        return None
    return EntityType.PLACE if find_city(words) is not None else EntityType.THING


def _proper_runs(tree: Tree, covered: set[int]) -> list[list[Token]]:
    """Runs of proper nouns the tagger left out, joined by compound and flat: "Cold War"."""
    runs: list[list[Token]] = []
    for token in tree.tokens:
        is_people = find_demonym(token.form) is not None and find_country(token.form) is None
        is_proper = token.upos == "PROPN" and token.form[0].isupper() and not is_temporal(token.form)
        if token.id in covered or is_people or not is_proper:
            continue
        last = runs[-1][-1] if runs else None
        is_joined = last is not None and last.id == token.id - 1 and token.id in _family(tree, last)
        if is_joined:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _family(tree: Tree, token: Token) -> set[int]:
    siblings = (
        {child.id for child in tree.children(tree.token(token.head), "flat", "compound")} if token.head else set()
    )
    return {token.head} | {child.id for child in tree.children(token, "flat", "compound")} | siblings


def _find_demonyms(tree: Tree, covered: set[int]) -> Iterable[_Draft]:
    """Adjectives and nouns made from countries: "Russian interests", "North Korean officials", "Russians"."""
    taken: set[int] = set(covered)
    for token in tree.tokens:
        if token.id in taken or token.upos not in ("ADJ", "NOUN", "PROPN"):
            continue
        pair = [token, tree.token(token.id + 1)] if token.id < len(tree.tokens) else [token]
        if len(pair) == 2 and pair[1].id not in taken and find_demonym(_words(pair)) is not None:
            tokens = pair
        elif find_demonym(token.form) is not None or (token.upos == "PROPN" and find_country(token.form)):
            tokens = [token]
        else:
            continue
        taken |= {member.id for member in tokens}
        yield _Draft(tokens, tokens[-1], MentionKind.NAME, EntityType.COUNTRY, ["Number=Sing", "Demonym=Yes"])


def _person_gender(tree: Tree, tokens: list[Token], head: Token) -> str | None:
    """Return Masc or Fem from a form of address, a title or the given name."""
    before = [child.form for child in tree.children(head, "nmod:desc", "compound", "appos", "nmod")]
    if tokens[0].id > 1:
        before.append(tree.token(tokens[0].id - 1).form)
    for word in before:
        gender = find_gender(word)
        if gender:
            return gender
    return find_given_name(tokens[0].form) if len(tokens) > 1 else None


# Pronouns and nominals


QUANTIFIERS = frozenset("all both some many most more few several any each either neither much less others".split())


def _find_pronoun(token: Token) -> _Draft | None:
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
    return _Draft([token], token, MentionKind.PRONOUN, EntityType.CONCEPT, features)


def _find_nominal(document: Document, tree: Tree, token: Token, named: dict[int, _Draft]) -> _Draft | None:
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
        return _Draft(tokens, token, MentionKind.NOMINAL, EntityType.CONCEPT, ["Number=Sing"])
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
    draft = _Draft(tokens, token, MentionKind.NOMINAL, EntityType.CONCEPT, _nominal_features(tree, token))
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


def _is_title(tree: Tree, token: Token, named: dict[int, _Draft]) -> bool:
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


def _type_nominal(document: Document, tree: Tree, draft: _Draft, named: dict[int, _Draft]) -> None:
    """Set the type and value of literals and offices."""
    head = draft.head
    currency = find_currency(head)
    numbers = [child for child in tree.children(head, "nummod")] + ([head] if head.upos == "NUM" else [])
    months = tree.children(head, "compound", "nmod") if head.upos == "NUM" else []
    if is_temporal(head.form) or is_temporal(head.lemma) or any(is_temporal(month.form) for month in months):
        draft.type = EntityType.DATE
        draft.value = normalize_time(_words(draft.tokens), document.published)
    elif currency and numbers:
        draft.type, amount = EntityType.MONEY, find_amount(tree, numbers)
        draft.value = f"{amount} {currency}" if amount else None
    elif head.upos == "NUM" or head.lemma in ("%", "percent"):
        draft.type = EntityType.QUANTITY
        draft.value = find_amount(tree, numbers)
    elif (find_role(head.lemma) or ("",))[0] == "office" and _names_office(tree, head, named):
        draft.type = EntityType.POSITION
        draft.tokens = _title_tokens(draft, named)


def _title_tokens(draft: _Draft, named: dict[int, _Draft]) -> list[Token]:
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


def _names_office(tree: Tree, head: Token, named: dict[int, _Draft]) -> bool:
    """Whether a role noun tells the post of a person: a title, or an apposition beside the name."""
    if tree.first_conjunct(head).deprel in ("nmod:desc", "compound", "appos"):
        other = named.get(tree.first_conjunct(head).head)
        return other is not None and other.type is EntityType.PERSON
    appositions = [child for child in tree.children(head, "appos", "flat") if child.id in named]
    return any(named[child.id].type is EntityType.PERSON for child in appositions)
