from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.documents.fonts import missing_characters
from gxq_desktop.documents.styles import CARD_TEXT, LEAD, TABLE_KEY, TABLE_TEXT, VOICE, TextStyle
from gxq_desktop.documents.text import (
    InlineMark,
    PageRef,
    Run,
    as_string,
    clean,
    date_range_text,
    date_text,
    days_left,
    joined,
    long_date,
    marked,
    number,
    plain,
    set_line,
    set_lines,
    shortened,
    text_width,
)
from gxq_desktop.documents.tokens import ACCENT, GREY_TEXT
from tests.documents.reading import extracted, one_sheet, written


def test_values_are_never_markup():
    text = marked("<b>{name}</b>：{note}", CARD_TEXT, name="R&D<b>中心</b>", note="<img src=x>{day}&amp;")

    assert as_string(text) == "R&D<b>中心</b>：<img src=x>{day}&amp;"
    assert [piece.style.bold for piece in text if isinstance(piece, Run)] == [True, False, False]


def test_tags_change_face_weight_and_colour():
    text = marked("<b>粗</b><k>楷</k><a>色</a><g>灰</g><b><a>粗色</a></b>", CARD_TEXT)

    assert [(run.style.face_key, run.style.colour) for run in text] == [
        ("hei700", CARD_TEXT.colour),
        ("kai400", CARD_TEXT.colour),
        ("hei400", ACCENT),
        ("hei400", GREY_TEXT),
        ("hei700", ACCENT),
    ]


def test_note_numbers_are_small_and_raised_whether_ours_or_a_value():
    text = marked("依据<sup>1</sup>和<sup>{note}</sup>", CARD_TEXT, note=2)

    assert [(run.text, run.rise > 0, run.style.size_pt) for run in text] == [
        ("依据", False, 9.5),
        ("1", True, 7),
        ("和", False, 9.5),
        ("2", True, 7),
    ]


def test_bold_kai_is_song_bold():
    (run,) = marked("<b>要紧</b>", VOICE)

    assert run.style.face_key == "song700"


@pytest.mark.parametrize("template", ["<b>x", "x</b>", "<b><k>x</b></k>", "<i>x</i>", "<script>"])
def test_a_template_with_a_wrong_tag_is_refused(template: str):
    with pytest.raises(ValueError, match="template"):
        marked(template, CARD_TEXT)


def test_a_template_may_hold_braces_and_a_value_may_be_a_text():
    text = marked("{{x}} {day}", CARD_TEXT, day=date_text(date(2026, 3, 17), TABLE_KEY))

    assert as_string(text) == "{x} 03-17 二"


def test_a_name_without_a_value_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        marked("{day}", CARD_TEXT)


def test_control_characters_direction_marks_and_selectors_vanish_and_line_ends_become_one():
    hostile = "a\x00\x07b\u202e\u2066c\u200b\u200d\ufefft\ufe0f\u00ad\r\nd\u2028e\x85f\x0bg\th"

    assert clean(hostile) == "abct\nd\ne\nf\ng h"


def test_combining_marks_are_composed_but_han_is_left_as_typed():
    assert clean("e\u0301 豈 u\u0308") == "é 豈 ü"
    assert clean("x\u0301") == "x\u0301"


def test_surrogates_and_object_characters_become_replacement_characters():
    assert clean("a\ud842b\ufffcc") == "a\ufffdb\ufffdc"
    assert clean("a\ufffeb\uffffc\ufdd0") == "a\ufffdb\ufffdc\ufffd"


@given(st.text(max_size=60))
def test_cleaning_keeps_every_letter_figure_and_mark_and_is_done_once(text: str):
    def visible(of: str) -> list[str]:
        composed = unicodedata.normalize("NFC", of)
        return [
            c for c in composed if unicodedata.category(c)[0] in "LNPS" and c not in "\ufffc\ufffd\u3164\u115f\u1160"
        ]

    cleaned = clean(text)

    assert visible(cleaned) == visible(text)
    assert clean(cleaned) == cleaned


def test_dates_show_the_weekday_small_and_grey():
    day, weekday = date_text(date(2026, 3, 17), TABLE_KEY)

    assert (day.text, weekday.text) == ("03-17 ", "二")
    assert weekday.style.colour == GREY_TEXT
    assert not weekday.style.bold
    assert weekday.style.size_pt == 7


def test_dates_of_another_year_say_so_and_provisional_ones_carry_the_mark():
    text = date_text(date(2027, 2, 18), TABLE_KEY, plan_year=2026, provisional=True)

    assert as_string(text[:-1]) == "27-02-18 四"
    assert isinstance(text[-1], InlineMark)


