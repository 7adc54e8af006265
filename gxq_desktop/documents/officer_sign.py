"""※ after the name of an item that an officer decided (人工认定), and the words that explain it: the same on every paper.

Both are empty where no officer decided, so that a paper without such items is what it would be without this module. The
item's card and the annex 为何不办 give the reason, who decided and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gxq_desktop.application.views import Dossier, StepView
from gxq_desktop.documents.styles import DENSE_GREY
from gxq_desktop.documents.text import Run, Text, text_width

SIGN: Final = "※"
WORDS: Final = "人工认定要办"
EXPLANATION: Final = f"{SIGN} 人工认定要办：由窗口人员认定，理由见手册事项卡和“为何不办”。"
_SIGN: Final[Text] = (Run(SIGN, DENSE_GREY),)


def sign(dossier: Dossier, code: str) -> Text:
    """A small grey ※, to be put after the name of item CODE; empty if no officer decided it."""
    return _SIGN if code in dossier.officer_decided else ()


def step_sign(dossier: Dossier, step: StepView) -> Text:
    """The same for a step; the steps not counted in an item's limit have none of their own."""
    return () if step.parent else sign(dossier, step.code)


def sign_width(decided: Text) -> float:
    """What the sign takes of the room for a name, mm; 0 for an empty one."""
    return text_width(decided) if decided else 0.0


def words(dossier: Dossier, code: str) -> str:
    """人工认定要办, where a paper has room for it; "" if no officer decided."""
    return WORDS if code in dossier.officer_decided else ""


def explanation(dossier: Dossier, codes: Iterable[str]) -> str:
    """What ※ means, for a paper that names the items CODES; "" if no officer decided one of them."""
    return "" if dossier.officer_decided.isdisjoint(codes) else EXPLANATION
