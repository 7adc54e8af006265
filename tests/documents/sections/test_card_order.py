"""In which order cards are printed, and how few halves stay empty."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.documents.sections.card_order import EVEN_TOP, HALVES_A_LEAF, Placement, arrange

EVEN_FOOT, ODD_TOP, ODD_FOOT = 1, 2, 3


def placed(phases: list[list[int]], full: set[int], start: int) -> list[int | None]:
    return [each.card for each in arrange(phases, frozenset(full), start)]


@st.composite
def chapters(draw: st.DrawFn) -> tuple[list[list[int]], frozenset[int], int]:
    """Up to five phases of up to seven cards, some of them full, and the half the chapter begins in."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=5))
    phases, first = [], 0
    for size in sizes:
        phases.append(list(range(first, first + size)))
        first += size
    full = draw(st.frozensets(st.integers(0, first - 1), max_size=8))
    return phases, full, draw(st.integers(0, HALVES_A_LEAF - 1))


def begins(placements: tuple[Placement, ...], full: frozenset[int], start: int) -> list[int]:
    """The half each placement begins in."""
    half, found = start, []
    for each in placements:
        found.append(half)
        half = (half + (0 if each.card in full else 1)) % HALVES_A_LEAF
    return found


@given(chapters())
def test_every_card_is_placed_once(chapter):
    phases, full, start = chapter

    cards = [each.card for each in arrange(phases, full, start) if each.card is not None]

    assert sorted(cards) == [card for phase in phases for card in phase]


@given(chapters())
def test_full_cards_begin_at_the_top_of_an_even_page(chapter):
    phases, full, start = chapter
    placements = arrange(phases, full, start)

    for each, half in zip(placements, begins(placements, full, start), strict=True):
        if each.card in full:
            assert half == EVEN_TOP


@given(chapters())
def test_phases_follow_each_other(chapter):
    phases, full, start = chapter

    order = [each.phase for each in arrange(phases, full, start)]

    assert order == sorted(order)


@given(chapters())
def test_cards_of_one_kind_keep_the_order_of_the_catalogue(chapter):
    phases, full, start = chapter
    cards = [each.card for each in arrange(phases, full, start) if each.card is not None]

    for kind in ([card for card in cards if card in full], [card for card in cards if card not in full]):
        assert all(one < other for one, other in pairwise(kind))


@given(chapters())
def test_halves_are_left_only_right_before_a_full_card_and_never_a_whole_leaf(chapter):
    phases, full, start = chapter
    cards = [each.card for each in arrange(phases, full, start)]

    gap = 0
    for card in cards:
        gap = gap + 1 if card is None else 0
        assert gap < HALVES_A_LEAF
    assert all(after is None or after in full for card, after in pairwise(cards) if card is None)
    assert not cards or cards[-1] is not None


@given(chapters())
def test_never_more_halves_are_left_than_with_the_catalogue_order_kept(chapter):
    phases, full, start = chapter
    half = wasted = 0
    half = start
    for card in (card for phase in phases for card in phase):
        if card in full:
            wasted += (EVEN_TOP - half) % HALVES_A_LEAF
            half = EVEN_TOP
        else:
            half = (half + 1) % HALVES_A_LEAF

    assert sum(each.card is None for each in arrange(phases, full, start)) <= wasted


def test_two_half_page_cards_go_before_a_full_one_that_would_waste_a_page():
    assert placed([[0, 1, 2]], {0}, ODD_TOP) == [1, 2, 0]


def test_the_order_of_the_catalogue_stays_where_nothing_is_gained():
    assert placed([[0, 1, 2, 3]], {2}, ODD_TOP) == [0, 1, 2, 3]


def test_without_full_cards_nothing_is_left():
    assert placed([[0, 1], [2]], set(), ODD_FOOT) == [0, 1, 2]


def test_a_half_that_has_to_be_left_comes_before_the_phase_rather_than_inside_it():
    assert placed([[0], [1]], {1}, ODD_TOP) == [0, None, 1]
    assert placed([[0, 1]], {1}, EVEN_FOOT) == [0, None, None, 1]
