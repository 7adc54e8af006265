"""Design tokens, palette and style sheet of the desk. The only file that holds a colour.

`color("seal")` is the colour of a role in the look that is on; `px(28)` a length of 28 px at 100 % text, in the user's
text size. `look()` is the one look of the application: it applies a choice and emits `changed` when colours or sizes did.
Without high contrast: Fusion, a full palette and one short style sheet, set once. With it: no style sheet, the system's
palette and style (or a black one, where the user chose it here), and every role falls back to a role of that palette.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

LIGHT: Mapping[str, str] = {
    "window": "#F2F4F2", "base": "#FFFFFF", "alt": "#F8F9F7", "sunken": "#E9ECE9", "raised": "#FFFFFF",
    "line": "#DCE0DC", "line2": "#C6CCC7", "ctl": "#818A84",
    "text": "#1B2321", "text2": "#535E59", "text3": "#66706A",
    "accent": "#17596A", "accentHover": "#0F4858", "onAccent": "#FFFFFF",
    "soft": "#E3EEF0", "sel": "#CFE4E8", "selText": "#10333D",
    "seal": "#B3291F", "sealBg": "#FBE8E5", "sealLine": "#E5A39B",
    "warn": "#835000", "warnBg": "#FFF1D6", "warnLine": "#DDB468",
    "ok": "#27663F", "okBg": "#E3F1E7", "okLine": "#98C5A6",
    "pause": "#594A8C", "pauseBg": "#ECE8F6", "pauseLine": "#B8ADDB",
    "off": "#EEF0EE", "make": "#DCECEF", "bar": "#8DBAC4", "barEdge": "#4C8A98", "crit": "#17404C", "prep": "#C3CBC6",
    "ghost": "#A7B0AA", "done": "#CBD9CF", "doneEdge": "#7FA38C", "link": "#8B958F", "tip": "#25302D",
    "tipText": "#F2F5F3", "paper": "#FFFFFF", "desk": "#DDE1DE", "shadow": "#000000",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "window": "#191D1C", "base": "#202625", "alt": "#252C2A", "sunken": "#141817", "raised": "#2A312F",
    "line": "#323A37", "line2": "#47514D", "ctl": "#7C8782",
    "text": "#E7ECE9", "text2": "#AEB8B3", "text3": "#929D97",
    "accent": "#82C6D3", "accentHover": "#9AD4DF", "onAccent": "#08252D",
    "soft": "#24383D", "sel": "#1F4A56", "selText": "#EAF6F8",
    "seal": "#FF9587", "sealBg": "#4A231F", "sealLine": "#8C443B",
    "warn": "#F1BE68", "warnBg": "#42320F", "warnLine": "#83692C",
    "ok": "#8BCDA0", "okBg": "#1E3B29", "okLine": "#3F6B4E",
    "pause": "#BDAEEC", "pauseBg": "#332C4E", "pauseLine": "#655890",
    "off": "#1A1F1E", "make": "#1D3439", "bar": "#36707D", "barEdge": "#82C6D3", "crit": "#CBE9EE", "prep": "#4A5450",
    "ghost": "#6B7670", "done": "#33463B", "doneEdge": "#64886F", "link": "#7F8A84", "tip": "#E7ECE9",
    "tipText": "#1B2321", "paper": "#FFFFFF", "desk": "#121615", "shadow": "#000000",
}  # fmt: skip

# Pairs (foreground, background) the contrast test holds to 4.5:1, those of GRAPHICS to 3:1 (WCAG 1.4.3, 1.4.11).
TEXT_PAIRS = (
    ("text", "base"), ("text", "window"), ("text", "alt"), ("text", "sunken"), ("text", "off"), ("text", "bar"),
    ("text", "soft"), ("text", "raised"), ("text2", "base"), ("text2", "window"), ("text2", "alt"), ("text2", "sel"),
    ("text2", "off"), ("text2", "soft"), ("text3", "base"), ("text3", "window"), ("text3", "alt"), ("accent", "base"),
    ("accent", "window"), ("accent", "soft"), ("accent", "sel"), ("accent", "alt"), ("onAccent", "accent"),
    ("selText", "sel"), ("seal", "base"), ("seal", "sealBg"), ("seal", "sel"), ("seal", "alt"), ("seal", "window"),
    ("warn", "base"), ("warn", "warnBg"), ("warn", "sel"), ("warn", "alt"), ("ok", "base"), ("ok", "okBg"), ("ok", "sel"),
    ("ok", "window"), ("pause", "base"), ("pause", "pauseBg"), ("pause", "sel"), ("tipText", "tip"), ("accent", "make"),
)  # fmt: skip
GRAPHIC_PAIRS = (("ctl", "base"), ("ctl", "window"), ("barEdge", "base"), ("crit", "base"))

# In high contrast a role is a role of the system's palette; what is not named here is the text colour.
_CONTRAST_ROLES = {
    QPalette.ColorRole.Window: ("window", "alt", "sunken", "raised", "desk", "off"),
    QPalette.ColorRole.Base: (
        "base", "soft", "sealBg", "warnBg", "okBg", "pauseBg", "make", "bar", "prep", "done", "onAccent",
    ),
    QPalette.ColorRole.Highlight: ("sel",),
    QPalette.ColorRole.HighlightedText: ("selText",),
    QPalette.ColorRole.ToolTipBase: ("tip",),
    QPalette.ColorRole.ToolTipText: ("tipText",),
}  # fmt: skip


FUSION = "fusion"
STYLE = "gxqStyle"
"""The property of the application that names the style it was started with, until it is dressed."""


class ThemeChoice(StrEnum):
    """What the user chose in 设置."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"

    @property
    def label(self) -> str:
        return {"system": "跟随系统", "light": "浅色", "dark": "深色", "contrast": "高对比"}[self.value]


