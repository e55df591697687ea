"""Readings against hand-annotated documents: the table of `furat evaluate`, the figures of the project's scorer.

Annotations are JSON files, one a document (see the annotation guide): `text`, `entities`, `mentions`, `events`.
Precision, recall and F1 are micro over all documents; spans and events are paired one to one, largest overlap first.
Events here are those that one document tells of twice; a store also joins events across documents.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from furat.extract.evaluation.gold import Annotated, annotated, documents, fold_name
from furat.extract.evaluation.gold import clusters as read_clusters
from furat.extract.evaluation.scores import Miss, Table
from furat.extract.names.gazetteer import Gazetteer
from furat.extract.pipeline import read_document
from furat.extract.records import Reading, Report
from furat.extract.resources import Knowledge

FAMILIES: tuple[frozenset[str], ...] = tuple(
    frozenset(family.split())
    for family in (
        "bombardment airstrike shelling attack explosion chemical-attack clash destruction",
        "killing",
        "abduction arrest judicial",
        "siege capture withdrawal deployment",
        "transfer displacement",
        "support aid agreement meeting",
        "demand accusation threat protest sanction",
    )
)
ROLES = ("agent", "patient", "recipient", "place", "origin", "destination")  # of annotations; place is our location
G = TypeVar("G")
F = TypeVar("F")
Place = tuple[int, int]


def evaluate(readings: Iterable[Reading], gold: Path, gazetteer: Gazetteer, clusters: Path | None = None) -> Table:
    """The table for these readings; with `clusters` also how well reports of one event were brought together."""
    given = {reading.document.id: reading for reading in readings}
    table = Table()
    cluster_of = read_clusters(clusters) if clusters else {}
    matched: list[tuple[Hashable, Hashable]] = []  # annotated and found event of each matched report
    for document in annotated(gold):
        reading = given.get(document.id)
        if reading is None:
            table.absent.append(document.id)
        known = _knower(document, reading, gazetteer)
        _mentions(table, document, reading, known)
        matched += _events(table, document, reading, known, cluster_of)
    if clusters:
        _coreference(table, matched)
    return table


def evaluate_folder(gold: Path, knowledge: Knowledge, clusters: Path | None = None, errors: int = 0) -> Table:
    """The table of reading the annotated documents themselves; `str` of it is what `furat evaluate` prints."""
    table = evaluate((read_document(d, knowledge) for d in documents(gold)), gold, knowledge.gazetteer, clusters)
    table.shown = errors
    return table


Known = Callable[[str, str], bool]  # annotated entity, key that was read


def _knower(document: Annotated, reading: Reading | None, gazetteer: Gazetteer) -> Known:
    """Whether an annotated entity and one of the reading share a name."""
    own = {e.key: e.labels for e in reading.entities} if reading else {}
    folded: dict[tuple[str, str], frozenset[str]] = {}

    def known(entity: str, key: str) -> bool:
        kind = document.kinds[entity]
        names = folded.get((kind, key))
        if names is None:
            curated = gazetteer.actors if kind == "actor" else gazetteer.places
            labels = own.get(key) or (curated[key].labels if key in curated else ())
            names = folded[kind, key] = frozenset(fold_name(label.text) for label in labels)
        return bool(document.names[entity] & names)

    return known


def pair(gold: Sequence[Place], found: Sequence[Place]) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping spans, the largest overlaps first."""
    overlaps = sorted(
        (
            (min(g[1], f[1]) - max(g[0], f[0])) / max(g[1] - g[0], f[1] - f[0]),
            i,
            j,
        )
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if min(g[1], f[1]) > max(g[0], f[0])
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for _, i, j in reversed(overlaps):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


def _mentions(table: Table, document: Annotated, reading: Reading | None, known: Known) -> None:
    for kind in ("actor", "place"):
        gold = [m for m in document.mentions if document.kinds[m[2]] == kind]
        seen: dict[Place, str] = {}
        for mention in reading.mentions if reading else ():
            if mention.kind == kind:
                seen.setdefault((mention.span.start, mention.span.end), mention.entity)
        found = [(*span, key) for span, key in seen.items()]
        pairs = pair([m[:2] for m in gold], [m[:2] for m in found])
        exact = len({m[:2] for m in gold} & set(seen))
        table.figures[f"mentions.{kind}"].add(exact, len(gold), len(found))
        table.figures[f"mentions.{kind}.lenient"].add(len(pairs), len(gold), len(found))
        right = sum(known(gold[i][2], found[j][2]) for i, j in pairs)
        table.figures["linking"].add(right, len(pairs), len(pairs))
        for i, j in pairs:
            if not known(gold[i][2], found[j][2]):
                _miss(table, document, f"wrong link of {kind}", gold[i][:2], f"{gold[i][2]} read as {found[j][2]}")
        for i in sorted(set(range(len(gold))) - {i for i, _ in pairs}):
            _miss(table, document, f"missed {kind}", gold[i][:2], gold[i][2])
        for j in sorted(set(range(len(found))) - {j for _, j in pairs}):
            _miss(table, document, f"spurious {kind}", found[j][:2], found[j][2])


def _events(
    table: Table,
    document: Annotated,
    reading: Reading | None,
    known: Known,
    cluster_of: Mapping[tuple[str, str], str],
) -> list[tuple[Hashable, Hashable]]:
    figures = table.figures
    reports = reading.reports if reading else ()
    events = document.events
    pairs = pair(document.spans, [(r.trigger.start, r.trigger.end) for r in reports])
    partner = dict(pairs)
    figures["events.trigger"].add(len(pairs), len(events), len(reports))
    same = [(events[i]["type"], reports[j].type, events[i]["status"] == reports[j].status) for i, j in pairs]
    figures["events.typed"].add(sum(g == f for g, f, _ in same), len(events), len(reports))
    figures["events.family"].add(sum(_family(g, f) for g, f, _ in same), len(events), len(reports))
    figures["status"].add(sum(s for _, _, s in same), len(pairs), len(pairs))
    for j in sorted(set(range(len(reports))) - set(partner.values())):
        report = reports[j]
        _miss(table, document, "spurious event", (report.trigger.start, report.trigger.end), report.type)
        figures["roles"].add(0, 0, len(_roles(report)))
        figures["claimers"].add(0, 0, len(_claimers(report)))
        figures["time"].add(0, 0, report.time is not None)
        figures["numbers"].add(0, 0, sum(n is not None for n in _numbers(report).values()))
    for i, event in enumerate(events):
        found = reports[partner[i]] if i in partner else None
        if found is None:
            _miss(table, document, "missed event", document.spans[i], event["type"])
        _event(table, document, i, found, known)
    return [
        (
            cluster_of.get((document.id, events[i]["id"]), f"{document.id} {events[i]['id']}"),
            (document.id, reports[j].same_as if reports[j].same_as is not None else j),
        )
        for i, j in pairs
    ]


def _event(table: Table, document: Annotated, i: int, report: Report | None, known: Known) -> None:
    """Roles, time, numbers and claimers of one annotated event."""
    event, span, figures = document.events[i], document.spans[i], table.figures
    wanted = [(role, key) for role in ROLES for key in event.get(role) or [] if key in document.names]
    given = _roles(report) if report else []

    def same(g: tuple[str, str], f: tuple[str, str]) -> bool:
        return g[0] == f[0] and known(g[1], f[1])

    left, hits, lost = _match(wanted, given, same)
    figures["roles"].add(hits, len(wanted), len(given))
    for role in ROLES:
        g, f = [x for x in wanted if x[0] == role], [x for x in given if x[0] == role]
        figures[f"roles.{role}"].add(_match(g, f, same)[1], len(g), len(f))
    claimers = [key for key in event.get("claimers") or [] if key in document.names]
    named = _claimers(report) if report else []
    unsaid, said, silent = _match(claimers, named, known)
    figures["claimers"].add(said, len(claimers), len(named))
    time = report.time.edtf if report and report.time else None
    figures["time"].add(
        event.get("time") is not None and event["time"] == time, event.get("time") is not None, time is not None
    )
    numbers = _numbers(report) if report else {"killed": None, "injured": None}
    for which, number in numbers.items():
        gold = event.get(which)
        figures["numbers"].add(gold is not None and gold == number, gold is not None, number is not None)
        if report and gold != number:
            _miss(table, document, f"wrong {which}", span, f"{gold} read as {number}")
    if report is None:
        return
    if event["type"] != report.type:
        _miss(table, document, "wrong type", span, f"{event['type']} read as {report.type}")
    if event["status"] != report.status:
        _miss(table, document, "wrong status", span, f"{event['status']} read as {report.status}")
    if event.get("time") != time:
        _miss(table, document, "wrong time", span, f"{event.get('time')} read as {time}")
    for what, items in (("missed role", lost), ("spurious role", left)):
        for role, key in items:
            _miss(table, document, what, span, f"{role} {key}")
    for what, keys in (("missed claimer", silent), ("spurious claimer", unsaid)):
        for key in keys:
            _miss(table, document, what, span, key)


def _match(gold: Sequence[G], found: Sequence[F], same: Callable[[G, F], bool]) -> tuple[list[F], int, list[G]]:
    """What is left of found, how many annotated items found a partner of their own, and which did not."""
    left, lost = list(found), []
    for g in gold:
        for f in left:
            if same(g, f):
                left.remove(f)
                break
        else:
            lost.append(g)
    return left, len(gold) - len(lost), lost


def _roles(report: Report) -> list[tuple[str, str]]:
    named = [(p.role, p.entity) for p in report.participations if p.entity is not None]
    return list(dict.fromkeys(("place" if role == "location" else role, key) for role, key in named))


def _claimers(report: Report) -> list[str]:
    return list(dict.fromkeys(c.claimer for c in report.claims if c.claimer is not None))


def _numbers(report: Report) -> dict[str, list[int | None] | None]:
    counts = {"killed": report.killed, "injured": report.injured}
    return {which: None if c is None else [c.minimum, c.maximum] for which, c in counts.items()}


def _family(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in FAMILIES)


def _coreference(table: Table, matched: Sequence[tuple[Hashable, Hashable]]) -> None:
    """Pairs that describe one event, and B-cubed, over the matched events."""
    by_gold: dict[Hashable, set[int]] = defaultdict(set)
    by_found: dict[Hashable, set[int]] = defaultdict(set)
    for i, (gold, found) in enumerate(matched):
        by_gold[gold].add(i)
        by_found[found].add(i)

    def pairs(groups: Mapping[Hashable, set[int]]) -> set[tuple[int, int]]:
        return {(a, b) for members in groups.values() for a in members for b in members if a < b}

    gold_pairs, found_pairs = pairs(by_gold), pairs(by_found)
    table.figures["coref.links"].add(len(gold_pairs & found_pairs), len(gold_pairs), len(found_pairs))
    p = r = 0.0
    for gold, found in matched:
        shared = len(by_gold[gold] & by_found[found])
        p += shared / len(by_found[found]) / len(matched)
        r += shared / len(by_gold[gold]) / len(matched)
    table.coreference["coref.b3"] = (p, r, 2 * p * r / (p + r) if p + r else 0.0)


def _miss(table: Table, document: Annotated, what: str, span: Place, detail: str) -> None:
    table.misses.append(Miss(document.id, what, span[0], span[1], document.text[span[0] : span[1]], detail))
