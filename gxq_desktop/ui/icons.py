"""Icons: Fluent UI System Icons from resources/icons, tinted with a token and rendered for the screen's pixel ratio.

`set_icon(button, "add", "onAccent")` keeps the icon in the colour of its role when the theme changes. Painted widgets use
`paint`. An icon never stands without a word, except zoom and page arrows, which have a tooltip and an accessible name.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui import theme

FOLDER = RESOURCES / "icons"
SIZE = 20
_NAME, _ROLE = "gxqIcon", "gxqIconRole"
_pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}


@cache
def source(name: str) -> str:
    """The SVG of icon NAME ("add", "board-filled"). FileNotFoundError if there is no such icon."""
    return (FOLDER / f"{name}.svg").read_text("utf-8")


def pixmap(name: str, size: int = SIZE, role: str = "text2", ratio: float = 1.0) -> QPixmap:
    """Icon NAME, SIZE logical pixels wide, in the colour of ROLE, for a screen of RATIO device pixels a logical one."""
    key = (name, size, role, ratio)
    found = _pixmaps.get(key)
    if found is None:
        from PySide6.QtSvg import QSvgRenderer

        text = source(name)
        if name != "gxq":
            text = text.replace("<path ", f'<path fill="{theme.color(role).name()}" ')
        image = QImage(QSize(round(size * ratio), round(size * ratio)), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(image.rect()))
        painter.end()
        image.setDevicePixelRatio(ratio)
        found = _pixmaps[key] = QPixmap.fromImage(image)
    return found


def icon(name: str, role: str = "text2") -> QIcon:
    """Icon NAME for the screens there are, quieter while disabled.

    A filled button loses its fill in high contrast and while disabled: then its icon has the colour its words have.
    """
    made, size = QIcon(), theme.px(16)
    if role == "onAccent" and theme.look().is_contrast:
        role = "text"
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}):
        made.addPixmap(pixmap(name, size, role, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, size, "text3", ratio), QIcon.Mode.Disabled)
    return made


def paint(painter: QPainter, rect: QRectF, name: str, role: str = "text2") -> None:
    """Paint icon NAME into RECT, which should be square."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    painter.drawPixmap(rect.toRect(), pixmap(name, round(rect.width()), role, ratio))


def set_icon(target: QAbstractButton | QAction, name: str, role: str = "text2") -> None:
    """Give TARGET the icon NAME, now and after every change of the theme."""
    target.setProperty(_NAME, name)
    target.setProperty(_ROLE, role)
    target.setIcon(icon(name, role))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(theme.px(16), theme.px(16)))


def forget() -> None:
    """Drop what was rendered in the old colours."""
    _pixmaps.clear()


def renew(app: QApplication) -> None:
    """Tint every icon set by `set_icon` anew."""
    seen: set[int] = set()
    for widget in app.allWidgets():
        for target in (widget, *widget.actions()):
            if id(target) in seen or not isinstance(target, QObject) or target.property(_NAME) is None:
                continue
            seen.add(id(target))
            if isinstance(target, QAbstractButton | QAction):
                set_icon(target, target.property(_NAME), target.property(_ROLE))
