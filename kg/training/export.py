"""Writes the trained network as an ONNX graph that reads one sentence at a time.

The graph is built node by node rather than traced: it uses onnxruntime's fused operators, and it has no batch
dimension, so nothing a sentence gets can depend on the sentences beside it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kg.training.network import ARC, HEADS, LAYERS, RELATION, WEIGHT_STEPS, WIDTH

BLOCK = 128
OPSET = 19
CONTRIB = "com.microsoft"
EPSILON = 1e-12

Array = NDArray[Any]


class Graph:
    """Collects the nodes and weights of an ONNX graph; each method adds one node and returns its output's name."""

    def __init__(self, weights: str) -> None:
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []
        self.weights = weights
        self._count = 0

    def constant(self, value: Array) -> str:
        """Add a weight as it is."""
        name = f"w{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(
        self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, name: str = "", **attributes: Any
    ) -> str:
        """Add a node; with several outputs they are named NAME_0, NAME_1 ... and NAME is returned."""
        self._count += 1
        name = name or f"n{self._count}"
        names = [name] if outputs == 1 else [f"{name}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return name

    def linear(self, value: str, weight: Array, bias: Array | None) -> str:
        """Add a product with a (inputs, outputs) matrix in 8 bits (or as it is) and a bias."""
        if self.weights == "blocks":
            return self._blocks(value, weight, bias)
        if self.weights == "dynamic":
            return self._dynamic(value, weight, bias)
        product = self.add("MatMul", value, self.constant(weight))
        return product if bias is None else self.add("Add", product, self.constant(bias))

    def _blocks(self, value: str, weight: Array, bias: Array | None) -> str:
        inputs, outputs = weight.shape
        blocks = -(-inputs // BLOCK)
        rows = np.zeros((outputs, blocks * BLOCK), dtype=np.float32)
        rows[:, :inputs] = weight.T
        rows = rows.reshape(outputs, blocks, BLOCK)
        scales = np.maximum(np.abs(rows).max(axis=2) / 127.0, 1e-10).astype(np.float32)
        packed = (np.round(rows / scales[:, :, None]) + 128).clip(1, 255).astype(np.uint8)
        given = [value, self.constant(packed), self.constant(scales.reshape(-1))]
        sizes = {"K": inputs, "N": outputs, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        product = self.add("MatMulNBits", *given, domain=CONTRIB, **sizes)
        return product if bias is None else self.add("Add", product, self.constant(bias))

    def _dynamic(self, value: str, weight: Array, bias: Array | None) -> str:
        scales = np.maximum(np.abs(weight).max(axis=0) / WEIGHT_STEPS, 1e-10).astype(np.float32)
        packed = np.round(weight / scales).clip(-WEIGHT_STEPS, WEIGHT_STEPS).astype(np.int8)
        zeros = np.zeros(len(scales), dtype=np.int8)
        given = [value, self.constant(packed), self.constant(scales), self.constant(zeros)]
        if bias is not None:
            given.append(self.constant(bias))
        return self.add("DynamicQuantizeMatMul", *given, domain=CONTRIB)


def build_graph(state: dict[str, Array], weights: str) -> Any:
    """Return the ONNX model of the network's weights; `weights` is `blocks`, `dynamic` (8 bits) or `full`."""
    graph = Graph(weights)
    layers = _encoder(graph, state)
    syntax = _mix(graph, state, "syntax", layers)
    naming = _mix(graph, state, "naming", layers)
    roots_and_words = graph.add("Gather", syntax, "places", axis=0)
    words = graph.add("Slice", roots_and_words, graph.constant(np.array([1])), graph.constant(np.array([2**31])))
    _tags(graph, state, words)
    _tree(graph, state, roots_and_words, words)
    _names(graph, state, naming)
    return _model(graph)


def _encoder(graph: Graph, state: dict[str, Array]) -> list[str]:
    table = state["words.weight"]
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127.0, 1e-10).astype(np.float32)
    packed = np.round(table / scales).clip(-127, 127).astype(np.int8)
    rows = graph.add("Cast", graph.add("Gather", graph.constant(packed), "ids"), to=TensorProto.FLOAT)
    hidden = graph.add("Mul", rows, graph.add("Gather", graph.constant(scales), "ids"))
    length = graph.add("Shape", "ids")
    zero = graph.constant(np.array([0]))
    positions = graph.add("Slice", graph.constant(state["positions.weight"]), zero, length)
    hidden = graph.add("Add", hidden, positions)
    hidden = graph.add("Add", hidden, graph.add("Gather", graph.constant(state["shapes.weight"]), "shapes"))
    hidden = graph.add("LayerNormalization", hidden, *_norm(graph, state, "norm"), axis=-1, epsilon=EPSILON)
    hidden = graph.add("Unsqueeze", hidden, zero)
    layers = [hidden]
    for number in range(LAYERS):
        layers.append(_layer(graph, state, f"layers.{number}.", layers[-1]))
    return layers


def _norm(graph: Graph, state: dict[str, Array], name: str) -> tuple[str, str]:
    return graph.constant(state[f"{name}.weight"]), graph.constant(state[f"{name}.bias"])


def _layer(graph: Graph, state: dict[str, Array], at: str, hidden: str) -> str:
    def linear(value: str, name: str, with_bias: bool) -> str:
        bias = state[f"{at}{name}.bias"] if with_bias else None
        return graph.linear(value, state[f"{at}{name}.weight"].T, bias)

    qkv = graph.add("Split", linear(hidden, "qkv", True), axis=-1, num_outputs=3, outputs=3)
    mixed = graph.add(
        "MultiHeadAttention", f"{qkv}_0", f"{qkv}_1", f"{qkv}_2", domain=CONTRIB, num_heads=HEADS, outputs=1
    )
    attended = linear(mixed, "out", False)
    skip = (*_norm(graph, state, f"{at}norm1"), graph.constant(state[f"{at}out.bias"]))
    hidden = graph.add("SkipLayerNormalization", attended, hidden, *skip, domain=CONTRIB, epsilon=EPSILON)
    raised = graph.add("BiasGelu", linear(hidden, "up", False), graph.constant(state[f"{at}up.bias"]), domain=CONTRIB)
    skip = (*_norm(graph, state, f"{at}norm2"), graph.constant(state[f"{at}down.bias"]))
    lowered = linear(raised, "down", False)
    return graph.add("SkipLayerNormalization", lowered, hidden, *skip, domain=CONTRIB, epsilon=EPSILON)


def _mix(graph: Graph, state: dict[str, Array], name: str, layers: list[str]) -> str:
    """The weighted sum of the layers, as (pieces, width)."""
    raw = state[f"{name}.weights"]
    shares = np.exp(raw - raw.max())
    shares = (shares / shares.sum() * state[f"{name}.scale"]).astype(np.float32)
    parts = [
        graph.add("Mul", layer, graph.constant(np.array(share))) for layer, share in zip(layers, shares, strict=True)
    ]
    return graph.add("Squeeze", graph.add("Sum", *parts), graph.constant(np.array([0])))


def _tags(graph: Graph, state: dict[str, Array], words: str) -> None:
    names = ("upos", "xpos", "feats", "lemma")
    weight = np.concatenate([state[f"{name}.weight"] for name in names]).T
    bias = np.concatenate([state[f"{name}.bias"] for name in names])
    sizes = graph.constant(np.array([len(state[f"{name}.bias"]) for name in names]))
    scores = graph.add("Split", graph.linear(words, weight, bias), sizes, axis=-1, outputs=len(names))
    for number, name in enumerate(names):
        graph.add("ArgMax", f"{scores}_{number}", name=name, axis=-1, keepdims=0)


def _tree(graph: Graph, state: dict[str, Array], all_words: str, words: str) -> None:
    """Arc scores (words, heads), and for each pair of them the best relation."""
    dependent = _perceptron(graph, state, words, ("arc_dependent", "relation_dependent"))
    head = _perceptron(graph, state, all_words, ("arc_head", "relation_head"))
    arc = state["arc"]
    left = graph.add("Add", graph.add("MatMul", f"{dependent}_0", graph.constant(arc[:ARC])), graph.constant(arc[ARC]))
    graph.add("MatMul", left, graph.add("Transpose", f"{head}_0", perm=[1, 0]), name="arcs")
    relation = state["relation"]
    count = relation.shape[1]
    weight, bias = relation[:, :, :RELATION], relation[:, :, RELATION]
    left = graph.linear(f"{dependent}_1", weight[:RELATION].reshape(RELATION, -1), weight[RELATION].reshape(-1))
    left = graph.add("Reshape", left, graph.constant(np.array([-1, RELATION])))
    pairs = graph.add("MatMul", left, graph.add("Transpose", f"{head}_1", perm=[1, 0]))
    shape = graph.add("Concat", graph.constant(np.array([-1, count])), graph.add("Shape", "places"), axis=0)
    pairs = graph.add("Reshape", pairs, shape)
    alone = graph.add("MatMul", f"{dependent}_1", graph.constant(bias[:RELATION]))
    alone = graph.add("Add", alone, graph.constant(bias[RELATION]))
    alone = graph.add("Unsqueeze", alone, graph.constant(np.array([2])))
    graph.add("ArgMax", graph.add("Add", pairs, alone), name="deprel", axis=1, keepdims=0)


def _perceptron(graph: Graph, state: dict[str, Array], value: str, names: tuple[str, str]) -> str:
    weight = np.concatenate([state[f"{name}.weight"] for name in names]).T
    bias = np.concatenate([state[f"{name}.bias"] for name in names])
    found = graph.add("BiasGelu", graph.linear(value, weight, None), graph.constant(bias), domain=CONTRIB)
    return graph.add("Split", found, graph.constant(np.array([ARC, RELATION])), axis=-1, outputs=2)


def _names(graph: Graph, state: dict[str, Array], naming: str) -> None:
    all_words = graph.add("Gather", naming, "places", axis=0)
    words = graph.add("Slice", all_words, graph.constant(np.array([1])), graph.constant(np.array([2**31])))
    projected = graph.linear(words, state["name_projection.weight"].T, None)
    hidden = graph.add("BiasGelu", projected, graph.constant(state["name_projection.bias"]), domain=CONTRIB)
    scores = graph.add("MatMul", hidden, graph.constant(state["name.weight"].T))
    scores = graph.add("Add", scores, graph.constant(state["name.bias"]))
    graph.add("Softmax", scores, name="names", axis=-1)


def _model(graph: Graph) -> Any:
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [size]) for name, size in _INPUTS]
    outputs = [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in _OUTPUTS]
    made = helper.make_graph(graph.nodes, "kg-english", inputs, outputs, graph.initializers)
    imports = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(made, opset_imports=imports, ir_version=9, producer_name="kg.training")


