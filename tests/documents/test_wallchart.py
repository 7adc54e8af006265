"""The wall chart: what stands on which sheet, where bars, gates and labels lie, that nothing collides."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops, ImageStat

from gxq_desktop.application.views import Day, Dossier, Light, StepView
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import LineOp, ShapeOp, Sheet
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, INK, SHADE
from gxq_desktop.documents.wallchart import CHART_SIZES, make_wallchart
from gxq_desktop.documents.wallchart_axis import Axis, Grain, draw_band, draw_shading
from gxq_desktop.documents.wallchart_bars import BarKind, draw_bar
from gxq_desktop.documents.wallchart_rows import Capacity, ChartRow, RowGroup, SheetPlan, plan_sheets
from gxq_desktop.documents.wallchart_rows import _packed as packed
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import SAMPLES, make_dossier, shipped_calendar
from tests.documents.reading import picture, written

A3 = Capacity(48, 309.0)
CALENDAR = shipped_calendar()
dossier_of = lru_cache(make_dossier)


def words(sheet: Sheet) -> list[str]:
    return [operation.line.characters for operation in sheet.texts]


def rows_of(plans: list[SheetPlan]) -> Iterator[ChartRow]:
    for plan in plans:
        for group in plan.groups:
            yield from group.rows


def shifted(day: Day, days: int) -> Day:
    return replace(day, on=day.on + timedelta(days=days))


def with_step(dossier: Dossier, step_id: str, **changes: object) -> Dossier:
    steps = tuple(replace(step, **changes) if step.id == step_id else step for step in dossier.steps)  # type: ignore[arg-type]
    return replace(dossier, steps=steps)


@lru_cache
def many_steps(count: int = 300) -> Dossier:
    """N1's steps again and again, each time a quarter of a year later."""
    dossier = make_dossier("N1")
    steps: list[StepView] = []
    turn = 0
    while len(steps) < count:
        for step in dossier.steps:
            if turn and step.kind is StepKind.MILESTONE:
                continue
            dates = {
                name: shifted(getattr(step, name), 90 * turn)
                for name in ("early_start", "early_finish", "late_start", "late_finish")
            }
            number = len(steps) + 1 if step.number else None
            steps.append(replace(step, id=f"{step.id}/{turn}" if turn else step.id, number=number, **dates))
        turn += 1
    return replace(dossier, steps=tuple(steps[:count]))


# --- which rows on which sheet ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("paper", CHART_SIZES)
def test_every_sample_passes_preflight_on_every_paper(sample, paper):
    sheets = make_wallchart(dossier_of(sample), paper)

    assert [str(finding) for finding in preflight(sheets)] == []
    assert all((sheet.width, sheet.height) == pytest.approx(CHART_SIZES[paper]) for sheet in sheets)


@pytest.mark.parametrize(
    "dossier", [dossier_of("N1"), dossier_of("S17-obstacle"), many_steps()], ids=["N1", "S17", "300"]
)
def test_every_numbered_step_has_one_box_in_the_whole_set(dossier):
    plans = plan_sheets(dossier, A3)

    boxes = Counter(row.step.id for row in rows_of(plans) if row.has_box)

    assert boxes == {step.id: 1 for step in dossier.steps if step.kind is not StepKind.MILESTONE}


def test_gates_have_no_row():
    assert all(row.step.kind is not StepKind.MILESTONE for row in rows_of(plan_sheets(dossier_of("N1"), A3)))


def test_sheets_are_split_at_the_start_of_construction_with_a_week_of_overlap():
    dossier = dossier_of("N1")
    cut = dossier.gate("G1").forecast.on

    plans = plan_sheets(dossier, A3)

    before = [plan for plan in plans if plan.title.startswith("启动至开工")]
    after = [plan for plan in plans if plan.title.startswith("开工至投产")]
    assert before + after == plans and before and after
    assert all(row.step.early_start.on <= cut for row in rows_of(before))
    assert all(row.step.early_start.on > cut for row in rows_of(after))
    assert all(plan.last >= cut + timedelta(days=7) for plan in before)
    assert all(cut - timedelta(days=14) < plan.first <= cut - timedelta(days=7) for plan in after)


