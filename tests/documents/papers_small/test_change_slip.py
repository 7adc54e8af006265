"""The slip between two editions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.views import ChangedDay, ChangeView, Day, Dossier
from gxq_desktop.documents.papers_small.change_slip import LONGEST_BAR, MOST_ROWS, make_change_slip
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import ShapeOp, Sheet
from gxq_desktop.documents.tokens import A5, ACCENT, GREY_TEXT, WHITE
from tests.documents.papers_small.editions import two_editions
from tests.documents.sections.chapters import HOSTILE, all_words, spoken_rows, words

MONDAY = date(2026, 3, 9)


@pytest.fixture(scope="module")
def late() -> tuple[Dossier, ChangeView]:
    """Edition 2, printed and begun two weeks after edition 1."""
    old, dossier = two_editions(later=date(2026, 3, 23))
    return dossier, changes_since(old, dossier)


def change(number: int, moved: int = 4, critical: bool = False, is_gate: bool = False) -> ChangedDay:
    old = Day(MONDAY, False)
    new = Day(MONDAY + timedelta(days=moved), False)
    return ChangedDay(f"S{number}", f"A{number:02}", f"事项{number}办结", is_gate, critical, old, new, moved, "因为")


def bars(sheet: Sheet) -> list[ShapeOp]:
    return [
        op
        for op in sheet.graphics
        if isinstance(op, ShapeOp) and op.commands[0][0] == "re" and op.commands[0][4] == pytest.approx(2.1)
    ]


def test_it_is_one_a5_sheet_that_names_both_editions(late):
    dossier, changes = late

    (sheet,) = make_change_slip(dossier, changes)

    assert (sheet.width, sheet.height) == A5
    assert "第 1 版 → 第 2 版" in words([sheet])
    assert "2026-03-09 → 2026-03-23" in words([sheet])


def test_the_gate_shows_old_day_struck_and_new_day_bold(late):
    dossier, changes = late
    (sheet,) = make_change_slip(dossier, changes)

    old = next(op for op in sheet.texts if op.line.characters == f"{changes.old_gate.on:%m-%d}")
    new = next(op for op in sheet.texts if op.line.characters == f"{changes.new_gate.on:%m-%d}")
    assert old.line.spans[0].style.colour == GREY_TEXT
    assert new.line.spans[0].style.bold
    assert new.x > old.x
    assert "晚 10 个工作日" in words([sheet])


def test_unchanged_cells_have_nothing_struck(late):
    dossier, changes = late

    said = words(make_change_slip(dossier, replace(changes, old_items=64, new_items=64, added=(), dropped=())))

    assert said.count("64") == 1
    assert "没有增减" in said


def test_every_changed_day_is_a_row_while_there_are_few(late):
    dossier, changes = late
    few = replace(changes, days=tuple(change(n) for n in range(1, 6)), why=("设计方案晚交。",))

    rows = spoken_rows(make_change_slip(dossier, few))[1:]

    assert [row[:3] for row in rows] == ["A01", "A02", "A03", "A04", "A05"]
    assert rows[0] == "A01事项1办结03-09 一03-13 五＋4"


def test_more_than_twelve_keep_gates_and_critical_ones_and_count_the_rest(late):
    dossier, changes = late
    days = (
        *(change(n, moved=1) for n in range(1, 20)),
        change(20, critical=True),
        change(21, is_gate=True),
        change(22, moved=30),
    )

    sheets = make_change_slip(dossier, replace(changes, days=days, why=("短。",), to_do=()))

    rows = [row[:3] for row in spoken_rows(sheets)[1:]]
    assert len(rows) == MOST_ROWS
    assert {"A20", "A21", "A22"} <= set(rows)
    assert rows == sorted(rows)
    assert "另 10 项见时间表。" in words(sheets)


def test_bars_are_to_the_scale_of_the_largest_and_earlier_ones_are_outlined(late):
    dossier, changes = late
    days = (change(1, moved=20), change(2, moved=5), change(3, moved=-10))

    (sheet,) = make_change_slip(dossier, replace(changes, days=days))

    widths = [op.commands[0][3] for op in bars(sheet)]
    assert widths == pytest.approx([LONGEST_BAR, LONGEST_BAR / 4, LONGEST_BAR / 2])
    assert [op.fill for op in bars(sheet)] == [ACCENT, ACCENT, WHITE]
    assert {"＋20", "＋5", "\u221210"} <= set(words([sheet]))


def test_a_reprint_without_changes_says_so(late):
    dossier, changes = late
    same = replace(changes, days=(), why=(), added=(), dropped=(), old_gate=changes.new_gate)

    said = words(make_change_slip(dossier, same))

    assert "日期没有变。" in said
    assert "没有变" in said


def test_added_and_dropped_items_are_named():
    def edit(document):
        document["facts"]["eia_class"] = "报告书"

    old, dossier = two_editions(edit=edit)

    said = all_words(make_change_slip(dossier, changes_since(old, dossier))).replace("\n", "")

    assert "新增：A06 环评报告书审批。" in said
    assert "不用办了：A07 环评报告表审批。" in said


def test_long_and_hostile_words_keep_to_the_slip(late):
    dossier, changes = late
    days = tuple(replace(change(n), name=HOSTILE, critical=True) for n in range(1, 15))
    full = replace(
        changes, days=days, why=(HOSTILE * 6,), to_do=(HOSTILE,) * 3, added=(HOSTILE,) * 5, dropped=(HOSTILE,) * 5
    )

    sheets = make_change_slip(dossier, full)

    assert [str(finding) for finding in preflight(sheets)] == []


def test_a_slip_back_to_an_older_edition_is_a_mistake_of_the_caller(late):
    dossier, changes = late

    with pytest.raises(ValueError, match="edition 2"):
        make_change_slip(dossier, replace(changes, old_edition=2))
