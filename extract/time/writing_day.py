"""The day on which a text was written, where its own words correct the date that it was published with."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from furat.extract.text.sentences import Sentence
from furat.extract.time.resolve import told_on
from furat.extract.time.words import TimeWords


def writing_day(words: TimeWords, sentences: Sequence[Sentence], published: date | None) -> date | None:
    """The latest day not after `published` on which «أمس الثلاثاء» and its like in the text are true.

    A date of publication is often that of a crawl. One such expression that agrees with it confirms it; of others the
    day that most of them tell is taken. What stands in quotation marks may have been said on another day.
    """
    if published is None:
        return None
    told: Counter[date] = Counter()
    for sentence in sentences:
        for offset, weekday in _named_days(words, sentence):
            if (published + timedelta(days=offset)).weekday() == weekday:
                return published
            told[told_on(offset, weekday, published)] += 1
    return max(told, key=lambda day: (told[day], day)) if told else published


def _named_days(words: TimeWords, sentence: Sentence) -> list[tuple[int, int]]:
    """Offsets and weekdays of the deictic words that stand beside a weekday, outside quotation marks."""
    found = []
    tokens = sentence.tokens
    quoted = 0
    for i, token in enumerate(tokens):
        if token.kind == "mark":
            quoted += (token.form in "«“") - (token.form in "»”")
            continue
        if quoted > 0 or token.kind != "word" or "weekday" not in words.classes(token.form):
            continue
        weekday = words.at(tokens, i, "weekday")
        if weekday is None:
            continue
        before = next((h for n in (2, 1) if (h := words.at(tokens, i - n, "deictic")) and h.last == i), None)
        deictic = before if before is not None and not weekday.prefix else words.at(tokens, weekday.last, "deictic")
        if deictic is not None and (deictic is before or not deictic.prefix):
            found.append((int(deictic.word.value), weekday.value))
    return found
