"""Evidence (证据): files copied into the data folder, each under the SHA-256 of its bytes, so that none is kept twice."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

from gxq_desktop.application.evidence import LARGEST_EVIDENCE
from gxq_desktop.application.files import holds, move_into_place, reason_of
from gxq_desktop.application.ports import StoreError
from gxq_desktop.domain.ledger import Evidence


class FolderEvidence:
    """See `ports.EvidenceFiles`. FOLDER is created with the first file.

    A file is on the disk under its final name, whole, before anything that names it is saved: a kill in between leaves a copy
    nobody refers to, never a reference to nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, file: Path) -> Evidence:
        try:
            size = file.stat().st_size
            if size > LARGEST_EVIDENCE:
                raise StoreError(
                    f"证据文件“{file}”有 {size // 2**20} MB，超过 {LARGEST_EVIDENCE // 2**20} MB。", "请核对选的文件。"
                )
            content = file.read_bytes()
        except OSError as error:
            raise StoreError(f"读不到证据文件“{file}”：{reason_of(error)}。", "请核对文件名。") from error
        evidence = Evidence(file.name, hashlib.sha256(content).hexdigest())
        place = self._place(evidence)
        if not holds(place, content):
            _write_durably(place, content)
        return evidence

    def copy_to(self, folder: Path) -> int:
        return _copy_new(self._folder, folder)

    def copy_from(self, folder: Path) -> int:
        return _copy_new(folder, self._folder)

    def path_of(self, evidence: Evidence) -> Path:
        place = self._place(evidence)
        try:
            content = place.read_bytes()
        except OSError as error:
            problem = f"证据文件“{evidence.name}”的存档打不开：{reason_of(error)}。"
            raise StoreError(problem, "请从备份恢复数据文件夹里的 evidence。") from error
        if hashlib.sha256(content).hexdigest() != evidence.sha256:
            raise StoreError(f"证据文件“{evidence.name}”的存档已损坏，与存入时不一致。", "请从备份恢复后再打开。")
        return place

    def _place(self, evidence: Evidence) -> Path:
        return self._folder / evidence.sha256[:2] / f"{evidence.sha256}{Path(evidence.name).suffix.lower()}"


def _copy_new(source: Path, target: Path) -> int:
    """Copy the files of SOURCE that TARGET does not hold; returns how many. Raises StoreError."""
    copied = 0
    try:
        for place in sorted(place for place in source.glob("??/*") if place.suffix != ".part"):
            there = target / place.parent.name / place.name
            if not (there.is_file() and there.stat().st_size == place.stat().st_size):
                _write_durably(there, place.read_bytes())
                copied += 1
    except OSError as error:
        raise StoreError(f"证据文件没有抄全：{reason_of(error)}。", f"请检查文件夹“{target}”，然后重试。") from error
    return copied


def _write_durably(place: Path, content: bytes) -> None:
    """Write CONTENT beside PLACE, on the disk, then move it there. Raises StoreError."""
    part = place.with_name(f"{place.name}.{os.getpid()}.part")  # two windows may keep the same file at once
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for left in place.parent.glob(f"{place.name}.*.part"):  # of a program that was killed
            with suppress(OSError):  # on Windows, of another window at work just now
                left.unlink(missing_ok=True)
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            move_into_place(part, place)
            _sync_folder(place.parent)
        except OSError:
            part.unlink(missing_ok=True)
            if not holds(place, content):  # another window, keeping the same file, swept ours away
                raise
    except OSError as error:
        raise StoreError(
            f"证据文件没有存下：{reason_of(error)}。", f"请检查文件夹“{place.parent}”能否写入、磁盘是否已满，然后重试。"
        ) from error


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too. Windows does so by itself and cannot open a folder."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
