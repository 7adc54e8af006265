import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.application.intake import read_intake
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.project import ContactRole, KeyLevel, Stage
from gxq_desktop.paths import RESOURCES
from tests.application.fakes import FakeDesk, sample

DESK = FakeDesk()


def read(document: object):
    return read_intake(document, DESK.catalogue, DESK.calendar, DESK.clock.today())


def faults_of(document: object) -> list[str]:
    with pytest.raises(DomainErrors) as refused:
        read(document)
    return [fault.problem + fault.next_step for fault in refused.value.faults]


@pytest.mark.parametrize("path", DESK.sample_files(), ids=lambda path: path.stem)
def test_every_sample_is_taken_in_and_fits_the_schema(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    jsonschema.validate(document, json.loads((RESOURCES / "schema" / "intake.schema.json").read_text("utf-8")))

    intake = read(document)

    assert intake.name == document["project"]["name"]
    assert len(intake.facts) == len(document["facts"])
    assert DESK.calendar.is_working(intake.plan.start_on)


def test_a_minimal_file_is_a_name_and_an_enterprise_and_everything_else_is_unknown() -> None:
    intake = read({"project": {"name": "某项目", "enterprise": "某公司"}})

    assert (len(intake.facts), intake.plan.start_on, intake.stage) == (0, date(2026, 3, 9), Stage.LANDING)
    assert intake.enterprise.credit_code == ""


def test_words_may_be_english_or_chinese() -> None:
    document = {
        "project": {
            "name": "某项目",
            "enterprise": "某公司",
            "key_level": "市级",
            "stage": "建设",
            "contacts": [{"role": "帮办员", "name": "甲", "phone": "1"}],
            "industry": "C3453 齿轮制造",
        },
        "facts": {"供地方式": "出让", "river": "否", "energy_tce": "1,200"},
        "plan": {"start": "T+2", "targets": {"开工": "2026-12-01"}},
    }

    intake = read(document)

    assert (intake.key_level, intake.stage) == (KeyLevel.CITY, Stage.BUILDING)
    assert intake.contacts[0].role is ContactRole.HELPER
    assert (
        intake.facts["land_supply"] == "grant" and intake.facts["river"] is False and intake.facts["energy_tce"] == 1200
    )
    assert intake.plan.start_on == date(2026, 3, 11)
    assert intake.plan.targets == {"M_START": date(2026, 12, 1)}
    assert (intake.industry.code, intake.industry.name) == ("C3453", "齿轮制造")


def test_null_and_blank_are_unknown_and_not_no() -> None:
    document = sample()
    document["facts"] |= {"river": None, "coal_t": ""}

    intake = read(document)

    assert "river" not in intake.facts and "coal_t" not in intake.facts


WRONG = [
    ({"project": {"credit_code": "91511700MA00TEXT1Y"}}, "校验位不对"),
    ({"project": {"credit_code": "9151170OMA00TEXT1X"}}, "是不是 0"),
    ({"project": {"project_code": "2613-511700-04-01-123456"}}, "第一段“2613”"),
    ({"project": {"name": ""}}, "“project.name”没有填"),
    ({"project": {"name": "   "}}, "只有空白"),
    ({"project": {"name": 12}}, "“project.name”应是文字"),
    ({"project": {"name": "长" * 121}}, "最多 120"),
    ({"project": {"enterprise": "公司\ue000"}}, "私用区字符（U+E000）"),
    ({"project": {"enterprize": "x"}}, "最接近的是“enterprise”"),
    ({"project": {"key_level": "world"}}, "可选：national"),
    ({"project": {"contacts": {"helpr": {"name": "甲"}}}}, "最接近的是“helper”"),
    ({"project": {"contacts": [{"role": "helper"}, {"role": "帮办员"}]}}, "帮办员只能有一位"),
    ({"project": {"contacts": "甲"}}, "应是一组联系人"),
    ({"facts": {"land_suply": "grant"}}, "最接近的是“land_supply"),
    ({"facts": {"land_supply": "gift"}}, "不在选项里"),
    ({"facts": {"land_area_ha": -1}}, "不能是负数"),
    ({"facts": {"land_area_ha": float("nan")}}, "不是有限的数"),
    ({"facts": {"land_area_ha": "四"}}, "不是数"),
    ({"facts": {"river": "maybe"}}, "应当是“是”或“否”"),
    ({"facts": {"eia_class": "exempt", "discharge_class": "key"}}, "环评豁免的项目不会要排污许可证"),
    ({"facts": ["river"]}, "“facts”应是一组"),
    ({"plan": {"start": "2026-02-30"}}, "不是日期"),
    ({"plan": {"start": "1999-01-01"}}, "年份在 2004 至 2045 之间"),
    ({"plan": {"start": 20260309}}, "不是日期"),
    ({"plan": {"targets": {"M_STAR": "2026-12-01"}}}, "最接近的是“M_START”"),
    ({"plan": {"construction_calendar_days": -3}}, "应是 0 至 3650"),
    ({"plan": {"construction_calendar_days": True}}, "应是 0 至 3650"),
    ({"plan": {"obstacles": [{"name": "杆线", "blocks": ["B30"]}]}}, "只能写一个"),
    ({"plan": {"obstacles": [{"name": "杆线", "blocks": ["B99"], "days": 3}]}}, "“B99”"),
    ({"plan": {"obstacles": [{"name": "杆线", "blocks": [], "days": 3}]}}, "看不出它卡住了什么"),
    ({"plan": {"obstacles": [{"name": "杆线", "blocks": ["B30"], "days": 0}]}}, "应是 1 至 3650"),
    ({"plan": {"fixed_dates": {"A23": {"not_befor": "2026-05-01"}}}}, "“plan.fixed_dates.A23”"),
    ({"overrides": [{"code": "A99", "applies": True, "reason": "x", "officer": "y"}]}, "“A99”"),
    ({"overrides": [{"code": "A25", "applies": "yes", "reason": "x", "officer": "y"}]}, "应是 true 或 false"),
    ({"overrides": [{"code": "A25", "applies": True, "reason": " ", "officer": "y"}]}, "没有写理由"),
    ({"overides": []}, "最接近的是“overrides”"),
]


@pytest.mark.parametrize(("change", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_wrong_value_is_refused_in_words(change: dict, words: str) -> None:
    document = sample()
    for part, values in change.items():
        if isinstance(values, dict):
            document[part] = document.get(part, {}) | values
        else:
            document[part] = values

    assert any(words in fault for fault in faults_of(document)), faults_of(document)


@pytest.mark.parametrize("document", [None, 3, "text", [], {"facts": {}}])
def test_what_is_no_intake_file_is_refused(document: object) -> None:
    assert faults_of(document)


def test_all_faults_are_listed_at_once() -> None:
    document = sample()
    document["project"] |= {"credit_code": "1", "project_code": "2"}
    document["facts"] |= {"river": 7, "nonsense": 1}
    document["plan"]["start"] = "soon"

    assert len(faults_of(document)) == 5


def test_line_breaks_and_control_characters_in_names_are_made_harmless() -> None:
    document = sample()
    document["project"]["name"] = "第一行\n第二行\x00\x1b[31m"

    assert read(document).name == "第一行 第二行[31m"


def test_an_override_against_the_facts_is_a_warning() -> None:
    document = sample("N2")
    document["overrides"] = [{"code": "A17", "applies": True, "reason": "补办", "officer": "张琳"}]

    warnings = read(document).warnings

    assert any("却要办 A17" in warning for warning in warnings)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["project", "facts", "plan", "overrides"]), st.data())
def test_any_junk_in_any_place_is_taken_or_refused_but_never_a_crash(part: str, data: st.DataObject) -> None:
    document = sample()
    if isinstance(document.get(part), dict) and document[part] and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(document[part])))
        document[part][key] = data.draw(JUNK)
    else:
        document[part] = data.draw(JUNK)

    try:
        read(document)
    except DomainError as refusal:
        assert refusal.problem and refusal.next_step
