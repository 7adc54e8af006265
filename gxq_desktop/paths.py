"""Where resources, the user's data and the logs are, from source or inside a PyInstaller bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _bundle_root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


RESOURCES = _bundle_root() / "resources"


ELSEWHERE = "data-folder.txt"
"""A file in the usual data folder that names the one the user chose in its place."""


def default_data_dir() -> Path:
    """The user's data folder: the one chosen at the first start, else `usual_data_dir()`. Not created here."""
    usual = usual_data_dir()
    try:
        chosen = (usual / ELSEWHERE).read_text("utf-8").strip()
    except (OSError, ValueError):
        return usual
    return Path(chosen) if chosen else usual


def choose_data_dir(folder: Path) -> None:
    """Let `default_data_dir` be FOLDER from now on, at once: a kill leaves the one or the other. Raises OSError."""
    usual = usual_data_dir()
    if folder == usual:
        (usual / ELSEWHERE).unlink(missing_ok=True)
        return
    usual.mkdir(parents=True, exist_ok=True)
    part = usual / f"{ELSEWHERE}.{os.getpid()}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(f"{folder}\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(usual / ELSEWHERE)


def usual_data_dir() -> Path:
    """%LOCALAPPDATA%\\GXQ Desktop on Windows, gxq-desktop in the XDG data home elsewhere."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "GXQ Desktop"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "gxq-desktop"
