"""In which order cards are printed: full ones begin on even pages, compact ones share pages, as few halves wasted as can be.

Places are counted in half pages modulo one leaf: 0 and 1 are the upper and lower half of an even page, 2 and 3 of an odd one.
Cards stay with their phase, phases stay in order. Within a phase the order of the catalogue is left only where that saves a half.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple, TypeVar

from gxq_desktop.domain.frozen import frozen

HALVES_A_LEAF: Final = 4
EVEN_TOP: Final = 0
_WASTE: Final = 1000
"""One empty half outweighs any number of cards out of order."""
_WASTE_INSIDE: Final = 1
"""A half at the beginning of a phase is better to fill (its opening) than one in its middle."""


@frozen
class Placement:
    """What stands next: a card by its index (full: four halves), or None for a half to be filled. phase: by index."""

    card: int | None
    phase: int


class _State(NamedTuple):
    """compacts, fulls: how many of the phase are placed; half: where the next one goes."""

    compacts: int
    fulls: int
    half: int


class _Path(NamedTuple):
    cost: int
    placed: tuple[Placement, ...]

    def with_cards(self, cost: int, *placed: Placement) -> _Path:
        return _Path(self.cost + cost, self.placed + placed)


_Key = TypeVar("_Key", bound=Hashable)


def arrange(phases: Sequence[Sequence[int]], full: frozenset[int], start: int) -> tuple[Placement, ...]:
    """Return the cards of PHASES (indexes in catalogue order) as placed from half START on, with the halves between them.

    FULL: indexes of two-page cards. The fewest empty halves; among those the fewest pairs of cards out of order.
    """
    paths = {start % HALVES_A_LEAF: _Path(0, ())}
    for phase, cards in enumerate(phases):
        after: dict[int, _Path] = {}
        for half, path in paths.items():
            for end, more in _phase_paths(phase, cards, full, half).items():
                _keep(after, end, path.with_cards(more.cost, *more.placed))
        paths = after
    return min(paths.values(), key=lambda path: path.cost).placed


def _phase_paths(phase: int, cards: Sequence[int], full: frozenset[int], start: int) -> dict[int, _Path]:
    """The cheapest way through one phase for every half it can end before."""
    compacts = [card for card in cards if card not in full]
    fulls = [card for card in cards if card in full]
    frontier = {_State(0, 0, start): _Path(0, ())}
    for _ in cards:
        spread: dict[_State, _Path] = {}
        for state, path in frontier.items():
            if state.fulls < len(fulls):
                card = fulls[state.fulls]
                waste = (EVEN_TOP - state.half) % HALVES_A_LEAF
                cost = waste * (_WASTE + _WASTE_INSIDE * bool(state.compacts + state.fulls))
                cost += sum(other < card for other in compacts[state.compacts :])
                gap = (Placement(None, phase),) * waste
                placed = path.with_cards(cost, *gap, Placement(card, phase))
                _keep(spread, _State(state.compacts, state.fulls + 1, EVEN_TOP), placed)
            if state.compacts < len(compacts):
                card = compacts[state.compacts]
                cost = sum(other < card for other in fulls[state.fulls :])
                half = (state.half + 1) % HALVES_A_LEAF
                _keep(
                    spread, _State(state.compacts + 1, state.fulls, half), path.with_cards(cost, Placement(card, phase))
                )
        frontier = spread
    return {state.half: path for state, path in frontier.items()}


def _keep(paths: dict[_Key, _Path], key: _Key, path: _Path) -> None:
    known = paths.get(key)
    if known is None or path.cost < known.cost:
        paths[key] = path
