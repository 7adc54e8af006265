"""Head and foot of the small papers: single-sided A4 as the countdown has them, and A5 slips (print.md §1, §11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import ContactView, Dossier
from gxq_desktop.documents.flow import Block, Page, Part, compose
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CHAPTER_TITLE, FOLIO, FOOTER, NOTE, PROJECT_LINE
from gxq_desktop.documents.text import Lines, Run, Text, iso_date, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import A4, A5, ACCENT, COUNTDOWN_FRAME, FOOT_TOP, RULE_CARD, SLIP_FRAME, Frame

HELPER_ROLE: Final = "帮办员"
UNASSIGNED: Final = "待指派，先打窗口电话"

_FOLIO_ROOM: Final = 12.0
_LEAST_NAME: Final = 24.0
"""mm; less of a project's name tells nothing."""
_TITLE_BASELINE: Final = 30.0
_PROJECT_TOP: Final = 32.1
_CONTENT_GAP: Final = 4.5
_LATER_TOP: Final = 16.5
_LATER_FRAME: Final = Frame(COUNTDOWN_FRAME.x, _LATER_TOP, COUNTDOWN_FRAME.width, COUNTDOWN_FRAME.bottom - _LATER_TOP)
_SLIP_HEAD: Final = NOTE.baseline(12.75)
_SLIP_NAME_WIDTH: Final = 78.0


def helper_of(dossier: Dossier) -> ContactView | None:
    """The helper (帮办员), None while nobody is assigned."""
    return next((each for each in dossier.project.contacts if each.role == HELPER_ROLE and each.name), None)


def helper_line(dossier: Dossier) -> str:
    """帮办员 李晓岚 0818-555 0117; without a helper, whom to call instead."""
    helper = helper_of(dossier)
    if helper is None:
        return f"{HELPER_ROLE}{UNASSIGNED} {dossier.centre.phone}".rstrip()
    return f"{HELPER_ROLE} {helper.name} {helper.phone or '电话未提供'}"


def printed_line(dossier: Dossier) -> str:
    """GX-2026-0017　第 2 版　2026-03-09 印　校验 7K3F-92QD."""
    identity = dossier.identity
    return f"{identity.project_number}　第 {identity.edition} 版　{iso_date(identity.printed_on)} 印　校验 {identity.check_code}"


def single_sided(
    dossier: Dossier, title: str, blocks: Sequence[Block], below: Sequence[str] = (), note: str = ""
) -> list[Sheet]:
    """BLOCKS on A4 sheets: accent rule, TITLE, the project's name and lines BELOW it on the first; a foot on all.

    note: right of the title, in ink. Names are printed whole, on as many lines as they need.
    """
    width = COUNTDOWN_FRAME.width
    names = [set_lines(plain(dossier.project.name, PROJECT_LINE), width, False)]
    names += [set_lines(plain(words, PROJECT_LINE.grey()), width, False) for words in below if words]

    def opening(sheet: Sheet, frame: Frame) -> None:
        sheet.bookmark(title, 0, frame.y)
        with sheet.tag("H1"):
            sheet.text(frame.x, _TITLE_BASELINE, title, CHAPTER_TITLE)
        if note:
            sheet.text(
                frame.right,
                _TITLE_BASELINE,
                plain(shortened(note, PROJECT_LINE, width - 60), PROJECT_LINE),
                align="right",
            )
        _draw_names(sheet, frame, names)

    top = _PROJECT_TOP + sum(lines.height for lines in names) + _CONTENT_GAP
    part = Part(blocks, top=top, opening=opening)
    feet = foot_text(dossier, width - _FOLIO_ROOM, named=False), foot_text(dossier, width - _FOLIO_ROOM, named=True)

    def furniture(sheet: Sheet, page: Page) -> None:
        sheet.rule(page.frame.x, COUNTDOWN_FRAME.y, page.frame.right, RULE_CARD, ACCENT)
        sheet.text(page.frame.x, FOOTER.baseline(FOOT_TOP), feet[page.number > 1])
        folio: Text = (Run(str(page.number), FOLIO), Run(f" / {page.total}", NOTE))
        sheet.text(page.frame.right, FOOTER.baseline(FOOT_TOP), folio, align="right")

    return compose([part], A4, _frame, furniture)


def foot_text(dossier: Dossier, room: float, named: bool) -> Text:
    """Number, edition, day, check code and the helper in ROOM mm; NAMED, where no head does it: the project's name after them."""
    said = f"{printed_line(dossier)}　{helper_line(dossier)}"
    if named:
        left = room - text_width(f"{said}　", FOOTER)
        if left < _LEAST_NAME:  # a long helper's line: the first page has it
            said = printed_line(dossier)
            left = room - text_width(f"{said}　", FOOTER)
        said = f"{said}　{shortened(dossier.project.name, FOOTER, left)}"
    return plain(shortened(said, FOOTER, room), FOOTER)


def _frame(number: int) -> Frame:
    return COUNTDOWN_FRAME if number == 1 else _LATER_FRAME


def _draw_names(sheet: Sheet, frame: Frame, names: Sequence[Lines]) -> None:
    top = _PROJECT_TOP
    for lines in names:
        with sheet.tag("P"):
            top += sheet.paragraph(frame.x, top, frame.width, lines)


def slip(dossier: Dossier, edition: bool = True, number: int = 1) -> Sheet:
    """An A5 sheet with the accent rule, the project's name at the left and its number (and EDITION) at the right."""
    sheet, frame = Sheet(A5, number), SLIP_FRAME
    sheet.frame = frame
    sheet.rule(frame.x, frame.y, frame.right, RULE_CARD, ACCENT)
    identity = dossier.identity
    with sheet.tag("P"):
        name = shortened(dossier.project.name, NOTE, _SLIP_NAME_WIDTH)
        sheet.text(frame.x, _SLIP_HEAD, plain(name, NOTE))
        shown = identity.project_number + (f"　第 {identity.edition} 版" if edition else "")
        sheet.text(frame.right, _SLIP_HEAD, plain(shown, NOTE), align="right")
    return sheet
