"""Limits (时限): how long an office may take, what stops its clock, what makes it longer, and what a promise may be.

A limit starts on the day after acceptance (受理), which is not the day the papers were handed in (收件). Three things
are kept apart on purpose: the statutory limit, its extension under 行政许可法第四十二条, and the office's own promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from gxq_desktop.domain.calendar import DueDay, WorkCalendar
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

_ONE_DAY = timedelta(days=1)


class LimitUnit(StrEnum):
    """What a limit counts: working days for licences (行政许可法第八十二条), calendar days where a law only says 日."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"

    @property
    def label(self) -> str:
        """工作日 or 自然日."""
        return "工作日" if self is LimitUnit.WORKING_DAY else "自然日"


@frozen
class Limit:
    """A number of days in one unit, or no number at all.

    An unset limit (即时／未设定: the law sets no days) is `Limit.unset()`, never zero working days; ask `is_set` before
    counting. ValueError for less than one day in a set limit.
    """

    days: int
    unit: LimitUnit = LimitUnit.WORKING_DAY
    is_set: bool = True

    def __post_init__(self) -> None:
        if self.is_set and self.days < 1:
            raise ValueError(f"a set limit has at least 1 day, got {self.days}; use Limit.unset() for none")
        if not self.is_set and self.days != 0:
            raise ValueError(f"an unset limit has no days, got {self.days}")

    @classmethod
    def unset(cls) -> Self:
        """No days set by law: done at once, or left open (即时／未设定)."""
        return cls(0, LimitUnit.WORKING_DAY, is_set=False)

    @classmethod
    def of(cls, days: int, unit: LimitUnit) -> Self:
        """A limit as the catalogue writes it, where 0 days mean unset. ValueError if DAYS is negative."""
        return cls.unset() if days == 0 else cls(days, unit)

    def text(self) -> str:
        """“20 个工作日”, “30 日” or “即时／未设定”."""
        if not self.is_set:
            return "即时／未设定"
        return f"{self.days} 个工作日" if self.unit is LimitUnit.WORKING_DAY else f"{self.days} 日"

    def due(self, accepted_on: date, calendar: WorkCalendar) -> DueDay:
        """The last day of the limit for an acceptance on ACCEPTED_ON, which is day 0.

        A calendar-day limit that ends on a day off rolls on to the next working day (民法典第二百零三条). The working
        days of papers accepted on an ordinary Saturday count from the next working day. ValueError if unset.
        """
        self._require_set()
        if self.unit is LimitUnit.WORKING_DAY:
            return calendar.after(accepted_on, self.days)
        return calendar.after_calendar_days(accepted_on, self.days)

    def latest_acceptance(self, finish_on: date, calendar: WorkCalendar) -> date:
        """The latest working day on which acceptance still makes the limit end by FINISH_ON (倒排), inverse of `due`.

        Provisional if CALENDAR does not cover the days from the result to FINISH_ON. ValueError if the limit is unset.
        """
        self._require_set()
        if self.unit is LimitUnit.WORKING_DAY:
            return calendar.before(finish_on, self.days)
        return calendar.calendar_before(finish_on, self.days)

    def _require_set(self) -> None:
        if not self.is_set:
            raise ValueError("an unset limit has no due day; ask is_set first")


ORDINARY_LIMIT = Limit(20)
"""20 working days from acceptance (行政许可法第四十二条第一款)."""
LOWER_EXAMINATION_LIMIT = Limit(20)
"""20 working days for the first examination by a lower authority (行政许可法第四十三条)."""
JOINT_LIMIT = Limit(45)
"""45 working days from the first acceptance for unified, joint or parallel approval (行政许可法第四十二条第二款)."""
DELIVERY_LIMIT = Limit(10)
"""10 working days from the decision to deliver the licence (行政许可法第四十四条)."""
ONE_TIME_NOTICE_LIMIT = Limit(5)
"""5 working days from receipt to tell all corrections at once (行政许可法第三十二条)."""


def exceeds(promised_working_days: int, statutory: Limit) -> bool:
    """True if a promise of PROMISED_WORKING_DAYS is longer than STATUTORY allows; never for an unset limit.

    Against calendar days, N working days take N × 7/5 of them: a promise of 22 exceeds 30 days, one of 21 does not.
    """
    if not statutory.is_set:
        return False
    if statutory.unit is LimitUnit.WORKING_DAY:
        return promised_working_days > statutory.days
    return promised_working_days * 7 > statutory.days * 5


