"""What the outside must offer the use cases, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

if TYPE_CHECKING:  # annotations only: importing the trade costs a tenth of a second, which every start would pay
    from concurrent.futures import Future

    from gxq_desktop.application.bureau import BureauDetails
    from gxq_desktop.application.desk_lists import DeskLists, PlanSummary
    from gxq_desktop.application.drafts import Draft, DraftHead, DraftId
    from gxq_desktop.application.intake_filling import Cell
    from gxq_desktop.application.intake_form import IntakeForm
    from gxq_desktop.application.ledger_export import LedgerSheet
    from gxq_desktop.application.ledger_rows import AgreedPlan, LedgerHead, LedgerLists, LedgerRow, MissedDate
    from gxq_desktop.application.paper_kinds import PaperOrder
    from gxq_desktop.application.pinyin_match import Readings
    from gxq_desktop.application.staff import Person, PersonId
    from gxq_desktop.application.today_lists import TodayLists
    from gxq_desktop.application.views import (
        ChangedPages,
        ChangeView,
        Dossier,
        RecordedNotice,
        UnprintableCharacter,
        WriteOffView,
    )
    from gxq_desktop.domain.calendar import WorkCalendar
    from gxq_desktop.domain.catalogue import Catalogue
    from gxq_desktop.domain.clock_rules import ClockRules
    from gxq_desktop.domain.consultation import Consultation
    from gxq_desktop.domain.editions import Edition, HandOver, IssuedPaper
    from gxq_desktop.domain.ledger import Evidence, Journal
    from gxq_desktop.domain.network import StepId
    from gxq_desktop.domain.project import Project, ProjectNumber

Report = Callable[[int, int], None]
"""report(done, total): progress; the desk's version raises Cancelled."""


class StoreError(DomainError):
    """The surroundings failed: disk full, file locked, server away. Says what to try; nothing was half-saved."""


class StoreDamaged(StoreError):
    """The data file is no longer what was saved: damaged, emptied, gone, or not one. The way on is a backup."""


class StoreTooNew(StoreError):
    """A newer program gave the store its tables. The way on is that program, or a backup from before."""


