"""The pages of the window by kind: a new page is one line here; all but Home are late (P7)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from posapp.late import part
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.pages.home import HomePage

PageFactory = Callable[[UiContext, int], Page]


def _account(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.account").AccountPage(context, number)
    return made


def _payment_event(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.payment_event").PaymentEventPage(context, number)
    return made


def _payment(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.payment").PaymentPage(context, number)
    return made


def _inquiry(name: str, context: UiContext, number: int) -> Page:
    """A page of the account inquiry by the name of its class."""
    made: Page = getattr(part("posapp.ui.pages.account_inquiry"), name)(context, number)
    return made


def _person(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.person").PersonPage(context, number)
    return made


def _agreement(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.agreement").AgreementPage(context, number)
    return made


def _bill(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.bill").BillPage(context, number)
    return made


def _item(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.item").ItemPage(context, number)
    return made


def _match_event(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.match_event").MatchEventPage(context, number)
    return made


def _transaction(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.transaction").TransactionPage(context, number)
    return made


def _import_file(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.import_file").ImportPage(context, number)
    return made


def _check(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.check").CheckPage(context, number)
    return made


def _search(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.search").SearchPage(context, number)
    return made


def _exceptions(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.exceptions").ExceptionsPage(context, number)
    return made


def _quick_add(name: str, context: UiContext, number: int) -> Page:
    """A page of payment quick add by the name of its class."""
    made: Page = getattr(part("posapp.ui.pages.quick_add"), name)(context, number)
    return made


def _quick_add_search(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.quick_add_search").QuickAddSearchPage(context, number)
    return made


def _mandates(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.mandates").MandatesPage(context, number)
    return made


def _autopay(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.autopay").AutoPayPage(context, number)
    return made


def _waiting_debits(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.waiting_debits").WaitingDebitsPage(context, number)
    return made


def _scheduled_payments(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.scheduled_payments").ScheduledPaymentsPage(context, number)
    return made


def _tender_history(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.tender_history").TenderHistoryPage(context, number)
    return made


def _tender_control(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.tender_control").TenderControlPage(context, number)
    return made


def _tender_controls(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.tender_controls").TenderControlsPage(context, number)
    return made


def _copies(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.copies").CopiesPage(context, number)
    return made


def _database(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.database").DatabasePage(context, number)
    return made


def _health(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.health").HealthPage(context, number)
    return made


def _users(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.users").UsersPage(context, number)
    return made


def _mails(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.mails").MailsPage(context, number)
    return made


def _payroll(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.payroll").PayrollPage(context, number)
    return made


def _items(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.items").ItemsPage(context, number)
    return made


def _open_credits(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.open_credits").OpenCreditsPage(context, number)
    return made


def _setup(name: str, context: UiContext, number: int) -> Page:
    """A page of the set-up by the name of its class."""
    made: Page = getattr(part("posapp.ui.pages.setup"), name)(context, number)
    return made


def _deposit_control(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.deposit_control").DepositControlPage(context, number)
    return made


def _deposit_controls(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.deposit_controls").DepositControlsPage(context, number)
    return made


def _supervisor(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.supervisor").SupervisorPage(context, number)
    return made


def _ledger_export(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.ledger_export").LedgerExportPage(context, number)
    return made


def _end_of_day(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.end_of_day").EndOfDayPage(context, number)
    return made


def _audit_log(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.audit_log").AuditLogPage(context, number)
    return made


def _cancels(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.cancels").CancelsPage(context, number)
    return made


def _approvals(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.approvals").ApprovalsPage(context, number)
    return made


def _over_unders(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.over_unders").OverUndersPage(context, number)
    return made


def _paper_proof(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.paper_proof").PaperProofPage(context, number)
    return made


def _pay(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.pay").PayPage(context, number)
    return made


def _checkout(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.checkout").CheckoutPage(context, number)
    return made


def _checkouts(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.checkouts").CheckoutsPage(context, number)
    return made


PAGES: Final[Mapping[str, PageFactory]] = {
    "home": HomePage,
    "account": _account,
    "approvals": _approvals,
    "audit_log": _audit_log,
    "cancels": _cancels,
    "autopay": _autopay,
    "tender_history": _tender_history,
    "account_bills": partial(_inquiry, "AccountBillsPage"),
    "account_details": partial(_inquiry, "AccountDetailsPage"),
    "agreement": _agreement,
    "bill": _bill,
    "check": _check,
    "copies": _copies,
    "checkout": _checkout,
    "checkouts": _checkouts,
    "control": _tender_control,
    "controls": _tender_controls,
    "credit_rating": partial(_inquiry, "CreditRatingPage"),
    "database": _database,
    "deposit_control": _deposit_control,
    "deposit_controls": _deposit_controls,
    "end_of_day": _end_of_day,
    "event": _payment_event,
    "exceptions": _exceptions,
    "financial_history": partial(_inquiry, "FinancialHistoryPage"),
    "health": _health,
    "import": _import_file,
    "item": _item,
    "ledger_export": _ledger_export,
    "mandates": _mandates,
    "match_event": _match_event,
    "match_events": partial(_inquiry, "MatchEventsPage"),
    "over_unders": _over_unders,
    "paper_proof": _paper_proof,
    "pay": _pay,
    "payment": _payment,
    "payment_history": partial(_inquiry, "PaymentHistoryPage"),
    "person": _person,
    "quick_add": partial(_quick_add, "QuickAddPage"),
    "quick_add_accounts": partial(_quick_add, "QuickAddAccountsPage"),
    "quick_add_search": _quick_add_search,
    "scheduled_payments": _scheduled_payments,
    "search": _search,
    "mails": _mails,
    "payroll": _payroll,
    "items": _items,
    "open_credits": _open_credits,
    "setup": partial(_setup, "SetUpPage"),
    "payment_settings": partial(_setup, "PaymentSettingsPage"),
    "mail_settings": partial(_setup, "MailSettingsPage"),
    "supervisor": _supervisor,
    "transaction": _transaction,
    "users": _users,
    "waiting_debits": _waiting_debits,
}
