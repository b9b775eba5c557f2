"""Lemmas by suffix rules: cut some letters off the end and put others there."""

from __future__ import annotations

KEEP = "keep 0 "
"""The rule that leaves a word as it is written."""


def find_rule(form: str, lemma: str, upos: str) -> str:
    """Return the rule that turns the form into the lemma: `CASE CUT SUFFIX`.

    CASE is `keep` for rules on the form as written, `lower` for rules on the form in lower case.

    >>> find_rule("Studies", "study", "VERB")
    'lower 3 y'
    """
    if upos == "PROPN" or not lemma.islower():
        case, base = "keep", form
    else:
        case, base = "lower", form.lower()
    shared = _shared(base, lemma)
    return f"{case} {len(base) - shared} {lemma[shared:]}"


def _shared(base: str, lemma: str) -> int:
    """How many letters the two begin with in common."""
    unlike = (place for place, (one, other) in enumerate(zip(base, lemma, strict=False)) if one != other)
    return next(unlike, min(len(base), len(lemma)))


def apply_rule(form: str, rule: str) -> str:
    """Return the lemma that the rule gives for the form; a rule that cuts too much leaves the form as it is.

    >>> apply_rule("Carried", "lower 3 y")
    'carry'
    """
    case, cut, suffix = rule.split(" ", 2)
    base = form.lower() if case == "lower" else form
    if int(cut) >= len(base) and not suffix:
        return base
    if int(cut) > len(base):
        return base
    return base[: len(base) - int(cut)] + suffix


def exception_key(form: str, upos: str) -> str:
    """Return the key under which the table of exceptions keeps a form: `form/UPOS`, the form in lower case."""
    return f"{form.lower()}/{upos}"
