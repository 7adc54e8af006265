"""What the page 打印与移交 shows: the edition to be handed over, its papers to choose from, what to look at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gxq_desktop.application.edition_listing import EditionLine, list_editions
from gxq_desktop.application.issue_edition import Draft, draft_edition
from gxq_desktop.application.paper_kinds import KINDS, PaperChoice, chart_paper, owners, write_offs_text
from gxq_desktop.application.ports import Services
from gxq_desktop.application.print_check import Finding, check_before_printing
from gxq_desktop.application.views import Dossier, WriteOffView
from gxq_desktop.domain.editions import HandedPaper
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ContactRole

USUALLY_TICKED = ("manual", "countdown", "wallchart", "change_slip")
"""What is handed over with a new edition unless the clerk chooses otherwise."""


@frozen
class PaperOffer:
    """A kind of paper that can be printed. options: (variant, in words), the usual one first, never empty."""

    kind: str
    label: str
    options: tuple[tuple[str, str], ...]
    usual: bool


@dataclass(frozen=True)
class PrintDesk:
    """All of one moment. editions: issued ones, newest first. receiver: who usually takes the papers, "" if unknown."""

    draft: Draft
    editions: tuple[EditionLine, ...]
    findings: tuple[Finding, ...]
    offers: tuple[PaperOffer, ...]
    receiver: str

    @property
    def number(self) -> str:
        return self.draft.edition.project_number

    @property
    def project_name(self) -> str:
        return self.draft.dossier.project.name

    @property
    def enterprise(self) -> str:
        return self.draft.dossier.project.enterprise

    @property
    def current_shown(self) -> str:
        """第 3 版（草稿，09-16）, or how the edition issued today stands."""
        edition = self.draft.edition
        if not self.draft.is_issued:
            return f"第 {edition.number} 版（草稿，{edition.printed_on:%m-%d}）"
        return next(line.shown for line in self.editions if line.edition.number == edition.number)

    @property
    def older(self) -> tuple[EditionLine, ...]:
        """Issued editions that are not the one printing now would give."""
        return tuple(line for line in self.editions if line.edition.number != self.draft.edition.number)


def open_print_desk(number: str, services: Services) -> PrintDesk:
    """Plan project NUMBER and look at what would be printed; keeps nothing.

    Raises ProjectNotFound, StoreError, or the DomainError that says why there is no plan to print.
    """
    draft = draft_edition(number, services)
    editions = list_editions(number, services)
    contact = draft.plan.project.contact(ContactRole.ENTERPRISE)
    return PrintDesk(
        draft,
        editions,
        check_before_printing(draft, services),
        offers_of(draft, editions),
        contact.name if contact is not None else "",
    )


def offers_of(draft: Draft, editions: Sequence[EditionLine] = ()) -> tuple[PaperOffer, ...]:
    """Every kind that can be made of DRAFT. The change slip compares with the newest older edition that was handed over."""
    dossier = draft.dossier
    before = [line for line in editions if line.edition.number < draft.edition.number]
    handed = [line for line in before if line.hand_overs]
    replaced = [line.edition.number for line in (*handed, *(each for each in before if each not in handed))]
    whole = {line.edition.number for line in before if PaperChoice("manual", "A4") in line.papers}
    options = {
        "item_card": [(card.code, f"{card.code} {card.short_name or card.name}") for card in dossier.cards],
        "next_visit": [
            ("", "最近要来的一次"),
            *((card.code, f"{card.code} {card.short_name}") for card in dossier.cards),
        ],
        "department": [(owner, owner) for owner in owners(dossier)],
        "change_slip": [(str(number), f"自第 {number} 版") for number in replaced],
        "changed_pages": [(str(number), f"自第 {number} 版") for number in replaced if number in whole],
        "notice": [
            (notice.code, f"{notice.code} {notice.title} {notice.noticed_on:%m-%d}")
            for notice in sorted(dossier.notices, key=lambda each: each.noticed_on, reverse=True)
            if notice.missing
        ],
        "write_off": [
            (view.code or view.step_id, f"{view.code} {_short(view, dossier)}".strip())
            for view in reversed(dossier.written_off)
        ],
        "write_off_list": _write_off_lists(dossier),
    }
    found = []
    for kind in KINDS.values():
        of_kind = (
            options.get(kind.id)
            if kind.about
            else [(variant, _size_text(kind.id, variant)) for variant in kind.variants]
        )
        if of_kind:
            usual = kind.id in USUALLY_TICKED and (kind.id != "change_slip" or bool(handed))
            found.append(PaperOffer(kind.id, kind.label, tuple(of_kind), usual))
    return tuple(found)


def _short(view: WriteOffView, dossier: Dossier) -> str:
    step = dossier.step_by_id.get(view.step_id)
    return step.short_name if step is not None else view.name


def _write_off_lists(dossier: Dossier) -> list[tuple[str, str]]:
    """All, then month by month, the newest first; nothing while nothing is written off."""
    if not dossier.written_off:
        return []
    months: dict[str, int] = {}
    for view in reversed(dossier.written_off):
        month = f"{view.cleared_on:%Y-%m}"
        months[month] = months.get(month, 0) + 1
    everything = ("", f"全部 {len(dossier.written_off)} 项")
    return [everything, *((month, f"{write_offs_text(month)} {count} 项") for month, count in months.items())]


def kept_offers(line: EditionLine, dossier: Dossier) -> tuple[PaperOffer, ...]:
    """What can be printed again of an older edition: the papers kept then, as they were. DOSSIER: for names of items."""
    names = {card.code: card.short_name for card in dossier.cards}
    found: dict[str, list[tuple[str, str]]] = {}
    for choice in line.papers:
        words = _size_text(choice.kind, choice.variant) or f"{choice.variant} {names.get(choice.variant, '')}".strip()
        found.setdefault(choice.kind, []).append((choice.variant, words))
    return tuple(PaperOffer(kind, KINDS[kind].label, tuple(options), True) for kind, options in found.items())


def _size_text(kind: str, variant: str) -> str:
    """A variant that is a size, in words; "" for one that names something else."""
    if kind == "manual":
        return PaperChoice(kind, variant).label.removeprefix(KINDS[kind].label).strip("（）") or "全部"
    if kind == "wallchart":
        paper, tile = chart_paper(variant)
        return f"{paper}，用 {tile} 拼" if tile else paper
    if kind in ("change_slip", "changed_pages"):
        return f"自第 {variant} 版"
    if kind == "write_off_list":
        return write_offs_text(variant)
    return variant if not KINDS[kind].about else ""


@frozen
class PrintRun:
    """What goes through the printer. papers: each with its number of pages. duplex: print on both sides what is set for it."""

    papers: tuple[tuple[PaperChoice, int], ...]
    copies: int
    duplex: bool

    @property
    def pages(self) -> int:
        """Of one copy of everything."""
        return sum(pages for _, pages in self.papers)

    @property
    def sheets(self) -> int:
        """Sheets of paper for all copies."""
        return self.copies * sum((pages + 1) // 2 if self.is_duplex(choice) else pages for choice, pages in self.papers)

    def is_duplex(self, choice: PaperChoice) -> bool:
        return self.duplex and KINDS[choice.kind].two_sided

    @property
    def handed(self) -> tuple[HandedPaper, ...]:
        """What a hand-over of this run says."""
        return tuple(HandedPaper(choice.kind, choice.variant, self.copies) for choice, _ in self.papers)
