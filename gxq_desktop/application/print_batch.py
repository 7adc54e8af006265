"""Print the papers of several projects in one go (批量打印): a list of jobs, each done, skipped or refused on its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from gxq_desktop.application.file_names import paper_file_name
from gxq_desktop.application.files import write_whole
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.ports import Report, Services
from gxq_desktop.application.print_paper import PrintedSet, print_papers
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

    A job that is refused does not stop the others; its sentence is its note. IS_SKIPPED(position) is asked before each job and
    while one runs. REPORT(done, total) may raise to cancel: the job it happens in leaves no half file, and what was done stays.
    """
    jobs = list(batch.jobs)

    def became(position: int, state: JobState, note: str = "", edition: int = 0) -> None:
        jobs[position] = replace(jobs[position], state=state, note=note, edition=edition or jobs[position].edition)
        told(position, jobs[position])

    for position, job in enumerate(batch.jobs):
        report(position, len(jobs))
        if is_skipped(position):
            became(position, JobState.SKIPPED, "按您的选择")
            continue
        became(position, JobState.RUNNING)
        try:
            ended = _print_one(batch, job, services, deliver, _stoppable(position, is_skipped, report, len(jobs)))
        except _Skipped as skipped:
            became(position, JobState.SKIPPED, str(skipped))
        except DomainError as refusal:
            became(position, JobState.REFUSED, f"{refusal.problem}{refusal.next_step}")
        except BaseException:
            became(position, JobState.CANCELLED, "没有打完的不登记，不留半个文件")
            raise
        else:
            became(position, JobState.DONE, *ended)
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


def _print_one(batch: Batch, job: Job, services: Services, deliver: Deliver, report: Report) -> tuple[str, int]:
    """What was done, in words, and the edition."""
    choices = batch.choices
    lists_write_offs = any(choice.kind == WRITE_OFF_LIST for choice in choices)
    if lists_write_offs or not batch.with_undecided:
        from gxq_desktop.application.issue_edition import draft_edition

        dossier = draft_edition(job.number, services).dossier
        open_rows = sum(count.undecided for count in dossier.counts)
        if open_rows and not batch.with_undecided:
            raise _Skipped(f"有 {open_rows} 项待定")
        if lists_write_offs and not dossier.written_off:
            choices = tuple(choice for choice in choices if choice.kind != WRITE_OFF_LIST)
            if not choices:
                raise _Skipped("还没有销号的事项")
    printed = print_papers(job.number, choices, services, report=report)
    return deliver(printed, report), printed.edition.number


def to_folder(folder: Path) -> Deliver:
    """Write each paper as a file of FOLDER, whole or not at all; a file of the same name is replaced."""

    def deliver(printed: PrintedSet, report: Report) -> str:
        for done, paper in enumerate(printed.papers):
            report(done, len(printed.papers))
            write_whole(folder / paper_file_name(printed.project_name, paper.choice, printed.edition), paper.pdf)
        return f"{len(printed.papers)} 个文件"

    return deliver
