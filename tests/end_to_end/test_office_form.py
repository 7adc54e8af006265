"""An intake form that an enterprise saved with another office program reads back, cell by cell."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest

from gxq_desktop.documents.intake_workbook import read_intake_form
from tests.documents.test_intake_workbook import BLANK, FORM, filled


def has_calc() -> bool:
    """Whether there is a LibreOffice that opens spreadsheets."""
    program = shutil.which("soffice")
    return program is not None and (Path(program).resolve().parent / "libsclo.so").exists()


pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not there (apt-get install libreoffice-calc-nogui)"),
]


def saved_by_libreoffice(content: bytes, folder: Path, kind: str = "xlsx") -> bytes:
    """CONTENT opened and saved as KIND by LibreOffice, with a profile of its own."""
    file = folder / "form.xlsx"
    file.write_bytes(content)
    out = folder / "saved"
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", out, file],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (out / f"form.{kind}").read_bytes()


def test_a_form_saved_by_libreoffice_reads_back(tmp_path: Path) -> None:
    content = filled(
        project__name="年产 3 万吨负极材料项目",
        project__credit_code="91511700MA62A1B2C3",
        facts__land_area_ha=60.5,
        facts__river="是",
        facts__special_equipment=True,
        plan__start=datetime(2026, 10, 8),  # noqa: DTZ001
    )
    before = {(cell.field_id, cell.value, cell.unit, cell.place) for cell in read_intake_form(content, FORM)}

    saved = saved_by_libreoffice(content, tmp_path)

    assert saved != content
    assert {(cell.field_id, cell.value, cell.unit, cell.place) for cell in read_intake_form(saved, FORM)} == before
    assert ("plan.start", date(2026, 10, 8)) in {(field_id, value) for field_id, value, _, _ in before}


def test_a_blank_form_saved_by_libreoffice_has_no_answers(tmp_path: Path) -> None:
    assert read_intake_form(saved_by_libreoffice(BLANK, tmp_path), FORM) == []
