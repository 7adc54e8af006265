"""Fields as they are left, what a change takes away, undo of every step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui.intake.fields import LineControl
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell
from tests.ui.intake.conftest import Clerk, commit, compose, settle_events

LAND, AREA, NEW_LAND = (FieldId(f"facts.{key}") for key in ("land_supply", "land_area_ha", "new_land_unapproved"))
CODE = FieldId("project.credit_code")


def give(page: IntakePage, **answers: str) -> None:
    """Answer facts by key, as if they were chosen."""
    for key, text in answers.items():
        page.presenter.answer(FieldId(f"facts.{key}"), Entry(text))


def verdict(page: IntakePage, code: str) -> Verdict:
    return page.presenter.state.verdicts[code].verdict


def link_texts(page: IntakePage) -> list[str]:
    return [link.accessibleName() for link in page.form.band.links]


# -- checking a field as it is left -------------------------------------------------------------------------------


def test_a_wrong_credit_code_is_told_when_the_field_is_left_with_a_hint_on_confusable_letters(
    clerk: Clerk, page: IntakePage
) -> None:
    clerk.go_to(CODE)
    clerk.write("91511700MAEXA8K3OT")
    assert page.form.band.isHidden()

    clerk.enter()

    assert link_texts(page) == ["统一社会信用代码第 17 位“O”不是代码用字，是不是 0"]
    control = page.form.control(CODE)
    assert control is not None and control.line.property("bad") == "1"  # type: ignore[attr-defined]
    assert page.form.tabs.tabs[0].spoken(1) == "第 1 组 企业与项目，有要改的"


def test_a_problem_leads_to_its_field_from_another_section_and_goes_when_it_is_mended(
    clerk: Clerk, page: IntakePage, shell: Shell
) -> None:
    clerk.go_to(CODE)
    clerk.write("123")
    clerk.next_section()
    assert page.presenter.section == 1

    page.form.band.links[0].click()
    settle_events(shell)
    assert clerk.field == CODE
    clerk.write("91511700MA61TAMP18")
    clerk.enter()

    assert page.form.band.isHidden()
    assert clerk.text(CODE) == "91511700MA61TAMP18"


@pytest.mark.parametrize(
    ("field", "typed", "kept", "note"),
    [
        (AREA, "60", "60", "= 4 公顷"),
        (AREA, "4公顷", "4", "= 60 亩"),
        ("facts.earthwork_m3", "6万", "60000", ""),
        ("facts.load_kw", "1.2 MW", "1.2", "= 1200 千瓦"),
        ("plan.start", "9-21", "2026-09-21", "周一，工作日"),
        ("plan.start", "2026年10月1日", "2026-10-01", "周四，法定节假日，最近的工作日是 10-08（周四）"),
        (CODE, " 91511700ma61tamp18 ", "91511700MA61TAMP18", "校验位正确"),
    ],
)
def test_a_field_is_written_as_it_is_kept_once_it_is_left(
    clerk: Clerk, page: IntakePage, field: str, typed: str, kept: str, note: str
) -> None:
    give(page, construction_nature="新建")
    clerk.go_to(field)

    clerk.write(typed)
    clerk.enter()

    assert clerk.text(field) == kept
    control = page.form.control(FieldId(field))
    assert control is not None and control.note.text() == note  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("facts.load_kw", "800kVA", "kVA 是变压器容量，不能直接当 kW"),
        ("facts.energy_tce", "-3", "不能是负数"),
        ("project.project_code", "2613-511700-04-01-123456", "第一段“2613”"),
        ("plan.start", "2026-02-30", "不是日期"),
    ],
)
def test_what_cannot_be_read_stays_as_typed_and_says_why(
    clerk: Clerk, page: IntakePage, field: str, typed: str, words: str
) -> None:
    clerk.go_to(field)

    clerk.write(typed)
    clerk.enter()

    assert clerk.text(field) == typed
    assert any(words in text for text in link_texts(page))


def test_an_odd_phone_is_a_doubt_and_no_refusal(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("contacts.enterprise.phone")

    clerk.write("1391234567")
    clerk.enter()

    assert page.presenter.problems == ()
    line = page.form.blocks["contacts.enterprise"].faults[FieldId("contacts.enterprise.phone")]
    assert "有 10 位，应为 11 位" in line.label.text()


def test_contradicting_answers_are_told_at_once(page: IntakePage) -> None:
    give(page, eia_class="豁免", discharge_class="重点")
    page.presenter.left.add(FieldId("facts.discharge_class"))
    page.presenter.problems_changed.emit()

    assert any("环评豁免的项目不会要排污许可证" in text for text in link_texts(page))


def test_a_long_text_shows_its_beginning_once_it_is_left(clerk: Clerk, page: IntakePage) -> None:
    duty = FieldId("contacts.helper.duty")
    clerk.go_to(duty)

    clerk.write("收件、预约、催办、重排日期，每天的事都找她")
    clerk.enter()

    control = page.form.control(duty)
    assert isinstance(control, LineControl)
    assert control.line.cursorPosition() == 0 and control.line.toolTip().endswith("都找她")


# -- rows while typing --------------------------------------------------------------------------------------------


def test_rows_change_while_a_number_is_typed_and_say_so_for_a_while(
    clerk: Clerk, page: IntakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(page, construction_nature="新建", erosion_zone="是", land_area_ha="0")
    clerk.go_to("facts.earthwork_m3")
    page.presenter.forget_changes()

    clerk.write("6")
    assert verdict(page, "A09") is Verdict.NOT_APPLICABLE
    clerk.write("60000")

    first = page.items.model.rows[0]
    assert (first.code, first.changed, first.row.title) == ("A09", True, "生产建设项目水土保持方案审批（报告书）")
    assert page.form.blocks["facts.earthwork_m3"].consequence.text() == "要办 A09、B08、B36"
    page.presenter._forget_changes.timeout.emit()
    assert not any(row.changed for row in page.items.model.rows)


def test_a_question_that_comes_up_stands_behind_the_one_it_hangs_on_and_nothing_above_moves(
    clerk: Clerk, page: IntakePage
) -> None:
    give(page, construction_nature="新建", management_mode="备案")
    clerk.go_to(LAND)
    before = [question.id for question in page.presenter.questions]

    clerk.press(Qt.Key.Key_1)  # 出让

    after = [question.id for question in page.presenter.questions]
    place = before.index("facts.land_supply")
    assert after[: place + 1] == before[: place + 1]
    assert after[place + 1] == "facts.new_land_unapproved"


def test_an_input_method_composes_in_peace(clerk: Clerk, page: IntakePage) -> None:
    """Enter that commits a composition goes nowhere; Ctrl+Enter neither."""
    clerk.go_to("project.name")

    compose(clerk.focus, "nian chan")
    clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert clerk.field == "project.name" and page.presenter.section == 0
    assert page.presenter.live.text(FieldId("project.name")) == ""
    commit(clerk.focus, "年产")

    assert page.presenter.live.text(FieldId("project.name")) == "年产"
    assert page.head.subtitle.text() == "年产"
    clerk.enter()
    assert clerk.field == "project.project_code"


# -- what a change takes away -------------------------------------------------------------------------------------


@pytest.fixture
def granted(page: IntakePage, clerk: Clerk) -> IntakePage:
    """Land by grant, with the answers that hang on it; the focus on 供地方式."""
    give(page, construction_nature="新建", management_mode="备案", land_supply="出让", new_land_unapproved="否")
    clerk.go_to(LAND)
    return page


def test_a_change_that_drops_rows_asks_first_and_names_them(granted: IntakePage, clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_4)  # 租用
    QApplication.processEvents()

    sheet = granted.form.blocks["facts.land_supply"].sheet
    assert sheet is not None
    assert "A17 国有建设用地使用权供应" in sheet.accessibleName()
    assert "“地块是否已办完转用和征收审批”" in sheet.accessibleName()
    assert clerk.focus is sheet.keep
    assert granted.presenter.entries[LAND].text == "出让"


def test_keeping_the_answer_changes_nothing(granted: IntakePage, clerk: Clerk, shell: Shell) -> None:
    before, step = granted.presenter.entries, shell.undo_stack.index()
    clerk.press(Qt.Key.Key_4)
    QApplication.processEvents()

    clerk.press(Qt.Key.Key_Space)  # 不改 has the focus

    assert (granted.presenter.entries, granted.presenter.live) == (before, before)
    assert shell.undo_stack.index() == step
    assert clerk.text(LAND) == "出让" and clerk.field == LAND
    assert verdict(granted, "A17") is Verdict.APPLIES


def test_confirming_takes_it_and_one_undo_brings_it_back(
    granted: IntakePage, clerk: Clerk, shell: Shell, qtbot: QtBot
) -> None:
    clerk.press(Qt.Key.Key_4)
    QApplication.processEvents()

    with qtbot.waitSignal(granted.presenter.answered):  # a button pressed by its letter clicks a moment later
        clerk.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert verdict(granted, "A17") is Verdict.NOT_APPLICABLE
    assert NEW_LAND not in granted.presenter.state.shown
    shell.commands.run("edit.undo")

    assert clerk.text(LAND) == "出让"
    assert verdict(granted, "A17") is Verdict.APPLIES
    assert granted.presenter.entries[NEW_LAND].text == "否"


def test_undo_while_it_asks_is_keeping(granted: IntakePage, clerk: Clerk, shell: Shell) -> None:
    clerk.press(Qt.Key.Key_4)
    QApplication.processEvents()

    shell.commands.run("edit.undo")

    assert granted.presenter.question is None and clerk.text(LAND) == "出让"
    assert granted.presenter.entries[NEW_LAND].text == "否"


def test_escape_is_keeping(granted: IntakePage, clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_4)
    QApplication.processEvents()

    clerk.press(Qt.Key.Key_Escape)

    assert granted.presenter.question is None and clerk.text(LAND) == "出让"


def test_while_it_asks_no_other_field_takes_the_focus_and_the_page_is_not_left(
    granted: IntakePage, clerk: Clerk, shell: Shell
) -> None:
    clerk.press(Qt.Key.Key_4)
    QApplication.processEvents()

    control = granted.form.control(FieldId("facts.own_water_intake"))
    if control is not None:
        control.focus_first()
    QApplication.processEvents()
    assert isinstance(clerk.focus, QPushButton)
    shell.open("home")

    assert shell.window is not None and shell.window.place == "intake"


def test_a_number_asks_when_it_is_left_and_not_while_it_is_typed(clerk: Clerk, page: IntakePage) -> None:
    give(page, construction_nature="新建", erosion_zone="是", land_area_ha="0", earthwork_m3="60000")
    clerk.go_to("facts.earthwork_m3")

    clerk.write("5")
    assert page.presenter.question is None and verdict(page, "A09") is Verdict.NOT_APPLICABLE
    clerk.enter()

    asked = page.presenter.question
    assert asked is not None and [row.code for row in asked.lost.rows] == ["A09", "B08"]


def test_a_first_answer_never_asks(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("facts.hazchem")

    for key in (Qt.Key.Key_3,):
        clerk.press(key)

    assert page.presenter.question is None


# -- undo ---------------------------------------------------------------------------------------------------------


def test_every_step_is_named_in_the_menu_and_can_be_undone_and_done_again(
    clerk: Clerk, page: IntakePage, shell: Shell
) -> None:
    clerk.go_to("project.enterprise")
    clerk.write("达州示例新材料有限公司")
    clerk.enter()
    clerk.go_to("facts.construction_nature")
    clerk.press(Qt.Key.Key_1)
    assert shell.commands.action("edit.undo").text() == "撤销 填写“建设性质”"

    shell.commands.run("edit.undo")
    shell.commands.run("edit.undo")
    assert clerk.text("facts.construction_nature") == "" and clerk.text("project.enterprise") == ""
    assert clerk.field == "project.enterprise"
    shell.commands.run("edit.redo")
    shell.commands.run("edit.redo")

    assert clerk.text("facts.construction_nature") == "新建"
    assert clerk.text("project.enterprise") == "达州示例新材料有限公司"


def test_ctrl_z_in_a_field_undoes_the_typing_first_and_then_the_step(
    clerk: Clerk, page: IntakePage, shell: Shell
) -> None:
    give(page, construction_nature="新建")
    clerk.go_to("facts.energy_tce")
    clerk.write("620")
    control_z = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    for _ in range(3):
        if clerk.text("facts.energy_tce"):
            clerk.press(*control_z)
    assert clerk.text("facts.energy_tce") == ""
    assert page.presenter.entries[FieldId("facts.construction_nature")].text == "新建"
    clerk.press(*control_z)

    assert page.presenter.entries[FieldId("facts.construction_nature")].is_blank


def test_undo_from_another_page_comes_back_to_the_field(clerk: Clerk, page: IntakePage, shell: Shell) -> None:
    clerk.go_to("facts.eia_class")
    clerk.press(Qt.Key.Key_1)
    shell.open("home")
    settle_events(shell)

    shell.commands.run("edit.undo")
    settle_events(shell)

    assert shell.window is not None and shell.window.page is page
    assert clerk.field == "facts.eia_class" and clerk.text("facts.eia_class") == ""


# -- an officer's decision ----------------------------------------------------------------------------------------


def test_an_override_is_marked_kept_and_can_be_undone(page: IntakePage, shell: Shell) -> None:
    give(page, river="否", construction_nature="新建")
    row = page.presenter.state.row_by_code["A10"]

    page.decide(row, (True, "水务局要求补办", "张琳"))

    shown = next(each.row for each in page.items.model.rows if each.code == "A10")
    assert shown.verdict is Verdict.APPLIES and shown.reason == "张琳：水务局要求补办"
    assert shell.undo_stack.undoText() == "改判 A10"
    shell.commands.run("edit.undo")
    assert verdict(page, "A10") is not Verdict.APPLIES


def test_ctrl_m_asks_for_reason_and_officer_and_takes_nothing_without(
    clerk: Clerk, page: IntakePage, shell: Shell
) -> None:
    from gxq_desktop.ui.project.items.override_dialog import OverrideDialog

    page.items.table.select_key("A10")
    page.items.table.setFocus()

    clerk.press(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(OverrideDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.save.click()
    assert dialog.isVisible() and not page.presenter.entries.overrides
    dialog.reason_edit.setPlainText("水务局要求")
    dialog.officer_edit.setText("张琳")
    dialog.save.click()

    assert page.presenter.entries.overrides["A10"].officer == "张琳"


def test_the_list_is_ordered_changed_undecided_applies_not(page: IntakePage) -> None:
    give(page, construction_nature="新建", management_mode="备案")
    page.presenter.forget_changes()

    verdicts = [each.row.verdict for each in page.items.model.rows]

    order = (Verdict.UNDECIDED, Verdict.APPLIES, Verdict.NOT_APPLICABLE)
    assert verdicts == sorted(verdicts, key=order.index)
    assert len(verdicts) == 46


def test_segments_filter_and_the_other_lists_can_be_shown(page: IntakePage) -> None:
    give(page, construction_nature="新建", management_mode="备案")

    page.items.segments.buttons[Verdict.APPLIES].click()
    assert {each.row.verdict for each in page.items.model.rows} == {Verdict.APPLIES}
    page.items.lists.buttons["B"].click()

    assert {each.code[0] for each in page.items.model.rows} == {"B"}
    assert page.items.segments.buttons["all"].count == 36


def test_the_best_question_is_one_click_away(page: IntakePage, clerk: Clerk, shell: Shell) -> None:
    assert page.items.best.accessibleName() == "先答“建设性质”，可定 9 项"

    page.items.best.click()
    settle_events(shell)

    assert clerk.field == "facts.construction_nature"


def test_a_text_far_too_long_is_kept_whole_and_refused_with_its_length(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("project.name")
    commit(clerk.focus, "长" * 10_000)

    clerk.enter()

    assert len(page.presenter.entries.text(FieldId("project.name"))) == 10_000
    assert link_texts(page) == ["“项目名称”有 10000 个字，最多 120 个"]


def test_more_problems_than_there_is_room_for_unfold_and_each_leads_to_its_field(
    page: IntakePage, clerk: Clerk, shell: Shell
) -> None:
    fields = ("project.credit_code", "project.project_code", "facts.energy_tce", "facts.coal_t", "plan.start")
    for each in fields:
        page.presenter.answer(FieldId(each), Entry("x"))
    settle_events(shell)
    assert [link.text() for link in page.form.band.links[3:]] == ["还有 2 处，都列出来", "F8 逐处去改"]

    page.form.band.links[3].click()

    assert len(page.form.band.links) == len(page.presenter.problems) + 2
    page.form.band.links[len(page.presenter.problems) - 1].click()
    settle_events(shell)
    assert clerk.field == page.presenter.problems[-1].field
