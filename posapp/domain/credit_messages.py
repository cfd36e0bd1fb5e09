"""Sentences of adjustments, credits and checkouts, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

CREDIT_MESSAGES: Final[Mapping[str, Message]] = {
    "M-320": Message(
        "E",
        "Payment event {value} belongs to checkout {checkout}, which waits. Process or cancel the "
        "checkout.",
    ),
    "M-321": Message("E", "Item {value} is in checkout {checkout} of {user} since {time}."),
    "M-322": Message(
        "E",
        "{amount} is in checkout {checkout} of {user} since {time}; {left} is left of it.",
    ),
    "M-323": Message("E", "Item {value} is {state}; it cannot be paid."),
    "M-324": Message("E", "The amount is zero; it must be above zero."),
    "M-325": Message("E", "The amount is below zero; enter it without a minus."),
    "M-326": Message(
        "W",
        "The credit of {amount} is more than the selected {selected}. Keep the rest of {rest} as "
        "credit?",
    ),
    "M-327": Message("E", "Select at least one item."),
    "M-328": Message("E", "{value} is not offered to {person}. Choose another payment method."),
    "M-309": Message(
        "E",
        "{value} is no employee number: digits, and letters, with spaces, points, slashes or "
        "hyphens between them.",
    ),
    "M-329": Message("E", "{value} needs the employee number."),
    "M-330": Message("E", "Adjustment {value} is processed; it does not change any more."),
    "M-331": Message(
        "E", "Adjustment {value} is reversed once, and nothing takes a reversal back ({other})."
    ),
    "M-332": Message(
        "E",
        "{amount} of the credit is spent (checkout {checkout}). Refund that first, then reverse "
        "the credit.",
    ),
    "M-333": Message("E", "Item {value} is paid as a whole: {due}."),
    "M-334": Message("E", "Item {value} owes {due}; {amount} is more than that."),
    "M-335": Message("E", "Checkout {value} is {state}; {action} is not possible."),
    "M-336": Message("E", "Checkout {value} was processed by {user}, {time}."),
    "M-337": Message("E", "Checkout {value} was {state} by {user}, {time}."),
    "M-338": Message("E", "Say why in the comment."),
    "M-339": Message(
        "E", "{expected} was confirmed, and {amount} is to pay now. Look at it again."
    ),
    "M-340": Message("E", "Choose a payment method."),
    "M-341": Message(
        "E",
        "Checkout {value} cannot be processed: {reason}. Cancel it and begin again with what is "
        "due now.",
    ),
    "M-342": Message("E", "{value} cannot be chosen for an adjustment by hand."),
    "M-343": Message(
        "E",
        "{amount} of checkout {value} was given back already. Reverse that adjustment first, or "
        "give the rest back in the same way.",
    ),
    "M-344": Message("E", "Only {rest} of checkout {value} is left to give back."),
    "M-345": Message("E", "{value} is nothing of this account that can be paid here."),
    "M-347": Message("E", "The payment cannot be made: {reason}."),
    "M-348": Message(
        "E",
        "Adjustment {value} is of an added credit; reverse the credit, and its money goes back.",
    ),
    "M-349": Message("E", "Adjustment {value} was not added with a payment; reverse it alone."),
    "M-350": Message(
        "E",
        "Checkout {value} has no receipt of its own: it is not processed, or its payment event has.",
    ),
    "M-253": Message(
        "E",
        "Drawer {drawer} with the money of checkout {value} is balanced. Process the checkout, then "
        "refund it.",
    ),
    "M-249": Message(
        "E",
        "Payment event {value} belongs to checkout {checkout}, which is {state}. Only a refund or an "
        "adjustment of the checkout changes it.",
    ),
    "M-250": Message(
        "E", "Payment event {value} paid credit {credit}. Reverse the credit instead."
    ),
    "M-251": Message(
        "E",
        "You submitted or processed checkout {value}. Another supervisor must approve its refund.",
    ),
    "M-252": Message(
        "E",
        "Adjustment {value} and {other} ask for the same debt. Only one of them is taken back: that which "
        "waits, once.",
    ),
    "M-254": Message("E", "{value} is the account of open credits; only credits are posted on it."),
    "M-346": Message(
        "E", "{value} cannot give back what was paid by {paid}. Choose one of: {methods}."
    ),
}