def test_a_step_that_runs_across_the_gate_stands_on_both_sheets_and_has_its_box_where_it_ends():
    dossier = dossier_of("N1")
    cut = dossier.gate("G1").forecast.on
    dossier = with_step(dossier, "C15", early_finish=Day(cut + timedelta(days=60), False))

    rows = [row for row in rows_of(plan_sheets(dossier, A3)) if row.step.id == "C15"]

    assert [row.has_box for row in rows] == [False, True]


def test_no_sheet_has_more_than_48_rows_on_a3_nor_on_a2():
    for dossier in (dossier_of("N1"), make_dossier("N1", everything_applies=True), many_steps()):
        assert all(plan.row_count <= 48 for plan in plan_sheets(dossier, A3))
        assert len(make_wallchart(dossier, "A2")) == len(make_wallchart(dossier, "A3"))


def test_a2_is_a3_at_the_square_root_of_two():
    small, large = make_wallchart(dossier_of("N2"), "A3")[0], make_wallchart(dossier_of("N2"), "A2")[0]

    assert words(small) == words(large)
    for one, other in zip(small.texts, large.texts, strict=True):
        assert other.line.spans[0].style.size_pt == pytest.approx(one.line.spans[0].style.size_pt * 594 / 420)


def test_on_a0_the_whole_project_hangs_on_one_sheet_in_larger_type_than_on_a2():
    sheets = make_wallchart(dossier_of("N1"), "A0")

    assert len(sheets) == 1
    assert (
        min(span.style.size_pt for op in sheets[0].texts for span in op.line.spans if not span.style.is_mark) > 7 * 1.41
    )


def test_an_obstacle_stands_first_with_its_owner_and_what_it_delays():
    dossier = dossier_of("S17-obstacle")

    first = plan_sheets(dossier, A3)[0].groups[0]
    said = words(make_wallchart(dossier, "A3")[0])

    assert first.title == "障碍"
    assert [row.step.kind for row in first.rows] == [StepKind.OBSTACLE, StepKind.FOLLOW_ON]
    assert "待指派" in said
    delay = dossier.obstacles[0].delays[0]
    assert any(f"{delay[0]}" in text and f"因此晚 {delay[1]} 个工作日" in text for text in said)


steps_for_packing = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), min_size=1, max_size=6)


@given(steps_for_packing, st.integers(6, 60))
def test_packing_keeps_every_row_once_in_order_and_families_together(shape, most):
    model = dossier_of("N1").step_by_id["A17"]
    inner = replace(model, kind=StepKind.EXCLUDED, parent="A17", number=None)
    groups = []
    for number, (inner_count, count) in enumerate(shape):
        rows = []
        for place in range(count):
            rows.append(ChartRow(replace(model, id=f"{number}/{place}"), True))
            rows += [ChartRow(replace(inner, id=f"{number}/{place}.{n}"), True) for n in range(inner_count)]
        if rows:
            groups.append(RowGroup(str(number), tuple(rows)))

    sheets = packed(groups, most)

    assert [row.step.id for sheet in sheets for group in sheet for row in group.rows] == [
        row.step.id for group in groups for row in group.rows
    ]
    assert all(sum(len(group.rows) for group in sheet) <= most for sheet in sheets)
    assert all(not group.rows[0].step.parent for sheet in sheets for group in sheet)


# --- the axis -----------------------------------------------------------------------------------------------------------


def axis_of(first: date, last: date, width: float = 309.0) -> Axis:
    return Axis(first, last, 101.0, width, CALENDAR)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 1500), st.integers(0, 1500))
def test_a_day_ends_where_the_next_begins_and_later_days_lie_further_right(first, length, offset):
    axis = axis_of(first, first + timedelta(days=length))
    day = first + timedelta(days=min(offset, length))

    assert axis.start(axis.first) == pytest.approx(axis.left)
    assert axis.end(axis.last) == pytest.approx(axis.right)
    assert axis.end(day) == pytest.approx(axis.start(day + timedelta(days=1)))
    assert axis.start(day) < axis.end(day)


def test_an_axis_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        axis_of(date(2026, 3, 9), date(2026, 3, 8))


