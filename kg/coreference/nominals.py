"""Finds what a noun phrase may refer back to: the same noun, a name that says what it is, or who holds the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.coreference.chains import Chains, head_of_name
from kg.coreference.features import Candidate
from kg.coreference.profiles import Phrase, describe_phrase
from kg.coreference.scorer import Choice
from kg.lexicon import find_role, is_listed
from kg.model import EntityType, Mention, MentionKind

# Words that make another office of the one they stand before.
RANKS = frozenset({"vice", "deputy", "assistant", "prime", "elect", "designate", "former", "ex", "then", "acting"})
# How many sentences back "the company" may mean a company named; beyond, it was hardly ever that one in GUM train.
NAME_WINDOW = 4
COUNTRY_WORDS = frozenset("country nation state kingdom republic".split())
# Nouns for bodies of any sort; others say what sort it is, and a name of that sort has them: "the bank", "Halden Bank".
BODY_WORDS = frozenset(
    "company firm corporation organization organisation agency group body institution team club party charity".split()
)
REGION_WORDS = frozenset({"state", "kingdom", "republic"})
PLACE_WORDS = frozenset(
    "city town village capital area region place province county district island municipality site neighborhood".split()
)
WORK_WORDS = frozenset(
    "book film movie novel album song bill law act treaty agreement report paper study story play show article".split()
)
EVENT_WORDS = frozenset(
    "war battle election game match tournament competition conference summit festival event contest race".split()
)
# What begins with these is new: "a law degree" is none told of before.
NEW_ARTICLES = frozenset({"a", "an", "another", "some", "any", "no"})
# What these stand before is told apart by them from what was spoken of.
ANOTHER = frozenset("other another previous next different additional earlier upcoming following subsequent".split())
OTHER = frozenset({"other", "another", "second", "third", "next", "new", "more", "different", "additional", "last"})


def nominal_choice(chains: Chains, mention: Mention) -> Choice | None:
    """Return what a noun phrase may refer back to, None if there is nothing; who holds the office named is joined."""
    if mention.type not in (EntityType.CONCEPT, EntityType.POSITION) or "Polarity=Neg" in mention.features:
        return None
    phrase = _phrase(chains, mention)
    is_definite = phrase.article in ("the", "this")
    if phrase.article in NEW_ARTICLES or (mention.type is EntityType.POSITION and not is_definite):
        return None
    if _is_told_by_name(chains, mention):
        return None
    holder = _holder(chains, mention) if phrase.article == "the" and not phrase.modifiers else None
    if holder is not None and chains.join(holder, mention.index):
        return None
    found = list(_candidates(chains, mention, phrase))
    if not found or _is_one_of_several(chains, mention, phrase, found):
        return None
    kind = "noun" if any(same for _, same in found) else "role"
    rated = [
        (candidate, [f"{kind} {name}" for name in _features(chains, mention, phrase, candidate, rank, is_same)])
        for rank, (candidate, is_same) in enumerate(found)
    ]
    none = [f"{kind} none {name}" for name in _none_features(chains, mention, phrase, found)]
    return Choice(mention.index, kind, rated, none)


def _is_told_by_name(chains: Chains, mention: Mention) -> bool:
    """Whether a name right after a noun says which it is: "the ferry Halden Queen" is no ferry told of before."""
    tree, token = chains.trees[mention.sentence], chains.token(mention)
    names = [child for child in tree.children(token, "appos", "flat") if child.upos == "PROPN" and child.id > token.id]
    return any(not tree.has_comma_before(name) for name in names)


def _is_one_of_several(chains: Chains, mention: Mention, phrase: Phrase, found: list[tuple[Candidate, bool]]) -> bool:
    """ "the official" after a senior and a retired one is either: for people this stays open."""
    same = [candidate for candidate, has_noun in found if has_noun]
    return chains.profiles[mention.index].is_person and not phrase.modifiers and len(same) > 1


def _candidates(chains: Chains, mention: Mention, phrase: Phrase) -> Iterator[tuple[Candidate, bool]]:
    """Yield the chains with the same noun or a name of its sort, the nearest first, and whether it is the noun."""
    word = chains.profiles[mention.index].word
    seen: set[int] = set()
    barred = _other_holders(chains, mention)
    for other in _namesakes(chains, mention, word, phrase):
        leader = chains.find(other.index)
        if leader in seen or other.covers(mention) or mention.covers(other):
            continue
        seen.add(leader)
        if chains.are_apart(leader, mention.index) or not _numbers_agree(chains, mention, other):
            continue
        if _ranks(chains, other) != _ranks(chains, mention) or leader in barred or _clash(chains, mention, other):
            continue
        members = [index for index in chains.groups[leader] if chains.mentions[index].start < mention.start]
        yield Candidate(leader, tuple(members)), _has_word(chains, other, word)


def _namesakes(chains: Chains, mention: Mention, word: str, phrase: Phrase) -> Iterator[Mention]:
    """Yield the earlier mentions with the noun, from the nearest on, and the names of its sort if it is definite."""
    places = {index for index in chains.by_word.get(word, ()) if index < mention.index}
    if phrase.article in ("the", "this"):
        types = frozenset() if _is_any_country(chains, mention, word) else sorts_of(word)
        for index in range(mention.index - 1, -1, -1) if types else ():
            other = chains.mentions[index]
            if mention.sentence - other.sentence > NAME_WINDOW:
                break
            if other.kind is MentionKind.NAME and other.type in types and "Demonym=Yes" not in other.features:
                places.add(index)
    for index in sorted(places, reverse=True):
        other = chains.mentions[index]
        if other.start < mention.start and other.type is not EntityType.POSITION and not other.type.is_literal:
            yield other


def _is_any_country(chains: Chains, mention: Mention, word: str) -> bool:
    """Whether "the country" may be one of several that are named around: it stays open."""
    if word not in COUNTRY_WORDS:
        return False
    near = [name for name in chains.names() if abs(mention.sentence - name.sentence) <= NAME_WINDOW]
    return len({chains.find(name.index) for name in near if name.type is EntityType.COUNTRY}) > 1


def sorts_of(word: str) -> frozenset[EntityType]:
    """Return the types of names that a noun may take up: "the company" a body, "the minister" a person."""
    found: set[EntityType] = set()
    if find_role(word) is not None or is_listed("kin", word) or is_listed("people", word):
        found.add(EntityType.PERSON)
    if word in BODY_WORDS:
        found.add(EntityType.ORGANIZATION)
    if word in COUNTRY_WORDS:
        found.add(EntityType.COUNTRY)
    if word in REGION_WORDS:
        found.add(EntityType.PLACE)
    if word in PLACE_WORDS:
        found |= {EntityType.PLACE, EntityType.FACILITY}
    if word in WORK_WORDS:
        found.add(EntityType.WORK)
    if word in EVENT_WORDS:
        found.add(EntityType.EVENT)
    return frozenset(found)


def _has_word(chains: Chains, mention: Mention, word: str) -> bool:
    """Whether a mention has the noun as its head, or a name is headed by it: "Halden Bank", "Bank of Halden"."""
    if mention.kind is not MentionKind.NAME:
        return chains.profiles[mention.index].word == word or word in mention.name.lower().split()
    return word == head_of_name(mention.name)


def _ranks(chains: Chains, mention: Mention) -> frozenset[str]:
    """Return the words that make another office of the one named: the deputy mayor is not the mayor."""
    words = mention.name.lower().replace("-", " ").split()
    return RANKS & frozenset(words) if mention.kind is MentionKind.NOMINAL else frozenset()


def _clash(chains: Chains, mention: Mention, other: Mention) -> bool:
    """Whether phrases of one noun are told apart: a senior official is no retired one, the UDF party not his own party.

    A name in a phrase says which it is; one that says less may follow ("the party"). "The previous vote" is another.
    """
    told_apart = (_phrase(chains, mention).modifiers & ANOTHER) - _phrase(chains, other).modifiers
    if told_apart:
        return True
    if other.kind is not MentionKind.NOMINAL:
        return False
    complement = _complement(chains, mention)
    if complement and complement != _complement(chains, other):
        return True
    theirs = _phrase(chains, other)
    if (theirs.modifiers or theirs.owner) and not _names_in(chains, mention) <= _names_in(chains, other):
        return True
    return _fit(_phrase(chains, mention).modifiers, theirs.modifiers) == "clash"


def _complement(chains: Chains, mention: Mention) -> str:
    """Return the noun of an of-phrase: "the history of values" is not the history of events, nor all history."""
    tree, token = chains.trees[mention.sentence], chains.token(mention)
    found = (child for child in tree.children(token, "nmod") if tree.preposition(child) == "of")
    return next((child.lemma.lower() for child in found), "")


def _names_in(chains: Chains, mention: Mention) -> set[int]:
    """Return the chains of the names in a phrase."""
    parts = (chains.mentions[part] for part in mention.parts)
    return {chains.find(part.index) for part in parts if part.kind is MentionKind.NAME}


def _numbers_agree(chains: Chains, mention: Mention, other: Mention) -> bool:
    return other.kind is MentionKind.NAME or _plural(chains, mention) == _plural(chains, other)


def _plural(chains: Chains, mention: Mention) -> bool:
    return chains.profiles[mention.index].is_plural


def _features(
    chains: Chains, mention: Mention, phrase: Phrase, candidate: Candidate, rank: int, is_same: bool
) -> list[str]:
    members = [chains.mentions[index] for index in candidate.members]
    last = members[-1]
    away = min(mention.sentence - last.sentence, 10)
    bucket = away if away < 4 else 4 if away < 10 else 5
    nouns = [member for member in members if member.kind is MentionKind.NOMINAL]
    names = [member for member in members if member.kind is MentionKind.NAME]
    article = phrase.article if phrase.article in ("the", "this", "a", "poss", "") else "other"
    own = chains.profiles[mention.index]
    phrases = [_phrase(chains, noun) for noun in nouns if chains.profiles[noun.index].word == own.word]
    is_exact = any(member.name.lower() == mention.name.lower() for member in (*nouns, *names))
    found = [
        f"same {is_same} {article}", f"exact {is_exact} {article}", f"away {bucket} {article}", f"rank {min(rank, 3)}",
        f"size {min(len(members), 4)}", f"last {last.kind.value} {min(away, 2)}",
        f"name {names[0].type.value if names else ''} {is_same}", f"after {phrase.after} {is_exact}",
        f"plural {own.is_plural} {article} {is_exact}",
        f"owners {_fit({phrase.owner} - {''}, {other.owner for other in phrases} - {''})} {phrase.after}",
        f"first {chains.profiles[candidate.members[0]].sentence < 2}",
        f"roles {own.role} {chains.profiles[last.index].role} {min(away, 2)}",
        f"quoted {own.quotation >= 0} {chains.profiles[last.index].quotation >= 0}",
        f"single {len(mention.name.split()) == 1} {is_exact} {article}",
        f"seen {min(_times_seen(chains, mention), 5)} {article} {is_exact}",
        f"away {bucket} {is_exact} {article}", f"told {min(_times_told(chains, mention), 8) // 2} {article} {is_exact}",
        f"capital {_is_capital(chains, mention)} {is_exact}",
    ]  # fmt: skip
    if phrases:
        fits = [_fit(phrase.modifiers, other.modifiers) for other in phrases]
        best = next(fit for fit in ("equal", "fewer", "more", "none", "clash") if fit in fits)
        found += [f"modifiers {best} {article}", f"articles {article} {phrases[-1].article} {best}"]
    if phrase.modifiers & OTHER:
        found.append("other")
    if names and not nouns:
        found.append(f"only name {article} {min(away, 3)} {len(names[0].name.split()) > 1}")
    return found


def _times_seen(chains: Chains, mention: Mention) -> int:
    """Return how often its noun heads a phrase before a mention: what a text is about comes again."""
    places = chains.by_word.get(chains.profiles[mention.index].word, ())
    return sum(1 for index in places if index < mention.index)


def _times_told(chains: Chains, mention: Mention) -> int:
    """Return how often its noun heads a phrase in the whole text."""
    return len(chains.by_word.get(chains.profiles[mention.index].word, ()))


def _is_capital(chains: Chains, mention: Mention) -> bool:
    """Whether the noun is written as a name or a code: "DNA", "the Senate"."""
    token = chains.token(mention)
    return token.form[:1].isupper() and token.id > 1


def _fit(ours: Iterable[str], theirs: Iterable[str]) -> str:
    """Return how the words of two phrases compare: none in both, equal, fewer or more of the same, or a clash."""
    few, many = set(ours), set(theirs)
    if few == many:
        return "equal" if few else "none"
    return "fewer" if few < many else "more" if few > many else "clash"


def _phrase(chains: Chains, mention: Mention) -> Phrase:
    found = chains.phrases.get(mention.index)
    if found is None:
        found = describe_phrase(chains.trees[mention.sentence], chains.token(mention))
        chains.phrases[mention.index] = found
    return found


def _none_features(chains: Chains, mention: Mention, phrase: Phrase, found: list[tuple[Candidate, bool]]) -> list[str]:
    article = phrase.article if phrase.article in ("the", "this", "a", "poss", "") else "other"
    return [
        "", f"{article}", f"{article} {phrase.after}", f"count {min(len(found), 3)} {article}",
        f"plural {chains.profiles[mention.index].is_plural} {article}",
        f"modifiers {min(len(phrase.modifiers), 2)} {article}",
        f"first {mention.sentence == 0}", f"role {chains.profiles[mention.index].role}",
        f"word {chains.profiles[mention.index].word}", f"seen {min(_times_seen(chains, mention), 5)} {article}",
        f"told {min(_times_told(chains, mention), 8) // 2} {article}",
        f"capital {_is_capital(chains, mention)}", f"owner {phrase.owner != ''}",
    ]  # fmt: skip


def _holder(chains: Chains, mention: Mention) -> int | None:
    """Return the one person the text gave this role before: "the president" after "President Vladimir Putin".

    A former president is not meant, nor the vice president.
    """
    holders = {chains.find(person): person for person, is_other in _holders(chains, mention) if not is_other}
    is_one = len(holders) == 1 and not chains.profiles[mention.index].is_plural
    return next(iter(holders.values())) if is_one else None


def _other_holders(chains: Chains, mention: Mention) -> set[int]:
    """Return the chains of those whose office is like the one named, but another, or shared with somebody."""
    return {chains.find(person) for person, _ in _holders(chains, mention)}


def _holders(chains: Chains, mention: Mention) -> Iterator[tuple[int, bool]]:
    """Yield who the text said before to hold an office of this noun, and whether it is another, by rank or in time."""
    word = chains.profiles[mention.index].word
    for proposition in chains.propositions if find_role(word) is not None else ():
        position = chains.mentions[proposition.arguments[1].mention] if len(proposition.arguments) > 1 else None
        if proposition.lemma != "hold position" or position is None or position.index > mention.index:
            continue
        if chains.profiles[position.index].word == word:
            words = set(position.name.lower().replace("-", " ").split())
            yield proposition.arguments[0].mention, bool(words & RANKS) or proposition.time in ("former", "incoming")
