"""Which way each character of a line runs (Unicode Bidirectional Algorithm, by python-bidi).

Shaping needs levels before the text is reordered, so the library's own steps are used rather than
its finished visual string. Explicit embeddings never arrive here: ``cleaning`` removes them.
"""

import unicodedata
from typing import Any, Final

from bidi import algorithm

_RTL_CLASSES: Final = frozenset({"R", "AL", "AN"})


def has_rtl(text: str) -> bool:
    """Whether any character asks for right-to-left; cheap for Latin text."""
    return not text.isascii() and any(
        unicodedata.bidirectional(char) in _RTL_CLASSES for char in text
    )


def base_level(text: str) -> int:
    """1 when the first strong character runs right to left, else 0 (rules P2 and P3)."""
    return int(algorithm.get_base_level(text)) if has_rtl(text) else 0


def levels(text: str, base: int) -> list[int]:
    """Embedding level of each character of one line; odd means right to left."""
    if base == 0 and not has_rtl(text):
        return [0] * len(text)
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for index, char in enumerate(storage["chars"]):
        char["index"] = index
        # Characters younger than Python's Unicode tables have no class, which the steps refuse.
        char["type"] = char["orig"] = char["type"] or "ON"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found = {char["index"]: int(char["level"]) for char in storage["chars"]}
    result: list[int] = []
    for index in range(len(text)):
        # Joiners are left out by the algorithm; they belong to the character before them.
        result.append(found.get(index, result[-1] if result else base))
    return result


def visual_order(run_levels: list[int]) -> list[int]:
    """Indexes of a line's runs from left to right (rule L2)."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order
