"""Set-up of how payments are entered: scan-line layouts and words for tender types."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from posapp.domain.scan_layout import ScanLayout


@dataclass(frozen=True, slots=True)
class EntrySetUp:
    """What scanned and typed lines mean.

    Attributes:
        layouts: scan-line layouts by code.
        words: tender type by the word that stands for it in one line, in capital letters.
    """

    layouts: Mapping[str, ScanLayout] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
