"""The network: a MiniLM encoder under heads for tags, lemmas, trees and names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER, POSITIONS = 384, 12, 6, 1536, 512
ARC, RELATION, NAME = 256, 128, 256
WEIGHT_STEPS = 64.0
"""Weights are -64 to 64, so that pairs of products fit into 16 bits on processors without VNNI."""


@dataclass(frozen=True)
class Sizes:
    """How many labels each head tells apart, word shapes and sources of names included."""

    upos: int
    xpos: int
    feats: int
    lemma: int
    deprel: int
    names: int
    shapes: int
    sources: int


class Linear(nn.Linear):
    """A linear layer that can compute as the exported graph does: 7-bit weights by output, 8-bit inputs by sentence.

    The rounding is passed over on the way back (straight-through estimator, Bengio et al. 2013; quantisation-aware
    training, Jacob et al. 2018). Values are rounded to integers that bfloat16 holds exactly.
    """

    rounds = False

    def forward(self, input: Tensor) -> Tensor:
        """Return the product, rounded on both sides where `rounds` is set."""
        if not self.rounds:
            return super().forward(input)
        scale = self.weight.detach().abs().amax(dim=1).clamp(min=1e-8).float() / WEIGHT_STEPS
        whole = tuple(range(1, input.dim()))
        values = input.float()
        low = values.detach().amin(dim=whole, keepdim=True).clamp(max=0.0)
        step = (values.detach().amax(dim=whole, keepdim=True).clamp(min=0.0) - low).clamp(min=1e-8) / 255.0
        product = functional.linear(_rounded(values / step), _rounded(self.weight / scale[:, None]))
        return product.float() * step * scale + self.bias


def _rounded(values: Tensor) -> Tensor:
    return values + (values.round() - values).detach()


class Layer(nn.Module):
    """One layer of BERT with attention written as plain products: the fused kernel's backward pass is slow on CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.out = Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Linear(WIDTH, INNER)
        self.down = Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return the layer's output, (batch, pieces, width); `bias` is added to the attention scores."""
        batch, length, _ = hidden.shape
        query, key, value = self.qkv(hidden).reshape(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        mixed = torch.matmul(torch.softmax(scores + bias, dim=-1), value)
        attended = self.out(mixed.permute(0, 2, 1, 3).reshape(batch, length, WIDTH))
        hidden = self.norm1(hidden + self.dropout(attended))
        found: Tensor = self.norm2(hidden + self.dropout(self.down(functional.gelu(self.up(hidden)))))
        return found


class Mix(nn.Module):
    """A learned weighted sum of the layers."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(LAYERS + 1))
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, layers: list[Tensor]) -> Tensor:
        """Return the mix."""
        weights = torch.softmax(self.weights, dim=0) * self.scale
        mixed = layers[0] * weights[0]
        for layer, weight in zip(layers[1:], weights[1:], strict=True):
            mixed = mixed + layer * weight
        return mixed


class Network(nn.Module):
    """Scores every label of every word; see `Scores` for what comes out."""

    def __init__(self, sizes: Sizes, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(sizes.shapes, WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)
        self.head_dropout = nn.Dropout(0.25)
        self.syntax, self.naming = Mix(), Mix()
        self.upos = Linear(WIDTH, sizes.upos)
        self.xpos = Linear(WIDTH, sizes.xpos)
        self.feats = Linear(WIDTH, sizes.feats)
        self.lemma = Linear(WIDTH, sizes.lemma)
        self.arc_dependent, self.arc_head = Linear(WIDTH, ARC), Linear(WIDTH, ARC)
        self.relation_dependent, self.relation_head = Linear(WIDTH, RELATION), Linear(WIDTH, RELATION)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.relation = nn.Parameter(torch.zeros(RELATION + 1, sizes.deprel, RELATION + 1))
        self.name_projection = Linear(WIDTH, NAME)
        self.name = Linear(NAME, sizes.names)
        self.name_sources = nn.Parameter(torch.zeros(sizes.sources, NAME, sizes.names))
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.relation, std=0.02)

    def round_products(self, rounds: bool = True) -> None:
        """Compute the products from now on as the exported 8-bit graph does, or no longer so."""
        for module in self.modules():
            if isinstance(module, Linear) and module is not self.name:
                module.rounds = rounds

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> list[Tensor]:
        """Return the embeddings and each layer's output, all (batch, pieces, width)."""
        hidden = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes)
        hidden = self.dropout(self.norm(hidden))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -10000.0
        found = [hidden]
        for layer in self.layers:
            found.append(layer(found[-1], bias))
        return found

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, places: Tensor) -> dict[str, Tensor]:
        """Return the scores by name; `places` are the first pieces of the words, the root's first."""
        layers = self.encode(ids, shapes, mask)
        index = places[:, :, None].expand(-1, -1, WIDTH)
        syntax = self.head_dropout(torch.gather(self.syntax(layers), 1, index))
        naming = self.head_dropout(torch.gather(self.naming(layers), 1, index))
        words = syntax[:, 1:]
        found = {name: getattr(self, name)(words) for name in ("upos", "xpos", "feats", "lemma")}
        found |= self._tree_parts(syntax)
        found["name_hidden"] = self.head_dropout(functional.gelu(self.name_projection(naming[:, 1:])))
        found["name"] = self.name(found["name_hidden"])
        return found

    def _tree_parts(self, syntax: Tensor) -> dict[str, Tensor]:
        words = syntax[:, 1:]
        dependent = self.head_dropout(functional.gelu(self.arc_dependent(words)))
        head = self.head_dropout(functional.gelu(self.arc_head(syntax)))
        arcs = torch.matmul(with_one(dependent) @ self.arc, head.transpose(-1, -2))
        relation_dependent = with_one(self.head_dropout(functional.gelu(self.relation_dependent(words))))
        relation_head = with_one(self.head_dropout(functional.gelu(self.relation_head(syntax))))
        return {"arcs": arcs, "relation_dependent": relation_dependent, "relation_head": relation_head}

    def relations(self, parts: dict[str, Tensor], heads: Tensor) -> Tensor:
        """Return scores (batch, words, relations) of each word with the head given for it."""
        heads_of = parts["relation_head"]
        chosen = torch.gather(heads_of, 1, heads[:, :, None].expand(-1, -1, heads_of.shape[-1]))
        dependent = parts["relation_dependent"]
        size = self.relation.shape
        left = (dependent @ self.relation.reshape(size[0], -1)).reshape(*dependent.shape[:2], size[1], size[2])
        return torch.matmul(left, chosen[..., None]).squeeze(-1)


def with_one(values: Tensor) -> Tensor:
    """Return the vectors with a constant one appended, for the bias of a biaffine product."""
    return torch.cat([values, torch.ones_like(values[..., :1])], dim=-1)


def load_encoder(network: Network, weights: Path) -> None:
    """Fill the encoder with the weights of a MiniLM in safetensors form; the second segment's row is not used."""
    from safetensors.torch import load_file

    given: dict[str, Any] = load_file(str(weights))
    given = {name.removeprefix("bert."): value for name, value in given.items()}
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"]
        + given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        state |= _layer_state(given, number)
    missing = network.load_state_dict(state, strict=False)
    if missing.unexpected_keys:
        raise ValueError(f"weights do not fit: {missing.unexpected_keys}")


def _layer_state(given: dict[str, Any], number: int) -> dict[str, Any]:
    old, new = f"encoder.layer.{number}.", f"layers.{number}."
    pairs = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    state = {}
    for kind in ("weight", "bias"):
        parts = [given[f"{old}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        state[f"{new}qkv.{kind}"] = torch.cat(parts)
        state |= {f"{new}{mine}.{kind}": given[f"{old}{theirs}.{kind}"] for mine, theirs in pairs.items()}
    return state