def test_figures_are_worded_as_designed():
    assert number(3800) == "3\u2009800"
    assert number(-1234567) == "−1\u2009234\u2009567"
    assert number(999) == "999"
    assert (days_left(12), days_left(0), days_left(-1)) == ("D−12", "D−0", "+1")
    assert long_date(date(2026, 3, 17)) == "3月17日（周二）"
    assert as_string(date_range_text(date(2026, 4, 4), date(2026, 4, 6), TABLE_TEXT)) == "04-04 至 04-06"
    assert as_string(date_range_text(date(2026, 4, 4), date(2026, 4, 4), TABLE_TEXT)) == "04-04"


def test_joined_puts_the_separator_between():
    assert as_string(joined([plain("甲", CARD_TEXT), plain("乙", CARD_TEXT)], "、", CARD_TEXT)) == "甲、乙"


def test_the_thousands_gap_is_drawn_without_a_glyph():
    line = set_line(number(3800), TABLE_TEXT)

    assert [part[1] for part in line.spans[0].parts] == ["3", "800"]
    assert line.spans[0].parts[0][2] == pytest.approx(100)


def test_a_line_is_as_wide_as_its_characters_and_gaps():
    em = TABLE_TEXT.em_mm

    assert text_width("许可证", TABLE_TEXT) == pytest.approx(3 * em)
    assert text_width("第3条", TABLE_TEXT) == pytest.approx((2 + 0.555 + 0.5) * em)


def test_a_page_reference_takes_room_for_two_figures():
    text = marked("见第 {page} 页", CARD_TEXT, page=PageRef("A23"))

    assert set_line(text).width == pytest.approx(text_width("见第 88 页", CARD_TEXT))


def test_justified_lines_fill_the_measure_and_the_last_does_not():
    text = plain(
        "本项目要办 21 项审批，备 27 包材料，接 16 项水电气讯。要在 6 月 18 日开工，从今天算还有 70 个工作日。" * 3,
        LEAD,
    )

    lines = set_lines(text, 120).lines

    assert len(lines) > 3
    for line in lines[:-1]:
        last = line.spans[-1]
        drawn = last.dx + last.width - (last.style.em_mm / 2 if line.characters[-1] in "，。" else 0)
        assert line.width == pytest.approx(120)
        assert drawn == pytest.approx(120, abs=0.01)
    assert lines[-1].width < 120


def test_ragged_lines_are_not_stretched():
    lines = set_lines(plain("许可证核发" * 20, LEAD), 57, justify=False).lines

    assert lines[0].width == pytest.approx(15 * LEAD.em_mm)


def test_newlines_in_a_value_begin_lines_in_a_paragraph_and_are_spaces_on_a_line():
    text = plain("第一行\n第二行", CARD_TEXT)

    assert [line.characters for line in set_lines(text, 100).lines] == ["第一行", "第二行"]
    assert set_line(text).characters == "第一行 第二行"


def test_long_names_are_shortened_to_the_width_with_an_ellipsis():
    name = "年产一万二千套精密减速机壳体加工及智能化改造项目" * 2

    cut = shortened(name, CARD_TEXT, 96)

    assert cut.endswith("…")
    assert text_width(cut, CARD_TEXT) <= 96
    assert text_width(cut[:-1] + name[len(cut) - 1] + "…", CARD_TEXT) > 96
    assert shortened("短名", CARD_TEXT, 96) == "短名"


@given(st.text(max_size=80), st.floats(10, 170))
def test_whatever_is_typed_can_be_set_and_nothing_is_lost(text: str, width: float):
    cleaned = clean(text)

    lines = set_lines(plain(text, CARD_TEXT), width)

    assert "".join(line.characters for line in lines.lines).replace(" ", "") == cleaned.replace("\n", "").replace(
        " ", ""
    )
    drawn = "".join(part[1] for line in lines.lines for span in line.spans for part in span.parts)
    assert drawn.replace(" ", "") == cleaned.replace("\n", "").replace(" ", "").replace("\u2009", "")
    missing_characters([text])


def test_an_empty_text_without_style_is_refused():
    with pytest.raises(ValueError, match="style"):
        set_lines((), 10)


@pytest.mark.parametrize("style", [TABLE_TEXT, CARD_TEXT.in_face("kai"), CARD_TEXT.bolder()])
def test_grouped_thousands_are_wider_on_paper_and_whole_when_copied(style: TextStyle):
    text = plain("民用建筑 3800 m²，土石方 60000 立方米，1234567 元，2026 年", style)

    (page,) = extracted(written(one_sheet(text)))

    assert "3800 m²" in page and "60000 立方米" in page and "1234567 元" in page and "2026 年" in page
    assert text_width("3800 m²", style) - text_width("3800", style) > text_width(" m²", style)
