"""事项库: browse items, rules, bases, links, facts, windows and policies; read-only."""

from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(Place("catalogue", "事项库", "gxq_desktop.ui.catalogue.view:CataloguePage", "book", "reference", order=5),),
)
