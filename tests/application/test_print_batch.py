from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.paper_kinds import PaperChoice, PaperOrder
from gxq_desktop.application.print_batch import Batch, Job, JobState, print_batch, tally, to_folder
from gxq_desktop.application.print_paper import print_papers
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.documents.papers import Papers
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.project import ProjectNumber
from tests.application.fakes import FakeDesk, FakePapers, sample

CHOICES = (PaperChoice("manual", "A4"), PaperChoice("countdown", "A4"))


class Stop(Exception):
    """What a report raises to cancel."""


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def batch(desk: FakeDesk, *names: str, **options: bool) -> Batch:
    jobs = []
    for name in names:
        document = sample(name)
        jobs.append(Job(register_project(document, desk).number, document["project"]["name"]))
    return Batch(tuple(jobs), CHOICES, **options)


def never(_: int) -> bool:
    return False


def no_report(done: int, total: int) -> None:
    pass


def test_each_project_gets_its_papers_in_the_folder(desk: FakeDesk, tmp_path: Path) -> None:
    told: list[tuple[int, JobState]] = []

    jobs = print_batch(
        batch(desk, "N1", "N2"),
        desk,
        to_folder(tmp_path),
        lambda at, job: told.append((at, job.state)),
        never,
        no_report,
    )

    assert [(job.state, job.note, job.edition) for job in jobs] == [(JobState.DONE, "2 个文件", 1)] * 2
    assert told == [(0, JobState.RUNNING), (0, JobState.DONE), (1, JobState.RUNNING), (1, JobState.DONE)]
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 4 and all(name.endswith("第1版.pdf") for name in names)


def test_a_refused_project_does_not_stop_the_others(desk: FakeDesk, tmp_path: Path) -> None:
    whole = batch(desk, "N1")
    whole = Batch((Job(ProjectNumber("GX-1"), "没有的项目"), *whole.jobs), CHOICES)

    first, second = print_batch(whole, desk, to_folder(tmp_path), lambda *_: None, never, no_report)

    assert first.state is JobState.REFUSED and "没有编号为“GX-1”的项目" in first.note
    assert second.state is JobState.DONE


def test_projects_with_undecided_rows_are_skipped_if_asked(desk: FakeDesk, tmp_path: Path) -> None:
    document = sample("N3")
    del document["facts"]["energy_tce"]
    open_one = register_project(document, desk).number
    whole = Batch((Job(open_one, "未定"), *batch(desk, "N1").jobs), CHOICES, with_undecided=False)

    first, second = print_batch(whole, desk, to_folder(tmp_path), lambda *_: None, never, no_report)

    assert (first.state, first.note) == (JobState.SKIPPED, "有 2 项待定")
    assert list_editions(open_one, desk) == ()
    assert second.state is JobState.DONE


def test_a_project_without_write_offs_does_without_their_list(desk: FakeDesk, tmp_path: Path) -> None:
    jobs = batch(desk, "N1").jobs
    both = Batch(jobs, (*CHOICES, PaperChoice("write_off_list", "")))
    only = Batch(jobs, (PaperChoice("write_off_list", ""),))

    (job,) = print_batch(both, desk, to_folder(tmp_path), lambda *_: None, never, no_report)
    (none,) = print_batch(only, desk, to_folder(tmp_path), lambda *_: None, never, no_report)

    assert (job.state, job.note) == (JobState.DONE, "2 个文件")
    assert (none.state, none.note) == (JobState.SKIPPED, "还没有销号的事项")


def test_what_was_written_off_is_listed(desk: FakeDesk, tmp_path: Path) -> None:
    jobs = batch(desk, "N1").jobs
    record_event(jobs[0].number, RecordRequest("B01", EventKind.CLEARED, document="收件单 1 号"), desk)

    (job,) = print_batch(
        Batch(jobs, (PaperChoice("write_off_list", ""),)), desk, to_folder(tmp_path), lambda *_: None, never, no_report
    )

    assert (job.state, job.note) == (JobState.DONE, "1 个文件")


def test_a_job_is_skipped_before_it_begins_and_while_it_runs(desk: FakeDesk, tmp_path: Path) -> None:
    skipped: set[int] = {2}
    whole = batch(desk, "N1", "N2", "N3")

    def told(position: int, job: Job) -> None:
        if position == 0 and job.state is JobState.RUNNING:
            skipped.add(0)

    jobs = print_batch(whole, desk, to_folder(tmp_path), told, skipped.__contains__, no_report)

    assert [job.state for job in jobs] == [JobState.SKIPPED, JobState.DONE, JobState.SKIPPED]
    assert list_editions(whole.jobs[0].number, desk) == ()
    assert len(list(tmp_path.iterdir())) == 2


