"""Reading one field of the intake form: the value it stands for, how it is written once it is settled, what to say beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gxq_desktop.application.intake import LEVEL_BY_KEY, STAGE_BY_KEY
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import KEY_LEVEL, NOT_KEY, STAGE, TRACKS, Field, FieldKind
from gxq_desktop.application.intake_values import (
    day_note,
    phone_doubt,
    read_choice,
    read_day,
    read_text,
    split_industry,
)
from gxq_desktop.application.quantities import in_other_unit, read_quantity
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.credit_code import parse_credit_code
from gxq_desktop.domain.facts import FactType, FactValue, parse_value, show_number
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import KeyLevel, Stage
from gxq_desktop.domain.project_code import parse_project_code

Value = FactValue | KeyLevel | Stage | None
_INDUSTRY_CODE = re.compile(r"[A-T]\d{2,4}")
_LEVELS: Mapping[str, KeyLevel | None] = {NOT_KEY: None} | {
    key: level for key, level in LEVEL_BY_KEY.items() if not key.isascii()
}
_STAGES: Mapping[str, Stage] = {key: stage for key, stage in STAGE_BY_KEY.items() if not key.isascii()}


@frozen
class FieldReading:
    """value: None for nothing and for 不清楚. settled: the entry as it is written once the field is left (a day as 2026-03-09, a
    number without its unit). note: beside the field (“= 4 公顷”, “周四，工作日”). doubt: a sentence about what looks odd but may
    be right.
    """

    value: Value
    settled: Entry
    note: str = ""
    doubt: str = ""


class FieldReader:
    """Reads fields as the intake file's reader does. today: days without a year count from it."""

    def __init__(self, calendar: WorkCalendar, today: date) -> None:
        self._calendar, self._today = calendar, today
        self._readers: Mapping[FieldKind, Callable[[Field, Entry], FieldReading]] = {
            FieldKind.TEXT: self._text,
            FieldKind.CREDIT_CODE: self._credit_code,
            FieldKind.PROJECT_CODE: self._project_code,
            FieldKind.INDUSTRY: self._industry,
            FieldKind.PHONE: self._phone,
            FieldKind.CHOICE: self._choice,
            FieldKind.NUMBER: self._number,
            FieldKind.DATE: self._date,
        }

    def read(self, field: Field, entry: Entry) -> FieldReading:
        """ENTRY as a value of FIELD. Raises DomainError, as the intake file's reader would for the same text."""
        if entry.unknown:
            return FieldReading(None, replace(entry, text=""))
        if not entry.said:
            return FieldReading(None, replace(entry, text=""))
        return self._readers[field.kind](field, entry)

    def _text(self, field: Field, entry: Entry) -> FieldReading:
        text = read_text(field.label, entry.text, field.longest, required=field.required)
        return FieldReading(text or None, replace(entry, text=text))

    def _credit_code(self, field: Field, entry: Entry) -> FieldReading:
        code = parse_credit_code(entry.said)
        return FieldReading(code, replace(entry, text=code), note="校验位正确")

    def _project_code(self, field: Field, entry: Entry) -> FieldReading:
        code = parse_project_code(entry.said)
        return FieldReading(code, replace(entry, text=code))

    def _industry(self, field: Field, entry: Entry) -> FieldReading:
        text = read_text(field.label, entry.text, field.longest)
        code, name = split_industry(text)
        doubt = ""
        if code and not _INDUSTRY_CODE.fullmatch(code):
            doubt = f"行业代码“{code}”不像 GB/T 4754 的代码，应是门类字母加 2 到 4 位数字，如 C3453。"
        settled = " ".join(part for part in (code, name) if part)
        return FieldReading(settled, replace(entry, text=settled), doubt=doubt)

    def _phone(self, field: Field, entry: Entry) -> FieldReading:
        text = read_text(field.label, unicodedata.normalize("NFKC", entry.text), field.longest)
        return FieldReading(text, replace(entry, text=text), doubt=phone_doubt(text))

    def _choice(self, field: Field, entry: Entry) -> FieldReading:
        text = entry.said
        if field.definition is not None:
            value = parse_value(field.definition, text)
            return FieldReading(value, replace(entry, text=field.definition.show(value)))
        if field.id == KEY_LEVEL:
            return FieldReading(read_choice(field.label, text, _LEVELS), replace(entry, text=text))
        if field.id == STAGE:
            return FieldReading(read_choice(field.label, text, _STAGES), replace(entry, text=text))
        return FieldReading(
            read_choice(field.label, text, {track: track for track in TRACKS}), replace(entry, text=text)
        )

    def _number(self, field: Field, entry: Entry) -> FieldReading:
        assert field.definition is not None and field.definition.type is FactType.NUMBER
        read = read_quantity(field.definition, entry.said, entry.unit)
        settled = replace(entry, text=show_number(read.number), unit=read.unit.name)
        return FieldReading(read.value, settled, note=in_other_unit(read, field.definition.unit))

    def _date(self, field: Field, entry: Entry) -> FieldReading:
        on = read_day(field.label, entry.said, self._calendar, self._today)
        if on is None:
            return FieldReading(None, replace(entry, text=""))
        return FieldReading(on, replace(entry, text=on.isoformat()), note=day_note(on, self._calendar))


def shown_value(field: Field, entry: Entry, value: Value) -> str:
    """ENTRY, read as VALUE, as an answer in a list: “60 亩（4 公顷）”, “出让”, “2026-03-09”."""
    if isinstance(value, Decimal) and field.definition is not None:
        base = field.definition.show(value)
        unit = field.definition.unit
        return base if entry.unit in ("", unit) else f"{entry.text} {entry.unit}（{base}）"
    return entry.text
