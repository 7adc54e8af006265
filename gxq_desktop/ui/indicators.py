"""The boxes and rings of check boxes and radio buttons, seen on every ground.

Fusion draws them in a darker window colour, which the dark look swallows. `sheet` gives the style sheet images in the
colours of the look, vector ones, so that they are sharp at every pixel ratio and text size; `paint_tick` paints the same
box where a table draws its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gxq_desktop.ui import theme

_log = logging.getLogger(__name__)
_SIDE = 16
_TICK = ((0.24, 0.52), (0.43, 0.71), (0.78, 0.31))
_KINDS = {"check": "QCheckBox", "radio": "QRadioButton"}
_STATES = {
    "off": ":unchecked", "on": ":checked", "part": ":indeterminate", "off-still": ":unchecked:disabled",
    "on-still": ":checked:disabled", "part-still": ":indeterminate:disabled",
}  # fmt: skip


def sheet(tokens: Mapping[str, str], folder: Path) -> str:
    """Rules for the style sheet; the images they name are written to FOLDER where they are not there yet.

    "" if they cannot be written, as in a read-only data folder: then the style draws its own.
    """
    rules = [
        f"{', '.join(f'{name}::indicator' for name in _KINDS.values())} {{ width: {_SIDE}px; height: {_SIDE}px; }}"
    ]
    look = "".join(tokens[role][1:] for role in ("ctl", "accent", "onAccent", "base", "text3", "window"))
    for kind, name in _KINDS.items():
        for state, selector in _STATES.items():
            if kind == "radio" and state.startswith("part"):
                continue
            path = folder / f"{kind}-{state}-{look}.svg"
            if not path.exists() and not written(path, _svg(kind, state, tokens).encode()):
                return ""
            rules.append(f'{name}::indicator{selector} {{ image: url("{path.as_posix()}"); }}')
    return "\n".join(rules)


def written(path: Path, image: bytes) -> bool:
    """Write IMAGE whole: half of one, left by a full disk, would be taken for it ever after. False if that is refused."""
    from gxq_desktop.application.files import write_whole
    from gxq_desktop.domain.errors import DomainError

    try:
        write_whole(path, image)
    except DomainError as refusal:
        _log.warning("an image of the style sheet was not written: %s", refusal)
        return False
    return True


def _svg(kind: str, state: str, tokens: Mapping[str, str]) -> str:
    on, still = not state.startswith("off"), state.endswith("still")
    edge = tokens["text3" if still else "accent" if on else "ctl"]
    fill = tokens["window" if still else "accent" if on and kind == "check" else "base"]
    ink = tokens["text3" if still else "onAccent" if kind == "check" else "accent"]
    if kind == "radio":
        inner = f'<circle cx="8" cy="8" r="4" fill="{ink}"/>' if on else ""
        shape = f'<circle cx="8" cy="8" r="7.3" fill="{fill}" stroke="{edge}" stroke-width="1.4"/>{inner}'
    else:
        points = " ".join(f"{x * _SIDE:.1f},{y * _SIDE:.1f}" for x, y in _TICK)
        drawn = f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2" stroke-linecap="round"/>'
        if state.startswith("part"):
            drawn = f'<rect x="4" y="7" width="8" height="2" fill="{ink}"/>'
        box = f'<rect x="0.7" y="0.7" width="14.6" height="14.6" rx="3" fill="{fill}" stroke="{edge}" stroke-width="1.4"/>'
        shape = box + (drawn if on else "")
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">{shape}</svg>'


def paint_tick(painter: QPainter, rect: QRectF, checked: bool) -> None:
    """The box of a table's row at the left of RECT, centred in its height, ticked if CHECKED."""
    side = theme.px(_SIDE)
    box = QRectF(round(rect.left()), round(rect.center().y() - side / 2), side, side).adjusted(0.7, 0.7, -0.7, -0.7)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if checked else "ctl"), 1.4))
    painter.setBrush(theme.color("accent" if checked else "base"))
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        pen = QPen(theme.color("onAccent"), max(1.6, side / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(box.left() + box.width() * x, box.top() + box.height() * y) for x, y in _TICK]
        painter.drawPolyline(QPolygonF(points))
    painter.restore()
