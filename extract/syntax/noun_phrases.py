"""Noun phrases: where one starts and ends, whom it names, what it counts."""

from dataclasses import dataclass

from furat.extract.syntax.clauses import CLAUSE_HEADS, PREDICATES
from furat.extract.syntax.sentence import TaggedSentence, is_quote
from furat.extract.text.punctuation import COMMAS

_STOPS = CLAUSE_HEADS | {"prep", "rel", "aux", "among"}
_HOLDERS = frozenset(("people", "armed_people", "holding", "building", "force", "toll", "weapon", "aircraft"))
_PERSONS = frozenset(("people", "armed_people"))
_OF = frozenset(("from", "for", "in"))
GLUED = {"ب": "at", "ل": "for", "ك": "as"}  # the slot that a glued preposition opens


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase with what belongs to it («13 عنصرا من تنظيم داعش»)."""

    first: int
    last: int  # exclusive, with what belongs to it
    core: int  # exclusive, without
    names: tuple[int, ...]  # positions in the sentence's names: actors and places, conjuncts included
    quantities: tuple[int, ...]
    classes: frozenset[str]  # of its words, names and their class words aside


def glued(line: TaggedSentence, i: int) -> str:
    """The slot that a preposition glued to the word at a position opens; empty without one."""
    name = line.name_at[i]
    if name is not None:
        if line.names[name].first != i:
            return ""
        token = line.sentence.tokens[i]
        return GLUED.get(token.form[: max(0, line.names[name].start - token.start)][-1:], "")
    if line.quantity_at[i] is not None and not line.words[i].classes:
        return ""
    return GLUED.get(line.words[i].preposition, "")


def conjoined(line: TaggedSentence, i: int) -> bool:
    """Whether و or ف is glued to the word at a position."""
    name = line.name_at[i]
    if name is not None:
        token = line.sentence.tokens[i]
        return line.names[name].first == i and line.names[name].start > token.start and token.form[0] in "وف"
    return line.words[i].conjunction != ""


def read_phrase(line: TaggedSentence, first: int, limit: int, stops: frozenset[int] = frozenset()) -> NounPhrase:
    """The noun phrase that starts at a token, with its members and conjuncts; `stops` are other triggers."""
    core = _run(line, first, limit, stops)
    last = core
    while last < limit:  # عناصر من داعش, مواقع لتنظيم داعش, نقطة تابعة للجيش
        start = _member(line, first, last, limit)
        if start is None:
            break
        last = _run(line, start, limit, stops)
    names = tuple(n for n in dict.fromkeys(line.name_at[first:last]) if n is not None)
    quantities = tuple(q for q in dict.fromkeys(line.quantity_at[first:core]) if q is not None)
    nouns = (line.class_names[k] for k in range(first, core) if line.name_at[k] is None)
    return NounPhrase(first, last, core, names, quantities, frozenset().union(*nouns))


def _run(line: TaggedSentence, first: int, limit: int, stops: frozenset[int]) -> int:
    """One past the last token of a bare noun phrase."""
    end = k = first + 1
    while k < limit and k not in stops:
        if is_quote(line, k):
            k += 1
            continue
        if k in line.skip:
            k += 1
            end = k
            continue
        if line.tags[k] in _STOPS or line.tags[k] in ("mark", "time"):
            if not _commaof_list(line, k, limit):
                break
            k = end = min(limit, line.names[line.name_at[k + 1]].last)  # type: ignore[index]
            continue
        if not _continues(line, end - 1, k):
            break
        k += 1
        end = k
    while end > first + 1 and end - 1 in line.skip:
        end -= 1
    return end


def _commaof_list(line: TaggedSentence, k: int, limit: int) -> bool:
    """A comma between two names that NAMES found to be joined."""
    if line.sentence.tokens[k].form not in COMMAS or k + 1 >= limit:
        return False
    name = line.name_at[k + 1]
    return name is not None and (line.names[name].conjunct is not None or of_list(line, k, name))


def of_list(line: TaggedSentence, comma: int, name: int) -> bool:
    """Whether a comma stands in a list of names of one kind that ends with و: «السويداء، القنيطرة والحسكة»."""
    before = line.name_at[comma - 1] if comma else None
    if before is None or line.names[before].kind != line.names[name].kind or line.names[name].preposition:
        return False
    for index in range(name, len(line.names)):
        this, at = line.names[index], line.names[index].last
        if index > name and conjoined(line, this.first):
            return True
        after = index + 1 < len(line.names) and line.names[index + 1]
        if not after or after.kind != this.kind or after.head - at > 1 or after.preposition:
            return False
    return False


def _continues(line: TaggedSentence, before: int, k: int) -> bool:
    """Whether the word at `k` still belongs to the phrase that holds `before`."""
    while before in line.skip or is_quote(line, before):
        before -= 1
    if glued(line, k) or line.classes(k) & {"pronoun", "self", "described", "by_name", "behalf"}:
        return False
    same_quantity = line.quantity_at[k] is not None and line.quantity_at[k] == line.quantity_at[before]
    if same_quantity:
        return True
    counted = line.quantity_at[before] is not None and line.tags[k] in ("nominal", "quantity")
    if counted and not conjoined(line, k) and _agree(line, before, k):  # عشرون مدنيا سوريا, طفلان سوريان
        return True
    name, other = line.name_at[k], line.name_at[before]
    if name is not None and name == other:
        return True
    if conjoined(line, k):
        mixed = name is not None and other is not None and line.names[other].kind != line.names[name].kind == "actor"
        return not mixed and _joins(line, before, k)  # تفجيرات ببغداد وداعش يتبنى: another clause
    if other is not None:
        last = line.names[other]
        if name is not None:
            return line.names[name].nisba or (line.names[name].kind == last.kind == "actor" and last.nisba)
        if not line.words[k].definite or "belonging" in line.classes(k):
            return False
        return "kind" in line.classes(k) or not line.classes(k) & (_HOLDERS | {"placeword"})
    if name is not None:
        return not _stands_alone(line, before, k)
    if _nominative(line, before):
        return _nominative(line, k)
    if line.classes(before) & _PERSONS and line.classes(k) & _HOLDERS and not line.words[k].definite:
        return any(c.plural for c in line.words[before].classes)  # انتحاري سيارة: two phrases; عناصر دورية: one
    if line.words[before].definite and not line.words[k].definite:
        return False
    return not (_accusative(line, before) and line.classes(k) & {"placeword"})


def _stands_alone(line: TaggedSentence, before: int, k: int) -> bool:
    """Whether a noun with the article or a plural in ون ends its phrase before a name: «قصفت المدفعية | دوما».

    Such a noun has no genitive; only an apposition may follow: a person, or the proper name of what it calls.
    """
    name = line.names[line.name_at[k]]  # type: ignore[index]
    titled = line.words[before].definite and "title" in line.classes(before)  # اتهم الوزير | القوات الأمريكية
    if name.cls == "Person" or name.nisba or (name.head < k and not titled):
        return False
    if _nominative(line, before):
        return True
    if not line.words[before].definite or line.skip & {before}:
        return False
    classes = line.classes(before)
    kinds = (c.partition(":")[2].split(",") for c in classes if c.startswith("again"))
    again = any(name.cls in kind for kind in kinds)  # التنظيم داعش, المدينة منبج
    return not again and not (name.kind == "place" and classes & {"placeword", "building"})


def _nominative(line: TaggedSentence, k: int) -> bool:
    """Whether a word shows the ending of the nominative plural or dual: a subject ends there."""
    word = line.words[k]
    return word.stem.endswith("ون") and len(word.stem) > 4 and bool(word.classes)


def _agree(line: TaggedSentence, before: int, k: int) -> bool:
    """Whether two words show the same ending, of an indefinite accusative or of a nominative dual."""
    both = line.words[before].stem.endswith("ان") and line.words[k].stem.endswith("ان")
    return (both and bool(line.words[before].classes)) or (_accusative(line, before) and _accusative(line, k))


def _accusative(line: TaggedSentence, k: int) -> bool:
    """Whether a word shows the ending of the indefinite accusative."""
    return line.words[k].stem.endswith("ا") and not line.words[k].definite


def _joins(line: TaggedSentence, before: int, k: int) -> bool:
    """Whether و joins the word at `k` to the phrase, and does not open a clause."""
    if line.name_at[k] is not None:
        return line.name_at[before] is not None or bool(line.classes(before) & _HOLDERS) or not _verbal(line, k)
    if line.words[k].hits:
        return False
    if line.quantity_at[k] is not None:
        return line.quantity_at[before] is not None
    return bool(line.classes(k) & (_HOLDERS | {"placeword", "people"})) or line.words[k].definite


def _verbal(line: TaggedSentence, k: int) -> bool:
    return line.tags[k] in PREDICATES


def _member(line: TaggedSentence, first: int, last: int, limit: int) -> int | None:
    """Where a phrase starts that belongs to the one before: members (من, في), owners (ل); None when none does."""
    if last >= limit or (line.name_at[last - 1] is not None and not line.names[line.name_at[last - 1]].nisba):  # type: ignore[index]
        return None
    k = last
    if "behalf" in line.classes(k) and k + 1 < limit:  # المتحدث باسم الجيش
        return k + 1
    belonging = "belonging" in line.classes(k)
    if not belonging and line.tags[k] != "prep" and glued(line, k) != "for":
        return None
    classes: frozenset[str] = frozenset().union(*line.class_names[first:last])
    counted = any(quantity is not None for quantity in line.quantity_at[first:last])
    if not (classes & (_HOLDERS | {"placeword"}) or counted):
        return None
    if belonging:
        k += 1
        if k >= limit:
            return None
        return k if glued(line, k) == "for" else None
    if line.tags[k] == "prep":
        if line.relation.get(k) not in _OF or k + 1 >= limit or line.tags[k + 1] not in ("name", "nominal", "quantity"):
            return None
        start, preposition = k + 1, line.relation[k]
    else:
        start, preposition = k, "for"
    kinds = _kinds(line, start, limit)
    if preposition == "from":
        if kinds == "place" and "placeword" in classes and not classes & _HOLDERS:  # الشطر الشمالي من قبرص
            return start
        return start if kinds == "actor" or line.classes(start) & (_HOLDERS - {"holding"}) else None
    if not (classes & _HOLDERS or counted):
        return None
    if preposition == "for":
        return start if kinds == "actor" or line.classes(start) & {"armed_people", "force"} else None
    if preposition == "in":
        members = bool(classes & {"people", "armed_people", "force"})
        return start if members and kinds == "actor" else None
    return None


def _kinds(line: TaggedSentence, start: int, limit: int) -> str:
    """The kind of the first name of a phrase that starts here."""
    for k in range(start, min(start + 4, limit)):
        name = line.name_at[k]
        if name is not None:
            return line.names[name].kind
        if k > start and (line.tags[k] in _STOPS or glued(line, k) or conjoined(line, k)):
            return ""
    return ""
