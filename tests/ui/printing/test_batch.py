"""批量打印 through its window: choosing, running, skipping, cancelling, in the background."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.print_batch import JobState
from gxq_desktop.application.register_project import register_project
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.messages import MessageDialog
from gxq_desktop.ui.printing.batch import BatchDialog, BatchKeeper
from tests.ui.printing.conftest import FilePrinters, document, settle
from tests.ui.reading import cut_texts, focusable, spoken_name


@pytest.fixture
def numbers(services: Desk) -> list[str]:
    """N1, N2 (nothing undecided) and N3 (two rows undecided)."""
    open_one = document("N3")
    del open_one["facts"]["energy_tce"]
    return [register_project(each, services).number for each in (document("N1"), document("N2"), open_one)]


@pytest.fixture
def keeper(window: MainWindow, printers: FilePrinters, numbers: list[str], tmp_path: Path) -> Iterator[BatchKeeper]:
    made = BatchKeeper(window.shell)
    made.printers = printers
    window.shell.preferences.set("printing.folder", str(tmp_path / "out"))
    yield made
    made.presenter.cancel()
    settle(window.shell)
    for dialog in window.findChildren(QDialog):
        dialog.close()


@pytest.fixture
def dialog(keeper: BatchKeeper, window: MainWindow) -> BatchDialog:
    keeper.open()
    settle(window.shell)
    assert keeper.dialog is not None
    return keeper.dialog


def states(dialog: BatchDialog) -> list[JobState]:
    return [row.job.state for row in dialog.jobs_model.rows]


def test_projects_are_ticked_by_key_filter_and_all(dialog: BatchDialog, numbers: list[str], qtbot: QtBot) -> None:
    QAbstractItemModelTester(dialog.projects_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert not dialog.begin.isEnabled() and dialog.begin.toolTip() == "先选项目"

    dialog.projects.setFocus()
    dialog.projects.select_first()
    qtbot.keyClick(dialog.projects, Qt.Key.Key_Space)
    assert len(dialog.chosen) == 1 and dialog.begin.text() == "印 1 个项目(&R)"

    qtbot.keyClicks(dialog.filter, numbers[0])
    dialog.all.click()
    dialog.filter.clear()
    assert numbers[0] in {line.number for line in dialog.chosen}
    dialog.all.click()
    assert dialog.count.text() == "选了 3 个，共 3 个"
    dialog.none.click()
    assert dialog.chosen == ()


def test_files_go_to_the_folder_and_undecided_projects_are_skipped(
    dialog: BatchDialog, services: Desk, numbers: list[str], tmp_path: Path, window: MainWindow
) -> None:
    said: list[str] = []
    window.shell.said.connect(lambda text, _: said.append(text))
    dialog.papers[PaperChoice("checklist", "A4")].setChecked(True)
    dialog.all.click()
    dialog.begin.click()
    settle(window.shell)

    assert sorted(states(dialog)) == sorted([JobState.DONE, JobState.DONE, JobState.SKIPPED])
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 4
    assert dialog.tally.text() == "2 本已完成，1 本跳过"
    assert said[-1] == "批量打印：2 本已完成，1 本跳过"
    assert list_editions(numbers[2], services) == ()
    QAbstractItemModelTester(dialog.jobs_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    opened: list[Path] = []
    dialog.open_folder = lambda folder: opened.append(folder) is None
    dialog.show_folder.click()
    assert opened == [tmp_path / "out"]
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_issued(
    dialog: BatchDialog, services: Desk, numbers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    dialog.folder.setText(str(tmp_path / "file"))
    said: list[str] = []
    monkeypatch.setattr(MessageDialog, "exec", lambda shown: said.append(shown.headline.text()))
    dialog.all.click()

    dialog.begin.click()

    assert len(said) == 1 and "是文件，不是文件夹" in said[0]
    assert dialog.begin.isVisible() and not dialog.jobs_model.rows
    assert list_editions(numbers[0], services) == ()


def test_papers_go_to_the_printer(
    dialog: BatchDialog, printers: FilePrinters, window: MainWindow, keeper: BatchKeeper
) -> None:
    for choice, box in dialog.papers.items():
        box.setChecked(choice.kind == "checklist")
    dialog.to_printer.setChecked(True)
    assert dialog.how.isVisible()
    dialog.skip_undecided.setChecked(False)
    dialog.all.click()
    dialog.begin.click()
    settle(window.shell)

    assert states(dialog) == [JobState.DONE] * 3
    assert len(printers.printed) == 3
    assert all("页，已送打印机" in job.note for job in keeper.presenter.jobs)


def test_a_printer_that_is_gone_refuses_each_job_in_words(
    dialog: BatchDialog, printers: FilePrinters, window: MainWindow, keeper: BatchKeeper
) -> None:
    printers.gone.add("HP LaserJet M507")
    dialog.to_printer.setChecked(True)
    dialog.all.click()
    dialog.begin.click()
    settle(window.shell)

    assert states(dialog).count(JobState.REFUSED) == 2
    assert any("找不到打印机“HP LaserJet M507”" in job.note for job in keeper.presenter.jobs)


def test_the_running_job_is_skipped_and_the_rest_goes_on(
    dialog: BatchDialog, keeper: BatchKeeper, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.papers[PaperChoice("wallchart", "A3")].setChecked(True)
    dialog.skip_undecided.setChecked(False)
    dialog.all.click()

    def skip_first(position: int, job: object) -> None:
        if position == 0:
            dialog.skip.click()

    keeper.presenter.changed.connect(skip_first)
    dialog.begin.click()
    assert dialog.tally.text() == "0 本已完成，3 本没有印"
    settle(window.shell)

    first, *others = states(dialog)
    assert first in (JobState.SKIPPED, JobState.DONE)  # it may have been done before the click came through
    assert others == [JobState.DONE] * 2
    assert not list((tmp_path / "out").glob("*.part"))


def test_cancelling_keeps_what_is_done_and_leaves_no_half_file(
    dialog: BatchDialog, keeper: BatchKeeper, window: MainWindow, tmp_path: Path
) -> None:
    dialog.skip_undecided.setChecked(False)
    dialog.all.click()

    def cancel_second(position: int, job: object) -> None:
        if position == 1 and dialog.cancel.isEnabled():
            dialog.cancel.click()

    keeper.presenter.changed.connect(cancel_second)
    dialog.begin.click()
    settle(window.shell)

    assert states(dialog)[0] is JobState.DONE
    assert not keeper.presenter.is_running
    assert not list((tmp_path / "out").glob("*.part"))
    assert dialog.close_button.isVisible() and not dialog.cancel.isVisible()


def test_it_goes_on_in_the_background_and_quitting_would_ask(
    dialog: BatchDialog, keeper: BatchKeeper, window: MainWindow, qtbot: QtBot
) -> None:
    dialog.all.click()
    dialog.begin.click()
    assert window.shell.runner.awaited
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and keeper.presenter.is_running

    keeper.open()
    assert dialog.isVisible()
    dialog.background.click()
    settle(window.shell)

    assert not keeper.presenter.is_running and keeper.dialog is None


def test_a_second_batch_does_not_begin_while_one_runs(
    dialog: BatchDialog, keeper: BatchKeeper, window: MainWindow, tmp_path: Path
) -> None:
    from gxq_desktop.application.print_batch import Batch

    dialog.all.click()
    dialog.begin.click()

    with pytest.raises(ValueError, match="running already"):
        keeper.presenter.start(Batch((), ()), folder=tmp_path)
    settle(window.shell)


def test_the_menu_opens_the_window(window: MainWindow, numbers: list[str]) -> None:
    window.open("home")
    window.commands.run("print.batch")
    settle(window.shell)

    (dialog,) = [each for each in window.findChildren(BatchDialog) if each.isVisible()]
    assert len(dialog.projects_model.rows) == 3
    dialog.close()


@pytest.mark.parametrize("percent", [100, 150])
def test_everything_in_it_has_a_name_and_nothing_is_cut(dialog: BatchDialog, window: MainWindow, percent: int) -> None:
    from gxq_desktop.ui import theme

    theme.look().apply(theme.ThemeChoice.LIGHT, percent)
    try:
        dialog.resize(theme.px(820), theme.px(600))
        dialog.to_printer.setChecked(True)
        settle(window.shell)
        assert [repr(each) for each in focusable(dialog) if not spoken_name(each)] == []
        assert cut_texts(dialog) == []
    finally:
        theme.look().apply(theme.ThemeChoice.LIGHT, 100)
