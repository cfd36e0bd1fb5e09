"""Issue a payable item by hand: kind, violation and place, amount, further charges (IT-1)."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import ChargeKind
from posapp.domain.ids import short_id
from posapp.domain.imports import ImportCharge
from posapp.domain.issuing import IssueItem, offered_amount
from posapp.domain.item_setup import ItemKind
from posapp.domain.money import ZERO, Money, total
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit

_WIDTH: Final = 880
_NUMBER: Final = 30
_TEXT: Final = 254
_PLATE: Final = 12
_STATE: Final = 3
_MORE: Final = {
    "penalty": ChargeKind.PENALTY,
    "interest": ChargeKind.INTEREST,
    "tax": ChargeKind.TAX,
}
_OF_VIOLATIONS: Final = ("violation_code", "location_class", "penalty", "interest")


class IssueItemDialog(TaskDialog):
    """Issues an item; ``completed`` carries ``Saved[ItemId]``."""

    def __init__(
        self, context: UiContext, card: AccountCard, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            card: the account that pays for it.
            parent: window it belongs to.
        """
        account = card.account
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Issue item"), action=_("Issue"), name="issue_item_dialog",
            subtitle=joined(account.name, grouped(short_id(account.id))), columns=4,
        )  # fmt: skip
        self._context = context
        self._card = card
        items = context.setup.items
        self._offered: Money | None = None
        self.kind = ChoiceBox([Choice(one, one.description) for one in items.issued])
        self.number = LimitedEdit(_NUMBER)
        self.violation_code = ChoiceBox(_choices(items.violations))
        self.location_class = ChoiceBox(_choices(items.locations))
        currency = context.setup.currencies[account.currency]
        self.amount = MoneyEdit(context.formats, currency)
        self.more = {name: MoneyEdit(context.formats, currency) for name in _MORE}
        self.issue_date = DateEdit(context.formats, context.today)
        self.plate = LimitedEdit(_PLATE)
        self.plate_state = LimitedEdit(_STATE)
        self.description = LimitedEdit(_TEXT)
        self.consequences = Consequences()
        self._lay_out_fields()
        self.issue_date.set_value(context.today())
        self.kind.value_changed.connect(self._on_kind)
        for box in (self.violation_code, self.location_class):
            box.value_changed.connect(self._offer)
        for field in (self.amount, *self.more.values()):
            field.textChanged.connect(self._say)
        self._on_kind()

    @property
    def holds_work(self) -> bool:
        """Whether something was typed."""
        texts = (self.number, self.plate, self.plate_state, self.description, *self.more.values())
        return self.amount.value() != self._offered or any(one.text().strip() for one in texts)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; the rules say what is wrong with it."""
        kind: ItemKind | None = self.kind.value()
        charges = None if kind is None else self._charges(kind)
        if kind is None or charges is None:
            return None
        by_violation = kind.by_violation
        facts = (("plate", self.plate.value().upper()), ("state", self.plate_state.value().upper()))
        command = IssueItem(
            self.request_id,
            self._card.account.id,
            kind.code,
            charges,
            number=self.number.value(),
            description=self.description.value(),
            issue_date=self.issue_date.value(),
            violation=(self.violation_code.value() or "") if by_violation else "",
            location=(self.location_class.value() or "") if by_violation else "",
            attributes=tuple((name, value) for name, value in facts if value),
        )
        return partial(self._context.services.items.issue, command, self._context.actor)

    def _lay_out_fields(self) -> None:
        self.setMinimumWidth(dp(_WIDTH))
        add = self.form.add
        add("kind", _("&Kind"), self.kind)
        add("number", _("&Number"), self.number, _("Empty: the next of its kind."))
        add("amount", _("&Amount"), self.amount)
        add("tax", _("Ta&x"), self.more["tax"])
        add("violation_code", _("&Violation"), self.violation_code)
        add("location_class", _("&Location"), self.location_class)
        add("penalty", _("Penalt&y"), self.more["penalty"])
        add("interest", _("&Interest"), self.more["interest"])
        add("issue_date", _("Issue &Date"), self.issue_date)
        add("plate", _("&Plate of the vehicle"), self.plate)
        add("plate_state", _("&State of the plate"), self.plate_state)
        as_called = _("Empty: as the violation or the kind is called.")
        add("description", _("D&escription"), self.description, as_called, span=4)
        self.body.addWidget(self.consequences)

    def _on_kind(self, _value: object = None) -> None:
        kind: ItemKind | None = self.kind.value()
        for name in _OF_VIOLATIONS:
            self.form.row(name).setEnabled(kind is not None and kind.by_violation)
        if kind is not None and not kind.by_violation:
            self.more["penalty"].set_value(None)
            self.more["interest"].set_value(None)
        self._offer()

    def _offer(self, _value: object = None) -> None:
        """Put in what the set-up says it costs; an amount that was typed stays."""
        kind: ItemKind | None = self.kind.value()
        before, typed = self._offered, self.amount.value()
        violation, location = self.violation_code.value(), self.location_class.value()
        setup, currency = self._context.setup, self._card.account.currency
        self._offered = None
        if kind is not None:
            place = (violation or "", location or "")
            self._offered = offered_amount(setup, currency, kind, *place)
        if typed == before or typed is None:
            self.amount.set_value(self._offered)
        self._say()

    def _charges(self, kind: ItemKind) -> tuple[ImportCharge, ...] | None:
        """The lines; the usual amount alone is the set-up's, ``None`` when a field is wrong."""
        amount = self.amount.value()
        for name, field in (("amount", self.amount), *self.more.items()):
            if field.error:
                self.form.show_error(name, field.error)
                return None
        more = [
            ImportCharge(_MORE[name], value)
            for name, field in self.more.items()
            if (value := field.value())
        ]
        if amount is None and not more:
            self.form.show_error("amount", _("Type what it costs."))
            return None
        if amount == self._offered and not more:
            return ()
        first = [ImportCharge(kind.charge_kind, amount)] if amount is not None else []
        return (*first, *more)

    def _say(self, _text: str = "") -> None:
        """What will be owed."""
        fields = (self.amount, *self.more.values())
        whole = total(value for field in fields if (value := field.value()) is not None)
        card, money = self._card, self._context.formats.money
        currency = card.account.currency
        charged = _("{amount} is charged to the account.").format(amount=money(whole, currency))
        after = money(card.current_balance + whole, currency)
        owed = _("Its current balance is {amount} then.").format(amount=after)
        free = _("Nothing is to pay: the item is paid at once.")
        lines = [charged, owed] if whole > ZERO else [free]
        self.consequences.show_lines([Consequence(line) for line in lines])


def _choices(named: Mapping[str, str]) -> list[Choice]:
    nothing = Choice("", _("Choose\u2026"))
    return [nothing, *(Choice(code, joined(code, words)) for code, words in named.items())]
