"""Joins I, we and you: with the one who is quoted, and with each other where one voice speaks."""

from __future__ import annotations

from kg.coreference.chains import Chains
from kg.coreference.pronouns import PERSONS
from kg.model import EntityType, Mention, MentionKind

# How many paragraphs must ask "you" something for a text to be an interview.
QUESTIONS = 3


def join_speakers(chains: Chains) -> None:
    """Join the first and second persons of a document.

    "I" in a quotation is who is quoted. Outside of quotations one voice says I and we throughout, except in an
    interview, where "you" of the questions is "I" of the answers.
    """
    asked = _question_paragraphs(chains)
    voices: dict[tuple[str, int | str], int] = {}
    for mention in chains.mentions:
        profile = chains.profiles[mention.index]
        if profile.pronoun not in ("i", "we", "you"):
            continue
        speaker = _speaker(chains, mention)
        if profile.pronoun == "i" and speaker is not None and _is_somebody(chains, speaker):
            chains.join(speaker, mention.index)
        body = _body_spoken_for(chains, speaker) if profile.pronoun == "we" and speaker is not None else None
        if body is not None:
            chains.join(body, mention.index)
        voice = _voice(profile.pronoun, profile.quotation, profile.paragraph in asked, bool(asked))
        chains.join(voices.setdefault(voice, mention.index), mention.index)


def _voice(pronoun: str, quotation: int, is_asked: bool, is_interview: bool) -> tuple[str, int | str]:
    """Return a key of who is meant: in one quotation, or outside of them in questions or in answers."""
    if quotation >= 0:
        return pronoun, quotation
    if is_interview and is_asked:
        return ("i", "answer") if pronoun == "you" else (pronoun, "question")
    return pronoun, "answer"


def _question_paragraphs(chains: Chains) -> frozenset[int]:
    """Return the paragraphs that ask "you" a question, if there are enough of them for an interview."""
    ends: dict[int, str] = {}
    for tree in chains.trees:
        ends[tree.sentence.paragraph] = tree.tokens[-1].form
    found = {
        profile.paragraph
        for profile in chains.profiles
        if profile.pronoun == "you" and profile.quotation < 0 and ends[profile.paragraph] == "?"
    }
    answers = any(p.pronoun == "i" and p.quotation < 0 and p.paragraph not in found for p in chains.profiles)
    return frozenset(found) if len(found) >= QUESTIONS and answers else frozenset()


def _speaker(chains: Chains, mention: Mention) -> int | None:
    """Return who is credited with the words that a mention stands in, None if nobody is."""
    ours = [p for p in chains.propositions if p.sentence == mention.sentence and p.attribution]
    own = [p for p in ours if any(argument.mention == mention.index for argument in p.arguments)]
    speaker = (own or ours)[0].attribution[-1] if ours else None
    is_inside = speaker is not None and chains.mentions[speaker].covers(mention)
    return None if is_inside else speaker


def _is_somebody(chains: Chains, speaker: int) -> bool:
    """Whether a speaker may say "I": no body and no place, nor the police, which a text has only by mistake."""
    mention = chains.mentions[speaker]
    if mention.kind is MentionKind.NAME:
        return mention.type in PERSONS
    return not chains.profiles[speaker].is_plural and chains.profiles[speaker].word != "police"


def _body_spoken_for(chains: Chains, speaker: int) -> int | None:
    """ "Eva Dahl, the ministry's spokeswoman, said: 'We regret this'": the ministry regrets it."""
    chain = set(chains.groups[chains.find(speaker)])
    for proposition in chains.propositions:
        roles = [chains.mentions[argument.mention] for argument in proposition.arguments[:2]]
        if proposition.lemma != "hold position" or len(roles) < 2 or roles[0].index not in chain:
            continue
        bodies = [chains.mentions[part] for part in roles[1].parts]
        named = [body for body in bodies if body.kind is MentionKind.NAME and body.type is EntityType.ORGANIZATION]
        if chains.profiles[roles[1].index].word.startswith("spokes") and named:
            return named[0].index
    return None
