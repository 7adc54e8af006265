"""What is asked when something is recorded (登记办理情况): kinds that stand together, the fields each needs, their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from gxq_desktop.domain.case_states import EventKind, Life, MissedReason, Party, SuspensionCause
from gxq_desktop.domain.frozen import frozen


class FieldName(StrEnum):
    """A field; the value is the attribute of `RecordRequest` it fills."""

    ON = "on"
    REASON = "reason"
    UNTIL = "until"
    DAYS = "days"
    APPROVER = "approver"
    LATE_REASON = "late_reason"
    DOCUMENT = "document"
    EVIDENCE = "evidence"
    NOTE = "note"
    PERSON = "person"


@frozen
class Option:
    """A choice of a list: value is what is recorded, text what is shown."""

    value: str
    text: str


@frozen
class Ask:
    """A field to ask for. note: beside the label. options: to choose from, () for free text. required: not saved without."""

    name: FieldName
    label: str
    note: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()


KIND_GROUPS: Mapping[Life, tuple[tuple[str, tuple[EventKind, ...]], ...]] = {
    Life.APPROVAL: (
        ("收件", (EventKind.PREPARING, EventKind.SUBMITTED, EventKind.NOTICED, EventKind.CORRECTED)),
        ("受理", (EventKind.ACCEPTED, EventKind.PROVISIONAL, EventKind.COMMITTED, EventKind.NOT_ACCEPTED)),
        ("审查", (EventKind.SUSPENDED, EventKind.RESUMED, EventKind.SUPPLIED)),
        ("延期", (EventKind.OVERRUN, EventKind.EXTENDED, EventKind.JOINT_EXTENDED)),
        (
            "办结",
            (EventKind.GRANTED, EventKind.REFUSED, EventKind.DELIVERED, EventKind.CLEARED, EventKind.WITHDRAWN),
        ),
    ),
    Life.MATERIAL: (("材料", (EventKind.PREPARING, EventKind.READY, EventKind.RECEIVED, EventKind.CLEARED)),),
    Life.UTILITY: (("接入", (EventKind.APPLIED, EventKind.DONE, EventKind.CLEARED, EventKind.WITHDRAWN)),),
    Life.WORK: (("进展", (EventKind.STARTED, EventKind.DONE, EventKind.CLEARED)),),
}
"""Life → rows of kinds as they are shown; together they are all of `TRANSITIONS`."""

LATE_REASONS = tuple(Option(each.value, each.value) for each in MissedReason)

_SCREEN_PARTY = {Party.INTERMEDIARY: "记在中介名下", Party.AUTHORITY: "记在部门名下"}


def _cause(cause: SuspensionCause) -> Option:
    law = "写明依据" if cause is SuspensionCause.SPECIAL_LAW else _SCREEN_PARTY[cause.party]
    listed = cause not in (SuspensionCause.PUBLIC_NOTICE, SuspensionCause.SPECIAL_LAW)
    return Option(cause.value, f"{cause.value}（{'行政许可法第四十五条，' if listed else ''}{law}）")


CAUSES = tuple(_cause(each) for each in SuspensionCause)

_DATE_LABELS = {
    EventKind.SUSPENDED: "从哪天停",
    EventKind.RESUMED: "哪天恢复",
    EventKind.ACCEPTED: "受理日",
    EventKind.COMMITTED: "受理日",
    EventKind.PROVISIONAL: "受理日",
    EventKind.SUBMITTED: "收件日",
    EventKind.NOTICED: "告知日",
    EventKind.CORRECTED: "补正到件日",
    EventKind.GRANTED: "决定日",
    EventKind.REFUSED: "决定日",
    EventKind.DELIVERED: "送达日",
    EventKind.CLEARED: "销账日",
    EventKind.EXTENDED: "批准日",
    EventKind.JOINT_EXTENDED: "批准日",
}
_DATE_NOTES = {
    EventKind.ACCEPTED: "当日不算，次一工作日起数",
    EventKind.COMMITTED: "当日不算，次一工作日起数",
    EventKind.PROVISIONAL: "当日不算，次一工作日起数",
    EventKind.SUBMITTED: "材料齐了才叫收件",
    EventKind.NOTICED: "收件后 5 个工作日内一次告知",
    EventKind.SUSPENDED: "起止两日都扣",
    EventKind.RESUMED: "起止两日都扣",
    EventKind.DELIVERED: "决定后 10 个工作日内",
}
_DOCUMENTS = {
    EventKind.SUBMITTED: ("在线办件号", "省一体化平台上的，可以不填"),
    EventKind.SUSPENDED: ("书面告知文号", "停钟要书面告知所需时间"),
    EventKind.ACCEPTED: ("受理通知书文号", "可以不填"),
    EventKind.PROVISIONAL: ("受理通知书文号", "可以不填"),
    EventKind.COMMITTED: ("承诺书文号", "可以不填"),
    EventKind.NOTICED: ("告知书文号", "可以不填"),
    EventKind.NOT_ACCEPTED: ("不予受理通知书文号", "可以不填"),
    EventKind.GRANTED: ("批复或证照文号", "可以不填"),
    EventKind.REFUSED: ("决定书文号", "可以不填"),
    EventKind.EXTENDED: ("延长告知书文号", "可以不填"),
    EventKind.JOINT_EXTENDED: ("延长告知书文号", "可以不填"),
    EventKind.CLEARED: ("销账依据文号", "文号、附件至少有一样"),
    EventKind.DELIVERED: ("送达回证文号", "可以不填"),
}


def asks_of(kind: EventKind) -> tuple[Ask, ...]:
    """The fields to ask for when KIND is recorded, in their order; without LATE_REASON, see `late_ask`."""
    note = _DATE_NOTES.get(kind, "")
    asks = [Ask(FieldName.ON, _DATE_LABELS.get(kind, "哪天"), note, True)]
    match kind:
        case EventKind.SUSPENDED:
            asks.insert(0, Ask(FieldName.REASON, "停钟事由", "", True, CAUSES))
            asks.append(Ask(FieldName.UNTIL, "预计哪天复", "可不填"))
        case EventKind.PROVISIONAL:
            asks.append(Ask(FieldName.UNTIL, "容缺补齐日期", "企业承诺的那天", True))
        case EventKind.OVERRUN | EventKind.EXTENDED | EventKind.JOINT_EXTENDED:
            joint = kind is EventKind.JOINT_EXTENDED
            asks.append(Ask(FieldName.DAYS, "延几天", "工作日，至多 15" if joint else "工作日", True))
            asks.append(Ask(FieldName.REASON, "为什么", "", True))
            if kind is not EventKind.OVERRUN:
                asks.append(Ask(FieldName.APPROVER, "批准人", "本级政府负责人" if joint else "本机关负责人", True))
        case EventKind.REFUSED | EventKind.NOT_ACCEPTED:
            asks.append(Ask(FieldName.REASON, "理由", "要写进决定书，并告知诉权", True))
        case EventKind.WITHDRAWN:
            asks.append(Ask(FieldName.REASON, "为什么撤回", "可以不填"))
    label, told = _DOCUMENTS.get(kind, ("文号", "可以不填"))
    asks.append(Ask(FieldName.DOCUMENT, label, told))
    asks.append(Ask(FieldName.EVIDENCE, "附件", "复制一份存起来，原件不动"))
    asks.append(_note(kind))
    asks.append(Ask(FieldName.PERSON, "办件人", "", True))
    return tuple(asks)


def _note(kind: EventKind) -> Ask:
    if kind is EventKind.PROVISIONAL:
        return Ask(FieldName.NOTE, "缺哪些材料", "逐件写清", True)
    if kind is EventKind.NOTICED:
        return Ask(FieldName.NOTE, "要补正什么", "一次写全")
    if kind is EventKind.SUSPENDED:
        return Ask(FieldName.NOTE, "备注", "按专门规定停的，写法律和条款")
    return Ask(FieldName.NOTE, "备注", "可以不填")


def faults_of(values: Mapping[FieldName, object], asks: Sequence[Ask], kind: EventKind) -> dict[FieldName, str]:
    """What of ASKS is missing in VALUES, a sentence a field; a value that is empty or only blanks is missing."""
    faults = {}
    for ask in asks:
        if ask.required and _is_empty(values.get(ask.name)):
            faults[ask.name] = f"{'选' if ask.options else '写上'}{ask.label}。"
    if kind is EventKind.CLEARED and all(
        _is_empty(values.get(name)) for name in (FieldName.DOCUMENT, FieldName.EVIDENCE)
    ):
        faults[FieldName.DOCUMENT] = "销账要有依据：写文号，或附上文件。"
    return faults


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def late_ask(text: str = "") -> Ask:
    """The field that is asked for when a date was missed. TEXT: which, and by how much."""
    return Ask(FieldName.LATE_REASON, "超期原因", text, True, LATE_REASONS)
