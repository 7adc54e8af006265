"""Print a one-time notice (一次性告知书) or a correction notice (补正通知) for one approval item, from the ledger or as asked."""

from __future__ import annotations

import difflib
from dataclasses import replace
from datetime import date

from gxq_desktop.application.dossier.notices import CORRECTION_WORKING_DAYS
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.ports import Services
from gxq_desktop.application.print_paper import recorded_dossier
from gxq_desktop.application.views import Dossier, NoticeLine, RecordedNotice
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

NOTICE_WORKING_DAYS = 5
"""A one-time notice is given on the spot or within five working days after filing (行政许可法第32条)."""


@frozen
class NoticeRequest:
    """What the notice says. missing: () for what was recorded last (NOTICED), with its day and officer where not given here.

    correct_by: None for the day recorded, else ten working days after the notice, the office's usual period. correction: a
    correction notice; of what was recorded, only if it was one.
    """

    code: str
    missing: tuple[NoticeLine, ...] = ()
    officer: str = ""
    correct_by: date | None = None
    correction: bool = False


def print_notice(number: str, request: NoticeRequest, services: Services) -> bytes:
    """Return the notice as PDF of project NUMBER, ready to sign. Nothing is issued or kept.

    It is dated the day it was recorded, or today where the request says what is missing. Raises ProjectNotFound, DomainError
    for an item the project does not have (naming the nearest it has), nothing missing, no officer, or a day for correction
    that is past (of a recorded notice: before the notice).
    """
    code = request.code.strip().upper()
    dossier = recorded_dossier(draft_edition(number, services), services)
    codes = [card.code for card in dossier.cards]
    if code not in codes:
        near = difflib.get_close_matches(code, codes, n=1)
        hint = f"最接近的是“{near[0]}”。" if near else ""
        raise DomainError(f"“{request.code}”不是本项目要办的审批事项，不能发通知。", f"{hint}请核对事项编码。")
    if request.missing:
        today = services.clock.today()
        correct_by = request.correct_by or services.calendar.after(today, CORRECTION_WORKING_DAYS).on
        notice = RecordedNotice(code, request.missing, today, correct_by, request.officer, "", request.correction)
    else:
        notice = _recorded(dossier, code, request)
    if not notice.officer.strip():
        raise DomainError("没有写经办人。", "请写上经办人姓名，通知要由他签名。")
    days = [notice.correct_by, *(line.until for line in notice.missing if line.until is not None)]
    if min(days) < notice.noticed_on:
        raise DomainError(
            f"补正截止日 {min(days).isoformat()} 已经过去。", f"请写 {notice.noticed_on.isoformat()} 或以后的日期。"
        )
    return services.papers.notice(dossier, notice)


def _recorded(dossier: Dossier, code: str, request: NoticeRequest) -> RecordedNotice:
    found = next((notice for notice in dossier.notices if notice.code == code), None)
    ways = (
        f"请先记录（gxq-desktop record 项目 {code} noticed --note 材料：问题；材料：问题），"
        "或写明缺什么（--missing 材料=问题）。"
    )
    if found is None:
        raise DomainError(f"没有写缺什么，{code} 也没有记录过一次性告知。", ways)
    if not found.missing:
        raise DomainError(
            f"{found.noticed_on.isoformat()} 记录的一次性告知没有写缺什么。",
            "请更正那条记录的备注，或写明缺什么（--missing 材料=问题）。",
        )
    if request.correction and not found.correction:
        raise DomainError(
            f"{code} 只记录过一次告知（{found.noticed_on.isoformat()}），还没有补正后再通知的记录。",
            "要印一次性告知书，请不要选补正（--correction）。",
        )
    return replace(
        found,
        officer=request.officer.strip() or found.officer,
        correct_by=request.correct_by or found.correct_by,
    )
