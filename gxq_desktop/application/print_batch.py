"""Print the papers of several projects in one go (批量打印): a list of jobs, each done, skipped or refused on its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from gxq_desktop.application.file_names import paper_file_name
from gxq_desktop.application.files import NotWritten, write_whole
from gxq_desktop.application.issue_edition import Draft, draft_edition
from gxq_desktop.application.paper_kinds import PaperChoice, PaperOrder
from gxq_desktop.application.ports import Report, Services, StoreError
from gxq_desktop.application.print_paper import PrintedSet, Ready, print_papers, ready_order
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber

WRITE_OFF_LIST = "write_off_list"
"""Left out, not refused, of a project in which nothing was written off yet."""


class JobState(StrEnum):
    """The value is the word in the list."""

    WAITING = "等待"
    RUNNING = "正在办"
    DONE = "已完成"
    SKIPPED = "跳过"
    REFUSED = "没有印成"
    CANCELLED = "已取消"


@frozen
class Job:
    """The papers of one project. note: what happened, in words. edition: 0 until its papers are made."""

    number: ProjectNumber
    name: str
    state: JobState = JobState.WAITING
    note: str = ""
    edition: int = 0

    @property
    def is_over(self) -> bool:
        return self.state not in (JobState.WAITING, JobState.RUNNING)


Deliver = Callable[[PrintedSet, Report], str]
"""Brings the papers of a project where they belong; returns what it did, in words ("3 个文件", "42 页，已打")."""
Told = Callable[[int, Job], None]
"""told(position in the list, the job as it is now)."""


@frozen
class Batch:
    """jobs: in order. choices: the papers of each. with_undecided: print projects with undecided rows too; else skip them."""

    jobs: tuple[Job, ...]
    choices: tuple[PaperChoice, ...]
    with_undecided: bool = True


@frozen
class Tally:
    """Where a batch stands. current counts from 1; 0 before the first and after the last."""

    current: int
    total: int
    done: int
    skipped: int
    refused: int

    @property
    def sentence(self) -> str:
        """第 8 本，还剩 12 本; at the end what came of it."""
        if self.current:
            left = self.total - self.current
            return f"第 {self.current} 本，还剩 {left} 本" if left else f"第 {self.current} 本，最后一本"
        parts = [f"{self.done} 本已完成"]
        parts += [f"{count} 本{word}" for count, word in ((self.skipped, "跳过"), (self.refused, "没有印成")) if count]
        left = self.total - self.done - self.skipped - self.refused
        return "，".join([*parts, *([f"{left} 本没有印"] if left else [])])


def tally(jobs: Sequence[Job]) -> Tally:
    """Count JOBS by state."""
    states = [job.state for job in jobs]
    current = next((place for place, state in enumerate(states, 1) if state is JobState.RUNNING), 0)
    return Tally(
        current,
        len(jobs),
        states.count(JobState.DONE),
        states.count(JobState.SKIPPED),
        states.count(JobState.REFUSED),
    )


def print_batch(
    batch: Batch,
    services: Services,
    deliver: Deliver,
    told: Told,
    is_skipped: Callable[[int], bool],
    report: Report,
) -> tuple[Job, ...]:
    """Print every job of BATCH in turn and return all as they ended.

    Papers of the next few are made ahead, by other processes too; each project is issued, kept and delivered in its turn. A job
    that is refused does not stop the others; its sentence is its note. IS_SKIPPED(position) is asked before each job and while
    one runs. REPORT(done, total) may raise to cancel: the job it happens in leaves no half file, and what was done stays.
    """
    jobs = list(batch.jobs)
    coming: deque[_Coming] = deque()
    turn = 0

    def became(position: int, state: JobState, note: str = "", edition: int = 0) -> None:
        jobs[position] = replace(jobs[position], state=state, note=note, edition=edition or jobs[position].edition)
        told(position, jobs[position])

    def orders() -> Iterator[PaperOrder | None]:
        for position, job in enumerate(batch.jobs):
            coming.append(_drafted(batch, job, services, is_skipped(position)))
            yield coming[-1].order

    with closing(services.papers.make_many(orders(), len(jobs), lambda: report(turn, len(jobs)))) as papers:
        for turn, job in enumerate(batch.jobs):
            report(turn, len(jobs))
            if not is_skipped(turn):
                became(turn, JobState.RUNNING)
            try:
                made, drafted = next(papers), coming.popleft()
                inner = _stoppable(turn, is_skipped, report, len(jobs))
                inner(0, 1)
                ended = _print_one(job, drafted, made, services, deliver, inner)
            except _Skipped as skipped:
                became(turn, JobState.SKIPPED, str(skipped))
            except DomainError as refusal:
                became(turn, JobState.REFUSED, f"{refusal.problem}{refusal.next_step}")
            except BaseException:
                became(turn, JobState.CANCELLED, "没有打完的不登记，不留半个文件")
                raise
            else:
                became(turn, JobState.DONE, *ended)
    report(len(jobs), len(jobs))
    return tuple(jobs)


class _Skipped(Exception):
    """The user skipped the job that runs."""


def _stoppable(position: int, is_skipped: Callable[[int], bool], report: Report, total: int) -> Report:
    """A report for what happens inside job POSITION: cancels with the batch, skips with the job."""

    def inner(done: int, of: int) -> None:
        if is_skipped(position):
            raise _Skipped("按您的选择")
        report(position, total)

    return inner


@frozen
class _Coming:
    """A job ahead of its turn. problem: why nothing is ordered for it, raised when it is asked what it prints."""

    order: PaperOrder | None
    draft: Draft | None = None
    choices: tuple[PaperChoice, ...] = ()
    problem: Exception | None = None

    def ready(self, papers: tuple[bytes, ...]) -> Ready:
        """With PAPERS, those of its order."""
        if self.problem is not None:
            raise self.problem
        assert self.draft is not None and self.order is not None
        return Ready(self.draft, self.order, papers)


def _drafted(batch: Batch, job: Job, services: Services, skipped: bool) -> _Coming:
    try:
        if skipped:
            raise _Skipped("按您的选择")
        draft, choices = _draft(batch, job, services)
        return _Coming(ready_order(choices, draft, services), draft, choices)
    except Exception as problem:  # raised when its turn comes: it must not stop the jobs before it
        return _Coming(None, problem=problem)


def _draft(batch: Batch, job: Job, services: Services) -> tuple[Draft, tuple[PaperChoice, ...]]:
    draft, choices = draft_edition(job.number, services), batch.choices
    open_rows = sum(count.undecided for count in draft.dossier.counts)
    if open_rows and not batch.with_undecided:
        raise _Skipped(f"有 {open_rows} 项待定")
    if not draft.dossier.written_off:
        choices = tuple(choice for choice in choices if choice.kind != WRITE_OFF_LIST)
        if not choices:
            raise _Skipped("还没有销号的事项")
    return draft, choices


def _print_one(
    job: Job, coming: _Coming, made: Future[tuple[bytes, ...]], services: Services, deliver: Deliver, report: Report
) -> tuple[str, int]:
    """What was done, in words, and the edition."""
    ready = coming.ready(made.result())
    printed = print_papers(job.number, coming.choices, services, ready=ready, report=report)
    done = deliver(printed, report)
    if printed.unprintable:
        done = f"{done}，{printed.unprintable} 个字印不出来"
    return done, printed.edition.number


def to_folder(folder: Path) -> Deliver:
    """Write each paper as a file of FOLDER, whole or not at all; a file of the same name is replaced.

    It does not stop between the files of a project, which take no time: a project's set is whole or not begun.
    """

    def deliver(printed: PrintedSet, report: Report) -> str:
        for paper in printed.papers:
            path = folder / paper_file_name(printed.project_name, paper.choice, printed.edition)
            try:
                write_whole(path, paper.pdf)
            except NotWritten as error:  # the list has room for the reason, not for the path
                raise StoreError(f"没有写成：{error.reason}。", f"{error.next_step}文件：{path}") from error
        return f"{len(printed.papers)} 个文件"

    return deliver
