"""Short words for the state of a Quick Add row; the whole sentence stands in the line below (taste 7)."""

from posapp.i18n import _


def short_words(code: str) -> str:
    """What a message code says in a cell; empty where its sentence is short enough by itself."""
    words = {
        "M-01": _("No such account"),
        "M-06": _("Cash-only: take it with F5"),
        "M-06W": _("Cash-only, and not cash"),
        "M-31": _("Check exists already"),
        "M-39": _("Exceeds what is owed"),
        "M-40": _("Possible duplicate"),
        "M-63": _("Check number is missing"),
        "M-69": _("Earlier money not frozen yet"),
        "M-38": _("Rule value is not valid"),
        "M-146": _("Waits for another row"),
        "M-148": _("Same as another row"),
    }
    return words.get(code, "")
