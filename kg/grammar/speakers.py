"""Who is credited with a clause: subjects of speech and thought, owners of claims, "according to", headlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.grammar.clauses import is_clause, is_passive, subjects
from kg.grammar.trees import Tree
from kg.lexicon import find_effect, find_negation, find_role, is_preposition_of, is_speech, is_viewpoint
from kg.model import EntityType, Mention, MentionKind, Modality, Token

# Kinds of things that speak in a headline: "Lavrov: Russia opposes the plan".
SPEAKING = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY})
SPEAKING_NOUNS = frozenset("police report study poll survey official source ministry court expert analyst".split())
# Speech verbs whose object is words or who hears them; with an object others tell something else: "posted a video".
ADDRESSING = frozenset({"say", "tell", "inform", "assure", "remind", "warn", "brief"})
CITING = frozenset({"cite", "quote"})
DASHES = frozenset({"-", "–", "—", "--"})


def credited(tokens: Iterable[Token], fillers: Mapping[int, Mention]) -> list[int]:
    """Return the mentions of sources; "we can say" within a quote has its speaker as source, found elsewhere."""
    found = [fillers[token.id] for token in tokens if token.id in fillers]
    return [m.index for m in found if "Person=1" not in m.features and "Person=2" not in m.features]


# Above a complement


def sources_of(tree: Tree, governor: Token) -> list[Token]:
    """Return who speaks or thinks: the subject of an active verb, the agent of a passive one, the owner of a claim.

    Whoever is cited comes first: "Interfax reported, citing officials, that the bank had failed".
    """
    if governor.upos in ("NOUN", "PROPN"):
        return _owners(tree, governor)
    if is_passive(tree, governor):
        return [agent for agent in tree.children(governor, "obl") if tree.preposition(agent) == "by"]
    speakers = subjects(tree, governor)[:1]  # "Ann and Bo said": a chain of sources would put one inside the other
    joined = [clause for token in speakers for clause in tree.children(token, "acl")]
    beside = [*tree.children(governor, "advcl"), *joined]
    return [token for clause in beside for token in _cited(tree, clause)] + speakers


def _owners(tree: Tree, noun: Token) -> list[Token]:
    """Return whose claim or warning a noun is: "Amnesty's allegation", "a warning by the bank", "made a claim"."""
    owners = [child for child in tree.children(noun, "nmod:poss", "nmod") if _is_owner(tree, child)]
    owners = owners or [child for child in tree.children(noun, "compound", "amod") if child.ner != "O"]
    if owners:
        return owners[:1]
    above = tree.parent(noun)
    is_voiced = above is not None and is_clause(tree, above) and _voices(noun, above)
    return subjects(tree, above)[:1] if is_voiced and above is not None else []


def _voices(noun: Token, verb: Token) -> bool:
    """Whether the subject of a verb voices the claim: "made a claim", "said in a statement", "came to the view"."""
    if noun.relation == "obl":
        return is_speech(verb.lemma) or verb.lemma in ("come", "arrive")
    return noun.relation == "obj" and find_effect(verb.lemma, "VOICE") is not None


def _is_owner(tree: Tree, child: Token) -> bool:
    """Whether a phrase of a claim tells whose it is; "of" may as well tell what it is about: "reports of abuse"."""
    preposition = tree.preposition(child)
    return child.deprel == "nmod:poss" or preposition in ("by", "from") or (preposition == "of" and _is_somebody(child))


def _is_somebody(token: Token) -> bool:
    return token.ner != "O" or find_role(token.lemma) is not None or token.lemma.lower() in SPEAKING_NOUNS


# Beside a clause


def sources_beside(tree: Tree, head: Token, below: Token) -> list[Token]:
    """Return whom phrases beside a clause credit with it, what stands in `below` left out.

    "according to X", "in the view of X", "as X put it", "citing X", an interposed "X said".
    """
    found: list[Token] = []
    for child in tree.children(head):
        if child.id == below.id:
            continue
        relation = child.relation
        if relation in ("obl", "nmod"):
            found += _viewpoint_owners(tree, child)
        elif relation == "advcl":
            found += _adverbial_sources(tree, child)
        elif relation == "parataxis" and is_speech_clause(tree, child):
            found += subjects(tree, child)[:1]
    return found


def _viewpoint_owners(tree: Tree, phrase: Token) -> list[Token]:
    """ "according to the report", "in Costa's view", "in the words of one diplomat"."""
    preposition = tree.preposition(phrase)
    if is_preposition_of("source", preposition):
        return [phrase]
    if not is_viewpoint(preposition, phrase.lemma):
        return []
    owners = [*tree.children(phrase, "nmod:poss"), *tree.children(phrase, "nmod")]
    return [owner for owner in owners if owner.deprel == "nmod:poss" or tree.preposition(owner) == "of"][:1]


def _adverbial_sources(tree: Tree, clause: Token) -> list[Token]:
    """ "as Lavrov put it", "as the paper reported", "according to officials", "quoting a soldier"."""
    if is_preposition_of("source", tree.preposition(clause)):
        return [clause]
    is_quoting = is_speech(clause.lemma) or clause.lemma == "put" or find_effect(clause.lemma, "VERB") == "think"
    has_complement = tree.child(clause, "ccomp", "xcomp") is not None
    if tree.marker(clause) == "as" and is_quoting and not has_complement and tree.child(clause, "nsubj") is not None:
        return [] if is_passive(tree, clause) else subjects(tree, clause)[:1]
    return _cited(tree, clause)


def _cited(tree: Tree, clause: Token) -> list[Token]:
    """Return whom a participle names as origin: "citing two officials"; not "citing safety concerns"."""
    is_citing = clause.lemma in CITING and clause.form.lower().endswith("ing") and not tree.marker(clause)
    return [token for token in tree.children(clause, "obj") if _is_somebody(token)][:1] if is_citing else []


def is_speech_clause(tree: Tree, clause: Token) -> bool:
    """Whether a parenthetical clause names a speaker: ", the official said ,", ", analysts believe ,".

    A clause joined by "and" or a semicolon, or with an object of its own, or denied, stands for itself: "and each has
    announced plans", "; the others did not comment".
    """
    words = tree.subtree(clause)
    before = tree.token(words[0].id - 1) if words[0].id > 1 else words[0]
    is_apart = ";" in (words[0].form, before.form)
    is_denied = any(find_negation(child.form) == "adverb" for child in tree.children(clause, "advmod"))
    if is_apart or is_denied:
        return False
    has_speaker = tree.child(clause, "nsubj") is not None and tree.child(clause, "ccomp", "xcomp", "cc") is None
    is_open = tree.child(clause, "obj") is None or clause.lemma in ADDRESSING
    is_saying = is_speech(clause.lemma) or find_effect(clause.lemma, "VERB") in ("think", "wanted", "probable")
    return clause.upos == "VERB" and is_saying and has_speaker and is_open and not is_passive(tree, clause)


def find_parenthetical_modality(tree: Tree, head: Token) -> Modality | None:
    """Return what an interposed clause makes of the one around it: ", officials hope ,", ", it seems ,"; else None."""
    for child in tree.children(head, "parataxis"):
        effect = find_effect(child.lemma, "VERB")
        is_bare = tree.child(child, "nsubj", "expl") is not None and tree.child(child, "ccomp", "xcomp", "obj") is None
        if child.upos != "VERB" or not is_bare:
            continue
        if effect in ("wanted", "probable", "possible"):
            return Modality(effect)
        if is_passive(tree, child) and effect in ("report", "think") and tree.child(child, "obl:agent") is None:
            return Modality.PROBABLE  # ", it is said,"
    return None


# Headlines


def headline_source(tree: Tree, head: Token, fillers: Mapping[int, Mention]) -> int | None:
    """Return who speaks in a headline: "Lavrov: Russia opposes sanctions", "Russia opposes sanctions: Lavrov"."""
    colons = [token for token in tree.tokens if token.form == ":"]
    if len(colons) == 1 and head.id > colons[0].id:
        return _sole_speaker(tree.tokens[: colons[0].id - 1], fillers)
    if tree.tokens[-1].form in (".", "?", "!"):
        return None
    marks = [token for token in tree.tokens if token.form == ":" or _is_dash(tree, token)]
    if marks and head.id < marks[-1].id:
        return _sole_speaker(tree.tokens[marks[-1].id :], fillers)
    return None


def _is_dash(tree: Tree, token: Token) -> bool:
    """Whether a dash parts a headline; a hyphen inside a word does not: "Turkish-Libyan agreement"."""
    if token.form not in DASHES or token.id in (1, len(tree.tokens)):
        return False
    return tree.token(token.id - 1).end < token.start and token.end < tree.token(token.id + 1).start


def _sole_speaker(tokens: tuple[Token, ...], fillers: Mapping[int, Mention]) -> int | None:
    """Return the mention that words before or after a colon consist of, None if they are more than a speaker."""
    words = [token for token in tokens if token.upos != "PUNCT"]
    if not words or any(token.upos in ("VERB", "AUX", "ADP", "NUM") for token in words):
        return None
    mentions = {fillers[token.id] for token in words if token.id in fillers}
    names = [m for m in mentions if m.kind is MentionKind.NAME and m.type in SPEAKING]
    roles = [m for m in mentions if m.kind is MentionKind.NOMINAL and _can_speak(m, tokens)]
    found = names or roles
    return found[0].index if len(found) == 1 else None


def _can_speak(mention: Mention, tokens: tuple[Token, ...]) -> bool:
    """ "Police: man shot at station", "Study: coffee prolongs life"."""
    head = next(token for token in tokens if token.id == mention.head)
    return find_role(head.lemma) is not None or head.lemma.lower() in SPEAKING_NOUNS
