"""The cards as rivals are fed them: which parts stand on which card, in which order, has been decided by our layout."""

from __future__ import annotations

from typing import Any

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.sections import (
    card_columns,
    card_compact,
    card_fillers,
    card_full,
    card_order,
    card_parts,
    card_rest,
    cards,
    limit_bar,
)
from gxq_desktop.documents.sections.card_compact import CompactCard
from gxq_desktop.documents.sections.card_words import CardWords, Neighbour, code_list, sentence
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.styles import (
    CARD_TEXT,
    CARD_TEXT_COMPACT,
    LEAD,
    TABLE_GREY,
    TABLE_TEXT,
)
from gxq_desktop.documents.text import date_text, marked
from gxq_desktop.documents.tokens import TEXT_WIDTH
from gxq_desktop.domain.items import Phase
from tests.bench.rivals.content_text import remembering, runs, table

_LEFT_ROOM = 191.5
"""For the rows of a full card's first page, mm."""


def cards_content(dossier: Dossier) -> dict[str, Any]:
    """opening: the table of phases; places: cards, phase openings, gate checklists and notes in printed order; rest: 细目."""
    places = Places(dossier)
    words = [CardWords(card, dossier, places) for card in dossier.cards]
    with remembering(card_columns, card_compact, card_rest) as text_of:
        compact = {index: card_compact.lay_compact(each) for index, each in enumerate(words) if not each.card.full}
        full = frozenset(range(len(words))) - {index for index, card in compact.items() if card.fits}
        phases = cards._phases(dossier.cards)
        by_phase = [[index for index in range(len(words)) if dossier.cards[index].phase is phase] for phase in phases]
        placements = card_order.arrange(by_phase, full, card_order.EVEN_TOP + 1)
        fillers = _Fillers(dossier, places)
        shown: list[dict[str, Any]] = []
        previous: Phase | None = None
        for placement in placements:
            phase = phases[placement.phase]
            if placement.card is None:
                shown.append(fillers.next(phase))
                continue
            each = words[placement.card]
            one = _full(each) if placement.card in full else _compact(compact[placement.card], text_of)
            one["phase"] = phase.short if phase is not previous else ""
            previous = phase
            shown.append(one)
        rest = [card for index, card in sorted(compact.items()) if index not in full and card.left_out]
        usual = card_rest._usual_delivery(rest)
        listed = [
            {
                "code": card.words.card.code,
                "name": card.words.step.short_name,
                "texts": [runs(text_of(lines)) for lines in card_rest._paragraphs(card, usual)],
            }
            for card in rest
        ]
    printed = [placement.card for placement in placements if placement.card is not None]
    rows = [
        cards._phase_row(dossier, phase, [at for at in printed if dossier.cards[at].phase is phase], full)
        for phase in phases
    ]
    says = "每个要办的事项一张卡。<b>关键线路和主干上的用两页</b>，其余半页；方框里的号与时间表、上墙图相同。"
    if len(full) < len(printed):
        says += "半页写不下的，在本章末的细目里。"
    return {
        "lead": runs(marked(says, LEAD), LEAD),
        "opening": table(cards._PHASE_COLUMNS, rows),
        "places": shown,
        "usual": f"没写怎么领取的：{sentence(usual)}" if usual else "",
        "rest": listed,
    }


# --- one card ---------------------------------------------------------------------------------------------------------


def _head(words: CardWords, is_full: bool) -> dict[str, Any]:
    card, step = words.card, words.step
    said = [card.kind, card.phase.value if is_full else card.phase.short]
    if is_full:
        said += [f"本项目第 {card.ordinal} 项，共 {len(words.dossier.cards)} 项", f"加盖{card.seal}"]
    else:
        said += [f"第 {card.ordinal} 项", card.seal]
    said += [card.variant] if card.variant else []
    cells = card_parts._recorded_cells(words, is_full) if words.is_begun else card_parts._planned_cells(words, is_full)
    return {
        "code": card.code,
        "name": card.name,
        "short_name": card.short_name,
        "number": step.number,
        "kind": " · ".join(said),
        "critical": step.critical,
        "light": str(step.light),
        "dates": [
            {
                "label": cell.label,
                "value": runs(cell.value, card_parts.DATE_CARD),
                "unit": cell.unit,
                "note": cell.note if is_full else "",
                "heavy": cell.weight > card_parts.RULE_TABLE,
            }
            for cell in cells
        ],
        "limit": _limit(words, card_parts.LABEL_WIDTH if is_full else card_parts.LABEL_WIDTH_COMPACT),
    }


def _limit(words: CardWords, label_width: float) -> dict[str, Any]:
    """The limit bar's numbers and words; days of the axis and mm a day."""
    said = limit_bar._Words.of(words.card.limit, words.plan_year)
    axis, steps = limit_bar._scale(words.card, said, TEXT_WIDTH - label_width)
    return {
        "unit": axis.unit,
        "promised": axis.promised,
        "statutory": axis.statutory,
        "length": axis.length,
        "pitch": axis.pitch,
        "accepted": runs(said.accepted),
        "promise": said.promised,
        "due": runs(said.due),
        "due_whole": runs(said.due_with_promise),
        "whole": runs(said.whole),
        "steps": [{"label": step.label, "width": step.width} for step in steps],
    }


def _compact(card: CompactCard, text_of: Any) -> dict[str, Any]:
    words = card.words
    return {
        "form": "compact",
        **_head(words, False),
        "columns": [
            [
                {"label": entry.label, "texts": [runs(text_of(each), CARD_TEXT_COMPACT) for each in entry.lines]}
                for entry in column
            ]
            for column in card.columns
        ],
        "bring": runs(text_of(card.bring), CARD_TEXT_COMPACT) if card.bring is not None else "",
        "record": list(card_compact._RECORDS),
        "more": bool(card.left_out),
    }


