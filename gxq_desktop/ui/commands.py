"""Commands: every action of the desk, declared once; menus, the command palette and the shortcut editor are built from them.

A screen declares its commands in its package's FEATURE and binds handlers while it is the current page (`Page.handlers`).
What is not bound is shown disabled, with the reason. Shortcuts are the user's to change; two commands cannot share one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.preferences import Preferences

MENUS = ("文件", "编辑", "视图", "项目", "办理", "工具", "帮助")
MENU_KEYS = {"文件": "F", "编辑": "E", "视图": "V", "项目": "P", "办理": "B", "工具": "T", "帮助": "H"}
PREFERENCE = "shortcuts"

Handler = Callable[[], object]


@frozen
class Command:
    """An action: id stable ("project.print"), text a verb as on the button ("打印与移交…"), shortcut portable ("Ctrl+P").

    menu: one of MENUS, "" for none. group: commands of a menu with the same group stand together, groups in order of their
    number. keywords: further words the palette finds it by. unavailable: why it is disabled while nothing binds it.
    checkable: a switch; its handler takes no argument and reads `registry.action(id).isChecked()`.
    """

    id: str
    text: str
    shortcut: str = ""
    menu: str = ""
    group: int = 50
    icon: str = ""
    keywords: str = ""
    unavailable: str = "在这个页面不可用"
    checkable: bool = False


ARROWS = {"左方向": "←", "右方向": "→", "上方向": "↑", "下方向": "↓", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def native_text(keys: QKeySequence) -> str:
    """KEYS as this system writes them, arrows as they are on the keyboard."""
    *held, last = keys.toString(QKeySequence.SequenceFormat.NativeText).split("+")
    return "+".join((*held, ARROWS.get(last, last)))


class CommandRegistry(QObject):
    """All commands, as QActions of the main window.

    changed: commands were declared or shortcuts changed. availability_changed: handlers were bound or released.
    """

    changed = Signal()
    availability_changed = Signal()
    ran = Signal(str)

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._handlers: dict[str, list[tuple[object, Handler]]] = {}
        self._reasons: dict[str, str] = {}

    def declare(self, commands: Iterable[Command]) -> None:
        """Add COMMANDS. ValueError for an id or a default shortcut that is taken, or an unknown menu."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id} is declared twice")
            if command.menu and command.menu not in MENUS:
                raise ValueError(f"command {command.id}: there is no menu {command.menu}")
            taken = next((c.id for c in self._commands.values() if c.shortcut and c.shortcut == command.shortcut), None)
            if taken:
                raise ValueError(f"{command.shortcut} of {command.id} is taken by {taken}")
            self._commands[command.id] = command
            self._handlers[command.id] = []
            action = QAction(command.text, self._window)
            action.setObjectName(command.id)
            action.setCheckable(command.checkable)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, name=command.id: self._run(name))
            self._window.addAction(action)
            self._actions[command.id] = action
            self._set_shortcut(action, self.shortcut(command.id))
            self._renew(command.id)
        self.changed.emit()

    def bind(self, handlers: Mapping[str, Handler], owner: object) -> None:
        """Let OWNER answer the commands in HANDLERS until it releases them; the latest owner answers. KeyError if unknown."""
        for name, handler in handlers.items():
            kept = [pair for pair in self._handlers[name] if pair[0] is not owner]
            self._handlers[name] = [*kept, (owner, handler)]
            self._renew(name)
        self.availability_changed.emit()

    def release(self, owner: object) -> None:
        """OWNER no longer answers any command."""
        for name, pairs in self._handlers.items():
            kept = [pair for pair in pairs if pair[0] is not owner]
            if len(kept) != len(pairs):
                self._handlers[name] = kept
                self._renew(name)
        self.availability_changed.emit()

    def set_reason(self, command_id: str, reason: str = "") -> None:
        """Disable a bound command and say why (shown in its tooltip and in the palette); "" enables it again."""
        if reason:
            self._reasons[command_id] = reason
        else:
            self._reasons.pop(command_id, None)
        self._renew(command_id)
        self.availability_changed.emit()

    def _renew(self, name: str) -> None:
        action, command = self._actions[name], self._commands[name]
        reason = self.reason(name)
        action.setEnabled(not reason)
        plain = command.text.rstrip("…")
        action.setToolTip(f"{plain}：{reason}" if reason else plain)
        action.setStatusTip(reason)

    def _run(self, name: str) -> None:
        pairs = self._handlers[name]
        if pairs:
            pairs[-1][1]()
            self.ran.emit(name)

    def run(self, command_id: str) -> None:
        """Do it as if its menu entry was chosen; nothing if it is not available."""
        action = self._actions[command_id]
        if action.isEnabled():
            action.trigger()

    def __iter__(self) -> Iterable[Command]:  # type: ignore[override]
        return iter(self._commands.values())

    def __getitem__(self, command_id: str) -> Command:
        return self._commands[command_id]

    def __contains__(self, command_id: object) -> bool:
        return command_id in self._commands

    def action(self, command_id: str) -> QAction:
        """The QAction, for a button or a menu."""
        return self._actions[command_id]

    def reason(self, command_id: str) -> str:
        """Why the command cannot be used now; "" if it can."""
        if not self._handlers[command_id]:
            return self._commands[command_id].unavailable
        return self._reasons.get(command_id, "")

    # -- shortcuts ------------------------------------------------------------------------------------------------

    def shortcut(self, command_id: str) -> str:
        """The shortcut in force: the user's, else the declared one; portable text, "" for none."""
        chosen = self._preferences.get(PREFERENCE, {})
        value = chosen.get(command_id)
        return value if isinstance(value, str) else self._commands[command_id].shortcut

    def holder_of(self, shortcut: str, except_for: str = "") -> Command | None:
        """The command that SHORTCUT belongs to, or begins or continues; for the conflict check."""
        wanted = QKeySequence.fromString(shortcut)
        if wanted.isEmpty():
            return None
        for command in self._commands.values():
            if command.id == except_for:
                continue
            other = QKeySequence.fromString(self.shortcut(command.id))
            if other.isEmpty():
                continue
            none = QKeySequence.SequenceMatch.NoMatch
            if wanted.matches(other) is not none or other.matches(wanted) is not none:
                return command
        return None

    def set_shortcut(self, command_id: str, shortcut: str | None) -> None:
        """Give the command SHORTCUT ("" none, None the declared one). ValueError if another command holds it."""
        wanted = self._commands[command_id].shortcut if shortcut is None else shortcut
        holder = self.holder_of(wanted, command_id)
        if holder is not None:
            raise ValueError(f"{wanted} is held by {holder.id}")
        chosen = dict(self._preferences.get(PREFERENCE, {}))
        if wanted == self._commands[command_id].shortcut:
            chosen.pop(command_id, None)
        else:
            chosen[command_id] = wanted
        self._preferences.set(PREFERENCE, chosen or None)
        self._set_shortcut(self._actions[command_id], wanted)
        self.changed.emit()

    def reset_shortcuts(self) -> None:
        """Give every command its declared shortcut."""
        self._preferences.set(PREFERENCE, None)
        for name, action in self._actions.items():
            self._set_shortcut(action, self._commands[name].shortcut)
        self.changed.emit()

    @staticmethod
    def _set_shortcut(action: QAction, shortcut: str) -> None:
        action.setShortcut(QKeySequence.fromString(shortcut, QKeySequence.SequenceFormat.PortableText))

    def native(self, command_id: str) -> str:
        """The shortcut as this system writes it, for key caps and help."""
        return native_text(self._actions[command_id].shortcut())
