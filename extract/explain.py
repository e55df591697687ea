"""For every decision of a Reading the rule and the words behind it, as lines to read."""

from collections.abc import Iterator

from furat.extract.records import Count, Mention, Reading, Report, Span


def explain(reading: Reading) -> Iterator[str]:
    """The document, its names, its events; each with the words it rests on and why."""
    document = reading.document
    yield f"# {document.id}: {document.published or 'no date'}, {document.publisher or 'no publisher'}"
    if reading.publisher:
        yield f"publisher is {reading.publisher}"
    if reading.headline:
        yield f"headline: {_printed(reading, reading.headline)}"
    for entity in reading.entities:
        label = entity.labels[0].text if entity.labels else ""
        yield f"new {entity.kind} {entity.key} ({entity.cls}): {label}; in no gazetteer, not curated by anybody"
    for mention in reading.mentions:
        yield _mention(reading, mention)
    for number, report in enumerate(reading.reports):
        yield from _report(reading, number, report)


def _mention(reading: Reading, mention: Mention) -> str:
    framing = f"; framed as {', '.join(mention.framing)}" if mention.framing else ""
    return (
        f"{_where(reading, mention.span)} -> {mention.kind} {mention.entity} "
        f"({mention.confidence:.2f}): {mention.why}{framing}"
    )


def _report(reading: Reading, number: int, report: Report) -> Iterator[str]:
    yield f"event {number}: {report.type} {_where(reading, report.trigger)} ({report.confidence:.2f}): {report.why}"
    yield f"    in: {_printed(reading, report.sentence)}"
    yield f"    status {report.status}: {report.status_why}"
    for part in report.participations:
        yield f"    {part.role} {part.entity or part.description} {_where(reading, part.evidence)}: {part.why}"
    if report.time:
        yield f"    time {report.time.edtf} {_where(reading, report.time.evidence)}: {report.time.why}"
    for name, count in (("killed", report.killed), ("injured", report.injured), ("captured", report.captured)):
        if count:
            yield f"    {name} {_bounds(count)} {_where(reading, count.evidence)}: {count.why}"
    for index, claim in enumerate(report.claims):
        who = claim.claimer or claim.description or "the publisher"
        words = f" {_where(reading, claim.evidence)}" if claim.evidence else ""
        relayed = f", relayed by claim {claim.relayed_by}" if claim.relayed_by is not None else ""
        yield f"    claim {index}: {who} {claim.stance}{words}{relayed}: {claim.why}"
    if report.same_as is not None:
        yield f"    the same event as event {report.same_as}"


def _bounds(count: Count) -> str:
    low = "?" if count.minimum is None else str(count.minimum)
    high = "?" if count.maximum is None else str(count.maximum)
    return low if low == high else f"{low} to {high}"


def _where(reading: Reading, span: Span) -> str:
    return f"«{_printed(reading, span)}» [{span.start}, {span.end})"


def _printed(reading: Reading, span: Span) -> str:
    return " ".join(reading.document.text[span.start : span.end].split())
