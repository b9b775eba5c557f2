"""What a pronoun cannot stand for: agreement, binding, "it" of no thing, and words that mean a whole clause."""

from __future__ import annotations

from kg.coreference.chains import Chains
from kg.coreference.profiles import GENDERED, argument_of
from kg.grammar.clauses import subjects
from kg.grammar.speakers import ADDRESSING
from kg.grammar.trees import Tree
from kg.lexicon import is_honorific, is_listed, is_speech
from kg.model import EntityType, Mention, MentionKind, Polarity, Token

# "It" is no share of something: "half of its output".
SHARES = frozenset({"half", "third", "quarter", "fifth", "part", "percent", "number", "majority", "minority", "rest"})
# Verbs whose object comes about, or is meant to: to oppose the deed is to oppose the thing (Levin 1993, 26 and 32).
BRINGING = frozenset(
    """adopt announce approve back call consider continue demand draft enact endorse impose introduce launch make offer
    order pass plan prepare present propose push ratify seek sign suggest support threaten want""".split()
)
IMPERSONAL = frozenset(type_ for type_ in EntityType if type_.is_place or type_.is_thing) | {EntityType.ORGANIZATION}
# Types of names that "he" may mean; of those of other types in GAP validation twice as many were wrong as right.
PERSONS = frozenset({EntityType.PERSON, EntityType.THING})
COLLECTIVE = frozenset({EntityType.ORGANIZATION, EntityType.GROUP, EntityType.COUNTRY})


def agrees(chains: Chains, pronoun: Mention, mention: Mention) -> bool:
    """Whether a mention is of a kind that a pronoun of the third person may stand for."""
    wanted, profile = chains.profiles[pronoun.index].pronoun, chains.profiles[mention.index]
    if mention.kind is MentionKind.PRONOUN:
        return profile.pronoun == wanted
    if mention.type.is_literal or mention.type is EntityType.POSITION or "Demonym=Yes" in mention.features:
        return False
    if mention.kind is MentionKind.NOMINAL and chains.token(mention).deprel == "appos":
        return False  # "Vijay Goel, a member of the house": the name it describes is there
    if wanted in GENDERED:
        return _may_be_person(chains, mention)
    is_plural = profile.is_plural or chains.token(mention).xpos in ("NNPS", "NNS")
    if wanted == "it":
        is_name = mention.kind is MentionKind.NAME and mention.type in IMPERSONAL
        is_many = chains.token(mention).xpos == "NNPS" and mention.type.is_thing  # "the Democrats"
        is_noun = mention.kind is MentionKind.NOMINAL and not is_plural and not profile.is_person
        return (is_name and not is_many) or (is_noun and profile.word not in SHARES)
    is_body = mention.kind is MentionKind.NAME and mention.type in COLLECTIVE
    return (is_plural and mention.type is not EntityType.PERSON) or is_body


def _may_be_person(chains: Chains, mention: Mention) -> bool:
    """Whether "he" or "she" may mean it: a person, or a name of unsure type that is no plural noun's modifier.

    "Houthi rebels" are no "he", whatever "Houthi" was taken for.
    """
    profile = chains.profiles[mention.index]
    if mention.kind is MentionKind.NOMINAL:
        return profile.is_person and not profile.is_plural and profile.word != "police"
    if all(is_honorific(word) for word in mention.name.split()):
        return False  # "Mr" cut off from the name
    above = chains.trees[mention.sentence].parent(chains.token(mention))
    is_modifier = profile.role == "mod" and above is not None and above.upos == "NOUN"
    is_of_many = is_modifier and above is not None and above.has_feature("Number=Plur")
    is_many = chains.token(mention).xpos == "NNPS" and mention.type is not EntityType.PERSON
    return mention.type in PERSONS and not is_of_many and not is_many


def binds(chains: Chains, pronoun: Mention, mention: Mention) -> bool:
    """Whether syntax forbids that a pronoun means a mention.

    A pronoun is not another argument of its own verb, nor inside the phrase it would refer to (Chomsky 1981).
    """
    if pronoun.sentence != mention.sentence:
        return False
    if mention.covers(pronoun) or pronoun.covers(mention):
        return True
    left, right = chains.token(pronoun), chains.token(mention)
    is_possessive = "Poss=Yes" in pronoun.features or "Reflex=Yes" in pronoun.features
    tree = chains.trees[mention.sentence]
    if left.relation == "nsubj" and _acts_on(left, right, tree):
        return True
    if right.relation == "nsubj" and not is_possessive and _acts_on(right, left, tree):
        return True  # "the agency held 33 men, calling them spies"
    joined = tree.first_conjunct(argument_of(tree, right))  # "Russia and Iran reject it": it is not Iran
    return left.head in (right.head, joined.head) and not is_possessive and right.relation != "nmod"


