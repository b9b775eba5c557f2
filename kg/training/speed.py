"""Times the language model: words a second in one process and in two, beside another export of the same weights."""

from __future__ import annotations

import multiprocessing
import platform
import time
from collections.abc import Sequence
from pathlib import Path

from kg.language import LanguageModel
from kg.training.conllu import read_trees

ROUNDS = 3


def measure_speed(treebank: Path, folder: Path, other: Path | None) -> dict[str, float | str]:
    """Return words a second of the model in `folder`, best of several rounds, on the gold tokens of a treebank.

    `one` is one process with one thread, `two` both of two processes together, `two_to_one` their ratio; `load` is
    seconds until the model is ready. With `other`, the folder of another export, `other` is its speed in one process,
    taken in turns with the first, and `ratio` how many times faster the first is.
    """
    sentences = [[row.form for row in tree.rows] for tree in read_trees(treebank)]
    began = time.perf_counter()
    model = LanguageModel(folder)
    found: dict[str, float | str] = {"processor": _processor(), "load": round(time.perf_counter() - began, 2)}
    models = [model] if other is None else [model, LanguageModel(other)]
    rates = [0.0] * len(models)
    for _ in range(ROUNDS):
        for number, one in enumerate(models):
            rates[number] = max(rates[number], _rate(one, sentences))
    found["one"] = round(rates[0])
    found["two"] = round(_rate_of_two(folder, sentences))
    found["two_to_one"] = round(float(found["two"]) / rates[0], 2)
    if other is not None:
        found |= {"other": round(rates[1]), "ratio": round(rates[0] / rates[1], 2)}
    return found


def _rate(model: LanguageModel, sentences: Sequence[Sequence[str]]) -> float:
    model.predict(sentences[:20])
    began = time.perf_counter()
    model.predict(sentences)
    return sum(map(len, sentences)) / (time.perf_counter() - began)


def _rate_of_two(folder: Path, sentences: Sequence[Sequence[str]]) -> float:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, _load, (folder, sentences)) as pool:
        return max(sum(pool.map(_rate_loaded, range(2), chunksize=1)) for _ in range(ROUNDS))


_loaded: list[tuple[LanguageModel, Sequence[Sequence[str]]]] = []


def _load(folder: Path, sentences: Sequence[Sequence[str]]) -> None:
    _loaded.append((LanguageModel(folder), sentences))


def _rate_loaded(_: int) -> float:
    return _rate(*_loaded[0])


def _processor() -> str:
    """The processor as Linux names it, and whether it multiplies 8-bit numbers in one step (VNNI)."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    has_vnni = any("vnni" in line for line in lines)
    return f"{named[0] if named else platform.machine()}{', VNNI' if has_vnni else ''}"
