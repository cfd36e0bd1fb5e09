"""Sentences of payments and tenders, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

PAYMENT_MESSAGES: Final[Mapping[str, Message]] = {
    "M-01": Message("E", "Account {value} does not exist."),
    "M-02": Message("E", "{field}: the amount must be greater than zero; it is {value}."),
    "M-03": Message("E", "Payment date {value} is not in an open accounting period."),
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
    "M-11": Message("E", "The event cannot be deleted: {reason}."),
    "M-12": Message("E", "The payment is {status} and cannot be changed. Cancel or transfer it."),
    "M-13": Message("E", "Segments ({segments}) do not equal the payment amount ({amount})."),
    "M-14": Message("E", "{field}: a cancel reason is required."),
    "M-15": Message("E", "Freeze or delete the unfrozen payments before you cancel the tender."),
    "M-16": Message("E", "Transfer is not possible: {reason}."),
    "M-17": Message(
        "E", "The new details ({given}) do not equal the amount to transfer ({amount})."
    ),
    "M-18": Message("P", "Rule {rule} created payments of {created} for a detail of {amount}."),
    "M-20": Message("P", "No service agreement was found to receive the payment."),
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
    "M-91": Message("E", "The line on {value} of the template may not be overridden."),
    "M-92": Message("E", "The characteristic cannot change: {reason}."),
    "M-131": Message("E", "The correction is not possible: {reason}."),
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
    "M-152": Message(
        "E",
        "Account {account} is cash-only and {tender_type} is not cash. Take cash, or ask a "
        "supervisor to accept it.",
    ),
    "M-275": Message(
        "E",
        "This payment is change that was not returned, so it stays as long as its event. When the "
        "change comes back, take it as a new payment of account {account}.",
    ),
    "M-276": Message("E", "{field}: {value} is given by the program only. Choose another reason."),
    "M-282": Message(
        "E",
        "Cash of {amount} cannot be handed over: {currency} cash comes in steps of {step}. The "
        "nearest is {nearest}.",
    ),
    "K-01": Message("P", "Item {value} was written off: nothing can be paid on it."),
}
