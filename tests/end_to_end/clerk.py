"""A clerk at the keyboard of the real program: python -m tests.end_to_end.clerk STORY DATA_DIR [FILE]

The program starts as it does for everybody; a timer beside it plays the story: presses keys in whatever window has the
focus, waits until something is so, and goes on. What does not come true in time ends the program with a picture and 3.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog

from gxq_desktop.app import main
from gxq_desktop.application.intake_fields import FieldReader
from gxq_desktop.application.intake_filling import fill_from_document
from gxq_desktop.application.intake_form import NAME as NAME_FIELD
from gxq_desktop.application.record_event import journal_of
from gxq_desktop.ui.desktop import make_application
from gxq_desktop.ui.first_start.dialog import FirstStartDialog
from gxq_desktop.ui.intake.drafts_dialog import DraftsDialog
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.printing.view import PrintingPage
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.record.dialog import RecordDialog
from gxq_desktop.ui.search.view import SearchWindow
from tests.ui.intake.conftest import Clerk, sample
from tests.ui.intake.test_by_keyboard import fill_in

TODAY = "2026-09-16"
PATIENCE_S = 30
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NAME = "夜里停电的项目"
Story = Iterator[Callable[[], Any]]


class Desk:
    """What the clerk sees."""

    @property
    def window(self) -> MainWindow:
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))

    @property
    def page(self) -> Any:
        return self.window.page

    @property
    def services(self) -> Any:
        return self.window.shell.services

    def is_quiet(self) -> bool:
        """The services are there, nobody waits for work, and a window of ours has the keyboard."""
        shell = self.window.shell
        return shell.is_ready and not shell.runner.awaited and QGuiApplication.focusWindow() is not None

    def dialog(self, kind: type[QDialog]) -> Any:
        """The dialog of KIND once it is on top and has the keyboard, else None."""
        found = QApplication.activeModalWidget()
        has_keyboard = found is not None and found.windowHandle() is QGuiApplication.focusWindow()
        return found if has_keyboard and isinstance(found, kind) else None

    def is_on(self, kind: type) -> bool:
        return isinstance(self.page, kind) and QApplication.activeModalWidget() is None and self.is_quiet()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press KEY where the keyboard is, in the window the system gave the focus to.

        A moment later: what opens a dialog returns only when that is closed, and the story has to go on in it.
        """
        window = QGuiApplication.focusWindow()
        assert window is not None, "no window has the focus"
        QTimer.singleShot(0, window, lambda: QTest.keyClick(window, key, modifier))

    def write(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        QTest.keyClicks(focus, text)

    def projects(self) -> int:
        return len(self.services.lists.projects())


def first(desk: Desk, papers: Path) -> Story:
    """First start → samples → intake → PDF → a record → quit."""
    yield lambda: desk.dialog(FirstStartDialog)
    for page in range(3):
        yield lambda page=page: desk.dialog(FirstStartDialog).stack.currentIndex() == page
        desk.press(Qt.Key.Key_Return)
    yield lambda: QApplication.activeModalWidget() is None and desk.is_quiet() and desk.page.status
    desk.press(Qt.Key.Key_E, ALT)
    yield lambda: desk.is_quiet() and desk.projects() == 9
    desk.press(Qt.Key.Key_N, CONTROL)
    yield lambda: desk.is_on(IntakePage)

    page = desk.page
    reader = FieldReader(desk.services.calendar, page.shell.today)
    filled = fill_from_document(
        sample("N4"), page.presenter.form, desk.services.catalogue, reader, page.shell.today, "样例"
    )
    clerk = Clerk(page)
    yield lambda: clerk.field is not None
    fill_in(clerk, dict(filled.entries.fields))
    assert page.presenter.problems == (), page.presenter.problems
    desk.press(Qt.Key.Key_Return, CONTROL)
    yield lambda: desk.is_on(ProjectPage) and desk.projects() == 10

    desk.press(Qt.Key.Key_P, CONTROL)
    yield lambda: desk.is_on(PrintingPage) and desk.page.save_button.isEnabled()
    desk.press(Qt.Key.Key_S, CONTROL | SHIFT)
    yield lambda: desk.dialog(QFileDialog)
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    desk.write(str(papers))
    desk.press(Qt.Key.Key_Return)
    yield lambda: QApplication.activeModalWidget() is None and any(papers.glob("*.pdf")) and desk.is_quiet()

    desk.press(Qt.Key.Key_Left, ALT)
    yield lambda: desk.is_on(ProjectPage)
    desk.press(Qt.Key.Key_R, CONTROL)
    yield lambda: desk.dialog(RecordDialog) and desk.is_quiet()
    dialog = desk.dialog(RecordDialog)
    yield lambda: (dialog.picker.isVisible() or dialog.form.isVisible()) and desk.is_quiet()
    if dialog.picker.isVisible():
        desk.press(Qt.Key.Key_Return)  # the first item offered
    yield lambda: dialog.form.isVisible() and desk.is_quiet() and not dialog._timer.isActive()
    desk.press(Qt.Key.Key_Space)  # the kind that has the focus
    QTest.qWait(400)
    yield lambda: desk.is_quiet() and not dialog._timer.isActive()
    for _ in range(9):
        desk.press(Qt.Key.Key_Return, CONTROL)
        QTest.qWait(1000)
        yield desk.is_quiet
        if not isinstance(QApplication.activeModalWidget(), RecordDialog):
            break
        if isinstance(QApplication.focusWidget(), QComboBox):  # it is late: the first of the reasons
            desk.press(Qt.Key.Key_Down)
            QTest.qWait(400)
    yield lambda: QApplication.activeModalWidget() is None and desk.is_quiet()
    yield lambda: recorded(desk) == 1
    desk.press(Qt.Key.Key_Q, CONTROL)
    yield lambda: not desk.window.isVisible()


def recorded(desk: Desk) -> int:
    number = desk.window.shell.recent[0][0]
    return len(journal_of(number, desk.services).events)


def again(desk: Desk, marker: Path) -> Story:
    """Everything is there; another start raises this one; then the power fails during an intake."""
    yield lambda: desk.is_quiet() and desk.page.status
    assert desk.projects() == 10
    assert recorded(desk) == 1
    number, name = desk.window.shell.recent[0]
    desk.press(Qt.Key.Key_K, CONTROL)
    yield lambda: isinstance(QApplication.activeWindow(), SearchWindow) and desk.window.shell.runner.running == ()
    desk.write(number)
    QTest.qWait(300)
    desk.press(Qt.Key.Key_Return)
    yield lambda: desk.is_on(ProjectPage) and desk.page.head.name.text() == name

    desk.window.showMinimized()
    marker.write_text("minimized", "utf-8")
    yield lambda: not desk.window.isMinimized() and desk.is_on(IntakePage)  # the second start brought a file
    marker.write_text("raised", "utf-8")
    desk.press(Qt.Key.Key_N, CONTROL)
    yield lambda: desk.is_on(IntakePage) and desk.page.presenter.entries is not None
    clerk = Clerk(desk.page)
    yield lambda: clerk.field is not None
    clerk.go_to(NAME_FIELD)
    clerk.write(NAME)
    clerk.enter()
    yield lambda: any(head.name == NAME for head in desk.services.lists.drafts())
    os.kill(os.getpid(), signal.SIGKILL)


def recover(desk: Desk, _: Path) -> Story:
    """After the kill the draft is offered, and goes on where it stood."""
    yield lambda: desk.dialog(DraftsDialog)
    drafts = desk.dialog(DraftsDialog)
    assert NAME in [head.name for head in drafts.model.rows]
    assert drafts.table.select_key(next(head.id for head in drafts.model.rows if head.name == NAME))
    desk.press(Qt.Key.Key_Return)
    yield lambda: desk.is_on(IntakePage)
    assert desk.page.presenter.entries.text(NAME_FIELD) == NAME
    desk.press(Qt.Key.Key_Q, CONTROL)
    yield lambda: not desk.window.isVisible()


def _give_focus() -> None:
    """What a window manager does, of which there is none here: the window on top gets the keyboard."""
    if QGuiApplication.focusWindow() is None:
        for top in (QApplication.activeModalWidget(), *QApplication.topLevelWidgets()):
            if top is not None and top.isVisible() and not top.isMinimized() and isinstance(top, QDialog | MainWindow):
                top.activateWindow()
                return


STORIES: dict[str, Callable[[Desk, Path], Story]] = {"first": first, "again": again, "recover": recover}


class Player(QObject):
    """Plays a story, a step whenever what it waits for has come true."""

    def __init__(self, story: Story, name: str) -> None:
        super().__init__()
        self._story, self._name = story, name
        self._awaited: Callable[[], Any] = lambda: True
        self._since = time.monotonic()
        self._busy = False
        self._timer = QTimer(self, interval=25)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if self._busy:
            return
        self._busy = True
        _give_focus()
        try:
            if self._is_so():
                self._awaited = next(self._story)
                self._since = time.monotonic()
            elif time.monotonic() - self._since > PATIENCE_S:
                raise TimeoutError(f"{self._name}: waited in vain")
        except StopIteration:
            self._timer.stop()
        except BaseException:
            self._give_up()
        finally:
            self._busy = False

    def _is_so(self) -> bool:
        try:
            return bool(self._awaited())
        except (StopIteration, RuntimeError, AttributeError):  # no window yet, or none any more
            return False

    def _give_up(self) -> None:
        traceback.print_exc()
        frame = self._story.gi_frame  # type: ignore[attr-defined]
        print(f"{self._name}: at line {frame.f_lineno if frame else '?'} of {__file__}", file=sys.stderr)
        print(f"  focus: {QApplication.focusWidget()}", file=sys.stderr)
        for number, widget in enumerate(w for w in QApplication.topLevelWidgets() if w.isVisible()):
            print(f"  {type(widget).__name__} {widget.windowTitle()}", file=sys.stderr)
            widget.grab().save(f"end-to-end-{self._name}-{number}.png")
        sys.stderr.flush()
        os._exit(3)


def play(story: str, data_dir: str, *rest: str) -> int:
    faulthandler.enable()
    desk = Desk()
    make_application(["gxq-desktop"])
    player = Player(STORIES[story](desk, Path(rest[0]) if rest else Path()), story)
    code = main(["--data-dir", data_dir, "--today", TODAY])
    del player
    return code


if __name__ == "__main__":
    sys.exit(play(*sys.argv[1:]))
