"""The machine-readable companions of the papers (随纸数据), behind the port that application/ports.py names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gxq_desktop.application.intake_filling import Cell
from gxq_desktop.application.intake_form import IntakeForm
from gxq_desktop.application.views import Dossier

if TYPE_CHECKING:
    from gxq_desktop.application.ledger_export import LedgerSheet


class Companions:
    """Makes the files that go with the papers. Each library is imported when its file is first asked for."""

    def phone_calendar(self, dossier: Dossier) -> bytes:
        from gxq_desktop.documents.phone_calendar import make_ics

        return make_ics(dossier)

    def workbook(self, dossier: Dossier) -> bytes:
        from gxq_desktop.documents.workbook import make_xlsx

        return make_xlsx(dossier)

    def ledger_workbook(self, sheet: LedgerSheet) -> bytes:
        from gxq_desktop.documents.ledger_workbook import make_ledger_xlsx

        return make_ledger_xlsx(sheet)

    def read_attachment(self, pdf: bytes) -> object:
        from gxq_desktop.documents.attachment import read_attachment

        return read_attachment(pdf)

    def intake_form(self, form: IntakeForm, bureau: str) -> bytes:
        from gxq_desktop.documents.intake_workbook import make_intake_form

        return make_intake_form(form, bureau)

    def read_intake_form(self, xlsx: bytes, form: IntakeForm) -> Sequence[Cell]:
        from gxq_desktop.documents.intake_workbook import read_intake_form

        return read_intake_form(xlsx, form)
