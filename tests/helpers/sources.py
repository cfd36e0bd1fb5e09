"""Python sources as trees, each parsed once for all tests of a file that look at them.

While trees are built the search for garbage rests: it would walk through them again and again.
"""

import ast
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@contextmanager
def no_search_for_garbage() -> Iterator[None]:
    """Trees hold no loops: they go as soon as nobody looks at them."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@cache
def tree_of(path: Path) -> ast.Module:
    """The tree of a source; ``forget`` lets all of them go."""
    with no_search_for_garbage():
        return ast.parse(path.read_text("utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a source, its module first."""
    with no_search_for_garbage():
        return tuple(ast.walk(tree_of(path)))


def forget() -> None:
    """Let all trees go; they are large, and no other file of tests shall carry them."""
    nodes_of.cache_clear()
    tree_of.cache_clear()
