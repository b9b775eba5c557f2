"""`Document` → `Sentence` of Universal Dependencies tokens; the one module that knows the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language import Analysis, LanguageModel, vote_on_names
from kg.language.boundaries import find_boundaries
from kg.language.tokenizer import find_tokens
from kg.model import Document, Sentence, Span, Token

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_AGENCY = re.compile(r"(?:,\s*[\w.]+\s+\d{1,2}(?:,\s*\d{4})?)?\s*(?:\([^()]{1,40}\))?\s*(?:--|[-\u2013\u2014:])?\s*")

Words = list[Span]
"""The words of one sentence by their place in the text."""


def model_version() -> str:
    """Return the version of the language model; parses of one version are always the same."""
    return LanguageModel.read_version()


def find_sentences(document: Document) -> list[Sentence]:
    """Return the parsed sentences of the document in order; offsets are characters of `document.text`.

    A paragraph's end ends a sentence, and so do the headline and the dateline. Names that occur several times in
    the document vote on their type. Raises `ModelError` where the language model is missing or broken.
    """
    places: list[tuple[int, Words]] = []
    for paragraph, start, end in _paragraphs(document):
        for first, last in find_boundaries(document.text[start:end]):
            offset = start + first
            tokens = find_tokens(document.text[offset : start + last])
            places.append((paragraph, [Span(offset + begin, offset + stop) for begin, stop in tokens]))
    return _parse(document.text, [place for place in places if place[1]], smooth=True)


def parse_tokens(sentences: Sequence[Sequence[str]]) -> list[Sentence]:
    """Return the parses of sentences given as words, each on its own; empty ones have no tokens.

    Offsets are characters of the words of that sentence joined by single blanks.
    """
    parsed = []
    for index, words in enumerate(sentences):
        spans = list(_spans_of(words))
        text = " ".join(words)
        found = _parse(text, [(0, spans)], smooth=False)[0] if spans else Sentence(index, 0, 0, 0, ())
        parsed.append(Sentence(index, 0, found.start, found.end, found.tokens))
    return parsed


def _spans_of(words: Sequence[str]) -> Iterator[Span]:
    start = 0
    for word in words:
        yield Span(start, start + len(word))
        start += len(word) + 1


def _paragraphs(document: Document) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of each paragraph, cut after the headline and after the dateline."""
    cuts = _cuts(document)
    for number, match in enumerate(_PARAGRAPH.finditer(document.text)):
        start = match.start()
        for cut in cuts:
            if start < cut < match.end():
                yield number, start, cut
                start = cut
        yield number, start, match.end()


def _cuts(document: Document) -> list[int]:
    cuts = [document.headline_end] if document.headline_end else []
    if document.dateline is not None:
        agency = _AGENCY.match(document.text, document.dateline.end)
        cuts.append(agency.end() if agency else document.dateline.end)
    return sorted(cuts)


def _parse(text: str, places: Sequence[tuple[int, Words]], *, smooth: bool) -> list[Sentence]:
    model = LanguageModel.load()
    forms = [[span.quote(text) for span in words] for _, words in places]
    analyses = model.predict(forms)
    if smooth:
        tags = vote_on_names(forms, analyses, model.name_labels)
    else:
        tags = [model.tags(analysis) for analysis in analyses]
    rows = zip(places, forms, analyses, tags, strict=True)
    return [
        Sentence(index, paragraph, words[0].start, words[-1].end, _tokens(words, form, analysis, tag))
        for index, ((paragraph, words), form, analysis, tag) in enumerate(rows)
    ]


def _tokens(spans: Words, forms: list[str], analysis: Analysis, tags: list[str]) -> tuple[Token, ...]:
    rows = zip(spans, forms, analysis.words, tags, strict=True)
    return tuple(
        Token(
            id=number,
            form=form,
            lemma=word.lemma,
            upos=word.upos,
            xpos=word.xpos,
            feats=word.feats,
            head=word.head,
            deprel=word.deprel,
            start=span.start,
            end=span.end,
            ner=tag,
            head_probability=word.head_probability,
        )
        for number, (span, form, word, tag) in enumerate(rows, start=1)
    )
