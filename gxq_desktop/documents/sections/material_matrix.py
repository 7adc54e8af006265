"""The matrix of the materials checklist (print.md §9, 09): a row a package, a column an item that uses it.

`material_bands` cuts the packages into bands whose items fit side by side; each band is a MaterialMatrix, a block that
flows down pages with its head repeated. The manual's chapter and the checklist that stands alone set the same block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, TypeAlias

from gxq_desktop.application.views import Dossier, Light, MaterialView, StepView
from gxq_desktop.documents.flow import Block
from gxq_desktop.documents.marks import BOX_NUMBERED, critical_icon, light_shape, tick_box
from gxq_desktop.documents.officer_sign import sign, sign_width
from gxq_desktop.documents.sections.places import LIGHT_KINDS, Places
from gxq_desktop.documents.sheet import Sheet, Tag
from gxq_desktop.documents.styles import (
    CODE,
    DENSE_GREY,
    GROUP_HEAD,
    NOTE,
    TABLE_GREY,
    TABLE_HEAD,
    TABLE_KEY,
    TABLE_TEXT,
    TextStyle,
)
from gxq_desktop.documents.table import CONTINUED
from gxq_desktop.documents.text import Text, date_text, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, RULE_ROW, RULE_TABLE
from gxq_desktop.domain.frozen import slotted
from gxq_desktop.domain.items import ItemList, Phase

Entry: TypeAlias = Phase | MaterialView
"""A group row or a package."""

_Piece: TypeAlias = tuple[float, float, float, float]

PITCH: Final = 4.75
LEAST_PITCH: Final = 4.5
HEAD_HEIGHT: Final = 11.5
ROW_HEIGHT: Final = 8.1
GROUP_HEIGHT: Final = 7.2
RECEIVED_WIDTH: Final = 22.0
"""The date-received column of the checklist that stands alone."""

_FIRST_COLUMN: Final = 107.5
"""Centre of the first item's column, mm from the text's left edge."""
_HEAD_ANGLE, _HEAD_OVERHANG = 60.0, 4.2
"""How far a head, turned by so many degrees, reaches right of its column, mm."""
_CODE_X, _NAME_X, _WHO_X, _LATEST_X, _MARK_X = 6.6, 15.5, 60.0, 76.0, 98.6
_NAME_WIDTH, _WHO_WIDTH = 43.5, 15.0
_DOT, _EMPTY, _JOIN = 2.5, 0.44, 0.4
_FIRST_BASELINE, _SECOND_BASELINE = 3.45, 6.95
_WHO: Final = TABLE_GREY.sized(8.5, 3.6)
_HEADS: Final = ((_CODE_X, "编码"), (_NAME_X, "材料与形式"), (_WHO_X, "谁做"), (_LATEST_X, "最迟备齐"))


def most_columns(width: float) -> int:
    """How many items fit side by side in WIDTH mm, a received column not counted, at the least pitch."""
    return int((width - _FIRST_COLUMN - _HEAD_OVERHANG) / LEAST_PITCH + 1e-6) + 1


def material_bands(
    dossier: Dossier, width: float, received: bool = False, in_manual: bool = True
) -> list[MaterialMatrix]:
    """DOSSIER's packages phase by phase in as few matrices as fit WIDTH mm, none narrower than the least pitch.

    A phase stays in one matrix unless its own items are too many. RECEIVED: with a column to write dates into.
    """
    most = most_columns(width - RECEIVED_WIDTH if received else width)
    order, places = _item_order(dossier), Places(dossier, in_manual)
    phases = list(Phase)
    materials = sorted(dossier.materials, key=lambda material: phases.index(material.phase))
    bands: list[tuple[list[Entry], set[str]]] = []
    for phase, group in groupby(materials, key=lambda material: material.phase):
        for used, packages in _chunks(group, most):
            if bands and len(bands[-1][1] | used) <= most:
                entries, columns = bands[-1]
                columns |= used
            else:
                entries, columns = [], set(used)
                bands.append((entries, columns))
            if not entries or _phase_of(entries[-1]) is not phase:
                entries.append(phase)
            entries += packages
    begun: set[Phase] = set()
    matrices = []
    for entries, columns in bands:
        codes = tuple(sorted(columns, key=order.__getitem__))
        goes_on = _phase_of(entries[0]) in begun
        matrices.append(MaterialMatrix(tuple(entries), codes, dossier, places, received, goes_on=goes_on))
        begun.update(entry for entry in entries if isinstance(entry, Phase))
    return matrices


def _chunks(packages: Iterable[MaterialView], most: int) -> list[tuple[set[str], list[MaterialView]]]:
    """A phase's packages cut where one more would use more than MOST items together."""
    chunks: list[tuple[set[str], list[MaterialView]]] = []
    for package in packages:
        used = set(package.used_by[:most])
        if not chunks or len(chunks[-1][0] | used) > most:
            chunks.append((set(), []))
        chunks[-1][0].update(used)
        chunks[-1][1].append(package)
    return chunks


