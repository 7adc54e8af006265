"""The life of a case (办件): which states it passes, which event leads from which state to which, and whose days they are.

Four lives: an approval item from preparing to write-off, the shorter ones of a unit material and of a utility connection,
and that of other work (construction, obstacles, what is not counted in a limit). The tables below are the whole truth;
`ledger.py` folds events over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from gxq_desktop.domain.network import StepKind


class Life(StrEnum):
    """Which table of transitions holds for a step."""

    APPROVAL = "approval"
    MATERIAL = "material"
    UTILITY = "utility"
    WORK = "work"

    @classmethod
    def of(cls, kind: StepKind) -> Life:
        """The life of a step of KIND. ValueError for a milestone, whose day follows from what leads to it."""
        if kind is StepKind.MILESTONE:
            raise ValueError("a milestone has no life of its own")
        return _LIVES.get(kind, Life.WORK)


_LIVES = {StepKind.APPROVAL: Life.APPROVAL, StepKind.MATERIAL: Life.MATERIAL, StepKind.UTILITY: Life.UTILITY}


class CaseState(StrEnum):
    """Where a case stands."""

    NOT_STARTED = "not_started"
    PREPARING = "preparing"
    SUBMITTED = "submitted"
    NOTICED = "noticed"
    ACCEPTED = "accepted"
    COMMITTED = "declared_commitment"
    PROVISIONAL = "provisional_acceptance"
    SUSPENDED = "suspended"
    NOT_ACCEPTED = "not_accepted"
    GRANTED = "granted"
    REFUSED = "refused"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    READY = "ready"
    RECEIVED = "received"
    APPLIED = "applied"
    STARTED = "started"
    DONE = "done"
    CLEARED = "cleared"

    @property
    def label(self) -> str:
        """The Chinese word for screens and paper."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    CaseState.NOT_STARTED: "未开始",
    CaseState.PREPARING: "准备中",
    CaseState.SUBMITTED: "已收件",
    CaseState.NOTICED: "待补正",
    CaseState.ACCEPTED: "已受理",
    CaseState.COMMITTED: "告知承诺",
    CaseState.PROVISIONAL: "容缺受理",
    CaseState.SUSPENDED: "中止计时",
    CaseState.NOT_ACCEPTED: "不予受理",
    CaseState.GRANTED: "准予许可",
    CaseState.REFUSED: "不予许可",
    CaseState.DELIVERED: "已送达",
    CaseState.WITHDRAWN: "已撤回",
    CaseState.READY: "已备齐",
    CaseState.RECEIVED: "已收到",
    CaseState.APPLIED: "已申请",
    CaseState.STARTED: "进行中",
    CaseState.DONE: "已完成",
    CaseState.CLEARED: "已销账",
}


class EventKind(StrEnum):
    """What can happen to a case. Most values are the state they lead to."""

    PREPARING = "preparing"
    SUBMITTED = "submitted"
    NOTICED = "noticed"
    CORRECTED = "corrected"
    ACCEPTED = "accepted"
    COMMITTED = "declared_commitment"
    PROVISIONAL = "provisional_acceptance"
    SUPPLIED = "supplied"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    JOINT_EXTENDED = "joint_extended"
    OVERRUN = "overrun"
    NOT_ACCEPTED = "not_accepted"
    GRANTED = "granted"
    REFUSED = "refused"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    READY = "ready"
    RECEIVED = "received"
    APPLIED = "applied"
    STARTED = "started"
    DONE = "done"
    CLEARED = "cleared"

    @property
    def label(self) -> str:
        """What is recorded, in Chinese: 受理, 一次性告知, 销账."""
        return _EVENT_LABELS[self]

    @classmethod
    def named(cls, word: str) -> EventKind | None:
        """The kind called WORD, by its value or its Chinese label; None if there is none."""
        for kind in cls:
            if word in (kind.value, kind.label):
                return kind
        return None


_EVENT_LABELS = {
    EventKind.PREPARING: "开始准备",
    EventKind.SUBMITTED: "收件",
    EventKind.NOTICED: "一次性告知",
    EventKind.CORRECTED: "补正到件",
    EventKind.ACCEPTED: "受理",
    EventKind.COMMITTED: "告知承诺",
    EventKind.PROVISIONAL: "容缺受理",
    EventKind.SUPPLIED: "容缺补齐",
    EventKind.SUSPENDED: "中止计时",
    EventKind.RESUMED: "恢复计时",
    EventKind.EXTENDED: "延长",
    EventKind.JOINT_EXTENDED: "并联延长",
    EventKind.OVERRUN: "承诺顺延",
    EventKind.NOT_ACCEPTED: "不予受理",
    EventKind.GRANTED: "准予许可",
    EventKind.REFUSED: "不予许可",
    EventKind.DELIVERED: "送达",
    EventKind.WITHDRAWN: "撤回",
    EventKind.READY: "备齐",
    EventKind.RECEIVED: "收到",
    EventKind.APPLIED: "申请",
    EventKind.STARTED: "开工",
    EventKind.DONE: "完成",
    EventKind.CLEARED: "销账",
}