def palette(tokens: Mapping[str, str]) -> QPalette:
    """A palette with every role set, disabled text too."""
    made, role = QPalette(), QPalette.ColorRole
    for each, token in {
        role.Window: "window", role.WindowText: "text", role.Base: "base", role.AlternateBase: "alt", role.Text: "text",
        role.Button: "raised", role.ButtonText: "text", role.BrightText: "seal", role.ToolTipBase: "tip",
        role.ToolTipText: "tipText", role.PlaceholderText: "text3", role.Highlight: "sel",
        role.HighlightedText: "selText", role.Accent: "accent", role.Link: "accent", role.LinkVisited: "accent",
        role.Light: "base", role.Midlight: "line", role.Mid: "line2", role.Dark: "ctl", role.Shadow: "ctl",
    }.items():  # fmt: skip
        made.setColor(each, QColor(tokens[token]))
    for each in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens["text3"]))
    return made


def black_palette() -> QPalette:
    """High contrast for a system that has none of its own: white on black, light blue for what is selected."""
    made, role = QPalette(QColor("#000000"), QColor("#000000")), QPalette.ColorRole
    for each in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText, role.PlaceholderText):
        made.setColor(each, QColor("#FFFFFF"))
    for each in (role.Window, role.Base, role.AlternateBase, role.Button, role.ToolTipBase):
        made.setColor(each, QColor("#000000"))
    for each in (role.Light, role.Midlight, role.Mid, role.Dark, role.Shadow):
        made.setColor(each, QColor("#FFFFFF"))
    made.setColor(role.Highlight, QColor("#8EE3F0"))
    made.setColor(role.HighlightedText, QColor("#000000"))
    made.setColor(role.Accent, QColor("#8EE3F0"))
    for each in (role.Link, role.LinkVisited):
        made.setColor(each, QColor("#FFE600"))
    for each in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor("#A6F6A6"))
    return made


