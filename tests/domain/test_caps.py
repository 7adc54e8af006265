"""Caps on promised limits (S4): 45 working days for every approval item, 5 for four of them."""

from __future__ import annotations

import pytest

from gxq_desktop.domain.caps import FIVE_DAY_CAP, GENERAL_CAP, broken_cap
from gxq_desktop.domain.items import ItemCode


@pytest.mark.parametrize(
    ("code", "days", "cap"),
    [
        ("A01", 45, None),
        ("A01", 46, GENERAL_CAP),
        ("A26", 5, None),
        ("A26", 6, FIVE_DAY_CAP),
        ("A27", 6, FIVE_DAY_CAP),
        ("A28", 6, FIVE_DAY_CAP),
        ("A29", 46, FIVE_DAY_CAP),
        ("A30", 6, None),
        ("A38", 6, None),
    ],
)
def test_a_promise_breaks_the_strictest_cap_that_it_exceeds(code, days, cap):
    assert broken_cap(ItemCode(code), days) is cap


def test_a_cap_says_what_it_is_about():
    assert "施工许可证" in FIVE_DAY_CAP.name and "5 个工作日" in FIVE_DAY_CAP.name
    assert "45 个工作日" in GENERAL_CAP.name
