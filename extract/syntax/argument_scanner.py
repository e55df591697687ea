"""The phrases behind a trigger, each with the slot that a preposition or its place gives it."""

from dataclasses import dataclass

from furat.extract.syntax.clauses import CLAUSE_BREAKS
from furat.extract.syntax.noun_phrases import NounPhrase, conjoined, glued, read_phrase
from furat.extract.syntax.sentence import TaggedSentence, is_quote
from furat.extract.text.punctuation import COMMAS, FULL_STOPS

NOMINAL = frozenset(("nominal", "name", "quantity"))
_KUNYA = frozenset(("بابي", "ابو", "ابي", "بام", "ام"))
_DOERS = frozenset(("light:do", "light:prevent", "light:undergo", "light:suffer", "light:witness"))


@dataclass(slots=True)
class Argument:
    """A phrase in a slot: subject, object, genitive, or a preposition."""

    slot: str
    phrase: NounPhrase
    why: str


class ArgumentScanner:
    """Goes through the words behind a trigger to the end of its clause, or to the next trigger."""

    def __init__(self, line: TaggedSentence, limit: int, stops: frozenset[int], verbal: bool) -> None:
        self.line, self.limit, self.stops, self.verbal = line, limit, stops, verbal
        self.found: list[Argument] = []
        self.pending = ""
        self.prodrop = False
        self._after_time = False

    def phrases(self, start: int, slot: str) -> list[Argument]:
        """The phrases from `start` on; the first bare one stands in `slot`."""
        self.pending = slot
        i = start
        while i < self.limit:
            step = self._step(i)
            if step is None:
                break
            i = step
        return self.found

    def _step(self, i: int) -> int | None:
        line, tag = self.line, self.line.tags[i]
        if i in line.skip or is_quote(line, i) or tag == "aux":
            return i + 1
        if tag == "time":
            self._after_time = True
            if self.pending in ("while", "in", "at", "from", "to", "other"):
                self.pending = "bare"
            return i + 1
        if tag == "mark":
            return self._mark(i)
        if tag == "verb" and i + 1 < self.limit and line.classes(i + 1) & {"on_it", "pronoun"}:
            return self._state(i)
        if tag == "verb" and self._relative(i):  # مسلحون يستقلون دراجة: an indefinite noun's relative clause
            self.pending = "doer" if self._plants(i) else "apposition"
            return i + 1
        if tag in CLAUSE_BREAKS:
            return None
        if tag == "rel":
            if i + 1 < self.limit and line.tags[i + 1] == "light":
                return i + 1
            return self._state(i)
        if tag == "among":
            return self._insertion(i)
        if tag == "light":
            return self._light(i)
        if tag == "prep":
            if line.relation.get(i) == "source":
                return next((k for k in range(i + 1, self.limit) if line.sentence.tokens[k].form in COMMAS), None)
            self._preposition(i)
            return i + 1
        return self._phrase(i)

    def _relative(self, i: int) -> bool:
        """Whether a verb right behind a noun phrase, not joined by و, tells of that noun."""
        before = i
        while before and is_quote(self.line, before - 1):
            before -= 1
        close = bool(self.found) and self.found[-1].phrase.last == before
        return close and not self.line.words[i].conjunction

    def _plants(self, i: int) -> bool:
        """Whether the relative verb says who laid the bomb of the event: «لغم زرعه التنظيم»."""
        return any(c.name == "plants_it" or (c.name == "plant" and c.pronoun) for c in self.line.words[i].classes)

    def _preposition(self, i: int) -> None:
        """The slot that a preposition opens; in «إلى شمال سوريا» the first of two rules."""
        line, slot = self.line, self.line.relation.get(i, "")
        if slot == "in" and i and line.tags[i - 1] == "prep" and self.pending in ("to", "from", "on"):
            return
        self.pending = slot

    def _mark(self, i: int) -> int | None:
        line, after = self.line, i + 1
        mark = line.sentence.tokens[i].form
        if mark in FULL_STOPS or after >= self.limit:
            return None
        if mark in COMMAS and line.tags[after] == "rel":
            return after
        sides = self.found and self.found[-1].slot == "between" and len(self.found) == 1
        if mark in COMMAS and sides and conjoined(line, after) and line.tags[after] in NOMINAL | {"prep"}:
            self.pending = "between"  # بين الجيش من جهة، والفصائل من جهة ثانية
            return after
        if mark in COMMAS and (line.tags[after] in CLAUSE_BREAKS | {"light"} or conjoined(line, after)):
            return self._aside(i)
        if not self._after_time:
            self.pending = "apposition"
        return after

    def _aside(self, i: int) -> int | None:
        """Past a short remark between two commas: «سقط الصاروخ، ويرجح أنه كذا، على الحي»."""
        line = self.line
        for k in range(i + 2, min(i + 10, self.limit - 1)):
            if k in self.stops:
                return None
            if line.sentence.tokens[k].form in COMMAS:
                return k + 1 if line.tags[k + 1] == "prep" or glued(line, k + 1) else None
        return None

    def _state(self, i: int) -> int:
        """Past a relative clause that says no more than a state («التي يسيطر عليها التنظيم»)."""
        line = self.line
        i += 1
        while i < self.limit and line.tags[i] in ("verb", "aux", "light"):
            i += 1
        while i < self.limit and line.classes(i) & {"on_it", "pronoun"}:
            i += 1
        if i < self.limit and line.tags[i] in NOMINAL and not glued(line, i) and i not in self.stops:
            i = read_phrase(line, i, self.limit, self.stops).last
        self.pending = "apposition"
        return i

    def _insertion(self, i: int) -> int:
        """Past «بينهم أربعة أطفال وامرأة»."""
        line = self.line
        i += 1
        if i < self.limit and line.tags[i] in NOMINAL and not glued(line, i) and i not in self.stops:
            i = read_phrase(line, i, self.limit, self.stops).last
        return i

    def _light(self, i: int) -> int | None:
        line, classes = self.line, self.line.classes(i)
        if self.verbal or line.words[i].conjunction or "light:result" in classes:
            return None
        if "light:hit" in classes:
            self.pending = "on"
        elif classes & _DOERS:
            if self._passive_carrier(i):
                self.pending = "apposition"
                return i + 1
            if not self._takes_up(i):
                return None
            self.pending = "subject"
            plural = any(c.plural for c in line.words[i].classes if c.name in _DOERS)
            after = i + 1
            self.prodrop = plural or (after < self.limit and line.classes(after) & {"pronoun", "on_it"} != frozenset())
            while after < self.limit and line.classes(after) & {"pronoun", "on_it"}:
                after += 1
            if self.prodrop:
                self.pending = "apposition"
            return after
        else:
            self.pending = "apposition"
        return i + 1

    def _passive_carrier(self, i: int) -> bool:
        """هجوما نُفذ ليلا على القاعدة: a carrying verb right behind its noun and without a subject tells it on."""
        line, after = self.line, i + 1
        if self.found or line.tags[i - 1] != "nominal" or any(c.pronoun for c in line.words[i].classes):
            return False
        return after < self.limit and (line.tags[after] in ("time", "prep", "aux") or glued(line, after) != "")

    def _takes_up(self, i: int) -> bool:
        """Whether a carrying verb behind an event noun tells of it: «غارات نفذها», «الذي شنه», «هجوم قاموا به»."""
        line, after = self.line, i + 1
        if line.tags[i - 1] == "rel" or any(c.pronoun for c in line.words[i].classes):
            return True
        return after < self.limit and bool(line.classes(after) & {"pronoun", "on_it"})

    def _description(self, i: int) -> int | None:
        """Past «المدعومة من أنقرة», «الخاضعة للتنظيم»: whom it names plays no part; None where nobody follows."""
        line, k = self.line, i + 1
        while k < self.limit and (line.tags[k] == "prep" or is_quote(line, k)) and k not in self.stops:
            k += 1
        if k >= self.limit or line.tags[k] not in NOMINAL or k in self.stops or (k == i + 1 and not glued(line, k)):
            return None
        return read_phrase(line, k, self.limit, self.stops).last

    def _another(self, i: int) -> bool:
        """Whether a side is joined to nothing but places: «تفجيرات ببغداد وداعش يتبنى» opens another clause."""
        line, name = self.line, self.line.name_at[i]
        last = self.found[-1].phrase.names
        places = bool(last) and all(line.names[n].kind == "place" for n in last)
        return name is not None and line.names[name].kind == "actor" and places

    def _by_name(self, i: int) -> int:
        """Past «المعروف بأبي حفص», «الملقب بـ"أبو علي"»: another name of the same person, or what he is known for."""
        line, k = self.line, i + 1
        while k < self.limit and line.sentence.tokens[k].form == "ب":
            k += 1
        if k < self.limit and is_quote(line, k):
            closing = next((q for q in range(k + 1, min(k + 8, self.limit)) if is_quote(line, q)), k)
            return closing + 1
        name = line.name_at[k] if k < self.limit else None
        if name is not None:
            return line.names[name].last
        kunya = k + 1 < self.limit and line.sentence.tokens[k].form in _KUNYA
        return min(self.limit, k + 1 + kunya)

    def _phrase(self, i: int) -> int:
        line = self.line
        if "belonging" in line.classes(i) and i + 1 < self.limit:  # الطيران الحربي التابع للنظام
            return read_phrase(line, i + 1, self.limit, self.stops).last
        if "by_name" in line.classes(i):
            return self._by_name(i)
        if "described" in line.classes(i) and (end := self._description(i)) is not None:
            return end
        own = glued(line, i)
        if own and not (i and line.tags[i - 1] == "aux" and own == "at"):  # ما تسمى بـ
            self.pending = own
        elif conjoined(line, i) and self.found and self.pending == "bare":
            known = (line.words[i].classes or line.name_at[i] is not None) and not self._another(i)
            self.pending = self.found[-1].slot if known else "apposition"
        elif conjoined(line, i) and not self.found and not self.verbal:
            self.pending = "apposition"
        phrase = read_phrase(line, i, self.limit, self.stops)
        self.found.append(Argument(self.pending, phrase, self.pending))
        self.pending = "bare"
        self._after_time = False
        return phrase.last
