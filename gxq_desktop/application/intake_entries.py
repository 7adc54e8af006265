"""What was filled into the intake form so far, as typed: readable or not, nothing is lost before it is right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.application.intake_values import clean
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.verdicts import Override

SCHEMA = 1
BY_HAND = "窗口录入"
PRESET = "默认"


@frozen
class Entry:
    """What stands in a field. unit: the one chosen for a number, "" for the field's first. unknown: 不清楚 was chosen.

    origin: where it came from (“接件表 C12”), "" for typed at the window.
    """

    text: str = ""
    unit: str = ""
    unknown: bool = False
    origin: str = ""

    @property
    def said(self) -> str:
        """The text without control characters, as a file's texts are read, and without blanks at its ends."""
        text = self.text.strip()
        return text if text.isprintable() else clean(text)

    @property
    def is_blank(self) -> bool:
        return not self.text and not self.unknown

    @property
    def source(self) -> str:
        """Where it came from, in words."""
        return "" if self.is_blank else (self.origin or BY_HAND)


EMPTY = Entry()


@dataclass(frozen=True)
class Entries:
    """All that was filled in. carried: parts of an intake file that the form does not show (障碍, 固定日期…), by their key in
    `plan`; they are kept and handed on. amends: the number of the project whose answers these are, "" for a new one;
    revision: of it when they were taken.
    """

    fields: Mapping[FieldId, Entry] = field(default_factory=dict)
    overrides: Mapping[ItemCode, Override] = field(default_factory=dict)
    carried: Mapping[str, Any] = field(default_factory=dict)
    amends: str = ""
    revision: int = 0

    def __getitem__(self, field_id: FieldId) -> Entry:
        """The entry of FIELD_ID; EMPTY if nothing was entered."""
        return self.fields.get(field_id, EMPTY)

    def text(self, field_id: FieldId) -> str:
        return self[field_id].said

    def with_entry(self, field_id: FieldId, entry: Entry) -> Entries:
        fields = dict(self.fields)
        if entry == EMPTY:
            fields.pop(field_id, None)
        else:
            fields[field_id] = entry
        return replace(self, fields=fields)

    def without(self, field_ids: Collection[FieldId]) -> Entries:
        return replace(self, fields={key: each for key, each in self.fields.items() if key not in field_ids})

    def with_override(self, code: ItemCode, override: Override | None) -> Entries:
        """None takes it back."""
        overrides = {key: value for key, value in self.overrides.items() if key != code}
        if override is not None:
            overrides[code] = override
        return replace(self, overrides=overrides)

    @property
    def is_blank(self) -> bool:
        """Whether nobody entered anything yet; what the form itself presets does not count."""
        return not self.overrides and not self.carried and all(each.origin == PRESET for each in self.fields.values())

    def as_json(self) -> dict[str, Any]:
        """As JSON that `entries_from_json` reads back to the same."""
        return {
            "schema": SCHEMA,
            "fields": {field_id: _entry_json(entry) for field_id, entry in self.fields.items()},
            "overrides": [
                {
                    "code": code,
                    "applies": each.applies,
                    "reason": each.reason,
                    "officer": each.officer,
                    "on": each.on.isoformat(),
                }
                for code, each in self.overrides.items()
            ],
            "carried": dict(self.carried),
            "amends": self.amends,
            "revision": self.revision,
        }


def _entry_json(entry: Entry) -> dict[str, Any]:
    whole = {"text": entry.text, "unit": entry.unit, "unknown": entry.unknown, "origin": entry.origin}
    return {key: value for key, value in whole.items() if value}


def entries_from_json(document: Mapping[str, Any]) -> Entries:
    """Entries as `as_json` wrote them. Raises DomainError for a draft of a later version of this program."""
    if document.get("schema", 0) > SCHEMA:
        raise DomainError("这份草稿由更新的程序写成，本程序读不了。", "请升级本程序后再打开；草稿没有动过。")
    return Entries(
        fields={FieldId(field_id): Entry(**entry) for field_id, entry in document.get("fields", {}).items()},
        overrides={
            ItemCode(each["code"]): Override(
                each["applies"], each["reason"], each["officer"], date.fromisoformat(each["on"])
            )
            for each in document.get("overrides", ())
        },
        carried=dict(document.get("carried", {})),
        amends=document.get("amends", ""),
        revision=document.get("revision", 0),
    )