RUNNING = frozenset({CaseState.ACCEPTED, CaseState.COMMITTED, CaseState.PROVISIONAL})
"""States in which the limit's clock runs."""
BEFORE_ACCEPTANCE = frozenset({CaseState.NOT_STARTED, CaseState.PREPARING, CaseState.SUBMITTED, CaseState.NOTICED})
_AGAIN = frozenset({CaseState.WITHDRAWN, CaseState.NOT_ACCEPTED, CaseState.REFUSED})
"""After these an application may be made anew."""
_UNDER_LIMIT = RUNNING | {CaseState.SUSPENDED}

TRANSITIONS: Mapping[Life, Mapping[EventKind, frozenset[CaseState]]] = {
    Life.APPROVAL: {
        EventKind.PREPARING: frozenset({CaseState.NOT_STARTED}) | _AGAIN,
        EventKind.SUBMITTED: frozenset({CaseState.NOT_STARTED, CaseState.PREPARING}) | _AGAIN,
        EventKind.NOTICED: frozenset({CaseState.SUBMITTED}),
        EventKind.CORRECTED: frozenset({CaseState.NOTICED}),
        EventKind.ACCEPTED: BEFORE_ACCEPTANCE,
        EventKind.COMMITTED: BEFORE_ACCEPTANCE,
        EventKind.PROVISIONAL: BEFORE_ACCEPTANCE,
        EventKind.SUPPLIED: _UNDER_LIMIT,
        EventKind.SUSPENDED: RUNNING,
        EventKind.RESUMED: frozenset({CaseState.SUSPENDED}),
        EventKind.EXTENDED: _UNDER_LIMIT,
        EventKind.JOINT_EXTENDED: _UNDER_LIMIT,
        EventKind.OVERRUN: _UNDER_LIMIT,
        EventKind.NOT_ACCEPTED: frozenset({CaseState.SUBMITTED, CaseState.NOTICED}),
        EventKind.GRANTED: RUNNING,
        EventKind.REFUSED: RUNNING,
        EventKind.DELIVERED: frozenset({CaseState.GRANTED, CaseState.REFUSED}),
        EventKind.WITHDRAWN: (BEFORE_ACCEPTANCE | _UNDER_LIMIT) - {CaseState.NOT_STARTED},
        EventKind.CLEARED: frozenset({CaseState.DELIVERED}),
    },
    Life.MATERIAL: {
        EventKind.PREPARING: frozenset({CaseState.NOT_STARTED}),
        EventKind.READY: frozenset({CaseState.NOT_STARTED, CaseState.PREPARING}),
        EventKind.RECEIVED: frozenset({CaseState.NOT_STARTED, CaseState.PREPARING, CaseState.READY}),
        EventKind.CLEARED: frozenset({CaseState.READY, CaseState.RECEIVED}),
    },
    Life.UTILITY: {
        EventKind.APPLIED: frozenset({CaseState.NOT_STARTED}),
        EventKind.DONE: frozenset({CaseState.NOT_STARTED, CaseState.APPLIED}),
        EventKind.WITHDRAWN: frozenset({CaseState.APPLIED}),
        EventKind.CLEARED: frozenset({CaseState.DONE}),
    },
    Life.WORK: {
        EventKind.STARTED: frozenset({CaseState.NOT_STARTED}),
        EventKind.DONE: frozenset({CaseState.NOT_STARTED, CaseState.STARTED}),
        EventKind.CLEARED: frozenset({CaseState.DONE}),
    },
}
"""Life → event → the states in which it may happen."""

IMPLIED: Mapping[Life, Mapping[EventKind, tuple[tuple[frozenset[CaseState], tuple[EventKind, ...]], ...]]] = {
    Life.APPROVAL: {
        EventKind.DELIVERED: ((RUNNING, (EventKind.GRANTED,)),),
        EventKind.CLEARED: (
            (RUNNING, (EventKind.GRANTED, EventKind.DELIVERED)),
            (frozenset({CaseState.GRANTED, CaseState.REFUSED}), (EventKind.DELIVERED,)),
        ),
    },
    Life.MATERIAL: {
        EventKind.CLEARED: ((frozenset({CaseState.NOT_STARTED, CaseState.PREPARING}), (EventKind.READY,)),),
    },
    Life.UTILITY: {EventKind.CLEARED: ((frozenset({CaseState.APPLIED}), (EventKind.DONE,)),)},
    Life.WORK: {EventKind.CLEARED: ((frozenset({CaseState.STARTED}), (EventKind.DONE,)),)},
}
"""What a clerk may leave unsaid: life → event → (states, events recorded with it on the same day, before it)."""