def contrast_tokens(system: QPalette) -> dict[str, str]:
    """The tokens of high contrast, taken from the palette SYSTEM."""
    text = system.color(QPalette.ColorRole.WindowText).name()
    tokens = dict.fromkeys(LIGHT, text)
    for role, names in _CONTRAST_ROLES.items():
        tokens.update(dict.fromkeys(names, system.color(role).name()))
    disabled = system.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    if contrast(disabled, tokens["base"]) >= 4.5:
        tokens["text3"] = disabled
    tokens["paper"] = LIGHT["paper"]
    return tokens


_QSS = """
QMainWindow, QDialog {{ background: {window}; }}
QMenuBar {{ background: {window}; padding: 2px 6px; border: 0; }}
QMenuBar::item {{ padding: 6px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {sunken}; }}
QMenu {{ background: {raised}; border: 1px solid {line2}; padding: 4px; }}
QMenu::item {{ padding: 4px 26px 4px 10px; border-radius: 3px; }}
QMenu::item:selected {{ background: {sel}; color: {selText}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 6px; }}
QStatusBar {{ background: {window}; border-top: 1px solid {line}; color: {text2}; }}
QStatusBar::item {{ border: 0; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }} QSplitter::handle:vertical {{ height: 1px; }}

QPushButton, QToolButton {{ border: 1px solid {line2}; border-radius: 4px; background: {raised}; color: {text};
  padding: 0 11px; min-height: 26px; }}
QPushButton:hover, QToolButton:hover {{ background: {alt}; border-color: {ctl}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {sunken}; }}
QPushButton[kind="primary"] {{ background: {accent}; border-color: {accent}; color: {onAccent}; font-weight: 700; }}
QPushButton[kind="primary"]:hover {{ background: {accentHover}; }}
QPushButton[kind="flat"], QToolButton[kind="flat"] {{ background: transparent; border-color: transparent;
  padding: 0 7px; }}
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover {{ background: {sunken}; }}
QPushButton[kind="link"] {{ background: transparent; border: 0; color: {accent}; padding: 0 2px; text-align: left;
  min-height: 20px; }}
QPushButton[kind="segment"] {{ border-color: transparent; background: transparent; }}
QPushButton[kind="segment"]:checked {{ border: 1px solid {accent}; background: {soft}; font-weight: 700; }}
QPushButton:focus, QToolButton:focus, QPushButton[kind="segment"]:focus {{ border: 2px solid {accent}; padding: 0 10px;
  min-height: 24px; }}
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus {{ padding: 0 6px; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {accent}; border-radius: 3px; padding: 0; min-height: 16px; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {text3}; background: {window}; border-color: {line}; }}
QPushButton[kind="link"]:disabled {{ background: transparent; }}

QLineEdit, QDateEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit, QComboBox {{ background: {base};
  border: 1px solid {ctl}; border-radius: 4px; padding: 0 8px; min-height: 28px; color: {text};
  selection-background-color: {sel}; selection-color: {selText}; }}
QLineEdit:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus,
QTextEdit:focus {{ border: 2px solid {accent}; padding: 0 7px; min-height: 26px; }}
QLineEdit[bad="1"], QComboBox[bad="1"], QPlainTextEdit[bad="1"], QDateEdit[bad="1"] {{ border: 2px solid {seal};
  padding: 0 7px; min-height: 26px; }}
QLineEdit[quiet="1"], QComboBox[quiet="1"] {{ border-color: {line2}; }}
QLineEdit QToolButton {{ border: 0; background: transparent; padding: 0; margin: 0; min-height: 0; }}
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QPlainTextEdit:disabled {{ background: {window};
  color: {text3}; border-color: {line2}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
QPlainTextEdit, QTextEdit {{ padding: 4px 6px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 3px 5px; }}
QTextBrowser {{ border: 0; border-radius: 0; }}
QTextBrowser:focus {{ padding: 2px 4px; border-radius: 0; }}
QDateEdit {{ max-height: 28px; }} QDateEdit:focus, QDateEdit[bad="1"] {{ max-height: 26px; }}

QTableView, QTreeView, QListView {{ background: {base}; border: 0; gridline-color: {line}; outline: 0;
  selection-background-color: {sel}; selection-color: {selText}; }}
QHeaderView {{ background: {alt}; border: 0; }}
QTabBar {{ border: 0; background: transparent; }}
QTabBar::tab {{ padding: 0 {tabs}px; min-height: 32px; color: {text2}; border: 0; border-bottom: 2px solid transparent;
  background: transparent; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 700; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QScrollArea {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {line2}; border-radius: 3px; margin: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {ctl}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ border: 0; border-radius: 3px; background: {sunken}; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QLabel[role="text2"] {{ color: {text2}; }} QLabel[role="text3"] {{ color: {text3}; }}
QLabel[role="accent"] {{ color: {accent}; }} QLabel[role="seal"] {{ color: {seal}; }}
QLabel[role="warn"] {{ color: {warn}; }} QLabel[role="ok"] {{ color: {ok}; }}
QLabel[role="pause"] {{ color: {pause}; }}
QLabel[role="key"] {{ color: {text2}; background: {base}; border: 1px solid {line2}; border-radius: 3px;
  padding: 0 4px; }}
QCheckBox, QRadioButton {{ spacing: 6px; border: 2px solid transparent; border-radius: 4px; padding: 1px 3px 1px 0; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {accent}; }}
QToolTip {{ background: {tip}; color: {tipText}; border: 0; padding: 4px 6px; }}
"""
_SCALED = re.compile(r"(min-height|max-height|height|width): (\d+)px")


