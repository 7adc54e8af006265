"""The papers that the program hands out, as PDF bytes (application.ports.PaperMaker). Equal dossiers give equal bytes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import fields, is_dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Any, Final, cast, get_args

from gxq_desktop.application.paper_kinds import PaperOrder
from gxq_desktop.application.views import (
    ChangedPages,
    ChangeView,
    Dossier,
    RecordedNotice,
    UnprintableCharacter,
    WriteOffView,
)
from gxq_desktop.documents.collection import uncollected
from gxq_desktop.documents.fonts import missing_characters
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.pdf_writer import Meta, write_pdf
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.text import clean

BEIJING: Final = timezone(timedelta(hours=8))
_AREAS: Final = {
    "project": "项目、企业和联系人",
    "centre": "中心、窗口和时间",
    "steps": "时间表",
    "obstacles": "障碍",
    "cards": "事项卡",
    "materials": "材料清单",
    "utilities": "水电气讯",
    "verdicts": "为何不办",
    "questions": "待定问题",
    "policies": "惠企政策",
    "written_off": "销号记录",
    "notices": "告知记录",
}
"""Where a character stands, in the words of the manual; parts of a dossier in the order they are searched."""
_SHOWN: Final = 24
"""Characters of a text that a warning quotes."""


class Papers:
    """Sets every paper. Holds nothing between calls but the memos of the setting engine."""

    def manual(self, dossier: Dossier, parts: Sequence[str] = ()) -> bytes:
        """The manual (办理手册), A4 two-sided, with the project file attached; with PARTS only the leaves of these chapters."""
        from gxq_desktop.documents.attaching import attach

        with uncollected():
            return write_pdf(make_manual(dossier, parts), attach(_meta(dossier, "审批服务手册"), dossier))

    def countdown(self, dossier: Dossier, paper: str) -> bytes:
        """The countdown schedule (倒计时工期表). ValueError if PAPER is not "A4" or "A3"."""
        from gxq_desktop.documents.countdown import CountdownPaper, make_countdown

        known = _known(paper, CountdownPaper)
        with uncollected():
            return _written(make_countdown(dossier, cast(CountdownPaper, known)), _meta(dossier, "倒计时工期表"))

    def wallchart(self, dossier: Dossier, paper: str, tile: str = "") -> bytes:
        """The wall chart (上墙工期图). ValueError if PAPER is not one of "A3", "A2", "A1", "A0", or TILE not "A4", "A3" or ""."""
        from gxq_desktop.documents.tiling import TilePaper
        from gxq_desktop.documents.tiling import tile as cut
        from gxq_desktop.documents.wallchart import ChartPaper, make_wallchart

        known = _known(paper, ChartPaper)
        with uncollected():
            sheets = make_wallchart(dossier, cast(ChartPaper, known))
            if tile:
                sheets = cut(sheets, cast(TilePaper, tile))
            return _written(sheets, _meta(dossier, "上墙工期图"))

    def checklist(self, dossier: Dossier) -> bytes:
        """The materials checklist (材料清单) alone."""
        from gxq_desktop.documents.papers_small.checklist import make_checklist

        return _small(make_checklist(dossier), dossier, "材料清单")

    def hand_over(self, dossier: Dossier) -> bytes:
        """The hand-over sheet (移交签收单) alone."""
        from gxq_desktop.documents.papers_small.hand_over_sheet import make_hand_over_sheet

        return _small(make_hand_over_sheet(dossier), dossier, "移交签收单")

    def next_visit(self, dossier: Dossier, code: str) -> bytes:
        """The slip for the next visit (下次来办单), for item CODE or for what is handed in next. KeyError as `item_card`."""
        from gxq_desktop.documents.papers_small.next_visit import make_next_visit

        return _small(make_next_visit(dossier, code), dossier, "下次来办单")

    def item_card(self, dossier: Dossier, code: str) -> bytes:
        """The card of item CODE (事项卡) alone, on both sides of a sheet. KeyError if the project does not have it."""
        from gxq_desktop.documents.sections.cards import full_card_sheets

        return _small(full_card_sheets(dossier, code), dossier, f"事项卡 {code}")

    def department_sheet(self, dossier: Dossier, owner: str) -> bytes:
        """What OWNER does for the project (部门办理单)."""
        from gxq_desktop.documents.papers_small.department_sheet import make_department_sheet

        return _small(make_department_sheet(dossier, owner), dossier, f"部门办理单　{clean(owner)}")

    def change_slip(self, dossier: Dossier, changes: ChangeView) -> bytes:
        """What this edition changes against an older one (变更单)."""
        from gxq_desktop.documents.papers_small.change_slip import make_change_slip

        return _small(make_change_slip(dossier, changes), dossier, "变更单")

    def write_off(self, dossier: Dossier, view: WriteOffView) -> bytes:
        """What was promised for an item and what came of it (销号单)."""
        from gxq_desktop.documents.papers_small.write_off_slip import make_write_off_slip

        return _small(make_write_off_slip(dossier, view), dossier, f"销号单 {clean(view.code or view.name)}")

    def write_off_list(self, dossier: Dossier, views: Sequence[WriteOffView]) -> bytes:
        """The same for several items on one paper."""
        from gxq_desktop.documents.papers_small.write_off_list import make_write_off_list

        return _small(make_write_off_list(dossier, views), dossier, "销号单")

    def notice(self, dossier: Dossier, notice: RecordedNotice) -> bytes:
        """A one-time notice (一次性告知书) or a correction notice (补正通知), as NOTICE says. Raises NotForThisProject."""
        from gxq_desktop.documents.papers_small.notices import make_notice

        return _small(make_notice(dossier, notice), dossier, f"{notice.title} {notice.code}")

    def changed_pages(self, dossier: Dossier, old: bytes, old_edition: str) -> ChangedPages:
        """The pages of the manual that differ from OLD, the file of an older edition, under a sheet that says what to change.

        OLD_EDITION: 第 1 版，2026-01-12 印. Raises DomainError if OLD cannot be read.
        """
        from gxq_desktop.documents.changed_pages import make_changed_pages
        from gxq_desktop.documents.page_prints import page_prints

        with uncollected():
            before, after = page_prints(old), page_prints(self.manual(dossier))
            sheets, pages, changed = make_changed_pages(dossier, before, after, old_edition)
            pdf = _written(sheets, _meta(dossier, "换页"))
        return ChangedPages(pdf, pages, changed, len(before), len(after))

    def make_many(
        self, orders: Iterable[PaperOrder | None], count: int, tick: Callable[[], None]
    ) -> Generator[Future[tuple[bytes, ...]], None, None]:
        """The papers of ORDERS, COUNT of them, in order, made over processes if there are many; see batch.make_many."""
        from gxq_desktop.documents.batch import make_many

        return make_many(orders, count, self, tick=tick)

    def missing_characters(self, dossier: Dossier) -> list[str]:
        """A sentence for every character that no shipped font has: where it stands, first. They print as crossed boxes."""
        sentences = []
        for found in self.unprintable(dossier):
            quoted = found.text if len(found.text) <= _SHOWN else f"{found.text[:_SHOWN]}…"
            sentences.append(
                f"“{found.character}”（{found.code_point}）字库里没有，会印成打叉的方框：{found.area}里的“{quoted}”。"
                "请核对这个字，或换一个通用的写法。"
            )
        return sentences

    def unprintable(self, dossier: Dossier) -> list[UnprintableCharacter]:
        """Every character that no shipped font has, with the first place where it stands."""
        texts: dict[str, str] = {}
        for part in _AREAS:
            for text in _texts(getattr(dossier, part)):
                texts.setdefault(clean(text), part)
        found = []
        for character in missing_characters(texts):
            text, part = next((text, part) for text, part in texts.items() if character in text)
            found.append(UnprintableCharacter(character, part, _AREAS[part], text))
        return found


def _meta(dossier: Dossier, kind: str) -> Meta:
    """The printing day begins at midnight in Beijing: a day, not a moment, so that a reprint is the same file."""
    identity = dossier.identity
    return Meta(
        title=f"{clean(dossier.project.name)}　{kind}",
        created=datetime.combine(identity.printed_on, time(), BEIJING),
        author=dossier.centre.bureau,
        subject=f"{identity.project_number} 第 {identity.edition} 版 校验 {identity.check_code}",
        keywords=f"{identity.project_number} {identity.catalogue_version}",
    )


def _small(sheets: Sequence[Sheet], dossier: Dossier, kind: str) -> bytes:
    with uncollected():
        return _written(sheets, _meta(dossier, kind))


def _written(sheets: Sequence[Sheet], meta: Meta) -> bytes:
    return write_pdf(sheets, meta)


def _known(paper: str, papers: Any) -> str:
    known = get_args(papers)
    if paper not in known:
        raise ValueError(f"paper must be one of {', '.join(known)}, got {paper!r}")
    return paper


def _texts(value: object) -> Iterator[str]:
    """Every string inside VALUE: dataclasses and tuples are looked into."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