def _full(words: CardWords) -> dict[str, Any]:
    card = words.card
    room = _LEFT_ROOM
    left, padding = card_full._left_rows(words, room)
    chain = next(row for row in left if row.label == "前后关系")
    _, before, after = chain.draw.args  # type: ignore[union-attr]
    first: list[dict[str, Any]] = []
    while left and left[0].height(TEXT_WIDTH, card_parts.LABEL_WIDTH, padding) <= room:
        room -= left[0].height(TEXT_WIDTH, card_parts.LABEL_WIDTH, padding)
        first.append(_labelled(left.pop(0), words))
    days = card.limit.promised_days
    return {
        "form": "full",
        **_head(words, True),
        "rows": first,
        "close": padding == card_parts.CLOSE_PADDING,
        "before": [_neighbour(words, each, "计划") for each in before],
        "after": [_neighbour(words, each, "最早") for each in after],
        "own": [f"{card.code} {words.step.map_name}", card_full._own_dates(words.step, words.plan_year)],
        "flow": [
            ["收件", "当日", f"{card.window.number}窗口", False],
            ["受理", "当日至 5 日", "一次告知补正", False],
            ["审查", f"{days - 1} 日" if days > 1 else "1 日内", card.officer, True],
            ["决定", "1 日" if days > 1 else "同日", card.officer, True],
            ["送达", "10 日内", "窗口或邮寄", False],
        ],
        "bring_note": f"{len(card.materials)} 件"
        + (f"，其中 {words.shared_count} 件由部门共享，不用交" if words.shared_count else ""),
        "materials": [
            [
                line.name,
                f"{line.copies}{line.form}",
                line.later,
                line.shared,
                runs(words.material(line, TABLE_GREY)),
            ]
            for line in card.materials
        ],
        "reasons": list(card.return_reasons),
        "after_rows": [_labelled(row, words) for row in (*_RightRows(words).rows(), *left)],
    }


def _labelled(row: card_parts.LabelRow, words: CardWords) -> dict[str, Any]:
    texts = (
        words.levers(CARD_TEXT) if row.label == "怎样更快" else row.texts
    )  # set already: they hang beside their boxes
    return {"label": row.label, "texts": [runs(text, CARD_TEXT) for text in texts]}


class _RightRows(card_full._RightPages):
    """The rows of the right page without a page."""

    def __init__(self, words: CardWords) -> None:
        self.words = words

    def rows(self) -> list[card_parts.LabelRow]:
        return self._rows(card_full._AIRY)


def _neighbour(words: CardWords, each: Neighbour | list[Neighbour], when: str) -> dict[str, Any]:
    if isinstance(each, list):
        codes = card_full._codes_that_fit(code_list(each), card_full._BOX_WIDTHS[0] - 3.5)
        return {"code": "", "name": f"另 {len(each)} 项", "below": codes, "anchor": ""}
    small = card_full._SMALL
    said = "已于" if words.is_over(each.step_id) else when
    below = marked("{when} {day} {verb}", small, when=said, day=words.day(each.day, small, False), verb=each.verb)
    return {"code": each.code, "name": each.map_name, "below": runs(below, small), "anchor": each.anchor}


# --- halves without a card ----------------------------------------------------------------------------------------------


class _Fillers(cards._Fillers):
    """What stands on a half page that no card needs, in the order in which our chapter gives them out."""

    def __init__(self, dossier: Dossier, places: Places) -> None:
        super().__init__(dossier, places)
        self.drawn: dict[str, Any] = {}

    def next(self, phase: Phase) -> dict[str, Any]:
        dossier, year = self._dossier, self._dossier.start_on.year
        if phase not in self._opened:
            self._opened.add(phase)
            steps = [dossier.step_by_id[card.step_id] for card in dossier.cards if card.phase is phase]
            first = min(steps, key=lambda step: step.early_start.on).early_start
            last = max(steps, key=lambda step: step.early_finish.on).early_finish
            says = marked(
                "{count}项，最早{first}受理，照计划{last}全部办结",
                TABLE_GREY,
                count=len(steps),
                first=card_fillers._short(first, year),
                last=card_fillers._short(last, year),
            )
            return {"form": "list", "title": phase.value, "says": runs(says), "steps": self._steps(steps)}
        if not self._gates:
            return {"form": "notes"}
        of_phase = [gate for gate in self._gates if dossier.step_by_id[gate.id].phase is phase]
        gate = (of_phase or self._gates)[0]
        self._gates.remove(gate)
        steps = card_fillers.gate_steps(dossier, gate)
        says = marked(
            "预计{forecast}达到，最迟{latest}；下面{count}项齐了才算",
            TABLE_GREY,
            forecast=card_fillers._short(gate.forecast, year),
            latest=card_fillers._short(gate.latest, year),
            count=len(steps),
        )
        title = f"{gate.sign} {gate.name}要齐的事"
        return {"form": "list", "title": title, "says": runs(says), "steps": self._steps(steps)}

    def _steps(self, steps: list[Any]) -> list[dict[str, Any]]:
        return [
            {
                "number": step.number,
                "code": step.code,
                "name": step.short_name,
                "critical": step.critical,
                "anchor": self._places.of_step(step),
                "finish": runs(
                    date_text(
                        step.early_finish.on,
                        TABLE_TEXT,
                        plan_year=self._dossier.start_on.year,
                        provisional=step.early_finish.provisional,
                        weekday_shown=False,
                    )
                ),
            }
            for step in steps
        ]