# -- suspension ----------------------------------------------------------------------------------------------------


class SuspensionRule(StrEnum):
    """Which ends of a suspension are deducted. No national rule says so; the bureau picks one (parameter).

    WHOLE_DAYS: the day it stops and the day it resumes both, the bureau's default. RESUME_DAY_COUNTS, STOP_DAY_COUNTS:
    the clock runs on that day.
    """

    WHOLE_DAYS = "whole_days"
    RESUME_DAY_COUNTS = "resume_day_counts"
    STOP_DAY_COUNTS = "stop_day_counts"

    @property
    def label(self) -> str:
        """The rule in Chinese, for settings and footnotes."""
        return {
            SuspensionRule.WHOLE_DAYS: "停、复当日都扣除",
            SuspensionRule.RESUME_DAY_COUNTS: "停计当日扣除，恢复当日计入",
            SuspensionRule.STOP_DAY_COUNTS: "停计当日计入，恢复当日扣除",
        }[self]


@frozen
class Suspension:
    """A stretch in which the clock does not run (停钟): hearing, tender, testing, expert review (行政许可法第四十五条).

    stopped_on, resumed_on: the two days on record. resumed_on is None while the clock still stands. DomainError if it
    resumes before it stops or nobody says why.
    """

    stopped_on: date
    resumed_on: date | None
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DomainError("停止计时没有写明事由。", "请填写事由，例如“专家评审”，并书面告知申请人所需时间。")
        if self.resumed_on is not None and self.resumed_on < self.stopped_on:
            raise DomainError(f"恢复计时日 {self.resumed_on} 早于停止计时日 {self.stopped_on}。", "请检查这两个日期。")

    @property
    def is_open(self) -> bool:
        """True while the clock stands and nobody knows until when."""
        return self.resumed_on is None

    def deducted(self, rule: SuspensionRule) -> tuple[date, date] | None:
        """First and last day deducted, both included; None if RULE leaves none. DomainError while it is open."""
        if self.resumed_on is None:
            raise DomainError(
                f"{self.stopped_on} 起的停钟（{self.reason}）还没有恢复，末日暂不能确定。", "请先登记恢复计时的日期。"
            )
        first = self.stopped_on + (_ONE_DAY if rule is SuspensionRule.STOP_DAY_COUNTS else timedelta(0))
        last = self.resumed_on - (_ONE_DAY if rule is SuspensionRule.RESUME_DAY_COUNTS else timedelta(0))
        return (first, last) if first <= last else None


