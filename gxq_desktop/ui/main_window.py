"""The main window: menu bar with the search field, navigation, one page at a time, status bar."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.commands import MENU_KEYS, MENUS, Command, CommandRegistry
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.features import Place, features, named
from gxq_desktop.ui.labels import narrower_than
from gxq_desktop.ui.navigation import Navigation
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.status_bar import StatusBar
from gxq_desktop.ui.tasks import Save, Task

if TYPE_CHECKING:
    from gxq_desktop.ui.page import Page

_log = logging.getLogger("gxq_desktop")
PROGRAM = "高新区项目审批服务台"
RAIL_BELOW = 1360
HOME = "home"

COMMANDS = (
    Command("app.quit", "退出", "Ctrl+Q", "文件", 99),
    Command("edit.undo", "撤销", "Ctrl+Z", "编辑", 10, "arrow_undo", unavailable="没有可以撤销的"),
    Command("edit.redo", "重做", "Ctrl+Y", "编辑", 10, "arrow_redo", unavailable="没有可以重做的"),
    Command("edit.copy", "复制", "", "编辑", 20, "copy", unavailable="先选中要复制的行"),
    Command("view.reload", "重新载入", "F5", "视图", 80, "arrow_sync"),
    Command("view.navigation", "收起或展开导航", "Ctrl+B", "视图", 70, "navigation"),
    Command(
        "view.panel", "收起或展开右侧说明", "Ctrl+I", "视图", 70, "panel_right", unavailable="这个页面没有右侧说明"
    ),
    Command("view.next_pane", "下一个区域", "F6", "视图", 70),
    Command("view.back", "返回上一页", "Alt+Left", "视图", 60, "arrow_left", unavailable="没有上一页"),
)


class SearchField(QWidget):
    """The field in the menu bar's corner. It looks like a field and opens the search window, which has the real one."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._typed = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 12, 1)
        row.setSpacing(6)
        self.field = QLineEdit(self)
        self.field.setReadOnly(True)
        self.field.setPlaceholderText("搜索项目、企业、事项、材料")
        self.field.setAccessibleName("搜索")
        self.field.setProperty("quiet", "1")
        self.field.setCursor(Qt.CursorShape.PointingHandCursor)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._sign = QAction(self.field)
        self.field.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self._key = QLabel("Ctrl+K", self)
        theme.set_role(self._key, "key")
        fonts.set_font(self._key, fonts.GANTT)
        row.addWidget(self.field)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.fit()
        theme.look().changed.connect(self.fit)

    def dress(self) -> None:
        """Give the field its icon. Not before the window shows: the first icon brings Qt's SVG in, 8 ms of a start."""
        icons.set_icon(self._sign, "search")

    def fit(self) -> None:
        self.field.setFixedWidth(theme.px(240) if narrower_than(self, RAIL_BELOW) else theme.px(300))
        self.adjustSize()
        bar = self.parentWidget()
        if isinstance(bar, QMenuBar):  # it asks for its corner's width only when it is given one
            bar.setCornerWidget(self)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            self._open("")
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._open("")
                return True
            if event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._open(event.text())
                return True
        return super().eventFilter(watched, event)

    def _open(self, typed: str) -> None:
        if "search.open" in self._shell.commands:
            self._typed = typed
            self._shell.commands.run("search.open")

    def take_typed(self) -> str:
        """What was typed here before the search window opened; it begins its text. "" the next time."""
        typed, self._typed = self._typed, ""
        return typed


