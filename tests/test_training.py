from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.errors import DocumentError
from kg.training.__main__ import main, run
from kg.training.conllu import read_name_documents, read_trees
from kg.training.evaluate import score_spans
from kg.training.names import (
    OTHER,
    allowed_labels,
    coarse,
    cut_titles,
    map_tag,
    part_groups,
    spans_of,
    type_by_relations,
)
from kg.training.silver import SilverSentence, Soft, read_silver, write_silver
from kg.training.sources import CROSSNER_TYPES, read_knowledgenet, read_redocred, spread

TREE = """# newdoc id = made-up
# text = Berg won't sign it.
1\tBerg\tBerg\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\t_
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_
2\two\twill\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\tsign\tsign\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
4.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_
5\tit\tit\tPRON\tPRP\t_\t4\tobj:made-up\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""
NAMES = """-DOCSTART-\tO

Ada\tB-person
Berg\tI-person
left\tO
Lima\tB-city
.\tO

"""


@pytest.fixture
def tree_file(tmp_path: Path) -> Path:
    path = tmp_path / "made-up.conllu"
    path.write_text(TREE, encoding="utf-8")
    return path


@pytest.fixture
def name_file(tmp_path: Path) -> Path:
    path = tmp_path / "made-up.bio.gz"
    path.write_bytes(gzip.compress(NAMES.encode()))
    return path


def test_trees_are_read_without_ranges_and_empty_nodes(tree_file: Path) -> None:
    (tree,) = read_trees(tree_file)
    assert [row.form for row in tree.rows] == ["Berg", "wo", "n't", "sign", "it", "."]
    assert [row.space_after for row in tree.rows] == [True, False, True, True, False, True]
    assert tree.text == "Berg won't sign it." and tree.starts_document


def test_evaluate_prints_percentages(tree_file: Path) -> None:
    result = CliRunner().invoke(main, ["evaluate", str(tree_file)])
    assert result.exit_code == 0, result.output
    scores = json.loads(result.output)
    assert list(scores) == ["upos", "uas", "las", "las_nopunct", "lemma"]
    assert all(0 <= score <= 100 for score in scores.values())
    assert scores["las"] == 100.0  # the subtype of `obj` does not count


def test_evaluate_ner_maps_types_and_counts_those_the_file_uses(name_file: Path) -> None:
    result = CliRunner().invoke(main, ["evaluate-ner", str(name_file), "--map", "person=PER,city=LOC"])
    assert result.exit_code == 0, result.output
    scores = json.loads(result.output)
    assert list(scores) == ["overall", "LOC", "PER"]
    assert set(scores["overall"]) == {"precision", "recall", "f1"}
    assert scores["PER"]["f1"] == 100.0
    only = CliRunner().invoke(main, ["evaluate-ner", str(name_file), "--map", "person=PER,city=O"])
    assert list(json.loads(only.output)) == ["overall", "PER"]


@pytest.mark.parametrize("written", ["capitals", "title", "lower"])
def test_names_are_found_however_a_headline_writes_them(written: str, name_file: Path) -> None:
    given = ["evaluate-ner", str(name_file), "--map", "person=PER,city=LOC", "--written", written]
    assert json.loads(CliRunner().invoke(main, given).output)["PER"]["f1"] == 100.0


def test_the_unit_is_told() -> None:
    for command in ("evaluate", "evaluate-ner"):
        assert "0 to 100" in " ".join(CliRunner().invoke(main, [command, "--help"]).output.split())


@pytest.mark.parametrize(
    ("command", "content", "message"),
    [
        ("evaluate", "Ada\tB-PER\n", "expected the 10"),
        ("evaluate", "", "no sentence"),
        ("evaluate", "1\tBerg\tBerg\tPROPN\t_\t_\tx\troot\t_\t_\n\n", "no number"),
        ("evaluate", "1\tBerg\tBerg\tPROPN\t_\t_\t9\troot\t_\t_\n\n", "outside"),
        ("evaluate-ner", "Ada\n", "expected token TAB tag"),
        ("evaluate-ner", "Ada\tPER\n", "expected O, B-TYPE"),
        ("evaluate-ner", "Ada\tB-person\n", "map types"),
        ("evaluate-ner", "", "no sentence"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(
    command: str, content: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["kg.training", command, str(path)])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert str(stopped.value).startswith("Error: ") and message in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_missing_and_packed_wrong_files_are_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.conllu.gz"
    broken.write_bytes(b"no gzip")
    for path in (broken, tmp_path / "missing.conllu"):
        with pytest.raises(DocumentError, match="cannot be read"):
            list(read_trees(path))


def test_names_are_read_by_document(name_file: Path) -> None:
    assert [len(document) for document in read_name_documents(name_file)] == [1]


def test_types_are_mapped() -> None:
    assert map_tag("I-politicalparty", CROSSNER_TYPES) == "I-ORG"
    assert map_tag("B-person", {"person": "O"}) == "O"


def test_titles_are_cut_off() -> None:
    words = ("President", "Ada", "Berg", "left")
    assert cut_titles(words, ("B-PER", "I-PER", "I-PER", "O")) == ["O", "B-PER", "I-PER", "O"]
    assert cut_titles(("General",), ("B-PER",)) == ["B-PER"]


def test_a_tag_allows_what_its_source_does_not_tell_apart() -> None:
    assert allowed_labels("I-PER") == {"I-PER"}
    assert allowed_labels("B-WORK/EVENT") == {"B-WORK", "B-EVENT"}
    assert allowed_labels("O/EVENT") == {"O", "B-EVENT", "I-EVENT"}
    assert allowed_labels("?") == frozenset()
    assert [coarse(tag) for tag in ("B-GROUP", "I-ORG", "O")] == ["B-MISC", "I-ORG", "O"]


def test_peoples_and_faiths_are_groups() -> None:
    words = ("Norwegian", "Catholics", "left", "Norway")
    assert part_groups(words, ["B-LOC", "B-ORG", "O", "B-LOC"]) == ["B-GROUP", "B-GROUP", "O", "B-LOC"]
    assert part_groups(words, [f"B-{OTHER}", "O", "O", "O"])[0] == "B-GROUP/MISC"


def test_relations_tell_the_type_of_a_thing() -> None:
    assert type_by_relations([("P175", True), ("P577", True), ("P607", False)]) == "WORK"
    assert type_by_relations([("P17", True)]) == OTHER


def _packed(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content.encode()))


def test_names_are_drawn_from_relations(tmp_path: Path) -> None:
    mentions = [
        [{"type": "LOC", "pos": [0, 3], "sent_id": 0}],
        [{"type": "MISC", "pos": [4, 6], "sent_id": 0}],
        [{"type": "TIME", "pos": [7, 8], "sent_id": 0}],
    ]
    sentence = "the Free Isles won Loud Song in 1990 .".split()
    document = {"vertexSet": mentions, "labels": [{"h": 1, "t": 0, "r": "P175"}], "sents": [sentence]}
    _packed(tmp_path / "relations" / "redocred" / "dev.json.gz", json.dumps([document]))
    (example,) = read_redocred(tmp_path)
    assert example.names == ("O", "B-LOC", "I-LOC", "O", "B-WORK", "I-WORK", "O", "O", "O")


def test_words_beside_known_ends_of_a_fact_are_unknown(tmp_path: Path) -> None:
    fact = {"property": "CEO", "subject": [0, 6, "Tromex"], "object": [15, 23, "Ada Berg"]}
    passage = {"text": "Tromex is led, Ada Berg says in Oslo.", "facts": [fact]}
    _packed(tmp_path / "relations" / "knowledgenet" / "train.jsonl.gz", json.dumps(passage))
    (example,) = read_knowledgenet(tmp_path)
    assert example.names == ("B-ORG", "O", "O", "O", "B-PER", "I-PER", "O", "O", "?", "O")


def test_silver_sentences_come_back_as_they_were_written(tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")
    given = []
    for words in (("Ada", "left"), ("Go",)):
        count = len(words)
        values = [np.full((count, width), 0.5, dtype=np.float16) for width in (count + 1, 4, 3)]
        given.append(SilverSentence(words, Soft(*values, {"head": np.arange(count, dtype=np.int16)})))
    write_silver(tmp_path / "silver.npz", given)
    found = read_silver(tmp_path / "silver.npz")
    assert [sentence.words for sentence in found] == [("Ada", "left"), ("Go",)]
    assert found[0].soft.head.shape == (2, 3) and found[1].soft.labels["head"].tolist() == [0]


RAW = """# newdoc id = made-up
# newpar
# text = It won't go.
1\tIt\tit\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_
2\two\twill\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Ada dunno.
1\tAda\tAda\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2-4\tdunno\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tdu\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


