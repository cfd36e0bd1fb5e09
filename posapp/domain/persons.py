"""What is known of a person beside the name, and its change (IT-5, ML-4, AC2-7)."""

from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.codes import PersonType
from posapp.domain.employee_numbers import check_employee_number
from posapp.domain.ids import AccountId, PersonId
from posapp.domain.inquiry import Person
from posapp.domain.mail_addresses import check_address
from posapp.domain.plates import MOST_PLATES, Plate, checked_plate
from posapp.domain.texts import clean_text
from posapp.errors import Refused

PHONE: Final = 30


@dataclass(frozen=True, slots=True)
class EditPerson:
    """New values of a person; an empty one takes what was known away.

    ``seen`` is the person as the user saw it; a change since is refused.
    """

    request_id: str
    person_id: PersonId
    person_type: str = ""
    email: str = ""
    phone: str = ""
    employee_number: str = ""
    seen: Person | None = None

    @classmethod
    def of(cls, person: Person, request_id: str) -> "EditPerson":
        """The person as it is, to change some of it."""
        return cls(
            request_id,
            person.id,
            person.person_type,
            person.email,
            person.phone,
            person.employee_number,
            person,
        )


@dataclass(frozen=True, slots=True)
class SetPlates:
    """All plates that an account has from now on."""

    request_id: str
    account_id: AccountId
    plates: tuple[Plate, ...]


def cleaned_person(command: EditPerson) -> EditPerson:
    """The command with clean texts.

    Raises:
        Refused: ``M-50`` an unknown type or a text that is too long, ``M-58`` a card number,
            ``M-360`` no mail address (ML-4), ``M-309`` no employee number.
    """
    kind = clean_text(command.person_type, "person_type").upper()
    known = {one.value for one in PersonType}
    if kind and kind not in known:
        reason = f"is none of {', '.join(sorted(known))}"
        raise Refused("M-50", field="person_type", value=kind, reason=reason)
    return replace(
        command,
        person_type=kind,
        email=check_address(command.email),
        phone=clean_text(command.phone, "phone", PHONE),
        employee_number=check_employee_number(command.employee_number),
    )


def cleaned_plates(command: SetPlates) -> SetPlates:
    """The command with plates as they are kept, each once.

    Raises:
        Refused: ``M-50`` too many, or one that is none.
    """
    plates = tuple(sorted({checked_plate(one.number, one.state) for one in command.plates}))
    if len(plates) > MOST_PLATES:
        reason = f"are more than {MOST_PLATES} plates"
        raise Refused("M-50", field="plate", value=len(plates), reason=reason)
    return replace(command, plates=plates)
