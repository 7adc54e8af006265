"""Projects and editions in the database, as `ports.py` asks for them. Every method returns values, never rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from gxq_desktop.application.desk_lists import PlanSummary
from gxq_desktop.application.ports import (
    ChangedElsewhere,
    EditionNotFound,
    ProjectNotFound,
    ProjectSummary,
    StoreError,
)
from gxq_desktop.domain.editions import Edition, HandOver, IssuedPaper
from gxq_desktop.domain.facts import FactDictionary
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.store.ledger_repository import keep_version
from gxq_desktop.store.mapping import (
    edition_of,
    edition_row,
    hand_over_of,
    hand_over_row,
    paper_of,
    paper_row,
    plain_check_code,
    plan_step_values,
    plan_summary_row,
    project_of,
    project_row,
)
from gxq_desktop.store.rows import (
    EditionRow,
    HandOverRow,
    IssuedPaperRow,
    PlanStepRow,
    PlanSummaryRow,
    ProjectFactRow,
    ProjectRow,
    ProjectStageRow,
    SampleProjectRow,
)

PREFIX = "GX"
"""How every project number begins."""

# One statement, the same in both databases, so that two windows cannot read the same number.
_TAKE_NUMBER = text(
    "INSERT INTO number_sequence (year, last_serial) VALUES (:year, 1)"
    " ON CONFLICT (year) DO UPDATE SET last_serial = number_sequence.last_serial + 1 RETURNING last_serial"
)
# GX-2026-10000 comes after GX-2026-9999.
_BY_NUMBER = (
    func.substr(ProjectRow.number, 1, len(f"{PREFIX}-0000-")),
    func.length(ProjectRow.number),
    ProjectRow.number,
)


class SqlProjectRepository:
    """See `ports.ProjectRepository`."""

    def __init__(
        self,
        to_read: Callable[[], Session],
        to_write: Callable[[], Session],
        dictionary: Callable[[], FactDictionary],
        today: Callable[[], date],
    ) -> None:
        self._to_read = to_read
        self._to_write = to_write
        self._dictionary = dictionary
        self._today = today

    def next_number(self, year: int) -> ProjectNumber:
        serial = self._to_write().scalar(_TAKE_NUMBER, {"year": year})
        return ProjectNumber(f"{PREFIX}-{year}-{serial:04d}")

    def add(self, project: Project) -> None:
        """ValueError if there is a project with this number."""
        session = self._to_write()
        if session.get(ProjectRow, project.number) is not None:
            raise ValueError(f"project {project.number} is already there")
        session.add(project_row(project))
        session.flush()
        keep_version(session, project, self._today())

    def get(self, number: ProjectNumber) -> Project:
        row = self._to_read().get(ProjectRow, number)
        if row is None:
            raise ProjectNotFound(number)
        return project_of(row, self._dictionary())

    def save(self, project: Project) -> Project:
        session = self._to_write()
        stored = session.get(ProjectRow, project.number, with_for_update=True, populate_existing=True)
        if stored is None:
            raise ProjectNotFound(project.number)
        if stored.revision != project.revision:
            raise ChangedElsewhere(project.number)
        fresh = project_row(project)
        fresh.facts += [_same_fact(row) for row in stored.facts if row.key not in project.facts.dictionary]
        session.merge(fresh).revision = project.revision + 1
        session.flush()
        saved = replace(project, revision=project.revision + 1)
        keep_version(session, saved, self._today())
        return saved

    def list(self) -> Sequence[ProjectSummary]:
        number = ProjectRow.number
        entered = aliased(ProjectStageRow)
        last = select(func.max(entered.position)).where(entered.project_number == number).scalar_subquery()
        edition = select(func.max(EditionRow.number)).where(EditionRow.project_number == number).scalar_subquery()
        lines = self._to_read().execute(
            select(
                number,
                ProjectRow.name,
                ProjectRow.enterprise_name,
                ProjectRow.project_code,
                ProjectStageRow.stage,
                ProjectRow.registered_on,
                edition,
            )
            .outerjoin(ProjectStageRow, (ProjectStageRow.project_number == number) & (ProjectStageRow.position == last))
            .order_by(*_BY_NUMBER)
        )
        return [ProjectSummary(*line) for line in lines]

    def with_project_code(self, project_code: str) -> Sequence[ProjectNumber]:
        """Numbers of the projects with PROJECT_CODE; none for an empty one, which is a code not provided yet."""
        if not project_code:
            return []
        found = select(ProjectRow.number).where(ProjectRow.project_code == project_code).order_by(*_BY_NUMBER)
        return [ProjectNumber(number) for number in self._to_read().scalars(found)]


def _same_fact(row: ProjectFactRow) -> ProjectFactRow:
    return ProjectFactRow(
        project_number=row.project_number, key=row.key, position=row.position, kind=row.kind, value=row.value
    )


class SqlEditionRepository:
    """See `ports.EditionRepository`."""

    def __init__(self, to_read: Callable[[], Session], to_write: Callable[[], Session]) -> None:
        self._to_read = to_read
        self._to_write = to_write

    def latest(self, number: ProjectNumber) -> Edition | None:
        found = self._of(number).order_by(EditionRow.number.desc()).limit(1)
        row = self._to_read().scalar(found)
        return edition_of(row) if row else None

    def get(self, number: ProjectNumber, edition: int) -> Edition:
        row = self._to_read().get(EditionRow, (number, edition))
        if row is None:
            raise EditionNotFound(number, edition)
        return edition_of(row)

    def of_project(self, number: ProjectNumber) -> Sequence[Edition]:
        return [edition_of(row) for row in self._to_read().scalars(self._of(number).order_by(EditionRow.number))]

    def by_check_code(self, code: str) -> Edition | None:
        row = self._to_read().scalar(select(EditionRow).where(EditionRow.check_code == plain_check_code(code)))
        return edition_of(row) if row else None

    def add(self, edition: Edition) -> None:
        """Raise ProjectNotFound, or ChangedElsewhere if another window has just issued an edition of this number."""
        session = self._to_write()
        number = edition.project_number
        if session.get(ProjectRow, number) is None:
            raise ProjectNotFound(number)
        if session.get(EditionRow, (number, edition.number)) is not None:
            raise ChangedElsewhere(number)
        row = edition_row(edition)
        twin = session.scalar(select(EditionRow).where(EditionRow.check_code == row.check_code))
        if twin is not None:  # one in a million millions a pair
            problem = f"校验码 {edition.check_code} 已用于项目“{twin.project_number}”第 {twin.number} 版。"
            raise StoreError(problem, "这极为罕见，本版没有保存。请次日再印，校验码会不同。")
        session.add(row)
        self._flush(session, number)

    def paper(self, number: ProjectNumber, edition: int, kind: str, variant: str) -> IssuedPaper | None:
        row = self._to_read().get(IssuedPaperRow, (number, edition, kind, variant))
        if row is None:
            return None
        paper = paper_of(row)
        if hashlib.sha256(paper.pdf).hexdigest() != paper.sha256:
            problem = f"项目“{number}”第 {edition} 版的存档文件（{kind}）已损坏，与存档时不一致。"
            raise StoreError(problem, "请从备份恢复数据文件后再取。")
        return paper

    def add_paper(self, number: ProjectNumber, edition: int, paper: IssuedPaper) -> None:
        """Also raises EditionNotFound, and ValueError if sha256 is not that of the bytes."""
        if hashlib.sha256(paper.pdf).hexdigest() != paper.sha256:
            raise ValueError(f"sha256 does not fit the {paper.kind} of {number}")
        session = self._to_write()
        if session.get(EditionRow, (number, edition)) is None:
            raise EditionNotFound(number, edition)
        kept = session.get(IssuedPaperRow, (number, edition, paper.kind, paper.variant))
        if kept is None:
            session.add(paper_row(number, edition, paper))
            self._flush(session, number)
        elif kept.sha256 != paper.sha256:
            raise ValueError(f"{number} edition {edition} already has another {paper.kind} {paper.variant}")

    def kept_papers(self, number: ProjectNumber, edition: int) -> Sequence[tuple[str, str]]:
        found = (
            select(IssuedPaperRow.kind, IssuedPaperRow.variant)
            .where(IssuedPaperRow.project_number == number, IssuedPaperRow.edition_number == edition)
            .order_by(IssuedPaperRow.kind, IssuedPaperRow.variant)
        )
        return [(kind, variant) for kind, variant in self._to_read().execute(found)]

    def hand_overs(self, number: ProjectNumber) -> Sequence[HandOver]:
        found = (
            select(HandOverRow)
            .where(HandOverRow.project_number == number)
            .order_by(HandOverRow.edition_number, HandOverRow.number)
        )
        return [hand_over_of(row) for row in self._to_read().scalars(found)]

    def add_hand_over(self, hand_over: HandOver) -> None:
        session = self._to_write()
        number, edition = hand_over.project_number, hand_over.edition
        if session.get(EditionRow, (number, edition)) is None:
            raise EditionNotFound(number, edition)
        if session.get(HandOverRow, (number, edition, hand_over.number)) is not None:
            raise ChangedElsewhere(number)
        session.add(hand_over_row(hand_over))
        self._flush(session, number)

    def remove_hand_over(self, number: ProjectNumber, edition: int, hand_over: int) -> None:
        session = self._to_write()
        row = session.get(HandOverRow, (number, edition, hand_over))
        if row is not None:
            session.delete(row)
            session.flush()

    @staticmethod
    def _of(number: ProjectNumber) -> Select[EditionRow]:
        return select(EditionRow).where(EditionRow.project_number == number)

    @staticmethod
    def _flush(session: Session, number: ProjectNumber) -> None:
        """Save. Between looking and saving another window may have added the same (PostgreSQL): then it is first."""
        try:
            session.flush()
        except IntegrityError as error:
            raise ChangedElsewhere(number) from error


class SqlPlanRepository:
    """See `ports.PlanRepository`."""

    def __init__(self, to_write: Callable[[], Session]) -> None:
        self._to_write = to_write

    def save(self, summary: PlanSummary) -> None:
        session = self._to_write()
        number = summary.number
        if session.get(ProjectRow, number, with_for_update=True) is None:
            return
        session.execute(delete(PlanStepRow).where(PlanStepRow.project_number == number))
        session.execute(delete(PlanSummaryRow).where(PlanSummaryRow.project_number == number))
        session.add(plan_summary_row(summary))
        session.flush()
        if summary.steps:
            session.execute(insert(PlanStepRow), [plan_step_values(number, step) for step in summary.steps])


class SqlSampleRepository:
    """See `ports.SampleRepository`."""

    def __init__(self, to_read: Callable[[], Session], to_write: Callable[[], Session]) -> None:
        self._to_read = to_read
        self._to_write = to_write

    def mark(self, number: ProjectNumber) -> None:
        session = self._to_write()
        if session.get(ProjectRow, number) is None:
            raise ProjectNotFound(number)
        if session.get(SampleProjectRow, number) is None:
            session.add(SampleProjectRow(project_number=number))
            session.flush()

    def numbers(self) -> Sequence[ProjectNumber]:
        found = select(SampleProjectRow.project_number).order_by(SampleProjectRow.project_number)
        return [ProjectNumber(number) for number in self._to_read().scalars(found)]

    def remove(self, number: ProjectNumber) -> None:
        session = self._to_write()
        if session.get(SampleProjectRow, number) is None:
            raise ValueError(f"{number} is no sample; real projects are not removed")
        for table in (HandOverRow, IssuedPaperRow, EditionRow):
            session.execute(delete(table).where(table.project_number == number))
        session.execute(delete(ProjectRow).where(ProjectRow.number == number))
        session.expire_all()
