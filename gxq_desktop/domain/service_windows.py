"""Service windows (窗口, S3), opening hours and extended service (S8), as printed in the manual."""

from __future__ import annotations

from gxq_desktop.domain.basis import Provenance
from gxq_desktop.domain.frozen import frozen


@frozen
class ServiceWindow:
    """A counter of the service centre. id is stable ("W3"); scope says in words what it takes."""

    id: str
    number: str
    name: str
    scope: str
    phone: str
    special: bool
    provenance: Provenance


@frozen
class OpeningHours:
    """One line of the hours table: days ("周一至周五"), hours ("09:00–17:00"), and what to know about it."""

    days: str
    hours: str
    note: str


@frozen
class ServiceCentre:
    """The bureau as an enterprise meets it: where, when, and whom to call when things get stuck.

    remedies: the standard sentence on review and suit (复议、诉讼), printed where an item has none of its own.
    """

    bureau: str
    centre: str
    address: str
    phone: str
    complaint_phone: str
    online_platform: str
    review_body: str
    windows: tuple[ServiceWindow, ...]
    hours: tuple[OpeningHours, ...]
    extended_services: tuple[str, ...]
    provenance: Provenance
    remedies: str = ""

    def window(self, window_id: str) -> ServiceWindow:
        """KeyError if there is no such window."""
        for window in self.windows:
            if window.id == window_id:
                return window
        raise KeyError(window_id)
