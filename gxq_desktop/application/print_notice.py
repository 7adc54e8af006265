"""Print a one-time notice (一次性告知书) or a correction notice (补正通知) for one approval item."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date

from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.ports import Services
from gxq_desktop.application.views import NoticeLine
from gxq_desktop.domain.errors import DomainError

NOTICE_WORKING_DAYS = 5
"""A one-time notice is given on the spot or within five working days after filing (行政许可法第32条)."""


@dataclass(frozen=True, slots=True)
class NoticeRequest:
    """What the notice says. correct_by: None for ten working days after NOTICED_ON, the office's usual period."""

    code: str
    missing: tuple[NoticeLine, ...]
    officer: str
    correct_by: date | None = None
    correction: bool = False


def print_notice(number: str, request: NoticeRequest, services: Services) -> bytes:
    """Return the notice as PDF, dated today, of project NUMBER. Nothing is issued or kept.

    Raises ProjectNotFound, DomainError for an item the project does not have (naming the nearest it has), nothing
    missing, no officer, or a day for correction that is past.
    """
    today = services.clock.today()
    correct_by = request.correct_by or services.calendar.after(today, 10).on
    code = request.code.strip().upper()
    if not request.missing:
        raise DomainError("没有写缺什么。", "请至少写一条，如 --missing 授权委托书=没有签字。")
    if not request.officer.strip():
        raise DomainError("没有写经办人。", "请写上经办人姓名，通知要由他签名。")
    days = [correct_by, *(line.until for line in request.missing if line.until is not None)]
    if min(days) < today:
        raise DomainError(f"补正截止日 {min(days).isoformat()} 已经过去。", f"请写 {today.isoformat()} 或以后的日期。")
    dossier = draft_edition(number, services).dossier
    codes = [card.code for card in dossier.cards]
    if code not in codes:
        near = difflib.get_close_matches(code, codes, n=1)
        hint = f"最接近的是‘{near[0]}’。" if near else ""
        raise DomainError(f"‘{request.code}’不是本项目要办的审批事项，不能发通知。", f"{hint}请核对事项编码。")
    return services.papers.notice(
        dossier, code, request.missing, today, correct_by, request.officer.strip(), correction=request.correction
    )
