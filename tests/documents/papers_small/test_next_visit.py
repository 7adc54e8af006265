"""The slip for the next visit."""

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.views import Dossier, Light, MaterialLine
from gxq_desktop.documents.papers_small.next_visit import make_next_visit, next_step
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import ShapeOp
from gxq_desktop.documents.tokens import A5, BLACK
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, spoken_rows, tags, words


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


def test_it_is_for_the_soonest_thing_to_hand_in(n1):
    step = next_step(n1)

    assert step is not None
    assert step.code == "A01"
    days = [other.early_start.on for other in n1.steps if other.kind is StepKind.APPROVAL]
    assert step.early_start.on == min(days)


def test_day_and_window_are_set_large(n1):
    (sheet,) = make_next_visit(n1)
    sizes = {op.line.characters: op.line.spans[0].style.size_pt for op in sheet.texts}

    assert (sheet.width, sheet.height) == A5
    assert sizes["3月13日"] == 46
    assert sizes["3 号"] == 26


def test_it_says_what_by_whom_until_when_and_how_long(n1):
    said = all_words(make_next_visit(n1))

    assert "送件受理：企业投资项目备案（A01）" in said
    assert "企业经办人 陈立，带身份证" in said
    assert "受理后 1 个工作日，计划3月16日（周一）办结" in said


def test_things_to_bring_have_boxes_and_what_departments_share_is_not_among_them(n1):
    card = next(card for card in n1.cards if card.code == "A29")
    things = spoken_rows(make_next_visit(n1, "A29"), "LI")

    assert len(things) == sum(line.shared != "共享免交" for line in card.materials)
    assert any(thing.startswith("资金落实承诺书") for thing in things)
    assert not any(thing.startswith("施工图审查合格书") for thing in things)


def test_what_may_be_handed_in_later_says_so(n1):
    assert "授权委托书　1份 原件，可容缺 5 日" in spoken_rows(make_next_visit(n1), "LI")


def test_a_long_list_goes_on_overleaf_with_every_thing_once(n1):
    line = MaterialLine("五方责任人承诺书、管理人员配备和工伤保险资料", "1份", "原件", "不可", "—", "", "")
    many = tuple(replace(line, name=f"{line.name}之{n}") for n in range(20))
    cards = tuple(replace(card, materials=many) if card.code == "A01" else card for card in n1.cards)

    sheets = make_next_visit(replace(n1, cards=cards))

    assert len(sheets) == 2
    assert [thing.split("　")[0] for thing in spoken_rows(sheets, "LI")] == [line.name for line in many]
    assert any(word.startswith("背面还有") for word in words(sheets[:1]))
    assert [str(finding) for finding in preflight(sheets)] == []


def test_a_missed_latest_day_says_by_how_much():
    said = all_words(make_next_visit(make_dossier("N1", targets={"M_START": "T+40"})))

    assert "比目标要求晚了" in said


def test_a_provisional_day_of_another_year_is_said_to_be_one(n1):
    said = all_words(make_next_visit(n1, "A41"))

    assert "2027 年" in said
    assert "暂定" in said


def test_the_joint_application_takes_its_list_from_the_utilities(n1):
    steps = tuple(replace(step, light=Light.DONE) if step.kind is StepKind.APPROVAL else step for step in n1.steps)

    sheets = make_next_visit(replace(n1, steps=steps))

    assert "申请：水电气讯联合报装“一张表单”申请与联合踏勘（C01）" in all_words(sheets).replace("\n", "")
    assert "5 号" in words(sheets)


def test_an_open_question_is_asked_before_one_comes():
    dossier = make_dossier("S17-obstacle")

    assert dossier.questions[0].question in all_words(make_next_visit(dossier)).replace("\n", "")


def test_the_code_on_the_slip_is_the_plain_text_of_the_edition(n1):
    figures = [tag.alt for tag in tags(make_next_visit(n1), "Figure")]

    assert figures == [f"二维码：{n1.qr_text}"]


def test_the_code_ends_where_the_text_ends_with_four_modules_of_white_around_it(n1):
    (sheet,) = make_next_visit(n1)
    (code,) = [op for op in sheet.graphics if isinstance(op, ShapeOp) and op.fill == BLACK]
    left = min(float(x) for _, x, *_ in code.commands)
    top = min(float(y) for _, _, y, *_ in code.commands)
    right = max(float(x) + float(width) for _, x, _, width, _ in code.commands)
    module = min(float(command[4]) for command in code.commands)

    assert right == pytest.approx(sheet.frame.right)
    assert sheet.width - right >= 4 * module
    for op in sheet.texts:  # what stands beside it, and the rule above it
        assert op.y < top - 4 * module or op.x + op.line.width < left - 4 * module


def test_with_nothing_left_to_hand_in_one_sentence_says_so(n1):
    done = replace(n1, identity=replace(n1.identity, printed_on=date(2029, 1, 2)))

    assert "按现在的时间表，没有要来窗口办的事项了。" in words(make_next_visit(done))


def test_an_item_that_is_not_an_approval_of_this_project_is_refused(n1):
    with pytest.raises(KeyError):
        make_next_visit(n1, "A99")
    with pytest.raises(KeyError):
        make_next_visit(n1, "B14")
