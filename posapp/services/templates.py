"""Payments without customer account by template: which there are, and taking one (NC-4, NCI-09)."""

from dataclasses import replace

from posapp.domain.ids import ControlId
from posapp.domain.payment_events import AddedEvent
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.template_entry import TemplateEntry, chosen, command_of, offered
from posapp.domain.templates import PaymentTemplate
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.in_hand import InHand
from posapp.services.payment_events import replayed_event
from posapp.services.setup import SetUpCache
from posapp.services.tender_controls import TenderControls
from posapp.storage.db import Database


class Templates:
    """Use cases of payment templates."""

    def __init__(
        self, db: Database, setup: SetUpCache, in_hand: InHand, controls: TenderControls
    ) -> None:
        self._db = db
        self._setup = setup
        self._in_hand = in_hand
        self._controls = controls

    def offered(self, actor: Actor) -> tuple[PaymentTemplate, ...]:
        """The active templates (NCI-08)."""
        actor.require(Right.VIEW)
        return offered(self._now().templates)

    def take(self, entry: TemplateEntry, actor: Actor) -> Saved[AddedEvent]:
        """Take a payment by template: one event, kept as a draft until it is written (D-21).

        Raises:
            Refused: ``M-55`` for a template that is not offered, ``M-05N`` for a tender source
                without an open control of the user, ``M-28``, ``M-91``, and as adding an event.
            NeedsConfirmation: as adding an event.
        """
        actor.require(Right.ADD_EVENT)
        stated = fingerprint(entry)
        with self._db.read() as s:
            # Drawers and templates may have changed since it was taken (D-21).
            done = replayed_event(s, entry.request_id, stated)
        if done is not None:
            return done
        setup = self._now()
        template = chosen(setup.templates, entry.template)
        control_id = self._control_of(entry, template, setup, actor)
        command = replace(command_of(entry, template, control_id), stated=stated)
        return self._in_hand.submit(command, actor)

    def _control_of(
        self, entry: TemplateEntry, template: PaymentTemplate, setup: SetUp, actor: Actor
    ) -> ControlId | None:
        """The open control of the source asked for, else one at the template's bank (TC-04)."""
        usable = [one for one in self._controls.mine(actor) if one.currency == template.currency]
        if entry.tender_source:
            fit = [one.id for one in usable if one.tender_source == entry.tender_source]
            if not fit:
                raise Refused("M-05N", field="tender_source", value=entry.tender_source)
            return fit[0]
        banks = setup.tender_sources
        at_bank = (one.id for one in usable if banks[one.tender_source].bank == template.bank)
        return next(at_bank, None) if template.bank else None

    def _now(self) -> SetUp:
        with self._db.read() as s:
            return self._setup.current(s)
