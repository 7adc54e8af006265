from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.documents.flow import Drawing, Part, compose
from gxq_desktop.documents.sheet import LineOp, ShapeOp, Sheet, Tag
from gxq_desktop.documents.styles import CODE, GROUP_HEAD, NOTE, TABLE_KEY
from gxq_desktop.documents.table import (
    Cell,
    Column,
    GroupRow,
    Row,
    Table,
    box,
    column_widths,
    critical_cell,
    light_cell,
)
from gxq_desktop.documents.text import plain
from gxq_desktop.documents.tokens import A4, GREY_LINE, INK, RULE_TABLE, TINT

COLUMNS = [Column("编码", 12), Column("事项"), Column("浮动", 10, align="right")]


def row(code: str, name: str = "施工许可证核发", days: str = "36", tint: bool = False) -> Row:
    return Row([plain(code, CODE), name, days], tint=tint)


def group(title: str) -> GroupRow:
    return GroupRow(plain(title, GROUP_HEAD), plain("22 个工作日", NOTE))


def laid(table: Table, above: float = 0.0) -> list[Sheet]:
    blocks = [Drawing(above, lambda sheet, x, y, width: None), table] if above else [table]
    return compose([Part(blocks)], A4)


def words(sheet: Sheet) -> list[str]:
    return [op.line.characters for op in sheet.texts]


def test_numbers_are_right_aligned_under_their_head_and_text_left():
    (sheet,) = laid(Table(COLUMNS, [row("A23", days="6"), row("A29", days="136")]))

    rights = [op.x + op.line.width for op in sheet.texts if op.line.characters in ("浮动", "6", "136")]
    lefts = [op.x for op in sheet.texts if op.line.characters in ("编码", "A23", "A29")]
    assert rights == pytest.approx([rights[0]] * 3)
    assert lefts == [25, 25, 25]


def test_the_head_is_repeated_after_a_break_but_read_aloud_once():
    sheets = laid(Table(COLUMNS, [row(f"A{n:02d}") for n in range(60)], least_row=7.5))

    assert [words(sheet)[:3] for sheet in sheets] == [["编码", "事项", "浮动"]] * 2
    table = next(kid for kid in sheets[0].roots[0].kids if isinstance(kid, Tag))
    rows = [kid for kid in table.kids if isinstance(kid, Tag)]
    assert table.role == "Table"
    assert [cell.role for cell in rows[0].kids if isinstance(cell, Tag)] == ["TH"] * 3
    assert len(rows) == 61
    assert [cell.role for cell in rows[1].kids if isinstance(cell, Tag)] == ["TD"] * 3


def test_a_group_title_is_never_the_last_row_of_a_page_nor_followed_by_one_row_only():
    rows = [*(row(f"A{n:02d}") for n in range(10)), group("四月"), *(row(f"B{n:02d}") for n in range(10))]
    table_height = Table(COLUMNS, rows, least_row=7.5).height(168)

    for room in range(50, int(table_height)):
        sheets = laid(Table(COLUMNS, rows, least_row=7.5), above=252 - room)
        with_group = next(sheet for sheet in sheets if "四月" in words(sheet))
        below = words(with_group)[words(with_group).index("四月") :]
        assert sum(word.startswith("B") for word in below) >= 2


def test_no_row_stands_alone_under_a_repeated_head_or_before_a_break():
    rows = [row(f"A{n:02d}") for n in range(8)]

    for room in range(20, 70):
        sheets = laid(Table(COLUMNS, rows, least_row=7.5), above=252 - room)
        counts = [sum(word.startswith("A") for word in words(sheet)) for sheet in sheets]
        assert sum(counts) == 8
        assert all(count != 1 for count in counts)


def test_rows_up_to_60_mm_are_not_split():
    tall = row("A23", "许" * 400)
    assert Table(COLUMNS, [tall], head=False).height(168) < 60

    sheets = laid(Table(COLUMNS, [row("A01"), row("A02"), tall]), above=200)

    assert "（续）" not in "".join(words(sheets[-1]))


def test_a_taller_row_is_split_at_a_line_with_the_sign_of_continuation():
    long = "长" * 9_999 + "完"

    sheets = laid(Table(COLUMNS, [row("A01"), row("A23", long), row("A29")]), above=100)

    assert len(sheets) > 2
    assert "".join("".join(words(sheet)) for sheet in sheets).count("长") == 9_999
    for sheet in sheets[1:]:
        assert "（续）" in words(sheet)
    for sheet in sheets:
        assert all(op.y <= 276 for op in sheet.texts)


