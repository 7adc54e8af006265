"""From an intake document into the form's fields and back; from the cells of an Excel form into its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from gxq_desktop.application.intake import LEVEL_BY_KEY, ROLE_BY_KEY, STAGE_BY_KEY, find_gate
from gxq_desktop.application.intake_document import Document
from gxq_desktop.application.intake_entries import PRESET, Entries, Entry
from gxq_desktop.application.intake_fields import FieldReader
from gxq_desktop.application.intake_form import (
    CREDIT_CODE,
    ENTERPRISE,
    INDUSTRY,
    KEY_LEVEL,
    NAME,
    NOT_KEY,
    PROJECT_CODE,
    STAGE,
    START,
    TRACK,
    UNKNOWN,
    Field,
    FieldId,
    FieldKind,
    IntakeForm,
    contact_field,
    fact_field,
    target_field,
)
from gxq_desktop.application.intake_values import nearest_hint, shown, split_industry
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.facts import FactType, json_value, parse_value, show_number
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import ContactRole, Stage
from gxq_desktop.domain.verdicts import Override

_PROJECT_FIELDS = {"name": NAME, "enterprise": ENTERPRISE, "credit_code": CREDIT_CODE, "project_code": PROJECT_CODE}
_PROJECT_KEYS = (*_PROJECT_FIELDS, "industry", "key_level", "stage", "contacts")
_SHOWN_PLAN_KEYS = ("start", "targets")
_PLAN_KEYS = (
    *_SHOWN_PLAN_KEYS, "construction_calendar_days", "obstacles", "fixed_dates", "preparation_calendar", "levers",
)  # fmt: skip
_NOTHING = ("", None)
_CELL_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
"""What a spreadsheet keeps for a formula that cannot be worked out."""


@frozen
class Cell:
    """A filled cell of an Excel form. place: how a person finds it (“接件表 C12”). value: text, a number, yes/no or a day; the
    formula where the file keeps no result of it (lacks_result).
    """

    field_id: FieldId
    place: str
    value: str | float | bool | date
    unit: str = ""
    lacks_result: bool = False


@frozen
class Filling:
    """What a file put into the form. faults: what has no field to be shown at, each naming its place. source: in words."""

    entries: Entries
    faults: tuple[DomainError, ...]
    source: str


def new_entries(calendar: WorkCalendar, today: date) -> Entries:
    """A blank form with what is usual filled in: 落地, and the first working day from TODAY on as the day to count from."""
    start = calendar.roll_forward(today).isoformat()
    return Entries({STAGE: Entry(Stage.LANDING.value, origin=PRESET), START: Entry(start, origin=PRESET)})


# -- from the form to a document ----------------------------------------------------------------------------------


def document_of(form: IntakeForm, entries: Entries, reader: FieldReader) -> Document:
    """ENTRIES as an intake document. What cannot be read goes in as typed, so that `read_intake` refuses it in its words."""
    code, industry = split_industry(entries.text(INDUSTRY))
    project: Document = {key: entries.text(field_id) for key, field_id in _PROJECT_FIELDS.items()}
    project["industry"] = {"code": code, "name": industry, "track": entries.text(TRACK)}
    level, stage = entries.text(KEY_LEVEL), entries.text(STAGE)
    project["key_level"] = None if level in ("", NOT_KEY) else level
    project["stage"] = stage or Stage.LANDING.value
    project["contacts"] = _contacts(entries)
    plan: Document = dict(entries.carried)
    if entries.text(START):
        plan["start"] = entries.text(START)
    targets = {}
    facts: Document = {}
    for field_id, field in form.fields.items():
        entry = entries[field_id]
        if entry.unknown or not entry.said:
            continue
        if field.definition is not None:
            facts[field.definition.key] = _fact(field, entry, reader)
        elif field_id.startswith("plan.targets."):
            targets[field_id.removeprefix("plan.targets.")] = entry.said
    plan["targets"] = targets
    overrides = [
        {
            "code": code,
            "applies": each.applies,
            "reason": each.reason,
            "officer": each.officer,
            "on": each.on.isoformat(),
        }
        for code, each in entries.overrides.items()
    ]
    return {"project": project, "facts": facts, "plan": plan, "overrides": overrides}


def _fact(field: Field, entry: Entry, reader: FieldReader) -> object:
    try:
        value = reader.read(field, entry).value
    except DomainError:
        return entry.text
    assert isinstance(value, str | Decimal | bool | date)
    return json_value(value)


def _contacts(entries: Entries) -> Document:
    contacts: Document = {}
    for role in ContactRole:
        parts = {part: entries.text(contact_field(role, part)) for part in ("name", "phone", "duty")}
        if any(parts.values()):
            contacts[role.value] = {part: text for part, text in parts.items() if text}
    return contacts


# -- from a document into the form --------------------------------------------------------------------------------


def fill_from_document(
    document: object, form: IntakeForm, catalogue: Catalogue, reader: FieldReader, today: date, source: str
) -> Filling:
    """The intake DOCUMENT (parsed JSON) in the form's fields. SOURCE says where it came from (“接件文件”).

    A value that cannot be read stays in its field as it was written and is refused there; what has no field (an unknown
    key, a contact of an unknown role) is a fault of the filling. Raises DomainErrors if DOCUMENT is no intake at all.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("project"), Mapping):
        problem = "这份数据里没有“project”一栏，不是接件文件。"
        fault = DomainError(problem, "请选接件文件（JSON）、接件表（Excel）或办理手册（PDF）。")
        raise DomainErrors("接件文件读不了", (fault,))
    return _Filler(form, catalogue, reader, today, source).fill(document)


