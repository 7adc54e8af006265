"""What of a calendar decides dates, as one short text; apart, so that a start need not import what plans."""

from __future__ import annotations

import hashlib

from gxq_desktop.domain.calendar import WorkCalendar


def calendar_digest(calendar: WorkCalendar) -> str:
    """SHA-256 over what decides dates: years, days off, make-up days, what is provisional."""
    content = [f"{calendar.first_year}-{calendar.last_year}"]
    for notice in calendar.notices:
        days = (sorted(days) for days in (notice.statutory, notice.adjusted_off, notice.makeup, notice.days_off()))
        content.append(f"{notice.year} {notice.provisional} {[[day.isoformat() for day in each] for each in days]}")
    return hashlib.sha256("\n".join(content).encode()).hexdigest()
