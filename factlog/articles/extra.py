"""The extra ``articles``: packages that only reading and comparing articles needs, imported when first used."""

from __future__ import annotations

from factlog.errors import MissingExtraError

PACKAGES = frozenset(("lxml", "rapidfuzz"))


def missing(problem: ModuleNotFoundError) -> Exception:
    """What to raise where a module is not there: MissingExtraError where the extra has it, else the problem itself.

    >>> print(missing(ModuleNotFoundError(name="lxml.etree")))
    articles need lxml, of the extra 'articles': install it with pip install '.[articles]' in a checkout of factlog
    """
    package = (problem.name or "").partition(".")[0]
    if package not in PACKAGES:
        return problem
    message = f"articles need {package}, of the extra 'articles': install it with pip install '.[articles]' in a checkout"
    return MissingExtraError(f"{message} of factlog", extra="articles", package=package)