def test_cancelling_leaves_no_half_file_and_keeps_what_was_done(desk: FakeDesk, tmp_path: Path) -> None:
    whole = batch(desk, "N1", "N2", "N3")
    told: dict[int, Job] = {}

    def report(done: int, total: int) -> None:
        if done == 1 and told.get(1, whole.jobs[1]).state is JobState.RUNNING:
            raise Stop

    with pytest.raises(Stop):
        print_batch(whole, desk, to_folder(tmp_path), told.__setitem__, never, report)

    assert (told[0].state, told[1].state) == (JobState.DONE, JobState.CANCELLED)
    assert 2 not in told
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".pdf", ".pdf"]
    assert list_editions(whole.jobs[1].number, desk) == ()


def test_a_folder_that_cannot_be_written_is_said_at_each_job(desk: FakeDesk, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    (job,) = print_batch(batch(desk, "N1"), desk, to_folder(blocked), lambda *_: None, never, no_report)

    assert job.state is JobState.REFUSED and "没有写成" in job.note


def test_the_tally_says_which_one_runs_and_how_many_are_left() -> None:
    def jobs(*states: JobState) -> list[Job]:
        return [Job(ProjectNumber("GX-1"), "", state) for state in states]

    done, running, waiting = JobState.DONE, JobState.RUNNING, JobState.WAITING

    assert tally(jobs(*[done] * 7, running, *[waiting] * 12)).sentence == "第 8 本，还剩 12 本"
    assert tally(jobs(done, running)).sentence == "第 2 本，最后一本"
    assert tally(jobs(done, JobState.SKIPPED, JobState.REFUSED)).sentence == "1 本已完成，1 本跳过，1 本没有印成"
    assert tally(jobs(done, JobState.CANCELLED, waiting)).sentence == "1 本已完成，2 本没有印"


def test_what_changes_while_others_are_printed_is_printed_as_it_is_then(desk: FakeDesk, tmp_path: Path) -> None:
    whole = batch(desk, "N1", "N2")
    names = {"N1": sample("N1"), "N2": sample("N2")}
    changed = whole.jobs[1].number

    def told(position: int, job: Job) -> None:
        if position == 1 and job.state is JobState.RUNNING:
            with desk.unit_of_work() as uow:
                uow.projects.save(replace(uow.projects.get(changed), name="改了名的项目"))
                uow.commit()

    drafted_ahead = MakesTheNextAhead(desk.papers)
    desk.papers = drafted_ahead
    jobs = print_batch(whole, desk, to_folder(tmp_path), told, never, no_report)

    assert drafted_ahead.names[1] == names["N2"]["project"]["name"]
    assert [job.state for job in jobs] == [JobState.DONE] * 2
    expected = print_papers(changed, CHOICES, desk)
    assert [path.read_bytes() for path in sorted(tmp_path.glob(f"{changed} 改了名的项目*"))] == sorted(
        paper.pdf for paper in expected.papers
    )


def test_a_character_no_font_has_is_told_with_its_job(tmp_path: Path) -> None:
    desk = FakeDesk()
    desk.papers = Papers()
    document = sample("N2")
    document["project"]["enterprise"] = "达州𮯰记机械有限公司"
    jobs = (Job(register_project(document, desk).number, "𮯰记"), *batch(desk, "N2").jobs)

    crossed, clean = print_batch(
        Batch(jobs, (PaperChoice("hand_over", "A4"),)), desk, to_folder(tmp_path), lambda *_: None, never, no_report
    )

    assert (crossed.note, clean.note) == ("1 个文件，1 个字印不出来", "1 个文件")


class MakesTheNextAhead(FakePapers):
    """Draws and makes every order before the first is asked for, as a busy worker would."""

    def __init__(self, _: FakePapers) -> None:
        super().__init__()
        self.names: list[str] = []

    def make_many(
        self, orders: Iterable[PaperOrder | None], count: int, tick: Callable[[], None]
    ) -> Generator[Future[tuple[bytes, ...]], None, None]:
        drawn = list(orders)
        self.names = [order.dossier.project.name for order in drawn if order is not None]
        yield from list(super().make_many(drawn, count, tick))


def test_over_processes_the_same_is_kept_and_written(tmp_path: Path) -> None:
    kept, written = [], []
    for few in (1, 99):
        desk = FakeDesk()
        desk.papers = Papers()
        small = (PaperChoice("checklist", "A4"), PaperChoice("hand_over", "A4"))
        whole = replace(batch(desk, *["N2"] * 7), choices=small)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("gxq_desktop.documents.batch.FEW", few)
            print_batch(whole, desk, to_folder(tmp_path / str(few)), lambda *_: None, never, no_report)
        with desk.unit_of_work() as uow:
            kept.append([uow.editions.paper(job.number, 1, "checklist", "A4") for job in whole.jobs])
        written.append({path.name: path.read_bytes() for path in (tmp_path / str(few)).iterdir()})

    assert kept[0] == kept[1] and None not in kept[0]
    assert written[0] == written[1] and len(written[0]) == 14