def test_raw_text_is_aligned_by_characters(tmp_path: Path) -> None:
    path = _write(tmp_path, RAW)
    result = CliRunner().invoke(main, ["evaluate", "--raw", str(path)])
    assert result.exit_code == 0, result.output
    scores = json.loads(result.output)
    assert list(scores) == ["sentences", "words", "upos", "uas", "las", "las_nopunct", "lemma"]
    assert scores["sentences"] == 100.0
    assert 70 < scores["words"] < 100  # "du", "n" and "know" are other letters than the text's
    wrong = CliRunner().invoke(main, ["evaluate", "--raw", "--document", "news", str(path)])
    assert "no document" in str(wrong.exception)
    assert json.loads(CliRunner().invoke(main, ["evaluate", "--document", "made", str(path)]).output)["upos"] > 0


def test_a_tag_of_a_fused_word_leaves_its_clitic_out() -> None:
    pairs = [("Berg's", "B-PER"), ("plan", "O")]
    assert spread(("Berg", "'s", "plan"), pairs) == ("B-PER", "O", "O")


def test_spans_count_only_if_exact() -> None:
    gold = ["B-PER", "I-PER", "O", "B-LOC"]
    scores = score_spans([(gold, ["B-PER", "O", "B-ORG", "B-LOC"])], {"PER", "LOC"})
    assert scores["LOC"]["f1"] == 100.0 and scores["PER"]["f1"] == 0.0
    assert scores["overall"] == {"precision": 50.0, "recall": 50.0, "f1": 50.0}
    assert list(spans_of(["I-PER", "B-PER"])) == [(0, 1, "PER"), (1, 2, "PER")]


