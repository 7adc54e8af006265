"""Refusals (拒绝) a user can act on, shown to them as they are."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal: PROBLEM says what is wrong, NEXT_STEP what to do about it. Both are whole Chinese sentences."""

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(f"{problem}{next_step}")
        self.problem = problem
        self.next_step = next_step


class DomainErrors(DomainError):
    """Several refusals found at once, so that the user can mend them in one go.

    faults: never empty, in the order in which the user meets them in the input.
    """

    def __init__(self, heading: str, faults: tuple[DomainError, ...]) -> None:
        if not faults:
            raise ValueError("DomainErrors needs at least one fault")
        lines = "\n".join(f"  {number}. {fault.problem}{fault.next_step}" for number, fault in enumerate(faults, 1))
        super().__init__(f"{heading}（共 {len(faults)} 处）：\n{lines}\n", "请逐条改正后重试，本次没有保存任何内容。")
        self.faults = faults
