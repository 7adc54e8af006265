"""Which paper goes with a record: a write-off has its slip, a notice is handed to the enterprise."""

from __future__ import annotations

from collections.abc import Sequence

from gxq_desktop.application.paper_kinds import KINDS, PaperChoice
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.domain.case_states import EventKind


def paper_after(requests: Sequence[RecordRequest]) -> PaperChoice | None:
    """The paper to print once REQUESTS are recorded, None if none goes with them."""
    if not requests:
        return None
    kind, steps = requests[0].kind, [request.step for request in requests]
    if kind is EventKind.CLEARED:
        return PaperChoice("write_off_list", ",".join(steps)) if len(steps) > 1 else PaperChoice("write_off", steps[0])
    if kind is EventKind.NOTICED and len(steps) == 1 and requests[0].note.strip():
        return PaperChoice("notice", steps[0])
    return None


def print_offer(choice: PaperChoice) -> str:
    """How it is offered: 保存后打印销号单."""
    return f"保存后打印{KINDS[choice.kind].label}"