def test_critical_rows_are_tinted_and_rules_are_as_designed():
    (sheet,) = laid(Table(COLUMNS, [row("A01"), row("A23", tint=True), row("A29")], least_row=7.5))

    tints = [op for op in sheet.graphics if isinstance(op, ShapeOp) and op.fill == TINT]
    rules = [op for op in sheet.graphics if isinstance(op, LineOp)]
    assert len(tints) == 1
    assert tints[0].commands[0][3:] == (168, 7.5)
    assert [(op.weight, op.colour, len(op.pieces)) for op in rules] == [
        (0.3, INK, 1),
        (0.15, GREY_LINE, 2),
        (0.3, INK, 1),
    ]


def test_group_rows_have_a_rule_above_and_begin_at_their_column():
    (sheet,) = laid(Table(COLUMNS, [row("A01"), group("四月"), row("A23")], group_column=1))

    title = next(op for op in sheet.texts if op.line.characters == "四月")
    assert title.x == 25 + 12
    assert len([op for op in sheet.graphics if isinstance(op, LineOp) and op.weight == 0.3]) == 3


def test_cells_of_a_row_stand_on_one_line_when_one_of_them_is_longer():
    (sheet,) = laid(Table(COLUMNS, [row("A23", "施工图设计文件审查" * 12)]))

    code = next(op for op in sheet.texts if op.line.characters == "A23")
    first = next(op for op in sheet.texts if op.line.characters.startswith("施工图"))
    assert code.y == first.y


def test_a_cell_may_hold_a_note_a_drawing_and_span_columns():
    cell = Cell(text=plain("项目单位主体资料", TABLE_KEY), below=plain("电子；原件 1 份", NOTE))
    wide = Cell(text=plain("不报审批，自己存档备查", NOTE), span=2)

    (sheet,) = laid(
        Table(
            COLUMNS, [Row([box(12), cell, "3"]), Row([None, wide]), Row([light_cell("red"), critical_cell(True), None])]
        )
    )

    assert {"12", "项目单位主体资料", "电子；原件 1 份", "不报审批，自己存档备查", "红"} <= set(words(sheet))


def test_a_row_with_too_many_cells_is_a_mistake_of_ours():
    with pytest.raises((ValueError, IndexError)):
        Table(COLUMNS, [Row(["a", "b", "c", "d"])]).height(168)


def test_derived_columns_take_what_their_content_needs_within_their_limits():
    columns = [Column("", 10), Column("名称", least=20, most=60), Column("说明", least=20, most=100, grow=True)]
    rows = [Row(["", "短", "一"]), Row(["", "许可证核发", "二" * 10])]

    widths = column_widths(columns, rows, 168)

    assert sum(widths) == pytest.approx(168)
    assert widths[1] == 20
    assert widths[2] == 138


def test_columns_shrink_to_fit_but_not_under_their_least():
    columns = [Column("", least=30), Column("", least=20)]
    rows = [Row(["长" * 100, "长" * 30])]

    assert sum(column_widths(columns, rows, 80)) == pytest.approx(80)
    with pytest.raises(ValueError, match="mm"):
        column_widths(columns, rows, 40)
    with pytest.raises(ValueError, match="mm"):
        column_widths([Column("", 50)], rows, 40)


CELL = st.text(alphabet="许可证核发，。（）《》A1 \n", max_size=60)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), st.tuples(CELL, st.booleans())), min_size=1, max_size=60), st.floats(0, 240))
def test_every_row_appears_exactly_once_and_inside_the_frame(spec: list[tuple[str, bool] | None], above: float):
    rows = [
        group(f"组{index}") if item is None else row(f"Z{index:02d}", item[0], tint=item[1])
        for index, item in enumerate(spec)
    ]

    sheets = laid(Table(COLUMNS, rows, least_row=7.5), above=above)

    shown = [word for sheet in sheets for word in words(sheet)]
    for index, item in enumerate(spec):
        assert shown.count(f"组{index}" if item is None else f"Z{index:02d}") == 1
    for sheet in sheets:
        assert sheet.frame is not None
        for op in sheet.texts:
            assert sheet.frame.x - 1e-6 <= op.x
            assert op.x + op.line.width <= sheet.frame.right + 1e-6
            assert sheet.frame.y <= op.y <= sheet.frame.bottom


def test_an_empty_cell_prints_nothing():
    (sheet,) = laid(Table(COLUMNS, [Row([None, "", None])], head=False))

    assert words(sheet) == []


def test_the_rule_under_the_head_lies_over_the_tint_of_the_first_row():
    sheet = Sheet(A4)
    Table([Column("编码", 20), Column("事项", 40)], [Row(["A01", "备案"], tint=True)]).draw(sheet, 20, 30, 60)

    tint = next(at for at, op in enumerate(sheet.graphics) if isinstance(op, ShapeOp) and op.fill == TINT)
    rule = next(at for at, op in enumerate(sheet.graphics) if isinstance(op, LineOp) and op.weight == RULE_TABLE)
    assert rule > tint
