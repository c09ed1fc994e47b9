"""The boundary: beyond it git is not spoken of, within it claims are not. It knows paths, bytes and opaque ids."""

from factlog.store.port import BlobId, Commit, CommitId, Difference, Draft, Stamp, Store, TipMovedError, Writer

__all__ = [
    "BlobId",
    "Commit",
    "CommitId",
    "Difference",
    "Draft",
    "Stamp",
    "Store",
    "TipMovedError",
    "Writer",
]
