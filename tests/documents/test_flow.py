from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.documents.flow import (
    Block,
    Drawing,
    Heading,
    Page,
    PageBreak,
    Paragraph,
    Part,
    Rule,
    SideBySide,
    Space,
    Together,
    compose,
    manual_frame,
)
from gxq_desktop.documents.sheet import ARTIFACT, Sheet
from gxq_desktop.documents.styles import CARD_TEXT, NOTE
from gxq_desktop.documents.text import plain
from gxq_desktop.documents.tokens import A4, GREY_LINE
from tests.documents.reading import characters_of

LEADING = CARD_TEXT.leading_mm
PAGE = 252.0


def box(height: float, name: str = "") -> Drawing:
    """A block HEIGHT mm high that writes NAME in its top line."""

    def paint(sheet: Sheet, x: float, y: float, width: float) -> None:
        if name:
            sheet.text(x, CARD_TEXT.baseline(y), name, CARD_TEXT)

    return Drawing(height, paint)


def laid(*blocks: Block) -> list[Sheet]:
    return compose([Part(list(blocks))], A4)


def lines_of(sheet: Sheet) -> list[str]:
    return [op.line.characters for op in sheet.texts]


def test_blocks_are_stacked_with_their_space_before_but_not_at_the_top():
    (sheet,) = laid(
        Paragraph(plain("甲", CARD_TEXT), space_before=9), Paragraph(plain("乙", CARD_TEXT), space_before=3)
    )

    first, second = (op.y for op in sheet.texts)
    assert first == pytest.approx(CARD_TEXT.baseline(24))
    assert second - first == pytest.approx(LEADING + 3)


def test_odd_pages_stand_right_and_even_pages_left():
    sheets = laid(box(200, "甲"), box(200, "乙"))

    assert [sheet.texts[0].x for sheet in sheets] == [25, 17]
    assert [manual_frame(number).x for number in (1, 2, 3)] == [25, 17, 25]


def test_a_block_that_does_not_fit_goes_to_the_next_page_whole():
    sheets = laid(box(200, "甲"), box(60, "乙"), box(100, "丙"))

    assert [lines_of(sheet) for sheet in sheets] == [["甲"], ["乙", "丙"]]


def test_a_heading_stays_with_the_beginning_of_what_follows():
    sheets = laid(box(PAGE - 15), Heading("标题", space_before=0), Paragraph(plain("文" * 200, CARD_TEXT)))

    assert lines_of(sheets[0]) == []
    assert lines_of(sheets[1])[0] == "标题"


def test_a_paragraph_leaves_two_lines_on_either_side_of_a_break():
    text = plain("许可证核发" * 40, CARD_TEXT)
    count = len(Paragraph(text).lines(168).lines)
    assert count == 5 or count == 4 or count == 6

    for room in range(1, count):
        sheets = laid(box(PAGE - room * LEADING - 0.5), Paragraph(text))
        split = [len(sheet.texts) for sheet in sheets if sheet.texts]
        assert min(split) >= 2
        assert sum(split) == count


def test_a_split_paragraph_is_one_element_of_the_structure():
    sheets = laid(box(PAGE - 3 * LEADING), Paragraph(plain("许可证核发" * 60, CARD_TEXT)))

    (section,) = sheets[0].roots
    paragraphs = [kid for kid in section.kids if not isinstance(kid, tuple) and kid.role == "P"]
    assert sheets[1].roots == []
    assert len(paragraphs) == 1
    assert {kid[0] for kid in paragraphs[0].kids if isinstance(kid, tuple)} == {sheet.place for sheet in sheets}


def test_together_stays_together_unless_it_is_taller_than_a_page():
    sheets = laid(box(200), Together([box(30, "甲"), box(30, "乙")]))
    assert [lines_of(sheet) for sheet in sheets] == [[], ["甲", "乙"]]

    sheets = laid(Together([box(150, "甲"), box(150, "乙")]))
    assert [lines_of(sheet) for sheet in sheets] == [["甲"], ["乙"]]


def test_a_block_taller_than_a_page_is_drawn_rather_than_stopping_the_document():
    sheets = laid(box(400, "甲"), box(10, "乙"))

    assert [lines_of(sheet) for sheet in sheets] == [["甲"], ["乙"]]


