"""What else belongs to an event: its time, its numbers of people, and which of its places are the most specific."""

from collections.abc import Mapping, Sequence

from furat.extract.events.drafts import EventDraft, Number, Part
from furat.extract.layers import Quantity, TimeExpression
from furat.extract.syntax.clauses import CLAUSE_OPENERS
from furat.extract.syntax.noun_phrases import conjoined, of_list
from furat.extract.syntax.sentence import TaggedSentence, is_quote
from furat.extract.text.punctuation import COMMAS

_SPOKEN = frozenset(("demand", "accusation", "threat", "agreement", "meeting"))  # dated by their own words alone
_PLUPERFECT = 4  # words between كان and the verb that it puts into the past
_RELATIVE = 12  # words of a relative clause up to its time
_COUNTED_BY = {"killing": "killed", "injury": "injured", "abduction": "captured", "arrest": "captured"}


def places(draft: EventDraft, within: Mapping[str, str]) -> None:
    """Keep the most specific places: what contains another place of the event goes."""
    located = draft.of("location")
    if len(located) < 2:
        return
    dropped: list[Part] = []
    for part in located:
        for other in located:
            if (
                other is not part
                and part.key is not None
                and other.key is not None
                and lies_in(other.key, part.key, within)
            ):
                dropped.append(part)
                break
    kept = [p for p in located if p not in dropped]
    first: Part | None = None
    for part in kept:  # «بلدة الشعفة بريف دير الزور»: what follows behind a preposition contains the first
        if first is not None and not _coordinated(draft.line, first, part):
            dropped.append(part)
        else:
            first = part
    draft.parts = [p for p in draft.parts if p not in dropped]


def lies_in(inner: str, outer: str, within: Mapping[str, str]) -> bool:
    """Whether one place lies in another, at any depth."""
    for _ in range(8):
        inner = within.get(inner, "")
        if not inner:
            return False
        if inner == outer:
            return True
    return False


def _coordinated(line: TaggedSentence, first: Part, second: Part) -> bool:
    """Whether و or a comma joins two places, not a preposition."""
    for index, name in enumerate(line.names):
        if name.start == second.start:
            before = line.names[index - 1].last if index else name.first + 1
            if index and name.head == before + 1 and line.sentence.tokens[before].form in COMMAS:
                return of_list(line, before, index)  # «عندان، حلب» says what contains the first
            if name.conjunct is not None:
                return True
            return any(conjoined(line, k) for k in range(max(before, name.head - 2), name.first + 1))
    return False


def time(draft: EventDraft) -> None:
    """The time expression of the event's own clause: behind the trigger first, then in front of it."""
    line, at = draft.line, draft.trigger.position
    best = None
    for expression in line.times:
        if not draft.first <= expression.first < draft.last or _of_saying(line, expression.first, draft.first):
            continue
        after = expression.first > at
        if after and _leaves(line, at, expression.first):
            continue
        if not after and _leaves(line, expression.last, at):
            continue
        if _of_relative(line, expression, at):
            continue
        distance = expression.first - at if after else (at - expression.last) * 1.2
        if best is None or distance < best[0]:
            best = (distance, expression)
    if best is not None:
        draft.time, draft.time_why = best[1], best[1].why


def sentence_time(drafts: Sequence[EventDraft]) -> None:
    """A time in front of all events of a sentence dates those that have none; so does that of one joined by و."""
    if not drafts:
        return
    line, first = drafts[0].line, drafts[0].trigger.position
    fronted = [
        t
        for t in line.times
        if t.last <= first and not _of_saying(line, t.first, 0) and not _of_relative(line, t, first)
    ]
    for before, draft in zip([None, *drafts], drafts, strict=False):
        if draft.time is not None or draft.type in _SPOKEN:
            continue
        at = draft.trigger.position
        if before is not None and before.time is not None and _goes_on(line, before.trigger.position, at):
            draft.time, draft.time_why = before.time, f"{before.time_why}; told on by و"
        elif len(fronted) == 1 and not _leaves(line, fronted[0].last, at):
            draft.time, draft.time_why = fronted[0], f"{fronted[0].why}; in front of the sentence"


def day_of_saying(drafts: Sequence[EventDraft]) -> None:
    """«أعلن الجيش أمس مقتل ضابط»: the only day of a sentence, that of its saying, is that of the news it tells.

    Not of what is planned, denied or told as background, nor where the sentence tells another time.
    """
    if not drafts or len(drafts[0].line.times) != 1:
        return
    line, told = drafts[0].line, drafts[0].line.times[0]
    a_day = told.relative and told.earliest is not None and told.earliest == told.latest
    if not a_day or not _of_saying(line, told.first, 0):
        return
    for draft in drafts:
        at, form = draft.trigger.position, draft.trigger.hit.form
        news = not draft.trigger.verbal or form.perfect
        background = any("was" in line.classes(k) for k in range(max(told.last, at - _PLUPERFECT), at))
        aside = any(line.tags[k] in ("rel", "sub") for k in range(told.last, at))
        again = aside or line.words[at].definite or draft.type in _SPOKEN
        if (
            draft.time is None
            and news
            and draft.status == "asserted"
            and at > told.first - 1
            and not (background or again)
        ):
            draft.time, draft.time_why = told, f"{told.why}; the day of the saying"


