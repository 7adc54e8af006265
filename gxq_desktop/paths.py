"""Where resources, the user's data and the logs are, from source or inside a PyInstaller bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _bundle_root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


RESOURCES = _bundle_root() / "resources"


def default_data_dir() -> Path:
    """The user's data folder: %LOCALAPPDATA%\\GXQ Desktop on Windows, XDG data home elsewhere. Not created here."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "GXQ Desktop"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "gxq-desktop"
