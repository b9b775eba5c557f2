"""The whole way from the data folders to the shipped model, in stages that can be stopped and gone on with.

Each stage leaves a file and is passed over where that is there: teachers of different seeds, what they say of raw text,
the student that learns from both, its export. Seeds fix weights and order; the last digits depend on the number of
threads and on the processor, since sums of floating-point numbers do.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from kg.language import LanguageModel
from kg.training.evaluate import evaluate_names, evaluate_trees
from kg.training.export import export
from kg.training.names import OTHER
from kg.training.sources import CROSSNER_TYPES
from kg.training.teaching import teach
from kg.training.train import Plan, Run, encoder_folder

logger = logging.getLogger(__name__)

TEACHER_SEEDS = (11, 12, 13)
TEACHER_EPOCHS = 5
STUDENT_SEED = 2
STUDENT_EPOCHS = 6
SILVER_SHARE = 0.33
ROUNDED_FROM = 0.75
"""The last quarter of the student's run knows that its products will be rounded to 8 bits."""


def make(shared: Path, out: Path, model: Path, threads: int = 2) -> None:
    """Write the model to the folder `model`, and its scores on the dev parts to `out/scores.json`."""
    teachers = [_train(_teacher(shared, out, threads, seed)) for seed in TEACHER_SEEDS]
    silver = out / "silver.npz"
    if not silver.exists():
        teach(teachers, shared, silver, threads)
    student = _train(
        Plan(
            shared,
            out / "student",
            encoder_folder(),
            epochs=STUDENT_EPOCHS,
            threads=threads,
            seed=STUDENT_SEED,
            train_words=True,
            silver=silver,
            silver_share=SILVER_SHARE,
            rounded_from=ROUNDED_FROM,
        )
    )
    export(student, student.with_name("labels.json"), encoder_folder() / "tokenizer.json", model)
    scores = score(shared, LanguageModel(model))
    (out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    logger.info("scores %s", json.dumps(scores))


def _teacher(shared: Path, out: Path, threads: int, seed: int) -> Plan:
    folder = out / f"teacher-{seed}"
    return Plan(shared, folder, encoder_folder(), TEACHER_EPOCHS, threads=threads, seed=seed, train_words=True)


def _train(plan: Plan) -> Path:
    """Train to the end of the plan, from its checkpoint if there is one, and return the weights."""
    weights = plan.out / f"epoch-{plan.epochs}.pt"
    if not weights.exists():
        run = Run(plan)
        run.resume()
        run.train()
    return weights


def score(shared: Path, model: LanguageModel) -> dict[str, dict[str, float]]:
    """Return the scores of a model on the dev parts: trees by treebank, F1 of names by set and type."""
    found = {name: evaluate_trees(shared / "treebanks" / name / "dev.conllu.gz", model) for name in ("ewt", "gum")}
    others = {kind: "O" if ours in (OTHER, "EVENT") else ours for kind, ours in CROSSNER_TYPES.items()}
    for source, types in (("wikigold", {"MISC": "O"}), ("uner-ewt", {}), ("crossner-politics", others)):
        scores = evaluate_names(shared / "ner" / source / "dev.bio.gz", model, types)
        found[source] = {kind: one["f1"] for kind, one in scores.items()}
    return found