class _Filler:
    def __init__(self, form: IntakeForm, catalogue: Catalogue, reader: FieldReader, today: date, source: str) -> None:
        self.form, self.catalogue, self.reader, self.today, self.source = form, catalogue, reader, today, source
        self.fields: dict[FieldId, Entry] = {}
        self.faults: list[DomainError] = []

    def fill(self, document: Mapping[str, Any]) -> Filling:
        self._known("文件", document, ("project", "facts", "plan", "overrides"))
        self._project(document["project"])
        for name, value in self._mapping(document.get("facts"), "facts").items():
            self._fact(str(name), value)
        plan = self._mapping(document.get("plan"), "plan")
        self._known("plan", plan, _PLAN_KEYS)
        if plan.get("start") not in _NOTHING:
            self._put(START, plan["start"])
        self._targets(plan.get("targets"))
        carried = {key: plan[key] for key in _PLAN_KEYS if key in plan and key not in _SHOWN_PLAN_KEYS and plan[key]}
        entries = Entries(self.fields, self._overrides(document.get("overrides")), carried)
        return Filling(entries, tuple(self.faults), self.source)

    def _project(self, project: Mapping[str, Any]) -> None:
        self._known("project", project, _PROJECT_KEYS)
        for key, field_id in _PROJECT_FIELDS.items():
            self._put(field_id, project.get(key))
        industry = project.get("industry")
        if isinstance(industry, Mapping):
            self._known("project.industry", industry, ("code", "name", "track"))
            code, name = industry.get("code"), industry.get("name")
            self._put(INDUSTRY, " ".join(str(part) for part in (code, name) if part not in _NOTHING))
            self._put(TRACK, industry.get("track"))
        else:
            self._put(INDUSTRY, industry)
        level, stage = project.get("key_level"), project.get("stage")
        if "key_level" in project:
            known = LEVEL_BY_KEY.get(level) if isinstance(level, str) else None
            self._put(KEY_LEVEL, NOT_KEY if level in _NOTHING else known.value if known else level)
        if stage not in _NOTHING:
            found = STAGE_BY_KEY.get(stage) if isinstance(stage, str) else None
            self._put(STAGE, found.value if found else stage)
        self._contacts(project.get("contacts"))

    def _contacts(self, raw: object) -> None:
        if raw is None:
            return
        entries: Iterable[tuple[object, object]]
        if isinstance(raw, Mapping):
            entries = raw.items()
        elif isinstance(raw, Sequence) and not isinstance(raw, str):
            entries = [(each.get("role") if isinstance(each, Mapping) else None, each) for each in raw]
        else:
            self._fault(f"“project.contacts”应是一组联系人，给的是{shown(raw)}。", "联系人没有带入，请在表中填写。")
            return
        for name, contact in entries:
            role = ROLE_BY_KEY.get(str(name))
            if role is not None and not isinstance(contact, Mapping):
                problem = f"“project.contacts.{name}”应有姓名和电话，给的是{shown(contact)}，没有带入。"
                self._fault(problem, "请在表中填写。")
                continue
            if role is None or not isinstance(contact, Mapping):
                hint = nearest_hint(str(name), ROLE_BY_KEY)
                self._fault(f"“project.contacts”里有一位联系人不认得：{shown(name)}。", hint)
                continue
            for part in ("name", "phone", "duty"):
                field_id = contact_field(role, part)
                if field_id in self.form.fields:
                    self._put(field_id, contact.get(part))

    def _fact(self, name: str, value: object) -> None:
        try:
            definition = self.catalogue.facts.find(name)
        except DomainError as refusal:
            self._fault(f"“facts”里的“{name}”：{refusal.problem}", refusal.next_step)
            return
        if value in _NOTHING or self._is_no_value(definition.name, value):
            return
        field_id = fact_field(definition.key)
        if field_id in self.fields:
            self._fault(f"“{definition.label}”在文件里写了两次，只带入了第一个。", "请核对哪个对。")
            return
        try:
            text = definition.show(parse_value(definition, value))
        except DomainError:
            text = _as_typed(value)
        else:
            if definition.type is FactType.NUMBER:
                text = text.removesuffix(definition.unit).strip()
        self.fields[field_id] = Entry(text, definition.unit, origin=self.source)

    def _targets(self, raw: object) -> None:
        for name, value in self._mapping(raw, "plan.targets").items():
            gate = find_gate(self.catalogue, str(name))
            if gate is None:
                known = [known for gate in self.catalogue.gates for known in (gate.id, gate.sign, gate.name)]
                self._fault(f"“plan.targets”里没有名为“{name}”的门槛。", nearest_hint(str(name), known))
                continue
            self._put(target_field(gate), value)

    def _overrides(self, raw: object) -> dict[ItemCode, Override]:
        overrides: dict[ItemCode, Override] = {}
        if raw in (None, ""):
            return overrides
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            self._fault(f"“overrides”应是一个列表，给的是{shown(raw)}。", "人工认定没有带入，请在表中改判。")
            return overrides
        for number, each in enumerate(raw, 1):
            try:
                code = ItemCode(str(each["code"]))
                if code not in self.catalogue.by_code or not isinstance(each["applies"], bool):
                    raise KeyError(code)
                on = date.fromisoformat(str(each.get("on") or self.today.isoformat()))
                overrides[code] = Override(each["applies"], str(each["reason"]), str(each["officer"]), on)
            except (KeyError, TypeError, AttributeError, ValueError, DomainError):
                self._fault(f"第 {number} 条人工认定写得不全，没有带入。", "请在右边的清单里选中事项后改判。")
        return overrides

    def _put(self, field_id: FieldId, value: object) -> None:
        field = self.form.fields[field_id]
        if value in _NOTHING or self._is_no_value(field.label, value):
            return
        entry = Entry(_as_typed(value), origin=self.source)
        with suppress(DomainError):  # the field shows it as written and says what is wrong
            entry = self.reader.read(field, entry).settled
        self.fields[field_id] = entry

    def _is_no_value(self, label: str, value: object) -> bool:
        """Whether VALUE is a list or a group, which no field shows; then it is a fault."""
        several = isinstance(value, list | Mapping)
        if several:
            self._fault(f"“{label}”应是一个值，给的是{shown(value)}，没有带入。", "请在表中填写。")
        return several

    def _mapping(self, raw: object, path: str) -> Mapping[Any, Any]:
        if isinstance(raw, Mapping):
            return raw
        if raw is not None:
            self._fault(f"“{path}”应是一组 名称: 值，给的是{shown(raw)}。", "这一部分没有带入，请在表中填写。")
        return {}

    def _known(self, path: str, entries: Mapping[Any, Any], known: tuple[str, ...]) -> None:
        for key in entries:
            if key not in known:
                self._fault(f"“{path}”里没有名为“{key}”的栏目。", nearest_hint(str(key), known))

    def _fault(self, problem: str, next_step: str) -> None:
        self.faults.append(DomainError(problem, next_step))


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return show_number(value)
    return str(value)


