"""What holds the dates of a step: every candidate, the deciding one first, in instants (see `passes.py`)."""

from __future__ import annotations

from enum import StrEnum

from gxq_desktop.domain import passes
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import FixedDate, FixedKind, Link, LinkKind
from gxq_desktop.domain.passes import Solution, Tie


class SetByKind(StrEnum):
    """What can set a date. Of several that give the same date, the one named first here is said to set it."""

    TARGET = "target"
    LINK = "link"
    FIXED = "fixed"
    PROJECT_END = "project_end"
    PROJECT_START = "project_start"


_PRIORITY = {kind: place for place, kind in enumerate(SetByKind)}


@frozen
class Hold:
    """One thing that holds a step, and by how much.

    rank: the rank of finish it alone would give, in the step's calendar.
    instant: what it holds the step to, lag included.
    of_finish: True if it holds the finish, False if the start. other, link: the step at the other end, if kind is LINK;
    other_finish: True if it is held by that step's finish, False if by its start.
    """

    kind: SetByKind
    rank: int
    instant: int
    of_finish: bool
    other: int = -1
    other_finish: bool = False
    link: Link | None = None
    fixed: FixedDate | None = None


def early_holds(solution: Solution, place: int) -> list[Hold]:
    """What keeps the step at PLACE from coming earlier, the deciding one first.

    The deciding one gives the latest date; of several that give it, the one with the latest instant, then by kind,
    then the smallest predecessor.
    """
    compiled, clocks, start = solution.compiled, solution.clocks, solution.start
    step, span = compiled.steps[place], compiled.spans[place]
    rank, _ = clocks[compiled.calendars[place]]
    holds = [Hold(SetByKind.PROJECT_START, rank[start] + span, start, False)]
    for link in compiled.network.incoming(step.id):
        if link.kind is LinkKind.FS and not link.lag:
            other = compiled.position[link.before]
            instant = solution.early_finish[other]
            holds.append(Hold(SetByKind.LINK, rank[instant] + span, instant, False, other, True, link))
            continue
        tie = Tie.of(link, compiled.position[link.before])
        instant = passes.shifted(clocks, tie, passes.end_of(compiled, clocks, tie, solution.early_finish))
        number = rank[instant - 1] + 1 if tie.to_finish else rank[instant] + span
        holds.append(Hold(SetByKind.LINK, number, instant, tie.to_finish, tie.other, tie.from_finish, link))
    for fixed in sorted(step.fixed):
        at_start = passes.holds_start(compiled, place, fixed)
        day = fixed.on.toordinal() - solution.base
        instant, _ = passes.fixed_instants(compiled, place, day, start, at_start)
        if fixed.kind is not FixedKind.FINISH_NOT_AFTER and instant > start:
            number = rank[instant] + span if at_start else rank[instant - 1] + 1
            holds.append(Hold(SetByKind.FIXED, number, instant, not at_start, fixed=fixed))
    return sorted(holds, key=lambda hold: (-hold.rank, -hold.instant, _PRIORITY[hold.kind]))


def late_holds(solution: Solution, place: int) -> list[Hold]:
    """What keeps the step at PLACE from coming later, the deciding one first: the mirror of `early_holds`."""
    compiled, clocks = solution.compiled, solution.clocks
    step, span = compiled.steps[place], compiled.spans[place]
    rank, day = clocks[compiled.calendars[place]]

    def number(instant: int, of_finish: bool) -> int:
        return rank[instant] if of_finish else min(rank[instant + 1] + span, len(day)) - 1

    holds = [Hold(SetByKind.PROJECT_END, rank[solution.end], solution.end, True)]
    if place in solution.targets:
        target = solution.targets[place]
        holds.append(Hold(SetByKind.TARGET, rank[target], target, True))
    for link in compiled.network.outgoing(step.id):
        if link.kind is LinkKind.FS and not link.lag:
            other = compiled.position[link.after]
            instant = solution.late_start[other]
            holds.append(Hold(SetByKind.LINK, rank[instant], instant, True, other, False, link))
            continue
        tie = Tie.of(link, compiled.position[link.after])
        ends = solution.late_finish if tie.to_finish else solution.late_start
        instant = passes.shifted_back(clocks, tie, ends[tie.other])
        held = number(instant, tie.from_finish)
        holds.append(Hold(SetByKind.LINK, held, instant, tie.from_finish, tie.other, tie.to_finish, link))
    for fixed in sorted(step.fixed):
        at_start = passes.holds_start(compiled, place, fixed)
        index = fixed.on.toordinal() - solution.base
        _, instant = passes.fixed_instants(compiled, place, index, solution.start, at_start)
        if fixed.kind is not FixedKind.START_NOT_BEFORE:
            holds.append(Hold(SetByKind.FIXED, number(instant, not at_start), instant, not at_start, fixed=fixed))
    return sorted(holds, key=lambda hold: (hold.rank, hold.instant, _PRIORITY[hold.kind]))