_UNCHANGED = frozenset(
    {EventKind.SUPPLIED, EventKind.EXTENDED, EventKind.JOINT_EXTENDED, EventKind.OVERRUN, EventKind.RESUMED}
)


def state_after(kind: EventKind, before: CaseState, underneath: CaseState) -> CaseState:
    """The state after KIND happened in BEFORE. UNDERNEATH: the running state a suspension interrupted."""
    if kind is EventKind.RESUMED:
        return underneath
    if kind is EventKind.CORRECTED:
        return CaseState.SUBMITTED
    if kind is EventKind.WITHDRAWN and before is CaseState.APPLIED:
        return CaseState.NOT_STARTED
    return before if kind in _UNCHANGED else CaseState(kind.value)


def allowed_in(life: Life, state: CaseState) -> tuple[EventKind, ...]:
    """What may be recorded next, events that imply others last."""
    direct = [kind for kind, states in TRANSITIONS[life].items() if state in states]
    implying = [
        kind
        for kind, ways in IMPLIED[life].items()
        if kind not in direct and any(state in states for states, _ in ways)
    ]
    return (*direct, *implying)


def implied_before(life: Life, state: CaseState, kind: EventKind) -> tuple[EventKind, ...]:
    """The events to be recorded before KIND on its day; () if none are needed or none would do."""
    for states, kinds in IMPLIED[life].get(kind, ()):
        if state in states:
            return kinds
    return ()


# -- reasons -------------------------------------------------------------------------------------------------------


class SuspensionCause(StrEnum):
    """For what the clock may stand (行政许可法第四十五条; the last two where a special law leaves them out)."""

    HEARING = "听证"
    TENDER = "招标"
    AUCTION = "拍卖"
    INSPECTION = "检验"
    TESTING = "检测"
    QUARANTINE = "检疫"
    APPRAISAL = "鉴定"
    EXPERT_REVIEW = "专家评审"
    PUBLIC_NOTICE = "公示"
    SPECIAL_LAW = "专门规定"

    @property
    def party(self) -> Party:
        """Whose days they are: what experts and laboratories take is the intermediary's."""
        outside = (self.INSPECTION, self.TESTING, self.QUARANTINE, self.APPRAISAL, self.EXPERT_REVIEW)
        return Party.INTERMEDIARY if self in outside else Party.AUTHORITY


class MissedReason(StrEnum):
    """Why a date was missed (超期原因), to be chosen from."""

    MATERIAL = "企业材料不齐"
    DESIGN_CHANGED = "方案或设计修改"
    INTERMEDIARY = "中介或评审拖延"
    OBSTACLE = "现场障碍未排除"
    PREDECESSOR = "前项晚了"
    AUTHORITY = "部门办理超时"
    LATE_RECORD = "已按时办，登记晚了"
    OTHER = "其他"


class Party(StrEnum):
    """Whose day it is (三个时钟)."""

    AUTHORITY = "authority"
    ENTERPRISE = "enterprise"
    INTERMEDIARY = "intermediary"

    @property
    def label(self) -> str:
        return {"authority": "部门", "enterprise": "企业", "intermediary": "中介与公用企业"}[self.value]


ENDED = frozenset({CaseState.DELIVERED, CaseState.CLEARED, CaseState.RECEIVED, CaseState.DONE})
"""States in which nobody's days run any more."""
_OWNERS = {
    CaseState.SUBMITTED: Party.AUTHORITY,
    CaseState.ACCEPTED: Party.AUTHORITY,
    CaseState.COMMITTED: Party.AUTHORITY,
    CaseState.PROVISIONAL: Party.AUTHORITY,
    CaseState.SUSPENDED: Party.AUTHORITY,
    CaseState.GRANTED: Party.AUTHORITY,
    CaseState.REFUSED: Party.AUTHORITY,
    CaseState.APPLIED: Party.INTERMEDIARY,
}


def party_of(state: CaseState, doer: Party) -> Party:
    """Whose days run in STATE. doer: who does the work of a material or of other work once it has begun."""
    if state in (CaseState.PREPARING, CaseState.STARTED):
        return doer
    return _OWNERS.get(state, Party.ENTERPRISE)
