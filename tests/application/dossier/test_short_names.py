"""Short names of steps that are no items."""

from gxq_desktop.application.dossier.short_names import MOST_ON_CHART, MOST_ON_MAP, on_chart, on_map
from tests.documents.dossiers import shipped_catalogue


def test_every_step_of_the_catalogue_has_a_name_that_fits_the_map_and_is_not_cut():
    for item in shipped_catalogue().approvals:
        for step in item.excluded_steps:
            short = on_map(step.name)
            assert len(short) <= MOST_ON_MAP and "…" not in short, step.name


def test_a_name_nobody_has_shortened_says_that_it_goes_on():
    assert on_map("拆除地上全部旧厂房") == "拆除地上全部…"
    assert on_chart("拆除地上全部旧厂房并清运渣土") == "拆除地上全部旧厂房并清…"
    assert len(on_chart("拆" * 40)) == MOST_ON_CHART


def test_a_short_name_stays_as_it_is():
    assert on_map("批前公示") == on_chart("批前公示") == "批前公示"
