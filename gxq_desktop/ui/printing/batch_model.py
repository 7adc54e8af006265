"""Tables of a batch: projects to tick, and jobs as they go."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.print_batch import Job, JobState
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column, RowsModel

MARKS = {
    JobState.WAITING: Mark.NOT_STARTED,
    JobState.RUNNING: Mark.READY,
    JobState.DONE: Mark.CLEARED,
    JobState.SKIPPED: Mark.NOTICE,
    JobState.REFUSED: Mark.FAILED,
    JobState.CANCELLED: Mark.NOT_APPLICABLE,
}


def _undecided(line: ProjectLine) -> str:
    return f"{line.undecided} 项待定" if line.undecided else ""


def _edition(line: ProjectLine) -> str:
    if line.latest_edition is None:
        return "未发手册"
    return f"第 {line.latest_edition} 版" + ("，已不同" if line.edition_matches is False else "")


PROJECT_COLUMNS: tuple[Column[ProjectLine], ...] = (
    Column("项目", lambda line: line.name, least=180, searchable=True, tick=True),
    Column("编号", lambda line: line.number, width=116, searchable=True, drop=2),
    Column("企业", lambda line: line.enterprise, width=180, most=280, searchable=True, drop=1),
    Column(
        "待定",
        _undecided,
        sort=lambda line: line.undecided or 0,
        width=92,
        color=lambda line: "warn" if line.undecided else "",
    ),
    Column("手册", _edition, sort=lambda line: line.latest_edition or 0, width=116, most=140),
)


class TickedProjects(RowsModel[ProjectLine]):
    """Projects to choose from."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(PROJECT_COLUMNS, parent, key=lambda line: line.number)


@frozen
class JobRow:
    position: int
    job: Job


def _paper(row: JobRow) -> str:
    return f"{row.job.name}　第 {row.job.edition} 版" if row.job.edition else row.job.name


JOB_COLUMNS: tuple[Column[JobRow], ...] = (
    Column("项目", _paper, least=180, sortable=False),
    Column("结果", lambda row: row.job.state.value, width=104, mark=lambda row: MARKS[row.job.state], sortable=False),
    Column("说明", lambda row: row.job.note, width=220, tip=lambda row: row.job.note, sortable=False),
)


class JobsModel(RowsModel[JobRow]):
    """The jobs of a batch in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(JOB_COLUMNS, parent, key=lambda row: row.position)

    def set_jobs(self, jobs: list[Job]) -> None:
        self.set_rows(JobRow(position, job) for position, job in enumerate(jobs))

    def set_job(self, position: int, job: Job) -> None:
        self.replace(JobRow(position, job))
