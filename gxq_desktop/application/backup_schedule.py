"""When to back up (备份), which backups to keep, and doing both.

After work, at least 30 minutes apart, only if something changed. Kept are all of the last two days, then the newest of each of 12
days, 10 weeks and 9 months, so that a year's mistake can be undone with some thirty files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from gxq_desktop.application.ports import BackupFile, BackupReason, MadeBackup, Report, Services, StoreError
from gxq_desktop.domain.frozen import frozen

APART = timedelta(minutes=30)
EVIDENCE_FOLDER = "evidence"
ALL_KEPT = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9
_PERIODS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAILY, lambda at: at.date()),
    (WEEKLY, lambda at: at.isocalendar()[:2]),
    (MONTHLY, lambda at: (at.year, at.month)),
)


def is_due(now: datetime, last: datetime | None) -> bool:
    """Whether the next backup may be made: there is none yet, or the last is 30 minutes old. A clock set back counts as due."""
    return last is None or not timedelta(0) <= now - last < APART


def kept(made_at: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Those of MADE_AT (aware) to keep at NOW, days counted in NOW's time zone.

    All of the last two days and what lies in the future. Of those older than that, the newest of each of the last 12 days that
    have any; of those older than these, the newest of each of the last 10 weeks (Monday to Sunday); then of 9 months. The
    newest of all is always kept.
    """
    newest_first = sorted({at.astimezone(now.tzinfo) for at in made_at}, reverse=True)
    found = {at for at in newest_first if now - at < ALL_KEPT} | set(newest_first[:1])
    left = [at for at in newest_first if at not in found]
    for count, period in _PERIODS:
        periods: dict[object, datetime] = {}
        for at in left:
            if period(at) not in periods and len(periods) == count:
                break
            periods.setdefault(period(at), at)
        found |= set(periods.values())
        oldest = min(periods.values(), default=None)
        full = len(periods) == count
        left = [at for at in left if oldest is not None and full and at < oldest and period(at) not in periods]
    return frozenset(found)


def to_remove(files: Sequence[BackupFile], now: datetime) -> tuple[BackupFile, ...]:
    """Those of FILES (of one folder) that are no longer kept. Copies made before an upgrade are always kept."""
    ordinary = [file for file in files if file.reason is not BackupReason.BEFORE_UPGRADE]
    staying = kept((file.made_at for file in ordinary), now)
    return tuple(file for file in ordinary if file.made_at.astimezone(now.tzinfo) not in staying)


def back_up(services: Services, reason: BackupReason, second: Path | None, report: Report) -> MadeBackup:
    """Write a backup, also into the folder SECOND, and remove what need not be kept in either folder.

    A backup that was not asked for is not written if nothing changed since the last one. Raises StoreError: disk full, the
    copy cannot be read again; DomainError on PostgreSQL. A second folder that is gone is said in the result, not raised.
    Evidence (证据) lies beside the store, file by file; what the second folder does not have of it yet is copied there.
    """
    now = services.clock.now().astimezone()
    made = services.backups.write(now, reason, second, report)
    if second is not None and not made.second_problem:
        try:
            services.evidence.copy_to(second / EVIDENCE_FOLDER)
        except StoreError as refusal:
            made = replace(made, second_problem=refusal.problem)
    files = services.backups.files(second)
    for folder in (False, True):
        for file in to_remove([each for each in files if each.second is folder], now):
            services.backups.remove(file)
    return made


def last_backup(files: Sequence[BackupFile]) -> BackupFile | None:
    """The newest of FILES; None if there are none."""
    return max(files, key=lambda file: file.made_at, default=None)


def last_backup_told(files: Sequence[BackupFile], today: date) -> str:
    """What is safe when the data file is damaged: up to which moment its content stands in a backup."""
    last = last_backup(files)
    if last is None:
        return "没有备份。数据文件没有再动，留好它，维护人员也许读得出来。"
    when = last.made_at.astimezone()
    day = "今天" if when.date() == today else f"{when:%Y-%m-%d} "
    return f"{day}{when:%H:%M} 以前的都在备份里，共 {len(files)} 份；数据文件没有再动。"


@frozen
class BackupLine:
    """A line of the list of backups. projects: None while it has not been read, or if it cannot be; then problem says why."""

    file: BackupFile
    projects: int | None = None
    problem: str = ""


def list_backups(services: Services, second: Path | None, report: Report) -> Sequence[BackupLine]:
    """All backups, newest first, each opened to count its projects. Raises DomainError on PostgreSQL."""
    files = services.backups.files(second)
    lines = []
    for done, file in enumerate(files):
        report(done, len(files))
        try:
            lines.append(BackupLine(file, services.backups.projects_in(file.path)))
        except StoreError as refusal:
            lines.append(BackupLine(file, None, refusal.problem))
    report(len(files), len(files))
    return lines


def can_restore(services: Services, second: Path | None) -> bool:
    """Whether there is a backup that this program can open. Opens them, the newest first, until one is whole and not too new."""
    for file in services.backups.files(second):
        with suppress(StoreError):
            services.backups.projects_in(file.path)
            return True
    return False


def restore_backup(services: Services, file: Path, report: Report) -> MadeBackup:
    """Bring the backup FILE back and open it, with the newest tables; returns the backup of what was there before. Evidence that
    lies beside FILE is copied back too.

    Raises StoreError: the backup is damaged or of a newer program, the store is in use; then nothing changed.
    """
    present = services.backups.restore(file, services.clock.now().astimezone(), report)
    services.evidence.copy_from(file.parent / EVIDENCE_FOLDER)
    with services.unit_of_work() as uow:
        uow.projects.list()
    return present


def backup_state(last: BackupFile | None, today: date) -> str:
    """What the status bar says: 备份 14:05 正常; with the day if it was not today."""
    if last is None:
        return "还没有备份"
    when = last.made_at.astimezone()
    shown = f"{when:%H:%M}" if when.date() == today else f"{when:%m-%d %H:%M}"
    return f"备份 {shown} 正常"
