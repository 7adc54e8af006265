"""Everything a project must bring (材料): over all its items merged, who provides it, for which items, what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from gxq_desktop.application.dossier.materials import material_views
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.application.views import Day, MaterialView
from gxq_desktop.domain.case_states import CaseState, EventKind
from gxq_desktop.domain.frozen import frozen, slotted
from gxq_desktop.domain.items import ApprovalItem, Item, ItemCode, RequiredMaterial
from gxq_desktop.domain.network import StepId

_NUMBER = re.compile(r"(\d+)\s*(\D*)")
_FINISHED = (CaseState.GRANTED, CaseState.DELIVERED, CaseState.CLEARED, CaseState.DONE)


class Provider(StrEnum):
    """Who provides it; the value heads its rows."""

    UNIT = "建设单位准备的材料"
    FORM = "随事项填写的表格和文件"
    RESULT = "前面事项的结果"
    SHARED = "部门共享，不用交"


class Presence(StrEnum):
    """Whether it is there; the value is its word."""

    RECEIVED = "已收到"
    READY = "已备齐"
    PREPARING = "准备中"
    MISSING = "没有"
    WAITING = "等前项办结"
    GRANTED = "前项已办结"
    SHARED = "不用交"
    NOT_TRACKED = "交件时查"

    @property
    def is_there(self) -> bool:
        return self in (Presence.RECEIVED, Presence.READY, Presence.GRANTED, Presence.SHARED)


_LACKING = (Presence.MISSING, Presence.PREPARING, Presence.WAITING)


@frozen
class NeededFor:
    """One item that needs it. copies: "原件 2份". later: "可容缺 5 个工作日", or ""."""

    code: str
    name: str
    as_what: str
    copies: str
    later: str
    until: Day | None


@frozen
class MaterialRow:
    """A line of the checklist. code: B14 of a package, A04 of the item whose result it is, "" for a form.

    copies: over all items, “原件 3 份 · 电子 2 份”. until: latest start of the item that needs it first, None where none is
    planned. can_tick: its presence is recorded here. note: in words, for the panel. no_use: in no item's papers, to be filed.
    """

    key: str
    code: str
    name: str
    provider: Provider
    by_whom: str
    presence: Presence
    copies: str
    needed: tuple[NeededFor, ...]
    until: Day | None
    can_tick: bool
    form: str = ""
    why: str = ""
    defects: tuple[str, ...] = ()
    no_use: str = ""

    @property
    def needed_codes(self) -> str:
        return " ".join(dict.fromkeys(each.code for each in self.needed))


@frozen
class MaterialFilter:
    """provider None, code "" and text "" ask for everything; only_missing: what is known not to be there."""

    provider: Provider | None = None
    code: str = ""
    only_missing: bool = False
    text: str = ""

    def keeps(self, row: MaterialRow) -> bool:
        wanted = self.text.strip().casefold()
        words = (row.code, row.name, row.by_whom, row.needed_codes, *(each.as_what for each in row.needed))
        return (
            (self.provider is None or row.provider is self.provider)
            and (not self.code or any(each.code == self.code for each in row.needed))
            and not (self.only_missing and row.presence not in _LACKING)
            and (not wanted or any(wanted in word.casefold() for word in words))
        )


@slotted
class _Merged:
    """A row while its uses are gathered."""

    key: str
    code: str
    name: str
    provider: Provider
    by_whom: str
    uses: list[tuple[ApprovalItem, RequiredMaterial]] = field(default_factory=list)


def material_rows(desk: ProjectDesk) -> tuple[MaterialRow, ...]:
    """What the applicable items need, packages first, in catalogue order; nothing without a plan."""
    if desk.plan is None:
        return ()
    packages = {view.code: view for view in material_views(desk.catalogue, desk.verdicts, desk.plan.built)}
    merged: dict[str, _Merged] = {
        view.code: _Merged(view.code, view.code, view.name, Provider.UNIT, view.prepared_by or view.owner)
        for view in packages.values()
    }
    for item in desk.catalogue.approvals:
        if desk.verdicts[item.code].applies:
            for material in item.materials:
                row = _row_for(desk, material, packages)
                merged.setdefault(row.key, row).uses.append((item, material))
    until = _latest_starts(desk)
    rows = [_row(desk, each, packages.get(each.code), until) for each in merged.values()]
    order = list(Provider)
    return tuple(sorted(rows, key=lambda row: order.index(row.provider)))


def _row_for(desk: ProjectDesk, material: RequiredMaterial, packages: Mapping[str, MaterialView]) -> _Merged:
    """Under which row MATERIAL is gathered."""
    name, code = material.name, material.from_code
    if code is not None and code in packages:
        view = packages[code]
        return _Merged(code, code, view.name, Provider.UNIT, view.prepared_by or view.owner)
    if material.shared:
        return _Merged(f"shared:{name}", "", name, Provider.SHARED, "部门核验")
    source = desk.catalogue.by_code.get(code) if code is not None else None
    if isinstance(source, ApprovalItem):
        return _Merged(f"{code}:{name}", source.code, name, Provider.RESULT, source.authority)
    return _Merged(f"form:{name}", "", name, Provider.FORM, "企业填写")


def _row(desk: ProjectDesk, each: _Merged, view: MaterialView | None, until: Mapping[str, Day]) -> MaterialRow:
    needed = [_needed(item, material, until) for item, material in each.uses]
    if view is not None:
        listed = {one.code for one in needed}
        others = (desk.catalogue.by_code[ItemCode(code)] for code in view.used_by if code not in listed)
        needed += [NeededFor(item.code, item.short_name, "", "", "", until.get(item.code)) for item in others]
    days = [one.until for one in needed if one.until is not None]
    presence = _presence(desk, each)
    return MaterialRow(
        key=each.key,
        code=each.code,
        name=each.name,
        provider=each.provider,
        by_whom=each.by_whom,
        presence=presence,
        copies=_copies(material for _, material in each.uses),
        needed=tuple(needed),
        until=min(days, key=lambda day: day.on, default=None),
        can_tick=each.provider is Provider.UNIT,
        form=view.form if view is not None else "",
        why=view.why if view is not None else "",
        defects=view.defects if view is not None else (),
        no_use=view.no_use if view is not None else "",
    )


def _needed(item: ApprovalItem, material: RequiredMaterial, until: Mapping[str, Day]) -> NeededFor:
    days = material.supply_later_working_days
    return NeededFor(
        code=item.code,
        name=item.short_name,
        as_what=material.name,
        copies=f"{material.form} {material.copies}".strip(),
        later=f"可容缺 {days} 个工作日" if days is not None else "",
        until=until.get(item.code),
    )


def _latest_starts(desk: ProjectDesk) -> dict[str, Day]:
    return {step.code: step.late_start for step in desk.steps if step.code and not step.parent}


def _presence(desk: ProjectDesk, each: _Merged) -> Presence:
    if each.provider is Provider.SHARED:
        return Presence.SHARED
    if each.provider is Provider.FORM:
        return Presence.NOT_TRACKED
    row = desk.rows.get(each.code)
    state = row.state if row is not None else CaseState.NOT_STARTED
    if each.provider is Provider.RESULT:
        return Presence.GRANTED if state in _FINISHED else Presence.WAITING
    match state:
        case CaseState.RECEIVED | CaseState.CLEARED:
            return Presence.RECEIVED
        case CaseState.READY:
            return Presence.READY
        case CaseState.PREPARING:
            return Presence.PREPARING
    return Presence.MISSING


def _copies(materials: Iterable[RequiredMaterial]) -> str:
    """原件 3 份 · 电子 2 份; a number that is none is left as it is written."""
    counted: dict[tuple[str, str], int] = {}
    others: list[str] = []
    for material in materials:
        found = _NUMBER.fullmatch(material.copies.strip())
        if found is None:
            others.append(f"{material.form} {material.copies}".strip())
            continue
        key = material.form, found[2].strip() or "份"
        counted[key] = counted.get(key, 0) + int(found[1])
    parts = [f"{form} {number} {unit}".strip() for (form, unit), number in counted.items()]
    return " · ".join((*parts, *dict.fromkeys(others)))


def needing_items(rows: Sequence[MaterialRow], desk: ProjectDesk) -> tuple[Item, ...]:
    """The items that need any of ROWS, in catalogue order: what the table can be filtered by."""
    codes = {each.code for row in rows for each in row.needed}
    return tuple(item for item in desk.catalogue.items if item.code in codes)


def tick_request(row: MaterialRow, person: str = "") -> RecordRequest:
    """What is recorded when ROW is ticked as received. ValueError for a row whose presence is not recorded here."""
    if not row.can_tick:
        raise ValueError(f"{row.key} is not ticked here")
    return RecordRequest(StepId(row.code), EventKind.RECEIVED, person=person)


def last_action(desk: ProjectDesk, code: str) -> int:
    """The action that made the material CODE what it is, to be taken back; 0 if nothing stands for it."""
    standing = desk.journal.standing(StepId(code))
    return standing[-1].action if standing else 0
