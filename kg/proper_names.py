"""Names in a sentence, each with its type: persons, organisations, places, countries and other named things."""

from __future__ import annotations

from collections.abc import Iterable

from kg.drafts import Draft, join_forms
from kg.lexicon import find_gender, find_given_name, find_role, is_honorific
from kg.linking import find_capital, find_city, find_country, find_demonym, is_ambiguous
from kg.metonymy import is_government
from kg.model import EntityType, MentionKind, Token
from kg.times import is_temporal
from kg.trees import Tree

NER_TYPES = {
    "PER": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "LOC": EntityType.PLACE,
    "MISC": EntityType.THING,
}


def find_names(tree: Tree) -> list[Draft]:
    """Return the names of a sentence: those the tagger found, proper nouns it left out, adjectives of countries."""
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


def _name_draft(tree: Tree, tokens: list[Token], label: str | None) -> Draft | None:
    """Return the name in a run of tokens: without article, possessive ending, title or quotation marks."""
    tokens = _trim(tree, tokens, label)
    if not tokens or not any(char.isalpha() for token in tokens for char in token.form):
        return None
    words = join_forms(tokens)
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
    return Draft(tokens, head, MentionKind.NAME, type_, features)


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


def _find_demonyms(tree: Tree, covered: set[int]) -> Iterable[Draft]:
    """Adjectives and nouns made from countries: "Russian interests", "North Korean officials", "Russians"."""
    taken: set[int] = set(covered)
    for token in tree.tokens:
        if token.id in taken or token.upos not in ("ADJ", "NOUN", "PROPN"):
            continue
        pair = [token, tree.token(token.id + 1)] if token.id < len(tree.tokens) else [token]
        if len(pair) == 2 and pair[1].id not in taken and find_demonym(join_forms(pair)) is not None:
            tokens = pair
        elif find_demonym(token.form) is not None or (token.upos == "PROPN" and find_country(token.form)):
            tokens = [token]
        else:
            continue
        taken |= {member.id for member in tokens}
        yield Draft(tokens, tokens[-1], MentionKind.NAME, EntityType.COUNTRY, ["Number=Sing", "Demonym=Yes"])


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
