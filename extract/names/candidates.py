"""Listed names in a sentence: the longest at each place, as candidates that still may be several entities."""

from furat.extract.names.name_sentence import OPENING, QUOTES, MentionCandidate, NameSentence
from furat.extract.names.trie import END, ListedName
from furat.extract.text.clitics import CliticSplit
from furat.extract.text.punctuation import COMMAS

# Readings of a head noun whose adjective acts.
ACTING = frozenset({"agent", "side"})
_TENS = ("ون", "ين", "عشر", "عشره")  # endings of the numbers that an accusative follows
_REACH = 5  # tokens between the noun and its adjective at most
_INSIDE = QUOTES | {"-", "‐", "–"}


def listed(line: NameSentence) -> list[MentionCandidate]:
    """The listed names of a sentence, leftmost and longest, whose surroundings allow them."""
    found: list[MentionCandidate] = []
    tokens, words = line.tokens, line.words
    at, count = 0, len(tokens)
    while at < count:
        best: MentionCandidate | None = None
        for start in words[at].starts:
            for last, entries in _matches(line, at, start.node):
                if best is not None and last <= best.last:
                    break
                spot = _allowed(line, at, last, start.reading, entries, found)
                if spot is not None:
                    best = spot
                    break
        if best is None:
            at += 1
        else:
            found.append(line.take(best))
            at = best.last
    return found


def _matches(line: NameSentence, at: int, node: dict[str, object]) -> list[tuple[int, tuple[ListedName, ...]]]:
    """The ends of names that begin at a token, longest first, with the entries that end there."""
    tokens = line.tokens
    count = len(tokens)
    # A name ends where a quotation does that begins in front of it or inside it.
    quotes = int(at > 0 and tokens[at - 1].form in QUOTES)
    found: list[tuple[int, tuple[ListedName, ...]]] = []
    last = at + 1
    while True:
        entries = node.get(END)
        if entries:
            found.append((last, entries))  # type: ignore[arg-type]
        after = last
        while after < count and after - last < 2 and tokens[after].form in _INSIDE:
            if tokens[after].form in QUOTES:
                quotes += 1
            after += 1
        if quotes > 1:
            after = count
        following = node.get(tokens[after].form) if after < count else None
        if following is None:
            found.reverse()
            return found
        node = following  # type: ignore[assignment]
        last = after + 1


def _options(
    line: NameSentence,
    first: int,
    last: int,
    reading: CliticSplit,
    entries: tuple[ListedName, ...],
    before: int | None,
    found: list[MentionCandidate],
) -> tuple[list[ListedName], set[str], bool]:
    """The entries that may be meant, the keys that are sure, and whether none is: the name waits for its full form."""
    options: list[ListedName] = []
    sure: set[str] = set()
    pending = True
    for entry in entries:
        if entry.needs:
            if before is None or line.words[before].reading.stem not in entry.needs:
                continue
            pending = False
        elif entry.use == "short":
            pass
        elif entry.use == "cue" or (entry.kind == "place" and line.words[first].title is not None):
            cued = _cued(line, first, last, reading, entry, before, found)
            if cued is None:
                continue
            if cued:
                sure.add(entry.key)
                pending = False
        else:
            sure.add(entry.key)
            pending = False
        options.append(entry)
    return options, sure, pending


def _cued(
    line: NameSentence,
    first: int,
    last: int,
    reading: CliticSplit,
    entry: ListedName,
    before: int | None,
    found: list[MentionCandidate],
) -> bool | None:
    """Whether the words around an entry that needs a cue give one; None: it cannot be meant without."""
    if entry.kind == "place":
        cued = _place_cue(line, first, last, before, reading, found)
        waits = reading.preposition == "ب" or _behind_preposition(line, before)
    else:
        cued = _actor_cue(line, first, before, reading, entry, line.quoted(first, last))
        waits = entry.cls != "MediaOutlet"
    return bool(cued) if cued or waits else None


def _allowed(
    line: NameSentence,
    first: int,
    last: int,
    reading: CliticSplit,
    entries: tuple[ListedName, ...],
    found: list[MentionCandidate],
) -> MentionCandidate | None:
    """A spot of the entries that what stands around allows, or None."""
    nisba = line.words[first].nisba
    if nisba is not None and last - first == 1 and not nisba.definite and acting_head(line, first) is not None:
        return None
    if not reading.prefix and _joined_to_hamza(line, first):
        return None
    before = line.before(first) if not reading.prefix else None
    if before is not None and last - first == 1 and _counted(line, before, first):
        return None
    if before is not None and last - first == 1 and _adjective(line, before, first):
        entries = tuple(entry for entry in entries if entry.kind != "place")
    class_word = line.words[before].class_word if before is not None else None
    options, sure, pending = _options(line, first, last, reading, entries, before, found)
    if not options:
        return None
    if not pending:
        options = [entry for entry in options if entry.use != "cue" or entry.key in sure]
    if len(options) > 1:
        options = list({(entry.kind, entry.key): entry for entry in reversed(options)}.values())[::-1]
    own = line.words[first].class_word
    if own is not None and own.keeps == "unquoted" and last - first > 1 and line.tokens[first + 1].form in OPENING:
        spot = line.spot(first + 2, last, CliticSplit("", line.tokens[first + 2].form, 0), tuple(options))
        spot.class_at = first
    else:
        spot = line.spot(first, last, reading, tuple(options))
        spot.class_at = before if class_word is not None else None
    spot.pending = pending
    return spot