def style_sheet(tokens: Mapping[str, str], chevron: str, percent: int = 100, indicators: str = "") -> str:
    """The style sheet. chevron: path of the arrow's image, with forward slashes. percent: the user's text size.
    indicators: rules for the marks of check boxes and radio buttons, for 100 %.
    """
    sheet = _QSS.format(chevron=chevron, tabs=12 if percent < 125 else 7, **tokens) + indicators

    def scaled(found: re.Match[str]) -> str:
        size = int(found[2])
        return found[0] if size < 16 else f"{found[1]}: {round(size * percent / 100)}px"

    return _SCALED.sub(scaled, sheet)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#RRGGBB" (WCAG 2.2), from 1 to 21."""

    def luminance(name: str) -> float:
        parts = [int(name[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Look(QObject):
    """How the application looks now: tokens and text size.

    tokens: role → "#RRGGBB". percent: the user's text size, 90–150. changed: after colours or sizes changed and the
    application's palette, font and style sheet were set; painted widgets drop their caches and repaint.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = ThemeChoice.LIGHT
        self.tokens: Mapping[str, str] = LIGHT
        self.percent = 100
        self.is_contrast = False
        self._colors: dict[str, QColor] = {}
        self._cache_dir: Path | None = None
        self._listening = False
        self._applied: tuple[object, ...] = ()
        self._dressed: QApplication | None = None

    @property
    def is_dark(self) -> bool:
        return QColor(self.tokens["base"]).lightness() < 128

    def color(self, role: str) -> QColor:
        """The colour of ROLE; KeyError if there is no such token. Not to be changed by the caller."""
        found = self._colors.get(role)
        if found is None:
            found = self._colors[role] = QColor(self.tokens[role])
        return found

    def apply(self, choice: ThemeChoice, percent: int, cache_dir: Path | None = None) -> None:
        """Dress the application as CHOICE at PERCENT text size. cache_dir: where tinted images for the sheet are put."""
        from gxq_desktop.ui import fonts, icons

        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("there is no QApplication to dress")
        asked = (choice, percent, cache_dir or self._cache_dir, system_is_dark(), system_wants_contrast())
        if asked == self._applied and app is self._dressed:
            return
        self._applied, self._dressed = asked, app
        self.choice, self.percent = choice, max(90, min(150, percent))
        self._cache_dir = cache_dir or self._cache_dir
        if not self._listening:
            self._listening = True
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.is_contrast = choice is ThemeChoice.CONTRAST or (choice is ThemeChoice.SYSTEM and system_wants_contrast())
        dark = choice is ThemeChoice.DARK or (choice is ThemeChoice.SYSTEM and system_is_dark())
        if self.is_contrast:
            system = QPalette() if system_wants_contrast() else black_palette()
            self.tokens = contrast_tokens(system)
            made = system
        else:
            self.tokens = DARK if dark else LIGHT
            made = palette(self.tokens)
        self._colors.clear()
        icons.forget()
        if not self.is_contrast:
            _set_style(app, FUSION)
        elif not system_wants_contrast():  # Fusion's outlines are a darker black on black; this one draws them in Light
            _set_style(app, "windows")
        app.setPalette(made)
        app.setFont(fonts.font(fonts.BASE))
        app.setStyleSheet("" if self.is_contrast else self._sheet())
        fonts.renew(app)
        icons.renew(app)
        self.changed.emit()

    def _sheet(self) -> str:
        """The style sheet with its images, which need a folder to be in."""
        from gxq_desktop.ui import indicators

        images = indicators.sheet(self.tokens, self._cache_dir) if self._cache_dir is not None else ""
        return style_sheet(self.tokens, self._chevron(), self.percent, images)

    def _chevron(self) -> str:
        """The path of the combo's arrow in today's colour; "" without a folder it can be written to."""
        if self._cache_dir is None:
            return ""
        path = self._cache_dir / f"chevron-{self.tokens['text2'][1:]}.png"
        if not path.exists():
            from PySide6.QtCore import QBuffer

            from gxq_desktop.ui import icons, indicators

            image = QBuffer()
            image.open(QBuffer.OpenModeFlag.WriteOnly)
            icons.pixmap("chevron_down", 24, "text2", 1.0).save(image, "PNG")
            if not indicators.written(path, bytes(image.data().data())):
                return ""
        return path.as_posix()

    def _on_system_changed(self) -> None:
        if self.choice is ThemeChoice.SYSTEM:
            self.apply(self.choice, self.percent)


def _set_style(app: QApplication, name: str) -> None:
    """Set the style NAME, a new one each time: a sheet laid on a style that has one already has made Qt crash.

    At a start it is on already (STYLE says so): merely naming a style object makes PySide build its 500 constants.
    """
    if app.property(STYLE) != name:
        app.setStyle(QStyleFactory.create(name))
    app.setProperty(STYLE, None)


def system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def system_wants_contrast() -> bool:
    """Whether the system is set to high contrast."""
    style_hints = QGuiApplication.styleHints()  # kept by name: PySide frees the hints with their owner's wrapper
    hints = style_hints.accessibility()
    return hints is not None and hints.contrastPreference() is Qt.ContrastPreference.HighContrast


def set_role(widget: QWidget, role: str) -> None:
    """Colour the text of a QLabel by ROLE (text2, text3, accent, seal, warn, ok, pause, key), "" for plain text."""
    set_property(widget, "role", role)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet reads (kind, bad, quiet, role) and dress WIDGET anew."""
    if (widget.property(name) or "") != value:
        widget.setProperty(name, value)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it will be when it shows
            widget.style().unpolish(widget)
            widget.style().polish(widget)


_look: Look | None = None


def look() -> Look:
    """The application's look; LIGHT at 100 % until `apply` is called."""
    global _look
    if _look is None:
        _look = Look()
    return _look


def color(role: str) -> QColor:
    """The colour of a token in the look that is on: color("seal")."""
    return look().color(role)


def px(length: int) -> int:
    """LENGTH pixels at 100 % text, in the user's text size."""
    return round(length * look().percent / 100)
