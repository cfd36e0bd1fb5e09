"""Columns of the audit log (D-40, pain 15)."""

from posapp.domain.audit_log import AuditEntry
from posapp.i18n import _
from posapp.ui.audit_words import AuditWords
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Column, text_column


def audit_columns(formats: Formats, words: AuditWords) -> tuple[Column[AuditEntry], ...]:
    """When, who, what in a sentence, about which number."""
    return (
        Column(_("When"), lambda e: formats.stamp(e.at), width=136, order=lambda e: e.at),
        text_column(_("User"), lambda e: e.user or "\u2014", 108),
        text_column(_("What was done"), words.sentence, 236, stretch=True),
        text_column(_("About"), words.about, 136),
    )