_INPUTS = (("ids", "pieces"), ("shapes", "pieces"), ("places", "roots"))
_OUTPUTS = (
    *((name, TensorProto.INT64, ["words"]) for name in ("upos", "xpos", "feats", "lemma")),
    ("arcs", TensorProto.FLOAT, ["words", "roots"]),
    ("deprel", TensorProto.INT64, ["words", "roots"]),
    ("names", TensorProto.FLOAT, ["words", "tags"]),
)


def export(weights: Path, labels: Path, tokenizer: Path, out: Path, kind: str = "dynamic") -> Path:
    """Write `model.onnx`, `labels.json` and `tokenizer.json` to the folder `out`, and return it.

    `weights` are the network's as saved by training, or its checkpoint. The version is a digest of the graph and
    the labels, so two exports of the same weights have the same version.
    """
    import torch

    loaded = torch.load(weights, weights_only=True)
    state = {name: value.float().numpy() for name, value in loaded.get("network", loaded).items()}
    model = build_graph(state, kind).SerializeToString(deterministic=True)
    given = json.loads(labels.read_text(encoding="utf-8"))
    exceptions = given.pop("exceptions")
    content = json.dumps({"labels": given, "exceptions": exceptions}, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(model + content.encode()).hexdigest()
    shipped = {"version": f"1-{digest[:12]}", "sha256": digest, "labels": given, "exceptions": exceptions}
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.onnx").write_bytes(model)
    (out / "labels.json").write_text(json.dumps(shipped, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    onnx.checker.check_model(onnx.load(out / "model.onnx"))
    return out


def widen(folder: Path, out: Path) -> Path:
    """Write the model of `folder` to `out` with its 8-bit products in 32 bits, to compare their speed; return `out`.

    The word embeddings stay in 8 bits: they are looked up, not multiplied.
    """
    model = onnx.load(folder / "model.onnx")
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    nodes, added = [], []
    for node in model.graph.node:
        if node.op_type != "DynamicQuantizeMatMul":
            nodes.append(node)
            continue
        value, packed, scales, _, *bias = node.input
        full = f"{packed}_full"
        added.append(numpy_helper.from_array(weights[packed].astype(np.float32) * weights[scales], full))
        product = f"{node.output[0]}_product" if bias else node.output[0]
        nodes.append(helper.make_node("MatMul", [value, full], [product]))
        if bias:
            nodes.append(helper.make_node("Add", [product, bias[0]], list(node.output)))
    read = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in model.graph.initializer if tensor.name in read]
    widened = helper.make_graph(nodes, "kg-english", model.graph.input, model.graph.output, [*kept, *added])
    out.mkdir(parents=True, exist_ok=True)
    made = helper.make_model(widened, opset_imports=model.opset_import, ir_version=9, producer_name="kg.training")
    (out / "model.onnx").write_bytes(made.SerializeToString(deterministic=True))
    for name in ("labels.json", "tokenizer.json"):
        shutil.copyfile(folder / name, out / name)
    return out


assert WIDTH % BLOCK == 0 and RELATION % BLOCK == 0  # blocks would otherwise be filled up with zeros
