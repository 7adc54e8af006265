"""The way of the project file into the manual (the way back is attachment.py, which needs far more)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.pdf_metadata import Attachment, Meta

FILE_NAME: Final = "gxq-project.json"


def attach(meta: Meta, dossier: Dossier) -> Meta:
    """META with the project file of DOSSIER as one more attachment."""
    identity = dossier.identity
    attachment = Attachment(
        file_name=FILE_NAME,
        data=dossier.attachment.encode("utf-8"),
        mime="application/json",
        description=f"{identity.project_number} 第 {identity.edition} 版的项目事实和计划日期，可在接件时读回",
        relationship="Data",
    )
    return replace(meta, attachments=(*meta.attachments, attachment))
