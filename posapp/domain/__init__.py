"""Pure rules and records: standard library only, no input or output; time comes in as an argument.

Glossary, in the words of the field:

account             what is billed and what pays; has one main customer, a customer class, a division
agreement           service agreement: the contract under an account on which all debt sits
bill                charges of one date for one account, in lines per agreement
cash-only           an account whose cash-only points exceed the threshold
control             tender control: one session of a drawer, from fresh float to count
deposit control     the supervisor's umbrella over the controls that go to the bank together
distribution        how a payment is split over agreements; by rule, match or hand
event               payment event: one visit to the counter; tenders and payments that must agree
financial transaction (FT)  the record that changes an agreement's balance and feeds the ledger
item                payable item: a summons, permit, locker ... with an agreement of its own
match type, value   "apply this payment only to that bill, agreement or item"
payee, payor        account whose debt falls; account that hands over the money
payment             allocation of event money to one payee account
pay segment         the part of a payment that goes to one agreement
tender              one form of remittance: this cash, that check; negative for change given
tender source       where money comes from: a drawer, a lockbox, a bank
"""