def test_a_tiny_network_trains_and_exports(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from kg.language import LanguageModel, is_tree
    from kg.training.export import export, widen
    from kg.training.labels import collect_labels
    from kg.training.network import Network
    from kg.training.train import sizes_of

    trees = [tree.rows for tree in read_trees(_write(tmp_path, TREE * 3))]
    labels = collect_labels(trees)
    torch.manual_seed(1)
    torch.save(Network(sizes_of(labels), 30522).state_dict(), tmp_path / "network.pt")
    (tmp_path / "labels.json").write_text(json.dumps(labels.as_json()), encoding="utf-8")
    shipped = Path(__file__).parents[1] / "kg" / "language" / "tokenizer.json"
    folder = export(tmp_path / "network.pt", tmp_path / "labels.json", shipped, tmp_path / "out")
    words = [["Berg", "wo", "n't", "sign", "it", "."]]
    analysis = LanguageModel(folder).predict(words)[0]
    assert is_tree([word.head for word in analysis.words])
    wide = widen(folder, tmp_path / "wide")
    assert (wide / "model.onnx").stat().st_size > 1.5 * (folder / "model.onnx").stat().st_size
    assert abs(LanguageModel(wide).predict(words)[0].names - analysis.names).max() < 0.05


def test_teachers_are_asked_and_a_student_learns_from_them(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer

    from kg.language.words import WordPieces
    from kg.training.batches import BatchMaker
    from kg.training.data import Example
    from kg.training.labels import collect_labels
    from kg.training.losses import losses, total
    from kg.training.network import Network
    from kg.training.teaching import Teacher, ask
    from kg.training.train import sizes_of, with_trees

    labels = collect_labels([tree.rows for tree in read_trees(_write(tmp_path, TREE * 3))])
    tokenizer = Tokenizer.from_file(str(Path(__file__).parents[1] / "kg" / "language" / "tokenizer.json"))
    maker = BatchMaker(WordPieces(tokenizer), labels)
    torch.manual_seed(1)
    network = Network(sizes_of(labels), 30522)
    examples = [
        Example(("Ada", "left", "."), None, ("B-PER", "O", "?"), "wikigold"),
        Example(("Go", "!"), None, None, "silver"),
    ]
    taught = list(ask(examples, [Teacher(network.eval(), True)] * 2, maker))
    assert sorted(sentence.soft.head.shape for sentence in taught) == [(2, 3), (3, 4)]
    assert all(abs(float(row.sum()) - 1) < 0.02 for sentence in taught for row in sentence.soft.head)
    named, silver = with_trees(examples[:1], taught)
    assert named[0].soft is not None and [example.words for example in silver] == [("Go", "!")]
    for rounds in (False, True):
        network.train().round_products(rounds)
        network.zero_grad()
        loss = total(losses(network, maker.tensors(named + silver), by_source=True))
        loss.backward()
        assert torch.isfinite(loss) and network.layers[0].up.weight.grad.abs().sum() > 0


def test_rounded_products_are_near_the_exact_ones() -> None:
    torch = pytest.importorskip("torch")
    from kg.training.network import Linear

    torch.manual_seed(1)
    layer, values = Linear(64, 8), torch.randn(2, 5, 64)
    exact = layer(values)
    layer.rounds = True
    rounded = layer(values)
    assert 0 < float((rounded - exact).detach().abs().max()) < 0.05
    assert torch.equal(rounded[:1], layer(values[:1]))  # scaled by sentence


def _write(folder: Path, content: str) -> Path:
    path = folder / "trees.conllu"
    path.write_text(content, encoding="utf-8")
    return path
