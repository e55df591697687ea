"""What a document reports, as lines: each report with its roles, time, numbers, status, and the claims behind it."""

from collections import Counter
from functools import cache

from furat.extract.records import Claim, Count, Report, Role, Time
from furat.extract.tables import packaged, read_table
from furat.graph.mapping.document_graph import A, Page
from furat.graph.vocab import iris as minted
from furat.graph.vocab.nquads import day, decimal, edtf, integer, name, reason, ref, tagged

_IS_REPORT, _IS_PARTICIPATION, _IS_CLAIM = (f"{A} {name(f'furat:{c}')}" for c in ("Report", "Participation", "Claim"))
_WHY, _EVIDENCE, _OF, _ROLE = name("furat:why"), name("furat:evidence"), name("furat:ofReport"), name("furat:role")
_PARTICIPANT, _DESCRIPTION, _DENOTES = name("furat:participant"), name("furat:description"), name("furat:denotes")
_ABOUT, _STANCE, _CLAIMER = name("furat:about"), name("furat:stance"), name("furat:claimer")
_IN_DOCUMENT, _TYPE, _TRIGGER = name("furat:inDocument"), name("furat:eventType"), name("furat:trigger")
_PASSAGE, _SENTENCE, _CONFIDENCE = name("furat:passage"), name("furat:sentence"), name("furat:confidence")
_STATUS, _STATUS_REASON = name("furat:status"), name("furat:statusReason")


def add_reports(page: Page) -> None:
    """Adds all reports of a reading to its page."""
    nodes = _addresses(page)
    for report, address in zip(page.reading.reports, nodes, strict=True):
        node = ref(address)
        _head(page, report, node)
        if report.same_as is not None:
            page.lines.add(node, name("furat:sameEventAs"), ref(nodes[report.same_as]))
        if report.time is not None:
            _time(page, report.time, node)
        for counted, count in (("killed", report.killed), ("injured", report.injured), ("captured", report.captured)):
            if count is not None:
                _count(page, counted, count, node)
        _participations(page, report, address)
        _claims(page, report, address)


def _addresses(page: Page) -> list[str]:
    """The IRI of each report; reports of one trigger are told apart by their order."""
    seen: Counter[str] = Counter()
    found = []
    for report in page.reading.reports:
        first = minted.report(page.address, report.trigger)
        found.append(minted.report(page.address, report.trigger, seen[first]) if seen[first] else first)
        seen[first] += 1
    return found


def _head(page: Page, report: Report, node: str) -> None:
    trigger, sentence = page.span(report.trigger), report.sentence
    page.lines.add(trigger, _DENOTES, node)
    page.lines.say(
        node,
        _IS_REPORT,
        f"{_IN_DOCUMENT} {page.node}",
        f"{_TYPE} {name(f'type:{report.type}')}",
        f"{_TRIGGER} {trigger}",
        f"{_PASSAGE} {page.span(sentence)}",
        f"{_SENTENCE} {tagged(page.text[sentence.start : sentence.end], page.language)}",
        f"{_STATUS} {name(f'furat:{report.status.capitalize()}')}",
        f"{_STATUS_REASON} {reason(report.status_why)}",
        f"{_CONFIDENCE} {decimal(report.confidence)}",
        f"{_WHY} {reason(report.why)}",
    )


def _time(page: Page, time: Time, node: str) -> None:
    add = page.lines.add
    add(node, name("furat:edtf"), edtf(time.edtf))
    add(node, name("furat:timeEvidence"), page.span(time.evidence))
    if time.earliest is not None:
        add(node, name("sem:hasEarliestBeginTimeStamp"), day(time.earliest))
    if time.latest is not None:
        add(node, name("sem:hasLatestEndTimeStamp"), day(time.latest))


def _count(page: Page, counted: str, count: Count, node: str) -> None:
    add = page.lines.add
    if count.minimum is not None:
        add(node, name(f"furat:{counted}Min"), integer(count.minimum))
    if count.maximum is not None:
        add(node, name(f"furat:{counted}Max"), integer(count.maximum))
    add(node, name(f"furat:{counted}Evidence"), page.span(count.evidence))


def _participations(page: Page, report: Report, address: str) -> None:
    """Each role twice: as a property for queries, and as a node with the words it rests on."""
    add = page.lines.add
    of = ref(address)
    numbers: Counter[Role] = Counter()
    for part in report.participations:
        node = ref(minted.participation(address, part.role, numbers[part.role]))
        numbers[part.role] += 1
        page.lines.say(
            node,
            _IS_PARTICIPATION,
            f"{_OF} {of}",
            f"{_ROLE} {name(f'furat:{part.role.capitalize()}Role')}",
            f"{_EVIDENCE} {page.span(part.evidence)}",
            f"{_WHY} {reason(part.why)}",
        )
        if part.entity is not None:
            who = page.participant(part)
            add(of, name(f"furat:{part.role}"), who)
            add(node, _PARTICIPANT, who)
        if part.description is not None:
            add(node, _DESCRIPTION, tagged(part.description, page.language))


def _claims(page: Page, report: Report, address: str) -> None:
    add = page.lines.add
    of = ref(address)
    for n, claim in enumerate(report.claims):
        node = ref(minted.claim(address, n))
        page.lines.say(
            node,
            _IS_CLAIM,
            f"{_ABOUT} {of}",
            f"{_STANCE} {name(f'furat:{claim.stance.capitalize()}')}",
            f"{_WHY} {reason(claim.why)}",
        )
        _claimer(page, claim, node, of)
        if claim.evidence is not None:
            add(node, _EVIDENCE, page.span(claim.evidence))
        if claim.relayed_by is not None:
            add(node, name("furat:relayedBy"), ref(minted.claim(address, claim.relayed_by)))


def _claimer(page: Page, claim: Claim, node: str, report: str) -> None:
    """Who says it: an actor, the words for one, or neither, which is the publisher's own voice."""
    add, described = page.lines.add, name("furat:claimerDescription")
    if claim.claimer is not None:
        who = page.entity("actor", claim.claimer)
        add(node, _CLAIMER, who)
        add(report, name("furat:attributedTo"), who)
    if claim.description is not None:
        add(node, described, tagged(claim.description, page.language))
    if claim.claimer is None and claim.description is None:
        if page.reading.publisher is not None:
            add(node, _CLAIMER, page.entity("actor", page.reading.publisher))
        elif page.reading.document.publisher:
            add(node, described, tagged(page.reading.document.publisher, page.language))
        else:
            add(node, described, *_unknown_publisher())


@cache
def _unknown_publisher() -> tuple[str, ...]:
    rows = read_table(packaged("graph/mapping", "unknown_publisher.tsv"), ("language", "text", "comment"))
    return tuple(tagged(row["text"], row["language"]) for row in rows)