def _item_order(dossier: Dossier) -> dict[str, tuple[bool, int]]:
    """Approvals, then utilities, each as the plan begins them."""
    order: dict[str, tuple[bool, int]] = {}
    for place, step in enumerate(dossier.steps):
        if step.code and not step.parent:
            order[step.code] = (step.item_list is ItemList.UTILITIES, place)
    for package in dossier.materials:
        for code in package.used_by:
            order.setdefault(code, (True, len(order)))
    return order


def _phase_of(entry: Entry) -> Phase:
    return entry if isinstance(entry, Phase) else entry.phase


def _height(entry: Entry) -> float:
    return GROUP_HEIGHT if isinstance(entry, Phase) else ROW_HEIGHT


@slotted
class MaterialMatrix:
    """A block: phases and packages (ENTRIES), with the items CODES that use them as columns.

    received: a column to write dates into. tag, is_rest: as in table.Table, for what goes on on the next page.
    """

    entries: tuple[Entry, ...]
    codes: tuple[str, ...]
    dossier: Dossier
    places: Places
    received: bool = False
    space_before: float = 0.0
    keep_with_next: bool = False
    tag: Tag | None = None
    is_rest: bool = False
    goes_on: bool = False
    """Whether its first phase has begun before, on another page or with other items."""

    # --- Block ----------------------------------------------------------------------------------------------------

    def height(self, width: float) -> float:
        return HEAD_HEIGHT + sum(map(_height, self.entries))

    def least(self, width: float) -> float:
        return HEAD_HEIGHT + sum(map(_height, self.entries[:3]))

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Between phases unless that leaves half of the room empty; then between packages, two at least on either side."""
        fitting = self._fitting(available - HEAD_HEIGHT)
        if fitting == len(self.entries):
            return None
        at = next((at for at in range(fitting, 0, -1) if isinstance(self.entries[at], Phase)), 0)
        if HEAD_HEIGHT + sum(map(_height, self.entries[:at])) < available / 2:
            at = self._break_before(fitting)
        if not at:
            return None
        rest = self.entries[at:]
        goes_on = not isinstance(rest[0], Phase)
        if not isinstance(rest[0], Phase):
            rest = (rest[0].phase, *rest)
        return self._piece(self.entries[:at], self.is_rest, self.goes_on), self._piece(rest, True, goes_on)

    def _fitting(self, room: float) -> int:
        for count, entry in enumerate(self.entries):
            room -= _height(entry)
            if room < -1e-6:
                return count
        return len(self.entries)

    def _break_before(self, fitting: int) -> int:
        """The last place up to FITTING with two packages of its phase before and after it, 0 if there is none."""
        for at in range(min(fitting, len(self.entries) - 2), 2, -1):
            if not any(isinstance(entry, Phase) for entry in self.entries[at - 2 : at + 2]):
                return at
        return 0

    def _piece(self, entries: tuple[Entry, ...], is_rest: bool, goes_on: bool) -> MaterialMatrix:
        self.tag = self.tag or Tag("Table")
        used = {code for entry in entries if isinstance(entry, MaterialView) for code in entry.used_by}
        codes = tuple(code for code in self.codes if code in used)
        before = 0.0 if is_rest else self.space_before
        return MaterialMatrix(
            entries, codes, self.dossier, self.places, self.received, before, self.keep_with_next, self.tag, is_rest,
            goes_on,
        )  # fmt: skip

    # --- drawing --------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        self.tag = self.tag or Tag("Table")
        if not self.is_rest:
            sheet.attach(self.tag)
        sheet.begin_tag(self.tag)
        right = x + width
        field = right - RECEIVED_WIDTH if self.received else right
        columns = self._columns(x, field)
        first = y + HEAD_HEIGHT
        self._draw_head(sheet, x, first, field, columns)
        self._draw_grid(sheet, x, first, right, columns)
        top = first
        for entry in self.entries:
            if isinstance(entry, Phase):
                _draw_group(sheet, x, top, entry, self.goes_on and top == first)
            else:
                self._draw_package(sheet, x, top, entry, columns)
            top += _height(entry)
        if self.received:
            sheet.line(field, first, field, top, RULE_ROW, GREY_LINE)
        sheet.end_tag()

    def _columns(self, x: float, right: float) -> dict[str, float]:
        """Centre of each item's column."""
        gaps = max(1, len(self.codes) - 1)
        pitch = min(PITCH, (right - _HEAD_OVERHANG - x - _FIRST_COLUMN) / gaps)
        return {code: x + _FIRST_COLUMN + place * pitch for place, code in enumerate(self.codes)}

    def _draw_head(self, sheet: Sheet, x: float, bottom: float, right: float, columns: Mapping[str, float]) -> None:
        if self.is_rest:
            with sheet.artifact():
                self._head_cells(sheet, x, bottom, right, columns)
        else:
            with sheet.tag("TR"):
                self._head_cells(sheet, x, bottom, right, columns)

    def _head_cells(self, sheet: Sheet, x: float, bottom: float, right: float, columns: Mapping[str, float]) -> None:
        baseline = TABLE_HEAD.baseline(bottom - 1.5 - TABLE_HEAD.leading_mm)
        for offset, words in _HEADS:
            with sheet.tag("TH", scope="Column"):
                sheet.text(x + offset, baseline, words, TABLE_HEAD)
        with sheet.tag("TH", scope="Column"):
            for code, centre in columns.items():
                sheet.text(centre + 0.9, bottom - 1.1, code, CODE, angle=_HEAD_ANGLE)
        if self.received:
            with sheet.tag("TH", scope="Column"):
                sheet.text(right + 1.5, baseline, "收到日期", TABLE_HEAD)
        for code, centre in columns.items():
            anchor = self.places.of_code(code)
            if anchor:
                sheet.link(centre - 1.2, bottom - HEAD_HEIGHT + 1.5, LEAST_PITCH, HEAD_HEIGHT - 1.5, anchor, words=code)

    def _draw_grid(self, sheet: Sheet, x: float, first: float, right: float, columns: Mapping[str, float]) -> None:
        """Rules, and under the dots the empty places of the matrix and the joins between uses."""
        centres = list(columns.values())
        pitch = centres[1] - centres[0] if len(centres) > 1 else PITCH
        rules: list[_Piece] = []
        rows: list[_Piece] = []
        empty: list[_Piece] = []
        joins: list[_Piece] = []
        top = first
        for entry in self.entries:
            (rules if isinstance(entry, Phase) else rows).append((x, top, right, top))
            if isinstance(entry, MaterialView) and centres:
                middle, begin = top + ROW_HEIGHT / 2, centres[0]
                uses = [columns[code] for code in entry.used_by if code in columns]
                if len(uses) > 1:
                    joins.append((min(uses), middle, max(uses), middle))
                if not uses:
                    begin = next((c for c in centres if c > self._no_use_end(x, entry)), 0.0)
                if begin:
                    empty.append((begin - _EMPTY / 2, middle, centres[-1] + _EMPTY / 2, middle))
            top += _height(entry)
        sheet.lines(rows, RULE_ROW, GREY_LINE)
        sheet.lines([*rules, (x, top, right, top)], RULE_TABLE)
        sheet.lines(empty, _EMPTY, GREY_LINE, dash=(_EMPTY, pitch - _EMPTY))
        sheet.lines(joins, _JOIN, ACCENT)

    @staticmethod
    def _no_use_end(x: float, entry: MaterialView) -> float:
        return x + _FIRST_COLUMN - _DOT / 2 + text_width(plain(entry.no_use, DENSE_GREY)) + 1.5

    def _draw_package(
        self, sheet: Sheet, x: float, top: float, entry: MaterialView, columns: Mapping[str, float]
    ) -> None:
        step = self.dossier.step_by_id.get(entry.step_id)
        done = step is not None and step.light is Light.DONE
        first, second = top + _FIRST_BASELINE, top + _SECOND_BASELINE
        tick_box(
            sheet, x + 0.15, top + (ROW_HEIGHT - BOX_NUMBERED) / 2, BOX_NUMBERED, step.number if step else None, done
        )
        if self.places.in_manual:
            sheet.anchor(f"material:{entry.code}", top)
        with sheet.tag("TR"):
            with sheet.tag("TH", scope="Row"):
                sheet.text(x + _CODE_X, first, entry.code, CODE)
            with sheet.tag("TD"):
                name_style = TABLE_GREY if done else TABLE_TEXT
                decided = sign(self.dossier, entry.code)
                name = shortened(entry.short_name, name_style, _NAME_WIDTH - sign_width(decided))
                sheet.text(x + _NAME_X, first, (*plain(name, name_style), *decided))
                sheet.text(x + _NAME_X, second, plain(_form(entry), DENSE_GREY))
            with sheet.tag("TD"):
                _draw_owner(sheet, x + _WHO_X, top, entry.owner)
            with sheet.tag("TD"):
                if step is not None:
                    _draw_latest(sheet, x + _LATEST_X, first, second, step, self.dossier.start_on.year)
            if step is not None and not done:
                _draw_marks(sheet, x + _MARK_X, first - 0.37 * TABLE_KEY.em_mm, step)
            with sheet.tag("TD"):
                self._draw_uses(sheet, x, top, entry, columns)
            if self.received:
                with sheet.tag("TD"):
                    pass

    @staticmethod
    def _draw_uses(sheet: Sheet, x: float, top: float, entry: MaterialView, columns: Mapping[str, float]) -> None:
        middle = top + ROW_HEIGHT / 2
        uses = [code for code in entry.used_by if code in columns]
        if not uses:
            baseline = middle + 0.37 * DENSE_GREY.em_mm
            sheet.text(x + _FIRST_COLUMN - _DOT / 2, baseline, plain(entry.no_use, DENSE_GREY))
            return
        with sheet.tag("Figure", alt=f"用于 {'、'.join(entry.used_by)}"):
            for code in uses:
                sheet.circle(columns[code], middle, _DOT / 2, fill=ACCENT)


