"""Groups the mentions of one document that refer to the same thing, in sieves from sure to likely.

The order follows the multi-pass sieve of Lee et al. (2013): equal names, short forms, acronyms, definite nouns,
then pronouns by agreement, recency and grammatical role (Hobbs 1978).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.grammar.acronyms import find_definitions
from kg.grammar.clauses import subjects
from kg.grammar.name_types import agree_on_types
from kg.grammar.names import country_of, is_short_organization, is_short_person, normal_name
from kg.grammar.trees import Tree
from kg.lexicon import find_role, is_listed, is_speech
from kg.model import EntityType, Mention, MentionKind, Polarity, Proposition, Span, Token

# How many sentences back a pronoun may look: in GAP and GUM news nearly all antecedents lie within three.
PRONOUN_WINDOW = 3
# "It" is no share of something: "half of its output".
SHARES = frozenset({"half", "third", "quarter", "fifth", "part", "percent", "number", "majority", "minority", "rest"})
# Verbs whose object comes about, or is meant to: to oppose the deed is to oppose the thing (Levin 1993, 26 and 32).
BRINGING = frozenset(
    """adopt announce approve back call consider continue demand draft enact endorse impose introduce launch make offer
    order pass plan prepare present propose push ratify seek sign suggest support threaten want""".split()
)
_NUMBER = re.compile(r"\d+")
IMPERSONAL = frozenset(type_ for type_ in EntityType if type_.is_place or type_.is_thing) | {EntityType.ORGANIZATION}


# Words that make another office of the one they stand before.
RANKS = frozenset({"vice", "deputy", "assistant", "prime", "elect", "designate"})


def resolve_coreference(
    trees: Sequence[Tree],
    mentions: Sequence[Mention],
    propositions: Iterable[Proposition],
    *,
    quotations: Sequence[Span] = (),
) -> tuple[list[Mention], tuple[tuple[int, ...], ...]]:
    """Return the mentions with types agreed and pronoun antecedents set, and the chains of mention indices.

    `quotations` are the spans of the document in direct quotation marks: there "he" is not the one who speaks.
    """
    mentions = agree_on_types(mentions)
    document = _Document(trees, mentions, list(propositions), quotations)
    document.join_names()
    document.join_nominals()
    document.resolve_pronouns()
    return document.mentions, document.chains()


class _Document:
    """The mentions of a document with the groups they fall into so far (union-find)."""

    def __init__(
        self,
        trees: Sequence[Tree],
        mentions: list[Mention],
        propositions: list[Proposition],
        quotations: Sequence[Span],
    ) -> None:
        self.trees, self.mentions, self.propositions = trees, mentions, propositions
        self.quotations = quotations
        self.leader = list(range(len(mentions)))
        self.groups = {index: [index] for index in self.leader}

    def find(self, index: int) -> int:
        while self.leader[index] != index:
            self.leader[index] = self.leader[self.leader[index]]
            index = self.leader[index]
        return index

    def join(self, left: int, right: int) -> None:
        first, second = sorted((self.find(left), self.find(right)))
        if first != second and not self._are_numbered_apart(first, second):
            self.leader[second] = first
            self.groups[first] = sorted(self.groups[first] + self.groups.pop(second))

    def _are_numbered_apart(self, first: int, second: int) -> bool:
        """Whether names bear different numbers: the 42nd Parliament is not the 43rd."""
        numbers = [
            {number for member in self.groups[group] for number in _NUMBER.findall(self.mentions[member].name)
             if self.mentions[member].kind is MentionKind.NAME}
            for group in (first, second)
        ]  # fmt: skip
        return bool(numbers[0] and numbers[1] and not numbers[0] & numbers[1])

    def chains(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(group) for _, group in sorted(self.groups.items()) if len(group) > 1)

    def members(self, index: int) -> list[Mention]:
        return [self.mentions[member] for member in self.groups[self.find(index)]]

    def token(self, mention: Mention) -> Token:
        return self.trees[mention.sentence].token(mention.head)

    # names

    def join_names(self) -> None:
        first: dict[tuple[str, str], int] = {}
        names = [mention for mention in self.mentions if mention.kind is MentionKind.NAME]
        for mention in names:
            country = country_of(mention)
            named = (mention.type.value, normal_name(mention.name))
            key = ("country", country.wikidata) if country is not None else named
            self.join(first.setdefault(key, mention.index), mention.index)
        defined = self._join_acronyms(first)
        forms = [mention for mention in names if self.find(mention.index) == mention.index]
        forms = [mention for mention in forms if mention.name not in defined]
        for mention in forms:
            longer = self._longer_form(mention, names)
            if longer is not None:
                self.join(longer.index, mention.index)

    def _join_acronyms(self, first: Mapping[tuple[str, str], int]) -> set[str]:
        """Join the acronyms the text explains with their names, and return them.

        One for the end of a name goes by those words: "NSW" of "Parliament of New South Wales (NSW)".
        """
        defined = set()
        for definition in find_definitions(self.trees, self.mentions):
            acronym, words = definition.acronym, definition.words
            if words == definition.name.name:
                self.join(definition.name.index, acronym.index)
            else:
                twin = first.get((acronym.type.value, normal_name(words)), acronym.index)
                self.join(twin, acronym.index)
                self.mentions[acronym.index] = replace(acronym, name=words)
            defined.add(acronym.name)
        return defined

    def _longer_form(self, short: Mention, names: list[Mention]) -> Mention | None:
        """Return the fuller name a short one stands for: the nearest before it, else the first after it."""
        matches = is_short_person if short.type is EntityType.PERSON else is_short_organization
        if short.type not in (EntityType.PERSON, EntityType.ORGANIZATION) and not short.type.is_thing:
            return None
        found = [
            name
            for name in names
            if name.name != short.name and _types_agree(name, short) and matches(short.name, name.name)
            and _genders_agree(name.features, short.features) and not self._are_two(short, name, names)
        ]  # fmt: skip
        if len({name.name for name in found}) > 1 and short.type is not EntityType.PERSON:
            found = [name for name in found if name.index < short.index]
        found = [name for name in found if name.type is short.type] or found  # Dan Savage, not his column Savage Love
        found = [name for name in found if not self._is_kin(name)] or found
        before = [name for name in found if name.index < short.index]
        return before[-1] if before else (found[0] if found else None)

    @staticmethod
    def _are_two(short: Mention, full: Mention, names: Iterable[Mention]) -> bool:
        """Whether a name with two words or more and its fuller form stand in one sentence: a father and his son."""
        if short.type is not EntityType.PERSON or " " not in short.name:
            return False
        places = [{name.sentence for name in names if name.name == form} for form in (short.name, full.name)]
        return bool(places[0] & places[1])

    def _is_kin(self, name: Mention) -> bool:
        """Whether somebody is named as another's relative: the surname alone is not theirs in "his son Ali Khan"."""
        tree, token = self.trees[name.sentence], self.token(name)
        parent = tree.parent(token)
        around = [*tree.children(token), *([parent] if parent is not None else [])]
        return any(
            noun.upos == "NOUN" and is_listed("kin", noun.lemma.lower()) and tree.child(noun, "nmod:poss") is not None
            for noun in around
        )

    # nominals

    def join_nominals(self) -> None:
        """ "the official" is the senior official named before, if there is just one."""
        seen: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            if mention.kind is not MentionKind.NOMINAL or mention.type is not EntityType.CONCEPT:
                continue
            token = self.token(mention)
            key = (token.lemma.lower(), _number(mention))
            words = set(mention.name.lower().split())
            fuller = [
                other
                for other in seen[key]
                if words <= (whole := set(other.name.lower().split())) and not RANKS & (whole - words)
            ]
            tree = self.trees[mention.sentence]
            relative = tree.child(token, "acl:relcl")
            # "the group whose robots won" is no group named before
            is_new = relative is not None and not tree.has_comma_before(relative)
            is_definite = "Definite=Def" in mention.features and not is_new
            is_role = is_definite and find_role(token.lemma) is not None and " " not in mention.name
            holder = self._holder(mention, token.lemma) if is_role else None
            if is_definite and len({self.find(other.index) for other in fuller}) == 1:
                self.join(fuller[0].index, mention.index)
            elif holder is not None:
                self.join(holder, mention.index)
            seen[key].append(mention)

    def _holder(self, mention: Mention, role: str) -> int | None:
        """Return the one person the text gave this role before: "the president" after "President Vladimir Putin".

        A former president is not meant, nor the vice president.
        """
        holders = {}
        for proposition in self.propositions:
            position = self.mentions[proposition.arguments[1].mention] if len(proposition.arguments) > 1 else None
            if proposition.lemma != "hold position" or position is None or position.index > mention.index:
                continue
            is_other = proposition.time in ("former", "incoming") or RANKS & set(
                position.name.lower().replace("-", " ").split()
            )
            if self.token(position).lemma.lower() == role.lower() and not is_other:
                person = proposition.arguments[0].mention
                holders[self.find(person)] = person
        return next(iter(holders.values())) if len(holders) == 1 and _number(mention) != "Plur" else None

    # pronouns

    def resolve_pronouns(self) -> None:
        for mention in list(self.mentions):
            if mention.kind is not MentionKind.PRONOUN:
                continue
            if "Person=1" in mention.features:
                antecedent = self._speaker(mention)
            elif "PronType=Dem" in mention.features:
                antecedent = self._measure_meant(mention)
            else:
                antecedent = self._antecedent(mention)
            if antecedent is None:
                continue
            self.join(antecedent, mention.index)
            named = self._best_name(antecedent)
            self.mentions[mention.index] = replace(mention, antecedent=named)

    def _best_name(self, index: int) -> int:
        """Return the nearest earlier name of the chain, else the first of it, else the mention itself."""
        names = [mention.index for mention in self.members(index) if mention.kind is MentionKind.NAME]
        before = [name for name in names if name <= index]
        return before[-1] if before else (names[0] if names else index)

    def _speaker(self, mention: Mention) -> int | None:
        """ "I" and "my" mean the one who is quoted; "we" stays open: it may be anyone the speaker counts in."""
        if self.token(mention).form.lower() not in ("i", "me", "my", "mine", "myself"):
            return None
        ours = [p for p in self.propositions if p.sentence == mention.sentence and p.attribution]
        own = [p for p in ours if any(argument.mention == mention.index for argument in p.arguments)]
        speaker = (own or ours)[0].attribution[-1] if ours else None
        return None if speaker is None or self.mentions[speaker].covers(mention) else speaker

    def _measure_meant(self, pronoun: Mention) -> int | None:
        """ "They adopt sanctions on Syria. Russia is against this": the measure that the sentence before brings about.

        A demonstrative mostly means a whole clause (Webber 1991). To be against adopting a law is to be against the
        law; to be against repealing it is not.
        """
        if self.token(pronoun).form.lower() not in ("this", "that") or self._is_subject(pronoun):
            return None
        before = [p for p in self.propositions if p.sentence == pronoun.sentence - 1]
        objects = [(argument.mention, p) for p in before for argument in p.arguments if argument.role == "obj"]
        if not objects:
            return None
        index, proposition = max(objects, key=lambda pair: pair[0])
        last = self.mentions[index]
        is_measure = last.kind is MentionKind.NOMINAL and is_listed("measures", self.token(last).lemma.lower())
        is_brought = proposition.lemma in BRINGING and proposition.polarity is Polarity.POSITIVE
        return index if is_measure and is_brought else None

    def _is_subject(self, mention: Mention) -> bool:
        return self.token(mention).relation in ("nsubj", "csubj", "nmod", "det")

    def _antecedent(self, pronoun: Mention) -> int | None:
        if "Person=3" not in pronoun.features and "PronType=Prs" not in pronoun.features:
            return None
        if "Person=2" in pronoun.features or self._is_expletive(pronoun):
            return None
        ahead = self._subject_ahead(pronoun)
        if ahead is not None:
            return ahead
        speakers = self._speakers_around(pronoun)
        candidates = [
            mention
            for mention in self.mentions
            if mention.index != pronoun.index and mention.start < pronoun.start
            and self.find(mention.index) not in speakers
            and pronoun.sentence - mention.sentence <= PRONOUN_WINDOW
            and self._agrees(pronoun, mention) and not self._binds(pronoun, mention)
        ]  # fmt: skip
        if _pronoun_class(self.token(pronoun)) != "person":
            candidates = [mention for mention in candidates if self._is_near_topic(pronoun, mention)]
        if not candidates:
            return None
        return max(candidates, key=lambda mention: (self._salience(pronoun, mention), mention.index)).index

    def _subject_ahead(self, pronoun: Mention) -> int | None:
        """ "Discussing his concern, Najib Razak said": a pronoun in what stands before the subject may mean it.

        Backward anaphora needs a clause or phrase below the verb of the subject (Carden 1982); a possessive in a phrase
        or a participle that the subject is understood with is hardly ever anybody else's.
        """
        tree, token = self.trees[pronoun.sentence], self.token(pronoun)
        if "Poss=Yes" not in pronoun.features or _pronoun_class(token) == "group":
            return None
        for below in [token, *tree.ancestors(token)]:
            verb = tree.parent(below)
            if verb is None or below.relation not in ("advcl", "obl") or below.id > verb.id:
                continue
            subject = tree.child(verb, "nsubj")
            is_open = below.relation == "obl" or tree.child(below, "nsubj", "nsubj:pass") is None
            if subject is None or subject.id < token.id or not is_open:
                continue
            named = [m for m in self.mentions if m.sentence == pronoun.sentence and m.kind is MentionKind.NAME]
            found = [m for m in named if self._argument(m).id == subject.id and self._agrees(pronoun, m)]
            return found[0].index if found else None
        return None

    def _speakers_around(self, pronoun: Mention) -> set[int]:
        """Return who speaks where a pronoun stands in a direct quotation: in "Modi wrote: 'He won'" he is not Modi.

        Sentences that the quotation runs over have one speaker, if any of them names one.
        """
        quotation = next((span for span in self.quotations if span.contains(pronoun.spans[0])), None)
        if quotation is None:
            return set()
        return {
            self.find(source)
            for proposition in self.propositions
            if quotation.contains(self.trees[proposition.sentence].token(proposition.head).span)
            for source in proposition.attribution
        }

    def _is_expletive(self, pronoun: Mention) -> bool:
        """ "it is clear that", "it would be costly to research": the clause is meant, not a thing."""
        tree, token = self.trees[pronoun.sentence], self.token(pronoun)
        predicate = tree.parent(token)
        if token.form.lower() != "it" or token.relation not in ("nsubj", "expl") or predicate is None:
            return False
        if predicate.upos == "NOUN" and tree.child(predicate, "cop") is not None:
            return True  # "It is a small step": what was said, more often than a thing
        clauses = tree.children(predicate, "csubj", "ccomp", "xcomp", "advcl", "acl")
        has_clause = any(tree.marker(clause) in ("to", "that", "for to", "if", "whether") for clause in clauses)
        is_empty = tree.child(predicate, "cop") is not None or predicate.lemma in ("seem", "appear", "take")
        return has_clause and is_empty

    def _agrees(self, pronoun: Mention, mention: Mention) -> bool:
        form = self.token(pronoun).form.lower()
        if mention.kind is MentionKind.PRONOUN:
            return mention.antecedent is not None and _pronoun_class(self.token(mention)) == _pronoun_class(
                self.token(pronoun)
            )
        if mention.type.is_literal or mention.type is EntityType.POSITION or "Demonym=Yes" in mention.features:
            return False
        if mention.kind is MentionKind.NOMINAL and self.token(mention).deprel == "appos":
            return False  # "Vijay Goel, a member of the house": the name it describes is there
        if _pronoun_class(self.token(pronoun)) == "person":
            genders = {f for member in self.members(mention.index) for f in member.features if f.startswith("Gender=")}
            return self._is_person(mention) and (not genders or _gender(form) in genders)
        if _pronoun_class(self.token(pronoun)) == "thing":
            is_plural = self.token(mention).xpos == "NNPS" and mention.type.is_thing  # "the Democrats"
            is_name = mention.kind is MentionKind.NAME and mention.type in IMPERSONAL and not is_plural
            is_singular = mention.kind is MentionKind.NOMINAL and _number(mention) == "Sing"
            is_share = self.token(mention).lemma.lower() in SHARES
            is_noun = is_singular and not is_share and not self._is_person(mention)
            return is_name or is_noun
        is_group = mention.kind is MentionKind.NOMINAL and _number(mention) == "Plur"
        is_body = mention.kind is MentionKind.NAME and mention.type is EntityType.ORGANIZATION
        return is_group or (is_body and self._argument(mention).relation == "nsubj")  # "Thames Police said they had"

    def _is_near_topic(self, pronoun: Mention, mention: Mention) -> bool:
        """Whether "it" or "they" may well mean a thing: an argument of its own sentence, a subject of the last one.

        Looking farther joined more wrong things than right ones in news read by eye.
        """
        relation = self.trees[mention.sentence].first_conjunct(self.token(mention)).relation
        distance = pronoun.sentence - mention.sentence
        is_location = mention.type.is_place and relation in ("obl", "nmod")
        if is_location and "Poss=Yes" not in pronoun.features:
            return False  # "speaking in Yemen, he said it had attacked": not Yemen
        if distance and mention.kind is MentionKind.NAME and _pronoun_class(self.token(pronoun)) == "group":
            return False  # "they" for a body is near it: "police said they had", not a sentence later
        tree = self.trees[mention.sentence]
        verb, case = tree.parent(self.token(mention)), tree.preposition(self.token(mention))
        is_told = verb is not None and (is_speech(verb.lemma) or verb.lemma == "speak")
        if relation == "obl" and is_told and case in ("on", "to", "with", "at"):
            return False  # "speaking on Sky News, he said it had attacked": not Sky News
        is_argument = relation in ("nsubj", "obj", "iobj", "obl", "nmod")
        return (distance == 0 and is_argument) or (distance == 1 and relation in ("nsubj", "root"))

    def _is_person(self, mention: Mention) -> bool:
        if mention.type is EntityType.PERSON:
            return True
        is_gendered = any(feature.startswith("Gender=") for feature in mention.features)
        is_human = is_gendered or find_role(self.token(mention).lemma) is not None
        return mention.kind is MentionKind.NOMINAL and is_human and _number(mention) == "Sing"

    def _binds(self, pronoun: Mention, mention: Mention) -> bool:
        """A pronoun is not another argument of its own verb, nor inside the phrase it would refer to."""
        if pronoun.sentence != mention.sentence:
            return False
        if mention.covers(pronoun) or pronoun.covers(mention):
            return True
        left, right = self.token(pronoun), self.token(mention)
        is_possessive = "Poss=Yes" in pronoun.features or "Reflex=Yes" in pronoun.features
        tree = self.trees[mention.sentence]
        if left.relation == "nsubj" and self._acts_on(left, right, tree):
            return True
        if right.relation == "nsubj" and not is_possessive and self._acts_on(right, left, tree):
            return True  # "the agency held 33 men, calling them spies"
        joined = tree.first_conjunct(right)  # "Russia and Iran reject it": it is not Iran
        return left.head in (right.head, joined.head) and not is_possessive and right.relation != "nmod"

    @staticmethod
    def _acts_on(actor: Token, thing: Token, tree: Tree) -> bool:
        """Whether a subject is understood as that of another verb, with this object: "to end disputes, they met"."""
        verb = tree.parent(thing)
        if verb is None or thing.relation not in ("obj", "iobj") or tree.child(verb, "nsubj") is not None:
            return False
        return any(subject.id == actor.id for subject in subjects(tree, verb))

    def _salience(self, pronoun: Mention, mention: Mention) -> float:
        """Recency by sentence, subjects first, names before nouns, a subject for a subject."""
        token, own = self._argument(mention), self.token(pronoun)
        distance = pronoun.sentence - mention.sentence
        score = -2.0 * distance
        is_subject = token.relation == "nsubj"
        score += 2.0 if is_subject else (1.0 if token.relation in ("obj", "iobj") else 0.0)
        parent = self.trees[mention.sentence].parent(token)
        if token.relation in ("obj", "iobj") and parent is not None and is_speech(parent.lemma):
            score -= 2.0  # whom somebody told is seldom spoken of: "told reporters that ... because they harm ..."
        score += 0.5 if is_subject and own.relation == "nsubj" else 0.0
        score += 1.0 if mention.kind is MentionKind.NAME else (0.5 if mention.kind is MentionKind.PRONOUN else 0.0)
        if distance == 0 and "Poss=Yes" in pronoun.features and token.head == own.head and token.id < own.id:
            score -= 1.0
        score += 3.0 if self._shares_noun(pronoun, mention) else 0.0
        return score + 0.2 * min(len(self.members(mention.index)), 5)

    def _argument(self, mention: Mention) -> Token:
        """Return the token whose role a mention plays: "the leader, Mart Kuusk, said" has Kuusk as subject."""
        token = self.token(mention)
        parent = self.trees[mention.sentence].parent(token)
        return parent if token.relation in ("appos", "flat") and parent is not None else token

    def _shares_noun(self, pronoun: Mention, mention: Mention) -> bool:
        """ "penalties against Iran over its nuclear program": both phrases hang on one noun."""
        if pronoun.sentence != mention.sentence or "Poss=Yes" not in pronoun.features:
            return False
        tree = self.trees[mention.sentence]
        owned = tree.parent(self.token(pronoun))
        noun = tree.parent(self.token(mention))
        is_noun = noun is not None and noun.upos == "NOUN" and self.token(mention).relation == "nmod"
        return is_noun and owned is not None and noun is not None and owned.head == noun.id


def _number(mention: Mention) -> str:
    return "Plur" if "Number=Plur" in mention.features else "Sing"


def _gender(form: str) -> str:
    return "Gender=Fem" if form in ("she", "her", "hers", "herself") else "Gender=Masc"


def _pronoun_class(token: Token) -> str:
    form = token.form.lower()
    if form in ("he", "him", "his", "himself", "she", "her", "hers", "herself"):
        return "person"
    return "thing" if form in ("it", "its", "itself") else "group"


def _types_agree(left: Mention, right: Mention) -> bool:
    return left.type is right.type or left.type.is_thing or right.type.is_thing


def _genders_agree(left: Sequence[str], right: Sequence[str]) -> bool:
    genders = {feature for feature in (*left, *right) if feature.startswith("Gender=")}
    return len(genders) < 2