def _acts_on(actor: Token, thing: Token, tree: Tree) -> bool:
    """Whether a subject is understood as that of another verb, with this object: "to end disputes, they met"."""
    verb = tree.parent(thing)
    if verb is None or thing.relation not in ("obj", "iobj") or tree.child(verb, "nsubj") is not None:
        return False
    return any(subject.id == actor.id for subject in subjects(tree, verb))


def is_expletive(tree: Tree, token: Token) -> bool:
    """ "it is clear that", "it would be costly to research": the clause is meant, not a thing.

    "It is a small step": what was said, more often than a thing. "It was reported the bridge had fallen": nobody's it.
    """
    predicate = tree.parent(token)
    if token.form.lower() != "it" or token.relation not in ("nsubj", "expl") or predicate is None:
        return False
    if predicate.upos == "NOUN" and tree.child(predicate, "cop") is not None:
        return True
    clauses = tree.children(predicate, "csubj", "ccomp", "xcomp", "advcl", "acl")
    has_clause = any(tree.marker(clause) in ("to", "that", "for to", "if", "whether") for clause in clauses)
    is_empty = tree.child(predicate, "cop") is not None or predicate.lemma in ("seem", "appear", "take")
    is_told = is_speech(predicate.lemma) and tree.child(predicate, "aux:pass") is not None
    return (has_clause and is_empty) or is_told


def subject_ahead(chains: Chains, pronoun: Mention) -> int | None:
    """ "Discussing his concern, Najib Razak said": a pronoun in what stands before the subject may mean it.

    Backward anaphora needs a clause or phrase below the verb of the subject (Carden 1982); a possessive in a phrase
    or a participle that the subject is understood with is hardly ever anybody else's.
    """
    tree, token = chains.trees[pronoun.sentence], chains.token(pronoun)
    if "Poss=Yes" not in pronoun.features or chains.profiles[pronoun.index].pronoun == "they":
        return None
    for below in [token, *tree.ancestors(token)]:
        verb = tree.parent(below)
        if verb is None or below.relation not in ("advcl", "obl") or below.id > verb.id:
            continue
        subject = tree.child(verb, "nsubj")
        is_open = below.relation == "obl" or tree.child(below, "nsubj", "nsubj:pass") is None
        if subject is None or subject.id < token.id or not is_open:
            continue
        named = [m for m in chains.names() if m.sentence == pronoun.sentence]
        found = [m for m in named if chains.profiles[m.index].argument == subject.id and agrees(chains, pronoun, m)]
        return found[0].index if found else None
    return None


def parallel_subject(chains: Chains, pronoun: Mention) -> int | None:
    """ "Not only did Halden sign the pact, it also paid": who also does something is the subject before."""
    tree, token = chains.trees[pronoun.sentence], chains.token(pronoun)
    verb = tree.parent(token)
    if verb is None or token.relation != "nsubj" or not any(c.form.lower() == "also" for c in tree.children(verb)):
        return None
    above = tree.parent(verb)
    beside = [*tree.children(verb, "ccomp", "parataxis", "advcl"), *([above] if above is not None else [])]
    heads = {subject.id for other in beside if other.id < token.id for subject in subjects(tree, other)}
    near = [m for m in chains.mentions if m.sentence == pronoun.sentence and m.start < pronoun.start]
    found = [m for m in near if chains.profiles[m.index].argument in heads and agrees(chains, pronoun, m)]
    return found[0].index if len(heads) == 1 and found else None


def noun_mate(chains: Chains, pronoun: Mention) -> int | None:
    """ "penalties against Iran over its nuclear program": a name on the noun that the owned noun hangs on as well."""
    tree, token = chains.trees[pronoun.sentence], chains.token(pronoun)
    owned = tree.parent(token)
    noun = tree.parent(owned) if owned is not None and "Poss=Yes" in pronoun.features else None
    if noun is None or noun.upos != "NOUN":
        return None
    places = {child.id for child in tree.children(noun, "nmod") if child.id < token.id}
    near = [m for m in chains.names() if m.sentence == pronoun.sentence and m.head in places]
    found = [m for m in near if agrees(chains, pronoun, m)]
    return found[-1].index if found else None


