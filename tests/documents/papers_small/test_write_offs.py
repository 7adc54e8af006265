import re
from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.views import Day, Dossier, WriteOffView
from gxq_desktop.documents.papers import Papers
from gxq_desktop.documents.papers_small.write_off_list import make_write_off_list
from gxq_desktop.documents.papers_small.write_off_slip import answer_of, make_write_off_slip
from gxq_desktop.documents.preflight import preflight
from tests.documents.papers_small.written_off import LICENCE, dossier_with_write_offs, view_of
from tests.documents.sections.chapters import LONG_ENTERPRISE, LONG_NAME, all_words, tags

HOSTILE = "<b>&amp;</b>\u202e\u0301\n\t﷽ﬁ𠮷" * 20


def dossier() -> Dossier:
    return dossier_with_write_offs()


def extremes(view: WriteOffView) -> WriteOffView:
    """VIEW with everything as long as it can get."""
    return replace(
        view,
        number=128,
        name="达州高新区年产十二万套精密减速机壳体加工项目建设用地规划许可与临时用地延续核准事项",
        authority="达州市生态环境局达州高新技术产业园区分局、达州高新区行政审批局（工程建设口）联合审批窗口",
        original_due=Day(date(2026, 12, 31), False),
        due=Day(date(2027, 1, 8), True),
        statutory_due=Day(date(2027, 2, 8), True),
        ended_on=date(2027, 1, 11),
        moved_because=("专家评审，2026-03-26 至 2026-04-08 中止计时，扣除 9 个工作日",) * 6,
        late_because=("2026-04-21 应办未办，中介或评审拖延：评审意见晚交，企业又换了设计单位",) * 5,
        proof=(f"{LICENCE}（附件一至附件十二，另有规划条件与红线图各一份，电子签章件与纸质件一致）",) * 5,
        recorded=view.recorded * 4,
        person="欧阳慕容春晓、司马长安",
    )


@pytest.mark.parametrize("code", ["A01", "A07", "B01"])
def test_the_slip_passes_preflight_on_one_sheet(code: str):
    sheets = make_write_off_slip(dossier(), view_of(code))

    assert len(sheets) == 1
    assert [str(finding) for finding in preflight(sheets)] == []
    assert len(tags(sheets, "H1")) == 1


def test_the_slip_says_what_was_promised_what_came_of_it_and_whose_days_it_took():
    said = all_words(make_write_off_slip(dossier(), view_of("A07")))

    for part in (
        "A07",
        "超期 4 个工作日",
        "承诺 10 个工作日",
        "用了 14 个工作日",
        "04-08",
        "04-21",
        "部门 18",
        "企业 5",
        "中介与公用企业 9",
        "中介或评审拖延",
        LICENCE,
        "企业签收",
        "李晓岚",
        dossier().identity.check_code,
    ):
        assert part in said, part


def test_original_and_current_due_day_are_one_where_nothing_moved():
    said = all_words(make_write_off_slip(dossier(), view_of("B01")))

    assert "与原定相同" in said and "为什么晚" not in said and "到期日为什么改" not in said


@pytest.mark.parametrize(
    ("late", "early", "words"), [(0, 0, "按期"), (0, 2, "提前 2 个工作日"), (3, 0, "超期 3 个工作日")]
)
def test_in_time_or_not_is_said_in_words(late: int, early: int, words: str):
    assert answer_of(replace(view_of("A01"), late_days=late, early_days=early)) == words


@pytest.mark.parametrize("code", ["A07", "B01"])
def test_the_longest_content_stays_on_the_slip_and_what_is_left_out_is_counted(code: str):
    view = extremes(view_of(code))
    named = replace(
        dossier(), project=replace(dossier().project, name=LONG_NAME, enterprise=LONG_ENTERPRISE, contacts=())
    )

    slip, several = make_write_off_slip(named, view), make_write_off_list(named, [view] * 40)

    assert len(slip) == 1
    assert [str(finding) for finding in preflight(slip)] == []
    assert [str(finding) for finding in preflight(several)] == []
    assert re.search(r"另有 [2-4] 件", all_words(slip))


def test_hostile_text_is_printed_as_text():
    view = replace(view_of("A07"), name=HOSTILE, authority=HOSTILE, late_because=(HOSTILE,), proof=(HOSTILE,))

    assert make_write_off_slip(dossier(), view) and make_write_off_list(dossier(), [view])
    assert Papers().write_off(dossier(), view) == Papers().write_off(dossier(), view)


def test_the_sheet_for_several_holds_every_item_once_and_adds_up():
    sheets = make_write_off_list(dossier(), dossier().written_off)
    said = all_words(sheets)

    assert [str(finding) for finding in preflight(sheets)] == []
    for view in dossier().written_off:
        assert view.proof[0] in said
    assert "按时 2 项，超期 1 项，最多超 4 个工作日" in said
    assert "合计 37 个工作日" in said
    assert len(tags(sheets, "H1")) == 1


def test_a_sheet_for_none_is_one_sentence():
    sheets = make_write_off_list(dossier(), ())

    assert "还没有销号的事项" in all_words(sheets)
