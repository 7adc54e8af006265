"""Evidence (证据): files copied into the data folder, each under the SHA-256 of its bytes, so that none is kept twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gxq_desktop.application.evidence import LARGEST_EVIDENCE
from gxq_desktop.application.files import reason_of, write_whole
from gxq_desktop.application.ports import StoreError
from gxq_desktop.domain.ledger import Evidence


class FolderEvidence:
    """See `ports.EvidenceFiles`. FOLDER is created with the first file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, file: Path) -> Evidence:
        try:
            size = file.stat().st_size
            if size > LARGEST_EVIDENCE:
                raise StoreError(
                    f"证据文件‘{file}’有 {size // 2**20} MB，超过 {LARGEST_EVIDENCE // 2**20} MB。", "请核对选的文件。"
                )
            content = file.read_bytes()
        except OSError as error:
            raise StoreError(f"读不到证据文件‘{file}’：{reason_of(error)}。", "请核对文件名。") from error
        evidence = Evidence(file.name, hashlib.sha256(content).hexdigest())
        place = self._place(evidence)
        if not place.is_file():
            write_whole(place, content)
        return evidence

    def path_of(self, evidence: Evidence) -> Path:
        place = self._place(evidence)
        try:
            content = place.read_bytes()
        except OSError as error:
            problem = f"证据文件‘{evidence.name}’的存档打不开：{reason_of(error)}。"
            raise StoreError(problem, "请从备份恢复数据文件夹里的 evidence。") from error
        if hashlib.sha256(content).hexdigest() != evidence.sha256:
            raise StoreError(f"证据文件‘{evidence.name}’的存档已损坏，与存入时不一致。", "请从备份恢复后再打开。")
        return place

    def _place(self, evidence: Evidence) -> Path:
        return self._folder / evidence.sha256[:2] / f"{evidence.sha256}{Path(evidence.name).suffix.lower()}"
