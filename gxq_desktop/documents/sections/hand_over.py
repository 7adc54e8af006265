"""移交签收: what was handed over, five sentences said aloud, signatures, and a stub to tear off (print.md §9, 12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import ContactView, Dossier, StepView
from gxq_desktop.documents.book import Book, Page, PageNumbers, section_head
from gxq_desktop.documents.marks import BOX_NUMBERED, tick_box
from gxq_desktop.documents.sections.card_parts import pen_line
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    FACT_LABEL,
    FACT_VALUE,
    NOTE,
    PROJECT_LINE,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
)
from gxq_desktop.documents.text import Lines, Text, iso_date, long_date, marked, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import GREY_LINE, INK, RULE_ROW, RULE_TABLE, SPAN_4, SPAN_THIRD

_TEAR: Final = 207.5
_DOCUMENT_ROW: Final = 6.75
_PEN: Final = 8.5
_SMALL_NAME: Final = NOTE.coloured(INK).sized(7.5, 4.125)
_SIGNATURE_PITCH: Final = SPAN_THIRD + 4
_SIGNER: Final = "项目负责人或持委托书的经办人"


def add_hand_over(book: Book, dossier: Dossier, in_manual: bool = True) -> None:
    """The last, even page. The stub below the tear line says all it needs alone.

    IN_MANUAL false: a sheet of its own, on which the manual's pages are counted by pen.
    """
    page = book.chapter("handover", "", "移交签收")

    def draw(numbers: PageNumbers) -> None:
        _draw_facts(page, dossier)
        _draw_documents(page, len(book.sheets) if in_manual else None)
        _draw_sentences(page, dossier)
        _draw_signatures(page, 172.5, _signers(dossier))
        _draw_tear_line(page)
        _draw_stub(page, dossier)

    book.later(draw)


def _fact(sheet: Sheet, x: float, top: float, width: float, label: str, value: Text | str) -> None:
    """A small grey label over a bold value. A value too long for WIDTH takes two smaller lines, names being printed whole."""
    with sheet.tag("P"):
        sheet.text(x, FACT_LABEL.baseline(top), label, FACT_LABEL)
        if not isinstance(value, str):
            sheet.text(x, FACT_VALUE.baseline(top + 4.2), value)
            return
        sheet.paragraph(x, top + 4.2, width, _fitted(value, width), max_lines=2)


def _fitted(value: str, width: float) -> Lines:
    """VALUE on one line of 9.5 pt, else on two of 8.5, else on two of 7.5, cut there with … if even that is short."""
    for style, most in ((FACT_VALUE, 1), (TABLE_KEY, 2), (_SMALL_NAME, 2)):
        lines = set_lines(plain(value, style), width, False)
        if len(lines.lines) <= most:
            return lines
    return set_lines(plain(shortened(value, _SMALL_NAME, 2 * width - 6), _SMALL_NAME), width, False)


def _draw_facts(page: Page, dossier: Dossier) -> None:
    sheet, x, identity = page.sheet, page.left, dossier.identity
    sheet.rule(x, 45, page.right, RULE_ROW, GREY_LINE)
    _fact(sheet, x, 46.0, 41, "项目编号", identity.project_number)
    _fact(sheet, x + 45, 46.0, 36, "版本", f"第 {identity.edition} 版　{iso_date(identity.printed_on)}")
    _fact(sheet, x + 86, 46.0, 49, "项目代码", dossier.project.project_code or "未提供")
    _fact(sheet, x + 137, 46.0, 31, "交接日期", plain("　　年　　月　　日", FACT_VALUE.lighter()))
    _fact(sheet, x, 56.0, SPAN_4, "企业", dossier.project.enterprise)
    _fact(sheet, x + SPAN_4 + 4, 56.0, SPAN_4, "项目", dossier.project.name)


def _draw_documents(page: Page, pages: int | None) -> None:
    """What may be handed over with the manual; how many sheets the others have is written in by pen."""
    sheet, x = page.sheet, page.left
    documents = (
        ("审批服务手册", "A4，{pen}页", "{pen}本")
        if pages is None
        else ("审批服务手册（本册）", f"{pages} 页", "1 本"),
        ("倒计时工期表", "A4 或 A3，{pen}页", "{pen}份"),
        ("上墙挂图", "A3 以上，{pen}张", "{pen}套"),
        ("材料清单", "A4，{pen}页", "{pen}份"),
        ("下次来办单", "A5", "{pen}张"),
        ("电子版：PDF、日历文件", "U 盘或邮箱", "{pen}套"),
    )
    section_head(sheet, x, 70.5, "交了什么")
    y = 78.0
    sheet.rule(x, y, page.right, RULE_TABLE)
    with sheet.tag("Table"):
        for index, (name, form, count) in enumerate(documents):
            if index:
                sheet.rule(x, y, page.right, RULE_ROW, GREY_LINE)
            tick_box(sheet, x, y + (_DOCUMENT_ROW - BOX_NUMBERED) / 2, BOX_NUMBERED)
            baseline = TABLE_TEXT.baseline(y + (_DOCUMENT_ROW - TABLE_TEXT.leading_mm) / 2)
            with sheet.tag("TR"):
                for offset, words, style in (
                    (8.0, name, TABLE_KEY),
                    (68.0, form, TABLE_GREY),
                    (103.0, count, TABLE_TEXT),
                ):
                    with sheet.tag("TH" if offset == 8.0 else "TD", scope="Row" if offset == 8.0 else ""):
                        sheet.text(x + offset, baseline, marked(words, style, pen=pen_line(_PEN, style)))
            y += _DOCUMENT_ROW
    sheet.rule(x, y, page.right, RULE_TABLE)


def _sentences(dossier: Dossier) -> list[str]:
    gate = next((gate for gate in dossier.gates if gate.sign == dossier.next_gate), None)
    goal = gate.name if gate else "办完"
    years = sorted({step.early_finish.on.year for step in dossier.steps if step.early_finish.provisional})
    later = (
        f"{'、'.join(map(str, years))} 年的日期有暂定的，放假通知公布后会重排"
        if years
        else "日期按国务院放假通知排，通知有变会重排"
    )
    return [
        "日期从受理的次一工作日起算，材料不齐不起算",
        f"关键事项浮动最小，拖过浮动，{goal}就晚",
        "事实有变，三天内告诉帮办员",
        later,
        "旧版手册、旧版挂图已收回或作废"
        if dossier.identity.replaces is not None
        else "以后出了新版，旧版手册、旧版挂图作废",
    ]


def _draw_sentences(page: Page, dossier: Dossier) -> None:
    sheet, x, top = page.sheet, page.left, 121.5
    width = section_head(sheet, x, top, "当面讲清")
    sheet.text(x + width + 4, TABLE_GREY.baseline(top + 0.9), "帮办员逐条讲，企业逐条打勾", TABLE_GREY)
    sheet.rule(x, top + 7.5, page.right, RULE_TABLE)
    y = top + 9.5
    with sheet.tag("L"):
        for sentence in _sentences(dossier):
            tick_box(sheet, x, y + 0.9, BOX_NUMBERED)
            with sheet.tag("LI"):
                sheet.text(x + 7, PROJECT_LINE.baseline(y), sentence, PROJECT_LINE)
            y += 7.5


# --- signatures and stub ------------------------------------------------------------------------------------------------


def _contact(dossier: Dossier, role: str) -> ContactView | None:
    return next((contact for contact in dossier.project.contacts if contact.role == role and contact.name), None)


def _named(contact: ContactView | None, with_phone: bool = True) -> str:
    if contact is None:
        return "待指派"
    return f"{contact.name}　{contact.phone}" if with_phone and contact.phone else contact.name


def _signers(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    return (
        ("企业签收", _SIGNER),
        ("帮办员", _named(_contact(dossier, "帮办员"))),
        ("项目监督秘书", _named(_contact(dossier, "项目监督秘书"))),
    )


def _draw_signatures(page: Page, top: float, signers: Sequence[tuple[str, str]]) -> None:
    """Three fields 53.3 wide with 11.5 mm to sign in."""
    sheet = page.sheet
    for index, (who, name) in enumerate(signers):
        x = page.left + index * _SIGNATURE_PITCH
        right = x + SPAN_THIRD
        sheet.rule(x, top, right, RULE_TABLE)
        with sheet.tag("P"):
            sheet.text(x, TABLE_KEY.baseline(top + 1.5), who, TABLE_KEY)
            sheet.text(x, NOTE.baseline(top + 6.0), plain(shortened(name, NOTE, SPAN_THIRD), NOTE))
        line = top + 22.0
        sheet.rule(x, line, right, RULE_ROW, INK)
        with sheet.tag("P"):
            baseline = NOTE.baseline(line + 0.75)
            sheet.text(x, baseline, "签字", NOTE)
            sheet.text(right, baseline, "年　　月　　日", NOTE, align="right")


def _draw_tear_line(page: Page) -> None:
    sheet, words = page.sheet, "沿此线撕下，窗口留存"
    middle, half = (page.left + page.right) / 2, text_width(words, NOTE) / 2 + 1.5
    sheet.rule(page.left, _TEAR, middle - half, RULE_TABLE, INK, dash=(0.9, 0.9))
    sheet.rule(middle + half, _TEAR, page.right, RULE_TABLE, INK, dash=(0.9, 0.9))
    sheet.text(middle, _TEAR + 0.36 * NOTE.em_mm, words, NOTE, align="centre")


def _next_visit(dossier: Dossier) -> StepView | None:
    """The step whose latest day comes next."""
    printed = dossier.identity.printed_on
    coming = [step for step in dossier.steps if step.number is not None and step.late_start.on >= printed]
    return min(coming, key=lambda step: (step.late_start.on, step.number or 0), default=None)


def _draw_stub(page: Page, dossier: Dossier) -> None:
    sheet, x, identity = page.sheet, page.left, dossier.identity
    section_head(sheet, x, 212.0, "签收存根")
    sheet.text(page.right, NOTE.baseline(213.0), "窗口留存，扫描归档", NOTE, align="right")
    sheet.rule(x, 219.75, page.right, RULE_TABLE)
    step = _next_visit(dossier)
    coming = long_date(step.late_start.on, identity.printed_on.year) if step else "没有"
    top = 221.2
    _fact(sheet, x, top, 26, "项目编号", identity.project_number)
    _fact(sheet, x + 29, top, 36, "版本", f"第 {identity.edition} 版　{iso_date(identity.printed_on)}")
    _fact(sheet, x + 68, top, 29, "校验", identity.check_code)
    _fact(sheet, x + 100, top, 23, "目录版本", identity.catalogue_version)
    _fact(sheet, x + 126, top, 42, "下一个最迟日", coming)
    _fact(sheet, x, top + 10.5, SPAN_4, "企业", dossier.project.enterprise)
    _fact(sheet, x + SPAN_4 + 4, top + 10.5, SPAN_4, "项目", dossier.project.name)
    window = dossier.centre.used_windows[0][0] if dossier.centre.used_windows else None
    checked = f"{window.number}窗口" if window else "受理窗口"
    signers = (("企业签收", _SIGNER), ("帮办员", _named(_contact(dossier, "帮办员"), False)), ("窗口复核", checked))
    _draw_signatures(page, 246.75, signers)
