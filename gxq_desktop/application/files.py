"""Writing files whole or not at all, and what the operating system's refusals mean in Chinese."""

from __future__ import annotations

import errno
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
    21: "磁盘或 U 盘没有插好",
    32: "正被别的程序使用",
    33: "正被别的程序使用",
    206: "文件名太长",
}
"""What Windows itself says (winerror) where Python's errno says less: all but the last are "no permission" there."""


def reason_of(error: OSError) -> str:
    """Why the operating system refused, as a Chinese clause."""
    of_windows = _WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0)
    return of_windows or _REASONS.get(error.errno or 0, f"系统报告：{error.strerror or error}")


def write_whole(path: Path, content: bytes) -> None:
    """Write CONTENT to PATH whole or not at all: beside it first, then moved into place. Raises StoreError."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            if not holds(path, content):  # Windows replaces no file that a viewer shows; perhaps it is the same
                raise
    except OSError as error:
        raise StoreError(
            f"文件“{path}”没有写成：{reason_of(error)}。", "请检查文件夹能否写入、文件是否正被打开，然后重试。"
        ) from error


def holds(path: Path, content: bytes) -> bool:
    """Whether PATH holds CONTENT already; not so if a power cut left it short, or if it cannot be read."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
