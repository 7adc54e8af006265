"""Starting the desk: the frame first, the services behind it, one instance a data folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.paths import choose_data_dir, default_data_dir
from gxq_desktop.ui import faults, fonts, theme
from gxq_desktop.ui.garbage import UiThreadCollector
from gxq_desktop.ui.main_window import HOME, MainWindow
from gxq_desktop.ui.preferences import FILE_NAME, Preferences
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.summaries import SummaryRenewal
from gxq_desktop.ui.tasks import Report

if TYPE_CHECKING:
    from gxq_desktop.application.ports import MadeBackup, Services

MakeServices = Callable[[Path], "Services"]


def make_application(arguments: Sequence[str] = ("gxq-desktop",)) -> QApplication:
    """The QApplication, made once: names, HiDPI rounding, no quitting behind dialogs."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([*arguments[:1], "-style", theme.FUSION, *arguments[1:]])
    app.setProperty(theme.STYLE, theme.FUSION)
    app.setApplicationName("gxq-desktop")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("gxq-desktop")
    speak_chinese(app)
    return app


def speak_chinese(app: QApplication) -> None:
    """Let Qt's own menus, dialogs and calendars be Chinese whatever the system speaks."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def make_shell(preferences: Preferences, cache_dir: Path | None) -> tuple[Shell, MainWindow]:
    """The look, the shell and its window, without services yet."""
    theme.look().apply(preferences.theme, preferences.percent, cache_dir)
    shell = Shell(preferences)
    window = MainWindow(shell)
    SummaryRenewal(shell)
    return shell, window


def run_desktop(make_services: MakeServices, data_dir: Path, files: Sequence[str] = ()) -> int:
    """Open the desk and return its exit code when it is closed.

    make_services: called with the data folder, on a pool thread after the window shows. data_dir: where preferences,
    cache and log are, and of which there is one desk at a time. files: intake files to take in; a second start hands
    them to the first.
    """
    from gxq_desktop.ui.single_instance import SingleInstance

    app = make_application([sys.argv[0]])
    collector = UiThreadCollector(app)
    paths = [str(Path(each).absolute()) for each in files]
    instance = SingleInstance(data_dir, app)
    if instance.hand_over(paths):
        return 0
    faults.start_log(data_dir / "log")
    preferences = Preferences(data_dir / FILE_NAME, app)
    shell, window = make_shell(preferences, data_dir / "cache")
    shell.data_dir = data_dir
    undo_hook = faults.install_exception_hook(shell.show_error)
    start = Start(shell, window, make_services, data_dir, paths)
    instance.raised.connect(start.on_raised)
    window.open(HOME)
    show_within_screen(window)
    QTimer.singleShot(0, start.begin)
    QTimer.singleShot(0, instance.listen)
    code = app.exec()
    shell.runner.cancel_all()
    shell.undo_stack.clear()  # while the window that shows its steps is still there
    preferences.save()
    instance.close()
    if shell.is_ready:
        shell.services.close()
    undo_hook()
    collector.stop()
    return code


def show_within_screen(window: QWidget) -> None:
    """Show WINDOW, filling the screen where it would be larger: at the first start on 1366×768, under a taskbar."""
    room = window.screen().availableSize()
    if window.width() > room.width() or window.height() > room.height():
        window.showMaximized()
    else:
        window.show()


class Start(QObject):
    """Opens the services behind the window; says what to do when that is refused; asks the first start's pages."""

    def __init__(
        self, shell: Shell, window: MainWindow, make_services: MakeServices, data_dir: Path, files: Sequence[str]
    ) -> None:
        super().__init__(shell)
        self._shell, self._window, self._make, self._files = shell, window, make_services, list(files)
        self._data_dir = data_dir

    def begin(self) -> None:
        """Make the services on a pool thread."""
        make, folder = self._make, self._data_dir
        self._window.dress()

        def work(_: Report) -> Services:
            services = make(folder)
            _ = services.catalogue, services.calendar
            services.lists.projects(1)  # opens the store, or reads its file as it is; refuses what cannot be read
            return services

        task = self._shell.runner.start(
            work,
            done=self._on_made,
            failed=self._on_refused,
            title="正在打开数据",
            cancel_means="取消就退出程序，已保存的内容都在。",
        )
        task.ended.connect(lambda: self._window.close() if task.is_cancelled else None)

    def _on_made(self, services: Services) -> None:
        self._shell.set_services(services)
        fonts.load_ours()
        QTimer.singleShot(0, self, self._greet)  # once this task is over: until then its progress stands in front

    def _greet(self) -> None:
        if not self._shell.preferences.get("first_start.done", False):
            self._ask_first_start()
        self._take_files()

    def _ask_first_start(self) -> None:
        from gxq_desktop.ui.first_start.dialog import FirstStartDialog

        dialog = FirstStartDialog(
            self._shell, self._data_dir, self._window, movable=self._data_dir == default_data_dir()
        )
        if dialog.exec():
            if dialog.data_dir != self._data_dir:
                self._move(dialog.data_dir)
            self._shell.attempt(dialog.keep, "本局名称没有存下")
        self._shell.preferences.set("first_start.done", True)
        self._shell.preferences.save()
        dialog.deleteLater()

    def _move(self, folder: Path) -> None:
        """Work in FOLDER from now on. Nothing was entered yet, so nothing has to be carried there."""
        try:
            services = self._make(folder)
            services.lists.projects(1)
            choose_data_dir(folder)
        except (DomainError, OSError) as error:
            self._shell.show_error(error, "数据文件夹没有换", "没有丢。数据还在原来的文件夹。")
            return
        old = self._shell.services
        self._shell.preferences.move(folder / FILE_NAME)
        self._data_dir = self._shell.data_dir = folder
        self._shell.set_services(services)
        old.close()

    def _on_refused(self, error: Exception) -> None:
        """Without data there is nothing to do here: try again, bring a backup back where that is the way on, or leave."""
        from gxq_desktop.application.ports import StoreDamaged, StoreTooNew

        if isinstance(error, StoreTooNew):
            self._look_for_backup(error)
        else:
            self._ask_what_next(error, isinstance(error, StoreDamaged))

    def _look_for_backup(self, error: Exception) -> None:
        """Of a newer program's store there may be a backup from before; it may also be as new itself."""
        from gxq_desktop.application.backup_schedule import can_restore

        make, folder, second = self._make, self._data_dir, self._second

        def work(_: Report) -> bool:
            services = make(folder)
            try:
                return can_restore(services, second)
            finally:
                services.close()

        task = self._shell.runner.start(
            work,
            done=lambda found: self._ask_what_next(error, found),
            failed=lambda _: self._ask_what_next(error, False),
            title="正在查看备份",
        )
        task.ended.connect(lambda: self._ask_what_next(error, False) if task.is_cancelled else None)

    def _ask_what_next(self, error: Exception, can_restore: bool) -> None:
        from gxq_desktop.application.ports import StoreDamaged
        from gxq_desktop.ui import messages

        is_damaged = isinstance(error, StoreDamaged)
        safe = self._told_of_backups() if is_damaged else "没有丢。数据文件没有动过。"
        message = faults.message_of(error, safe)
        if can_restore and not is_damaged:
            message = replace(message, next_step=f"{message.next_step}一时装不上，可以先从升级前的备份恢复。")
        ways = ("再试一次(&R)", "从备份恢复(&B)…") if can_restore else ("再试一次(&R)",)
        default = 1 if is_damaged and can_restore else 0
        way = messages.ask(self._window, "数据没有打开", message, ways, default=default, cancel="退出(&Q)")
        if way == 0:
            self.begin()
        elif way == 1:
            self._restore(error)
        else:
            self._window.close()

    def _told_of_backups(self) -> str:
        """What is safe when the file itself is not: the last backup, wherever it lies."""
        from gxq_desktop.application.backup_schedule import last_backup_told

        services = self._make(self._data_dir)
        return last_backup_told(services.backups.files(self._second), services.clock.today())

    @property
    def _second(self) -> Path | None:
        folder = self._shell.preferences.get("backup.folder", "")
        return Path(folder) if folder else None

    def _restore(self, error: Exception) -> None:
        """The list of backups over services of their own; from the restored data the desk begins anew."""
        from gxq_desktop.ui.backups.restore_dialog import RestoreDialog

        services = self._make(self._data_dir)
        dialog = RestoreDialog(self._shell, self._second, self._on_restored, self._window, services)
        dialog.rejected.connect(lambda: QTimer.singleShot(0, self, lambda: self._on_refused(error)))
        dialog.finished.connect(services.close)
        dialog.open()

    def _on_restored(self, present: MadeBackup) -> None:
        self._shell.say(f"已恢复；恢复前的数据在 {present.file.path.name}")
        QTimer.singleShot(0, self, self.begin)

    def on_raised(self, files: list[str]) -> None:
        """A second start: come to the front and take its files."""
        self._window.raise_to_front()
        self._files += files
        if self._shell.is_ready:
            self._take_files()

    def _take_files(self) -> None:
        """Take in every file handed over: the last one is shown, those before it are put away among the drafts."""
        files, self._files = self._files, []
        if "intake" in self._window.places:
            for file in dict.fromkeys(files):
                self._window.open("intake", file=file)