def _joined_to_hamza(line: NameSentence, at: int) -> bool:
    """Whether a word is printed with و before a hamza, so that و is no part of a name: «وأم»."""
    return line.tokens[at].surface.startswith(("وأ", "وإ", "وآ"))


def _adjective(line: NameSentence, before: int, at: int) -> bool:
    """Whether a word with article and the ending of an adjective follows a noun with article: «التسوية السلمية»."""
    form, noun = line.tokens[at].form, line.words[before]
    if not (form.startswith("ال") and form.endswith("يه") and noun.reading.stem.startswith("ال")):
        return False
    return not (noun.class_word or noun.heads or noun.relator or line.taken[before])


def _counted(line: NameSentence, before: int, at: int) -> bool:
    """Whether «سوريا» is what a counted noun is: «16 عالما سوريا»."""
    form, noun = line.tokens[at].form, line.tokens[before].form
    if not form.endswith("ا") or form[:-1] not in line.nisbas:
        return False
    number = line.tokens[before - 1] if before else None
    return noun.endswith("ا") and number is not None and (number.kind == "number" or number.form.endswith(_TENS))


def _place_cue(
    line: NameSentence, first: int, last: int, before: int | None, reading: CliticSplit, found: list[MentionCandidate]
) -> bool:
    """Whether the words around ask for a place: a class word or direction before it, a place joined to it, «بريف»."""
    if before is not None:
        word = line.words[before]
        if (word.class_word is not None and word.class_word.kind == "place") or "place" in word.heads:
            return not (line.words[first].nisba and word.class_word is None)
    if found and reading.conjunction and found[-1].last >= first - 1 and _is_place(found[-1]):
        return True
    if found and found[-1].last == first - 1 and line.tokens[first - 1].form in COMMAS | {"-"} and _is_place(found[-1]):
        return True
    if last < len(line.words):
        after = line.words[last]
        return after.reading.prefix == "ب" and after.class_word is not None and after.class_word.kind == "place"
    return False


def _is_place(spot: MentionCandidate) -> bool:
    return any(entry.kind == "place" for entry in spot.options)


def _actor_cue(
    line: NameSentence, first: int, before: int | None, reading: CliticSplit, entry: ListedName, quoted: bool
) -> bool:
    """Whether the words around ask for this actor: its class word, quotation marks, a verb of publishing."""
    if quoted and entry.cls in ("MediaOutlet", "ArmedGroup", "PoliticalParty", "Person"):
        return True
    if before is not None:
        word = line.words[before]
        if word.class_word is not None and word.class_word.kind == "actor":
            return True
        if entry.cls == "MediaOutlet" and word.relator == "medium":
            return True
        if entry.cls == "Person" and word.title is not None:
            return True
        if entry.cls == "ArmedGroup" and "people" in word.heads:
            return True
    if entry.cls == "MediaOutlet":
        if reading.preposition and first and line.words[first - 1].relator == "medium":
            return True
        after = first + 1
        return (
            first == 0
            and after + 1 < len(line.tokens)
            and line.tokens[after].form in ("-", "–", "/")
            and line.sentence.end - line.sentence.start < 60
        )
    return False


def _behind_preposition(line: NameSentence, before: int | None) -> bool:
    return before is not None and line.tokens[before].form in line.prepositions


def acting_head(line: NameSentence, at: int) -> int | None:
    """The noun that the adjective at a position belongs to, if it acts; adjectives in between are left aside."""
    before = line.behind_model(at)
    steps = 0
    adjectives = line.adjectives
    while before is not None and steps < _REACH:
        word = line.words[before]
        if word.heads & ACTING:
            return before if _agrees(line, before, at) else None
        if word.nisba is None and word.form not in adjectives and word.reading.stem not in adjectives:
            return None
        steps += 1
        before = line.before(before)
    return None


def _agrees(line: NameSentence, head: int, at: int) -> bool:
    """Whether noun and adjective are both definite or both not, as far as their articles tell."""
    nisba = line.words[at].nisba
    stem = line.words[head].reading.stem
    return nisba is not None and (nisba.definite or not stem.startswith("ال"))
