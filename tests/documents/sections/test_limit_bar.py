"""The limit bar: outline, solid, ticks, words that never collide, steps that are not counted."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.application.views import CardView, Day, ExcludedView, LimitBar
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sections.limit_bar import HEIGHT, draw_limit_bar, spoken_limit
from gxq_desktop.documents.sheet import ShapeOp, Sheet
from gxq_desktop.documents.tokens import A4, ACCENT, INK
from tests.documents.dossiers import make_dossier


@lru_cache
def one_card() -> CardView:
    return next(card for card in make_dossier("N1").cards if card.code == "A23")


LEFT, LABEL, WIDTH, TOP = 25.0, 21.5, 168.0, 60.0


@pytest.fixture(scope="module", name="cards")
def fixture_cards() -> dict[str, CardView]:
    return {card.code: card for card in make_dossier("N1").cards}


def drawn(card: CardView, plan_year: int = 2026) -> Sheet:
    sheet = Sheet(A4)
    draw_limit_bar(sheet, LEFT, TOP, LABEL, WIDTH, card, plan_year)
    return sheet


def words(sheet: Sheet) -> list[str]:
    return [op.line.characters for op in sheet.texts]


def bars(sheet: Sheet, **look: object) -> list[tuple[float, float]]:
    """x and width of rectangles with this fill or stroke."""
    found = []
    for op in sheet.graphics:
        if isinstance(op, ShapeOp) and all(getattr(op, name) == value for name, value in look.items()):
            _, x, _, width, _ = op.commands[0]
            found.append((float(x), float(width)))
    return found


def test_the_solid_is_to_the_outline_as_the_promise_to_the_statutory_limit(cards):
    sheet = drawn(cards["A23"])

    ((x, outline),) = bars(sheet, stroke=INK)
    ((solid_x, solid),) = bars(sheet, fill=ACCENT)
    assert x == solid_x == LEFT + LABEL
    assert solid / outline == pytest.approx(5 / 20)


def test_it_says_accepted_promised_due_and_statutory(cards):
    said = words(drawn(cards["A23"]))

    assert {"工作日", "05-29受理", "承诺 5", "06-05前办结", "法定 20（至 06-29）", "不计入"} <= set(said)
    assert any(word.startswith("批前公示 7 日") for word in said)


def test_a_limit_in_calendar_days_says_so_and_ends_the_promise_on_its_day(cards):
    card = cards["A29"]
    sheet = drawn(card)

    ((_, outline),) = bars(sheet, stroke=INK)
    ((_, solid),) = bars(sheet, fill=ACCENT)
    promised = (card.limit.promised_due.on - card.limit.accepted.on).days
    assert "自然日" in words(sheet)
    assert solid / outline == pytest.approx(promised / 7)


def test_an_unset_statutory_limit_has_no_outline_and_says_unset(cards):
    sheet = drawn(cards["A28"])

    assert bars(sheet, stroke=INK) == []
    assert "法定未设定" in words(sheet)
    assert not any("法定 0" in word for word in words(sheet))


def test_with_promised_and_statutory_alike_the_due_date_stands_above(cards):
    card = cards["A23"]
    alike = replace(
        card, excluded=(), limit=replace(card.limit, statutory_days=5, statutory_due=card.limit.promised_due)
    )
    sheet = drawn(alike)

    at = {op.line.characters: op.y for op in sheet.texts}
    assert at["06-05前办结"] < at["承诺 5"] == at["法定 5"]


def test_steps_the_project_does_not_concern_are_not_drawn(cards):
    card = cards["A17"]

    assert not any("农用地转用" in word for word in words(drawn(card)))


def test_a_step_on_request_is_drawn_only_where_none_is_scheduled(cards):
    assert any("需要时" in word for word in words(drawn(cards["A18"])))
    assert not any("听证" in word for word in words(drawn(cards["A23"])))


def test_more_than_three_steps_are_counted_together(cards):
    card = cards["A23"]
    many = tuple(ExcludedView(f"第{n}步评审", "10 日", "", True, "") for n in range(5))

    said = words(drawn(replace(card, excluded=many)))

    assert "另 3 步" in said


def test_a_screen_reader_hears_the_whole_bar(cards):
    assert spoken_limit(cards["A23"]) == (
        "时限：2026-05-29 受理，承诺 5 个工作日，2026-06-05 前办结；法定 20 个工作日，至 2026-06-29；不计入时限：批前公示 7 日。"
    )
    assert "法定即时或未设定" in spoken_limit(cards["A28"])


@settings(max_examples=60, deadline=None)
@given(
    promised=st.integers(1, 45),
    more=st.integers(0, 60),
    unit=st.sampled_from(["工作日", "自然日"]),
    is_set=st.booleans(),
    steps=st.lists(
        st.tuples(st.integers(1, 90), st.sampled_from(["公示", "专家评审", "报告书技术评审与现场踏勘会签"])), max_size=5
    ),
    planned=st.booleans(),
    provisional=st.booleans(),
    accepted=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    label=st.sampled_from([16.0, 21.5]),
)
def test_nothing_collides_or_leaves_its_place(
    promised, more, unit, is_set, steps, planned, provisional, accepted, label
):
    card = one_card()
    statutory = promised + more if is_set else 0
    due = accepted + timedelta(days=promised + 2 * (promised // 5))
    limit = LimitBar(
        Day(accepted, provisional),
        promised,
        Day(due, provisional),
        statutory,
        unit,
        Day(max(due, accepted + timedelta(days=statutory)), provisional) if is_set else None,
    )
    excluded = tuple(ExcludedView(name, f"{days} 个工作日", "", planned, "") for days, name in steps)
    sheet = Sheet(A4)

    draw_limit_bar(sheet, LEFT, TOP, label, WIDTH, replace(card, limit=limit, excluded=excluded), 2026)

    assert [str(finding) for finding in preflight([sheet])] == []
    for op in sheet.texts:
        assert op.x >= LEFT and op.x + op.line.width <= LEFT + WIDTH + 0.3
        assert TOP < op.y <= TOP + HEIGHT
