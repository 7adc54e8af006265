"""The intake's page, and a clerk at the keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_fields import FieldReader
from gxq_desktop.application.intake_filling import fill_from_document
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui.intake.fields import ChoiceControl, FieldControl, LineControl
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell


def sample(name: str = "N1") -> dict[str, Any]:
    """The intake document of a sample, to be changed at will."""
    found: dict[str, Any] = json.loads((RESOURCES / "samples" / f"{name}.json").read_text("utf-8"))
    return found


def settle_events(shell: Shell) -> None:
    """Let background work end and queued events happen."""
    for _ in range(3):
        QApplication.processEvents()
    assert shell.runner.wait()
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def page(shell: Shell) -> IntakePage:
    """新接件, blank."""
    shell.open("intake")
    settle_events(shell)
    assert shell.window is not None and isinstance(shell.window.page, IntakePage)
    return shell.window.page


def compose(widget: QWidget, preedit: str) -> None:
    """An input method shows PREEDIT, not decided yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, text: str) -> None:
    """An input method commits TEXT."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


class Clerk:
    """Types into whatever has the focus, as a person does who never touches the mouse."""

    def __init__(self, page: IntakePage) -> None:
        self.page = page

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    @property
    def control(self) -> FieldControl | None:
        """The field that has the focus; None where a button or a list has it."""
        widget: QWidget | None = self.focus
        while widget is not None:
            if isinstance(widget, FieldControl):
                return widget
            widget = widget.parentWidget()
        return None

    @property
    def field(self) -> FieldId | None:
        control = self.control
        return control.field.id if control else None

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Replace what stands in the line."""
        control = self.control
        assert isinstance(control, LineControl)
        control.line.selectAll()
        if text.isascii():
            QTest.keyClicks(control.line, text)
        else:
            compose(control.line, text[:2])
            commit(control.line, text)
        QApplication.processEvents()

    def answer(self, entry: Entry) -> None:
        """Give ENTRY in the field that has the focus."""
        control = self.control
        assert control is not None
        if entry.unknown:
            self.press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
        elif isinstance(control, ChoiceControl):
            number = control.field.choices.index(entry.text)
            self.press(Qt.Key(Qt.Key.Key_1 + number))
        else:
            self.write(entry.text + (entry.unit if len(control.field.units) > 1 else ""))

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def wait_for_the_form(self) -> None:
        """At most two seconds, until a field or 下一组 has the focus: on a real screen it may be on its way."""
        for _ in range(100):
            focus = QApplication.focusWidget()
            if self.page.presenter.is_checking or focus is self.page.form.next or (focus and self.field is not None):
                return
            QTest.qWait(20)

    def next_section(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle_events(self.page.shell)

    def go_to(self, field: str) -> None:
        self.page.form.go_to_field(field)
        settle_events(self.page.shell)
        assert self.field == field

    def text(self, field: str) -> str:
        """What stands in FIELD on the screen."""
        control = self.page.form.control(FieldId(field))
        assert control is not None
        if isinstance(control, LineControl):
            return control.line.text()
        assert isinstance(control, ChoiceControl)
        return next((button.text() for button in control.buttons if button.isChecked()), "")


@pytest.fixture
def clerk(page: IntakePage) -> Clerk:
    return Clerk(page)


@pytest.fixture
def answers_of(page: IntakePage) -> Callable[[dict[str, Any]], dict[FieldId, Entry]]:
    """Field → entry of an intake document."""

    def read(document: dict[str, Any]) -> dict[FieldId, Entry]:
        services = page.shell.services
        reader = FieldReader(services.calendar, page.shell.today)
        filled = fill_from_document(document, page.presenter.form, services.catalogue, reader, page.shell.today, "样例")
        return dict(filled.entries.fields)

    return read
