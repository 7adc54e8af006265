"""What holds for the intake's screens: names, nothing cut, no wider than the smallest window, Alt letters, models."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.modeltest import ModelTester

from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.ui import theme
from gxq_desktop.ui.intake.fields import LineControl
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.intake.conftest import Clerk, sample, settle_events
from tests.ui.intake.test_check import take
from tests.ui.reading import cut_texts, focusable, spoken_name

LONG_ENTERPRISE = (
    "达州市高新技术产业园区长名称示例玄武岩纤维复合材料研发制造（集团）股份有限责任公司四川分公司第三生产基地"
)
LONG_NAME = (
    "年产十二万吨高性能连续玄武岩纤维及其复合材料制品生产线建设项目（一期工程含原料堆场、研发中心及配套公辅设施）改扩建"
)
STATES = ("first", "engineering", "contacts", "asking", "wrong", "basis", "check")


def put(page: IntakePage, state: str) -> None:
    """Bring PAGE, filled with N1 under the longest names, into STATE."""
    presenter, shell = page.presenter, page.shell
    presenter.answer(FieldId("project.enterprise"), Entry(LONG_ENTERPRISE))
    presenter.answer(FieldId("project.name"), Entry(LONG_NAME))
    match state:
        case "first":
            presenter.go_to(0)
        case "engineering":
            presenter.go_to(2)
        case "contacts":
            presenter.go_to(5)
        case "asking":
            page.form.go_to_field("facts.land_supply")
            settle_events(shell)
            Clerk(page).press(Qt.Key.Key_4)
        case "wrong":
            for field, text in (("project.credit_code", "91511700MAEXA8K3OT"), ("project.project_code", "x"),
                                ("facts.energy_tce", "约六百"), ("contacts.enterprise.phone", "1391234567")):  # fmt: skip
                presenter.type(FieldId(field), Entry(text))
                presenter.settle(FieldId(field))
            presenter.answer(FieldId("facts.eia_class"), Entry(unknown=True))
            page.form.go_to_field("facts.eia_class")
        case "basis":
            page.form.go_to_field("facts.construction_nature")
            settle_events(shell)
            page.toggle_basis()
        case "check":
            presenter.go_to(presenter.check_place)
    settle_events(shell)


@pytest.fixture
def filled(page: IntakePage, tmp_path: object) -> IntakePage:
    take(page, sample("N1"), tmp_path)  # type: ignore[arg-type]
    return page


@pytest.fixture
def sized(shell: Shell) -> Iterator[Callable[[tuple[int, int], int], None]]:
    """Give the window a size and a text size."""

    def give(size: tuple[int, int], percent: int) -> None:
        assert shell.window is not None
        shell.window.resize(*size)
        theme.look().apply(ThemeChoice.LIGHT, percent)
        settle_events(shell)

    yield give
    theme.look().apply(ThemeChoice.LIGHT, 100)


@pytest.mark.parametrize("state", STATES)
def test_everything_tab_reaches_has_a_name(filled: IntakePage, state: str) -> None:
    put(filled, state)

    assert [repr(widget) for widget in focusable(filled) if not spoken_name(widget)] == []


@pytest.mark.parametrize(
    ("size", "percent"), [((1280, 720), 100), ((1440, 900), 125), ((1440, 900), 150), ((1280, 720), 150)]
)
def test_no_text_is_cut_and_no_page_is_wider_than_its_window(
    filled: IntakePage, sized: Callable[[tuple[int, int], int], None], size: tuple[int, int], percent: int
) -> None:
    sized(size, percent)
    for state in STATES:
        put(filled, state)
        for _ in range(3):
            QApplication.processEvents()

        assert (state, cut_texts(filled)) == (state, [])
        window = filled.shell.window
        assert window is not None
        assert (state, window.width() <= size[0]) == (state, True)
        if filled.presenter.question is not None:
            filled.presenter.refuse()


@pytest.mark.parametrize("state", STATES)
def test_no_two_buttons_share_an_alt_letter_nor_one_with_a_menu(filled: IntakePage, state: str) -> None:
    put(filled, state)

    letters: dict[str, list[str]] = {letter: ["menu"] for letter in "FEVPBTH"}
    assert filled.shell.window is not None
    for button in filled.shell.window.findChildren(QAbstractButton):
        if button.isVisible() and "&" in button.text().replace("&&", ""):
            letters.setdefault(button.text().split("&")[1][0], []).append(button.text())
    assert {letter: texts for letter, texts in letters.items() if len(texts) > 1} == {}


def test_the_models_keep_qts_rules(filled: IntakePage, qtmodeltester: ModelTester) -> None:
    put(filled, "check")

    qtmodeltester.check(filled.items.model)
    qtmodeltester.check(filled.check.model)


def test_tab_walks_through_the_questions_in_their_order(filled: IntakePage) -> None:
    filled.presenter.go_to(1)
    settle_events(filled.shell)
    clerk = Clerk(filled)
    clerk.go_to(str(filled.presenter.questions[0].fields[0].id))
    seen = []

    while clerk.field is not None:
        if clerk.field not in seen:
            seen.append(clerk.field)
        clerk.press(Qt.Key.Key_Tab)

    assert seen == [field.id for question in filled.presenter.questions for field in question.fields]
    assert clerk.focus is filled.form.back


def test_a_problem_of_user_text_stays_text(filled: IntakePage) -> None:
    filled.presenter.type(FieldId("project.credit_code"), Entry("<b>&A"))
    filled.presenter.settle(FieldId("project.credit_code"))

    assert "“<b>&&A”" in filled.form.band.links[0].text()


@pytest.mark.parametrize("percent", [100, 150])
def test_what_a_contact_answers_for_is_seen_to_its_end(
    filled: IntakePage, sized: Callable[[tuple[int, int], int], None], percent: int
) -> None:
    sized((1280, 720), percent)
    put(filled, "contacts")

    for role in ("helper", "leader", "department", "secretary"):
        control = filled.form.control(FieldId(f"contacts.{role}.duty"))
        assert isinstance(control, LineControl)
        margins = 2 * theme.px(12)
        assert control.line.fontMetrics().horizontalAdvance(control.line.text()) <= control.line.width() - margins
