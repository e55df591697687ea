"""The words that decide a status, read once from `voice_modals.tsv` and `voice_status.tsv`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from furat.extract.attribution.inflection import Inflected, imperfect, masdar, participle, perfect
from furat.extract.errors import LexiconError
from furat.extract.tables import read_tables
from furat.extract.text.tokens import fold

ModalKind = Literal["plan", "attempt", "permit", "demand", "prevent", "fail", "nearly", "result", "manage", "carrier"]
WordKind = Literal[
    "not", "without", "exempt", "future", "maybe", "aim", "condition", "light", "settled", "after", "doubted",
    "operation", "any", "perfect", "exist", "past", "firm",
    "ask", "wonder", "whether",
]  # fmt: skip
_LINKS = frozenset({"ب", "الي", "ل", "علي", "في", "عن", "من", "object", "that"})


@dataclass(frozen=True, slots=True)
class Modal:
    """A verb, noun or participle that governs an event."""

    lemma: str
    kind: ModalKind
    links: frozenset[str]
    verbal: bool  # a verb, whose subject may stand before what it governs; else its noun or participle


@dataclass(frozen=True, slots=True)
class StatusPhrase:
    """A fixed phrase; `glued` is a preposition that may be glued to the word behind."""

    words: tuple[str, ...]
    kind: WordKind
    glued: str


@dataclass(slots=True)
class StatusLexicon:
    """Both tables, indexed by folded word."""

    modals: dict[str, Modal] = field(default_factory=dict)
    phrases: dict[str, dict[str, list[StatusPhrase]]] = field(default_factory=dict)  # by first and second word, or ""
    sets: dict[WordKind, frozenset[str]] = field(default_factory=dict)
    operative: Callable[[str], bool] = field(init=False)  # whether an operator may begin with a form: asked once a form

    def __post_init__(self) -> None:
        self.operative = lru_cache(maxsize=50_000)(self._operative)

    def _operative(self, form: str) -> bool:
        if form in self.modals or form in self.sets["operation"] or form in self.phrases:
            return True
        return len(form) > 2 and form[0] in "وف" and form[1:] in self.phrases


def _forms(
    inflections: list[Inflected], lemma: str, kind: ModalKind, links: frozenset[str], found: dict[str, Modal]
) -> None:
    """Add every form, with what may stand glued in front of it; the first reading of a form wins."""
    for inflected in inflections:
        modal = Modal(lemma, kind, links, inflected.tense in ("perfect", "imperfect"))
        form = inflected.form
        variants = [form, "و" + form, "ف" + form]
        if inflected.tense == "imperfect":
            variants += ["س" + form, "وس" + form]
            if form[-1] in "يو":  # the jussive drops a weak ending: لم يؤد
                variants.append(form[:-1])
            elif len(form) > 3 and form[-2] in "اوي":  # and a long vowel: لم تقم, لم يقع
                variants.append(form[:-2] + form[-1])
        if inflected.tense in ("masdar", "participle") and not inflected.pronoun:
            variants += [p + form for p in ("ب", "ل", "ال", "بال", "وال")] + ["لل" + form]
        for variant in variants:
            found.setdefault(variant, modal)


def load(extra: Sequence[Path] = ()) -> StatusLexicon:
    """The packaged tables and those of the same names in the analyst's folders."""
    lexicon = StatusLexicon()
    columns = ["perfect", "imperfect", "masdar", "participle", "kind", "links", "example", "comment"]
    for row in read_tables("voice_modals.tsv", columns, extra):
        kind = cast(ModalKind, row.one_of("kind", get_args(ModalKind)))
        links = frozenset(row.many("links"))
        if unknown := links - _LINKS:
            raise LexiconError(f"{row.where}: unknown links {sorted(unknown)}; known: {sorted(_LINKS)}")
        if not row["perfect"] or not fold(row["imperfect"]).startswith("ي"):
            raise LexiconError(f"{row.where}: write the perfect and the imperfect of the 3rd person masculine singular")
        forms = [*perfect(row["perfect"]), *imperfect(row["imperfect"])]
        forms += [f for m in row.many("masdar") for f in masdar(m)]
        forms += [
            f
            for p in row.many("participle")
            for f in [*participle(p), Inflected(fold(p), "participle", "m", False, False)]
        ]
        _forms(forms, row["perfect"], kind, links, lexicon.modals)
    phrases = []
    for row in read_tables("voice_status.tsv", ["phrase", "kind", "example", "comment"], extra):
        words = tuple(fold(row["phrase"]).split())
        if not words:
            raise LexiconError(f"{row.where}: empty phrase; write the words in the first column")
        glued = words[-1] if len(words) > 1 and words[-1] in ("ل", "ب") else ""
        kind_of = cast(WordKind, row.one_of("kind", get_args(WordKind)))
        phrases.append(StatusPhrase(words[:-1] if glued else words, kind_of, glued))
    for phrase in sorted(phrases, key=lambda p: -len(p.words)):
        if phrase.kind in ("not", "without", "exempt", "future", "maybe", "aim", "condition"):
            second = phrase.words[1] if len(phrase.words) > 1 else ""
            lexicon.phrases.setdefault(phrase.words[0], {}).setdefault(second, []).append(phrase)
    for kind_name in get_args(WordKind):
        lexicon.sets[kind_name] = frozenset(p.words[0] for p in phrases if p.kind == kind_name and len(p.words) == 1)
    return lexicon
