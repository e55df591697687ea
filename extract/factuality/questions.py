"""Events that a sentence asks about: «هل قصفت الطائرات القرية؟», «متى تنسحب القوات؟»: asked, not told."""

from collections.abc import Sequence

from furat.extract.factuality.lexicon import StatusLexicon
from furat.extract.layers import Judgement
from furat.extract.text.punctuation import COMMAS, ELLIPSIS, FULL_STOPS
from furat.extract.text.quotation_marks import MARKS
from furat.extract.text.tokens import Token

_QUESTION = frozenset("?؟")
_STOPS = FULL_STOPS | {ELLIPSIS}
_ARTICLES = ("ال", "بال", "لل", "وال", "فال", "كال")
_IMPERFECT = ("ي", "ن", "ت", "أ")  # prefixes
_FIRST_ONLY = frozenset({"من", "اي", "كم", "بم", "علام"})  # ask only where they open the sentence


def asked(lexicon: StatusLexicon, tokens: Sequence[Token], trigger: int) -> Judgement | None:
    """The status of an event that the sentence asks about; None where it is told, or only taken up by its article.

    Whether it happened is open behind هل and in a bare question, and before what is yet to come: planned. Behind
    لماذا, كيف, أين it is taken for granted by who asks, and told by nobody: alleged.
    """
    form = tokens[trigger].form
    sets = lexicon.sets
    if form.startswith(_ARTICLES):
        return None
    marked = _ends_in_question(tokens, trigger)
    for k in range(trigger - 1, -1, -1):
        word = tokens[k].form
        if word in _STOPS:
            break
        if word in sets["settled"] or (word in COMMAS and not marked):
            return None
        bare = word[1:] if word[0] in "وف" and len(word) > 2 and word not in sets["wonder"] else word
        whether = k > 0 and word in sets["condition"] and tokens[k - 1].form in sets["whether"]
        if bare in sets["ask"] or whether:
            return Judgement("planned", f"question: {tokens[k].surface} … {tokens[trigger].surface}")
        if marked and bare in sets["wonder"] and (bare not in _FIRST_ONLY or _opens(tokens, k)):
            open_yet = form[:1] in _IMPERFECT and form not in sets["perfect"] and not form.endswith("ت")
            why = f"question: {tokens[k].surface} … {tokens[trigger].surface}"
            return Judgement("planned" if open_yet else "alleged", why)
    if marked and not any(t.form in COMMAS for t in tokens[trigger:]):
        return Judgement("planned", f"question: {tokens[trigger].surface} …؟")
    return None


def _ends_in_question(tokens: Sequence[Token], trigger: int) -> bool:
    """Whether the clause of the trigger ends in a question mark."""
    end = next((t.form for t in tokens[trigger + 1 :] if t.form in _STOPS), "")
    return end in _QUESTION and end != ""


def _opens(tokens: Sequence[Token], k: int) -> bool:
    return all(t.form in MARKS or t.form in _STOPS for t in tokens[:k]) or tokens[k - 1].form in _STOPS
