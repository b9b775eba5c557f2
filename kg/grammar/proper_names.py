"""Names in a sentence, each with its type: persons, organisations, places, countries and other named things."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.grammar.amounts import find_currency
from kg.grammar.drafts import Draft, join_forms
from kg.grammar.metonymy import is_government
from kg.grammar.times import MONTHS, UNITS, is_temporal
from kg.grammar.trees import Tree
from kg.grammar.type_evidence import (
    NER_TYPES,
    OTHER_LABELS,
    find_name_type,
    find_other_name,
    is_called_body,
    is_known_name,
    is_no_name,
    is_party_word,
)
from kg.lexicon import (
    find_gender,
    find_given_name,
    find_organization,
    find_role,
    is_honorific,
    is_listed,
    read_mapping,
)
from kg.linking import find_capital, find_city, find_country, find_demonym
from kg.model import EntityType, MentionKind, Token

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
BODIES_AND_THINGS = frozenset(NER_TYPES) - {"PER", "LOC"}


def find_names(tree: Tree) -> list[Draft]:
    """Return the names of a sentence: those the tagger found, proper nouns it left out, adjectives of countries."""
    affiliations = list(_find_affiliations(tree))
    covered = {token.id for draft in affiliations for token in draft.tokens}
    tagged = (token for token in tree.tokens if token.ner != "O" and token.id not in covered)
    others = [token for token in tagged if find_currency(token) is None]
    groups = [part for group in _bio_groups(others) for part in _split_name(_completed(tree, group))]
    drafts = affiliations + _without_repeats(tree, groups)
    covered = {token.id for draft in drafts for token in draft.tokens}
    runs = (_with_hyphens(tree, run) for run in _proper_runs(tree, covered))
    drafts += [draft for run in runs if (draft := _name_draft(tree, run, None)) is not None]
    covered = {token.id for draft in drafts for token in draft.tokens}
    return drafts + list(_find_demonyms(tree, covered))


def _without_repeats(tree: Tree, groups: Iterable[tuple[list[Token], str]]) -> list[Draft]:
    """Return the names of groups of tokens, the first where hyphens made two of them one."""
    drafts: list[Draft] = []
    for tokens, label in groups:
        draft = _name_draft(tree, tokens, label)
        covered = {token.id for other in drafts for token in other.tokens}
        if draft is not None and not covered.intersection(token.id for token in draft.tokens):
            drafts.append(draft)
    return drafts


def _find_affiliations(tree: Tree) -> Iterable[Draft]:
    """Yield party and state of "Sen. Ted Cruz, R-Texas" and "Ann Roe (D-Ohio)", the party by its full name."""
    parties, states = read_mapping("parties"), read_mapping("states")
    for mark, letter, dash in zip(tree.tokens, tree.tokens[1:], tree.tokens[2:], strict=False):
        if mark.form not in (",", "(") or letter.form not in parties or dash.form not in ("-", "–"):
            continue
        for length in (3, 2, 1):
            words = list(tree.tokens[dash.id : dash.id + length])
            state = states.get(join_forms(words)) if len(words) == length else None
            if state is not None:
                features = ["Number=Sing", "Affiliation=Yes"]
                party = parties[letter.form]
                yield Draft([letter], letter, MentionKind.NAME, EntityType.ORGANIZATION, features, name=party)
                yield Draft(words, words[0], MentionKind.NAME, EntityType.PLACE, features, name=state)
                break


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
    """Add the head a tagger cut off, "Serious Fraud" Office, and the beginning of a country, New "Zealand"."""
    tokens, label = _with_hyphens(tree, group[0]), group[1]
    group = tokens, label
    before = tree.token(tokens[0].id - 1) if tokens[0].id > 1 else tokens[0]
    if before.ner == "O" and before.form[0].isupper() and find_country(join_forms([before, *tokens])) is not None:
        tokens = [before, *tokens] if find_country(join_forms(tokens)) is None else tokens
    if label in BODIES_AND_THINGS and before.ner == "O" and _ORDINAL.fullmatch(before.form) and len(tokens) < 5:
        tokens = [before, *tokens]  # "the 42nd Congress" is not the 43rd
    last = tokens[-1]
    follower = tree.token(last.id + 1) if last.id < len(tree.tokens) else last
    if follower.form == "party" and follower.ner == "O" and is_party_word(join_forms(tokens)):
        return [*tokens, follower], "ORG"  # "the Liberal party"
    is_head = follower.upos == "PROPN" and follower.ner == "O" and follower.id == last.head
    is_part = last.relation in ("compound", "amod") and find_role(follower.form) is None
    if label in BODIES_AND_THINGS and is_head and is_part and not is_temporal(follower.form):
        return [*tokens, follower], label
    return tokens, label


def _with_hyphens(tree: Tree, tokens: list[Token]) -> list[Token]:
    """Add what hyphens tie to a name in capitals: "COVID-19", "SARS-CoV-2", both acronyms of "CNDD-FDD".

    Two bodies or countries that are known apart stay apart: "US-EU talks".
    """
    parts = tree.hyphenated(tokens[0])
    while len(parts) > 1 and all(_is_code(token) for token in (parts[-3], parts[-1])):
        tokens = [*parts[-3:-1], *tokens]
        parts = parts[:-2]
    while tokens[-1].id + 1 < len(tree.tokens):
        last, part = tokens[-1], tree.token(tokens[-1].id + 2)
        before = tree.hyphenated(part)[-3:-2]
        is_tied = bool(before) and before[0].id == last.id and (_is_code(last) or last.form.isdigit())
        is_model = bool(before) and before[0].id == last.id and last.form.istitle() and len(last.form) < 6  # "Mi-8"
        if not (is_tied and _is_code(part)) and not ((is_tied or is_model) and part.form.isdigit()):
            break
        tokens = [*tokens, tree.token(last.id + 1), part]
    return tokens


def _is_code(token: Token) -> bool:
    """Whether a word is made of capitals, or nearly so, and no country or body of its own: "SARS", "CoV", "F"."""
    is_known = find_country(token.form) is not None or find_organization(token.form) is not None
    capitals = sum(char.isupper() for char in token.form)
    is_capital = token.form.isupper() or (capitals > 1 and token.form.isalpha() and len(token.form) < 5)
    return token.form[0].isupper() and is_capital and token.form.isalnum() and not is_known


def _split_name(group: tuple[list[Token], str]) -> list[tuple[list[Token], str]]:
    """Part names the tagger joined: two persons by "and", two countries by a hyphen ("U.S.-Russia")."""
    tokens, label = group
    titles = [place for place, token in enumerate(tokens[:-1]) if _is_title(token)] if label == "PER" else []
    for end in range(titles[-1] if titles else 0, 0, -1):
        if _is_country(tokens[:end]):  # "New Zealand's Prime Minister John Key" taken for one name
            return [(tokens[:end], "LOC"), (tokens[titles[-1] + 1 :], label)]
    for position, token in enumerate(tokens):
        left, right = tokens[:position], tokens[position + 1 :]
        if not left or not right:
            continue
        if _is_lone_bracket(token, left, right):  # "Acme Pumps Corporation (APC" taken for one name
            return [(left, label), *_split_name((right, label))]
        is_pair = token.form in "-–/" and _is_country(left) and _is_country(right)
        if is_pair or (label == "PER" and token.upos == "CCONJ"):
            return [(left, label), *_split_name((right, label))]
    return [group]


def _is_lone_bracket(token: Token, left: list[Token], right: list[Token]) -> bool:
    """Whether a bracket has no partner in a name: it opens or closes another."""
    if token.form == "(":
        return all(other.form != ")" for other in right)
    return token.form == ")" and all(other.form != "(" for other in left)


def _is_country(tokens: list[Token]) -> bool:
    words = " ".join(token.form for token in tokens)
    return find_country(words) is not None or find_demonym(words) is not None


def _name_draft(tree: Tree, tokens: list[Token], label: str | None) -> Draft | None:
    """Return the name in a run of tokens: without article, possessive ending, title or quotation marks."""
    tokens = _with_article(tree, _trim(tree, tokens, label), label)
    if not tokens or not any(char.isalpha() for token in tokens for char in token.form):
        return None
    words = bare_name(join_forms(tokens))
    if is_no_name(tree, tokens, words, label):
        return None
    type_ = find_name_type(tree, tokens, words, label)
    if type_ is None or _is_part_of_title(tree, tokens, label):
        return None
    ids = {token.id for token in tokens}
    head = next((token for token in tokens if token.head not in ids), tokens[0])
    features = [f"Number={'Plur' if head.has_feature('Number=Plur') else 'Sing'}"]
    if type_ is not EntityType.COUNTRY and is_called_body(tree, tokens, label):
        type_ = EntityType.ORGANIZATION
        features.append("Described=Body")
    if label in OTHER_LABELS and _is_speaker_label(tree, tokens):
        features.append("Speaker=Yes")
    if label == "PER" and type_ is EntityType.PLACE:
        features.append("Surname=Maybe")
    if type_ is EntityType.PERSON:
        gender = _person_gender(tree, tokens, head)
        features += [f"Gender={gender}"] if gender else []
    if type_ is EntityType.COUNTRY and find_country(words) is None:
        features.append("Demonym=Yes")
    is_city = type_ is not EntityType.PERSON and find_capital(words) is not None
    if type_ is not EntityType.COUNTRY and is_city and is_government(tree, head):
        type_ = EntityType.COUNTRY
        features.append("Government=Yes")
    return _listed(tree, Draft(tokens, head, MentionKind.NAME, type_, features), words)


def bare_name(words: str) -> str:
    """Return a name without what a cut leaves at its end, an abbreviation with its last dot.

    >>> bare_name("Soviet-"), bare_name("U.S"), bare_name("Yahoo!")
    ('Soviet', 'U.S.', 'Yahoo!')
    """
    words = words.rstrip("-\u2013\u2014(,;:/ ")
    return f"{words}." if re.fullmatch(r"[A-Z](?:\.[A-Z])+", words) else words


def _listed(tree: Tree, draft: Draft, words: str) -> Draft:
    """Return a name under the words that it is listed by, where they are not those of the text.

    "Kurdish" and "Kurd" are listed under the Kurds, "European" under Europe, as one of a people is no name of it.
    """
    people, region = read_mapping("peoples").get(words), read_mapping("regions").get(words)
    if people is not None and draft.type is not EntityType.PERSON:
        draft.type, draft.name = EntityType.GROUP, people
    elif region is not None and draft.type is EntityType.PLACE:
        draft.name = region
        draft.features.append("Demonym=Yes")
    elif draft.type is not EntityType.PERSON and find_other_name(words) is not None:
        draft.name = find_other_name(words)
    elif words != join_forms(draft.tokens):
        draft.name = words
    elif words.endswith(" party") and is_party_word(words.removesuffix(" party")):
        draft.name = words.removesuffix("party") + "Party"
    is_many = draft.type is EntityType.GROUP or words in read_mapping("party_members")
    if is_many and _is_some_of(tree, draft) and "Demonym=Yes" not in draft.features:
        draft.features.append("Demonym=Yes")
    return draft


def _is_some_of(tree: Tree, draft: Draft) -> bool:
    """Whether a noun for a people or a party speaks of some of it: "a Republican", "three Kurds", "young Muslims".

    The Bosnian Serbs are all of them, and so is the Liberal party.
    """
    head = draft.head
    if head.upos not in ("NOUN", "PROPN") or head.form == "party":
        return False
    determiners = {word.form.lower() for word in tree.children(head, "det")}
    is_one = head.has_feature("Number=Sing") and bool({"a", "an"} & determiners)
    own = draft.ids()
    parts = [part for part in tree.children(head, "nummod", "amod", "acl", "nmod:poss") if part.id not in own]
    return is_one or bool(SOME & determiners) or bool(parts)


# Determiners that tell of a part (Quirk et al. 1985, 5.10-17).
SOME = frozenset("some several many most any few no each every another".split())


def _is_speaker_label(tree: Tree, tokens: list[Token]) -> bool:
    """Whether a name stands alone before a colon at the start of a line: "((AB)): Why do you run?"."""
    before = tree.tokens[: tokens[0].id - 1]
    after = [token for token in tree.tokens[tokens[-1].id :] if token.form not in ("(", ")", "[", "]")]
    is_first = all(token.upos == "PUNCT" for token in before)
    return is_first and bool(after) and after[0].form == ":" and join_forms(tokens).isupper()


TITLE_WORDS = frozenset("vice prime deputy foreign chief acting interim first attorney assistant".split())
MINISTERS = frozenset({"minister", "secretary"})


def _is_part_of_title(tree: Tree, tokens: list[Token], label: str | None) -> bool:
    """ "Vice President" is no name, nor is "Civil Aviation" before "Minister"; "NATO" before "Secretary General" is."""
    words = [token.form.lower() for token in tokens]
    if find_role(tokens[-1].form) is not None and all(word in TITLE_WORDS for word in words[:-1]) and label != "PER":
        return len(words) > 1
    follower = tree.token(tokens[-1].id + 1) if tokens[-1].id < len(tree.tokens) else tokens[-1]
    office = tree.parent(tokens[0])
    if words == ["state"] and office is not None and office.lemma.lower() in MINISTERS:
        return tree.preposition(tokens[0]) == "of"  # "Secretary of State"
    is_office = follower.lemma.lower() in MINISTERS and tokens[-1].head in (follower.id, tokens[0].id)
    second = tree.token(follower.id + 1) if follower.id < len(tree.tokens) else follower
    is_general = second.form == "-" or second.form.lower() == "general"
    is_body = find_organization(join_forms(tokens)) is not None or tokens[0].form.isupper()
    if words[0] in TITLE_WORDS and find_role(follower.form) is not None and follower.id != tokens[-1].id:
        return label != "PER"  # "Deputy Trade" Representative
    return (label is None or label in BODIES_AND_THINGS) and is_office and not is_general and not is_body


# What a tagger leaves at the end of a name by mistake: "European Union and".
ENDINGS = frozenset({"PUNCT", "ADP", "CCONJ", "DET", "AUX"})


def _trim(tree: Tree, tokens: list[Token], label: str | None) -> list[Token]:
    while tokens and (tokens[0].upos in ("DET", "PUNCT", "ADP") or _is_address(tokens[0], tokens[1:])):
        tokens = tokens[1:]
    while tokens and (tokens[-1].xpos == "POS" or tokens[-1].upos in ENDINGS or is_temporal(tokens[-1].form)):
        if len(tokens) > 1 and label == "PER" and _is_surname(tree, tokens[-1]):
            break
        if len(tokens) > 1 and label in ("EVENT", "WORK", "MISC") and _is_named_unit(tokens[-1]):
            break
        tokens = tokens[:-1]
    if label == "LOC" and len(tokens) > 1 and is_listed("settlements", tokens[-1].form):
        tokens = tokens[:-1] if find_demonym(join_forms(tokens[:-1])) is not None else tokens  # "Iraqi city"
    if label == "PER":
        while tokens and find_role(tokens[-1].form) is not None and tokens[-1].relation not in ("flat", "conj"):
            tokens = tokens[:-1]  # "U.S. Secretary" of State; not Martin Luther King
        titles = [place for place, token in enumerate(tokens[:-1]) if _is_title(token)]
        tokens = tokens[titles[-1] + 1 :] if titles else tokens  # "US President Donald Trump"
        while len(tokens) > 1 and (tokens[0].deprel == "nmod:desc" or _is_mere_role(tokens[0])):
            tokens = tokens[1:]
    if label in (None, "MISC", "GROUP"):
        tokens = _without_role(tokens, label)
    return tokens


def _without_role(tokens: list[Token], label: str | None) -> list[Token]:
    """Return a name without the office at its end: "US" of "US Secretary", nothing of "Majority Leader".

    "House of Representatives" is a name, though it ends in a role.
    """
    rest = list(tokens)
    while rest and (find_role(rest[-1].form) is not None or find_role(rest[-1].lemma) is not None):
        rest = rest[:-1]
    if len(rest) == len(tokens) or any(token.upos == "ADP" for token in tokens):
        return tokens
    words = join_forms(rest)
    is_name = label == "GROUP" or is_known_name(words) or find_country(words) or find_demonym(words)
    return rest if is_name else []


def _is_address(token: Token, rest: list[Token]) -> bool:
    """Whether a word is one of address and rank: "Mr.", "Her Majesty"; not "Grace", which is a name as well."""
    is_possessive = token.xpos == "PRP$" and bool(rest) and rest[0].form in ADDRESSES
    return is_honorific(token.form) or is_possessive or token.form in ADDRESSES


# Dignities that stand for a person or before a name (Debrett's, "forms of address").
ADDRESSES = frozenset("Majesty Majesties Highness Excellency Holiness Eminence Lordship Ladyship".split())


def _is_named_unit(token: Token) -> bool:
    """Whether a unit of time ends a name: "Election Day", "Fashion Week"."""
    return token.form.istitle() and token.form.lower() in UNITS


def _is_surname(tree: Tree, token: Token) -> bool:
    """Whether the name of a month ends a person's: "Theresa May resigned", not "met Putin May 5"."""
    follower = tree.token(token.id + 1) if token.id < len(tree.tokens) else token
    return token.form.lower() in MONTHS and token.deprel == "flat" and not follower.form[0].isdigit()


