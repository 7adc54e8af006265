"""A desk without a database: what the use cases need, in memory."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from gxq_desktop.application.ledger_rows import (
    AgreedPlan,
    LedgerHead,
    LedgerQuery,
    LedgerRow,
    MissedDate,
    MissedLine,
    OwnedGroup,
    StoredLine,
)
from gxq_desktop.application.paper_kinds import PaperOrder
from gxq_desktop.application.ports import ChangedElsewhere, EditionNotFound, ProjectNotFound, ProjectSummary
from gxq_desktop.application.staff import Person, PersonId, PersonNotFound
from gxq_desktop.application.views import (
    ChangedPages,
    ChangeView,
    Dossier,
    RecordedNotice,
    UnprintableCharacter,
    WriteOffView,
)
from gxq_desktop.documents.batch import make_many
from gxq_desktop.domain.case_states import CaseState, Party
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.consultation import Consultation
from gxq_desktop.domain.editions import Edition, HandOver, IssuedPaper
from gxq_desktop.domain.ledger import EMPTY_JOURNAL, Evidence, Journal
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.paths import RESOURCES
from tests.documents.dossiers import TODAY, shipped_calendar, shipped_catalogue


class FixedClock:
    def __init__(self, today: date) -> None:
        self.day = today

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)


class FakePapers:
    """Papers that are the words a dossier would print, so that equal dossiers give equal bytes."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def manual(self, dossier: Dossier, parts: Sequence[str] = ()) -> bytes:
        return self._paper(" ".join(("manual", *parts)), dossier)

    def countdown(self, dossier: Dossier, paper: str) -> bytes:
        return self._paper(f"countdown {paper}", dossier)

    def wallchart(self, dossier: Dossier, paper: str, tile: str = "") -> bytes:
        return self._paper(f"wallchart {paper} {tile}".rstrip(), dossier)

    def checklist(self, dossier: Dossier) -> bytes:
        return self._paper("checklist", dossier)

    def hand_over(self, dossier: Dossier) -> bytes:
        return self._paper("hand_over", dossier)

    def next_visit(self, dossier: Dossier, code: str) -> bytes:
        return self._paper(f"next_visit {code}", dossier)

    def item_card(self, dossier: Dossier, code: str) -> bytes:
        return self._paper(f"item_card {code}", dossier)

    def department_sheet(self, dossier: Dossier, owner: str) -> bytes:
        return self._paper(f"department {owner}", dossier)

    def change_slip(self, dossier: Dossier, changes: ChangeView) -> bytes:
        return self._paper(f"change_slip {changes.old_edition} {changes.days!r}", dossier)

    def changed_pages(self, dossier: Dossier, old: bytes, old_edition: str) -> ChangedPages:
        pdf = self._paper(f"changed_pages {old_edition} {old!r}", dossier)
        return ChangedPages(pdf, (1, 2, 5, 6), (1, 6), 44, 44)

    def notice(self, dossier: Dossier, notice: RecordedNotice) -> bytes:
        return self._paper(f"notice {notice!r}", dossier)

    def write_off(self, dossier: Dossier, view: WriteOffView) -> bytes:
        return self._paper(f"write_off {view!r}", dossier)

    def write_off_list(self, dossier: Dossier, views: Sequence[WriteOffView]) -> bytes:
        return self._paper(f"write_off_list {views!r}", dossier)

    def make_many(
        self, orders: Iterable[PaperOrder | None], count: int, tick: Callable[[], None]
    ) -> Generator[Future[tuple[bytes, ...]], None, None]:
        return make_many(orders, count, self, 1, tick)

    def unprintable(self, dossier: Dossier) -> Sequence[UnprintableCharacter]:
        return ()

    def missing_characters(self, dossier: Dossier) -> Sequence[str]:
        return ()

    def _paper(self, kind: str, dossier: Dossier) -> bytes:
        self.made.append(kind)
        words = [kind, repr(dossier.identity), repr(dossier.steps), repr(dossier.project)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest().encode()


def _copied(kept: Any) -> Any:
    """The dictionaries and lists anew; the values in them cannot change and are shared."""
    if isinstance(kept, dict):
        return {key: _copied(value) for key, value in kept.items()}
    return list(kept) if isinstance(kept, list) else kept


class FakeUnitOfWork:
    """Everything in dictionaries; leaving without commit() puts back what was there."""

    def __init__(self, today: Callable[[], date] = lambda: TODAY) -> None:
        self._today = today
        self.kept: dict[str, dict] = {
            "projects": {}, "editions": {}, "papers": {}, "numbers": {}, "hand_overs": {},
            "journals": {}, "agreed": {}, "missed": {}, "rows": {}, "heads": {}, "lights": {}, "versions": {},
            "consultations": {}, "staff": {},
            "rules": [],
        }  # fmt: skip
        self._working = self.kept

    @property
    def projects(self) -> "FakeUnitOfWork":
        return self

    @property
    def editions(self) -> "FakeEditions":
        return FakeEditions(self._working)

    @property
    def ledger(self) -> "FakeLedger":
        return FakeLedger(self._working)

    @property
    def consultations(self) -> "FakeConsultations":
        return FakeConsultations(self._working)

    @property
    def staff(self) -> "FakeStaff":
        return FakeStaff(self._working)

    def __enter__(self) -> "FakeUnitOfWork":
        self._working = _copied(self.kept)
        return self

    def __exit__(self, *_: object) -> None:
        self._working = self.kept

    def commit(self) -> None:
        self.kept = self._working

    def next_number(self, year: int) -> ProjectNumber:
        self._working["numbers"][year] = self._working["numbers"].get(year, 0) + 1
        return ProjectNumber(f"GX-{year}-{self._working['numbers'][year]:04d}")

    def add(self, project: Project) -> None:
        self._working["projects"][project.number] = project
        self._keep_version(project)

    def _keep_version(self, project: Project) -> None:
        self._working["versions"].setdefault(project.number, []).append((self._today(), project))

    def get(self, number: str) -> Project:
        if number not in self._working["projects"]:
            raise ProjectNotFound(number)
        return self._working["projects"][number]

    def save(self, project: Project) -> Project:
        if self.get(project.number).revision != project.revision:
            raise ChangedElsewhere(project.number)
        self._working["projects"][project.number] = project
        self._keep_version(project)
        return project

    def list(self) -> Sequence[ProjectSummary]:
        return [
            ProjectSummary(each.number, each.name, each.enterprise.name, each.project_code, each.stage, TODAY, None)
            for each in self._working["projects"].values()
        ]

    def with_project_code(self, project_code: str) -> Sequence[ProjectNumber]:
        return [each.number for each in self._working["projects"].values() if each.project_code == project_code]


class FakeConsultations:
    """See ports.ConsultationRepository."""

    def __init__(self, working: dict[str, dict]) -> None:
        self._kept = working["consultations"]
        self._projects = working["projects"]

    def of_project(self, number: str) -> Sequence[Consultation]:
        return [entry for (project, _), entry in sorted(self._kept.items()) if project == number]

    def of_all(self, only_open: bool = False) -> Sequence[tuple[ProjectNumber, str, str, Consultation]]:
        return [
            (number, self._projects[number].name, self._projects[number].enterprise.name, entry)
            for (number, _), entry in sorted(self._kept.items())
            if entry.is_open or not only_open
        ]

    def answered_for(self, number: str) -> Sequence[Consultation]:
        return [
            entry
            for (project, _), entry in sorted(self._kept.items())
            if entry.code and not entry.is_open and (project == number or entry.is_public)
        ]

    def put(self, number: str, before: Consultation | None, after: Consultation | None) -> None:
        entry = before or after
        assert entry is not None
        key = (number, entry.number)
        if self._kept.get(key) != before:
            raise ChangedElsewhere(number)
        if after is None:
            del self._kept[key]
        else:
            self._kept[key] = after


class FakeEditions:
    def __init__(self, working: dict[str, dict]) -> None:
        self._editions, self._papers = working["editions"], working["papers"]
        self._hand_overs = working["hand_overs"]

    def latest(self, number: str) -> Edition | None:
        return max(self.of_project(number), key=lambda edition: edition.number, default=None)

    def get(self, number: str, edition: int) -> Edition:
        if (number, edition) not in self._editions:
            raise EditionNotFound(number, edition)
        return self._editions[number, edition]

    def of_project(self, number: str) -> Sequence[Edition]:
        return [edition for (of, _), edition in self._editions.items() if of == number]

    def by_check_code(self, code: str) -> Edition | None:
        return next((each for each in self._editions.values() if each.check_code == code), None)

    def add(self, edition: Edition) -> None:
        self._editions[edition.project_number, edition.number] = edition

    def paper(self, number: str, edition: int, kind: str, variant: str) -> IssuedPaper | None:
        return self._papers.get((number, edition, kind, variant))

    def add_paper(self, number: str, edition: int, paper: IssuedPaper) -> None:
        key = (number, edition, paper.kind, paper.variant)
        if self._papers.setdefault(key, paper).sha256 != paper.sha256:
            raise ValueError(f"{number} edition {edition} already has another {paper.kind}")

    def kept_papers(self, number: str, edition: int) -> Sequence[tuple[str, str]]:
        return sorted(key[2:] for key in self._papers if key[:2] == (number, edition))

    def hand_overs(self, number: str) -> Sequence[HandOver]:
        return [self._hand_overs[key] for key in sorted(self._hand_overs) if key[0] == number]

    def add_hand_over(self, hand_over: HandOver) -> None:
        self.get(hand_over.project_number, hand_over.edition)
        key = (hand_over.project_number, hand_over.edition, hand_over.number)
        if key in self._hand_overs:
            raise ChangedElsewhere(hand_over.project_number)
        self._hand_overs[key] = hand_over

    def remove_hand_over(self, number: str, edition: int, hand_over: int) -> None:
        self._hand_overs.pop((number, edition, hand_over), None)


class FakeLedger:
    """See ports.LedgerRepository; and LedgerLists over the kept rows."""

    def __init__(self, working: dict[str, dict]) -> None:
        self._working = working

    def journal(self, number: str) -> Journal:
        return replace(self._working["journals"].get(number, EMPTY_JOURNAL), rules=self.clock_rules())

    def keep(self, number: str, before: Journal, after: Journal) -> None:
        if self.journal(number) != before:
            raise ChangedElsewhere(number)
        self._working["journals"][number] = after

    def agreed(self, number: str) -> Sequence[AgreedPlan]:
        return self._working["agreed"].get(number, ())

    def agree(self, plan: AgreedPlan) -> None:
        self._working["agreed"][plan.project] = (*self.agreed(plan.project), plan)

    def disagree(self, number: str, agreed: int) -> None:
        self._working["agreed"][number] = tuple(each for each in self.agreed(number) if each.number != agreed)

    def missed(self, number: str) -> Sequence[MissedDate]:
        return self._working["missed"].get(number, ())

    def keep_missed(self, number: str, missed: Sequence[MissedDate]) -> None:
        self._working["missed"][number] = tuple(missed)

    def keep_rows(self, head: LedgerHead, rows: Sequence[LedgerRow]) -> None:
        self._working["heads"][head.number] = head
        self._working["rows"][head.number] = tuple(rows)

    def clock_rules(self, day: date | None = None) -> ClockRules:
        kept = [rules for on, rules in self._working["rules"] if day is None or on <= day]
        return kept[-1] if kept else DEFAULT_RULES

    def set_clock_rules(self, rules: ClockRules, on: date, person: str) -> ClockRules:
        if rules.number != len(self._working["rules"]):
            raise ChangedElsewhere("时限规则")
        kept = replace(rules, number=rules.number + 1)
        self._working["rules"].append((on, kept))
        return kept

    def lights(self) -> dict:
        return dict(self._working["lights"])

    def keep_lights(self, lights: dict, on: date) -> None:
        self._working["lights"].update(lights)

    def project_on(self, number: str, day: date) -> Project | None:
        kept = [project for saved_on, project in self._working["versions"].get(number, ()) if saved_on <= day]
        return kept[-1] if kept else None


class FakeLedgerLists:
    """See ledger_rows.LedgerLists."""

    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._kept = uow.kept

    def _matching(self, query: LedgerQuery) -> list[LedgerRow]:
        found = []
        for row in (row for rows in self._kept["rows"].values() for row in rows):
            asked = {"number": query.number, "authority": query.authority, "window_id": query.window_id}
            asked |= {"person": query.person, "state": query.state, "whose": query.whose}
            if (row.closed is not query.closed and not query.every) or any(
                value and getattr(row, name) != value for name, value in asked.items()
            ):
                continue
            if query.acted_from is not None and row.act_by < query.acted_from:
                continue
            if query.acted_to is not None and row.act_by > query.acted_to:
                continue
            if query.missing and row.missing_until is None:
                continue
            if query.begun and row.begun_on is None:
                continue
            if row.state in query.not_states or row.whose is query.not_whose:
                continue
            project = self._kept["projects"][row.number]
            texts = (row.code, row.name, row.owner, row.authority, row.number, project.name, project.enterprise.name)
            if not all(any(each.word.lower() in text.lower() for text in texts) for each in query.words):
                continue
            found.append(row)
        found.sort(key=lambda row: (row.act_by, row.number, row.step_id))
        if query.order:
            return sorted(found, key=lambda row: str(getattr(row, query.order, "")), reverse=query.descending)
        return found[::-1] if query.descending else found

    def rows(self, query: LedgerQuery, limit: int, skip: int = 0) -> Sequence[StoredLine]:
        projects = self._kept["projects"]
        return [
            StoredLine(projects[row.number].name, projects[row.number].enterprise.name, row)
            for row in self._matching(query)[skip : skip + limit]
        ]

    def count(self, query: LedgerQuery) -> int:
        return len(self._matching(query))

    def begun(self, query: LedgerQuery) -> Sequence[tuple[CaseState, Party, int]]:
        return [(row.state, row.whose, 1) for row in self._matching(query) if row.begun_on is not None]

    def open_rows(self) -> int:
        return sum(head.open_rows for head in self._kept["heads"].values())

    def authorities(self) -> Sequence[str]:
        return sorted({row.authority for row in self._matching(LedgerQuery())})

    def windows(self) -> Sequence[str]:
        return sorted({row.window_id for row in self._matching(LedgerQuery()) if row.window_id})

    def persons(self) -> Sequence[str]:
        return sorted({row.person for row in self._matching(LedgerQuery()) if row.person})

    def owned(self, query: LedgerQuery) -> Sequence[OwnedGroup]:
        return [
            OwnedGroup(
                row.whose, row.counted_to, 1, OwnedDays(row.authority_days, row.enterprise_days, row.intermediary_days)
            )
            for row in self._matching(query)
            if row.begun_on is not None
        ]

    def owned_spans(self, query: LedgerQuery, after_on: date, until_on: date) -> Sequence[tuple[OwnedSpan, int]]:
        found = []
        for row in self._matching(query):
            for span in self._kept["heads"][row.number].spans.get(row.step_id, ()):
                low, high = max(span.after_on, after_on), min(span.until_on or until_on, until_on)
                if low < high:
                    found.append((OwnedSpan(span.party, low, high), 1))
        return found

    def clock_rules(self) -> ClockRules:
        return self._kept["rules"][-1][1] if self._kept["rules"] else DEFAULT_RULES

    def missed(self, since: date | None, until: date | None, number: str = "") -> Sequence[MissedLine]:
        projects = self._kept["projects"]
        found = [
            MissedLine(projects[each.project].name, projects[each.project].enterprise.name, each)
            for kept in self._kept["missed"].values()
            for each in kept
            if (since is None or each.due_on >= since)
            and (until is None or each.due_on <= until)
            and number in ("", each.project)
            and not any(
                event.number == each.event and event.superseded_on is not None
                for event in self._kept["journals"].get(each.project, EMPTY_JOURNAL).events
            )
        ]
        return sorted(
            found, key=lambda line: (-line.missed.due_on.toordinal(), line.missed.project, line.missed.number)
        )

    def stale(self, catalogue_digest: str, calendar_digest: str, today: date) -> Sequence[ProjectNumber]:
        found = []
        for number, project in self._kept["projects"].items():
            head = self._kept["heads"].get(number)
            if head is None or (head.revision, head.catalogue_digest, head.calendar_digest, head.rules_number) != (
                project.revision, catalogue_digest, calendar_digest, self.clock_rules().number,
            ) or (head.recheck_on is not None and head.recheck_on <= today):  # fmt: skip
                found.append(number)
        return found


class FakeStaff:
    def __init__(self, working: dict[str, dict]) -> None:
        self._kept, self._journals = working["staff"], working["journals"]

    def list(self) -> Sequence[Person]:
        return sorted(self._kept.values(), key=lambda person: (person.name, person.id))

    def get(self, person_id: PersonId) -> Person:
        if person_id not in self._kept:
            raise PersonNotFound
        return self._kept[person_id]

    def save(self, person: Person) -> None:
        self._kept[person.id] = person

    def remove(self, person_id: PersonId) -> None:
        self._kept.pop(person_id, None)

    def records_of(self, name: str) -> int:
        return self.records_by_name().get(name, 0)

    def records_by_name(self) -> dict[str, int]:
        return dict(Counter(event.person for journal in self._journals.values() for event in journal.events))


class FakeEvidence:
    """Keeps nothing but the name and digest of a file."""

    def __init__(self) -> None:
        self.kept: list[Evidence] = []

    def keep(self, file: Path) -> Evidence:
        evidence = Evidence(file.name, hashlib.sha256(file.read_bytes()).hexdigest())
        self.kept.append(evidence)
        return evidence


class FakeDesk:
    def __init__(self, today: date = TODAY) -> None:
        self.clock = FixedClock(today)
        self.papers = FakePapers()
        self.uow = FakeUnitOfWork(self.clock.today)
        self.evidence = FakeEvidence()
        self.operator_id = ""
        self.catalogue = shipped_catalogue()
        self.calendar = shipped_calendar()

    @property
    def ledger(self) -> "FakeLedgerLists":
        return FakeLedgerLists(self.uow)

    def unit_of_work(self) -> FakeUnitOfWork:
        return self.uow

    def set_operator(self, person_id: str) -> None:
        self.operator_id = person_id

    def sample_files(self) -> Sequence[Path]:
        return sorted((RESOURCES / "samples").glob("*.json"))


def sample(name: str = "N1") -> dict:
    """The intake document of a sample, to be changed at will."""
    return json.loads((RESOURCES / "samples" / f"{name}.json").read_text("utf-8"))
