"""From something to look at before printing to the place where it is mended."""

from __future__ import annotations

from typing import Any

from gxq_desktop.application.print_check import Finding, Remedy
from gxq_desktop.ui.shell import Shell


def way_to(shell: Shell, number: str, finding: Finding) -> tuple[str, dict[str, Any]] | None:
    """The place, and what to open there, in which FINDING about project NUMBER is mended; None if there is none yet."""
    target = finding.target
    wanted: tuple[tuple[str, dict[str, Any]], ...]
    match finding.remedy:
        case Remedy.ANSWER:
            wanted = (("intake", {"number": number, "fact": target}), ("project", {"number": number}))
        case Remedy.CONTACTS | Remedy.PROJECT:
            wanted = (("intake", {"number": number, "field": target}), ("project", {"number": number}))
        case Remedy.OBSTACLES:
            wanted = (("project", {"number": number, "tab": "obstacles"}),)
        case Remedy.CALENDAR:
            wanted = (("calendar", {"year": int(target)} if target else {}),)
        case Remedy.CATALOGUE:
            wanted = (("catalogue", {}),)
        case Remedy.BUREAU:
            wanted = (("settings", {"section": target}),)
        case Remedy.RECORDS:
            wanted = (("project", {"number": number, "tab": "records"}),)
    places = shell.window.places if shell.window is not None else {}
    return next((way for way in wanted if way[0] in places), None)
