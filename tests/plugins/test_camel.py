"""The plug-in for camel-tools' NERecognizer, through the real class with a tiny BERT that is trained here."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from furat.extract.errors import MissingExtra
from furat.extract.plugins import load_recogniser
from furat.extract.plugins.camel import CamelRecogniser
from furat.extract.text.sentences import sentences

TRAINING = [
    ("قصفت طائرات بلدة الزعفرانة", "O O O B-LOC"),
    ("وصل سليم الحداد إلى الزعفرانة", "O B-PERS I-PERS O B-LOC"),
    ("أعلنت رابطة الإغاثة وصول سليم الحداد", "O B-ORG I-ORG O B-PERS I-PERS"),
    ("قتل خمسة أشخاص في القصف", "O O O O O"),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a BERT of a few thousand weights that has learnt four sentences by heart."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny-bert")
    words = sorted({w for text, _ in TRAINING for w in text.split()})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "و", *words]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    labels = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=len(labels),
        id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)},
    )  # fmt: skip
    bert = BertForTokenClassification(config)
    optimizer = torch.optim.Adam(bert.parameters(), lr=0.01)
    place = {w: i for i, w in enumerate(vocabulary)}
    for _ in range(80):
        for text, tags in TRAINING:
            ids = torch.tensor([[2, *(place[w] for w in text.split()), 3]])
            wanted = torch.tensor([[-100, *(labels.index(t) for t in tags.split()), -100]])
            loss = bert(input_ids=ids, labels=wanted).loss
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    bert.save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def recogniser(model: Path) -> CamelRecogniser:
    return CamelRecogniser.load(str(model))


def seen(recogniser: CamelRecogniser, text: str) -> list[list[tuple[str, str]]]:
    """(tag, words) of every vote, a list a sentence."""
    found = sentences(text)
    return [
        [(v.tag, " ".join(t.surface for t in s.tokens[v.first : v.last])) for v in votes]
        for s, votes in zip(found, recogniser.recognise(found), strict=True)
    ]


def test_names_come_with_the_tokens_they_stand_on(recogniser: CamelRecogniser) -> None:
    """Runs of B- and I- labels become one vote each."""
    assert seen(recogniser, "وصل سليم الحداد إلى الزعفرانة") == [[("PERS", "سليم الحداد"), ("LOC", "الزعفرانة")]]


def test_sentences_of_any_length_come_back_in_their_order(recogniser: CamelRecogniser) -> None:
    """Reading them sorted by length, and in more batches than one, does not show."""
    long = "قتل خمسة أشخاص في القصف " * 20
    text = "\n".join(f"{long}\nقصفت طائرات بلدة الزعفرانة" for _ in range(20))
    assert seen(recogniser, text) == [[], [("LOC", "الزعفرانة")]] * 20


def test_a_sentence_longer_than_the_model_is_read_to_its_end(recogniser: CamelRecogniser) -> None:
    """600 tokens are read in segments, and the labels of the last one stay with their words."""
    (votes,) = seen(recogniser, "قتل خمسة أشخاص في القصف " * 120 + "وصل سليم الحداد")
    assert votes[-1] == ("PERS", "سليم الحداد")


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u200b", "\ufeff", "\u2066"])
def test_invisible_characters_shift_no_label(recogniser: CamelRecogniser, mark: str) -> None:
    """A direction mark, alone or inside a word, leaves every vote on its own word."""
    assert seen(recogniser, f"وصل {mark} سليم{mark} الحداد إلى {mark} الزعفرانة") == [
        [("PERS", f"سليم{mark} الحداد"), ("LOC", "الزعفرانة")]
    ]


def test_a_word_that_no_tokenizer_knows_keeps_its_place(recogniser: CamelRecogniser) -> None:
    """Emoji and words of 400 letters count as one unknown word."""
    assert seen(recogniser, f"قصفت 🚀 {'ب' * 400} بلدة الزعفرانة")[0][-1] == ("LOC", "الزعفرانة")


def test_a_missing_model_is_one_line_with_the_command(tmp_path: Path) -> None:
    """What to install stands in the message."""
    with pytest.raises(MissingExtra, match=r"no config\.json.*camel_data -i ner-arabert"):
        load_recogniser(f"camel={tmp_path}")
    with pytest.raises(MissingExtra, match="known: camel"):
        load_recogniser("stanza")


def test_without_an_installed_model_nothing_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--ner camel` looks at camel-tools' catalogue and says which command installs the model."""
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    with pytest.raises(MissingExtra, match="camel_data -i ner-arabert"):
        load_recogniser("camel")
    assert not list(tmp_path.iterdir())


def test_a_local_model_needs_no_catalogue_and_no_home(model: Path, tmp_path: Path) -> None:
    """In a process of its own, with a home that is not there, the model loads and nothing is written beside it."""
    code = f"from furat.extract.plugins import load_recogniser; load_recogniser('camel={model}')"
    env: dict[str, Any] = {**os.environ, "HOME": str(tmp_path / "absent")}
    env.pop("CAMELTOOLS_DATA", None)
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "absent").exists()


def test_a_build_reads_with_the_model_in_its_workers(model: Path, tmp_path: Path) -> None:
    """`furat build --ner camel=DIR`: the votes stand in the graph as reasons."""
    (tmp_path / "news.txt").write_text("وصل سليم الحداد إلى الزعفرانة", encoding="utf-8")
    furat = str(Path(sys.executable).with_name("furat"))
    store = str(tmp_path / "store")
    command = [furat, "build", str(tmp_path / "news.txt"), "--store", store, "--ner", f"camel={model}", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    dumped = subprocess.run(
        [furat, "dump", "--store", store, "--output", "-"], capture_output=True, text=True, check=True
    )
    assert "camel-tools NER (tiny-bert0) agrees" in dumped.stdout