class MainWindow(QMainWindow):
    """Pages are made when first opened and kept. `open` goes to one; before the services are ready it waits for them."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        shell.window = self
        self.destroyed.connect(shell.forget_window)
        self.setWindowTitle(PROGRAM)
        self.commands = CommandRegistry(self, shell.preferences)
        shell.set_commands(self.commands)
        self.places: dict[str, Place] = {}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._argument: dict[str, Any] = {}
        self._back: list[tuple[str, dict[str, Any]]] = []
        self._wanted: tuple[str, dict[str, Any]] | None = None
        self._navigation_folded = bool(shell.preferences.get("window.navigation_folded", False))
        self._started = False
        declared: list[Command] = [*COMMANDS]
        starts = []
        for feature in features():
            declared += feature.commands
            self.places.update((place.id, place) for place in feature.places)
            if feature.start:
                starts.append(feature.start)
        in_navigation = sorted((p for p in self.places.values() if p.navigation), key=lambda place: place.order)
        for position, place in enumerate((p for p in in_navigation), 1):
            name, key = f"go.{place.id}", f"Ctrl+{position}" if position < 10 else ""
            declared.append(Command(name, place.text, key, "视图", 5, place.icon))
        self.commands.declare(declared)
        self._build(tuple(in_navigation))
        self.commands.bind({f"go.{p.id}": (lambda name=p.id: self.open(name)) for p in in_navigation}, self)
        self.commands.bind(
            {
                "app.quit": self.close,
                "view.navigation": self._toggle_navigation,
                "view.reload": self._reload,
                "view.next_pane": self._next_pane,
            },
            self,
        )
        stack = shell.undo_stack
        stack.canUndoChanged.connect(self._renew_undo)
        stack.canRedoChanged.connect(self._renew_undo)
        stack.undoTextChanged.connect(self._renew_undo)
        stack.redoTextChanged.connect(self._renew_undo)
        self._starts = starts
        self.broken: list[Exception] = []
        self._build_menus()
        self.commands.changed.connect(self._build_menus)
        self._renew_undo()
        shell.runner.slow.connect(self._on_slow)
        shell.runner.slow_save.connect(self._on_slow_save)
        shell.ready.connect(self._on_ready)
        theme.look().changed.connect(self._on_look)
        self._restore_geometry()

    def dress(self) -> None:
        """Icons of the frame. Called once the window shows."""
        self.setWindowIcon(QIcon(icons.pixmap("gxq", 64)))
        self.search.dress()

    def start_features(self) -> None:
        """Let every part bind what it answers everywhere. Called once, after the window shows, so that it shows sooner."""
        starts, self._starts = self._starts, []
        for start in starts:
            try:
                named(start)(self.shell)
            except Exception as error:  # one part that does not start must not keep the others from the user
                _log.exception("%s did not start", start)
                self.broken.append(error)

    def _build(self, in_navigation: tuple[Place, ...]) -> None:
        self.search = SearchField(self.shell, self)
        self.menuBar().setCornerWidget(self.search)
        self.search.setVisible(True)
        self.menuBar().setNativeMenuBar(False)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.navigation = Navigation(self.shell, in_navigation, whole)
        self.navigation.chosen.connect(self.open)
        self.navigation.project_chosen.connect(self._open_project)
        self.stack = QStackedWidget(whole)
        middle.addWidget(self.navigation)
        middle.addWidget(self.stack, 1)
        column.addLayout(middle, 1)
        self.status = StatusBar(self.shell, whole)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.setMinimumSize(QSize(960, 600))

    def _build_menus(self) -> None:
        bar = self.menuBar()
        bar.clear()
        order = list(MENUS)
        listed = [command for command in self.commands if command.menu]
        for title in order:
            mine = sorted((c for c in listed if c.menu == title), key=lambda c: c.group)
            if not mine:
                continue
            menu = QMenu(f"{title}(&{MENU_KEYS[title]})", bar)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(lambda menu=menu, mine=mine: self._fill_menu(menu, mine))
            bar.addMenu(menu)
        bar.setCornerWidget(self.search)
        self.search.setVisible(True)

    def _fill_menu(self, menu: QMenu, commands: Sequence[Command]) -> None:
        """Once, when MENU is first opened: its shortcuts work before, since the window has all actions."""
        if not menu.isEmpty():
            return
        group = commands[0].group
        for command in commands:
            if command.group != group:
                menu.addSeparator()
                group = command.group
            menu.addAction(self.commands.action(command.id))

    # -- pages ----------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The current page."""
        return self._pages.get(self._current)

    @property
    def place(self) -> str:
        """The id of the current place."""
        return self._current

    def open(self, place_id: str, **argument: Any) -> None:
        """Go to PLACE_ID. KeyError if there is no such place; stays if the current page does not let go."""
        place = self.places[place_id]
        before = self.page
        same = self._current == place_id
        if before is not None and not same and not before.leave():
            self.navigation.mark(self.places[self._current].within or self._current)
            return
        if self._current and (not same or argument != self._argument):
            self._back.append((self._current, self._argument))
            del self._back[:-30]
        self._show(place, argument)

    def _show(self, place: Place, argument: dict[str, Any]) -> None:
        page = self._pages.get(place.id)
        if page is None:
            page = named(place.page)(self.shell)
            self._pages[place.id] = page
            page.titled.connect(self._renew_title)
            page.told.connect(self._on_told)
            page.handlers_changed.connect(self._bind_page)
            self.stack.addWidget(page)
        before = self.page
        if before is not None and before is not page:
            self.commands.release(before)
        self._current, self._argument = place.id, argument
        self.stack.setCurrentWidget(page)
        self.navigation.mark(place.within or place.id)
        self._bind_page()
        self._renew_title()
        self.status.set_page_text(page.status)
        if self.shell.is_ready:
            page.open(**argument)
        else:
            self._wanted = (place.id, argument)
        if not self.isAncestorOf(self.focusWidget() or self) or before is not page:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bind_page(self) -> None:
        page = self.page
        if page is None:
            return
        self.commands.release(page)
        handlers = dict(page.handlers())
        if page.has_panel:
            handlers.setdefault("view.panel", page.toggle_panel)
        if self._back:
            handlers.setdefault("view.back", self.back)
        self.commands.bind(handlers, page)

    def back(self) -> None:
        """Return to the page before."""
        page = self.page
        if not self._back or (page is not None and not page.leave()):
            return
        place_id, argument = self._back.pop()
        self._show(self.places[place_id], argument)

    def _on_ready(self) -> None:
        self.start_features()
        if self.broken:
            self.shell.say(f"有 {len(self.broken)} 个部分没有打开，其余照常可用；原因在日志里")
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted[0] == self._current:
            page = self.page
            if page is not None:
                page.open(**wanted[1])
        elif self.page is not None:
            self.page.reload()

    def _reload(self) -> None:
        if self.page is not None and self.shell.is_ready:
            self.page.reload()

    def _next_pane(self) -> None:
        from gxq_desktop.ui.page import focus_next_pane

        if self.page is not None:
            focus_next_pane(self.page)

    def _open_project(self, number: str) -> None:
        if "project" in self.places:
            self.open("project", number=number)

    def _on_told(self, text: str) -> None:
        if self.sender() is self.page:
            self.status.set_page_text(text)

    def _renew_title(self) -> None:
        page = self.page
        if page is None:
            return
        self.setWindowTitle(PROGRAM if self._current == HOME else f"{page.window_title} — {PROGRAM}")

    # -- window ---------------------------------------------------------------------------------------------------

    def _renew_undo(self, *_: object) -> None:
        stack = self.shell.undo_stack
        for name, can, text, act in (
            ("edit.undo", stack.canUndo(), stack.undoText(), stack.undo),
            ("edit.redo", stack.canRedo(), stack.redoText(), stack.redo),
        ):
            word = self.commands[name].text
            self.commands.bind({name: act}, stack)
            self.commands.set_reason(name, "" if can else self.commands[name].unavailable)
            self.commands.action(name).setText(f"{word} {text}".rstrip())

    def _on_slow(self, task: Task) -> None:
        from gxq_desktop.ui.messages import ProgressDialog

        ProgressDialog(self, task).open()

    def _on_slow_save(self, save: Save) -> None:
        from gxq_desktop.ui.messages import WaitDialog

        WaitDialog(QApplication.activeWindow() or self, save).open()

    def _toggle_navigation(self) -> None:
        self._navigation_folded = not self.navigation.is_rail
        self.shell.preferences.set("window.navigation_folded", self._navigation_folded)
        self.navigation.set_rail(self._navigation_folded)

    def _fit(self) -> None:
        narrow = narrower_than(self, RAIL_BELOW)
        rail = narrow or self._navigation_folded
        if rail != self.navigation.is_rail:
            self.navigation.set_rail(rail)
        self.search.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt:
            self._give_letters_to(self.findChildren(QAbstractButton))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            pressed = self.focusWidget()  # Qt leaves Enter to the default button of a dialog; a page has none
            if isinstance(pressed, QAbstractButton) and pressed.hasFocus():
                pressed.click()
                return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt:
            self._give_letters_to(())
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._give_letters_to(())  # Alt+Tab: Alt is let go elsewhere

    def _give_letters_to(self, buttons: Iterable[QAbstractButton]) -> None:
        """While Alt is held, a letter belongs to the button in sight; with a menu of the same letter neither would act."""
        letters = {QKeySequence.mnemonic(each.text()).toString() for each in buttons if each.isVisible()} - {""}
        for action in self.menuBar().actions():
            title = action.text().replace("&", "")
            wanted = title.replace("(", "(&", 1)
            yields = QKeySequence.mnemonic(wanted).toString() in letters
            action.setText(title if yields else wanted)

    def _on_look(self) -> None:
        self._fit()
        for widget in self.findChildren(QWidget):
            widget.update()

    def _restore_geometry(self) -> None:
        kept = self.shell.preferences.get("window.geometry", "")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(1440, 900)

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page
        if page is not None and not page.leave():
            event.ignore()
            return
        from gxq_desktop.ui import messages

        named = [task.title for task in self.shell.runner.awaited if task.title]  # a list that reads anew keeps nobody
        if named:
            what = "、".join(dict.fromkeys(named))
            message = Message(
                f"{what}，还没有做完",
                "已做完的都在，没做完的不留半个文件。",
                "等它做完再退出，或现在停下来。",
                severe=False,
            )
            if messages.ask(self, "退出", message, ("停下来并退出(&Q)",)) != 0:
                event.ignore()
                return
        self.shell.preferences.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.shell.preferences.save()
        super().closeEvent(event)

    def raise_to_front(self) -> None:
        """Bring the window before the others, restored if it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        QTimer.singleShot(0, self.activateWindow)
