"""What coreference learns from: the Entity layer of GUM, facts of KnowledgeNet, and weights that repeat."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from kg.coreference.features import NEW, Candidate
from kg.coreference.scorer import Choice, Scorer, trained_scorer
from kg.model import MentionKind
from kg.training.coreference import fit, minimize
from kg.training.entity_layer import GoldDocument, read_entities
from kg.training.facts import read_knowledgenet

# In the form of GUM; the words are our own.
GUM = """# newdoc id = GUM_news_mill
# newpar
# sent_id = 1
1\tMara\tMara\tPROPN\tNNP\t_\t4\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-coref
2\tBerg\tBerg\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\thas\thave\tAUX\tVBZ\t_\t4\taux\t_\t_
4\tsold\tsell\tVERB\tVBN\t_\t0\troot\t_\t_
5\ther\ther\tPRON\tPRP$\t_\t7\tnmod:poss\t_\tEntity=(2-object-new-nnnnn-cf2-3-coref(1-person-giv:act-nnnnn-cf1-1-ana)
6\told\told\tADJ\tJJ\t_\t7\tamod\t_\t_
7\tmill\tmill\tNOUN\tNN\t_\t4\tobj\t_\tEntity=2)|SpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
# sent_id = 2
1\tIt\tit\tPRON\tPRP\t_\t4\tnsubj\t_\tEntity=(2-object-giv:act-nnnnn-cf1-1-ana)
2-3\tisn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tis\tbe\tAUX\tVBZ\t_\t4\tcop\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tfar\tfar\tADJ\tJJ\t_\t0\troot\t_\t_
5\tfrom\tfrom\tADP\tIN\t_\t6\tcase\t_\t_
6\tOslo\tOslo\tPROPN\tNNP\t_\t4\tobl\t_\tEntity=(3-place-new-nnnnn-cf2-1-sgl)|SpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


@pytest.fixture
def mill(tmp_path: Path) -> GoldDocument:
    path = tmp_path / "gum.conllu"
    path.write_text(GUM)
    (document,) = read_entities(path, ("news",))
    return document


def test_text_and_chains_of_a_document(mill: GoldDocument) -> None:
    assert mill.text == "Mara Berg has sold her old mill.\n\nIt isn't far from Oslo."
    chains = [[mention.span.quote(mill.text) for mention in chain] for chain in mill.chains()]
    assert chains == [["Mara Berg", "her"], ["her old mill", "It"]]


def test_heads_kinds_and_links(mill: GoldDocument) -> None:
    name, _, mill_, _, oslo = sorted(mill.mentions, key=lambda m: (m.chain, m.span))
    assert (name.head.quote(mill.text), name.kind, name.type) == ("Mara", MentionKind.NAME, "person")
    assert (mill_.head.quote(mill.text), mill_.kind) == ("mill", MentionKind.NOMINAL)
    assert oslo.link == "sgl"


def test_genres_are_chosen_by_name(tmp_path: Path) -> None:
    path = tmp_path / "gum.conllu"
    path.write_text(GUM + GUM.replace("news", "vlog"))
    assert [document.name for document in read_entities(path, ("vlog",))] == ["GUM_vlog_mill"]
    assert len(list(read_entities(path))) == 2


def test_one_fact_of_a_pronoun_and_a_name_makes_them_one(tmp_path: Path) -> None:
    uris = {"subject_uri": None, "object_uri": None}
    passage = {
        "id": "7:0:50", "doc": "7", "text": "Ann Vik left Oslo. She was born there, in Oslo.", "facts": [
            {"property": "BORN", "subject": [0, 7, ""], "object": [43, 47, ""], **uris},
            {"property": "BORN", "subject": [19, 22, ""], "object": [43, 47, ""], **uris},
        ],
    }  # fmt: skip
    other = {"id": "8:0:9", "doc": "8", "text": "Bo is ill.", "facts": []}
    for part, passages in (("train", [passage]), ("dev", [other])):
        (tmp_path / f"{part}.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, passages)).encode()))
    ((name, text, groups),) = read_knowledgenet(tmp_path)
    assert name == "knowledgenet-7"
    assert [[span.quote(text) for span in group] for group in groups] == [["Ann Vik", "She"]]


def test_the_least_of_a_bowl_is_found() -> None:
    centre = np.array([1.0, -2.0, 3.0])
    found = minimize(lambda x: (float(((x - centre) ** 2).sum()), 2 * (x - centre)), np.zeros(3))
    assert np.allclose(found, centre, atol=1e-4)


def test_weights_prefer_what_was_right_and_repeat() -> None:
    near, far, none = ["he near"], ["he far"], ["he none"]
    examples = [([near, far, none], [True, False, False])] * 20 + [([near, far, none], [False, True, False])] * 5
    weights = fit(examples, prior=1.0)
    assert weights["he near"] > weights["he far"] > weights["he none"]
    assert fit(examples, prior=1.0) == weights


def test_the_scorer_takes_the_likeliest_if_it_is_likely_enough() -> None:
    candidates = [(Candidate(4, (4,)), ["near"]), (Candidate(2, (2,)), ["far"])]
    choice = Choice(7, "he", candidates, ["none"])
    assert Scorer({"near": 1.0, "far": 2.0}, {"he": 0.5}).choose(choice) == 2
    assert Scorer({"near": 2.0, "far": 2.0}, {"he": 0.4}).choose(choice) == 4
    assert Scorer({"near": 1.0, "none": 1.0}, {"he": 0.5}).choose(choice) == NEW


def test_the_packages_weights_are_small_and_cover_each_kind() -> None:
    kinds = {name.split(" ")[0] for name in trained_scorer().weights}
    assert kinds == {"he", "it", "they", "noun", "role"}
    assert max(map(abs, trained_scorer().weights.values())) < 10
