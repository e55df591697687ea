"""A Reading made by hand, one of everything the seam can say, over a text of our own."""

from datetime import date

from furat.extract.names.gazetteer import Actor, Affiliation, Gazetteer, Place
from furat.extract.records import (
    Claim,
    Count,
    Document,
    Entity,
    Label,
    Mention,
    Participation,
    Reading,
    Report,
    Span,
    Time,
)

HEADLINE = "غارات على بلدة النهرين"
BODY = (
    'قالت وكالة "الضفة" نقلا عن مصادر أهلية إن طائرات تحالف الوادي الإرهابي قصفت أمس بلدة النهرين، '
    "ما أدى إلى مقتل 7 أشخاص على الأقل وإصابة نحو 20، فيما نفى تحالف الوادي مقتل مدنيين."
)
TEXT = f"{HEADLINE}\n{BODY}"


def span(words: str, nth: int = 1) -> Span:
    """Where words stand in the text, the nth time."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


SENTENCE = Span(len(HEADLINE) + 1, len(TEXT))

GAZETTEER = Gazetteer(
    actors={
        "valley_coalition": Actor(
            "valley_coalition",
            "Coalition",
            (
                Label("تحالف الوادي", "ar", "preferred"),
                Label("Valley Coalition", "en", "preferred"),
                Label("حلف الشر", "ar", "loaded"),
            ),
            "SY",
            "Q1",
            "close",
            (Affiliation("partOf", "bank_agency", "2015-10", "2017", "own"),),
            "own example",
        ),
        "bank_agency": Actor(
            "bank_agency",
            "MediaOutlet",
            (Label("وكالة الضفة", "ar", "preferred"), Label("Bank Agency", "en", "preferred")),
            None,
            "Q2",
            "exact",
            (),
            "own example",
        ),
    },
    places={
        "two_rivers": Place(
            "two_rivers",
            "town",
            (Label("النهرين", "ar", "preferred"), Label("Two Rivers", "en", "preferred"), Label("نهرين", "ar")),
            "land",
            "SY",
            34.5,
            40.25,
            "123",
            "Q3",
            "exact",
            "own example",
        ),
        "land": Place(
            "land",
            "country",
            (Label("البلاد", "ar", "preferred"), Label("The Land", "en", "preferred")),
            None,
            "SY",
            None,
            None,
            None,
            None,
            None,
            "own example",
        ),
    },
)


def reading(identifier: str = "example-1", **changes: object) -> Reading:
    """The example, under any identifier; `changes` replace fields of its document."""
    fields: dict[str, object] = {
        "title": HEADLINE,
        "published": date(2016, 3, 2),
        "url": "https://example.org/خبر 1",
    }
    document = Document(identifier, TEXT, **{**fields, **changes})  # type: ignore[arg-type]
    killing, strike = span("مقتل"), span("قصفت")
    agency = Claim("bank_agency", None, "says", span("قالت"), None, "verb of saying with a named agency")
    sources = Claim(None, "مصادر أهلية", "says", span("مصادر أهلية"), 0, "quoted by the agency")
    denial = Claim("valley_coalition", None, "denies", span("نفى"), None, "verb of denial")
    return Reading(
        document=document,
        publisher=None,
        headline=Span(0, len(HEADLINE)),
        entities=(Entity("g_alwadi_brigade", "actor", "ArmedGroup", (Label("لواء الوادي", "ar", "preferred"),)),),
        mentions=(
            Mention(span("الضفة"), "actor", "bank_agency", 0.9, "name in quotation marks"),
            Mention(span("تحالف الوادي"), "actor", "valley_coalition", 0.95, "name", ("الإرهابي",)),
            Mention(span("تحالف الوادي", 2), "actor", "valley_coalition", 0.95, "name"),
            Mention(span("النهرين"), "place", "two_rivers", 0.8, "name after بلدة"),
            Mention(span("النهرين", 2), "place", "two_rivers", 0.8, "name after بلدة"),
        ),
        reports=(
            Report(
                span("غارات"), "airstrike", Span(0, len(HEADLINE)), "asserted", "told as fact",
                (Participation("location", "two_rivers", None, span("النهرين"), "after على"),),
                (Claim(None, None, "says", None, None, "the outlet's own voice"),), None, None, None, None, 0.7,
                "masdar in the headline",
            ),
            Report(
                strike, "airstrike", SENTENCE, "asserted", "told as fact",
                (
                    Participation("agent", "valley_coalition", None, span("تحالف الوادي"), "subject of قصفت"),
                    Participation("location", "two_rivers", None, span("النهرين", 2), "object place"),
                    Participation("patient", "two_rivers", None, span("النهرين", 2), "object of قصفت"),
                ),
                (agency, sources),
                Time("2016-03-01", date(2016, 3, 1), date(2016, 3, 1), span("أمس"), "the day before publication"),
                None, None, None, 0.9, "verb قصفت with an air force", 0,
            ),
            Report(
                killing, "killing", SENTENCE, "asserted", "told as fact",
                (Participation("patient", None, "7 أشخاص", span("7 أشخاص"), "after مقتل"),),
                (agency, sources), None,
                Count(7, None, span("7 أشخاص على الأقل"), "at least"), Count(20, 20, span("نحو 20"), "about"), None,
                0.9, "masdar مقتل",
            ),
            Report(
                span("مقتل", 2), "killing", SENTENCE, "denied", "نفى denies it",
                (Participation("patient", None, "مدنيين", span("مدنيين"), "after مقتل"),),
                (denial,), None, None, None, None, 0.8, "masdar مقتل",
            ),
        ),
    )  # fmt: skip
