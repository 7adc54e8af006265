"""What the benchmark hands to other renderers is taken from our sections; a change of these must not leave it behind."""

import json

import pytest

from tests.bench.rivals.content import content_json
from tests.documents.dossiers import make_dossier


@pytest.mark.parametrize("sample", ["N1", "N6"])
def test_the_rivals_get_every_card_and_row_of_the_manual(sample: str) -> None:
    dossier = make_dossier(sample)

    content = json.loads(content_json(dossier))

    assert len(content["cards"]) > 0
    text = json.dumps(content, ensure_ascii=False)
    for card in dossier.cards:
        assert card.name in text
    for verdict in dossier.verdicts:
        assert verdict.code in text