def _with_article(tree: Tree, tokens: list[Token], label: str | None) -> list[Token]:
    """Add the article that is part of a town's name, The Hague: other towns have none, unless a phrase follows."""
    before = tree.token(tokens[0].id - 1) if label == "LOC" and tokens and tokens[0].id > 1 else None
    if before is None or before.form != "The" or before.head not in {token.id for token in tokens}:
        return tokens
    words = join_forms(tokens)
    is_town = find_city(words) is not None and find_country(words) is None
    is_described = any(child.deprel != "nmod:unmarked" for child in tree.children(tokens[-1], "nmod", "acl"))
    return tokens if is_described or not is_town else [before, *tokens]


# Titles that are given names as well.
GIVEN_TITLES = frozenset({"earl", "dean", "duke", "baron", "major", "marshal"})


def _is_mere_role(token: Token) -> bool:
    """Whether a word names a role and no person: "President", not "Earl" in "Earl Dodge"."""
    return find_role(token.form) is not None and token.form.lower() not in GIVEN_TITLES


def _is_title(token: Token) -> bool:
    """Whether a word stands before a name as an office: not "King" in "Martin Luther King"."""
    is_office = (find_role(token.form) or ("",))[0] == "office"
    is_meant = token.deprel == "nmod:desc" or _is_mere_role(token)
    return is_office and is_meant and token.deprel in ("nmod:desc", "compound", "obl", "nmod", "obj", "nsubj")