def test_the_grain_follows_the_width_of_a_day():
    first = date(2026, 1, 5)

    assert axis_of(first, first + timedelta(days=256)).grain is Grain.DAYS
    assert axis_of(first, first + timedelta(days=258)).grain is Grain.WEEKS
    assert axis_of(first, first + timedelta(days=900)).grain is Grain.MONTHS


def test_exactly_the_days_off_are_shaded():
    axis, sheet = axis_of(date(2026, 4, 1), date(2026, 5, 31)), Sheet((420, 297))

    draw_shading(sheet, axis, 20, 100)

    off = CALENDAR.table(CalendarKind.GOVERNMENT)
    expected = sum(1 for n in range(61) if not off.worked[off.index(date(2026, 4, 1) + timedelta(days=n))])
    shaded = [op.commands[0] for op in sheet.graphics if isinstance(op, ShapeOp) and op.fill == SHADE]
    assert sum(float(command[3]) for command in shaded) == pytest.approx(expected * axis.day_width)


def test_a_year_without_a_notice_is_hatched_and_said_to_be_provisional():
    axis, sheet = axis_of(date(2026, 12, 7), date(2027, 3, 7)), Sheet((420, 297))

    draw_shading(sheet, axis, 20, 100)
    draw_band(sheet, axis, 20)

    new_year = axis.start(date(2027, 1, 1))
    hatched = [
        piece for op in sheet.graphics if isinstance(op, LineOp) and op.colour == GREY_LINE for piece in op.pieces
    ]
    shaded = [op.commands[0] for op in sheet.graphics if isinstance(op, ShapeOp) and op.fill == SHADE]
    assert hatched and all(min(piece[0], piece[2]) >= new_year - 0.01 for piece in hatched)
    assert shaded and all(float(x) + float(width) <= new_year + 0.01 for _, x, _, width, _ in shaded)
    assert "暂定" in words(sheet)


def test_make_up_days_are_named_and_mondays_numbered():
    axis, sheet = axis_of(date(2026, 5, 4), date(2026, 5, 31)), Sheet((420, 297))

    draw_band(sheet, axis, 20)

    said = {operation.line.characters: operation.x for operation in sheet.texts}
    assert axis.start(date(2026, 5, 9)) <= said["班"] < axis.end(date(2026, 5, 9))
    assert {"4", "11", "18", "25"} <= said.keys()


# --- the drawing --------------------------------------------------------------------------------------------------------


def test_a_bar_begins_with_its_first_and_ends_with_its_last_day():
    dossier = dossier_of("N2")
    plan = plan_sheets(dossier, A3)[0]
    sheet = make_wallchart(dossier, "A3")[0]
    axis = axis_of(plan.first, plan.last)

    for step in (dossier.step_by_id["B21"], dossier.step_by_id["A44"]):
        begin, end = axis.start(step.early_start.on), axis.end(step.early_finish.on)
        bars = [
            op.commands[0]
            for op in sheet.graphics
            if isinstance(op, ShapeOp) and op.commands[0][0] == "re" and op.commands[0][4] == pytest.approx(2.7)
        ]
        assert any(
            float(x) == pytest.approx(begin) and float(w) == pytest.approx(end - begin) for _, x, _, w, _ in bars
        )


def test_a_gate_is_a_line_at_the_end_of_its_day_with_its_name_above():
    dossier = dossier_of("N2")
    plan = plan_sheets(dossier, A3)[0]
    sheet = make_wallchart(dossier, "A3")[0]
    axis = axis_of(plan.first, plan.last)
    gate = dossier.gate("K")

    lines = [op.pieces[0] for op in sheet.graphics if isinstance(op, LineOp) and op.weight == 0.5 and op.colour == INK]

    assert any(x1 == x2 == pytest.approx(axis.end(gate.forecast.on)) for x1, _, x2, _ in lines)
    assert any(text.startswith(f"K 完工 {gate.forecast.on:%m-%d}") for text in words(sheet))


def test_the_printing_day_is_marked_where_it_is_on_the_sheet_and_only_there():
    sheets = make_wallchart(dossier_of("N1"), "A3")

    assert "今天 03-09" in words(sheets[0])
    assert not any(text.startswith("今天") for text in words(sheets[-1]))


