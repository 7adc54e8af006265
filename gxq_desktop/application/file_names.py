"""Names of files that hold what was printed: readable in a folder of many, allowed on every system."""

from __future__ import annotations

import re
from typing import Final

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.domain.editions import Edition

MOST_BYTES: Final = 200
"""Of a name in UTF-8, without its ending: file systems take 255, and a ".part" is written beside it."""
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def paper_file_name(project_name: str, choice: PaperChoice, edition: Edition) -> str:
    """GX-2026-0017 年产2万吨… 办理手册 第2版.pdf."""
    label = choice.label.replace("（", " ").replace("）", "").replace("、", "")
    return _named(edition, project_name, label, "pdf")


def companion_file_name(project_name: str, label: str, ending: str, edition: Edition) -> str:
    """GX-2026-0017 年产2万吨… 手机日历 第2版.ics. ENDING without a dot."""
    return _named(edition, project_name, label, ending)


def _named(edition: Edition, project_name: str, label: str, ending: str) -> str:
    head, tail = f"{edition.project_number} ", f" {label} 第{edition.number}版"
    room = MOST_BYTES - len(f"{head}{tail}".encode())
    name = safe_name(project_name)
    while len(name.encode()) > room:
        name = name[:-1].rstrip()
    return f"{safe_name(f'{head}{name}{tail}')}.{ending}"


def safe_name(text: str) -> str:
    """TEXT without what a file's name may not hold on Windows or Linux; never empty, never ending in a dot or a blank."""
    cleaned = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", text)).strip(" .")
    return cleaned or "未命名"