def _goes_on(line: TaggedSentence, first: int, second: int) -> bool:
    """Whether و joins two events of one clause."""
    return line.words[second].conjunction != "" and not _leaves(line, first, second)


def _of_saying(line: TaggedSentence, at: int, first: int) -> bool:
    """Whether a time belongs to a verb of saying: «أعلنت الوزارة الثلاثاء أن», «حسبما أفاد المرصد أمس»."""
    for k in range(at - 1, max(first - 1, at - 10), -1):
        if line.tags[k] == "report":
            return True
        if line.tags[k] in ("comp", "verb", "light", "sub", "rel"):
            return False
    return False


def _of_relative(line: TaggedSentence, expression: TimeExpression, at: int) -> bool:
    """Whether a time stands in a relative clause of something else: «الجولان الذي تحتله إسرائيل منذ 1967»."""
    time, lasts = expression.first, "/" in expression.edtf
    for k in range(time - 1, max(-1, time - _RELATIVE), -1):
        if line.tags[k] in CLAUSE_OPENERS | {"mark"} and not is_quote(line, k):
            return False
        if line.tags[k] == "rel":
            carried = at < k and "light" in line.tags[k:time]  # الهجوم الذي وقع أمس, الذي يتهم التنظيم بشنه أمس
            state = at < k and not lasts and any("on_it" in line.classes(q) for q in range(k, time))
            return not (k < at < time or carried or state)  # البلدة التي يسيطر عليها التنظيم أمس: of the event
    return False


def _leaves(line: TaggedSentence, start: int, end: int) -> bool:
    """Whether another clause begins between two positions."""
    return any(line.tags[k] in CLAUSE_OPENERS for k in range(start + 1, end))


def numbers(draft: EventDraft) -> None:
    """The number of people of a killing, wounding, abduction or arrest: the quantity of its victims."""
    field = _COUNTED_BY.get(draft.type)
    if field is None:
        return
    line, at = draft.line, draft.trigger.position
    candidates = []
    for quantity in line.quantities:
        if quantity.first <= at < quantity.last:
            candidates.append((0.0, quantity))
        elif draft.first <= quantity.first < draft.last and quantity.counts in (field, "people"):
            after = quantity.first > at
            if after and _leaves(line, at, quantity.first):
                continue
            candidates.append((float(quantity.first - at) if after else (at - quantity.last) * 2.0 + 2, quantity))
    if draft.status == "denied" and any("any" in line.classes(k) for k in range(at - 2, at + 3)):
        return  # لم يقتل أي شخص: nobody is no number
    word = line.sentence.tokens[at].surface
    if candidates:
        _, quantity = min(candidates, key=lambda c: c[0])
        if not quantity.vague and (quantity.minimum is not None or quantity.maximum is not None):
            number = Number.of(quantity, f"{quantity.why}; next to «{word}»")
            draft.count(field, _with_joined(draft, number, quantity))
    elif field == "killed":
        _one_victim(draft)
    if draft.type == "killing" and draft.injured is None:
        for quantity in line.quantities:
            if at <= quantity.first < draft.last and quantity.counts == "injured" and not quantity.vague:
                draft.injured = Number.of(quantity, f"{quantity.why}; told with «{word}»")
                break


def toll_victims(draft: EventDraft, document: str) -> None:
    """«أوقع 32 قتيلا»: the counted dead are the victims, where nobody else is named."""
    if draft.trigger.entry.kind != "toll" or draft.of("patient"):
        return
    for quantity in draft.line.quantities:
        if quantity.first <= draft.trigger.position < quantity.last:
            text = document[quantity.start : quantity.end]
            draft.add(Part("patient", None, "", text, quantity.start, quantity.end, "the dead, as counted"))


def _with_joined(draft: EventDraft, number: Number, first: Quantity) -> Number:
    """The sum with quantities of people that و joins at once: «سبع عشرة امرأة وأحد عشر طفلا»."""
    line, last = draft.line, first.last
    for quantity in line.quantities:
        if quantity.first != last or quantity.counts != first.counts or quantity.vague or quantity.noun is None:
            continue
        if not line.sentence.tokens[quantity.first].form.startswith("و") or first.noun is None:
            break
        both = (number.minimum, quantity.minimum), (number.maximum, quantity.maximum)
        least, most = (None if a is None or b is None else a + b for a, b in both)
        number = Number(least, most, number.start, quantity.end, f"{number.why}; and {quantity.why}")
        last = quantity.last
    return number


def _one_victim(draft: EventDraft) -> None:
    """A single victim told of without a number: «مقتل قيادي», «مقتل» and a person's name."""
    victims = draft.of("patient")
    if len(victims) != 1:
        return
    line, part = draft.line, victims[0]
    name = next((n for n in line.names if n.start == part.start), None)
    if name is not None and name.cls == "Person":
        draft.killed = Number(1, 1, part.start, part.end, "one person, named")
        return
    at = draft.trigger.position
    for k in range(at + 1, min(at + 3, draft.last)):
        for word in line.words[k].classes:
            if word.name in ("people", "armed_people") and not word.plural and not line.words[k].definite:
                count = 2 if word.dual else 1
                token = line.sentence.tokens[k]
                draft.killed = Number(
                    count, count, token.start, token.end, f"«{token.surface}» is {'two' if word.dual else 'one'}"
                )
                return
        if line.tags[k] == "prep" or line.quantity_at[k] is not None:
            return
