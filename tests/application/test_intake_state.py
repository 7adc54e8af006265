"""What follows from answers, at every keystroke."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.intake_entries import Entries, Entry
from gxq_desktop.application.intake_filling import document_of, fill_from_document, new_entries
from gxq_desktop.application.intake_form import FieldId, QuestionId, fact_field, intake_form
from gxq_desktop.application.intake_state import (
    IntakeEvaluator,
    IntakeState,
    arrange,
    changed_codes,
    dropped,
    ordered_rows,
)
from gxq_desktop.domain.errors import DomainErrors
from gxq_desktop.domain.facts import FactKey
from gxq_desktop.domain.items import ItemCode, ItemList
from gxq_desktop.domain.verdicts import Override, Verdict, judge
from tests.application.fakes import sample
from tests.documents.dossiers import shipped_calendar, shipped_catalogue

TODAY = date(2026, 9, 16)
CATALOGUE, CALENDAR = shipped_catalogue(), shipped_calendar()
FORM = intake_form(CATALOGUE)
EVALUATOR = IntakeEvaluator(FORM, CATALOGUE, CALENDAR, TODAY)
BLANK = new_entries(CALENDAR, TODAY)


def fact(key: str) -> FieldId:
    return fact_field(FactKey(key))


def filled(name: str = "N1") -> Entries:
    return fill_from_document(sample(name), FORM, CATALOGUE, EVALUATOR.reader, TODAY, "样例").entries


def answered(entries: Entries, **answers: str) -> Entries:
    for key, text in answers.items():
        entries = entries.with_entry(fact(key), Entry(text))
    return entries


def state(entries: Entries) -> IntakeState:
    return EVALUATOR.state(entries)


@pytest.mark.parametrize("name", ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"])
def test_the_verdicts_are_those_of_the_intake_file(name: str) -> None:
    intake = read_intake(sample(name), CATALOGUE, CALENDAR, TODAY)
    expected = {each.code: each.verdict for each in judge(CATALOGUE.rules, intake.facts, intake.overrides)}

    assert {code: each.verdict for code, each in state(filled(name)).verdicts.items()} == expected


def test_a_blank_form_asks_what_settles_most_first_and_nothing_that_hangs_on_it() -> None:
    blank = state(BLANK)

    assert blank.best_question is not None and blank.best_question.fact == "construction_nature"
    assert fact("land_area_ha") not in blank.shown and fact("land_supply") in blank.shown
    assert [each.id for each in blank.unanswered][:2] == ["project.enterprise", "project.name"]


def test_what_cannot_be_read_counts_as_nothing_and_is_a_problem_of_its_field() -> None:
    wrong = state(answered(BLANK, construction_nature="新建", land_area_ha="四"))

    assert [(each.field, each.refuses) for each in wrong.problems] == [(fact("land_area_ha"), True)]
    assert "land_area_ha" not in wrong.facts and wrong.verdicts["A09"].is_undecided


def test_what_is_wrong_in_a_question_no_longer_asked_refuses_nothing_and_stays_out_of_the_project() -> None:
    entries = answered(filled(), land_area_ha="很多")
    assert [each.field for each in state(entries).refusing] == [fact("land_area_ha")]

    gone = state(answered(entries, construction_nature="无"))

    assert gone.refusing == () and gone.entries.text(fact("land_area_ha")) == "很多"
    document = document_of(FORM, gone.kept, EVALUATOR.reader)
    assert "land_area_ha" not in read_intake(document, CATALOGUE, CALENDAR, TODAY).facts


def test_a_problem_of_a_cell_names_it() -> None:
    entries = BLANK.with_entry(fact("hazchem"), Entry("很多", origin="接件表 C40"))

    assert state(entries).problems[0].sentence.startswith("接件表 C40：“危化”填的是“很多”")


def test_contradictions_are_problems_of_the_last_answer_that_counts() -> None:
    met = state(answered(BLANK, eia_class="豁免", discharge_class="重点"))

    assert [each.refuses for each in met.problems] == [True]
    assert "环评豁免" in met.problems[0].problem


def test_a_target_before_the_start_is_a_doubt() -> None:
    entries = BLANK.with_entry(FieldId("plan.start"), Entry("2026-10-08"))
    entries = entries.with_entry(FieldId("plan.targets.M_START"), Entry("2026-10-01"))

    assert [(each.problem, each.refuses) for each in state(entries).problems] == [
        ("开工目标日 2026-10-01 早于起算日 2026-10-08。", False)
    ]


def test_the_leader_is_asked_for_only_where_there_is_one() -> None:
    leader = QuestionId("contacts.leader")
    assert leader not in state(BLANK).shown

    assert leader in state(BLANK.with_entry(FieldId("project.key_level"), Entry("市级"))).shown
    assert leader not in state(BLANK.with_entry(FieldId("project.key_level"), Entry("不是重点项目"))).shown


def test_a_section_is_done_when_nothing_in_it_is_open_or_refused() -> None:
    whole = state(filled())

    assert all(whole.section_is_done(section.name) for section in FORM.sections)
    assert not state(BLANK).section_is_done("用地")
    assert not state(filled().with_entry(fact("land_area_ha"), Entry("?"))).section_is_done("用地")
    assert state(filled().with_entry(fact("land_supply"), Entry(unknown=True))).section_is_done("用地")


def test_counts_are_of_each_list() -> None:
    counts = state(filled()).counts

    assert [counts[each].applies for each in ItemList] == [21, 27, 16]
    assert [counts[each].total for each in ItemList] == [46, 36, 23]
    assert counts[ItemList.APPROVALS].of(Verdict.NOT_APPLICABLE) == 25


# -- rows ---------------------------------------------------------------------------------------------------------


def test_a_row_says_its_variant_and_why() -> None:
    row = state(filled()).row_by_code["A09"]

    assert row.title == "生产建设项目水土保持方案审批（报告书）"
    assert "挖填土石方量 60000 立方米" in row.sentence and row.basis.startswith("水土保持法")


def test_an_undecided_row_names_what_decides_it() -> None:
    rows = state(answered(BLANK, construction_nature="新建")).row_by_code

    assert rows["A01"].reason == "要先定管理方式"
    assert rows["A09"].reason.startswith("要先定")


def test_an_overridden_row_says_who_and_why_and_what_the_rule_says() -> None:
    entries = filled().with_override(ItemCode("A10"), Override(True, "水务局要求", "张琳", TODAY))

    row = state(entries).row_by_code["A10"]

    assert (row.verdict, row.by_rule, row.reason) == (Verdict.APPLIES, Verdict.NOT_APPLICABLE, "张琳：水务局要求")
    assert row.rule_sentence.startswith("不用办")


def test_rows_are_ordered_changed_undecided_applying_not() -> None:
    before = state(answered(BLANK, construction_nature="新建", management_mode="备案"))

    rows = ordered_rows(before, ItemList.APPROVALS, {"A41"})

    assert rows[0].code == "A41"
    kinds = [row.verdict for row in rows[1:]]
    assert kinds == sorted(kinds, key=(Verdict.UNDECIDED, Verdict.APPLIES, Verdict.NOT_APPLICABLE).index)


def test_changes_are_of_verdict_variant_and_decision() -> None:
    before = answered(filled(), land_area_ha="0.1", earthwork_m3="2000")

    assert changed_codes(state(before), state(answered(before, earthwork_m3="3000"))) == ()
    assert changed_codes(state(before), state(answered(before, earthwork_m3="60000"))) == ("A09", "B08")
    decided = before.with_override(ItemCode("A10"), Override(False, "不涉及", "张琳", TODAY))
    assert changed_codes(state(before), state(decided)) == ("A10",)


# -- what a change takes away -------------------------------------------------------------------------------------


def test_a_change_of_an_early_answer_names_the_rows_and_the_answers_it_drops() -> None:
    lost = dropped(state(filled()), state(answered(filled(), land_supply="租用")))

    assert [row.code for row in lost.rows] == ["A17", "A18", "A19", "A42", "B04"]
    assert [question.fact for question in lost.answers] == ["new_land_unapproved"]


def test_a_first_answer_drops_nothing() -> None:
    assert not dropped(state(BLANK), state(answered(BLANK, construction_nature="无")))


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_answering_an_open_question_never_drops_a_row(data: st.DataObject) -> None:
    """Three-valued logic is monotone: what is decided stays so while only open questions are answered."""
    entries = BLANK
    before = state(entries)
    for _ in range(data.draw(st.integers(1, 8))):
        if not before.open:
            break
        question = FORM.question_of[fact(data.draw(st.sampled_from([each.fact for each in before.open])))]
        field = question.fields[0]
        text = (
            data.draw(st.sampled_from(field.choices)) if field.choices else data.draw(st.sampled_from(["1", "60000"]))
        )
        entries = entries.with_entry(field.id, Entry(text, field.units[-1] if field.units else ""))
        after = state(entries)

        assert not dropped(before, after).rows
        before = after


# -- order --------------------------------------------------------------------------------------------------------


def test_facts_stand_in_the_engines_order_behind_what_is_no_fact() -> None:
    order = arrange(state(BLANK), "企业与项目")

    assert order[0] == "project.enterprise"
    assert order[-2:] == ("facts.construction_nature", "facts.management_mode")


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_nothing_moves_while_somebody_types(data: st.DataObject) -> None:
    """Whatever is answered, the questions shown before keep their order among themselves."""
    section = data.draw(st.sampled_from([each.name for each in FORM.sections]))
    entries = BLANK
    order = arrange(state(entries), section)
    for _ in range(6):
        askable = [each for each in state(entries).shown if FORM.by_question[each].fact]
        question = FORM.by_question[data.draw(st.sampled_from(askable))]
        field = question.fields[0]
        text = (
            data.draw(st.sampled_from(field.choices)) if field.choices else data.draw(st.sampled_from(["0", "60000"]))
        )
        entries = entries.with_entry(field.id, Entry(text))
        after = arrange(state(entries), section, order)

        assert [each for each in after if each in order] == [each for each in order if each in after]
        order = after


def test_a_section_entered_anew_puts_the_open_questions_in_todays_order_behind_the_answered() -> None:
    entries = answered(BLANK, construction_nature="新建", land_supply="出让")
    previous = arrange(state(entries), "用地")[::-1]

    order = arrange(state(entries), "用地", previous, fresh=True)

    open_ones = order[1:]
    ranks = [state(entries).rank[FORM.by_question[each].fact] for each in open_ones if FORM.by_question[each].fact]  # type: ignore[index]
    assert order[0] == "facts.land_supply" and ranks == sorted(ranks)


# -- effects ------------------------------------------------------------------------------------------------------


def test_an_answer_says_what_it_decides() -> None:
    whole = state(filled())

    assert whole.effects[FactKey("earthwork_m3")].consequence == "要办 A09、B08、B36"
    assert whole.effects[FactKey("land_supply")].text == "A17–A19 A42 A43 B04；排除 A04"
    unknown = state(filled().with_entry(fact("discharge_class"), Entry(unknown=True)))
    assert unknown.effects[FactKey("discharge_class")].text == "A44 待定"


JUNK = st.text(max_size=6) | st.sampled_from(
    ["是", "否", "不清楚", "60亩", "9-31", "T+3", "1390818", "-1", "1e9", "<b>"]
)


@settings(deadline=None, max_examples=80)
@given(st.dictionaries(st.sampled_from(sorted(FORM.fields)), JUNK, max_size=8))
@example({"plan.start": "\x1b"})
@example({"project.project_code": "\x7f", "project.name": "\x00"})
@example(dict.fromkeys(sorted(FORM.fields), "\x1b"))
def test_field_and_file_never_disagree(typed: dict[Any, str]) -> None:
    """What no field refuses, the intake file's reader takes; what a field refuses, it refuses too."""
    entries = Entries({FieldId(key): Entry(text) for key, text in typed.items()})
    for name in ("project.name", "project.enterprise"):
        if not entries.text(FieldId(name)):
            entries = entries.with_entry(FieldId(name), Entry("某"))
    found = state(entries)

    document = document_of(FORM, found.kept, EVALUATOR.reader)
    try:
        read_intake(document, CATALOGUE, CALENDAR, TODAY)
    except DomainErrors as refused:
        assert found.refusing, str(refused)
    else:
        # 产业类别 is one of four on the form; a file may name another
        assert [each for each in found.refusing if each.field != "project.industry.track"] == []
