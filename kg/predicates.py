"""Canonical predicates: the graph view of a `Proposition`, its voice, direction and phrase settled.

Graph triples are what a person would draw: "Clinton | sign agreement with | Lavrov", "Russia | oppose | penalties".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations

from kg.grammar.clauses import is_clause, is_judgement, is_passive, nominal_conjuncts
from kg.grammar.frames import is_measure
from kg.grammar.trees import Tree, quote, spans_of
from kg.lexicon import (
    find_canonical,
    find_effect,
    find_negation,
    find_reciprocal,
    holds_as,
    is_idiom,
    is_listed,
    is_preposition_of,
    is_speech,
)
from kg.model import EntityType, Mention, MentionKind, Proposition, Span, Token, Triple

# Raising-to-object and perception verbs: their object belongs to the clause below ("wants Congress to repeal").
RAISING = frozenset(
    "want need like love prefer wish expect allow let make see find consider hear help cause get have".split()
)
# What "the aim is to connect the fields" is about does not act itself.
EQUATED = frozenset("purpose aim goal objective intent intention plan idea task job role path mission point".split())
# Verbs whose object means little without where it goes: "put Russia on the wrong side of history".
PLACING = frozenset({"put", "place", "lay", "set"})
# Verbs that tell nothing without what follows.
EMPTY = frozenset({"be", "do", "have", "go", "begin", "start", "include"})
# Adverbs that act as particles though treebanks call them adverbs (Quirk et al. 1985, 16.4: "spatial particles").
DIRECTIONS = frozenset({"back", "away", "forward", "apart", "aside"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "inside", "outside", "across", "throughout"})


def canonicalize(
    text: str, tree: Tree, propositions: Iterable[Proposition], mentions: Mapping[int, Mention]
) -> list[Proposition]:
    """Return the propositions of a sentence with their triples; `mentions` are looked up by index."""
    found = ((proposition, _triples(text, tree, proposition, mentions)) for proposition in propositions)
    return [replace(proposition, triples=triples) if triples else proposition for proposition, triples in found]


def open_clause_anaphora(propositions: Iterable[Proposition], mentions: Sequence[Mention]) -> list[Proposition]:
    """Return the propositions, "this" and "that" as objects left out where they stand for no thing, but for a clause.

    "Congress may repeal the law. Russia is against this": Russia opposes, and what it opposes has no name. Called when
    pronouns are resolved; `mentions` are those of the document.
    """

    def open_object(triple: Triple) -> Triple:
        target = mentions[triple.object] if triple.object is not None else None
        is_clause_meant = target is not None and target.antecedent is None and "PronType=Dem" in target.features
        return replace(triple, object=None) if is_clause_meant and triple.predicate not in EMPTY else triple

    found = ((one, tuple(map(open_object, one.triples))) for one in propositions)
    return [one if triples == one.triples else replace(one, triples=triples) for one, triples in found]


def _triples(text: str, tree: Tree, proposition: Proposition, mentions: Mapping[int, Mention]) -> tuple[Triple, ...]:
    head = tree.token(proposition.head)
    view = _View(text, tree, head, proposition, mentions)
    if view.is_folded():
        return ()
    if any(argument.role == "attr" for argument in proposition.arguments):
        found = view.copular_triples()
    elif tree.child(head, "cop") is not None and not (head.upos == "VERB" and tree.marker(head) == "to"):
        found = view.adjectival_triples()
    elif is_passive(tree, head):
        found = view.passive_triples()
    else:
        found = view.active_triples()
    return tuple(dict.fromkeys(triple for triple in found if triple.subject != triple.object))


class _View:
    """One clause seen as triples."""

    def __init__(
        self, text: str, tree: Tree, head: Token, proposition: Proposition, mentions: Mapping[int, Mention]
    ) -> None:
        self.text, self.tree, self.head = text, tree, head
        self.proposition, self.mentions = proposition, mentions
        arguments = proposition.arguments
        self.subjects = [a.mention for a in arguments if a.role in ("nsubj", "nsubj:pass")]
        self.objects = [a.mention for a in arguments if a.role == "obj"]
        self.recipients = [a.mention for a in arguments if a.role == "iobj"]
        self.attributes = [a.mention for a in arguments if a.role == "attr"]
        self.agents = [a.mention for a in arguments if a.role == "agent"]
        self.obliques = [a for a in arguments if a.role.startswith("obl:")]

    # which clauses show

    def is_folded(self) -> bool:
        """Whether the clause only carries another: "tried to", "wants ... to", "said that"."""
        tree, head = self.tree, self.head
        complement = tree.child(head, "xcomp", "ccomp")
        if complement is not None and is_judgement(tree, complement):
            return True
        if tree.child(head, "cop") is not None and tree.marker(head) == "to" and self._subject_lemmas() & EQUATED:
            return True  # "the aim is to connect": the aim connects nothing
        has_clause = complement is not None and (is_clause(tree, complement) or complement.upos == "VERB")
        if not has_clause or (tree.child(head, "cop") is not None and tree.child(head, "obl") is not None):
            return False
        if complement is not None and complement.relation == "ccomp":
            return not self._has_named_addressee()
        effect = find_effect(head.lemma, head.upos)
        has_object = tree.child(head, "obj", "iobj") is not None
        return not has_object or head.lemma in RAISING or effect in (None, "report", "think")

    def _subject_lemmas(self) -> set[str]:
        return {self.tree.token(self.mentions[mention].head).lemma for mention in self.subjects}

    def _has_named_addressee(self) -> bool:
        return any(self.mentions[mention].kind is not MentionKind.NOMINAL for mention in self.objects + self.recipients)

    # the words

    def label(self, *, noun: int | None = None, preposition: str = "", passive: bool = False) -> str:
        """Return the canonical predicate: verb, particle, noun, preposition, in base form."""
        words = ["be", self._form()] if passive else [self.head.lemma]
        words += [child.form.lower() for child in self._particles]
        words += [child.lemma.lower() for child in self._resultatives]
        if noun is not None:
            words.append(self.tree.token(self.mentions[noun].head).lemma.lower())
        words += [preposition] if preposition else []
        return find_canonical(" ".join(words))

    @cached_property
    def _particles(self) -> list[Token]:
        """Return what makes another verb of a verb: "pull out", and adverbs of direction after it: "come back"."""
        adverbs = [
            child
            for child in self.tree.children(self.head, "advmod")
            if child.form.lower() in DIRECTIONS and child.id > self.head.id and not self.tree.children(child)
        ]
        return [*self.tree.children(self.head, "compound:prt"), *(adverbs if self.head.upos == "VERB" else [])]

    def _form(self) -> str:
        """Return the predicate as it is written, with what a hyphen ties to it: "state-owned"."""
        return "".join(token.form.lower() for token in self.tree.hyphenated(self.head))

    @cached_property
    def _resultatives(self) -> list[Token]:
        """ "made clear to Lavrov", "made vaccination mandatory": an adjective that belongs to the verb.

        Beside an object only one without words of its own, which would not be told.
        """
        is_free = self.tree.child(self.head, "obj") is None
        return [
            child
            for child in self.tree.children(self.head, "xcomp")
            if child.upos == "ADJ" and child.lemma not in ("more", "less") and self.head.upos == "VERB"
            and (is_free or not self.tree.children(child))
        ]  # fmt: skip

    def spans(self, *, noun: int | None = None, case_of: int | None = None) -> tuple[Span, ...]:
        tree, head = self.tree, self.head
        auxiliaries = tree.children(head, "aux", "cop")
        members = [*tree.hyphenated(head), *auxiliaries, *self._particles, *self._resultatives]
        members += [  # "is to meet"
            mark for mark in tree.children(head, "mark") if any(aux.id < mark.id for aux in auxiliaries)
        ]
        members += [
            child for child in tree.children(head, "advmod") if child.form.lower() in ("not", "n't", "n’t", "never")
        ]
        if noun is not None:
            members.append(tree.token(self.mentions[noun].head))
        if case_of is not None:
            target = tree.token(self.mentions[case_of].head)
            first = tree.first_conjunct(target)
            cases = (tree.children(target, "case") or tree.children(first, "case")) if first.head == head.id else []
            members += [
                member for case in cases for member in (case, *tree.children(case, "fixed")) if case.xpos != "POS"
            ]
        return spans_of({member.id: member for member in members}.values())

    def triple(self, subject: int, label: str, target: int | None, spans: tuple[Span, ...]) -> Triple:
        return Triple(subject, label, target, quote(self.text, spans), spans)

    # voices

    def active_triples(self) -> list[Triple]:
        return self._reciprocal_triples() or [triple for subject in self.subjects for triple in self._told_of(subject)]

    def _told_of(self, subject: int) -> list[Triple]:
        verb = self.label()
        is_speech_act = is_speech(self.head.lemma) and self.tree.child(self.head, "ccomp", "parataxis") is not None
        is_moved = self.head.lemma in PLACING and bool(self.obliques)
        objects = [target for target in self.objects if not (is_moved or self._announces_clause(target))]
        targets = [target for target in objects if not self._is_idiom(target)]
        is_priced = any(self.mentions[target].type.is_literal for target in self.objects)
        targets += self.recipients if is_speech_act or is_priced or not self.objects else []
        found = [self.triple(subject, verb, target, self.spans()) for target in targets]
        if not is_speech_act and not is_priced:
            for recipient in self.recipients if self.objects else []:
                found += [self._recipient_triple(subject, recipient)]
        found += self._oblique_triples(subject)
        found += self._partner_triples(subject)
        if not found and self._stands_alone():
            idiom = next((target for target in self.objects if self._is_idiom(target)), None)
            found.append(self.triple(subject, self.label(noun=idiom), None, self.spans(noun=idiom)))
        return found

    def _reciprocal_triples(self) -> list[Triple]:
        """ "Clinton and Putin met in Sochi": each of two met the other, and the place is that of the meeting."""
        label = find_reciprocal(self.head.lemma)
        partners = [argument for argument in self.obliques if argument.role == "obl:with"]
        if label is None or self.objects or self.recipients or partners or len(self.subjects) < 2:
            return []
        found = [self.triple(one, label, other, self.spans()) for one, other in combinations(sorted(self.subjects), 2)]
        for subject in self.subjects:
            found += [triple for triple in self._oblique_triples(subject) if triple.object != self.proposition.place]
        return found

    def _stands_alone(self) -> bool:
        """Whether a verb tells something alone: "talks failed", "quit despite pressure"; not "he said", "served as"."""
        is_empty = is_speech(self.head.lemma) or self.head.lemma in EMPTY
        has_object = any(not self._is_idiom(target) for target in self.objects)
        is_completed = any(argument.role in ("obl:as", "obl:like") for argument in self.obliques)
        is_told = is_completed or self._governs_clause() or self._is_bare_participle()
        return not (has_object or is_empty or is_told)

    def _is_idiom(self, target: int) -> bool:
        """ "took place in Panama": the noun is part of the predicate."""
        noun = self.tree.token(self.mentions[target].head)
        is_bare = not self.tree.children(noun, "det", "amod", "nmod", "compound", "nummod", "acl")
        return is_bare and is_idiom(self.head.lemma, noun.form.lower())

    def _announces_clause(self, target: int) -> bool:
        """ "expressed hope that Congress would repeal it": the clause is what was hoped, the noun adds no thing."""
        noun = self.tree.token(self.mentions[target].head)
        clauses = [clause for clause in self.tree.children(noun, "acl", "ccomp") if self.tree.marker(clause) == "that"]
        is_bare = not self.tree.children(noun, "amod", "nmod", "compound", "nummod")
        return bool(clauses) and is_bare and find_effect(noun.lemma, "NOUN") is not None

    def _governs_clause(self) -> bool:
        return self.tree.child(self.head, "ccomp", "xcomp", "csubj") is not None

    def _recipient_triple(self, subject: int, recipient: int) -> Triple:
        """ "denies Russia normal trade relations": deny trade relation to, with Russia as object."""
        noun = self.objects[0]
        return self.triple(subject, self.label(noun=noun, preposition="to"), recipient, self.spans(noun=noun))

    def _partner_triples(self, subject: int) -> list[Triple]:
        """ "signed an agreement with Lavrov": what relates two is drawn between them: sign agreement with."""
        found = []
        for noun in self.objects:
            head = self.tree.token(self.mentions[noun].head)
            if self.mentions[noun].kind is not MentionKind.NOMINAL or not is_listed("partnerships", head.lemma):
                continue
            for child in self.tree.children(head, "nmod"):
                partners = [m for m in self.mentions.values() if m.head == child.id and m.kind is MentionKind.NAME]
                if self.tree.preposition(child) == "with" and partners:
                    label = self.label(noun=noun, preposition="with")
                    spans = spans_of([*self._words(noun), *self.tree.children(child, "case")])
                    found.append(self.triple(subject, label, partners[0].index, spans))
        return found

    def _words(self, noun: int) -> list[Token]:
        """Return the words of the verb and the head of its object."""
        covered = self.spans(noun=noun)
        return [token for token in self.tree.tokens if any(span.contains(token.span) for span in covered)]

    def _oblique_triples(self, subject: int, *, passive: bool = False) -> list[Triple]:
        """One triple for each phrase that relates the subject to a thing: "signed an agreement with Lavrov"."""
        found = []
        noun = next((mention for mention in self.objects), None)
        is_name = noun is not None and self.mentions[noun].kind is not MentionKind.NOMINAL
        has_object = noun is not None and not self._is_idiom(noun)
        for argument in self.obliques:
            target = self.mentions[argument.mention]
            if passive and self.agents and target.kind is MentionKind.NOMINAL:
                continue
            preposition = argument.role.partition(":")[2]
            if preposition == "as" and not passive and holds_as(self.head.lemma):
                continue  # "referred to the vote as a hoax": the vote is called so, by the subject
            if not self._relates(target, preposition, has_object=has_object):
                continue
            kept = None if noun is None or is_name or self.mentions[noun].type.is_literal else noun
            label = self.label(noun=kept, preposition=preposition, passive=passive)
            spans = self.spans(noun=kept, case_of=argument.mention)
            found.append(self.triple(subject, label, argument.mention, spans))
        return found

    def _relates(self, target: Mention, preposition: str, *, has_object: bool) -> bool:
        """Whether a phrase is worth an edge: a name always, unless it only tells the place of an action on something;
        a nominal where the verb has no object."""
        if not preposition or (target.type is EntityType.DATE and is_preposition_of("time", preposition)):
            return False
        if target.type.is_literal:
            return preposition in MEASURING_PREPOSITIONS
        if is_preposition_of("phrase", f"{preposition} {self.tree.token(target.head).lemma}"):
            return False
        if is_preposition_of("loose", preposition):
            return False
        if self.objects and self.mentions[self.objects[0]].kind is not MentionKind.NOMINAL:
            return preposition in PARTICIPANT_PREPOSITIONS
        is_place = target.type.is_place and preposition in PLACE_PREPOSITIONS
        if target.kind is MentionKind.NOMINAL and not self._is_people(target):
            return not has_object and preposition not in LOOSE_NOMINAL
        if is_place and target.index == self.proposition.place:
            return not has_object and not self._governs_clause()
        return True

    def _is_people(self, target: Mention) -> bool:
        """Whether a noun is named for a country or a people: "opened its borders to most Norwegians"."""
        return any(name.head == target.head and name.kind is MentionKind.NAME for name in self.mentions.values())

    def passive_triples(self) -> list[Triple]:
        """ "was rejected by Yang": Yang rejects it; without an agent the predicate stays passive."""
        found = []
        patients = [m for m in self.subjects if "Reflex=Yes" not in self.mentions[m].features]
        for patient in patients:
            for agent in self.agents:
                found += self._done_by(agent, patient)
            phrase_triples = self._oblique_triples(patient, passive=True)
            found += phrase_triples
            objects = [] if self.agents else self.objects
            found += [self.triple(patient, self.label(passive=True), target, self.spans()) for target in objects]
            is_told = self.agents or phrase_triples or objects or self._governs_clause()
            if not is_told and not self._is_bare_participle():
                found.append(self.triple(patient, self.label(passive=True), None, self.spans()))
        return found

    def _done_by(self, agent: int, patient: int) -> list[Triple]:
        """ "was rejected by Yang"; of two objects the subject was the receiver: "was given posts by Gandhi"."""
        if not self.objects:
            return [self.triple(agent, self.label(), patient, self.spans())]
        noun = self.objects[0]
        to = self.label(noun=noun, preposition="to")
        given = [self.triple(agent, self.label(), target, self.spans()) for target in self.objects]
        return [*given, self.triple(agent, to, patient, self.spans(noun=noun))]

    def _is_bare_participle(self) -> bool:
        """ "all pollutants combined", "people visiting": a participle with nothing beside it tells only which ones."""
        first = self.tree.first_conjunct(self.head)
        is_participle = first.deprel == "acl" and self.head.xpos in ("VBN", "VBG")
        return is_participle and self.tree.child(self.head, "obl", "advmod", "aux", "xcomp", "ccomp", "nsubj") is None

    def copular_triples(self) -> list[Triple]:
        """ "Tehran is the capital of Iran", "was named director", "became president"."""
        is_verb = self.head.upos == "VERB"
        verb = self.label(passive=is_passive(self.tree, self.head)) if is_verb else "be"
        cop = self.tree.child(self.head, "cop")
        spans = self.spans() if is_verb else spans_of([cop] if cop is not None else [self.head])
        return [
            self.triple(subject, verb, target, spans)
            for subject in self.subjects
            for target in self.attributes
            if not self._is_empty_attribute(target)
        ]

    def _is_empty_attribute(self, target: int) -> bool:
        mention = self.mentions[target]
        return mention.kind is MentionKind.PRONOUN

    def adjectival_triples(self) -> list[Triple]:
        """ "is opposed to penalties" opposes them; "is against this"; "was disappointed" has no object."""
        found = []
        own_case = self.tree.preposition(self.head)
        for subject in self.subjects:
            if own_case:
                found += self._case_triples(subject, own_case)
                continue
            phrases = [
                a for a in self.obliques if self._relates(self.mentions[a.mention], a.role[4:], has_object=False)
            ]
            for argument in phrases:
                label = find_canonical(f"be {self._form()} {argument.role[4:]}")
                found.append(self.triple(subject, label, argument.mention, self.spans(case_of=argument.mention)))
            found += [self.triple(subject, f"be {self._form()}", target, self.spans()) for target in self.objects]
            measures = self._measures()
            found += [self.triple(subject, f"be {self._form()}", target, self.spans()) for target in measures]
            found += [self._joined_triple(subject, other) for other in self._joined_adjectives()]
            # "far from over" is not far
            is_cut = self.head.upos == "ADV" and self.tree.child(self.head, "obl", "advcl") is not None
            is_free = not (phrases or measures or self.objects or self._governs_clause() or is_cut)
            if is_free and self.head.upos in ("ADJ", "VERB", "ADV"):
                found.append(self.triple(subject, f"be {self._form()}", None, self.spans()))
        return found

    def _measures(self) -> list[int]:
        """Return the amounts before an adjective: "is 71 years old"."""
        heads = {child.id for child in self.tree.children(self.head, "obl") if is_measure(child, self.head)}
        return [
            mention.index for mention in self.mentions.values() if mention.head in heads and mention.type.is_literal
        ]

    def _joined_adjectives(self) -> list[Token]:
        """ "costly and unpopular": the second is told as the first is; in "not rich but happy" it is not."""
        if self.head.upos != "ADJ":
            return []
        tree = self.tree
        is_denied = any(find_negation(child.form) for child in tree.children(self.head, "advmod"))
        return [
            other
            for other in tree.children(self.head, "conj")
            if other.upos == "ADJ"
            and tree.child(other, "nsubj", "cop", "obl", "ccomp", "xcomp", "advcl") is None
            and not any(find_negation(child.form) for child in tree.children(other, "advmod", "cc"))
            and not (is_denied and any(child.form.lower() == "but" for child in tree.children(other, "cc")))
        ]

    def _joined_triple(self, subject: int, adjective: Token) -> Triple:
        """Return the triple of a joined adjective: the copula and the adjective are its words."""
        spans = spans_of([*self.tree.children(self.head, "aux", "cop"), *self.tree.hyphenated(adjective)])
        form = "".join(token.form.lower() for token in self.tree.hyphenated(adjective))
        return self.triple(subject, find_canonical(f"be {form}"), None, spans)

    def _case_triples(self, subject: int, preposition: str) -> list[Triple]:
        """ "Russia is against this", "the office is in Berlin": the preposition is the predicate."""
        heads = {self.head.id, *(token.id for token in nominal_conjuncts(self.tree, self.head))}
        targets = [m for m in self.mentions.values() if m.head in heads and not m.type.is_literal]
        members = [*self.tree.children(self.head, "cop", "aux"), *self.tree.children(self.head, "case")]
        label, spans = find_canonical(f"be {preposition}"), spans_of(members)
        return [self.triple(subject, label, target.index, spans) for target in targets]


# After an object that is a name only these bring in another participant: "sold Skype to Microsoft".
PARTICIPANT_PREPOSITIONS = frozenset({"with", "to", "against", "from", "for", "into", "of"})
# Before an amount or a term: "sold for $7 billion", "fell by 5 percent", "sentenced to ten years".
MEASURING_PREPOSITIONS = frozenset({"to", "for", "by", "from", "at", "of"})
LOOSE_NOMINAL = frozenset("during after before since until amid despite as than like per given".split())
