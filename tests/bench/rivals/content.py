"""A dossier as the JSON that rival renderers are fed: everything the manual prints, dates ready to print and to count."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from gxq_desktop.application.views import Day, Dossier
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.sheet import ARTIFACT

WORDY = ("use", "undecided", "service", "handover")
FAMILIES = {"song": "GXQ Song", "hei": "GXQ Hei", "kai": "GXQ Kai"}
NOT_PRINTED = frozenset({"calendar", "links", "attachment", "qr_text", "provenance"})


def content_json(dossier: Dossier) -> str:
    """All fields as nested objects; a Day is {on: "2026-03-09", n: its ordinal, provisional}; months for an axis."""
    content = _plain(dossier)
    first = min(step.early_start.on for step in dossier.steps)
    last = max(step.late_finish.on for step in dossier.steps)
    months = [
        date(first.year + at // 12, at % 12 + 1, 1)
        for at in range(first.month, 12 * (last.year - first.year) + last.month)
    ]
    for step, shown in zip(dossier.steps, content["steps"], strict=True):
        shown["length_text"] = step.length_text
    content["words"] = _own_words(dossier)
    content["months"] = [{"name": f"{month:%Y-%m}", "n": month.toordinal()} for month in months]
    return json.dumps(content, ensure_ascii=False)


def _own_words(dossier: Dossier) -> dict[str, list[dict[str, object]]]:
    """What the manual says by itself, each line with its face and weight: chapters that are nearly the same for every
    project whole, of the others what stands in song regular, the face of leads.
    """
    words: dict[str, list[dict[str, object]]] = {}
    chapter = ""
    for sheet in make_manual(dossier):
        chapter = next((key[8:] for key in sheet.anchors if key.startswith("chapter:")), chapter)
        for op in sheet.texts:
            if op.content == ARTIFACT or not op.line.spans:
                continue
            face = op.line.spans[0].style.face_key
            if chapter in WORDY or face == "song400":
                line = {"face": FAMILIES[face[:-3]], "weight": int(face[-3:]), "text": op.line.characters}
                words.setdefault(chapter, []).append(line)
    return words


def _plain(value: object) -> Any:
    if isinstance(value, Day):
        return {"on": value.on.isoformat(), "n": value.on.toordinal(), "provisional": value.provisional}
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name not in NOT_PRINTED
        }
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