class ProjectNotFound(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(f"没有编号为“{number}”的项目。", "请在项目列表里核对编号（gxq-desktop projects）。")


class ChangedElsewhere(DomainError):
    """Two windows saved the same project at once; the second is refused instead of overwriting."""

    def __init__(self, number: str) -> None:
        super().__init__(f"项目“{number}”刚刚在别处改过。", "您的修改没有保存，请重新打开该项目后再改。")


class EditionNotFound(DomainError):
    def __init__(self, number: str, edition: int) -> None:
        super().__init__(f"项目“{number}”没有第 {edition} 版手册。", "请核对版次；不写版次（--edition）印的是当前版。")


@frozen
class ProjectSummary:
    """A line of a list of projects."""

    number: ProjectNumber
    name: str
    enterprise: str
    project_code: str
    stage: str
    registered_on: date
    latest_edition: int | None


class Clock(Protocol):
    def today(self) -> date: ...

    def now(self) -> datetime:
        """An aware moment in UTC."""
        ...


class ProjectRepository(Protocol):
    def next_number(self, year: int) -> ProjectNumber:
        """Return the next free number of YEAR, "GX-2026-0017"; taken for good once the unit of work commits."""
        ...

    def add(self, project: Project) -> None: ...

    def get(self, number: ProjectNumber) -> Project:
        """Raise ProjectNotFound."""
        ...

    def save(self, project: Project) -> Project:
        """Save PROJECT and return it with its revision raised. Raise ProjectNotFound or ChangedElsewhere."""
        ...

    def list(self) -> Sequence[ProjectSummary]:
        """All projects by number."""
        ...

    def with_project_code(self, project_code: str) -> Sequence[ProjectNumber]: ...


class EditionRepository(Protocol):
    def latest(self, number: ProjectNumber) -> Edition | None: ...

    def get(self, number: ProjectNumber, edition: int) -> Edition:
        """Raise EditionNotFound."""
        ...

    def of_project(self, number: ProjectNumber) -> Sequence[Edition]:
        """All editions, oldest first."""
        ...

    def by_check_code(self, code: str) -> Edition | None:
        """The edition with this check code; hyphen, blanks and letter case are ignored."""
        ...

    def add(self, edition: Edition) -> None: ...

    def paper(self, number: ProjectNumber, edition: int, kind: str, variant: str) -> IssuedPaper | None: ...

    def add_paper(self, number: ProjectNumber, edition: int, paper: IssuedPaper) -> None:
        """Keep PAPER. ValueError if the edition already has one of this kind and variant with other bytes."""
        ...

    def kept_papers(self, number: ProjectNumber, edition: int) -> Sequence[tuple[str, str]]:
        """Kind and variant of every paper kept of the edition, in order; without the bytes."""
        ...

    def hand_overs(self, number: ProjectNumber) -> Sequence[HandOver]:
        """All hand-overs (移交) of the project's editions, oldest edition first, in the order of their numbers."""
        ...

    def add_hand_over(self, hand_over: HandOver) -> None:
        """Keep HAND_OVER. Raise EditionNotFound, or ChangedElsewhere if its number has just been given."""
        ...

    def remove_hand_over(self, number: ProjectNumber, edition: int, hand_over: int) -> None:
        """Take a hand-over back that was written down by mistake; nothing if it is gone."""
        ...


class PlanRepository(Protocol):
    """Summaries of plans (计划摘要), one a project; read through `Services.lists`."""

    def save(self, summary: PlanSummary) -> None:
        """Keep SUMMARY in place of the one before; nothing if the project is gone."""
        ...


class SampleRepository(Protocol):
    """Which projects are samples (示例项目), and taking them away again."""

    def mark(self, number: ProjectNumber) -> None:
        """Raise ProjectNotFound."""
        ...

    def numbers(self) -> Sequence[ProjectNumber]: ...

    def remove(self, number: ProjectNumber) -> None:
        """Remove a sample with all that was issued. ValueError for a project that is none."""
        ...


class DraftRepository(Protocol):
    """Intakes that were begun and not finished (草稿)."""

    def save(self, draft: Draft) -> None:
        """Keep DRAFT, in place of the one with its id if there is one."""
        ...

    def get(self, draft_id: DraftId) -> Draft:
        """Raise DraftNotFound."""
        ...

    def list(self) -> Sequence[DraftHead]:
        """All drafts without their content, the one saved last first."""
        ...

    def remove(self, draft_id: DraftId) -> None:
        """Nothing if it is gone already."""
        ...


class LedgerRepository(Protocol):
    """What was recorded (台账), agreed and missed, by project; the rows of its list; what a project was on a past day."""

    def journal(self, number: ProjectNumber) -> Journal:
        """Every event, those taken out of force among them."""
        ...

    def keep(self, number: ProjectNumber, before: Journal, after: Journal) -> None:
        """Make AFTER of BEFORE, as it was read. Raise ChangedElsewhere if another window recorded meanwhile."""
        ...

    def agreed(self, number: ProjectNumber) -> Sequence[AgreedPlan]:
        """All agreed plans, the baseline first."""
        ...

    def agree(self, plan: AgreedPlan) -> None: ...

    def disagree(self, number: ProjectNumber, agreed: int) -> None:
        """Take an agreed plan back; nothing if it is gone."""
        ...

    def missed(self, number: ProjectNumber) -> Sequence[MissedDate]: ...

    def keep_missed(self, number: ProjectNumber, missed: Sequence[MissedDate]) -> None:
        """Keep MISSED in place of all of this project."""
        ...

    def keep_rows(self, head: LedgerHead, rows: Sequence[LedgerRow]) -> None:
        """Keep ROWS in place of all of this project; read through `Services.ledger`."""
        ...

    def lights(self) -> Mapping[tuple[ProjectNumber, StepId], str]:
        """The light each step was last warned of or seen with."""
        ...

    def keep_lights(self, lights: Mapping[tuple[ProjectNumber, StepId], str], on: date) -> None: ...

    def clock_rules(self, day: date | None = None) -> ClockRules:
        """The rules that held at the end of DAY, or that hold now (None)."""
        ...

    def set_clock_rules(self, rules: ClockRules, on: date, person: str) -> ClockRules:
        """Keep RULES from ON on, returned with their number; everything counted under others is made anew when looked at.

        Raise ChangedElsewhere if another window set them meanwhile.
        """
        ...

    def project_on(self, number: ProjectNumber, day: date) -> Project | None:
        """The project as it was at the end of DAY; None if no version that old was kept."""
        ...


class ConsultationRepository(Protocol):
    """The consultation log (咨询记录), by project."""

    def of_project(self, number: ProjectNumber) -> Sequence[Consultation]:
        """All entries by number."""
        ...

    def of_all(self, only_open: bool = False) -> Sequence[tuple[ProjectNumber, str, str, Consultation]]:
        """Number, name and enterprise of the project with every entry, the first due on top."""
        ...

    def answered_for(self, number: ProjectNumber) -> Sequence[Consultation]:
        """Answered entries about an item: all of project NUMBER, and those of others that are public."""
        ...

    def put(self, number: ProjectNumber, before: Consultation | None, after: Consultation | None) -> None:
        """Keep AFTER in place of BEFORE, as it was read; None where there is none. Raise ChangedElsewhere, ProjectNotFound."""
        ...


class StaffRepository(Protocol):
    """The staff list (人员)."""

    def list(self) -> Sequence[Person]:
        """Everybody, retired ones too, by name."""
        ...

    def get(self, person_id: PersonId) -> Person:
        """Raise PersonNotFound."""
        ...

    def save(self, person: Person) -> None:
        """Keep PERSON, in place of the one with its id if there is one."""
        ...

    def remove(self, person_id: PersonId) -> None:
        """Nothing if it is gone already."""
        ...

    def records_of(self, name: str) -> int:
        """How many records there are in NAME, of somebody on the list or not."""
        ...

    def records_by_name(self) -> Mapping[str, int]:
        """The same for every name there is a record in."""
        ...


class EvidenceFiles(Protocol):
    """Files that prove something (证据), copied into the data folder under their SHA-256."""

    def keep(self, file: Path) -> Evidence:
        """Copy FILE. Raise StoreError if it cannot be read or written."""
        ...

    def copy_to(self, folder: Path) -> int:
        """Copy what FOLDER does not hold yet; returns how many files. Raise StoreError."""
        ...

    def copy_from(self, folder: Path) -> int:
        """Copy what only FOLDER holds; nothing if there is no such folder. Raise StoreError."""
        ...

    def path_of(self, evidence: Evidence) -> Path:
        """Where the copy lies. Raise StoreError if it is gone or its bytes changed."""
        ...


class UnitOfWork(Protocol):
    """All or nothing: leaving the block without commit() rolls back. May be entered again afterwards."""

    @property
    def projects(self) -> ProjectRepository: ...

    @property
    def editions(self) -> EditionRepository: ...

    @property
    def plans(self) -> PlanRepository: ...

    @property
    def samples(self) -> SampleRepository: ...

    @property
    def drafts(self) -> DraftRepository: ...

    @property
    def ledger(self) -> LedgerRepository: ...

    @property
    def consultations(self) -> ConsultationRepository: ...

    @property
    def staff(self) -> StaffRepository: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Raise ChangedElsewhere or StoreError; then nothing was saved."""
        ...


class PaperMaker(Protocol):
    """Sets papers from a dossier. Equal dossiers give equal bytes."""

    def manual(self, dossier: Dossier, parts: Sequence[str] = ()) -> bytes:
        """parts: keys of chapters (paper_kinds.MANUAL_PARTS) to take out of the whole manual; all of it if empty."""
        ...

    def countdown(self, dossier: Dossier, paper: str) -> bytes:
        """paper: "A4" or "A3"."""
        ...

    def wallchart(self, dossier: Dossier, paper: str, tile: str = "") -> bytes:
        """paper: "A3", "A2", "A1" or "A0". tile: "A4" or "A3" to cut it into sheets of that paper, to be glued."""
        ...

    def checklist(self, dossier: Dossier) -> bytes: ...

    def hand_over(self, dossier: Dossier) -> bytes: ...

    def next_visit(self, dossier: Dossier, code: str) -> bytes:
        """code: of an approval item of the project, "" for what is handed in next."""
        ...

    def item_card(self, dossier: Dossier, code: str) -> bytes:
        """code: of an approval item of the project. KeyError otherwise."""
        ...

    def department_sheet(self, dossier: Dossier, owner: str) -> bytes: ...

    def change_slip(self, dossier: Dossier, changes: ChangeView) -> bytes: ...

    def changed_pages(self, dossier: Dossier, old: bytes, old_edition: str) -> ChangedPages:
        """The pages of the manual that differ from OLD, an older edition's file. old_edition: 第 1 版，2026-01-12 印.

        Raise DomainError if OLD cannot be read.
        """
        ...

    def write_off(self, dossier: Dossier, view: WriteOffView) -> bytes:
        """The slip (销号单) for one item that is written off."""
        ...

    def write_off_list(self, dossier: Dossier, views: Sequence[WriteOffView]) -> bytes:
        """The slip for several."""
        ...

    def notice(self, dossier: Dossier, notice: RecordedNotice) -> bytes:
        """A one-time notice (一次性告知书) or a correction notice (补正通知), as NOTICE says."""
        ...

    def make_many(
        self, orders: Iterable[PaperOrder | None], count: int, tick: Callable[[], None]
    ) -> Generator[Future[tuple[bytes, ...]], None, None]:
        """The papers of ORDERS, COUNT of them, in order, each a future that is done. Other processes may help.

        Orders are drawn as they are needed, a few ahead of their turn; None asks for nothing and gets nothing. TICK is
        called again and again; what it raises goes up. Close the generator to leave early.
        """
        ...

    def missing_characters(self, dossier: Dossier) -> Sequence[str]:
        """Sentences about characters that no shipped font has, and where they stand; empty if all can be set."""
        ...

    def unprintable(self, dossier: Dossier) -> Sequence[UnprintableCharacter]:
        """The same, to be shown in other words."""
        ...


class CompanionMaker(Protocol):
    """Makes the machine-readable companions of the papers. Equal dossiers give equal bytes."""

    def phone_calendar(self, dossier: Dossier) -> bytes:
        """An iCalendar file (RFC 5545)."""
        ...

    def workbook(self, dossier: Dossier) -> bytes:
        """An .xlsx file."""
        ...

    def ledger_workbook(self, sheet: LedgerSheet) -> bytes:
        """The ledger as listed, an .xlsx file. Text that looks like a formula stays text."""
        ...

    def read_attachment(self, pdf: bytes) -> object:
        """The project file inside a manual, as parsed JSON. Raise DomainError saying why there is none."""
        ...

    def intake_form(self, form: IntakeForm, bureau: str) -> bytes:
        """The blank intake form (接件表) as .xlsx, for the enterprise to fill in. bureau: who gives it out."""
        ...

    def read_intake_form(self, xlsx: bytes, form: IntakeForm) -> Sequence[Cell]:
        """The filled cells of an intake form. Raise DomainError saying why it cannot be read."""
        ...


class BackupReason(StrEnum):
    """Why a backup (备份) was made; the value is part of its file's name."""

    SCHEDULED = "auto"
    ASKED = "asked"
    BEFORE_RESTORE = "before-restore"
    BEFORE_UPGRADE = "before-upgrade"

    @property
    def label(self) -> str:
        return {"auto": "定时", "asked": "手动", "before-restore": "恢复之前", "before-upgrade": "升级之前"}[self.value]


@frozen
class BackupFile:
    """A backup as its file tells without being opened. made_at: aware, local. second: it lies in the second folder."""

    path: Path
    made_at: datetime
    reason: BackupReason
    size_bytes: int
    second: bool = False


@frozen
class MadeBackup:
    """A backup that was written and read again. projects: how many it holds. second_problem: why there is none in the second
    folder, a sentence; "" if there is one or no second folder is set. unchanged: the last backup already holds all of this and
    nothing was written; FILE is that one."""

    file: BackupFile
    projects: int
    second_problem: str = ""
    unchanged: bool = False


class Backups(Protocol):
    """Copies of the SQLite file, whole and verified (see store/backup.py). Usable on any thread."""

    @property
    def refusal(self) -> DomainError | None:
        """Why there are none here (PostgreSQL: the database's own backups apply); then the other methods raise it."""
        ...

    def files(self, second: Path | None) -> Sequence[BackupFile]:
        """All backups of this store in both folders, newest first."""
        ...

    def projects_in(self, file: Path) -> int:
        """How many projects the backup FILE holds. Raise StoreError if it is not whole, not ours or too new."""
        ...

    def write(self, at: datetime, reason: BackupReason, second: Path | None, report: Report) -> MadeBackup:
        """Write a backup, also into the folder SECOND, and read it again. Raise StoreError; then no half file is left."""
        ...

    def write_to(self, target: Path, report: Report) -> int:
        """Write a copy to the file TARGET, which must not exist; returns how many projects it holds. Raise StoreError."""
        ...

    def remove(self, file: BackupFile) -> None:
        """Raise StoreError."""
        ...

    def restore(self, file: Path, at: datetime, report: Report) -> MadeBackup:
        """Put the content of the backup FILE in place of the present data, which is backed up first; returns that backup.

        Raise StoreError; then the present data is untouched.
        """
        ...


@frozen
class StoreFault:
    """Something wrong in the store: problem and next_step are sentences; number: the project it is about, or ""."""

    problem: str
    next_step: str
    number: str = ""


class StoreCheck(Protocol):
    """Looks for damage no use case would meet by itself (see store/integrity.py)."""

    def faults(self, report: Report) -> Sequence[StoreFault]:
        """Pages that cannot be read, records without what they belong to, papers whose bytes changed. Raise StoreError."""
        ...


class Services(Protocol):
    """Everything the command line and the desk use, joined by app.py."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def calendar(self) -> WorkCalendar: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def papers(self) -> PaperMaker: ...

    @property
    def lists(self) -> DeskLists:
        """What lists read, fast; opens no unit of work."""
        ...

    @property
    def today(self) -> TodayLists:
        """What 工作台 reads, fast; opens no unit of work."""
        ...

    @property
    def ledger(self) -> LedgerLists:
        """What the ledger's lists read, fast; opens no unit of work."""
        ...

    @property
    def evidence(self) -> EvidenceFiles: ...

    @property
    def store_file(self) -> Path | None:
        """The SQLite file with the data; None where a database server or a URL was named."""
        ...

    def refuse_network_drive(self, path: Path) -> None:
        """Raise StoreError if PATH, of a store's file, is on one."""
        ...

    @property
    def operator_id(self) -> str:
        """Who works at this desk (本机办件人): an id of the staff list, "" if nobody was chosen; see `staff.operator`."""
        ...

    def set_operator(self, person_id: str) -> None:
        """Keep PERSON_ID on this computer, "" for nobody. Raise StoreError."""
        ...

    @property
    def bureau(self) -> BureauDetails | None:
        """What the bureau said about itself; None while the shipped templates hold."""
        ...

    def set_bureau(self, details: BureauDetails) -> None:
        """Keep DETAILS; the catalogue is loaded anew with them. Raise StoreError."""
        ...

    @property
    def companions(self) -> CompanionMaker: ...

    @property
    def readings(self) -> Readings:
        """How Chinese characters are read, for finding; loaded when first asked for."""
        ...

    @property
    def backups(self) -> Backups: ...

    @property
    def store_check(self) -> StoreCheck: ...

    def unit_of_work(self) -> UnitOfWork: ...

    def check_catalogue(self, folder: Path | None) -> Catalogue:
        """Load the catalogue in FOLDER (None: the one shipped). Raise DomainErrors with every fault."""
        ...

    def import_notice(self, path: Path) -> int:
        """Keep the holiday notice (放假通知) in PATH; returns its year. Raise DomainErrors."""
        ...

    def sample_files(self) -> Sequence[Path]: ...

    def close(self) -> None: ...
