"""Refusals as a screen says them: they name options of the command line, which no window has."""

from __future__ import annotations

import re

from gxq_desktop.domain.errors import DomainError

_OPTION = re.compile(r"（-{2}[a-z-]+[^（）]*）")
_VALUE = re.compile(r"[a-z_]{3,}（([^（）]+)）")
_VALUE_AFTER = re.compile(r"（[a-z_]{3,}）")
_COMMAND = re.compile(r"（gxq-desktop [^（）]*）")


def on_screen(text: str) -> str:
    """TEXT without what only the command line has: “请写文号（--document）” → “请写文号”, “submitted（收件）” → “收件”."""
    for pattern, kept in ((_OPTION, ""), (_COMMAND, ""), (_VALUE, r"\1"), (_VALUE_AFTER, "")):
        text = pattern.sub(kept, text)
    return text


def refusal_on_screen(refusal: DomainError) -> str:
    """The sentences of REFUSAL for a screen."""
    return on_screen(f"{refusal.problem}{refusal.next_step}")
