"""When to back up and what to keep: laws over a year of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.application.backup_schedule import (
    back_up,
    backup_state,
    is_due,
    kept,
    last_backup,
    list_backups,
    restore_backup,
    to_remove,
)
from gxq_desktop.application.ports import BackupFile, BackupReason, MadeBackup, StoreError
from tests.application.fakes import FakeUnitOfWork

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 9, 16, 14, 5, tzinfo=CHINA)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=620)).map(lambda age: NOW - age)


def ago(**lengths: float) -> datetime:
    return NOW - timedelta(**lengths)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (ago(minutes=29, seconds=59), False),
        (ago(minutes=30), True),
        (NOW, False),
        (NOW + timedelta(hours=1), True),
    ],
)
def test_backups_are_thirty_minutes_apart(last: datetime | None, due: bool) -> None:
    assert is_due(NOW, last) is due


def test_everything_of_two_days_is_kept() -> None:
    moments = [ago(minutes=30 * each) for each in range(96)]

    assert kept(moments, NOW) == set(moments)


def test_of_an_older_day_the_newest_is_kept() -> None:
    moments = [datetime(2026, 9, 10, hour, tzinfo=CHINA) for hour in (9, 12, 17)]

    assert kept([*moments, NOW], NOW) == {moments[2], NOW}


def test_the_numbers_are_twelve_days_ten_weeks_nine_months() -> None:
    daily = [ago(days=each) for each in range(1000)]

    left = sorted(kept(daily, NOW), reverse=True)

    ages = [(NOW - each).days for each in left]
    assert ages[:2] == [0, 1]
    assert ages[2:14] == list(range(2, 14))
    weeks = left[14:24]
    assert all(each.isoweekday() == 7 or (NOW - each).days == 14 for each in weeks)
    assert len({each.isocalendar()[:2] for each in weeks}) == 10
    months = left[24:]
    assert len(months) == len({(each.year, each.month) for each in months}) == 9
    assert all((each + timedelta(days=1)).day == 1 or each == months[0] for each in months)


@given(st.lists(MOMENTS, max_size=60))
def test_what_is_kept_was_there_and_the_newest_always_is(moments: list[datetime]) -> None:
    left = kept(moments, NOW)

    assert left <= set(moments)
    assert (max(moments) in left) if moments else not left


@given(st.lists(MOMENTS, max_size=60))
def test_keeping_twice_is_keeping_once(moments: list[datetime]) -> None:
    once = kept(moments, NOW)

    assert kept(once, NOW) == once


@given(st.lists(MOMENTS, max_size=200))
def test_beyond_two_days_at_most_thirty_one_are_kept(moments: list[datetime]) -> None:
    assert sum(NOW - each >= timedelta(days=2) for each in kept(moments, NOW)) <= 12 + 10 + 9 + 1


@given(st.lists(MOMENTS, max_size=40))
def test_the_time_zone_of_the_moments_does_not_matter(moments: list[datetime]) -> None:
    assert kept([each.astimezone(UTC) for each in moments], NOW) == kept(moments, NOW)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=5, max_size=12), st.integers(0, 6))
def test_through_a_year_no_age_is_without_a_backup(hours: list[int], idle_weekday: int) -> None:
    start, now = datetime(2025, 7, 1, 9, tzinfo=CHINA), datetime(2025, 7, 1, 9, tzinfo=CHINA)
    held: set[datetime] = set()
    turn = 0
    while now < start + timedelta(days=420):
        if now.weekday() != idle_weekday:
            held = set(kept({*held, now}, now))
        now += timedelta(hours=hours[turn % len(hours)])
        turn += 1
    now = max(held)

    for days, apart in ((1, 1.5), (10, 2.5), (60, 10), (240, 40)):
        wanted = now - timedelta(days=days)
        assert min(abs((each - wanted).total_seconds()) for each in held) <= apart * 86400


class FakeBackups:
    refusal = None

    def __init__(self, files: Sequence[BackupFile]) -> None:
        self.kept = list(files)
        self.written: list[tuple[datetime, BackupReason, Path | None]] = []

    def files(self, second: Path | None) -> Sequence[BackupFile]:
        return [each for each in self.kept if second is not None or not each.second]

    def write(self, at: datetime, reason: BackupReason, second: Path | None, report: Any) -> MadeBackup:
        self.written.append((at, reason, second))
        made = file(at, reason=reason)
        self.kept.append(made)
        return MadeBackup(made, 3)

    def remove(self, gone: BackupFile) -> None:
        self.kept.remove(gone)

    def projects_in(self, path: Path) -> int:
        if "bad" in path.name:
            raise StoreError("备份“bad”已损坏。", "请改用另一份备份。")
        return 7

    def restore(self, path: Path, at: datetime, report: Any) -> MadeBackup:
        return MadeBackup(file(at, reason=BackupReason.BEFORE_RESTORE), 9)


class FakeEvidence:
    """Says what it was asked to copy; a folder called full has no room."""

    def __init__(self) -> None:
        self.copied: list[tuple[str, Path]] = []

    def copy_to(self, folder: Path) -> int:
        if folder.parent.name == "full":
            raise StoreError("证据文件没有抄全：磁盘已满。", "")
        self.copied.append(("to", folder))
        return 1

    def copy_from(self, folder: Path) -> int:
        self.copied.append(("from", folder))
        return 1


def file(
    at: datetime, second: bool = False, reason: BackupReason = BackupReason.SCHEDULED, name: str = "a"
) -> BackupFile:
    return BackupFile(Path(f"{name}-{at:%Y%m%d%H%M}-{second}.sqlite3"), at, reason, 1000, second)


def services(files: Sequence[BackupFile]) -> Any:
    clock = SimpleNamespace(now=lambda: NOW.astimezone(UTC), today=lambda: date(2026, 9, 16))
    return SimpleNamespace(
        backups=FakeBackups(files), clock=clock, unit_of_work=FakeUnitOfWork, evidence=FakeEvidence()
    )


def quiet(_done: int, _total: int) -> None: ...


def test_a_copy_made_before_an_upgrade_is_never_removed() -> None:
    upgrade = file(ago(days=2000), reason=BackupReason.BEFORE_UPGRADE)
    old = [file(ago(days=each)) for each in range(3, 900)]

    assert upgrade not in to_remove([upgrade, *old], NOW)


def test_backing_up_clears_each_folder_by_itself() -> None:
    morning, noon = ago(days=5, hours=5), ago(days=5, hours=2)
    desk = services([file(morning), file(noon), file(morning, second=True)])

    made = back_up(desk, BackupReason.ASKED, Path("/usb"), quiet)

    assert desk.backups.written == [(NOW, BackupReason.ASKED, Path("/usb"))]
    assert made.projects == 3
    left = desk.backups.files(Path("/usb"))
    assert {(each.made_at, each.second) for each in left} == {(noon, False), (NOW, False), (morning, True)}


def test_evidence_goes_to_the_second_folder_and_comes_back_from_beside_a_backup() -> None:
    desk = services([])

    assert back_up(desk, BackupReason.ASKED, Path("/usb"), quiet).second_problem == ""
    assert back_up(desk, BackupReason.ASKED, None, quiet).second_problem == ""
    assert back_up(desk, BackupReason.ASKED, Path("/full"), quiet).second_problem == "证据文件没有抄全：磁盘已满。"
    restore_backup(desk, Path("/usb/old.sqlite3"), quiet)

    assert desk.evidence.copied == [("to", Path("/usb/evidence")), ("from", Path("/usb/evidence"))]


def test_the_list_says_of_each_what_it_holds_or_why_not() -> None:
    desk = services([file(NOW), file(ago(days=1), name="bad")])

    lines = list_backups(desk, None, quiet)

    assert [(line.projects, line.problem) for line in lines] == [(7, ""), (None, "备份“bad”已损坏。")]
    assert last_backup([line.file for line in lines]) == file(NOW)
    assert last_backup([]) is None


def test_restoring_gives_the_backup_of_what_was_there() -> None:
    assert restore_backup(services([]), Path("old"), quiet).file.reason is BackupReason.BEFORE_RESTORE


def test_the_status_bar_says_when_the_last_backup_was() -> None:
    made = datetime(2026, 9, 16, 14, 5, tzinfo=datetime.now(UTC).astimezone().tzinfo)

    assert backup_state(None, date(2026, 9, 16)) == "还没有备份"
    assert backup_state(file(made), date(2026, 9, 16)) == "备份 14:05 正常"
    assert backup_state(file(made), date(2026, 9, 17)) == "备份 09-16 14:05 正常"