def deducted_spans(
    suspensions: Iterable[Suspension], rule: SuspensionRule = SuspensionRule.WHOLE_DAYS
) -> tuple[tuple[date, date], ...]:
    """The union of SUSPENSIONS as separate (first, last) spans in order, so that no day is deducted twice."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(span for one in suspensions if (span := one.deducted(rule)) is not None):
        if merged and first <= merged[-1][1] + _ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def deducted_days(
    spans: Sequence[tuple[date, date]], after_on: date, until_on: date, unit: LimitUnit, calendar: WorkCalendar
) -> int:
    """Days of UNIT within SPANS that lie after AFTER_ON and not after UNTIL_ON."""
    total = 0
    for first, last in spans:
        low, high = max(first - _ONE_DAY, after_on), min(last, until_on)
        if low < high:
            working = unit is LimitUnit.WORKING_DAY
            total += calendar.working_days_between(low, high) if working else (high - low).days
    return total


def due_with_suspensions(
    limit: Limit,
    accepted_on: date,
    suspensions: Iterable[Suspension],
    calendar: WorkCalendar,
    rule: SuspensionRule = SuspensionRule.WHOLE_DAYS,
) -> DueDay:
    """The last day of LIMIT when the union of SUSPENSIONS is left out of the count.

    A suspension after the limit has run out changes nothing. A calendar-day limit that ends on a day off, or rolls on
    into a suspension, ends on the next working day on which the clock runs. DomainError while a suspension is open;
    ValueError if LIMIT is unset.
    """
    spans = deducted_spans(suspensions, rule)
    if not spans:
        return limit.due(accepted_on, calendar)
    if not limit.is_set:
        raise ValueError("an unset limit has no due day; ask is_set first")
    working = limit.unit is LimitUnit.WORKING_DAY
    deducted, found = 0, -1
    last = accepted_on
    while deducted != found:
        found = deducted
        days = limit.days + deducted
        last = calendar.after(accepted_on, days).on if working else accepted_on + timedelta(days=days)
        deducted = deducted_days(spans, accepted_on, last, limit.unit, calendar)
    last = calendar.roll_forward(last)
    for first, end in spans:
        if first <= last <= end:
            last = calendar.roll_forward(end + _ONE_DAY)
    return DueDay(last, provisional=not calendar.covers(accepted_on + _ONE_DAY, last))


def counted_days(
    limit: Limit,
    accepted_on: date,
    calendar: WorkCalendar,
    suspensions: Iterable[Suspension] = (),
    rule: SuspensionRule = SuspensionRule.WHOLE_DAYS,
) -> tuple[date, ...]:
    """The days that count, one by one, to explain a due day (数法). As many as LIMIT has days; rolled-over days are not
    among them. Raises as `due_with_suspensions`."""
    spans = deducted_spans(suspensions, rule)
    end = due_with_suspensions(limit, accepted_on, suspensions, calendar, rule).on
    working = limit.unit is LimitUnit.WORKING_DAY
    days = (accepted_on + timedelta(days=number) for number in range(1, (end - accepted_on).days + 1))
    counted = [
        day
        for day in days
        if (not working or calendar.is_working(day)) and not any(first <= day <= last for first, last in spans)
    ]
    return tuple(counted[: limit.days])


def joint_due(
    first_accepted_on: date,
    suspensions: Iterable[Suspension],
    calendar: WorkCalendar,
    extension: Extension | None = None,
    rule: SuspensionRule = SuspensionRule.WHOLE_DAYS,
    limit: Limit = JOINT_LIMIT,
) -> DueDay:
    """The last day of parallel approval (并联审批): 45 working days from the first item's acceptance, or a shorter LIMIT.

    suspensions: those of all items together; their union is deducted once. extension: at most 15 working days,
    approved by the head of the local government (行政许可法第四十二条第二款). DomainError for an extension under
    another rule, or approved too late.
    """
    if extension is None:
        return due_with_suspensions(limit, first_accepted_on, suspensions, calendar, rule)
    if extension.cap != JOINT_EXTENSION_CAP:
        raise DomainError(
            f"并联审批总时限不能按“{extension.cap.basis}”延长。",
            "请按行政许可法第四十二条第二款登记，由本级政府负责人批准，至多 15 个工作日。",
        )
    return extended_due(limit, first_accepted_on, extension, suspensions, calendar, rule)


# -- longer --------------------------------------------------------------------------------------------------------


@frozen
class ExtensionCap:
    """The most a law lets a limit be extended (延长上限), with its basis."""

    limit: Limit
    basis: str

    def __post_init__(self) -> None:
        if not self.limit.is_set:
            raise ValueError("a cap needs days")
        if not self.basis.strip():
            raise DomainError("延长上限没有写明依据。", "请填写法律名称和条款。")


EXTENSION_CAP = ExtensionCap(Limit(10), "行政许可法第四十二条第一款")
JOINT_EXTENSION_CAP = ExtensionCap(Limit(15), "行政许可法第四十二条第二款")


@frozen
class Extension:
    """An extension of a statutory limit (延长), told to the applicant with its reason (行政许可法第四十二条).

    approver: who allowed it, by name or office. cap: that of 行政许可法 unless a special law sets another one.
    DomainError if it has no reason, no approver, no days, or more than the cap.
    """

    extra: Limit
    reason: str
    approver: str
    approved_on: date
    cap: ExtensionCap = EXTENSION_CAP

    def __post_init__(self) -> None:
        if not self.extra.is_set:
            raise DomainError("延长没有天数。", "请填写延长的天数。")
        if not self.reason.strip():
            raise DomainError("延长没有写明理由。", "请填写理由，并告知申请人。")
        if not self.approver.strip():
            raise DomainError("延长没有写明批准人。", "请填写批准的负责人。")
        if self.extra.unit is not self.cap.limit.unit:
            raise DomainError(
                f"延长写的是{self.extra.unit.label}，上限按{self.cap.limit.unit.label}计（{self.cap.basis}）。",
                f"请改用{self.cap.limit.unit.label}。",
            )
        if self.extra.days > self.cap.limit.days:
            raise DomainError(
                f"延长 {self.extra.text()}，超过 {self.cap.limit.text()}的上限（{self.cap.basis}）。",
                f"请改为 {self.cap.limit.text()}以内；专门法另有规定的，请写明该法的上限和条款。",
            )


def extended_due(
    limit: Limit,
    accepted_on: date,
    extension: Extension,
    suspensions: Iterable[Suspension],
    calendar: WorkCalendar,
    rule: SuspensionRule = SuspensionRule.WHOLE_DAYS,
) -> DueDay:
    """The last day of LIMIT with EXTENSION added and SUSPENSIONS left out.

    In the same unit the days are added up; else the extension counts from the limit's own last day. DomainError if it
    was approved after that day, or LIMIT is unset.
    """
    if not limit.is_set:
        raise DomainError("法律没有设定时限的事项谈不上延长。", "如需推迟，请登记承诺顺延。")
    stops = tuple(suspensions)
    own = due_with_suspensions(limit, accepted_on, stops, calendar, rule)
    if extension.approved_on > own.on:
        raise DomainError(
            f"延长于 {extension.approved_on} 批准，晚于原时限末日 {own.on}。",
            "时限届满后不能再延长，请核对批准日期；确已超期的，按超期登记。",
        )
    return due_as_extended(limit, accepted_on, extension, stops, calendar, rule)


def due_as_extended(
    limit: Limit,
    accepted_on: date,
    extension: Extension,
    suspensions: Iterable[Suspension],
    calendar: WorkCalendar,
    rule: SuspensionRule = SuspensionRule.WHOLE_DAYS,
) -> DueDay:
    """The same for an EXTENSION that was recorded, without asking when it was approved: what is read must not be refused because
    a suspension was corrected afterwards. ValueError if LIMIT is unset."""
    stops = tuple(suspensions)
    own = due_with_suspensions(limit, accepted_on, stops, calendar, rule)
    if extension.extra.unit is limit.unit:
        longer = Limit(limit.days + extension.extra.days, limit.unit)
        return due_with_suspensions(longer, accepted_on, stops, calendar, rule)
    later = due_with_suspensions(extension.extra, own.on, stops, calendar, rule)
    return DueDay(later.on, own.provisional or later.provisional)


@frozen
class PromisedOverrun:
    """A promise that will be kept late but within the law (承诺顺延), an internal record, never an extension.

    working_days: how many more than promised. told_on: the day the enterprise was told. DomainError without days,
    reason or the name of who recorded it.
    """

    working_days: int
    reason: str
    recorded_by: str
    told_on: date

    def __post_init__(self) -> None:
        if self.working_days < 1:
            raise DomainError("承诺顺延没有天数。", "请填写顺延的工作日数。")
        if not self.reason.strip():
            raise DomainError("承诺顺延没有写明理由。", "请填写理由，并告知企业。")
        if not self.recorded_by.strip():
            raise DomainError("承诺顺延没有写明登记人。", "请填写登记人姓名。")


def overrun_promise(promised_working_days: int, overrun: PromisedOverrun, statutory: Limit) -> Limit:
    """The promise with OVERRUN added. DomainError if it would pass the statutory limit, which takes an extension."""
    later = Limit(promised_working_days + overrun.working_days)
    if exceeds(later.days, statutory):
        raise DomainError(
            f"顺延后承诺为 {later.text()}，超过法定时限 {statutory.text()}。",
            "请缩短顺延；确需超过法定时限的，按行政许可法第四十二条办理延长。",
        )
    return later


# -- acceptance by silence -------------------------------------------------------------------------------------------


@frozen
class SilentAcceptance:
    """What silence does to papers received (行政许可法第三十二条).

    notice_due: the last day to tell all corrections at once. accepted_on: the day from which the papers count as
    accepted if nobody did, which is the day they were received.
    """

    notice_due: DueDay
    accepted_on: date

    def has_taken_effect(self, today: date, noticed_on: date | None) -> bool:
        """True if TODAY the papers count as accepted, a notice having gone out on NOTICED_ON or not at all (None)."""
        if noticed_on is not None and noticed_on <= self.notice_due.on:
            return False
        return today > self.notice_due.on


def silence_is_acceptance(received_on: date, calendar: WorkCalendar) -> SilentAcceptance:
    """5 working days after RECEIVED_ON without a one-time notice (一次性告知) the papers count as accepted that day."""
    return SilentAcceptance(ONE_TIME_NOTICE_LIMIT.due(received_on, calendar), received_on)
