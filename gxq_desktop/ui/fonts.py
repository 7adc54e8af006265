"""Type: the family, the sizes in points (times the user's 90–150 %), and the way a widget takes one.

`set_font(widget, TITLE, bold=True)` keeps the widget at that size when the user changes the text size. No font-size in the
style sheet: it beats every setFont. Weights 400 and 700 only.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui import theme

GANTT = 8.25
CAPTION = 9.0
BASE = 9.75
NAVIGATION = 10.5
PANEL_TITLE = 11.5
DIALOG_HEAD = 12.0
PROJECT_NAME = 14.0
TITLE = 15.0
FIGURE = 21.0

OURS = "GXQ Hei"
_FAMILIES = (
    "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "WenQuanYi Micro Hei",
)  # fmt: skip
_SIZE, _BOLD = "gxqPoints", "gxqBold"


@cache
def families() -> tuple[str, ...]:
    """The families to set text in, best first. Ours is the last, so that no Chinese character is missing; where the system
    has one to begin with, it need not be there before the window: `load_ours`.
    """
    installed = set(QFontDatabase.families())
    theirs = tuple(name for name in _FAMILIES if name in installed)
    if not theirs:
        load_ours()
    return (*theirs, OURS)


@cache
def load_ours() -> None:
    """Make our family known to Qt, once a process: 8 ms and 5 MiB."""
    for weight in ("400", "700"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"gxq-hei-{weight}.ttf"))


def font(points: float = BASE, bold: bool = False, *, underline: bool = False) -> QFont:
    """A font of POINTS at 100 %, in the user's text size. Figures are all of one width."""
    return QFont(_font(points, bold, underline, theme.look().percent))


@cache
def _font(points: float, bold: bool, underline: bool, percent: int) -> QFont:
    made = QFont(list(families()))
    made.setPointSizeF(points * percent / 100)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setUnderline(underline)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def metrics(points: float = BASE, bold: bool = False) -> QFontMetrics:
    """The measures of `font`, kept, for painting."""
    return _metrics(points, bold, theme.look().percent)


@cache
def _metrics(points: float, bold: bool, percent: int) -> QFontMetrics:
    return QFontMetrics(_font(points, bold, False, percent))


def set_font(widget: QWidget, points: float, bold: bool = False) -> None:
    """Set WIDGET in POINTS at 100 %, now and after every change of the user's text size."""
    widget.setProperty(_SIZE, points)
    widget.setProperty(_BOLD, bold)
    widget.setFont(font(points, bold))


def renew(app: QApplication) -> None:
    """Give every widget set by `set_font` its size in the new text size."""
    for widget in app.allWidgets():
        points = widget.property(_SIZE)
        if points is not None:
            widget.setFont(font(points, bool(widget.property(_BOLD))))
