"""Runs the language model with onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import ModelError
from kg.language.decoding import find_heads_and_chances, find_names
from kg.language.inflection import plausible_lemma, verb_lemma
from kg.language.lemmas import apply_rule, exception_key
from kg.language.words import PIECES_PER_WORD, WordPieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent
LONGEST_WORDS, LONGEST_PIECES = 160, 480
"""Longer sentences are read in parts: training saw at most 120 words, and the encoder has 512 positions."""
CUTS = frozenset((";", ":", ",", ".", "!", "?", "--", "\u2014", "\u2013", "\u2022", "|"))

TAGS = ("upos", "xpos", "feats", "lemma")

LOWER = frozenset(("VERB", "AUX", "ADV", "ADP", "SCONJ", "CCONJ", "DET", "PART"))
"""Parts of speech whose lemmas are in lower case; "Syrian" and "I" keep their capital, as in the treebanks."""


class Word(NamedTuple):
    """The analysis of one word; `head` counts from 1, 0 is the root, `deprel` keeps its subtype.

    `head_probability` is how likely the head is by the scores of the model.
    """

    upos: str
    xpos: str
    feats: str
    lemma: str
    head: int
    deprel: str
    head_probability: float


@dataclass(frozen=True, eq=False)
class Analysis:
    """The analysis of a sentence: its words, and for each word the probabilities of the name labels.

    `names` has a row a word, and a column for each label of `LanguageModel.name_labels`.
    """

    words: tuple[Word, ...]
    names: NDArray[np.float32]


class LanguageModel:
    """Tags, parses and finds names, each sentence on its own: what it finds never depends on other sentences."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self._pieces = WordPieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.enable_mem_pattern = False  # every sentence has another length
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # each library raises its own class, or plain Exception
            raise ModelError(
                f"the language model in {folder} cannot be read ({error}); reinstall the package"
            ) from error
        self._labels: dict[str, list[str]] = labels["labels"]
        self._exceptions: dict[str, str] = labels["exceptions"]
        self.version: str = labels["version"]
        self.name_labels: tuple[str, ...] = tuple(self._labels["names"])
        self._lemma = lru_cache(maxsize=20_000)(self._find_lemma)

    @staticmethod
    def load() -> LanguageModel:
        """Return the model shipped with the package, read once a process; raises `ModelError` if it is broken."""
        return _shipped()

    @staticmethod
    def read_version() -> str:
        """Return the version of the shipped model without loading its weights; raises `ModelError` if it has none."""
        return _read_version()

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        """Return the analysis of each sentence, in order; a sentence is a sequence of words."""
        return [self._analyse(list(words)) for words in sentences]

    def tags(self, analysis: Analysis) -> list[str]:
        """Return the likeliest BIO tags of the names in a sentence."""
        return find_names(analysis.names, self.name_labels)

    def _analyse(self, words: list[str]) -> Analysis:
        import numpy as np

        if not words:
            return Analysis((), np.zeros((0, len(self.name_labels)), dtype=np.float32))
        parts = [self._analyse_part(part) for part in self._parts(words)]
        return parts[0] if len(parts) == 1 else _join(parts)

    def _parts(self, words: list[str]) -> Iterator[list[str]]:
        """Cut a long sentence at the last mark of punctuation in the second half of what fits."""
        rest = words
        while True:
            fitting = self._fitting(rest)
            if fitting == len(rest):
                yield rest
                return
            marks = [place for place in range(fitting // 2, fitting) if rest[place] in CUTS]
            cut = marks[-1] + 1 if marks else fitting
            yield rest[:cut]
            rest = rest[cut:]

    def _fitting(self, words: list[str]) -> int:
        """How many words from the front fit into one part."""
        if len(words) <= min(LONGEST_WORDS, LONGEST_PIECES // PIECES_PER_WORD):
            return len(words)
        pieces = 0
        for count, word in enumerate(words[:LONGEST_WORDS]):
            pieces += len(self._pieces.pieces(word))
            if pieces > LONGEST_PIECES:
                return count
        return min(len(words), LONGEST_WORDS)

    def _analyse_part(self, words: list[str]) -> Analysis:
        import numpy as np

        ids, shapes, places = self._pieces.encode(words)
        given = {
            "ids": np.array(ids, dtype=np.int64),
            "shapes": np.array(shapes, dtype=np.int64),
            "places": np.array(places, dtype=np.int64),
        }
        names = ["upos", "xpos", "feats", "lemma", "arcs", "deprel", "names"]
        found: dict[str, Any] = dict(zip(names, self._session.run(names, given), strict=True))
        heads, probabilities = find_heads_and_chances(found["arcs"])
        labels = self._labels
        columns = {name: [labels[name][label] for label in found[name].tolist()] for name in TAGS}
        relations = found["deprel"][range(len(words)), heads].tolist()
        rows = []
        for place, form in enumerate(words):
            upos, xpos = columns["upos"][place], columns["xpos"][place]
            rows.append(
                Word(
                    upos=upos,
                    xpos=xpos,
                    feats=columns["feats"][place],
                    lemma=self._lemma(form, upos, xpos, columns["lemma"][place]),
                    head=heads[place],
                    deprel=_relation(labels["deprel"][relations[place]], heads[place]),
                    head_probability=probabilities[place],
                )
            )
        return Analysis(tuple(rows), found["names"])

    def _find_lemma(self, form: str, upos: str, xpos: str, rule: str) -> str:
        lemma = self._exceptions.get(exception_key(form, upos))
        if lemma is None and upos == "VERB":
            lemma = verb_lemma(form, xpos, self._pieces.is_word)
        if lemma is None:
            lemma = plausible_lemma(form, upos, apply_rule(form, rule), self._pieces.is_word)
        if upos in ("ADJ", "VERB") and xpos in ("NNP", "NNPS"):
            return form[:1] + lemma[1:]  # "United" of the United Nations is Unite
        return lemma.lower() if upos in LOWER else lemma


@cache
def _read_version() -> str:
    path = FOLDER / "labels.json"
    try:
        version: str = json.loads(path.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the language model has no readable {path} ({error}); reinstall the package") from error
    return version


@cache
def _shipped() -> LanguageModel:
    return LanguageModel()


def _relation(label: str, head: int) -> str:
    """The relation to the head; `root` goes with the root and with nothing else."""
    if head == 0:
        return "root"
    return "dep" if label == "root" else label


def _join(parts: list[Analysis]) -> Analysis:
    """One tree out of the parts of a long sentence: later parts hang on the root of the first as parataxis."""
    import numpy as np

    words: list[Word] = []
    root = next(place for place, word in enumerate(parts[0].words, start=1) if word.head == 0)
    for part in parts:
        offset = len(words)
        for word in part.words:
            head, deprel = word.head + offset, word.deprel
            if word.head == 0:
                head, deprel = (0, "root") if offset == 0 else (root, "parataxis")
            words.append(word._replace(head=head, deprel=deprel))
    return Analysis(tuple(words), np.concatenate([part.names for part in parts]))
