"""Writing files whole or not at all, and what the operating system's refusals mean in Chinese."""

from __future__ import annotations

import errno
import time
from pathlib import Path

from gxq_desktop.application.ports import StoreError

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘只能读、不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "同名文件已经存在",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被别的程序使用",
    errno.ETXTBSY: "正被别的程序使用",
    errno.EIO: "磁盘读写出错",
}
_WINDOWS_REASONS = {
    19: "所在磁盘只能读、不能写",
    21: "磁盘或 U 盘没有插好",
    32: "正被别的程序使用",
    33: "正被别的程序使用",
    123: "文件名里有 Windows 不允许的字符",
    206: "文件名太长",
    1224: "正被别的程序使用",
}
"""What Windows itself says (winerror) where Python's errno says less."""
_NOT_FOUND = (2, 3)
_LONGEST_PATH = 259
"""Characters that Windows takes in a path unless its owner allows more; of a longer one it says that it is not there."""
_HELD = (5, 32, 33, 1224)
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.3)
"""Seconds."""


def reason_of(error: OSError) -> str:
    """Why the operating system refused, as a Chinese clause."""
    number = getattr(error, "winerror", None) or 0
    longest = max((len(str(name)) for name in (error.filename, error.filename2) if name is not None), default=0)
    if number in _NOT_FOUND and longest > _LONGEST_PATH:
        return f"路径太长，有 {longest} 个字，Windows 最多 {_LONGEST_PATH} 个"
    of_windows = _WINDOWS_REASONS.get(number)
    return of_windows or _REASONS.get(error.errno or 0, f"系统报告：{error.strerror or error}")


class NotWritten(StoreError):
    """reason: why, a Chinese clause."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"文件“{path}”没有写成：{reason}。", "请检查文件夹能否写入、文件是否正被打开，然后重试。")
        self.reason = reason


def write_whole(path: Path, content: bytes) -> None:
    """Write CONTENT to PATH whole or not at all: beside it first, then moved into place. Raises NotWritten."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            move_into_place(part, path)
        except OSError:
            part.unlink(missing_ok=True)
            if not holds(path, content):  # Windows replaces no file that a viewer shows; perhaps it is the same
                raise
    except OSError as error:
        raise NotWritten(path, reason_of(error)) from error


def move_into_place(part: Path, path: Path) -> None:
    """Rename PART to PATH, whatever is there. Raises OSError.

    On Windows a virus scanner or a synchronising program reads each new file for a moment, in which it cannot be renamed: what
    holds it is waited for, two thirds of a second in all.
    """
    for wait in _WAITS:
        try:
            part.replace(path)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)
        else:
            return
    part.replace(path)


def holds(path: Path, content: bytes) -> bool:
    """Whether PATH holds CONTENT already; not so if a power cut left it short, or if it cannot be read."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
