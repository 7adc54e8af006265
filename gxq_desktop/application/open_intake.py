"""Open an intake from a file: an intake file or project data (JSON), an intake form (Excel), a printed manual (PDF)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from gxq_desktop.application.files import reason_of
from gxq_desktop.application.intake_document import intake_document
from gxq_desktop.application.intake_entries import PRESET, Entries
from gxq_desktop.application.intake_fields import FieldReader
from gxq_desktop.application.intake_filling import Filling, fill_from_cells, fill_from_document, new_entries
from gxq_desktop.application.intake_form import IntakeForm
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_file import carried_intake
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project import ProjectNumber

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a manual with a hundred cards has two million."""
SUFFIXES: Mapping[str, str] = {".json": "接件文件", ".xlsx": "接件表", ".pdf": "办理手册"}
LARGEST_JSON = 4 * 1024 * 1024
"""Bytes; project data with its dates has sixty thousand."""
_OTHER_SHEETS = frozenset({".xls", ".et", ".ods", ".csv"})
_CHOOSE = "请选接件表（.xlsx）、接件文件（.json）或办理手册（.pdf）。"


def open_intake(path: Path, form: IntakeForm, services: Services) -> Filling:
    """What the file PATH puts into FORM, over what a new form has.

    A value that cannot be read stays in its field, to be mended there; what has no field is in `faults`, each naming its
    place. Raises DomainError for a file that cannot be read at all, or is none of the three kinds.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        next_step = "请用 Excel 或 WPS 另存为 .xlsx 后再导入。" if path.suffix.lower() in _OTHER_SHEETS else _CHOOSE
        raise DomainError(f"“{path.name}”不是能导入的文件。", next_step)
    content = _read(path, LARGEST_JSON if kind == "接件文件" else LARGEST_FILE)
    today, calendar = services.clock.today(), services.calendar
    reader = FieldReader(calendar, today)
    base = new_entries(calendar, today)
    if kind == "接件表":
        return fill_from_cells(services.companions.read_intake_form(content, form), form, reader, base)
    document = services.companions.read_attachment(content) if kind == "办理手册" else _parsed(content, path.name)
    filling = fill_from_document(carried_intake(document), form, services.catalogue, reader, today, kind)
    return replace(filling, entries=_over(base, filling.entries))


def open_project(number: str, form: IntakeForm, services: Services) -> Entries:
    """The answers of project NUMBER in FORM, to be amended. Raises ProjectNotFound."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
    today: date = services.clock.today()
    reader = FieldReader(services.calendar, today)
    document = intake_document(project)
    filling = fill_from_document(document, form, services.catalogue, reader, today, "已登记")
    return replace(filling.entries, amends=project.number, revision=project.revision)


def _over(base: Entries, entries: Entries) -> Entries:
    """ENTRIES, and where they say nothing, what BASE presets."""
    presets = {key: each for key, each in base.fields.items() if each.origin == PRESET and key not in entries.fields}
    return replace(entries, fields={**presets, **entries.fields})


def _read(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        problem = f"文件“{path.name}”打不开：{reason_of(error)}。"
        raise DomainError(problem, "请检查文件是否还在、是否正被别的程序使用。") from error
    if len(content) > largest:
        raise DomainError(f"文件“{path.name}”超过 {largest // 2**20} MB，不像接件用的文件。", _CHOOSE)
    return content


def _parsed(content: bytes, name: str) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DomainError(f"文件“{name}”不是 UTF-8 编码的文字。", "请用 UTF-8 编码另存后再导入。") from error
    except json.JSONDecodeError as error:
        problem = f"文件“{name}”第 {error.lineno} 行第 {error.colno} 个字处不合 JSON 的写法。"
        raise DomainError(problem, "请改正后再导入，或用接件表（.xlsx）。") from error
    except (RecursionError, ValueError) as error:
        raise DomainError(f"文件“{name}”读不了。", _CHOOSE) from error
