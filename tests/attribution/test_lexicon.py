"""The tables of voices: forms of a verb, and what an analyst may add or get wrong."""

import pytest

from furat.extract.attribution import AttributionFinder
from furat.extract.attribution.inflection import imperfect, perfect
from furat.extract.errors import LexiconError
from furat.extract.factuality.judge import StatusJudge
from furat.extract.text.sentences import sentences

VERBS = "perfect\timperfect\tmasdar\tparticiple\tcomplements\tstance\tstatus\texample\tcomment\n"
PHRASES = "phrase\tkind\texample\tcomment\n"
SOURCES = "form\tkind\tgender\tclasses\texample\tcomment\n"
MODALS = "perfect\timperfect\tmasdar\tparticiple\tkind\tlinks\texample\tcomment\n"


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("قال", {"قال", "قالت", "قالوا", "قالا", "قالتا"}),
        ("نفى", {"نفي", "نفت", "نفوا", "نفيا", "نفتا"}),
        ("شكا", {"شكا", "شكت", "شكوا", "شكتا"}),
    ],
)
def test_a_perfect_has_its_persons(lemma, forms):
    """Sound, weak in ya and weak in waw."""
    assert {f.form for f in perfect(lemma) if not f.pronoun} == forms


def test_an_imperfect_has_its_persons():
    """Prefix of the third person masculine and feminine, dual and plural."""
    assert {f.form for f in imperfect("ينفي") if not f.pronoun} == {"ينفي", "تنفي", "ينفون", "ينفيان", "تنفيان"}


def test_an_analyst_adds_a_verb_a_source_and_a_plan(tmp_path):
    """Tables of the same names in a folder of one's own are read behind the packaged ones."""
    (tmp_path / "voice_verbs.tsv").write_text(VERBS + "همس\tيهمس\t\t\tthat\tsays\n", encoding="utf-8")
    (tmp_path / "voice_sources.tsv").write_text(SOURCES + "بحار\tanonymous\tm\n", encoding="utf-8")
    (tmp_path / "voice_modals.tsv").write_text(MODALS + "تاق\tيتوق\t\t\tplan\tالي\n", encoding="utf-8")
    found = sentences("همس بحار أن القوات تتوق إلى هجوم جديد.")
    voices = AttributionFinder([tmp_path]).voices(found, [[]], None)
    assert [s.description for v in voices for s in v.speakers] == ["بحار"]
    position = next(i for i, t in enumerate(found[0].tokens) if t.surface == "هجوم")
    assert StatusJudge([tmp_path]).judge(found[0], position, voices).status == "planned"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("voice_verbs.tsv", VERBS + "همس\tيهمس\t\t\tthat\tshouts\n", r"voice_verbs.tsv:2: unknown stance 'shouts'"),
        ("voice_verbs.tsv", VERBS + "همس\tيهمس\t\t\tvia\tsays\n", r"voice_verbs.tsv:2: unknown complements \['via'\]"),
        ("voice_verbs.tsv", VERBS + "همس\tهمس\t\t\tthat\tsays\n", r"voice_verbs.tsv:2: write the perfect and"),
        ("voice_phrases.tsv", PHRASES + "كما\tsimile\n", r"voice_phrases.tsv:2: unknown kind 'simile'"),
        ("voice_sources.tsv", SOURCES + "رجل ما\tanonymous\tm\n", r"voice_sources.tsv:2: write one word"),
        ("voice_modals.tsv", MODALS + "تاق\tيتوق\t\t\tplan\tنحو\n", r"voice_modals.tsv:2: unknown links \['نحو'\]"),
        ("voice_status.tsv", PHRASES + "\tnot\n", r"voice_status.tsv:2: empty phrase"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_file_and_line(tmp_path, file, text, message):
    """Nothing unknown is taken silently."""
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        (StatusJudge if file in ("voice_modals.tsv", "voice_status.tsv") else AttributionFinder)([tmp_path])


def test_the_same_text_gives_the_same_voices(finder):
    """A pure function: no memory of the document before."""
    found = sentences("قال ناشطون إن قصفا وقع. وأضافوا أن خمسة قتلوا.")
    first = finder.voices(found, [[], []], None)
    finder.voices(sentences("وأضاف أن قصفا وقع."), [[]], None)
    assert finder.voices(found, [[], []], None) == first != []
    assert finder.voices(sentences("وأضاف أن قصفا وقع."), [[]], None) == []
