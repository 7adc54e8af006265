"""Whether a data file would lie on a network drive. Needs the standard library only, since every start asks."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from gxq_desktop.application.ports import StoreError

_NETWORK_TYPES = re.compile(
    r"cifs|smb.*|nfs\d?|ncpfs|afs|coda|davfs2?|fuse\.(sshfs|davfs2?|rclone|smbnetfs|gvfsd-fuse)"
)
_WINDOWS_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def refuse_network_drive(path: Path) -> None:
    """Raise StoreError if PATH is on one: SQLite's locks do not hold there, two windows would spoil the file."""
    if sys.platform == "win32":
        on_network = is_windows_share(path) or _is_windows_network_drive(path)
    else:
        mounts = ""
        with suppress(OSError):
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        on_network = is_network_mount(path.resolve(), mounts)
    if on_network:
        raise StoreError(
            f"数据文件“{path}”在网络驱动器上，几个窗口同时使用会损坏数据。",
            "请放到本机磁盘；要多人共用，请用 GXQ_DATABASE_URL 指定一个 PostgreSQL 数据库。",
        )


def is_windows_share(path: Path | PureWindowsPath) -> bool:
    r"""Whether PATH names a shared folder: \\server\share, also in the \\?\UNC\ form."""
    drive = PureWindowsPath(path).drive.upper()
    return drive.startswith("\\\\") and (not drive.startswith(("\\\\?\\", "\\\\.\\")) or "\\UNC\\" in drive)


def _is_windows_network_drive(path: Path) -> bool:
    import ctypes

    return ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _WINDOWS_REMOTE  # type: ignore[attr-defined,no-any-return,unused-ignore]


def is_network_mount(path: Path, mounts: str) -> bool:
    """Whether the deepest mount that holds PATH (absolute) is a network one. MOUNTS: /proc/mounts."""
    deepest, on_network = -1, False
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1]))
        if path.is_relative_to(point) and len(point.parts) >= deepest:  # a later mount covers an earlier one
            deepest, on_network = len(point.parts), _NETWORK_TYPES.fullmatch(fields[2]) is not None
    return on_network