def _draw_group(sheet: Sheet, x: float, top: float, phase: Phase, goes_on: bool) -> None:
    baseline = top + GROUP_HEIGHT - 2.4
    with sheet.tag("TR"), sheet.tag("TH", scope="Row"):
        used = sheet.text(x + _CODE_X, baseline, f"{phase.value}用", GROUP_HEAD)
        if goes_on:
            sheet.text(x + _CODE_X + used, baseline, CONTINUED, NOTE)


def _form(entry: MaterialView) -> str:
    """The variant this project needs and the form, if both fit on a line; else the form."""
    if entry.variant:
        both = f"{entry.variant}；{entry.form_short}"
        if text_width(both, DENSE_GREY) <= _NAME_WIDTH:
            return both
    return shortened(entry.form_short, DENSE_GREY, _NAME_WIDTH)


def _draw_owner(sheet: Sheet, x: float, top: float, owner: str) -> None:
    if text_width(plain(owner, TABLE_GREY)) <= _WHO_WIDTH:
        sheet.text(x, top + _FIRST_BASELINE, plain(owner, TABLE_GREY))
    elif owner:
        sheet.paragraph(x, top + 0.45, _WHO_WIDTH, set_lines(plain(owner, _WHO), _WHO_WIDTH, False), max_lines=2)


def _draw_latest(sheet: Sheet, x: float, first: float, second: float, step: StepView, plan_year: int) -> None:
    if step.light is Light.DONE:
        on = date_text(step.early_finish.on, TABLE_GREY, plan_year=plan_year, weekday_shown=False)
        sheet.text(x, first, (*on, *plain(" 已备齐", TABLE_GREY)))
        return
    sheet.text(x, first, _latest(step, TABLE_KEY, plan_year))
    sheet.text(x, second, plain(f"要做 {step.length_text}", DENSE_GREY))


def _latest(step: StepView, style: TextStyle, plan_year: int) -> Text:
    day = step.late_finish
    return date_text(day.on, style, plan_year=plan_year, provisional=day.provisional)


def _draw_marks(sheet: Sheet, x: float, centre_y: float, step: StepView) -> None:
    """A light that is not green, the hatch of the critical path."""
    if step.light is not Light.GREEN:
        light_shape(sheet, x + 1.5, centre_y, LIGHT_KINDS[step.light])
        x += 3.4
    if step.critical:
        critical_icon(sheet, x, centre_y)
