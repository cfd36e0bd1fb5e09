"""The layout model of our papers: what is said in which order, without any measure.

A paper is a list of blocks. The same list becomes an 80 mm roll, a Letter or an A4 sheet
(``page.render``); texts arrive worded, dated and with money formatted.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Masthead:
    """Who gives the paper (name and address lines) and what it is (title and number)."""

    name: str
    address: tuple[str, ...]
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A word nobody may overlook, such as *Duplicate 2*; ``solid`` is white on black."""

    text: str
    detail: str = ""
    solid: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values: date, office, cashier; pairs with an empty value are left out."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Heading of a group of entries."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A text at the left and, usually, an amount at the right.

    Attributes:
        aside: a remark in small type, beside the text where there is room, else below it.
        level: 0 for an entry, 1 for a part of the entry above it.
        strong: bold, for names and sums.
        narrow: on sheets only the right half is used, under the column of amounts.
        keep: stays on the page of the next block.
    """

    left: str
    right: str = ""
    aside: str = ""
    level: int = 0
    strong: bool = False
    narrow: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """The amount that matters, the largest text on the paper."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph of prose; ``small`` for technical marks."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper; ``narrow`` as in ``Entry``."""

    heavy: bool = False
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Divider:
    """The end of a group of entries: a pale line on sheets, a gap on a roll."""


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height, in lines of the paper's base text."""

    lines: float = 0.5


@dataclass(frozen=True, slots=True)
class Barcode:
    """A number as Code 128 with its digits below.

    ``digits`` are those digits in groups, set large, for optical readers and for people who type
    them; without them the number itself stands there in small type.
    """

    value: str
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The audit seal of a paper: a QR code beside its words.

    ``scanned`` is what a scanner reads, ``seal`` what people type, ``says`` what it is for.
    """

    scanned: str
    title: str
    seal: str
    says: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: amounts stand at the right and are never broken, texts wrap.

    ``share`` says how much of the room that amounts leave a column of texts gets.
    """

    title: str
    right: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class TableLine:
    """A text for each column; ``strong`` for sums."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Lines below each other in columns; their heads return on every page.

    On a roll, which has no room for columns, each line is an entry (``listed``: the first text at
    the left, the last one at the right, the others below) or a group of entries, one a column.
    """

    columns: tuple[Column, ...]
    lines: tuple[TableLine, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line to sign on for each person: what they sign for, and their name where it is known."""

    people: tuple[tuple[str, str], ...]


Block = (
    Masthead
    | Banner
    | Facts
    | Section
    | Entry
    | Total
    | Note
    | Rule
    | Divider
    | Space
    | Barcode
    | Proof
    | Table
    | Signatures
)
