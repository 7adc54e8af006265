"""How links run: orthogonal, from a bar's end along its row, then straight to the other bar. No Qt."""

from __future__ import annotations

from gxq_desktop.domain.frozen import frozen

CLEAR = 4.0
"""Pixels a link keeps from the end of the bar it leaves."""


@frozen
class Place:
    """A bar: its row, and its left and right edge in pixels."""

    row: int
    left: float
    right: float


@frozen
class Route:
    """Points in (x, row + part of a row from its top, 0.5 its middle). down: the arrow points down, else up; None: left or
    right, as `to_right` says."""

    points: tuple[tuple[float, float], ...]
    vertical: bool
    forward: bool

    @property
    def rows(self) -> tuple[int, int]:
        """First and last row it touches."""
        ys = [y for _, y in self.points]
        return int(min(ys)), int(max(ys))


def route(kind: str, before: Place, after: Place, half: float) -> Route:
    """The way of a link of KIND (FS, SS, FF, SF) from BEFORE to AFTER. half: half the height of a bar, in rows."""
    from_finish, to_finish = kind in ("FS", "FF"), kind in ("FF", "SF")
    down = after.row >= before.row
    edge = after.row + 0.5 - half if down else after.row + 0.5 + half
    start_y = before.row + 0.5
    if from_finish and not to_finish:
        x = max(before.right + CLEAR, after.left + CLEAR)
        if x <= max(after.right, after.left + 2 * CLEAR) + CLEAR:
            return Route(((before.right, start_y), (x, start_y), (x, edge)), True, down)
        x = before.right + CLEAR  # the successor ends before: it comes back from the right
        return Route(
            ((before.right, start_y), (x, start_y), (x, after.row + 0.5), (after.right, after.row + 0.5)), False, False
        )
    if not from_finish and not to_finish:
        x = min(before.left, after.left) - CLEAR
        end = (after.left, after.row + 0.5)
        return Route(((before.left, start_y), (x, start_y), (x, after.row + 0.5), end), False, True)
    if from_finish:
        x = max(before.right, after.right) + CLEAR
        end = (after.right, after.row + 0.5)
        return Route(((before.right, start_y), (x, start_y), (x, after.row + 0.5), end), False, False)
    x = max(before.left, after.right) + CLEAR
    end = (after.right, after.row + 0.5)
    return Route(((before.left, start_y), (x, start_y), (x, after.row + 0.5), end), False, False)