def measure_meant(chains: Chains, pronoun: Mention) -> int | None:
    """ "They adopt sanctions on Syria. Russia is against this": the measure that the sentence before brings about.

    A demonstrative mostly means a whole clause (Webber 1991). To be against adopting a law is to be against the
    law; to be against repealing it is not.
    """
    token = chains.token(pronoun)
    is_subject = token.relation in ("nsubj", "csubj", "nmod", "det")
    if "PronType=Dem" not in pronoun.features or token.form.lower() not in ("this", "that") or is_subject:
        return None
    before = [p for p in chains.propositions if p.sentence == pronoun.sentence - 1]
    objects = [(argument.mention, p) for p in before for argument in p.arguments if argument.role == "obj"]
    if not objects:
        return None
    index, proposition = max(objects, key=lambda pair: pair[0])
    last = chains.mentions[index]
    is_measure = last.kind is MentionKind.NOMINAL and is_listed("measures", chains.token(last).lemma.lower())
    is_brought = proposition.lemma in BRINGING and proposition.polarity is Polarity.POSITIVE
    return index if is_measure and is_brought else None


def is_only_told(chains: Chains, pronoun: Mention, mention: Mention) -> bool:
    """ "A commander told Radio Halden his men had won": who is only told, and named but this once, is not spoken of."""
    profile = chains.profiles[mention.index]
    is_object = profile.sentence == pronoun.sentence and profile.role in ("obj", "iobj")
    if not is_object or len(chains.members(mention.index)) > 1:
        return False
    tree = chains.trees[pronoun.sentence]
    verb = tree.token(profile.verb) if profile.verb else None
    if verb is None or verb.lemma not in ADDRESSING:
        return False
    above = tree.ancestors(chains.token(pronoun))
    is_below = any(clause.head == verb.id and clause.relation == "ccomp" for clause in above)
    tellers = {subject.id for subject in subjects(tree, verb)}
    near = [other for other in chains.mentions if other.sentence == pronoun.sentence]
    told = [other for other in near if chains.profiles[other.index].argument in tellers]
    return is_below and any(agrees(chains, pronoun, teller) for teller in told)


def speakers_around(chains: Chains, pronoun: Mention) -> set[int]:
    """Return who speaks where a pronoun stands in a direct quotation: in "Modi wrote: 'He won'" he is not Modi.

    Sentences that the quotation runs over have one speaker, if any of them names one.
    """
    number = chains.profiles[pronoun.index].quotation
    if number < 0:
        return set()
    quotation = chains.quotations[number]
    return {
        chains.find(index)
        for proposition in chains.propositions
        if quotation.contains(chains.trees[proposition.sentence].token(proposition.head))
        for source in proposition.attribution
        for index in (source, *_said_to_be(chains, source))
    }


def _said_to_be(chains: Chains, index: int) -> list[int]:
    """Return the mentions that an apposition ties to one: "the boy's mother, Eva Dahl"."""
    mention = chains.mentions[index]
    argument = chains.profiles[index].argument
    return [
        other.index for other in chains.mentions
        if other.sentence == mention.sentence and other.index != index
        and chains.profiles[other.index].argument == argument
    ]  # fmt: skip


def reflexive_subject(chains: Chains, pronoun: Mention) -> int | None:
    """Return what the subject of its verb is, for "himself" and the like: "Kennedy, who had himself been shot"."""
    if "Reflex=Yes" not in pronoun.features:
        return None
    tree, token = chains.trees[pronoun.sentence], chains.token(pronoun)
    verb = next((above for above in tree.ancestors(token) if subjects(tree, above)), None)
    heads = {subject.id for subject in subjects(tree, verb)} if verb is not None else set()
    found = [m for m in chains.mentions if m.sentence == pronoun.sentence and m.start < pronoun.start]
    meant = [m for m in found if m.head in heads or chains.profiles[m.index].argument in heads]
    meant = [m for m in meant if agrees(chains, pronoun, m)]
    return meant[0].index if len(heads) == 1 and meant else None