def test_a_closed_step_says_so_and_its_bar_is_thin():
    dossier = with_step(dossier_of("N2"), "B01", light=Light.DONE)

    sheet = make_wallchart(dossier, "A3")[0]

    heights = [
        float(op.commands[0][4])
        for op in sheet.graphics
        if isinstance(op, ShapeOp) and op.fill == GREY_LINE and op.commands[0][0] == "re"
    ]
    assert "已办结" in words(sheet)
    assert pytest.approx(1.3) in heights
    assert "1" not in [text for text, op in zip(words(sheet), sheet.texts, strict=True) if op.x < 20]


def test_links_are_drawn_between_critical_bars_only():
    dossier = dossier_of("N2")
    without = replace(dossier, steps=tuple(replace(step, critical=False) for step in dossier.steps))

    def link_lines(sheet: Sheet) -> list[LineOp]:
        return [op for op in sheet.graphics if isinstance(op, LineOp) and op.weight == 0.3 and op.colour == ACCENT]

    assert link_lines(make_wallchart(dossier, "A3")[0])
    assert not link_lines(make_wallchart(without, "A3")[0])


def test_the_edition_its_check_code_and_the_helper_stand_on_every_sheet():
    dossier = dossier_of("N1")
    dossier = replace(dossier, identity=replace(dossier.identity, edition=3, replaces=2))

    for sheet in make_wallchart(dossier, "A3"):
        foot = next(text for text in words(sheet) if "校验" in text)
        assert dossier.identity.check_code in foot
        assert "第 3 版" in foot and "替代第 2 版，旧图请取下" in foot
        assert "李晓岚 0818-555 0117" in foot


def test_a_target_that_cannot_be_met_is_said_in_the_head_and_drawn_apart_from_the_forecast():
    dossier = make_dossier("N1", targets={"G1": "2026-05-20"})

    sheet = make_wallchart(dossier, "A3")[0]

    assert any("还差" in text for text in words(sheet))
    assert any(text.endswith("，目标 05-20") for text in words(sheet))
    assert "超出最迟完成日" in words(sheet)


@pytest.mark.parametrize(
    "dossier",
    [
        make_dossier(
            "N1", name="年产" + "超长名称" * 14, enterprise="达州高新技术产业" * 7 + "公司", without_contacts=True
        ),
        make_dossier("N1", everything_applies=True),
        make_dossier("N1", today=date(2026, 7, 1)),
        make_dossier("N1", targets={"G1": "2026-05-20"}),
        many_steps(),
    ],
    ids=["long names", "105 items", "later", "impossible", "300 steps"],
)
def test_extremes_pass_preflight(dossier):
    for paper in ("A3", "A1"):
        assert [str(finding) for finding in preflight(make_wallchart(dossier, paper))] == []


def test_a_project_with_a_single_step_or_none_still_gets_a_sheet():
    dossier = dossier_of("N2")
    one = replace(dossier, steps=dossier.steps[:1], gates=(), links=())
    none = replace(dossier, steps=(), gates=(), links=())

    for case in (one, none):
        sheets = make_wallchart(case, "A3")
        assert len(sheets) == 1
        assert preflight(sheets) == []


def test_what_a_user_typed_is_printed_as_typed():
    dossier = with_step(dossier_of("N2"), "B01", owner="<b>R&D")

    assert "<b>R&D" in words(make_wallchart(dossier, "A3")[0])


def test_kinds_of_bars_differ_in_grey():
    kinds: tuple[BarKind, ...] = ("critical", "department", "open", "not_counted", "finished", "obstacle")
    pictures = {}
    for kind in kinds:
        sheet = Sheet((30, 10))
        draw_bar(sheet, kind, 5, 5, 20)
        pictures[kind] = picture(written(sheet))

    for one, other in combinations(kinds, 2):
        difference = ImageChops.difference(pictures[one], pictures[other]).crop((40, 29, 200, 51))
        assert ImageStat.Stat(difference).mean[0] > 30, (one, other)


def test_other_papers_are_refused():
    with pytest.raises(ValueError, match="A4"):
        make_wallchart(dossier_of("N2"), "A4")  # type: ignore[arg-type]


def test_the_same_dossier_gives_the_same_bytes():
    assert written(*make_wallchart(dossier_of("N1"), "A2")) == written(*make_wallchart(dossier_of("N1"), "A2"))
