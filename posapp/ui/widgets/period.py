"""Both ends of a period as they are typed into a form; either may be left empty."""

from datetime import date

from posapp.i18n import _
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form


def read_period(form: Form, first: DateEdit, last: DateEdit) -> tuple[date | None, date | None]:
    """Business dates of the fields ``first`` and ``last``; what is wrong is said at its field.

    What is no date, or ends before it begins, is an error of the form.
    """
    found: list[date | None] = []
    for name, field in (("first", first), ("last", last)):
        found.append(field.value())
        if field.text().strip() and found[-1] is None:
            form.show_error(name, _("This is no date."))
    begins, ends = found
    if begins is not None and ends is not None and ends < begins:
        form.show_error("last", _("The period ends before it begins."))
    return begins, ends
