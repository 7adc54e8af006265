"""One-time notice and correction notice."""

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.views import Dossier, NoticeLine, RecordedNotice
from gxq_desktop.documents.papers_small.notices import NotForThisProject, make_notice
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import Sheet
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import HOSTILE, all_words, spoken_rows

BOTH = [False, True]
NOTICE = RecordedNotice("A23", (), date(2026, 6, 1), date(2026, 6, 8), "王科长", "", False)
LINES = (
    NoticeLine("授权委托书原件", "没有写委托期限"),
    NoticeLine("总平面图", "绿地率与规划条件不一致", date(2026, 6, 10)),
    NoticeLine("指标计算书", "没有加盖测绘章", date(2026, 6, 22), provisional_acceptance=True),
)


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


def made(correction: bool, dossier: Dossier, lines: tuple[NoticeLine, ...] = LINES) -> list[Sheet]:
    return make_notice(dossier, replace(NOTICE, missing=lines, correction=correction))


def flat(sheets: list[Sheet]) -> str:
    return all_words(sheets).replace("\n", "")


@pytest.mark.parametrize("correction", BOTH)
def test_each_thing_is_a_row_with_what_is_wrong_and_its_day(correction, n1):
    rows = spoken_rows(made(correction, n1))[1:]

    assert rows == [
        "授权委托书原件没有写委托期限06-08 一",
        "总平面图绿地率与规划条件不一致06-10 三",
        "指标计算书没有加盖测绘章06-22 一容缺，先受理后补",
    ]


@pytest.mark.parametrize("correction", BOTH)
def test_the_limit_is_not_counted_down_since_it_has_not_begun(correction, n1):
    said = flat(made(correction, n1))

    assert "受理后的次一工作日起，5 个工作日内办结" in said
    assert "D\u2212" not in said


def test_the_one_time_notice_says_that_it_is_all_and_the_correction_that_nothing_new_is_asked(n1):
    assert "全部内容，一次说完" in flat(made(False, n1))
    assert "告知书以外的材料，不会再要" in flat(made(True, n1))


@pytest.mark.parametrize("correction", BOTH)
def test_it_names_item_days_law_remedies_officer_and_seal(correction, n1):
    said = flat(made(correction, n1))

    for part in (
        "A23　建设工程规划许可证核发",
        "6月8日（周一）",
        "行政许可法第三十二条",
        "不服怎么办",
        "王科长（加盖行政审批专用章）",
        "91511700MA61TAMP18",
    ):
        assert part in said, part


@pytest.mark.parametrize("correction", BOTH)
def test_the_promise_to_complete_stands_only_where_something_may_come_later(correction, n1):
    assert "企业承诺按日期补交：指标计算书（2026-06-22 前）" in flat(made(correction, n1))
    assert "容缺承诺" not in flat(made(correction, n1, LINES[:2]))


@pytest.mark.parametrize("correction", BOTH)
def test_many_and_hostile_lines_go_on_over_pages_each_once(correction, n1):
    lines = tuple(NoticeLine(f"{HOSTILE}{n}", HOSTILE) for n in range(30))

    sheets = made(correction, n1, lines)

    assert len(sheets) > 2
    assert [str(finding) for finding in preflight(sheets)] == []
    assert len([row for row in spoken_rows(sheets) if "<b>甲&乙</b>" in row]) == 30


@pytest.mark.parametrize("correction", BOTH)
def test_an_item_that_does_not_apply_is_refused_in_chinese(correction, n1):
    with pytest.raises(NotForThisProject) as refusal:
        make_notice(n1, replace(NOTICE, code="A02", missing=LINES, correction=correction))

    assert "A02" in refusal.value.problem
    assert refusal.value.next_step


@pytest.mark.parametrize("correction", BOTH)
def test_a_notice_without_lines_officer_or_with_days_gone_by_is_a_mistake_of_the_caller(correction, n1):
    notice = replace(NOTICE, correction=correction)

    with pytest.raises(ValueError, match="at least one"):
        make_notice(n1, notice)
    with pytest.raises(ValueError, match="officer"):
        make_notice(n1, replace(notice, missing=LINES, officer=" "))
    with pytest.raises(ValueError, match="before"):
        make_notice(n1, replace(notice, missing=LINES, correct_by=date(2026, 5, 29)))


def test_the_number_of_the_notice_stands_beside_its_title(n1):
    said = flat(make_notice(n1, replace(NOTICE, missing=LINES, document="达高审批告〔2026〕31 号")))

    assert "达高审批告〔2026〕31 号" in said
