"""Chapter seven: the joint application and the lines of stations."""

from collections import Counter
from dataclasses import replace

import pytest

from gxq_desktop.application.views import Day, Dossier, Light
from gxq_desktop.documents.sections.utilities import add_utilities
from gxq_desktop.documents.sheet import LineOp, ShapeOp, Sheet
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import (
    HOSTILE,
    LONG_ENTERPRISE,
    LONG_NAME,
    all_words,
    chapter_sheets,
    faults,
    spoken_rows,
    words,
)


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


@pytest.fixture(scope="module")
def undecided() -> Dossier:
    return make_dossier("S17-obstacle")


def stations(sheets: list[Sheet]) -> list[str]:
    return spoken_rows(sheets, "LI")


@pytest.mark.parametrize("sample", ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"])
def test_the_chapter_passes_preflight_for_every_sample_on_either_side_of_the_leaf(sample):
    dossier = make_dossier(sample)

    assert faults(chapter_sheets(add_utilities, dossier, first=2)) == []
    assert faults(chapter_sheets(add_utilities, dossier, first=3)) == []


def test_it_passes_preflight_with_all_23_steps_and_with_long_names():
    everything = make_dossier("N1", everything_applies=True)
    long = make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE)

    assert faults(chapter_sheets(add_utilities, everything)) == []
    assert faults(chapter_sheets(add_utilities, long)) == []


def test_every_step_that_applies_is_one_station_or_the_joint_application(n1):
    sheets = chapter_sheets(add_utilities, n1)

    assert spoken_rows(sheets, "H2")[0] == "C01水电气讯联合报装"
    codes = Counter(item[:3] for item in stations(sheets) if item.startswith("C"))
    assert codes == {step.code: 1 for step in n1.steps if step.code.startswith("C") and step.code != "C01"}


def test_a_station_says_how_long_from_when_and_at_the_latest(n1):
    station = next(item for item in stations(chapter_sheets(add_utilities, n1)) if item.startswith("C09"))

    assert station == "C09　8 日临时用电05-29 起最迟 07-24先有 A01 A18 A19"


def test_a_provisional_date_of_another_year_is_marked(n1):
    station = next(item for item in stations(chapter_sheets(add_utilities, n1)) if item.startswith("C17"))

    assert "27-04-16" in station
    assert words(chapter_sheets(add_utilities, n1)).count("暂") > 5


def test_drainage_ends_with_the_permit_to_discharge_and_its_page(n1):
    sheets = chapter_sheets(add_utilities, n1)

    assert any(item.startswith("A43　5 日排水许可") for item in stations(sheets))
    assert any(link.anchor == "card:A43" for sheet in sheets for link in sheet.links)


def test_the_joint_inspection_is_no_station_though_one_utility_alone_leads_to_it():
    sheets = chapter_sheets(add_utilities, make_dossier("N2"))

    assert not any(item.startswith("A41") for item in stations(sheets))


def test_a_utility_that_is_not_connected_takes_one_row_with_the_reason(n1):
    sheets = chapter_sheets(add_utilities, n1)

    assert "不接燃气：不新装用气（C18–C21）" in words(sheets)
    assert "达州燃气特许经营企业" not in all_words(sheets)


def test_undecided_stations_have_dashed_boxes_a_dashed_line_no_dates_and_the_question_in_bold(undecided):
    sheets = chapter_sheets(add_utilities, undecided)

    dashed_boxes = [op for sheet in sheets for op in sheet.graphics if isinstance(op, ShapeOp) and op.dash]
    dashed_lines = [
        op for sheet in sheets for op in sheet.graphics if isinstance(op, LineOp) and op.dash and op.colour == GREY_LINE
    ]
    assert len(dashed_boxes) == 4
    assert len(dashed_lines) == 3
    assert "C18　1 日用气受理踏勘" in stations(sheets)
    question = next(op.line for sheet in sheets for op in sheet.texts if "还差1个事实" in op.line.characters)
    assert question.spans[0].style.bold
    assert "日用气量" in question.characters


def test_decided_stations_stand_on_a_solid_line(n1):
    sheets = chapter_sheets(add_utilities, n1)
    tracks = [op for sheet in sheets for op in sheet.graphics if isinstance(op, LineOp) and op.weight == 1.0]

    assert all(op.colour == ACCENT and op.dash is None for op in tracks)
    assert len(tracks) == 4 + 2 + 5 + 1


def test_what_several_utilities_charge_is_said_once(n1):
    assert all_words(chapter_sheets(add_utilities, n1)).count("不得另收开户费") == 1


def test_each_utility_is_an_anchor_once(n1):
    anchors = [
        name for sheet in chapter_sheets(add_utilities, n1) for name in sheet.anchors if name.startswith("utility:")
    ]

    assert anchors == ["utility:供水", "utility:排水", "utility:供电", "utility:燃气", "utility:通信"]


def test_a_closed_step_shows_the_day_it_was_closed(n1):
    steps = tuple(
        replace(step, light=Light.DONE, early_finish=Day(n1.start_on, False)) if step.code == "C02" else step
        for step in n1.steps
    )

    station = next(
        item for item in stations(chapter_sheets(add_utilities, replace(n1, steps=steps))) if item.startswith("C02")
    )

    assert f"{n1.start_on:%m-%d} 办结" in station
    assert "最迟" not in station


def test_with_nothing_to_connect_one_sentence_says_why(n1):
    lines = tuple(replace(line, stations=(), none_because=f"不接{line.name}：不需要") for line in n1.utilities)
    joint = replace(n1.joint_utility, stations=())

    sheets = chapter_sheets(add_utilities, replace(n1, utilities=lines, joint_utility=joint))

    assert len(sheets) == 1
    assert "本项目不接水电气讯。不接供水：不需要" in all_words(sheets)
    assert stations(sheets) == []


def test_one_utility_without_the_joint_application_is_enough_for_a_page(n1):
    joint = replace(n1.joint_utility, stations=(), prepare="", who_pays="")

    sheets = chapter_sheets(add_utilities, replace(n1, utilities=n1.utilities[:1], joint_utility=joint))

    assert faults(sheets) == []
    assert "供水" in words(sheets)


def test_a_line_without_provider_or_phone_says_so(n1):
    lines = (replace(n1.utilities[0], provider="", phone=""), *n1.utilities[1:])

    sheets = chapter_sheets(add_utilities, replace(n1, utilities=lines))

    assert "接入单位未提供" in words(sheets)
    assert "电话未提供" in words(sheets)


def test_hostile_words_stay_in_their_places(n1):
    lines = tuple(
        replace(line, capacity=HOSTILE, provider=HOSTILE, prepare=HOSTILE * 3, who_pays=HOSTILE)
        for line in n1.utilities
    )
    joint = replace(n1.joint_utility, provider=HOSTILE, prepare=HOSTILE)

    assert faults(chapter_sheets(add_utilities, replace(n1, utilities=lines, joint_utility=joint))) == []
