"""The tabs of a payment's page (payments 7)."""

from posapp.i18n import _
from posapp.ui.widgets.characteristic_tabs import PaymentCharacteristics
from posapp.ui.widgets.event_tabs import TurningTabs
from posapp.ui.widgets.manual_split import ManualSplit
from posapp.ui.widgets.payment_facts import PaymentFacts
from posapp.ui.widgets.payment_postings import PaymentPostings
from posapp.ui.widgets.payment_segments import PaymentSegments


class PaymentTabs(TurningTabs):
    """Main, Pay Segments, Manual Distribution, Financial Transactions, Characteristics."""

    def __init__(
        self,
        facts: PaymentFacts,
        segments: PaymentSegments,
        split: ManualSplit,
        postings: PaymentPostings,
        characteristics: PaymentCharacteristics,
    ) -> None:
        super().__init__("payment_tabs")
        self._starts = (self.tabBar().setFocus, segments.focus_first, split.focus_first,
                        postings.focus_first, characteristics.focus_first)  # fmt: skip
        self.addTab(facts, _("&Main"))
        self.addTab(segments, _("Pay &Segments"))
        self.addTab(split, _("Ma&nual Distribution"))
        self.addTab(postings, _("Financial &Transactions"))
        self.addTab(characteristics, _("Charact&eristics"))

    def focus_first(self) -> None:
        """Start in the tab shown; *Main* has nothing to type, so the tabs themselves."""
        self._starts[self.currentIndex()]()
