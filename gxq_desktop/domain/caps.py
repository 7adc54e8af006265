"""What the bureau has promised about its own promises (S4): no approval item above 45 working days, four above 5."""

from __future__ import annotations

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode


@frozen
class PromiseCap:
    """The most an approval item's promised limit (承诺时限) may be. name: as a refusal says it. codes: () means all."""

    name: str
    working_days: int
    codes: tuple[ItemCode, ...] = ()

    def is_broken_by(self, code: ItemCode, promised_working_days: int) -> bool:
        """True if CODE falls under this cap and promises more."""
        return (not self.codes or code in self.codes) and promised_working_days > self.working_days


FIVE_DAY_CAP = PromiseCap(
    "施工图审查、消防审查、质量监督备案、施工许可证不超过 5 个工作日",
    5,
    (ItemCode("A26"), ItemCode("A27"), ItemCode("A28"), ItemCode("A29")),
)
GENERAL_CAP = PromiseCap("每个审批（审查）事项不超过 45 个工作日", 45)


def broken_cap(code: ItemCode, promised_working_days: int) -> PromiseCap | None:
    """The strictest cap that promising PROMISED_WORKING_DAYS for approval item CODE breaks, None if it keeps all."""
    for cap in (FIVE_DAY_CAP, GENERAL_CAP):
        if cap.is_broken_by(code, promised_working_days):
            return cap
    return None