def test_side_by_side_shares_what_is_left():
    block = SideBySide([[box(10, "左")], [box(20, "右")]], [17.5, None], gutter=4)
    (sheet,) = laid(block)

    assert block.height(168) == 20
    assert [op.x for op in sheet.texts] == [25, 25 + 21.5]


def test_parts_begin_on_the_side_they_ask_for():
    sheets = compose(
        [Part([box(10, "甲")]), Part([box(10, "乙")], starts_on="odd"), Part([box(10, "丙")], starts_on="even")], A4
    )

    assert [lines_of(sheet) for sheet in sheets] == [["甲"], [], ["乙"], ["丙"]]


def test_a_page_break_may_ask_for_a_side():
    sheets = laid(box(10, "甲"), PageBreak("odd"), box(10, "乙"), PageBreak(), box(10, "丙"))

    assert [lines_of(sheet) for sheet in sheets] == [["甲"], [], ["乙"], ["丙"]]


def test_furniture_is_told_number_total_and_part_and_is_not_read_aloud():
    told: list[Page] = []

    def furniture(sheet: Sheet, page: Page) -> None:
        told.append(page)
        sheet.text(page.frame.x, 286, f"{page.number} / {page.total}", NOTE)

    sheets = compose([Part([box(10)], context="一"), Part([box(200), box(200)], context="二")], A4, furniture=furniture)

    assert [(p.number, p.total, p.context, p.opens_part, p.is_odd) for p in told] == [
        (1, 3, "一", True, True),
        (2, 3, "二", True, False),
        (3, 3, "二", False, True),
    ]
    assert [sheet.texts[-1].content for sheet in sheets] == [ARTIFACT] * 3


def test_notes_pages_fill_up_before_the_last_page():
    sheets = compose(
        [Part([box(10, "甲")]), Part([box(10, "末")])], A4, multiple=4, filler=lambda: Part([box(10, "记事")])
    )

    assert [lines_of(sheet) for sheet in sheets] == [["甲"], ["记事"], ["记事"], ["末"]]


def test_a_last_part_longer_than_a_page_is_refused():
    with pytest.raises(ValueError, match="one page"):
        compose([Part([box(200), box(200)])], A4, multiple=4, filler=lambda: Part([box(10)]))


def test_openings_anchors_and_bookmarks_of_a_part_stand_on_its_first_page():
    def opening(sheet: Sheet, frame: object) -> None:
        sheet.text(25, 36, "题", CARD_TEXT)

    (sheet,) = compose([Part([box(10, "文")], top=45, opening=opening, anchor="chapter", bookmark="四　时间表")], A4)

    assert lines_of(sheet) == ["题", "文"]
    assert sheet.texts[1].y == pytest.approx(CARD_TEXT.baseline(45))
    assert "chapter" in sheet.anchors
    assert [mark.title for mark in sheet.bookmarks] == ["四　时间表"]


BLOCKS = st.lists(
    st.one_of(
        st.integers(1, 120).map(lambda height: ("box", height)),
        st.integers(1, 900).map(lambda count: ("text", count)),
        st.just(("heading", 0)),
        st.just(("rule", 0)),
        st.integers(0, 20).map(lambda height: ("space", height)),
        st.just(("break", 0)),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_everything_is_drawn_once_in_order_inside_the_frame(kinds: list[tuple[str, int]]):
    blocks: list[Block] = []
    expected = ""
    for index, (kind, size) in enumerate(kinds):
        name = chr(0x4E00 + index)
        if kind == "box":
            blocks.append(box(size, name))
        elif kind == "text":
            blocks.append(Paragraph(plain(name * size, CARD_TEXT), space_before=2))
        elif kind == "heading":
            blocks.append(Heading(name))
        elif kind == "rule":
            blocks.append(Rule(0.15, GREY_LINE, 2, space_before=1))
        elif kind == "space":
            blocks.append(Space(size))
        else:
            blocks.append(PageBreak())
        expected += name * (size if kind == "text" else 1 if kind in ("box", "heading") else 0)

    sheets = laid(*blocks)

    assert characters_of(sheets) == expected
    for number, sheet in enumerate(sheets, 1):
        frame = manual_frame(number)
        for op in sheet.texts:
            assert frame.x - 1e-6 <= op.x and op.x + op.line.width <= frame.right + 1e-6
            assert frame.y <= op.y <= frame.bottom
        tops = [op.y for op in sheet.texts]
        assert tops == sorted(tops)
