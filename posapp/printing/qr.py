"""QR codes: the dark modules of a text (ISO/IEC 18004, level M), by ReportLab's encoder."""

import re
from typing import Final

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET: Final = 4  # modules of white on each side
_MASK: Final = 2
_SAYABLE: Final = re.compile("[ -~]{1,200}")


def modules(text: str) -> tuple[str, ...] | None:
    """Rows of a code from the top, each a string of ``1`` for dark and ``0`` for white.

    ``None`` when the text is empty, long, or has characters outside printable ASCII: such a text is
    printed in letters only. Capitals, digits and ``- `` take the least room.
    """
    if not _SAYABLE.fullmatch(text):
        return None
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.version = code.calculate_version()
    # Trying all eight masks for the most even picture takes four times as long as the whole
    # receipt may; readers take any (P9).
    code.makeImpl(False, _MASK)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.modules)
