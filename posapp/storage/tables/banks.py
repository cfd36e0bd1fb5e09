"""Banks and our accounts at them (BK-01)."""

from sqlalchemy import ColumnElement, ForeignKey

from posapp.storage.base import KEYED, Base, column, text_column, width


class BankRow(Base):
    """A bank (BK-01)."""

    __tablename__ = "bank"
    __table_args__ = (width("code", 5), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()


class BankAccountRow(Base):
    """An account of ours at a bank with the ledger code for its cash (BK-01, GL-1)."""

    __tablename__ = "bank_account"
    __table_args__ = (width("key", 8), KEYED)

    bank: ColumnElement[str] = column(ForeignKey("bank.code"), primary_key=True)
    key: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    account_last4: ColumnElement[str] = text_column()
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
