"""The dialogs of recording: names for screen readers, Alt letters, nothing cut, within the smallest window at every size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui import theme
from gxq_desktop.ui.record.start import open_correction, open_record, open_write_off
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.reading import cut_texts, focusable, spoken_name
from tests.ui.record.conftest import settle


def _suspending(shell: Shell, number: str) -> QDialog:
    dialog = open_record(shell, number, ("A09",))
    settle(shell, dialog)
    dialog.form.choose_kind(EventKind.SUSPENDED)
    dialog.form.fields[FieldName.REASON].set_value("专家评审")
    dialog.form.fields[FieldName.UNTIL].set_value(date(2027, 6, 30))
    settle(shell, dialog)
    return dialog


def _choosing(shell: Shell, number: str) -> QDialog:
    dialog = open_record(shell, number)
    settle(shell, dialog)
    return dialog


def _numbers(shell: Shell, number: str) -> QDialog:
    issue_edition(number, shell.services)
    dialog = open_write_off(shell, number)
    settle(shell, dialog)
    dialog.numbers.line.setText("1-9 500")
    settle(shell, dialog)
    return dialog


def _correcting(shell: Shell, number: str) -> QDialog:
    dialog = open_correction(shell, number, 1)
    settle(shell, dialog)
    return dialog


OPENERS: tuple[Callable[[Shell, str], QDialog], ...] = (_suspending, _choosing, _numbers, _correcting)


@pytest.fixture(params=OPENERS, ids=lambda opener: opener.__name__.strip("_"))
def dialog(request: pytest.FixtureRequest, shell: Shell, number: str) -> Iterator[QDialog]:
    assert shell.window is not None
    shell.window.resize(1280, 720)
    made = request.param(shell, number)
    yield made
    shell.runner.wait()
    made.close()
    theme.look().apply(ThemeChoice.LIGHT, 100)


def test_everything_tab_reaches_has_a_name(dialog: QDialog) -> None:
    assert [repr(widget) for widget in focusable(dialog) if not spoken_name(widget)] == []


def test_no_two_of_its_parts_share_an_alt_letter(dialog: QDialog) -> None:
    letters: dict[str, list[str]] = {}
    for widget in (*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLabel)):
        named = isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None)
        if named and widget.isVisible() and "&" in widget.text():
            letters.setdefault(widget.text().split("&")[1][0], []).append(widget.text())

    assert {letter: texts for letter, texts in letters.items() if len(texts) > 1} == {}


def test_nothing_is_cut_in_any_look_and_size(dialog: QDialog) -> None:
    for choice, percent in product((ThemeChoice.LIGHT, ThemeChoice.CONTRAST), (100, 150)):
        theme.look().apply(choice, percent)
        dialog.resize(min(1256, theme.px(960)), min(696, theme.px(600)))
        for _ in range(3):
            QApplication.processEvents()

        assert (choice, percent, cut_texts(dialog)) == (choice, percent, [])
        assert dialog.minimumSizeHint().width() <= 1280 and dialog.minimumSizeHint().height() <= 720
