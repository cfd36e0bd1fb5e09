"""Message catalogue: code -> severity and English sentence with named fields.

E refuse, W warn and let the user confirm, I information, P stored on the payment (status Error).
Codes M-01..M-41 follow payments 23 and D-42; M-50 and up are ours, for input and access. The C
codes of controls 20.2 that are not aliases (D-42) keep their number.
"""

from collections.abc import Mapping
from typing import Any, Final

from posapp.domain.credit_messages import CREDIT_MESSAGES
from posapp.domain.drawer_messages import DRAWER_MESSAGES
from posapp.domain.item_messages import ITEM_MESSAGES
from posapp.domain.mail_messages import MAIL_MESSAGES
from posapp.domain.message import Message
from posapp.domain.money import Currency, Money
from posapp.domain.rights import right_in_words

CATALOGUE: Final[Mapping[str, Message]] = {
    "M-01": Message("E", "Account {value} does not exist."),
    "M-02": Message("E", "{field}: the amount must be greater than zero; it is {value}."),
    "M-03": Message("E", "Payment date {value} is not in an open accounting period."),
    "M-04": Message(
        "W", "Changing the payment date also changes the extract date of {n} automatic payment(s)."
    ),
    "M-05": Message("E", "Tender control {value} is not open ({status}). Choose an open one."),
    "M-05D": Message("E", "Deposit control {value} is not open ({status}). Choose an open one."),
    "M-05N": Message("E", "You have no open tender control. Open a drawer first."),
    "M-06": Message(
        "E", "Account {account} is cash-only; use Payment Event to accept {tender_type}."
    ),
    "M-06W": Message(
        "W", "Account {account} is cash-only and {tender_type} is not cash. Accept it anyway?"
    ),
    "M-07": Message(
        "E",
        "{tender_type} gives no change: tendered {tendered}, to pay {amount}. Lower the tender.",
    ),
    "M-08": Message(
        "E", "Amount tendered {tendered} is less than the payment {amount}; {missing} is missing."
    ),
    "M-09": Message("E", "Distribution details ({details}) do not equal tenders ({tenders})."),
    "M-10": Message("E", "Match type and match value go together; {field} is missing."),
    "M-11": Message("E", "The event cannot be deleted: {reason}."),
    "M-12": Message("E", "The payment is {status} and cannot be changed. Cancel or transfer it."),
    "M-13": Message("E", "Segments ({segments}) do not equal the payment amount ({amount})."),
    "M-14": Message("E", "{field}: a cancel reason is required."),
    "M-15": Message("E", "Freeze or delete the unfrozen payments before you cancel the tender."),
    "M-15A": Message(
        "E",
        "Delete the unfrozen payments before you cancel the tender: they wait for an automatic "
        "payment and cannot be frozen yet.",
    ),
    "M-16": Message("E", "Transfer is not possible: {reason}."),
    "M-17": Message(
        "E", "The new details ({given}) do not equal the amount to transfer ({amount})."
    ),
    "M-18": Message("P", "Rule {rule} created payments of {created} for a detail of {amount}."),
    "M-19": Message(
        "E",
        "Tender type {tender_type} is not allowed here; use the single payment event dialog.",
    ),
    "M-20": Message("P", "No service agreement was found to receive the payment."),
    "M-21": Message("P", "The account is open-item: give a match type and value."),
    "M-22": Message("P", "Match value {value} is unknown or belongs to another account."),
    "M-23": Message("E", "Only open-item accounts can be matched to a bill."),
    "M-24": Message(
        "P", "The payment exceeds the debt by {excess} and nothing may take the excess."
    ),
    "M-25": Message("P", "Customer class {customer_class} has no distribution algorithm."),
    "M-26": Message(
        "P",
        "A payment without customer account needs a service agreement as match, a template, or a "
        "manual distribution.",
    ),
    "M-27": Message("E", "Agreement {agreement} may not be overpaid; its balance is {balance}."),
    "M-28": Message("E", "The lines ({lines}) do not equal the payment amount ({amount})."),
    "M-30": Message("E", "Another user changed this meanwhile. Reload and look again."),
    "M-29": Message("E", "The tender cannot be deleted: {reason}."),
    "M-31": Message(
        "W", "A tender with check {check_number} of this bank account exists ({where})."
    ),
    "M-32": Message(
        "W", "Other tenders of the event stay valid; {amount} is not allocated any more."
    ),
    "M-33": Message(
        "W", "Change of {change} was given for this tender. Was it returned? It is canceled too."
    ),
    "M-34": Message("W", "Cash in the drawer is above the limit of {limit}. Turn in funds."),
    "M-36": Message("W", "The tender is canceled. No charge was levied: {reason}."),
    "M-35": Message(
        "W", "A manual distribution will be replaced ({n} payment(s) were split by hand)."
    ),
    "M-37": Message(
        "E", "A receipt needs frozen payments; {unfrozen} of this event are not frozen yet."
    ),
    "M-38": Message("E", "Rule value {value} is not valid for {rule}."),
    "M-39": Message("W", "The payment exceeds what is owed. Keep {excess} as credit?"),
    "M-40": Message(
        "W",
        "Possible duplicate: {user} took {amount} for this payor at {source}, {minutes} min ago "
        "(event {event}).",
    ),
    "M-41": Message("W", "Delete payment event {event}? This cannot be undone."),
    "M-42": Message(
        "W", "The change of {change} is more than the cash in your drawer should be. Go on?"
    ),
    "M-43": Message(
        "E",
        "{amount} is above {limit}, up to which you may cancel or transfer. Ask a supervisor to do it.",
    ),
    "M-44": Message("E", "It was stopped after {done} of {of} payments. Nothing was changed."),
    "M-50": Message("E", "{field}: {value!r} {reason}."),
    "M-51": Message("E", "You may not {right}. Ask somebody whose role allows it."),
    "M-52": Message("E", "User name or password is wrong."),
    "M-53": Message("E", "Too many wrong passwords. Try again in {minutes} min."),
    "M-54": Message(
        "E",
        "The request id was used before, for another command or other content ({kind}). "
        "Give a new one.",
    ),
    "M-55": Message("E", "{field}: {value} does not exist."),
    "M-56": Message("E", "{field}: {value} fits several accounts; be more precise."),
    "M-57": Message("E", "{field}: {value} already exists."),
    "M-58": Message(
        "E",
        "{field}: this looks like a card number. Card numbers are never stored: type the token "
        "that stands for the card.",
    ),
    "M-59": Message("E", "Payment date {value} is in the future."),
    "M-60": Message("E", "Payment date {value} is before the drawer was opened on {opened}."),
    "M-61": Message("E", "An event needs at least one tender."),
    "M-62": Message("E", "{tender_type} is not offered here: {reason}."),
    "M-63": Message("E", "Check number is required for {tender_type}."),
    "M-65": Message("E", "The account is in {value}, the event in {currency}."),
    "M-68": Message("E", "The payment date cannot change: a payment is {status}."),
    "M-69": Message(
        "W",
        "{amount} was taken for {account} and is not frozen yet ({n} payment(s)). Take more?",
    ),
    "M-70": Message("E", "Nothing to do: {reason}."),
    "M-71": Message(
        "E", "Tenders are {missing} less than the payments; cash back cannot make that up."
    ),
    "M-72": Message("E", "Tender control {value} is in {currency}, the tender in {other}."),
    "M-73": Message("E", "The event has tenders of more than one office."),
    "M-74": Message("E", "Tenders in {value} are not taken: alternate currency is switched off."),
    "M-75": Message(
        "E", "Tender control {value} takes no payment by hand: its source is of type {source_type}."
    ),
    "M-76": Message("E", "An event takes at most one tender that needs an authorization."),
    "M-77": Message(
        "E", "{field} is only for payments without a customer account; leave it empty here."
    ),
    "M-80": Message("E", "Control total {name}: the file says {expected}, its rows give {found}."),
    "M-81": Message("E", "Profile {value}: {reason}."),
    "M-82": Message("E", "File {value} {reason}."),
    "M-83": Message(
        "E",
        "Control totals speak for the whole file, and {n} of its rows cannot be recorded. The "
        "first is line {line}, {column} {value!r}: {reason}.",
    ),
    "M-84": Message("E", "The import of {value} was stopped. Nothing was recorded."),
    "M-85": Message("E", "The database check found {n} thing(s) that are off."),
    "M-86": Message(
        "E", "Change and rounding cannot be canceled alone: cancel the tender they belong to."
    ),
    "M-87": Message("E", "{field}: name an open drawer that the money goes through."),
    "M-88": Message("E", "The tender cannot be changed: {reason}."),
    "M-89": Message(
        "W",
        "The payment event is unbalanced by {difference}: tenders {tenders}, payments {payments}. "
        "Freeze it all the same?",
    ),
    "M-90": Message("E", "{field}: {value} does not stand on a {entity}."),
    "M-91": Message("E", "The line on {value} of the template may not be overridden."),
    "M-92": Message("E", "The characteristic cannot change: {reason}."),
    "M-93": Message("E", "{field}: this is not an amount of money."),
    "M-94": Message("E", "{field}: this is not a date; write it as 2026-11-21."),
    "M-95": Message("E", "{value} cannot be deleted, because it is used. {table}: {n}."),
    "M-96": Message("W", "Delete {value} from {table}? This cannot be undone."),
    "M-120": Message(
        "E", "Bill {bill} has {unpaid} unpaid on agreement {agreement}; it takes no more."
    ),
    "M-131": Message("E", "The correction is not possible: {reason}."),
    "M-132": Message("E", "{field}: say {what}."),
    "M-133": Message("E", "Somebody else must approve this, not the one who asks for it."),
    "M-134": Message("E", "The approval is older than {seconds} seconds. Ask for it again."),
    "M-135": Message("E", "{user} may not {right} and cannot approve this."),
    "M-136": Message("E", "{field}: it is charged only when no money goes back out of a drawer."),
    "C-02": Message(
        "E", "This drawer belongs to {user}. Use your own, or open one: Drawer > Open drawer."
    ),
    "C-03": Message(
        "E", "No open deposit control for {source_type} in {currency}. Ask your supervisor."
    ),
    "C-04": Message("E", "Source type, currency or office differs from the deposit control's."),
    "C-07O": Message("E", "Drawer {value} already has an open tender control ({control})."),
    "C-17": Message("W", "Canceling this tender cancels all {n} payments of the event."),
    "C-20": Message("E", "No exchange rate from {source} to {target} on or before {date}."),
    "C-21": Message("E", "You have no open tender control in {currency}."),
    "C-22": Message("E", "{field} is required for this account."),
    "M-101": Message("E", "{field}: {tender_type} needs it, and no mandate in force has it."),
    "M-103": Message("E", "{field}: an account number there {reason}."),
    "M-104": Message("E", "Expired: {value} is before the payment date {date}."),
    "M-105": Message(
        "W", "{amount} is above the maximum withdrawal of {maximum}. Debit it all the same?"
    ),
    "M-106": Message(
        "E",
        "The automatic payment was sent already (batch {batch}, run {run}) and cannot change. "
        "Delete its unfrozen payments and cancel its tender instead.",
    ),
    "M-107": Message(
        "E", "Another mandate is in force from {start} to {end}; periods may not meet."
    ),
    "M-108": Message("E", "Account numbers cannot be kept here: {reason}."),
    "M-109": Message(
        "W",
        "The automatic payment of {before} is removed and a new one made for {after}. Go on?",
    ),
    "M-110": Message(
        "W",
        "{n} automatic payment(s) of this mandate wait to be sent. They stay unless they are canceled: "
        "see Waiting debits of the account.",
    ),
    "M-111": Message(
        "E", "The automatic payment is in the ledger on {date}; until then nothing is frozen."
    ),
    "M-140": Message("E", "The tape counts {given} row(s); there are {found}."),
    "M-141": Message("E", "The tape says {given}; the rows make {found}."),
    "M-142": Message("E", "{n} rows are more than the {most} that fit here."),
    "M-143": Message("E", "Row {line} cannot change: {reason}."),
    "M-144": Message("E", "Rule {rule} finds no payor; use the single payment event dialog."),
    "M-145": Message(
        "E",
        "Rule {rule} pays another account than its payor; use the single payment event dialog.",
    ),
    "M-146": Message(
        "E",
        "Row {line} is of the same payor and not right yet; nothing of their event was taken.",
    ),
    "M-147": Message("E", "Account {account} has no bill."),
    "M-148": Message("W", "Row {line} says the same as row {other} ({amount}). Take both?"),
    "M-150": Message(
        "E", "Rule {rule} cannot be used: its algorithm {algorithm} {reason}. Ask the set-up."
    ),
    "M-152": Message(
        "E",
        "Account {account} is cash-only and {tender_type} is not cash. Take cash, or ask a "
        "supervisor to accept it.",
    ),
    "M-151": Message("P", "Rule {rule}: its algorithm {algorithm} failed: {reason}."),
    "M-153": Message("E", "{name} may not sign in any more. Sign in as another user."),
    "M-154": Message("E", "Nobody changes the own roles or shuts oneself out."),
    "M-155": Message(
        "E", "{name} is the last active administrator; make somebody else one before."
    ),
    "M-170": Message("E", "{field}: {value} has the shape of no scan line that is set up."),
    "M-171": Message(
        "E",
        "{field}: the check digit of {value} is {given} and should be {right}. Scan it again, or "
        "type what is printed.",
    ),
    "M-172": Message("E", "{field}: {value} in the scan line is no date ({format})."),
    "M-173": Message("E", "{value} is no tender type. Known are: {known}."),
    "M-174": Message("E", "{value} may be {known}. Type more of it."),
    "M-175": Message("E", "{value}: an amount must follow, as in ca 100."),
    "M-176": Message(
        "E", "{value} is out of place. After the number come tender type, amount, #check number."
    ),
    "M-177": Message("E", "Nothing is owed: {value}. Say what is paid in the dialog (F5)."),
    "M-178": Message("E", "This cannot be taken in one line: {reason}. Use the dialog (F5)."),
    "M-179": Message(
        "E", "No valid tender is left in this event: add the tender that pays it, then freeze."
    ),
    "M-275": Message(
        "E",
        "This payment is change that was not returned, so it stays as long as its event. When the "
        "change comes back, take it as a new payment of account {account}.",
    ),
    "M-276": Message("E", "{field}: {value} is given by the program only. Choose another reason."),
    "M-277": Message("E", "{value} cannot be deleted: {reason}."),
    "M-205": Message("P", "Given up by {user}: {reason}."),
    "M-206": Message("P", "Given up by {user}."),
    "M-207": Message("E", "Batch {batch} has no row that could be given up."),
    "M-208": Message("E", "The tape of batch {batch} cannot change: none of its rows is open."),
    "M-180": Message(
        "E",
        "Batch {batch} is of {user}. Only they or a supervisor may change it or carry it out.",
    ),
    "M-181": Message(
        "E",
        "This row could not be taken: {reason}. Nothing of its event was written. Take it on the "
        "Payment Event page, and tell who looks after the program.",
    ),
    "M-186": Message("E", "Account {account} keeps no match events: only open-item accounts do."),
    "M-187": Message("E", "Transaction {value} cannot be matched: {reason}."),
    "M-188": Message("E", "A match event needs a charge and something that pays it."),
    "M-189": Message(
        "E", "A match event is about one bill, not several: {bills}. Match each by itself."
    ),
    "M-190": Message("E", "Transaction {value} does not come off by hand: {reason}."),
    "M-191": Message("E", "Match event {number} does not change by hand: {reason}."),
    "M-213": Message(
        "E",
        "Row {line} has the same request id and says something else. Give each payment an id of its "
        "own.",
    ),
    "M-214": Message(
        "E",
        "This row was taken as event {event}, which was deleted since. To take it again, give it a "
        "new request id.",
    ),
    "M-215": Message(
        "E",
        "Layouts {layouts} both read this line, and differently. Type what is paid, or have the "
        "layouts told apart in the set-up.",
    ),
    "M-194": Message(
        "E",
        "Nothing was written: something that this names is not there any more, or is still needed "
        "elsewhere. Reload and look again.",
    ),
    "M-195": Message("E", "The automatic payment cannot be canceled here: {reason}."),
    "M-193": Message("E", "Authorization Code is required for {tender_type}."),
    "M-282": Message(
        "E",
        "Cash of {amount} cannot be handed over: {currency} cash comes in steps of {step}. The "
        "nearest is {nearest}.",
    ),
    "M-285": Message(
        "E",
        "It was stopped and no file was written. What the batches hold is theirs: mark one in the "
        "list and write it again.",
    ),
    "M-286": Message("E", "The new password {reason}."),
    "K-01": Message("P", "Item {value} was written off: nothing can be paid on it."),
    **DRAWER_MESSAGES,
    **MAIL_MESSAGES,
    **ITEM_MESSAGES,
    **CREDIT_MESSAGES,
}


# Labels that are not the field's name in other letters.
FIELD_LABELS: Final[Mapping[str, str]] = {"non_cis_name": "Non CIS Name"}


def sentence(code: str, fields: Mapping[str, Any]) -> str:
    """The English sentence of a code with its fields filled in.

    Missing fields show as ``?``: a sentence with a hole beats a crash while reporting an error.
    """
    return CATALOGUE[code].text.format_map(_Fields(fields))


def stored_sentence(code: str | None, fields: Mapping[str, Any], currency: Currency) -> str:
    """The sentence stored beside the status Error, so that it reads the same for ever (PY-1).

    Amounts are worded with the event's currency; no code gives no words.
    """
    if code is None:
        return ""
    shown = {
        name: f"{currency.code} {currency.text(value)}" if isinstance(value, Money) else value
        for name, value in fields.items()
    }
    return sentence(code, shown)


class _Fields(dict[str, Any]):
    """Fields of a sentence; an unknown name gives a question mark."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        if "right" in self:
            self["right"] = right_in_words(str(self["right"]))
        needed = self.get("needed", "")
        if not isinstance(needed, str):
            self["needed"] = " or ".join(needed)

    def __missing__(self, key: str) -> str:
        return "?"
