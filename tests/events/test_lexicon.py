"""An analyst's own tables: what they add, and how mistakes in them are told."""

from pathlib import Path

import pytest

from furat.extract.errors import LexiconError
from furat.extract.events import lexicon
from furat.extract.pipeline import read_document
from furat.extract.records import Document
from furat.extract.resources import load

TRIGGERS = "forms\tkind\ttype\tframe\tneeds\texample\tcomment\n"
FRAMES = "frame\tslot\tactor\tplace\tother\texample\tcomment\n"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_own_row_adds_an_event_word(tmp_path: Path) -> None:
    """A verb that no packaged table knows is read in all its forms, by its frame."""
    folder = write(
        tmp_path, "events_triggers.tsv", TRIGGERS + "زلزل/زلزل\tverb\tbombardment\tstrike\t\tزلزلت المدفعية البلدة\n"
    )
    knowledge = load([folder])
    (report,) = read_document(Document("d", "زلزلت طائرات روسية بلدة هجين."), knowledge).reports
    assert report.type == "airstrike"
    assert [p.role for p in report.participations] == ["agent", "location"]


def test_own_tables_change_the_version(tmp_path: Path) -> None:
    """So that a build reads its documents again."""
    before = load().version
    folder = write(tmp_path, "events_triggers.tsv", TRIGGERS + "زلزل/زلزل\tverb\tbombardment\tstrike\n")
    assert load([folder]).version != before
    assert load().version == before


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("events_triggers.tsv", TRIGGERS + "زلزل/زلزل\tverb\tquake\tstrike\n", 2, "unknown type 'quake'"),
        ("events_triggers.tsv", TRIGGERS + "زلزل/زلزل\tadverb\tattack\tstrike\n", 2, "unknown kind 'adverb'"),
        ("events_triggers.tsv", TRIGGERS + "زلزل/زلزل\tverb\tattack\tquake\n", 2, "unknown frame 'quake'"),
        ("events_triggers.tsv", TRIGGERS + "زلزل\tnoun\tattack\tstrike\tbehind:x\n", 2, "unknown condition 'behind:x'"),
        ("events_triggers.tsv", TRIGGERS + " \tnoun\tattack\tstrike\n", 2, "no forms"),
        ("events_triggers.tsv", "forms\tkind\n", 1, "the columns are"),
        ("events_words.tsv", "forms\tkind\tclass\tcomment\nمدينة\tnoun\n", 2, "no class"),
        ("events_frames.tsv", FRAMES + "strike\tsubject\tboss\n", 2, "unknown actor 'boss'"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, line: int, words: str) -> None:
    """One line: where, what, what is known."""
    with pytest.raises(LexiconError) as error:
        lexicon.load([write(tmp_path, name, text)])
    assert str(error.value).startswith(f"{tmp_path / name}:{line}: {words}")
    assert "\n" not in str(error.value)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A wrong path is no empty lexicon."""
    with pytest.raises(LexiconError, match="no folder"):
        load([tmp_path / "nowhere"])
