"""What a carrying verb before an event noun gives it, and the phrases of place in front of both."""

from furat.extract.events.subjects import subject_before
from furat.extract.events.triggers import Trigger
from furat.extract.syntax.argument_scanner import Argument, ArgumentScanner
from furat.extract.syntax.clauses import CLAUSE_OPENERS, CLAUSE_OPENERS_AND_RELATIVES
from furat.extract.syntax.noun_phrases import NounPhrase, glued
from furat.extract.syntax.sentence import TaggedSentence, is_quote
from furat.extract.text.punctuation import COMMAS, FULL_STOPS

_CLAUSE = 14  # words between a verb of permitting and what it permits


def carried(line: TaggedSentence, trigger: Trigger, left: int, stops: frozenset[int]) -> tuple[list[Argument], bool]:
    """What a carrying verb before an event noun gives it: «شن الجيش هجوما», «تعرضت القاعدة لهجوم»."""
    for j in range(trigger.position - 1, left - 1, -1):
        tag = line.tags[j]
        if tag in CLAUSE_OPENERS or (tag == "verb" and j not in stops) or _full_stop(line, j):
            return fronted(line, j + 1, trigger.position, stops), False
        if tag != "light":
            continue
        classes = line.classes(j)
        if "light:result" in classes:
            return [], False
        if "light:own" in classes and any("denies" in line.classes(k) for k in range(max(left, j - 8), j)):
            return fronted(line, j + 1, trigger.position, stops), False  # نفى التنظيم مسؤوليته عن التفجير
        if not _reaches(line, j, trigger.position):
            return fronted(line, j + 1, trigger.position, stops), False
        verbal = not (glued(line, j) or (j and line.tags[j - 1] == "prep"))  # not «منذ بدء القتال»
        inner = ArgumentScanner(line, trigger.position, stops, verbal=True).phrases(j + 1, "bare")
        slot = _carried_slot(classes, trigger)
        found = []
        subject = None
        if slot:
            subject = next((a.phrase for a in inner if a.slot == "bare"), None)
            if subject is None and slot != "signed" and (let := _permitted(line, j)) is not None:
                subject = let if let.names else None
            elif subject is None and slot != "signed":
                subject = subject_before(line, j, left, stops)
            if subject is not None:
                slot = "subject" if slot == "signed" else slot
                found.append(Argument(slot, subject, f"subject of the carrying verb «{line.words[j].form}»"))
        found += [a for a in inner if a.slot not in ("bare", "apposition")]
        return [*fronted(line, left, j, stops), *found], slot == "subject" and subject is None and verbal
    return fronted(line, left, trigger.position, stops), False


def _permitted(line: TaggedSentence, j: int) -> NounPhrase | None:
    """Whom a verb of permitting lets do what the carrying noun at `j` says: «أذنت روسيا لإيران في شن»."""
    for k in range(j - 1, max(-1, j - _CLAUSE), -1):
        if line.tags[k] in CLAUSE_OPENERS_AND_RELATIVES or _full_stop(line, k):
            return None
        if "permits" in line.classes(k):
            named = (n for n in line.names if k < n.first < j and n.kind == "actor" and glued(line, n.first) == "for")
            name = next(named, None)
            first = name.first if name is not None else k
            index = (line.names.index(name),) if name is not None else ()
            return NounPhrase(first, first + 1, first + 1, index, (), frozenset())
    return None


def _reaches(line: TaggedSentence, j: int, at: int) -> bool:
    """Whether a carrying verb's object is the event noun, not a time («بعد الهجوم») or a dealing («توثيق مقتل»)."""
    if any("dealing" in line.classes(k) for k in range(j + 1, at)):
        return False
    return not in_time_phrase(line, at, j)


def in_time_phrase(line: TaggedSentence, at: int, left: int) -> bool:
    """Whether a noun stands in a phrase that tells when or why: «عقب هذا التفجير», «جراء القصف»."""
    if glued(line, at):
        return False
    for k in range(at - 1, max(left, at - 4), -1):
        if line.tags[k] == "prep":
            return line.relation.get(k) in ("after", "while", "cause")
        if line.tags[k] not in ("nominal", "quantity") or glued(line, k) or line.words[k].hits:
            return False
    return False


def _clause_start(line: TaggedSentence, first: int, last: int) -> int:
    """Where the clause begins that ends at `last`: behind the last comma, or before a phrase set off by two."""
    opening = [k for k in range(first, last) if _opens(line, k)]
    if not opening:
        return last
    if len(opening) > 1 and (line.tags[opening[-2] + 1] == "prep" or glued(line, opening[-2] + 1)):
        return opening[-2] + 1
    return opening[-1] + 1


def _opens(line: TaggedSentence, k: int) -> bool:
    """Whether a clause opens behind this token."""
    if line.tags[k] == "mark":
        return not is_quote(line, k) and line.sentence.tokens[k].form in COMMAS | FULL_STOPS
    return line.tags[k] in CLAUSE_OPENERS


def _full_stop(line: TaggedSentence, j: int) -> bool:
    return line.tags[j] == "mark" and line.sentence.tokens[j].form in FULL_STOPS


def _carried_slot(classes: frozenset[str], trigger: Trigger) -> str:
    if "light:prevent" in classes and trigger.frame != "strike":
        return ""  # أحبطت الشرطة تفجير سيارة: who prevents it is no party to it; but أحبط الجيش هجوما was attacked
    if classes & {"light:do", "light:suffer", "light:own"}:
        return "subject"
    if classes & {"light:undergo", "light:prevent", "light:hit"}:
        return "undergo"
    if "light:witness" in classes:
        return "witness"
    return (
        "signed" if "light:happen" in classes and trigger.type == "agreement" else ""
    )  # وقعت روسيا اتفاقا: only with a subject behind it


def fronted(line: TaggedSentence, first: int, last: int, stops: frozenset[int]) -> list[Argument]:
    """Phrases of place in front, in the trigger's own clause: «وفي شرق حلب، اندلعت اشتباكات»."""
    if first > 0 and first - 1 in stops:
        first = _clause_start(line, first, last)
    found = ArgumentScanner(line, last, stops, verbal=True).phrases(first, "apposition")
    return [a for a in found if a.slot in ("in", "at", "doer")]
