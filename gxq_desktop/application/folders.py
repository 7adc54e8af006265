"""What a folder is good for, before data or backups are put there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from gxq_desktop.application.files import reason_of
from gxq_desktop.domain.frozen import frozen

LEAST_FREE_BYTES = 200_000_000


@frozen
class FolderState:
    """usable: files can be written there. sentence: what a clerk should know ("可以写入，剩余 214 GB"). warns: usable, but."""

    usable: bool
    sentence: str
    warns: bool = False


def look_at_folder(folder: Path, beside: Path | None = None) -> FolderState:
    """Whether files can be written to FOLDER, which need not exist yet; nothing is left there.

    beside: the data folder, if FOLDER is for backups: on the same disk a backup does not survive the disk.
    """
    if not folder.is_absolute():
        return FolderState(False, "请写完整的路径，或点“选文件夹”。")
    nearest = folder
    try:
        while not nearest.exists():
            if nearest == nearest.parent:  # X: of Windows
                return FolderState(False, f"没有磁盘“{nearest}”，U 盘可能没有插上。")
            nearest = nearest.parent
        if not nearest.is_dir():
            return FolderState(False, f"“{nearest}”是文件，不是文件夹。")
        with tempfile.TemporaryFile(dir=nearest):
            pass
        free = shutil.disk_usage(nearest).free
    except OSError as error:
        return FolderState(False, f"不能写入：{reason_of(error)}。")
    left = f"剩余 {free / 1e9:.0f} GB" if free >= 10e9 else f"剩余 {free / 1e6:.0f} MB"
    if free < LEAST_FREE_BYTES:
        return FolderState(True, f"可以写入，但只{left}，请先腾出空间。", warns=True)
    if beside is None and (cloud := _synchronised(folder)) is not None:
        return FolderState(True, f"可以写入，但 {cloud} 会同步这里，可能弄坏数据，换一个文件夹更稳妥。", warns=True)
    if beside is not None:
        if folder == beside or beside in folder.parents:
            return FolderState(True, f"可以写入，{left}；就在数据文件夹里，换一块盘更稳妥。", warns=True)
        if _same_disk(nearest, beside):
            return FolderState(True, f"可以写入，{left}；和数据在同一块盘，盘坏了备份也没有了。", warns=True)
    return FolderState(True, f"可以写入，{left}")


def _synchronised(folder: Path) -> str | None:
    """Which program carries FOLDER to a server file by file: of a database and its log one may come from another moment."""
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):  # set by OneDrive itself
        root = os.environ.get(variable)
        if root and folder.is_relative_to(root):
            return "OneDrive"
    return None


def _same_disk(one: Path, other: Path) -> bool:
    while not other.exists() and other != other.parent:
        other = other.parent
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
