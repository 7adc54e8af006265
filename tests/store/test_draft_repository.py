"""Drafts come back as they were kept, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gxq_desktop.application.drafts import Draft, DraftHead, DraftId, DraftNotFound
from gxq_desktop.store.engine import Store

AT = datetime(2026, 9, 16, 6, 32, 5, tzinfo=UTC)


def draft(draft_id: str = "d1", **changes: object) -> Draft:
    head = DraftHead(DraftId(draft_id), "𠮷祥项目", "达州某某有限公司", "", AT, "desk-1", True)
    return Draft(
        replace(head, **changes), {"fields": {"facts.river": {"text": "是"}, "project.name": {"text": "<b>&"}}}
    )


def keep(store: Store, *drafts: Draft) -> None:
    with store.unit_of_work() as uow:
        for each in drafts:
            uow.drafts.save(each)
        uow.commit()


def heads(store: Store) -> list[DraftHead]:
    with store.unit_of_work() as uow:
        return list(uow.drafts.list())


def test_a_draft_comes_back_as_it_was_kept(store: Store) -> None:
    keep(store, draft())

    with store.unit_of_work() as uow:
        assert uow.drafts.get(DraftId("d1")) == draft()


def test_saving_again_takes_the_place_of_what_was_kept(store: Store) -> None:
    keep(store, draft())

    keep(store, replace(draft(saved_at=AT + timedelta(seconds=15), is_open=False), content={"fields": {}}))

    with store.unit_of_work() as uow:
        kept = uow.drafts.get(DraftId("d1"))
    assert (kept.content, kept.head.is_open, len(heads(store))) == ({"fields": {}}, False, 1)


def test_the_draft_saved_last_is_listed_first(store: Store) -> None:
    keep(
        store,
        draft("old", saved_at=AT - timedelta(days=1)),
        draft("new"),
        draft("older", saved_at=AT - timedelta(days=9)),
    )

    assert [head.id for head in heads(store)] == ["new", "old", "older"]


def test_a_removed_draft_is_gone_and_removing_it_again_is_no_fault(store: Store) -> None:
    keep(store, draft("d1"), draft("d2"))

    for _ in range(2):
        with store.unit_of_work() as uow:
            uow.drafts.remove(DraftId("d1"))
            uow.commit()

    assert [head.id for head in heads(store)] == ["d2"]
    with store.unit_of_work() as uow, pytest.raises(DraftNotFound):
        uow.drafts.get(DraftId("d1"))


def test_leaving_without_commit_keeps_the_draft_before(store: Store) -> None:
    keep(store, draft())

    with store.unit_of_work() as uow:
        uow.drafts.save(replace(draft(), content={}))
        uow.drafts.remove(DraftId("d1"))

    with store.unit_of_work() as uow:
        assert uow.drafts.get(DraftId("d1")) == draft()
