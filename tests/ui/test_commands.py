"""Every action declared once: availability with a reason, menus, shortcuts the user may change without conflicts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.ui.commands import MENUS, Command, CommandRegistry, native_text
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.preferences import Preferences

PRINT = Command("print", "打印…", "Ctrl+P", "项目", unavailable="先打开一个项目")
FIND = Command("find", "找", "Ctrl+F")


@pytest.fixture
def registry(qapp: QApplication, preferences: Preferences) -> CommandRegistry:
    window = QWidget()
    made = CommandRegistry(window, preferences)
    made.keep_alive = window  # type: ignore[attr-defined]
    made.declare((PRINT, FIND))
    return made


def test_a_command_is_disabled_with_its_reason_until_someone_answers_it(registry: CommandRegistry) -> None:
    assert not registry.action("print").isEnabled()
    assert registry.reason("print") == "先打开一个项目"
    assert registry.action("print").toolTip() == "打印：先打开一个项目"

    registry.bind({"print": lambda: None}, self := object())
    assert registry.action("print").isEnabled()

    registry.release(self)
    assert not registry.action("print").isEnabled()


def test_the_latest_owner_answers_and_gives_back(registry: CommandRegistry) -> None:
    told: list[str] = []
    first, second = object(), object()
    registry.bind({"find": lambda: told.append("first")}, first)
    registry.bind({"find": lambda: told.append("second")}, second)

    registry.run("find")
    registry.release(second)
    registry.run("find")

    assert told == ["second", "first"]


def test_a_bound_command_can_be_refused_with_a_reason(registry: CommandRegistry) -> None:
    told: list[str] = []
    registry.bind({"find": lambda: told.append("found")}, object())
    registry.set_reason("find", "列表是空的")

    registry.run("find")
    assert (told, registry.reason("find")) == ([], "列表是空的")

    registry.set_reason("find")
    registry.run("find")
    assert told == ["found"]


def test_a_changed_shortcut_holds_and_is_remembered(registry: CommandRegistry, preferences: Preferences) -> None:
    registry.set_shortcut("print", "Ctrl+Shift+D")

    assert registry.shortcut("print") == "Ctrl+Shift+D"
    assert preferences.get("shortcuts", {}) == {"print": "Ctrl+Shift+D"}

    registry.set_shortcut("print", None)
    assert registry.shortcut("print") == "Ctrl+P"
    assert preferences.get("shortcuts", {}) == {}


def test_two_commands_cannot_share_a_key(registry: CommandRegistry) -> None:
    holder = registry.holder_of("Ctrl+P", "find")
    assert holder is not None and holder.id == "print"

    with pytest.raises(ValueError, match="held by print"):
        registry.set_shortcut("find", "Ctrl+P")
    registry.set_shortcut("print", "")
    registry.set_shortcut("find", "Ctrl+P")
    assert registry.shortcut("find") == "Ctrl+P"


def test_all_shortcuts_can_be_put_back(registry: CommandRegistry) -> None:
    registry.set_shortcut("print", "")
    registry.set_shortcut("find", "Ctrl+P")

    registry.reset_shortcuts()

    assert [registry.shortcut(name) for name in ("print", "find")] == ["Ctrl+P", "Ctrl+F"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (Command("print", "again"), "declared twice"),
        (Command("other", "其他", "Ctrl+P"), "taken by print"),
        (Command("other", "其他", "", "没有的菜单"), "no menu"),
    ],
)
def test_a_wrong_declaration_is_a_programming_error(registry: CommandRegistry, command: Command, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        registry.declare((command,))


def test_every_command_of_the_desk_is_in_a_menu_that_is_there_and_says_why_not(window: MainWindow) -> None:
    titles = [action.text().split("(")[0] for action in window.menuBar().actions()]

    assert titles == [title for title in MENUS if title in titles]
    for command in window.commands:
        assert command.text and not command.text.endswith("...")
        assert command.unavailable
    listed = []
    for title in window.menuBar().actions():
        menu = title.menu()
        for _ in range(2):
            menu.aboutToShow.emit()  # a menu is filled when it is first opened
        listed += [action.objectName() for action in menu.actions()]
    assert len(set(filter(None, listed))) == len(list(filter(None, listed)))
    assert {command.id for command in window.commands if command.menu} <= set(listed)


def test_no_two_alt_letters_of_the_menu_bar_are_the_same(window: MainWindow) -> None:
    letters = [action.text().split("&")[1][0] for action in window.menuBar().actions()]

    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize(
    ("keys", "shown"), [("Alt+Left", "Alt+←"), ("Ctrl+N", "Ctrl+N"), ("F5", "F5"), ("Ctrl++", "Ctrl++")]
)
def test_arrows_are_written_as_they_stand_on_the_keyboard(qapp: QApplication, keys: str, shown: str) -> None:
    assert native_text(QKeySequence(keys)) == shown
