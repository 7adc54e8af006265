"""Line breaking on rulers of round numbers: a Han character is 1 mm wide, a Latin one half a millimetre."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.documents.line_breaking import (
    CLOSING,
    NEVER_FIRST,
    NEVER_LAST,
    OPENING,
    BrokenLine,
    Ruler,
    break_lines,
    kerns,
    measure,
    unbroken,
)

HAN = "达州高新区行政审批局办理手册施工许可证核发建设工程规划用地水电气讯"


def ruler(text: str) -> Ruler:
    widths = [0.5 if ord(character) < 0x2000 else 0.0 if character == "\n" else 1.0 for character in text]
    return measure(text, widths, [1.0] * len(text))


def lines(text: str, width: float) -> list[str]:
    return [text[line.start : line.stop] for line in break_lines(ruler(text), width)]


@pytest.mark.parametrize("mark", "，。、；：？！）》」』”’·—…％℃")
def test_no_line_begins_with_a_closing_mark(mark: str):
    shown = lines(HAN[:10] + mark + HAN[10:20], 10)

    assert not any(line.startswith(mark) for line in shown)


@pytest.mark.parametrize("mark", OPENING)
def test_no_line_ends_with_an_opening_mark(mark: str):
    shown = lines(HAN[:9] + mark + HAN[10:20], 10)

    assert not any(line.endswith(mark) for line in shown)


@pytest.mark.parametrize(
    "whole",
    [
        "GB50016-2014", "GX-2026-0017", "510017-0023-A23", "3 号", "20 个工作日", "3 800 m²".replace(" ", "\u2009", 1),
        "0818-555 0117", "〔2019〕2 号", "〔2019〕11号", "第四十条", "第5条", "第一百二十条之一", "3月17日（周二）",
        "03-17 二", "2026-03-17", "12.5 万元", "D−12", "+1", "R&D", "——", "……", "7%", "36℃", "e\u0301\u0301", "https://www.sczwfw.gov.cn/x",
        "￼页", "￼ 页", "￼绿", "A18 用", "G0 交地","资料\u00a0￼页",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", range(8))
def test_words_numbers_and_codes_stay_whole_wherever_they_fall(whole: str, before: int):
    shown = lines(HAN[:before] + whole + HAN[8:24], 14)

    assert sum(whole in line for line in shown) == 1


def test_a_word_longer_than_a_line_is_cut_rather_than_lost():
    shown = lines("A" * 100, 10)

    assert shown == ["A" * 20] * 5


def test_a_number_is_not_parted_from_the_closing_mark_after_it():
    assert lines(HAN[:8] + "10 日。" + HAN[:4], 10)[0] == HAN[:8]


def test_adjacent_full_width_marks_share_one_and_a_half_em():
    assert ruler("（《办》）。").width == pytest.approx(6 - 3 * 0.5)
    assert kerns("办，“理”") == [(2, -0.5)]


def test_a_quarter_em_stands_between_han_and_latin_and_nowhere_else():
    assert kerns("备27包A类") == [(1, 0.25), (3, 0.25), (4, 0.25), (5, 0.25)]
    assert kerns("第27，A（x）3。") == [(1, 0.25)]
    assert kerns("第 3 项") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3800 m²", "3'800 m²"),
        ("挖填 60000 立方米，达到 1000 立方米", "挖填 60'000 立方米，达到 1'000 立方米"),
        ("60000立方米/日", "60'000立方米/日"),
        ("1000–2000 平方米", "1'000–2'000 平方米"),
        ("5000 万元", "5'000 万元"),
        ("1234567.8901 元", "1'234'567.8901 元"),
        ("12600 kVA", "12'600 kVA"),
        ("999 平方米", "999 平方米"),
        ("2024 年度", "2024 年度"),
        ("2023 至 2027 年", "2023 至 2027 年"),
        ("2000 国家大地坐标系", "2000 国家大地坐标系"),
        ("GX-2026-0017", "GX-2026-0017"),
        ("〔2017〕1895 号", "〔2017〕1895 号"),
        ("第 1234 次", "第 1234 次"),
        ("GB50016 条", "GB50016 条"),
        ("0818-5550117", "0818-5550117"),
        ("1：2000 米", "1：2000 米"),
        ("2611-511700-04-01-111111 m", "2611-511700-04-01-111111 m"),
        ("C3453 套", "C3453 套"),
    ],
)
def test_thousands_of_quantities_are_grouped_and_nothing_else(text: str, shown: str):
    for at, gap in reversed(kerns(text)):
        if gap == 0.1:
            text = f"{text[:at]}'{text[at:]}"

    assert text == shown


def test_no_line_begins_with_a_full_width_space_and_none_is_as_wide_for_one():
    shown = lines("甲" * 9 + "　" + "乙" * 9 + "　" + "丙" * 9, 9)

    assert shown == ["甲" * 9, "乙" * 9, "丙" * 9]


def test_a_full_width_space_at_the_beginning_of_a_paragraph_stays():
    assert lines("　　" + "甲" * 9, 6) == ["　　甲甲甲甲", "甲甲甲甲甲"]


def test_a_closing_mark_at_the_line_end_takes_half_an_em():
    text = HAN[:10] + "，" + HAN[10:14]

    shown = break_lines(ruler(text), 10.5)

    assert text[: shown[0].stop] == HAN[:10] + "，"
    assert shown[0].width == pytest.approx(10.5)
    assert shown[0].excess == pytest.approx(0)


def test_marks_give_way_before_a_character_is_pushed_out():
    text = "审批，核发，许可，施工" + HAN[:9]

    shown = break_lines(ruler(text), 10.5)

    assert text[: shown[0].stop] == "审批，核发，许可，施工"
    assert shown[0].excess == pytest.approx(0.5)


def test_the_last_line_has_two_characters():
    assert lines(HAN[:11], 10) == [HAN[:9], HAN[9:11]]
    assert lines(HAN[:11] + "。", 10) == [HAN[:9], HAN[9:11] + "。"]


def test_the_last_line_keeps_one_character_if_the_word_before_it_fills_a_line():
    assert lines("A" * 19 + HAN[0], 9.5) == ["A" * 19, HAN[0]]


def test_newlines_begin_new_lines_and_empty_ones_stay():
    assert lines("办理\n\n手册", 10) == ["办理", "", "手册"]


def test_an_empty_text_is_one_empty_line():
    assert lines("", 10) == [""]


def test_spaces_at_a_break_are_not_set():
    shown = lines("Approval Service Manual of the Park", 8)

    assert shown == ["Approval Service", "Manual of the", "Park"]


def sensible_texts() -> st.SearchStrategy[str]:
    """Text as people write it: words of Han with marks after or around them, figures, Latin words."""
    han = st.text(alphabet=HAN, min_size=1, max_size=7)
    word = st.one_of(
        han,
        st.from_regex(r"[A-Za-z]{1,6}[0-9]{0,3}", fullmatch=True),
        st.integers(0, 99999).map(str),
        st.tuples(st.integers(1, 999), st.sampled_from(["个工作日", " 号", "米", "%"])).map(lambda p: f"{p[0]}{p[1]}"),
    )
    closed = st.tuples(word, st.sampled_from(["", "，", "。", "、", "；", "）。", "”，", "——", "……", "："])).map(
        "".join
    )
    quoted = st.tuples(st.sampled_from(["（", "《", "“"]), word, st.sampled_from(["）", "》", "”", "》，"])).map(
        "".join
    )
    return st.lists(st.one_of(closed, quoted), min_size=1, max_size=40).map("".join)


@given(sensible_texts(), st.floats(14, 60))
def test_no_line_of_sensible_text_breaks_a_rule(text: str, width: float):
    shown = lines(text, width)
    forbidden = unbroken(text)

    assert not any(line[0] in NEVER_FIRST for line in shown[1:])
    assert not any(line[-1] in NEVER_LAST for line in shown[:-1])
    assert not any(forbidden[line.start] for line in break_lines(ruler(text), width)[1:])
    if len(shown) > 1:
        assert len([character for character in shown[-1] if character not in NEVER_FIRST]) >= 2


@given(
    st.text(alphabet=st.sampled_from(HAN + CLOSING + OPENING + "ab 1.,(—…\n￼\u2009e\u0301"), max_size=120),
    st.floats(1, 30),
)
def test_whatever_the_text_nothing_is_lost_or_wider_than_the_line(text: str, width: float):
    measured = ruler(text)

    shown = break_lines(measured, width)

    assert "".join(text[line.start : line.stop] for line in shown).replace(" ", "") == text.replace("\n", "").replace(
        " ", ""
    )
    assert all(_fits(line, width) for line in shown)


def _fits(line: BrokenLine, width: float) -> bool:
    return line.width - line.excess <= width + 1e-6 and (
        line.excess <= 0.25 * (line.stop - line.start) or line.stop - line.start <= 1
    )


@pytest.mark.parametrize("width", [20.0, 3.0])
def test_an_opening_mark_hangs_half_an_em_at_the_beginning_of_the_first_line_too(width: float):
    first = break_lines(ruler("（环评）报告表审批"), width)[0]

    assert first.origin == 0.5
    assert first.width <= width


def test_what_begins_with_no_opening_mark_is_not_moved():
    assert [line.origin for line in break_lines(ruler("环评（报告表）\n审批"), 20.0)] == [0.0, 7.5]