# -- from the cells of an Excel form ------------------------------------------------------------------------------


def fill_from_cells(cells: Iterable[Cell], form: IntakeForm, reader: FieldReader, base: Entries) -> Filling:
    """The CELLS of an Excel form in the form's fields, over BASE, each with its place as origin.

    A cell that cannot be read stays in its field and is refused there, under its place. 不清楚 and 待定 mean unknown.
    Left out, as faults: a row that has no field any more or the second of one, a formula without a result or with an error.
    """
    entries, faults = base, []
    taken: dict[FieldId, str] = {}
    for cell in cells:
        field = form.fields.get(cell.field_id)
        fault = _fault_of_cell(cell, field, taken.get(cell.field_id, ""))
        if field is None or fault is not None:
            if fault is not None:
                faults.append(fault)
            continue
        taken[field.id] = cell.place
        text = _as_typed(cell.value)
        if field.kind is FieldKind.DATE and isinstance(cell.value, date):
            text = cell.value.isoformat()
        unknown = field.may_be_unknown and text.strip() in (UNKNOWN, "待定", "不知道", "不确定")
        entry = Entry("" if unknown else text, "" if unknown else cell.unit, unknown, cell.place)
        try:
            entry = reader.read(field, entry).settled
        except DomainError:
            entry = replace(entry, unit=cell.unit)
        if not entry.is_blank:
            entries = entries.with_entry(field.id, entry)
    return Filling(entries, tuple(faults), "接件表")


def _fault_of_cell(cell: Cell, field: Field | None, taken: str) -> DomainError | None:
    """Why CELL cannot be taken into FIELD, filled from the place TAKEN already if that is not ""."""
    if field is None:
        problem = f"{cell.place}：这一行的问题已不在表里，没有带入。"
        return DomainError(problem, "请用本程序现在的接件表，或在表中补填。")
    if taken:
        return DomainError(f"{cell.place}：“{field.label}”在 {taken} 已填过，只带入了那一格。", "请核对哪个对。")
    if cell.lacks_result:
        problem = f"{cell.place}：“{field.label}”是公式，文件里没有算出的结果，没有带入。"
        return DomainError(problem, "请在表中补填，或用 Excel、WPS 打开保存一次再导入。")
    if cell.value in _CELL_ERRORS:
        problem = f"{cell.place}：“{field.label}”的公式算错了（{cell.value}），没有带入。"
        return DomainError(problem, "请在表中补填。")
    return None
