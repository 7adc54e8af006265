"""Pictures of every screen and dialog on sample data: `gxq-desktop screenshots --out DIR`."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gxq_desktop.application.ports import Services, StoreError
from gxq_desktop.ui import faults
from gxq_desktop.ui.desktop import make_application, make_shell
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.features import features, named
from gxq_desktop.ui.first_start.dialog import FirstStartDialog
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import MessageDialog, ProgressDialog
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Task

Take = Callable[..., None]
"""take(name, widget=None): write a picture of the window, or of WIDGET (a dialog shown over it)."""


def take_screenshots(
    services: Services,
    out: Path,
    theme: str = "light",
    scale: float = 1.0,
    size: tuple[int, int] = (1440, 900),
    report: Callable[[int, int], None] | None = None,
) -> Sequence[Path]:
    """Write every screen and dialog as OUT/NN-name.png and return the paths.

    services: on a store that may be empty; the sample projects are created in it. theme: light, dark or contrast. scale: the
    user's text size, 0.9–1.5. size: of the window in pixels. Raises StoreError if OUT cannot be written.
    """
    make_application()
    with _quiet_platform():
        return _take_all(services, out, theme, scale, size, report)


@contextmanager
def _quiet_platform() -> Iterator[None]:
    """Without the lines Qt's offscreen platform prints at each dialog, about what pictures do not need."""

    def tell(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if text.startswith("This plugin does not support "):
            return
        if before is not None:
            before(kind, context, text)
        else:
            sys.stderr.write(f"{text}\n")

    before = qInstallMessageHandler(tell)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _take_all(
    services: Services,
    out: Path,
    theme: str,
    scale: float,
    size: tuple[int, int],
    report: Callable[[int, int], None] | None,
) -> Sequence[Path]:
    preferences = Preferences(None)
    preferences.set("look.theme", theme)
    preferences.set("look.percent", round(scale * 100))
    preferences.set("first_start.done", True)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"图片文件夹“{out}”建不了。", "请换一个能写入的文件夹。") from error
    cache = Path(mkdtemp(prefix="gxq-pictures-"))
    atexit.register(
        rmtree, cache, ignore_errors=True
    )  # the style sheet set for the pictures shows files in it to the end
    shell, window = make_shell(preferences, cache)
    album = _Album(shell, window, out, report)
    window.resize(*size)
    window.show()
    window.dress()
    try:
        shell.set_services(services)
        _take_empty(shell, album)
        _create_samples(shell)
        _take_own(shell, window, album)
        for feature in features():
            if feature.screenshots:
                named(feature.screenshots)(shell, album.take)
        _take_dialogs(shell, window, album)
        _take_first_start(shell, window, album)
    finally:
        shell.runner.cancel_all()
        shell.forget_services()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()
    return album.paths


class _Album:
    def __init__(self, shell: Shell, window: MainWindow, out: Path, report: Callable[[int, int], None] | None) -> None:
        self._shell, self._window, self._out, self._report = shell, window, out, report
        self.paths: list[Path] = []

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Wait for background work, then write a picture. Raises StoreError if it cannot be written."""
        shown = widget or self._window
        if isinstance(shown, QDialog) and not shown.isVisible():
            shown.show()
        self._shell.runner.wait()
        for _ in range(3):
            QApplication.processEvents()
        self._window.status.settle()
        path = self._out / f"{len(self.paths) + 1:02d}-{name}.png"
        if not shown.grab().save(str(path)):
            raise StoreError(f"图片“{path}”没有写成。", "请检查文件夹能否写入、磁盘有没有空间。")
        self.paths.append(path)
        if self._report is not None:
            self._report(len(self.paths), len(self.paths) + 1)


def _take_empty(shell: Shell, album: _Album) -> None:
    if not shell.services.lists.projects():
        for place in ("home", "projects"):
            shell.open(place)
            album.take(f"{place}-empty")


def _create_samples(shell: Shell) -> None:
    from gxq_desktop.application.plan_summaries import refresh_plans
    from gxq_desktop.application.sample_projects import create_samples

    create_samples(shell.services, _quiet)
    refresh_plans(shell.services, _quiet)
    for line in shell.services.lists.projects()[:4]:
        shell.remember_project(line.number, line.name)
    shell.project_changed.emit("")
    if shell.window is not None:
        shell.window.navigation.look_at_recent()
    shell.runner.wait()


def _quiet(done: int, total: int) -> None:
    """Progress nobody looks at."""


def _take_own(shell: Shell, window: MainWindow, album: _Album) -> None:
    shell.open("home")
    album.take("home")
    shell.open("projects")
    album.take("projects")
    shell.open("projects", text="没有这样的项目")
    album.take("projects-nothing")
    shell.open("projects", text="")
    shell.open("catalogue", code="A22")
    album.take("catalogue-item")
    shell.open("catalogue", shelf="facts")
    album.take("catalogue-facts")
    shell.open("calendar")
    album.take("calendar")
    shell.open("calendar", year=shell.today.year + 1)
    album.take("calendar-provisional")
    for section in ("look", "bureau", "clock_rules", "shortcuts", "data", "about"):
        shell.open("settings", section=section)
        album.take(f"settings-{section}")
    page = window.page
    assert page is not None


def _take_dialogs(shell: Shell, window: MainWindow, album: _Album) -> None:
    shell.open("home")
    refusal = Message(
        "没有存下：数据文件正被别的程序使用",
        "没有丢。已保存的内容都在，这一次的改动没有保存。",
        "关掉别的程序后点“再试一次”。",
        "StoreError: database is locked\n文件：gxq.sqlite3",
    )
    dialog = MessageDialog(window, "没有做成", refusal, (("取消", False), ("再试一次(&R)", True)))
    album.take("dialog-error", dialog)
    dialog.fold.setChecked(True)
    album.take("dialog-error-details", dialog)
    dialog.close()
    bug = faults.message_of(_raised())
    dialog = MessageDialog(window, "没有做成", bug, (("知道了(&O)", True),))
    album.take("dialog-bug", dialog)
    dialog.close()
    task = Task(shell.runner, lambda report: None, "正在印制 9 本手册", "取消后已印好的照样有效，不留半个文件。", True)
    progress = ProgressDialog(window, task)
    progress.show()
    task.progressed.emit(3, 9)
    album.take("dialog-progress", progress)
    task.deleteLater()
    progress.close()


def _raised() -> Exception:
    try:
        raise ZeroDivisionError("an example for the picture")
    except ZeroDivisionError as error:
        return error


def _take_first_start(shell: Shell, window: MainWindow, album: _Album) -> None:
    dialog = FirstStartDialog(shell, Path.cwd(), window, movable=True)
    for field, folder, said in (
        (dialog.folders.data, r"D:\审批服务台\数据", "可以写入，剩余 214 GB"),
        (dialog.folders.backup, r"E:\审批备份", "可以写入，剩余 29 GB"),
    ):
        field.set_text(folder)
        field.say(Mark.PASSED, said)
    for number, name in enumerate(("bureau", "folders", "years")):
        dialog._show(number)
        album.take(f"first-start-{name}", dialog)
    dialog.close()
    dialog.deleteLater()
