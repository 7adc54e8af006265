"""Which papers (纸) there are, in which variants, and how a variant is written.

A paper is named by its kind and a variant, and kept under both. Variants are sizes ("A4"), for a manual with the chapters
chosen ("A4:map,timetable"), for a chart cut into tiles with their paper ("A1/A4"), or what the paper is about: an item's
code, an authority, the edition it compares with, the items written off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.ports import PaperMaker
from gxq_desktop.application.views import ChangedPages, Dossier, WriteOffView
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind


class OldEdition(Protocol):
    """Older editions of the project that a paper compares with."""

    def __call__(self, number: int) -> Edition:
        """Raise EditionNotFound."""
        ...

    def manual(self, number: int) -> bytes:
        """The manual as it was handed out. Raise DomainError if that edition's was never printed whole."""
        ...


Maker = Callable[[PaperMaker, Dossier, str, OldEdition], bytes]


@frozen
class PaperKind:
    """A kind of paper.

    variants: all there are, the usual one first; () where the variant names something of the project. about: what it names
    ("事项", "主办单位", "旧版", "销号的事项"), "" where it is a size. two_sided: set to be printed on both sides.
    of_records: tells what was recorded, not what is planned: it makes no new edition, is made anew each time and not kept.
    """

    id: str
    label: str
    variants: tuple[str, ...]
    make: Maker
    about: str = ""
    two_sided: bool = False
    of_records: bool = False

    @property
    def needs_dossier_alone(self) -> bool:
        """Whether nothing is compared with and nothing is looked up: another process can make it."""
        return not self.of_records and self.about != _OLDER


@frozen
class PaperChoice:
    """One paper asked for. kind: a key of KINDS."""

    kind: str
    variant: str

    @property
    def label(self) -> str:
        """办理手册（第五、六章）, 上墙工期图 A1（A4 拼）, 事项卡 A23."""
        label = KINDS[self.kind].label
        if self.kind == "manual":
            parts = manual_parts(self.variant)
            return label if len(parts) == len(MANUAL_PARTS) else f"{label}（{parts_text(parts)}）"
        if self.kind == "wallchart":
            paper, tile = chart_paper(self.variant)
            return f"{label} {paper}" + (f"（{tile} 拼）" if tile else "")
        if self.kind in ("change_slip", "changed_pages"):
            return f"{label}（自第 {self.variant} 版）"
        if self.kind == "write_off_list":
            return f"{label}（{write_offs_text(self.variant)}）"
        if KINDS[self.kind].about or len(KINDS[self.kind].variants) > 1:
            return f"{label} {self.variant}".rstrip()
        return label


@frozen
class PaperOrder:
    """Papers of one project to be made. choices: of kinds that need the dossier alone; may be empty."""

    dossier: Dossier
    choices: tuple[PaperChoice, ...]


@frozen
class ManualPart:
    """A chapter that can be printed without the others. key: of its anchor, chapter:<key>."""

    key: str
    numeral: str
    title: str


MANUAL_PARTS = (
    ManualPart("use", "一", "使用说明"),
    ManualPart("glance", "二", "项目一览"),
    ManualPart("contents", "", "目录"),
    ManualPart("map", "三", "流程图"),
    ManualPart("timetable", "四", "通排时间表"),
    ManualPart("cards", "五", "事项卡"),
    ManualPart("materials", "六", "材料清单"),
    ManualPart("utilities", "七", "水电气讯"),
    ManualPart("whynot", "八", "为何不办"),
    ManualPart("undecided", "九", "待定与政策"),
    ManualPart("service", "十", "服务与救济"),
    ManualPart("handover", "", "移交签收"),
)
"""The chapters of the manual in their order; the cover goes with every choice."""
_PART_KEYS = tuple(part.key for part in MANUAL_PARTS)
_CHART_PAPERS = ("A3", "A2", "A1", "A0")
_TILES = ("A4", "A3")
_OLDER = "旧版"
_BY_CODE = ("事项", "销号的事项")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MOST_NAMED = 3
_CHARTS = (*_CHART_PAPERS, *(f"{paper}/{tile}" for tile in _TILES for paper in _CHART_PAPERS if paper != tile))


class NoSuchPaper(DomainError):
    """A kind or a variant that is not made, or that this project does not have."""


def manual_variant(parts: Sequence[str]) -> str:
    """The variant for the chapters PARTS (keys, any order). ValueError for an unknown chapter or none."""
    if not parts or not set(parts) <= set(_PART_KEYS):
        raise ValueError(f"chapters must be some of {', '.join(_PART_KEYS)}, got {', '.join(parts) or 'none'}")
    chosen = [key for key in _PART_KEYS if key in parts]
    return "A4" if len(chosen) == len(_PART_KEYS) else f"A4:{','.join(chosen)}"


def manual_parts(variant: str) -> tuple[str, ...]:
    """The chapters VARIANT of a manual holds, in order. ValueError if it is none."""
    size, colon, chosen = variant.partition(":")
    parts = tuple(chosen.split(",")) if colon else _PART_KEYS
    if size != "A4" or manual_variant(parts) != variant:
        raise ValueError(f"no variant of a manual: {variant!r}")
    return parts


