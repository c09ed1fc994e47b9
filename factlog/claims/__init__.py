"""Claims, sources and changes: the pure core. Nothing here reads a file, a clock or the network."""

from factlog.claims.changes import Axis, Change, Kind, classify
from factlog.claims.claim import Assessment, Citation, Claim, Extractor, Link
from factlog.claims.ids import ClaimId, SourceId, make_id
from factlog.claims.source import Name, Source
from factlog.claims.values import NOVALUE, SOMEVALUE, Item, Quantity
from factlog.claims.when import When

__all__ = [
    "NOVALUE",
    "SOMEVALUE",
    "Assessment",
    "Axis",
    "Change",
    "Citation",
    "Claim",
    "ClaimId",
    "Extractor",
    "Item",
    "Kind",
    "Link",
    "Name",
    "Quantity",
    "Source",
    "SourceId",
    "When",
    "classify",
    "make_id",
]
