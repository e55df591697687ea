"""camel-tools' NERecognizer as a recogniser: found without a download, batched by length, labels held to their words.

Three faults of camel-tools 1.6.0 are met here: importing `camel_tools.ner` downloads a catalogue unless one is there
and makes a folder in the home directory; every sentence is padded to 256 word pieces; a word without word pieces
(a lone direction mark) loses its label and shifts all that follow.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from furat.extract.errors import MissingExtra
from furat.extract.plugins.votes import Tag, Vote
from furat.extract.text.sentences import Sentence

BATCH = 32  # sentences
LONGEST = 256  # word pieces of one segment, with [CLS] and [SEP]
_INSTALL = "install one with `camel_data -i ner-arabert`, or give a local folder: --ner camel=DIR"
_EMPTY = '{"version": "1.6.0", "packages": {}, "components": {}}'


class CamelRecogniser:
    """Names by a BERT token classifier with the labels B-/I- of LOC, ORG, PERS and MISC."""

    def __init__(self, recognizer: Any, name: str) -> None:
        self._recognizer = recognizer
        self._name = name

    @classmethod
    def load(cls, folder: str | None) -> "CamelRecogniser":
        """The recogniser with the model in a folder, or with the one that camel-tools has installed."""
        path = _installed() if folder is None else Path(folder)
        if not (path / "config.json").is_file():
            raise MissingExtra(f"{path}: no model there (no config.json); {_INSTALL}")
        with _without_download():
            from camel_tools.ner import NERecognizer
        try:
            recognizer = NERecognizer(str(path), use_gpu=False)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise MissingExtra(f"{path}: not a BERT token classifier ({type(error).__name__}); {_INSTALL}") from error
        return cls(recognizer, f"camel-tools NER ({path.name})")

    def recognise(self, sentences: Sequence[Sentence]) -> list[list[Vote]]:
        """The votes for each sentence; sentences of like length are read together."""
        words = [[_visible(t.surface) for t in s.tokens] for s in sentences]
        order = sorted(range(len(words)), key=lambda i: len(words[i]))
        found: list[list[Vote]] = [[] for _ in sentences]
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            for i, labels in zip(batch, self._labels([words[i] for i in batch]), strict=True):
                found[i] = list(_votes(labels, self._name))
        return found

    def _labels(self, batch: Sequence[Sequence[str]]) -> list[list[str]]:
        """A label for every word of every sentence of a batch, padded to the longest of the batch only."""
        import torch
        from camel_tools.ner import NERDataset

        tokenizer, model = self._recognizer.tokenizer, self._recognizer.model
        unknown = tokenizer.unk_token
        safe = [[w if 0 < len(tokenizer.tokenize(w)) < LONGEST - 2 else unknown for w in words] for words in batch]
        longest = max((sum(len(tokenizer.tokenize(w)) for w in words) for words in safe), default=0) + 2
        label_names = self._recognizer.labels_map
        size = min(LONGEST, longest)
        data = NERDataset(safe, tokenizer, list(label_names.values()), max_seq_length=size)
        segments = [data[i] for i in range(len(data))]
        model.eval()
        with torch.no_grad():
            keys = ("input_ids", "attention_mask", "token_type_ids")
            logits = model(**{k: torch.stack([s[k] for s in segments]) for k in keys})[0]
        labels: list[list[str]] = [[] for _ in batch]
        for segment, scores in zip(segments, logits, strict=True):
            chosen = scores.argmax(dim=1).tolist()
            kept = (segment["label_ids"] != data.pad_token_label_id).tolist()
            labels[segment["sent_id"]].extend(label_names[c] for c, keep in zip(chosen, kept, strict=True) if keep)
        for words, found in zip(batch, labels, strict=True):
            if len(words) != len(found):
                raise MissingExtra(
                    f"{self._name}: {len(found)} labels for {len(words)} words; this model cannot be used"
                )
        return labels


def _votes(labels: Sequence[str], model: str) -> Iterator[Vote]:
    """The runs of one tag; an I- that follows another tag opens a run of its own."""
    tags: dict[str, Tag] = {"LOC": "LOC", "PERS": "PERS", "PER": "PERS", "ORG": "ORG"}
    begin, current = 0, ""
    for i, label in enumerate([*labels, "O"]):
        mark, _, tag = label.partition("-")
        if current and (mark != "I" or tag != current):
            if current in tags:
                yield Vote(begin, i, tags[current], model)
            current = ""
        if mark in ("B", "I") and not current:
            begin, current = i, tag


def _visible(word: str) -> str:
    """The word without characters that show nothing (category Cf), which BertTokenizer drops."""
    import unicodedata

    return "".join(c for c in word if unicodedata.category(c) != "Cf")


def _data_folder() -> Path:
    given = os.environ.get("CAMELTOOLS_DATA")
    return Path(given).expanduser().absolute() if given else Path.home() / ".camel_tools"


def _installed() -> Path:
    """The folder of the NER model that camel-tools has installed, by its catalogue; MissingExtra when there is none."""
    catalogue = _data_folder() / "catalogue.json"
    try:
        component = json.loads(catalogue.read_text(encoding="utf-8"))["components"]["NamedEntityRecognition"]
        path = component["datasets"][component["default"]]["path"]
    except (OSError, ValueError, KeyError, TypeError):
        raise MissingExtra(f"--ner camel: camel-tools has no NER model installed; {_INSTALL}") from None
    return _data_folder() / "data" / str(path)


@contextmanager
def _without_download() -> Iterator[None]:
    """Let `camel_tools.data` be imported from a catalogue that is there, if need be an empty one of our own."""
    if "camel_tools.data" in sys.modules or (_data_folder() / "catalogue.json").is_file():
        yield
        return
    before = {k: os.environ.get(k) for k in ("CAMELTOOLS_DATA", "HOME")}
    with tempfile.TemporaryDirectory(prefix="furat-camel-") as folder:
        (Path(folder) / "catalogue.json").write_text(_EMPTY, encoding="utf-8")
        os.environ["CAMELTOOLS_DATA"] = folder
        if not os.access(Path.home(), os.W_OK):
            os.environ["HOME"] = folder
        try:
            yield
        finally:
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value
