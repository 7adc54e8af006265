"""Look at a file before it is kept as evidence (证据), so that a wrong choice shows at once."""

from __future__ import annotations

from pathlib import Path

from gxq_desktop.application.files import reason_of
from gxq_desktop.domain.frozen import frozen

LARGEST_EVIDENCE = 200 * 1024 * 1024
"""Bytes of a file that is copied at all; a longer one was chosen by mistake."""


@frozen
class EvidenceState:
    """fault: why the file cannot be kept, "" if it can. told: 通知.pdf（212 KB）."""

    told: str
    fault: str = ""


def look_at_evidence(file: Path) -> EvidenceState:
    """Whether FILE can be kept: it is there, a file, readable, not empty and not too large."""
    try:
        if file.is_dir():
            return EvidenceState(file.name, "这是一个文件夹，选里面的文件。")
        size = file.stat().st_size
        with file.open("rb") as opened:
            opened.read(1)
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "文件名不对"
        return EvidenceState(file.name, f"读不到这个文件：{reason}。")
    told = f"{file.name}（{size_in_words(size)}）"
    if not size:
        return EvidenceState(told, "这个文件是空的。")
    if size > LARGEST_EVIDENCE:
        return EvidenceState(told, f"有 {size // 2**20} MB，超过 {LARGEST_EVIDENCE // 2**20} MB，核对选的文件。")
    return EvidenceState(told)


def size_in_words(size: int) -> str:
    """212 KB, 3.4 MB."""
    if size >= 2**20:
        return f"{size / 2**20:.1f} MB"
    return f"{max(1, round(size / 1024))} KB"
