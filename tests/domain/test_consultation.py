"""The consultation log: no sequence of corrections loses what an enterprise was told; nobody is named to others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.domain.consultation import Consultation, NamesSomebody, require_nameless
from gxq_desktop.domain.errors import DomainError

DAY = date(2026, 9, 16)
WORDS = st.text("要不公示日几个窗口一二三", min_size=1, max_size=8)


def asked(question: str = "要不要公示？") -> Consultation:
    return Consultation(1, "A23", question, "陈立", DAY, DAY + timedelta(days=4), "李晓岚", DAY)


@given(st.lists(st.tuples(st.integers(0, 3), WORDS), max_size=12))
def test_what_stood_at_the_end_of_a_day_can_always_be_told(changes: list[tuple[int, str]]) -> None:
    entry, today = asked().answered("要。", "李晓岚", DAY, DAY), DAY
    stood: list[str] = []

    for days, answer in changes:
        if days:
            stood.append(entry.answer)
            today += timedelta(days=days)
        entry = entry.corrected(entry.question, answer, "王芳", "记错", today)

    told = {*(each.answer for each in entry.earlier), entry.answer}
    assert set(stood) <= told
    assert [each.changed_on for each in entry.earlier] == sorted(each.changed_on for each in entry.earlier)


@given(WORDS)
def test_correcting_to_the_same_words_is_nothing(words: str) -> None:
    entry = asked(words).answered(words, "李晓岚", DAY, DAY)

    assert entry.corrected(words, words, "", "", DAY + timedelta(days=9)) is entry


def test_an_answer_is_not_corrected_away() -> None:
    entry = asked().answered("要。", "李晓岚", DAY, DAY)

    with pytest.raises(DomainError, match="没有答复了"):
        entry.corrected(entry.question, " ", "王芳", "误记", DAY)
    with pytest.raises(ValueError):
        asked().corrected("要不要公示？", "要。", "王芳", "", DAY)


@pytest.mark.parametrize("text", ["找陈立。", "打 13800000142", "打 138-0000-0142", "达州恒锐要报"])
def test_names_and_phones_are_kept_from_others(text: str) -> None:
    with pytest.raises(NamesSomebody):
        require_nameless(text, ("达州恒锐", "陈立"))


@pytest.mark.parametrize("text", ["要公示 7 个工作日。", "窗口电话 0818-2380000。", "编号 2026091612345678。"])
def test_what_names_nobody_may_be_shown(text: str) -> None:
    require_nameless(text, ("达州恒锐", "陈", ""))
