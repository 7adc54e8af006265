from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.application.intake_values import (
    day_from_serial,
    day_note,
    phone_doubt,
    read_choice,
    read_day,
    read_days,
    read_text,
    split_industry,
)
from gxq_desktop.domain.errors import DomainError
from tests.documents.dossiers import shipped_calendar

CALENDAR = shipped_calendar()
TODAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        ("2026/3/9", date(2026, 3, 9)),
        ("2026.3.9", date(2026, 3, 9)),
        ("2026年3月9日", date(2026, 3, 9)),
        ("20260309", date(2026, 3, 9)),
        ("２０２６－０３－０９", date(2026, 3, 9)),
        (" 2026-03-09 ", date(2026, 3, 9)),
        ("9-16", date(2026, 9, 16)),
        ("9月15日", date(2027, 9, 15)),
        ("2-29", date(2028, 2, 29)),
        ("T+0", date(2026, 9, 16)),
        ("t+1", date(2026, 9, 17)),
        ("T+8", date(2026, 9, 28)),  # the break around Mid-Autumn lies between
    ],
)
def test_a_day_may_be_written_in_many_ways(text: str, on: date) -> None:
    assert read_day("起算日", text, CALENDAR, TODAY) == on


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "1999-01-01", "2046-01-01", "3", "13-1", "2026-3", "2-30"])
def test_what_is_no_day_is_refused_under_the_name_it_stands_under(text: str) -> None:
    with pytest.raises(DomainError, match="“起算日”是") as refused:
        read_day("起算日", text, CALENDAR, TODAY)

    assert "2026-03-09" in refused.value.next_step


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_no_day_and_no_choice(nothing: object) -> None:
    assert read_day("x", nothing, CALENDAR, TODAY) is None
    assert read_choice("x", nothing, {"甲": 1}) is None


@given(st.dates(date(2004, 1, 1), date(2045, 12, 31)))
def test_every_day_is_read_back_from_how_it_is_written(on: date) -> None:
    assert read_day("x", on.isoformat(), CALENDAR, TODAY) == on
    assert read_day("x", f"{on:%Y%m%d}", CALENDAR, TODAY) == on


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_refusal_in_words(text: str) -> None:
    try:
        on = read_day("x", text, CALENDAR, TODAY)
    except DomainError as refusal:
        assert refusal.problem and refusal.next_step
    else:
        assert on is None or 2004 <= on.year <= 2045 or text.strip().upper().startswith("T")


@pytest.mark.parametrize(
    "phone",
    ["13908181234", "139 0818 1234", "+86 139-0818-1234", "0818-2345678", "(0818)2345678转801", "0818-555 0117", "12345",
     "400-800-8888", "028 8765 4321", "2345678", ""],
)  # fmt: skip
def test_numbers_that_can_be_called_raise_no_doubt(phone: str) -> None:
    assert phone_doubt(phone) == ""


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("1390818123", "有 10 位，应为 11 位"),
        ("12908181234", "应为 11 位，以 13 至 19 开头"),
        ("没有", "不是数字"),
        ("0818-12", "不像能打通"),
    ],
)
def test_numbers_that_cannot_be_called_say_why(phone: str, words: str) -> None:
    assert words in phone_doubt(phone)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("C3453 齿轮及齿轮减、变速箱制造", ("C3453", "齿轮及齿轮减、变速箱制造")),
        ("C3453", ("C3453", "")),
        ("齿轮制造", ("", "齿轮制造")),
        ("c3453齿轮制造", ("C3453", "齿轮制造")),
        ("3D 打印", ("", "3D 打印")),
        ("", ("", "")),
    ],
)
def test_an_industry_is_a_code_and_a_name_either_may_be_missing(text: str, parts: tuple[str, str]) -> None:
    assert split_industry(text) == parts


def test_text_is_cleaned_and_bounded() -> None:
    assert read_text("x", " 第一行\n第二行\x00 ", 20) == "第一行 第二行"
    for raw, words in ((12, "应是文字"), ("长" * 21, "最多 20 个"), ("\ue000", "私用区"), ("  ", "只有空白")):
        with pytest.raises(DomainError, match=words):
            read_text("x", raw, 20, required=True)


@pytest.mark.parametrize(("raw", "days"), [(30, 30), ("30", 30), ("３０", 30), (0, 0)])
def test_days_may_be_a_number_or_its_digits(raw: object, days: int) -> None:
    assert read_days("x", raw, 0) == days


@pytest.mark.parametrize("raw", [-1, True, 3651, "三十", 1.5, None])
def test_what_is_no_number_of_days_is_refused(raw: object) -> None:
    with pytest.raises(DomainError, match="应是 0 至 3650"):
        read_days("x", raw, 0)


@pytest.mark.parametrize(
    ("on", "note"),
    [
        (date(2026, 9, 16), "周三，工作日"),
        (date(2026, 9, 19), "周六，周末，最近的工作日是 09-20（周日）"),
        (date(2026, 9, 20), "周日，调休上班"),
        (date(2028, 1, 3), "周一，法定节假日，最近的工作日是 01-04（周二）（暂定）"),
    ],
)
def test_a_day_says_what_kind_it_is(on: date, note: str) -> None:
    if on.year == 2028:
        assert day_note(on, CALENDAR).endswith("（暂定）")
    else:
        assert day_note(on, CALENDAR) == note


def test_a_spreadsheets_number_is_a_day() -> None:
    assert day_from_serial(46_090) == date(2026, 3, 9)
    assert day_from_serial(-5) is None and day_from_serial(10**9) is None


@pytest.mark.parametrize(
    "text", ["\u200b", "\u2060\ufeff", "\u3164 \u3164", "\u202e\u202c", "\u2800", "\u0301", "\ufe0f"]
)
@pytest.mark.parametrize("required", [True, False])
def test_a_name_that_nobody_can_see_is_refused(text: str, required: bool) -> None:
    with pytest.raises(DomainError, match="“项目名称”只有看不见的字符"):
        read_text("项目名称", text, 120, required)


def test_marks_that_turn_the_text_behind_them_round_are_left_out() -> None:
    assert read_text("企业名称", "\u202a甲\u202e乙\u2069公司 \u200f", 120, required=True) == "甲乙公司"


@pytest.mark.parametrize("text", ["甲\u200b", "e\u0301", "甲\u3000乙"])
def test_what_is_seen_may_hold_characters_that_are_not(text: str) -> None:
    assert read_text("项目名称", text, 120, True) == text