def parts_text(parts: Sequence[str]) -> str:
    """Chapters in words: 第四、五章，移交签收."""
    chosen = [part for part in MANUAL_PARTS if part.key in parts]
    numerals = "、".join(part.numeral for part in chosen if part.numeral)
    titles = [part.title for part in chosen if not part.numeral]
    return "，".join([*([f"第{numerals}章"] if numerals else []), *titles])


def chart_paper(variant: str) -> tuple[str, str]:
    """The paper of a chart's VARIANT and the paper of its tiles, "" for a whole sheet. ValueError if it is none."""
    if variant not in _CHARTS:
        raise ValueError(f"no variant of a wall chart: {variant!r}")
    paper, _, tile = variant.partition("/")
    return paper, tile


def _manual(papers: PaperMaker, dossier: Dossier, variant: str, _: OldEdition) -> bytes:
    parts = manual_parts(variant)
    return papers.manual(dossier) if len(parts) == len(_PART_KEYS) else papers.manual(dossier, parts)


def _wallchart(papers: PaperMaker, dossier: Dossier, variant: str, _: OldEdition) -> bytes:
    paper, tile = chart_paper(variant)
    return papers.wallchart(dossier, paper, tile) if tile else papers.wallchart(dossier, paper)


def _item_card(papers: PaperMaker, dossier: Dossier, code: str, _: OldEdition) -> bytes:
    if code not in item_codes(dossier):
        raise NoSuchPaper(f"“{code}”不是本项目要办的审批事项，没有事项卡。", "请核对事项编码，如 A23。")
    return papers.item_card(dossier, code)


def _next_visit(papers: PaperMaker, dossier: Dossier, code: str, _: OldEdition) -> bytes:
    if code and code not in item_codes(dossier):
        raise NoSuchPaper(f"“{code}”不是本项目要办的审批事项。", "请核对事项编码，或不写编码，印最近要来的一次。")
    return papers.next_visit(dossier, code)


def _department(papers: PaperMaker, dossier: Dossier, owner: str, _: OldEdition) -> bytes:
    if owner not in owners(dossier):
        known = "、".join(owners(dossier)) or "没有"
        raise NoSuchPaper(f"“{owner}”在本项目没有要办的事项。", f"本项目的主办单位：{known}。")
    return papers.department_sheet(dossier, owner)


def _notice(papers: PaperMaker, dossier: Dossier, code: str, _: OldEdition) -> bytes:
    for notice in dossier.notices:
        if notice.code == code and notice.missing:
            return papers.notice(dossier, notice)
    codes = "、".join(notice.code for notice in dossier.notices if notice.missing)
    raise NoSuchPaper(
        f"“{code or '？'}”没有记录过缺什么，出不了告知书。",
        f"记录过的有：{codes}。" if codes else "请先记录“一次性告知”，在备注里写明缺什么。",
    )


def _write_off(papers: PaperMaker, dossier: Dossier, code: str, _: OldEdition) -> bytes:
    for view in dossier.written_off:
        if code in (view.code, view.step_id):
            return papers.write_off(dossier, view)
    raise NoSuchPaper(f"“{code or '？'}”还没有销号，没有销号单。", _written_off_hint(dossier))


def _write_off_list(papers: PaperMaker, dossier: Dossier, variant: str, _: OldEdition) -> bytes:
    return papers.write_off_list(dossier, chosen_write_offs(dossier, variant))


def chosen_write_offs(dossier: Dossier, variant: str) -> tuple[WriteOffView, ...]:
    """What VARIANT of the slip for several is about: "" all, "2026-04" those of a month, "A21,B03" these in this order.

    Raises NoSuchPaper for an item that is not written off, or if there is none.
    """
    if _MONTH.fullmatch(variant):
        found = tuple(view for view in dossier.written_off if f"{view.cleared_on:%Y-%m}" == variant)
    elif variant:
        by_name = {view.step_id: view for view in dossier.written_off}
        by_name |= {view.code: view for view in dossier.written_off if view.code}
        codes = list(dict.fromkeys(code.strip() for code in variant.split(",")))
        unknown = [code for code in codes if code not in by_name]
        if unknown:
            raise NoSuchPaper(f"“{'、'.join(unknown)}”还没有销号，不能写进销号单。", _written_off_hint(dossier))
        found = tuple(by_name[code] for code in codes)
    else:
        found = dossier.written_off
    if not found:
        which = f"{write_offs_text(variant)}没有" if variant else "还没有"
        raise NoSuchPaper(f"{which}销号的事项。", _written_off_hint(dossier))
    return found


def write_offs_text(variant: str) -> str:
    """VARIANT of the slip for several in words: 全部, 2026年4月, A21、B03 等 5 项."""
    if not variant:
        return "全部"
    if _MONTH.fullmatch(variant):
        return f"{int(variant[:4])}年{int(variant[5:])}月"
    codes = variant.split(",")
    return "、".join(codes) if len(codes) <= _MOST_NAMED else f"{'、'.join(codes[:_MOST_NAMED])} 等 {len(codes)} 项"


