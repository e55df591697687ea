"""A small list of names and how to find them, so that voices are tested without the steps before them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from furat.extract.attribution import AttributionFinder, chain, covering
from furat.extract.factuality.judge import StatusJudge
from furat.extract.layers import Attribution, Name
from furat.extract.text.clitics import readings
from furat.extract.text.sentences import Sentence, sentences
from furat.extract.text.tokens import fold

_ACTORS = {
    "المرصد السوري لحقوق الإنسان": ("sohr", "CivilOrganization"),
    "المرصد السوري": ("sohr", "CivilOrganization"),
    "المرصد": ("sohr", "CivilOrganization"),
    "الشبكة السورية لحقوق الإنسان": ("snhr", "CivilOrganization"),
    "أطباء بلا حدود": ("msf", "CivilOrganization"),
    "الخوذ البيضاء": ("white_helmets", "CivilOrganization"),
    "رامي عبد الرحمن": ("rami", "Person"),
    "عبد الرحمن": ("rami", "Person"),
    "إيغور كوناشينكوف": ("konashenkov", "Person"),
    "كوناشينكوف": ("konashenkov", "Person"),
    "سيرغي لافروف": ("lavrov", "Person"),
    "لافروف": ("lavrov", "Person"),
    "فلاديمير بوتين": ("putin", "Person"),
    "بشار الأسد": ("assad", "Person"),
    "أردوغان": ("erdogan", "Person"),
    "ماريا زاخاروفا": ("zakharova", "Person"),
    "مظلوم عبدي": ("mazloum", "Person"),
    "وزارة الدفاع الروسية": ("russia_mod", "GovernmentBody"),
    "وزارة الخارجية الروسية": ("russia_mfa", "GovernmentBody"),
    "وزارة الدفاع التركية": ("turkey_mod", "GovernmentBody"),
    "وزارة الخارجية السورية": ("syria_mfa", "GovernmentBody"),
    "البنتاغون": ("pentagon", "GovernmentBody"),
    "الحكومة التركية": ("turkey_gov", "GovernmentBody"),
    "الجيش السوري": ("saa", "ArmedForce"),
    "الجيش الروسي": ("russian_army", "ArmedForce"),
    "القيادة المركزية الأميركية": ("centcom", "ArmedForce"),
    "التحالف الدولي": ("coalition", "Coalition"),
    "التحالف": ("coalition", "Coalition"),
    "داعش": ("islamic_state", "ArmedGroup"),
    "جبهة النصرة": ("nusra", "ArmedGroup"),
    "قوات سوريا الديمقراطية": ("sdf", "ArmedGroup"),
    "قسد": ("sdf", "ArmedGroup"),
    "هيئة تحرير الشام": ("hts", "ArmedGroup"),
    "فيلق الشام": ("faylaq", "ArmedGroup"),
    "الأمم المتحدة": ("un", "IntergovernmentalOrganization"),
    "مجلس الأمن": ("unsc", "IntergovernmentalOrganization"),
    "روسيا": ("russia", "State"),
    "موسكو": ("russia", "State"),
    "واشنطن": ("us", "State"),
    "دمشق": ("syria_gov", "State"),
    "أنقرة": ("turkey", "State"),
    "سوريا": ("syria", "State"),
    "سانا": ("sana", "MediaOutlet"),
    "رويترز": ("reuters", "MediaOutlet"),
    "فرانس برس": ("afp", "MediaOutlet"),
    "الأناضول": ("anadolu", "MediaOutlet"),
    "الجزيرة": ("aljazeera", "MediaOutlet"),
    "شام": ("sham", "MediaOutlet"),
    "تاس": ("tass", "MediaOutlet"),
    "إنترفاكس": ("interfax", "MediaOutlet"),
    "الوطن": ("alwatan", "MediaOutlet"),
    "الشرق الأوسط": ("aawsat", "MediaOutlet"),
}
_NISBAS = {"الأميركية": "us", "الروسية": "russia", "التركية": "turkey", "السورية": "syria", "الأميركي": "us"}
_HEADS = frozenset(
    map(fold, ["وكالة", "شبكة", "صحيفة", "قناة", "تنظيم", "حركة", "طائرات", "قوات", "الطائرات", "المقاتلات"])
)
_PREPOSITIONS = frozenset(map(fold, ["في", "من", "على", "إلى", "عن", "باسم", "مع", "بين", "ضد"]))
_TABLE = {tuple(fold(w) for w in surface.split()): (key, cls, False) for surface, (key, cls) in _ACTORS.items()} | {
    (fold(w),): (key, "State", True) for w, key in _NISBAS.items()
}


def named_sentences(text: str) -> tuple[list[Sentence], list[list[Name]]]:
    """The sentences of a text with the names of the list above in each."""
    found = sentences(text)
    return found, [_names(s) for s in found]


def _names(sentence: Sentence) -> list[Name]:
    forms = [t.form for t in sentence.tokens]
    names: list[Name] = []
    i = 0
    while i < len(forms):
        hit = next(
            (
                (len(words), prefix, length)
                for prefix, stem, length in [(r.prefix, r.stem, r.length) for r in readings(forms[i])]
                for words in sorted(_TABLE, key=len, reverse=True)
                if (stem, *forms[i + 1 : i + len(words)]) == words
            ),
            None,
        )
        if hit is None:
            i += 1
            continue
        size, prefix, length = hit
        stem = next(r.stem for r in readings(forms[i]) if r.prefix == prefix and r.length == length)
        key, cls, nisba = _TABLE[(stem, *forms[i + 1 : i + size])]
        head, preposition = i, prefix[-1:] if prefix[-1:] in ("ب", "ل", "ك") else ""
        while head and (forms[head - 1] in _HEADS or forms[head - 1] in '«"“' or forms[head - 1][1:] in _HEADS):
            head -= 1
        if head < i and forms[head] not in _HEADS and forms[head][1:] in _HEADS:
            preposition = forms[head][0] if forms[head][0] in "بلك" else ""
        while forms[head] in '«"“':
            head += 1
        if not preposition and head and forms[head - 1] in _PREPOSITIONS:
            preposition = forms[head - 1]
        joined = bool(names) and prefix[:1] == "و" and names[-1].last == head
        tokens = sentence.tokens
        names.append(
            Name(
                tokens[i].offset(length), tokens[i + size - 1].end, i, i + size, head, "actor", key, cls, preposition,
                len(names) - 1 if joined else None, nisba, (), 1.0, "test",
            )
        )  # fmt: skip
        i += size
    return names


@dataclass(frozen=True, slots=True)
class Told:
    """What was found about one word of a text."""

    speakers: list[str]  # keys or descriptions, the original source first
    relayed_by: list[int | None]
    stances: list[str]
    status: str
    why: str
    held: list[Attribution]


Tell = Callable[..., Told]


@pytest.fixture(scope="session")
def read() -> Callable[[str], tuple[list[Sentence], list[list[Name]]]]:
    """The sentences of a text with their names."""
    return named_sentences


@pytest.fixture(scope="session")
def finder() -> AttributionFinder:
    """The finder with the packaged lexicon."""
    return AttributionFinder()


@pytest.fixture(scope="session")
def tell(finder: AttributionFinder) -> Tell:
    """Who tells the first (or nth) occurrence of a word in a text, and with which status."""
    judge = StatusJudge()

    def told(text: str, word: str, *, nth: int = 1, publisher: str | None = None, kind: str | None = None) -> Told:
        start = -1
        for _ in range(nth):
            start = text.index(word, start + 1)
        found, names = named_sentences(text)
        held = covering(finder.voices(found, names, publisher), start, start + len(word))
        sentence = next(s for s in found if s.start <= start < s.end)
        position = next(i for i, t in enumerate(sentence.tokens) if t.end > start)
        judgement = judge.judge(sentence, position, held, kind)
        tellings = chain(held)
        return Told(
            [t.speaker.key or t.speaker.description or "" for t in tellings],
            [t.relayed_by for t in tellings],
            [t.voice.stance for t in tellings],
            judgement.status,
            judgement.why,
            held,
        )

    return told
