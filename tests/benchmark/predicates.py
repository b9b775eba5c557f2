"""How few predicates hold the facts of the corpus, and whether every span quotes its document.

The texts are those of ../shared/corpus: articles, interviews and speeches; with `--scale` the single sentences of
`scale/` as well, five to a document.
"""

from __future__ import annotations

import gzip
import tempfile
from collections import Counter
from pathlib import Path

from kg.documents import read_documents
from kg.model import Assertion, Document, Span, Status
from kg.pipeline import extract

from . import sources
from .measures import Measure, percent

FOLDERS = ("wikinews", "gum", "re3d")
SCALE = "scale/gmb-sentences.txt.gz"
STATED = (Status.ASSERTED, Status.REPORTED)
COMMONEST = 100


def measure(shared: Path | None, *, scale: bool = False) -> list[Measure]:
    """Return how many predicates 100 assertions have, the share of the commonest, and the share of broken spans.

    Raises `Skipped` where the corpus is not there.
    """
    (corpus,) = sources.find(shared, "corpus")
    with tempfile.TemporaryDirectory() as folder:
        places = [corpus / name for name in FOLDERS]
        if scale:
            places.append(_cut_scale(corpus / SCALE, Path(folder)))
        texts = {one.id: one.text for one in read_documents(places) if isinstance(one, Document)}
        found = list(extract(places))
    stated = [assertion.predicate for assertion in found if assertion.status in STATED]
    broken = sum(not is_quoted(assertion, texts[assertion.document]) for assertion in found)
    name = "records that do not quote their document"
    return [
        Measure(name, "count", broken, examples=len(found), lower_is_better=True, limit=0),
        *_predicate_measures(stated),
    ]


def _predicate_measures(stated: list[str]) -> list[Measure]:
    counts = Counter(stated)
    top = sum(count for _, count in counts.most_common(COMMONEST))
    distinct = round(100 * len(counts) / len(stated), 2)
    return [
        Measure("distinct predicates per 100 assertions", "count", distinct, examples=len(stated), is_gated=False),
        Measure(
            "share of the 100 commonest", "share", percent(top / len(stated)), examples=len(stated), is_gated=False
        ),
    ]


def is_quoted(assertion: Assertion, text: str) -> bool:
    """Whether sentence and phrase are the document's own words, and subject and object stand in that sentence."""
    inside = Span(assertion.start, assertion.end)
    parts = [*assertion.subject_span, *assertion.predicate_span, *assertion.object_span]
    antecedents = [*(assertion.subject_antecedent or ()), *(assertion.object_antecedent or ())]
    return (
        inside.quote(text) == assertion.sentence
        and " ".join(span.quote(text) for span in assertion.predicate_span) == assertion.phrase
        and all(inside.contains(span) for span in parts)
        and all(span.quote(text).strip() == span.quote(text) != "" for span in (*parts, *antecedents))
    )


def _cut_scale(path: Path, folder: Path) -> Path:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    for start in range(0, len(lines), 5):
        (folder / f"{start:06}.txt").write_text("\n\n".join(lines[start : start + 5]), encoding="utf-8")
    return folder