def _written_off_hint(dossier: Dossier) -> str:
    codes = [view.code or view.step_id for view in dossier.written_off]
    if not codes:
        return "请先记录销账（gxq-desktop record 项目 事项 cleared），再印销号单。"
    return f"已销号的有：{'、'.join(codes[:30])}{'等' if len(codes) > 30 else ''}。"


def _changed_pages(papers: PaperMaker, dossier: Dossier, variant: str, old: OldEdition) -> bytes:
    return changed_pages(papers, dossier, variant, old).pdf


def changed_pages(papers: PaperMaker, dossier: Dossier, variant: str, old: OldEdition) -> ChangedPages:
    """The pages of the manual that changed since edition VARIANT. Raises NoSuchPaper, and what OLD raises."""
    if not variant.isdigit() or not 0 < int(variant) < dossier.identity.edition:
        raise NoSuchPaper(f"第 {variant or '？'} 版不是旧版，没有可换的页。", "请写比本版小的版次。")
    edition = old(int(variant))
    was = f"第 {edition.number} 版，{edition.printed_on.isoformat()} 印"
    return papers.changed_pages(dossier, old.manual(edition.number), was)


def _change_slip(papers: PaperMaker, dossier: Dossier, variant: str, old: OldEdition) -> bytes:
    if not variant.isdigit() or not 0 < int(variant) < dossier.identity.edition:
        raise NoSuchPaper(f"第 {variant or '？'} 版不是旧版，出不了变更单。", "请写比本版小的版次。")
    return papers.change_slip(dossier, changes_since(old(int(variant)), dossier))


KINDS: Mapping[str, PaperKind] = {
    kind.id: kind
    for kind in (
        PaperKind("manual", "办理手册", ("A4",), _manual, two_sided=True),
        PaperKind(
            "countdown", "倒计时工期表", ("A4", "A3"), lambda papers, dossier, size, _: papers.countdown(dossier, size)
        ),
        PaperKind("wallchart", "上墙工期图", _CHARTS, _wallchart),
        PaperKind("checklist", "材料清单", ("A4",), lambda papers, dossier, _, __: papers.checklist(dossier)),
        PaperKind("next_visit", "下次来办单", (), _next_visit, about="事项"),
        PaperKind("item_card", "事项卡", (), _item_card, about="事项", two_sided=True),
        PaperKind("department", "部门办理单", (), _department, about="主办单位"),
        PaperKind("change_slip", "变更单", (), _change_slip, about=_OLDER),
        PaperKind("changed_pages", "手册换页", (), _changed_pages, about=_OLDER, two_sided=True),
        PaperKind("notice", "告知、补正通知", (), _notice, about="事项", of_records=True),
        PaperKind("write_off", "销号单", (), _write_off, about="事项", of_records=True),
        PaperKind("write_off_list", "多项销号单", (), _write_off_list, about="销号的事项", of_records=True),
        PaperKind("hand_over", "移交签收单", ("A4",), lambda papers, dossier, _, __: papers.hand_over(dossier)),
    )
}


def make_alone(choice: PaperChoice, dossier: Dossier, papers: PaperMaker) -> bytes:
    """The paper CHOICE, of a kind that needs DOSSIER alone; ValueError for another. Raises NoSuchPaper."""
    kind = KINDS[choice.kind]
    if not kind.needs_dossier_alone:
        raise ValueError(f"{choice.kind} needs more than a dossier")
    return kind.make(papers, dossier, choice.variant, _NoOlder())


class _NoOlder:
    def __call__(self, number: int) -> Edition:
        raise LookupError(f"edition {number} asked of a paper that compares with none")

    def manual(self, number: int) -> bytes:
        raise LookupError(f"manual {number} asked of a paper that compares with none")


def checked(kind: str, variant: str = "") -> PaperChoice:
    """The paper of KIND in VARIANT, the usual one for "". Raises NoSuchPaper."""
    found = KINDS.get(kind)
    if found is None:
        raise NoSuchPaper(f"没有“{kind}”这种纸。", f"可以印的有：{'、'.join(KINDS)}。")
    if found.about:
        return PaperChoice(kind, variant.upper() if found.about in _BY_CODE else variant)
    variant = variant or found.variants[0]
    if kind == "manual":
        try:
            manual_parts(variant)
        except ValueError as error:
            raise NoSuchPaper(f"手册没有“{variant}”这样的选法。", f"章节可选：{'、'.join(_PART_KEYS)}。") from error
    elif variant not in found.variants:
        raise NoSuchPaper(f"{found.label}没有“{variant}”。", f"可选：{'、'.join(found.variants)}。")
    return PaperChoice(kind, variant)


def item_codes(dossier: Dossier) -> tuple[str, ...]:
    """Codes of the items that have a card, in timetable order."""
    return tuple(card.code for card in dossier.cards)


def owners(dossier: Dossier) -> tuple[str, ...]:
    """Who has items of this project, in the order of the plan: what department sheets are about."""
    kinds = (StepKind.APPROVAL, StepKind.UTILITY)
    return tuple(dict.fromkeys(step.owner for step in dossier.steps if step.kind in kinds and step.owner))
