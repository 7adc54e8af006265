"""设置 · 时限规则: what is set holds for the desk from then on; what cannot hold is said beside its field."""

from __future__ import annotations

import pytest

from gxq_desktop.application.clock_rules import clock_rules_of
from gxq_desktop.domain.clock_rules import DEFAULT_RULES
from gxq_desktop.domain.limits import SuspensionRule
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.settings.clock_rules import ClockRulesSection
from gxq_desktop.ui.settings.view import SettingsPage


@pytest.fixture
def section(window: MainWindow) -> ClockRulesSection:
    window.open("settings")
    assert window.shell.runner.wait()
    assert isinstance(window.page, SettingsPage)
    window.page.show_section("clock_rules")
    return window.page.section("clock_rules")


def test_the_rules_that_hold_are_shown(section: ClockRulesSection) -> None:
    assert section.suspension.checkedButton().text() == "停、复当日都扣除"
    assert [field.text for field in section.fields.values()] == ["3", "30", "45"]
    assert section.rules == DEFAULT_RULES


def test_what_is_set_holds_from_then_on_and_the_lists_hear_of_it(
    section: ClockRulesSection, window: MainWindow
) -> None:
    heard: list[bool] = []
    window.shell.calendar_changed.connect(lambda: heard.append(True))
    section.fields["amber_working_days"].set_text("5")
    next(each for each in section.suspension.buttons() if each.property("rule") == "resume_day_counts").setChecked(True)

    section.save.click()

    rules = clock_rules_of(window.shell.services)
    assert (rules.amber_working_days, rules.suspension, rules.number) == (5, SuspensionRule.RESUME_DAY_COUNTS, 1)
    assert heard == [True]

    section.save.click()
    assert clock_rules_of(window.shell.services).number == 1 and heard == [True]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("amber_working_days", "21"),
        ("approval_slip_days", "0"),
        ("joint_working_days", "46"),
        ("joint_working_days", "三"),
    ],
)
def test_what_cannot_hold_is_said_beside_its_field_and_nothing_is_kept(
    section: ClockRulesSection, window: MainWindow, field: str, text: str
) -> None:
    section.fields[field].set_text(text)

    section.save.click()

    assert section.fields[field].note.text.startswith("请填 ")
    assert clock_rules_of(window.shell.services).number == 0

    section.defaults.click()
    assert section.fields[field].note.text == ""