def _proper_runs(tree: Tree, covered: set[int]) -> list[list[Token]]:
    """Runs of proper nouns the tagger left out, joined by compound and flat: "Cold War"."""
    runs: list[list[Token]] = []
    for token in tree.tokens:
        if token.upos != "PROPN" or token.id in covered or not token.form[0].isupper() or is_temporal(token.form):
            continue
        is_people = find_demonym(token.form) is not None and find_country(token.form) is None
        if is_people or find_currency(token) is not None:
            continue
        last = runs[-1][-1] if runs else None
        is_joined = last is not None and last.id == token.id - 1 and token.id in _family(tree, last)
        if is_joined:
            runs[-1].append(token)
        else:
            runs.append([*_capital_before(tree, token, covered), token])
    return runs


def _capital_before(tree: Tree, token: Token, covered: set[int]) -> list[Token]:
    """Return the common noun with a capital that begins a name: "State" of "State Department"."""
    before = tree.token(token.id - 1) if token.id > 1 else token
    is_part = before.deprel == "compound" and before.head == token.id and before.upos == "NOUN"
    is_free = before.id not in covered and find_role(token.form) is None and find_role(before.form) is None
    return [before] if is_part and is_free and before.form.istitle() else []


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
        tokens = [token, *tree.tokens[token.id : token.id + 1]]
        type_ = _type_of_people(join_forms(tokens)) if tokens[-1].id not in taken else None
        if type_ is None:
            tokens, type_ = [token], _type_of_people(token.form)
        if type_ is None and token.upos == "PROPN" and find_country(token.form):
            type_ = EntityType.COUNTRY
        if type_ is None:
            continue
        taken |= {member.id for member in tokens}
        features = ["Number=Sing", *(["Demonym=Yes"] if type_ is EntityType.COUNTRY else [])]
        draft = Draft(tokens, tokens[-1], MentionKind.NAME, type_, features)
        yield _listed(tree, draft, bare_name(join_forms(tokens)))


def _type_of_people(words: str) -> EntityType | None:
    """Return the type of what an adjective or a noun for people is listed under: a country, a region or a people."""
    if find_demonym(words) is not None:
        return EntityType.COUNTRY
    if words in read_mapping("regions"):
        return EntityType.PLACE
    return EntityType.GROUP if words in read_mapping("peoples") else None


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
