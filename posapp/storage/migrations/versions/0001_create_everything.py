"""create everything."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STAMP = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DAY = sa.Date().with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean(create_constraint=False).with_variant(sa.Integer(), "sqlite")

GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER guard_adjustment_update BEFORE UPDATE ON adjustment BEGIN SELECT RAISE(ABORT, 'guard: adjustment rows never change'); END",
        "CREATE TRIGGER guard_adjustment_delete BEFORE DELETE ON adjustment BEGIN SELECT RAISE(ABORT, 'guard: adjustment rows are never removed'); END",
        "CREATE TRIGGER guard_approval_update BEFORE UPDATE ON approval BEGIN SELECT RAISE(ABORT, 'guard: approval rows never change'); END",
        "CREATE TRIGGER guard_approval_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'guard: approval rows are never removed'); END",
        "CREATE TRIGGER guard_audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'guard: audit rows never change'); END",
        "CREATE TRIGGER guard_audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'guard: audit rows are never removed'); END",
        "CREATE TRIGGER guard_financial_transaction_update BEFORE UPDATE ON financial_transaction BEGIN SELECT RAISE(ABORT, 'guard: financial_transaction rows never change'); END",
        "CREATE TRIGGER guard_financial_transaction_delete BEFORE DELETE ON financial_transaction BEGIN SELECT RAISE(ABORT, 'guard: financial_transaction rows are never removed'); END",
        "CREATE TRIGGER guard_gl_line_update BEFORE UPDATE ON gl_line BEGIN SELECT RAISE(ABORT, 'guard: gl_line rows never change'); END",
        "CREATE TRIGGER guard_gl_line_delete BEFORE DELETE ON gl_line BEGIN SELECT RAISE(ABORT, 'guard: gl_line rows are never removed'); END",
        "CREATE TRIGGER guard_import_run_update BEFORE UPDATE ON import_run BEGIN SELECT RAISE(ABORT, 'guard: import_run rows never change'); END",
        "CREATE TRIGGER guard_import_run_delete BEFORE DELETE ON import_run BEGIN SELECT RAISE(ABORT, 'guard: import_run rows are never removed'); END",
        "CREATE TRIGGER guard_refund_movement_update BEFORE UPDATE ON refund_movement BEGIN SELECT RAISE(ABORT, 'guard: refund_movement rows never change'); END",
        "CREATE TRIGGER guard_refund_movement_delete BEFORE DELETE ON refund_movement BEGIN SELECT RAISE(ABORT, 'guard: refund_movement rows are never removed'); END",
        "CREATE TRIGGER guard_request_update BEFORE UPDATE ON request BEGIN SELECT RAISE(ABORT, 'guard: request rows never change'); END",
        "CREATE TRIGGER guard_request_delete BEFORE DELETE ON request BEGIN SELECT RAISE(ABORT, 'guard: request rows are never removed'); END",
        "CREATE TRIGGER guard_upkeep_update BEFORE UPDATE ON upkeep BEGIN SELECT RAISE(ABORT, 'guard: upkeep rows never change'); END",
        "CREATE TRIGGER guard_upkeep_delete BEFORE DELETE ON upkeep BEGIN SELECT RAISE(ABORT, 'guard: upkeep rows are never removed'); END",
        "CREATE TRIGGER guard_over_under_update BEFORE UPDATE ON over_under BEGIN SELECT RAISE(ABORT, 'guard: over_under rows never change'); END",
        "CREATE TRIGGER guard_over_under_delete BEFORE DELETE ON over_under BEGIN SELECT RAISE(ABORT, 'guard: over_under rows are never removed'); END",
        "CREATE TRIGGER guard_drawer_opening_update BEFORE UPDATE ON drawer_opening BEGIN SELECT RAISE(ABORT, 'guard: drawer_opening rows never change'); END",
        "CREATE TRIGGER guard_drawer_opening_delete BEFORE DELETE ON drawer_opening BEGIN SELECT RAISE(ABORT, 'guard: drawer_opening rows are never removed'); END",
        "CREATE TRIGGER guard_ledger_batch_update BEFORE UPDATE ON ledger_batch BEGIN SELECT RAISE(ABORT, 'guard: ledger_batch rows never change'); END",
        "CREATE TRIGGER guard_ledger_batch_delete BEFORE DELETE ON ledger_batch BEGIN SELECT RAISE(ABORT, 'guard: ledger_batch rows are never removed'); END",
        "CREATE TRIGGER guard_ledger_batch_transaction_update BEFORE UPDATE ON ledger_batch_transaction BEGIN SELECT RAISE(ABORT, 'guard: ledger_batch_transaction rows never change'); END",
        "CREATE TRIGGER guard_ledger_batch_transaction_delete BEFORE DELETE ON ledger_batch_transaction BEGIN SELECT RAISE(ABORT, 'guard: ledger_batch_transaction rows are never removed'); END",
        "CREATE TRIGGER guard_ledger_batch_account_update BEFORE UPDATE ON ledger_batch_account BEGIN SELECT RAISE(ABORT, 'guard: ledger_batch_account rows never change'); END",
        "CREATE TRIGGER guard_ledger_batch_account_delete BEFORE DELETE ON ledger_batch_account BEGIN SELECT RAISE(ABORT, 'guard: ledger_batch_account rows are never removed'); END",
        "CREATE TRIGGER guard_print_log_update BEFORE UPDATE ON print_log WHEN OLD.outcome <> '' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.object_id IS DISTINCT FROM OLD.object_id OR NEW.copy IS DISTINCT FROM OLD.copy OR NEW.printed_at IS DISTINCT FROM OLD.printed_at OR NEW.printed_by IS DISTINCT FROM OLD.printed_by OR NEW.printer IS DISTINCT FROM OLD.printer OR NEW.seal IS DISTINCT FROM OLD.seal) BEGIN SELECT RAISE(ABORT, 'guard: a print log row takes its outcome once'); END",
        "CREATE TRIGGER guard_print_log_delete BEFORE DELETE ON print_log BEGIN SELECT RAISE(ABORT, 'guard: print log rows are never removed'); END",
        "CREATE TRIGGER guard_payment_update BEFORE UPDATE ON payment WHEN OLD.status = 'CANCELED' OR (OLD.status = 'FROZEN' AND NOT (NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.detail_id IS DISTINCT FROM OLD.detail_id OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.error_code IS DISTINCT FROM OLD.error_code OR NEW.error_text IS DISTINCT FROM OLD.error_text OR NEW.manual IS DISTINCT FROM OLD.manual OR NEW.match_type IS DISTINCT FROM OLD.match_type OR NEW.match_value IS DISTINCT FROM OLD.match_value OR NEW.non_cis_name IS DISTINCT FROM OLD.non_cis_name OR NEW.reference IS DISTINCT FROM OLD.reference OR NEW.comments IS DISTINCT FROM OLD.comments OR NEW.template IS DISTINCT FROM OLD.template OR NEW.long_comment IS DISTINCT FROM OLD.long_comment OR NEW.frozen_at IS DISTINCT FROM OLD.frozen_at OR NEW.frozen_by IS DISTINCT FROM OLD.frozen_by OR NEW.created_at IS DISTINCT FROM OLD.created_at))) BEGIN SELECT RAISE(ABORT, 'guard: a frozen payment can only be canceled'); END",
        "CREATE TRIGGER guard_payment_delete BEFORE DELETE ON payment WHEN OLD.status IN ('FROZEN', 'CANCELED') BEGIN SELECT RAISE(ABORT, 'guard: a payment that was frozen is never removed'); END",
        "CREATE TRIGGER guard_pay_segment_insert BEFORE INSERT ON pay_segment WHEN EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = NEW.payment_id) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status = 'CANCELED') BEGIN SELECT RAISE(ABORT, 'guard: a posted payment takes no more segments'); END",
        "CREATE TRIGGER guard_pay_segment_update BEFORE UPDATE ON pay_segment WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: segments of a frozen payment never change'); END",
        "CREATE TRIGGER guard_pay_segment_delete BEFORE DELETE ON pay_segment WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: segments of a frozen payment are never removed'); END",
        "CREATE TRIGGER guard_tender_insert BEFORE INSERT ON tender WHEN NEW.tender_control_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tender_control c WHERE c.id = NEW.tender_control_id AND c.status = 'OPEN') BEGIN SELECT RAISE(ABORT, 'guard: a tender goes into an open tender control'); END",
        "CREATE TRIGGER guard_tender_update BEFORE UPDATE ON tender WHEN OLD.status = 'CANCELED' OR (EXISTS (SELECT 1 FROM tender_control c WHERE c.id = OLD.tender_control_id AND c.status = 'BALANCED') AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code OR NEW.status IS DISTINCT FROM OLD.status OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.check_number IS DISTINCT FROM OLD.check_number OR NEW.micr_last4 IS DISTINCT FROM OLD.micr_last4 OR NEW.customer_id IS DISTINCT FROM OLD.customer_id OR NEW.external_reference IS DISTINCT FROM OLD.external_reference OR NEW.name IS DISTINCT FROM OLD.name OR NEW.counted IS DISTINCT FROM OLD.counted OR NEW.cancel_reason IS DISTINCT FROM OLD.cancel_reason OR NEW.canceled_at IS DISTINCT FROM OLD.canceled_at OR NEW.canceled_by IS DISTINCT FROM OLD.canceled_by OR NEW.charged_bank IS DISTINCT FROM OLD.charged_bank OR NEW.charged_account IS DISTINCT FROM OLD.charged_account OR NEW.demerit_due IS DISTINCT FROM OLD.demerit_due OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) AND NOT (NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.payor_account_id IS DISTINCT FROM OLD.payor_account_id OR NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.check_number IS DISTINCT FROM OLD.check_number OR NEW.micr_last4 IS DISTINCT FROM OLD.micr_last4 OR NEW.customer_id IS DISTINCT FROM OLD.customer_id OR NEW.external_reference IS DISTINCT FROM OLD.external_reference OR NEW.name IS DISTINCT FROM OLD.name OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by))) OR (NEW.tender_control_id <> OLD.tender_control_id AND EXISTS (SELECT 1 FROM tender_control c WHERE c.id = NEW.tender_control_id AND c.status = 'BALANCED')) BEGIN SELECT RAISE(ABORT, 'guard: a canceled tender does not change, one in a balanced drawer only its payor'); END",
        "CREATE TRIGGER guard_tender_money BEFORE UPDATE ON tender WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR ((NEW.counted IS DISTINCT FROM OLD.counted OR NEW.charged_bank IS DISTINCT FROM OLD.charged_bank OR NEW.charged_account IS DISTINCT FROM OLD.charged_account OR NEW.demerit_due IS DISTINCT FROM OLD.demerit_due) AND NOT (NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.payor_account_id IS DISTINCT FROM OLD.payor_account_id OR NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.check_number IS DISTINCT FROM OLD.check_number OR NEW.micr_last4 IS DISTINCT FROM OLD.micr_last4 OR NEW.customer_id IS DISTINCT FROM OLD.customer_id OR NEW.external_reference IS DISTINCT FROM OLD.external_reference OR NEW.name IS DISTINCT FROM OLD.name OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by))) OR ((NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code) AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status IN ('FROZEN', 'CANCELED'))) OR ((NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.payor_account_id IS DISTINCT FROM OLD.payor_account_id) AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status = 'FROZEN')) BEGIN SELECT RAISE(ABORT, 'guard: a tender does not change: its account once a payment was frozen, its amount while one is'); END",
        "CREATE TRIGGER guard_tender_delete BEFORE DELETE ON tender WHEN OLD.status = 'CANCELED' OR EXISTS (SELECT 1 FROM tender_control c WHERE c.id = OLD.tender_control_id AND c.status = 'BALANCED') OR EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: a tender that was canceled, balanced or paid something is never removed'); END",
        "CREATE TRIGGER guard_payment_event_update BEFORE UPDATE ON payment_event WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.office IS DISTINCT FROM OLD.office OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR (OLD.document_number IS NOT NULL AND NEW.document_number IS DISTINCT FROM OLD.document_number) OR (OLD.receipt_seq IS NOT NULL AND (NEW.receipt_seq IS DISTINCT FROM OLD.receipt_seq OR NEW.receipt_control_id IS DISTINCT FROM OLD.receipt_control_id)) BEGIN SELECT RAISE(ABORT, 'guard: an event keeps its request id, currency and printed numbers'); END",
        "CREATE TRIGGER guard_payment_event_date BEFORE UPDATE ON payment_event WHEN (NEW.payment_date IS DISTINCT FROM OLD.payment_date) AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: the payment date stays once a payment was frozen'); END",
        "CREATE TRIGGER guard_distribution_detail_update BEFORE UPDATE ON distribution_detail WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.rule IS DISTINCT FROM OLD.rule OR NEW.value IS DISTINCT FROM OLD.value OR NEW.value_description IS DISTINCT FROM OLD.value_description OR NEW.amount IS DISTINCT FROM OLD.amount) OR (OLD.replaced AND NOT NEW.replaced) BEGIN SELECT RAISE(ABORT, 'guard: a distribution detail stays as it was given; a transfer replaces it for good'); END",
        "CREATE TRIGGER guard_payment_event_delete BEFORE DELETE ON payment_event WHEN OLD.document_number IS NOT NULL OR OLD.receipt_seq IS NOT NULL BEGIN SELECT RAISE(ABORT, 'guard: an event with a printed number is never removed'); END",
        "CREATE TRIGGER guard_tender_control_delete BEFORE DELETE ON tender_control WHEN OLD.status = 'BALANCED' OR OLD.last_receipt > 0 BEGIN SELECT RAISE(ABORT, 'guard: a drawer that was balanced or gave receipts is never removed'); END",
        "CREATE TRIGGER guard_tender_control_update BEFORE UPDATE ON tender_control WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.created_at IS DISTINCT FROM OLD.created_at) OR ((NEW.tender_source IS DISTINCT FROM OLD.tender_source) AND (OLD.status <> 'OPEN' OR EXISTS (SELECT 1 FROM tender k WHERE k.tender_control_id = OLD.id) OR EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id))) BEGIN SELECT RAISE(ABORT, 'guard: a drawer keeps its currency and day, and its source once something went through it'); END",
        "CREATE TRIGGER guard_deposit_control_update BEFORE UPDATE ON deposit_control WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR ((NEW.source_type IS DISTINCT FROM OLD.source_type OR NEW.currency IS DISTINCT FROM OLD.currency) AND (EXISTS (SELECT 1 FROM tender_control k WHERE k.deposit_control_id = OLD.id) OR EXISTS (SELECT 1 FROM tender_deposit k WHERE k.deposit_control_id = OLD.id))) BEGIN SELECT RAISE(ABORT, 'guard: a deposit control keeps its office and day, and what it is for once something lies in it'); END",
        "CREATE TRIGGER guard_deposit_control_delete BEFORE DELETE ON deposit_control WHEN OLD.status <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'guard: a deposit control that is being balanced or is balanced is never removed'); END",
        "CREATE TRIGGER guard_bill_update BEFORE UPDATE ON bill WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.bill_date IS DISTINCT FROM OLD.bill_date OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.tax IS DISTINCT FROM OLD.tax OR NEW.import_key IS DISTINCT FROM OLD.import_key) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.id) BEGIN SELECT RAISE(ABORT, 'guard: a posted bill row never changes'); END",
        "CREATE TRIGGER guard_bill_delete BEFORE DELETE ON bill WHEN EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.id) BEGIN SELECT RAISE(ABORT, 'guard: a posted bill row is never removed'); END",
        "CREATE TRIGGER guard_bill_line_update BEFORE UPDATE ON bill_line WHEN (NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.description IS DISTINCT FROM OLD.description OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.residue IS DISTINCT FROM OLD.residue) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.bill_id) BEGIN SELECT RAISE(ABORT, 'guard: a posted bill_line row never changes'); END",
        "CREATE TRIGGER guard_bill_line_delete BEFORE DELETE ON bill_line WHEN EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.bill_id) BEGIN SELECT RAISE(ABORT, 'guard: a posted bill_line row is never removed'); END",
        "CREATE TRIGGER guard_item_line_update BEFORE UPDATE ON item_line WHEN (NEW.item_id IS DISTINCT FROM OLD.item_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount IS DISTINCT FROM OLD.amount) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.item_id) BEGIN SELECT RAISE(ABORT, 'guard: a posted item_line row never changes'); END",
        "CREATE TRIGGER guard_item_line_delete BEFORE DELETE ON item_line WHEN EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.item_id) BEGIN SELECT RAISE(ABORT, 'guard: a posted item_line row is never removed'); END",
        "CREATE TRIGGER guard_agreement_update BEFORE UPDATE ON agreement WHEN ((NEW.account_id IS DISTINCT FROM OLD.account_id) OR (NEW.sa_type IS DISTINCT FROM OLD.sa_type)) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.agreement_id = OLD.id) BEGIN SELECT RAISE(ABORT, 'guard: an agreement with transactions stays with its account and its type'); END",
        "CREATE TRIGGER guard_credit_rating_delete BEFORE DELETE ON credit_rating WHEN OLD.tender_id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'guard: a rating that a cancellation made is never removed'); END",
        "CREATE TRIGGER guard_missing_charge_delete BEFORE DELETE ON missing_charge BEGIN SELECT RAISE(ABORT, 'guard: a missing charge is never removed'); END",
        "CREATE TRIGGER guard_missing_charge_update BEFORE UPDATE ON missing_charge WHEN OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR NEW.tender_id <> OLD.tender_id BEGIN SELECT RAISE(ABORT, 'guard: a missing charge is settled once'); END",
        "CREATE TRIGGER guard_match_event_update BEFORE UPDATE ON match_event WHEN OLD.status = 'CANCELED' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.created_at IS DISTINCT FROM OLD.created_at) BEGIN SELECT RAISE(ABORT, 'guard: a canceled match event stays, any other keeps its account and bill'); END",
        "CREATE TRIGGER guard_match_event_delete BEFORE DELETE ON match_event WHEN OLD.status <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'guard: only an open match event is removed'); END",
        "CREATE TRIGGER guard_match_event_ft_insert BEFORE INSERT ON match_event_ft WHEN EXISTS (SELECT 1 FROM match_event m WHERE m.status = 'CANCELED' AND m.id = NEW.match_event_id) OR EXISTS (SELECT 1 FROM match_event_ft l JOIN match_event m ON m.id = l.match_event_id WHERE l.ft_id = NEW.ft_id AND m.status <> 'CANCELED') BEGIN SELECT RAISE(ABORT, 'guard: a transaction is on one live match event only'); END",
        "CREATE TRIGGER guard_match_event_ft_bill BEFORE INSERT ON match_event_ft WHEN EXISTS (SELECT 1 FROM match_event m JOIN financial_transaction f ON f.id = NEW.ft_id JOIN agreement a ON a.id = f.agreement_id WHERE m.id = NEW.match_event_id AND (a.account_id <> m.account_id OR (f.ft_type = 'BS' AND (m.bill_id IS NULL OR m.bill_id <> f.parent_id)))) BEGIN SELECT RAISE(ABORT, 'guard: charges of a bill are on the match event of that bill, all else on one of its account'); END",
        "CREATE TRIGGER guard_match_event_ft_update BEFORE UPDATE ON match_event_ft BEGIN SELECT RAISE(ABORT, 'guard: match_event_ft rows never change'); END",
        "CREATE TRIGGER guard_match_event_ft_delete BEFORE DELETE ON match_event_ft WHEN EXISTS (SELECT 1 FROM match_event m WHERE m.id = OLD.match_event_id AND m.status <> 'OPEN') BEGIN SELECT RAISE(ABORT, 'guard: only an open match event releases transactions'); END",
        "CREATE TRIGGER guard_number_sequence_backwards BEFORE UPDATE ON number_sequence WHEN NEW.last < OLD.last BEGIN SELECT RAISE(ABORT, 'guard: number_sequence.last never goes back'); END",
        "CREATE TRIGGER guard_tender_control_backwards BEFORE UPDATE ON tender_control WHEN NEW.last_receipt < OLD.last_receipt BEGIN SELECT RAISE(ABORT, 'guard: tender_control.last_receipt never goes back'); END",
        "CREATE TRIGGER guard_id_counter_backwards BEFORE UPDATE ON id_counter WHEN NEW.next_id < OLD.next_id BEGIN SELECT RAISE(ABORT, 'guard: id_counter.next_id never goes back'); END",
        "CREATE TRIGGER guard_audit_head_backwards BEFORE UPDATE ON audit_head WHEN NEW.chain <> OLD.chain OR NEW.length <= OLD.length BEGIN SELECT RAISE(ABORT, 'guard: an audit chain never gets shorter'); END",
        "CREATE TRIGGER guard_audit_head_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'guard: the head of an audit chain is never removed'); END",
        "CREATE TRIGGER guard_number_sequence_delete BEFORE DELETE ON number_sequence BEGIN SELECT RAISE(ABORT, 'guard: a number series is never removed'); END",
        "CREATE TRIGGER guard_id_counter_delete BEFORE DELETE ON id_counter BEGIN SELECT RAISE(ABORT, 'guard: the counter of identities is never removed'); END",
        "CREATE TRIGGER guard_distribution_detail_delete BEFORE DELETE ON distribution_detail WHEN OLD.replaced OR EXISTS (SELECT 1 FROM payment p WHERE p.detail_id = OLD.id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: a distribution detail that made a frozen payment is never removed'); END",
        "CREATE TRIGGER guard_payment_line_insert BEFORE INSERT ON payment_line WHEN EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = NEW.payment_id) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status = 'CANCELED') BEGIN SELECT RAISE(ABORT, 'guard: a posted payment takes no more lines'); END",
        "CREATE TRIGGER guard_payment_line_update BEFORE UPDATE ON payment_line WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: lines of a frozen payment never change'); END",
        "CREATE TRIGGER guard_payment_line_delete BEFORE DELETE ON payment_line WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: lines of a frozen payment are never removed'); END",
        "CREATE TRIGGER guard_characteristic_insert BEFORE INSERT ON characteristic WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: a frozen payment takes no more characteristics'); END",
        "CREATE TRIGGER guard_characteristic_update BEFORE UPDATE ON characteristic WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: characteristics of a frozen payment never change'); END",
        "CREATE TRIGGER guard_characteristic_delete BEFORE DELETE ON characteristic WHEN EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) BEGIN SELECT RAISE(ABORT, 'guard: characteristics of a frozen payment are never removed'); END",
        "CREATE TRIGGER guard_clearing_request_update BEFORE UPDATE ON clearing_request WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_id IS DISTINCT FROM OLD.tender_id OR NEW.created_at IS DISTINCT FROM OLD.created_at) OR (OLD.status <> 'PENDING' AND ((NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_id IS DISTINCT FROM OLD.tender_id OR NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.mandate_id IS DISTINCT FROM OLD.mandate_id OR NEW.source IS DISTINCT FROM OLD.source OR NEW.account_sealed IS DISTINCT FROM OLD.account_sealed OR NEW.account_last4 IS DISTINCT FROM OLD.account_last4 OR NEW.expires_on IS DISTINCT FROM OLD.expires_on OR NEW.entity_name IS DISTINCT FROM OLD.entity_name OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.extract_date IS DISTINCT FROM OLD.extract_date OR NEW.ledger_date IS DISTINCT FROM OLD.ledger_date OR NEW.batch_code IS DISTINCT FROM OLD.batch_code OR NEW.batch_run IS DISTINCT FROM OLD.batch_run OR NEW.created_at IS DISTINCT FROM OLD.created_at) OR (NEW.status <> OLD.status AND NOT (OLD.status = 'EXTRACTED' AND NEW.status = 'REJECTED')))) BEGIN SELECT RAISE(ABORT, 'guard: a request that is no longer pending only goes from sent to rejected'); END",
        "CREATE TRIGGER guard_clearing_request_delete BEFORE DELETE ON clearing_request WHEN OLD.status <> 'PENDING' BEGIN SELECT RAISE(ABORT, 'guard: only a pending request is removed'); END",
        "CREATE TRIGGER guard_account_autopay_update BEFORE UPDATE ON account_autopay WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) BEGIN SELECT RAISE(ABORT, 'guard: a mandate stays with its account'); END",
        "CREATE TRIGGER guard_account_autopay_delete BEFORE DELETE ON account_autopay BEGIN SELECT RAISE(ABORT, 'guard: a mandate is ended, never removed'); END",
        "CREATE TRIGGER guard_bill_debit_update BEFORE UPDATE ON bill_debit WHEN NEW.bill_id <> OLD.bill_id OR NEW.attempt < OLD.attempt OR (OLD.status = 'CREATED' AND ((NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.mandate_id IS DISTINCT FROM OLD.mandate_id OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.payment_date IS DISTINCT FROM OLD.payment_date OR NEW.extract_date IS DISTINCT FROM OLD.extract_date OR NEW.ledger_date IS DISTINCT FROM OLD.ledger_date OR NEW.attempt IS DISTINCT FROM OLD.attempt) OR (NEW.status = 'CREATED' AND NEW.event_id <> OLD.event_id))) BEGIN SELECT RAISE(ABORT, 'guard: the stamp of a bill whose payment was made stays; its attempts only grow'); END",
        "CREATE TRIGGER guard_bill_debit_delete BEFORE DELETE ON bill_debit BEGIN SELECT RAISE(ABORT, 'guard: the stamp of a bill is never removed'); END",
        "CREATE TRIGGER guard_scheduled_payment_update BEFORE UPDATE ON scheduled_payment WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.scheduled_date IS DISTINCT FROM OLD.scheduled_date OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.comments IS DISTINCT FROM OLD.comments OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR (OLD.status = 'CREATED' AND NEW.status <> 'CREATED' AND NEW.status <> 'STOPPED') OR (OLD.status = 'CREATED' AND NEW.status = 'CREATED' AND NEW.event_id <> OLD.event_id) BEGIN SELECT RAISE(ABORT, 'guard: what a plan pays when stays; a payment that was made is only let go'); END",
        "CREATE TRIGGER guard_scheduled_payment_delete BEFORE DELETE ON scheduled_payment BEGIN SELECT RAISE(ABORT, 'guard: a scheduled payment is stopped, never removed'); END",
        "CREATE TRIGGER guard_quick_batch_update BEFORE UPDATE ON quick_batch WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.payment_date IS DISTINCT FROM OLD.payment_date OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) BEGIN SELECT RAISE(ABORT, 'guard: nothing but the tape of a batch changes'); END",
        "CREATE TRIGGER guard_quick_batch_delete BEFORE DELETE ON quick_batch BEGIN SELECT RAISE(ABORT, 'guard: quick_batch rows are never removed'); END",
        "CREATE TRIGGER guard_quick_row_update BEFORE UPDATE ON quick_row WHEN (NEW.batch_id IS DISTINCT FROM OLD.batch_id OR NEW.line IS DISTINCT FROM OLD.line OR NEW.request_id IS DISTINCT FROM OLD.request_id) OR OLD.outcome IN ('done', 'error', 'given_up') BEGIN SELECT RAISE(ABORT, 'guard: a row of a batch keeps its place and request, and once it is settled, everything'); END",
        "CREATE TRIGGER guard_quick_row_delete BEFORE DELETE ON quick_row BEGIN SELECT RAISE(ABORT, 'guard: quick_row rows are never removed'); END",
        "CREATE TRIGGER guard_control_count_update BEFORE UPDATE ON control_count WHEN OLD.submitted_at IS NOT NULL OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.attempt IS DISTINCT FROM OLD.attempt OR NEW.counted_at IS DISTINCT FROM OLD.counted_at OR NEW.counted_by IS DISTINCT FROM OLD.counted_by) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_control_count_delete BEFORE DELETE ON control_count BEGIN SELECT RAISE(ABORT, 'guard: counts are never removed'); END",
        "CREATE TRIGGER guard_approval_look_backwards BEFORE UPDATE ON approval_look WHEN NEW.user_id <> OLD.user_id OR NEW.approval_id < OLD.approval_id BEGIN SELECT RAISE(ABORT, 'guard: what an approver has looked at stays looked at'); END",
        "CREATE TRIGGER guard_count_line_insert BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_line_update BEFORE UPDATE ON count_line WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_line_delete BEFORE DELETE ON count_line WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_denomination_insert BEFORE INSERT ON count_denomination WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_denomination_update BEFORE UPDATE ON count_denomination WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_denomination_delete BEFORE DELETE ON count_denomination WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_instrument_insert BEFORE INSERT ON count_instrument WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_instrument_update BEFORE UPDATE ON count_instrument WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_count_instrument_delete BEFORE DELETE ON count_instrument WHEN EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: a submitted count never changes'); END",
        "CREATE TRIGGER guard_control_close_update BEFORE UPDATE ON control_close WHEN OLD.reopened_at IS NOT NULL OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.number IS DISTINCT FROM OLD.number OR NEW.version IS DISTINCT FROM OLD.version OR NEW.count_id IS DISTINCT FROM OLD.count_id OR NEW.closed_at IS DISTINCT FROM OLD.closed_at OR NEW.closed_by IS DISTINCT FROM OLD.closed_by OR NEW.events IS DISTINCT FROM OLD.events OR NEW.canceled IS DISTINCT FROM OLD.canceled OR NEW.exceptions IS DISTINCT FROM OLD.exceptions OR NEW.first_receipt IS DISTINCT FROM OLD.first_receipt OR NEW.last_receipt IS DISTINCT FROM OLD.last_receipt OR NEW.chain_head IS DISTINCT FROM OLD.chain_head OR NEW.chain_length IS DISTINCT FROM OLD.chain_length) BEGIN SELECT RAISE(ABORT, 'guard: a Z report never changes; it is reopened once'); END",
        "CREATE TRIGGER guard_control_close_delete BEFORE DELETE ON control_close BEGIN SELECT RAISE(ABORT, 'guard: Z reports are never removed'); END",
        "CREATE TRIGGER guard_close_line_update BEFORE UPDATE ON close_line BEGIN SELECT RAISE(ABORT, 'guard: lines of a Z report never change'); END",
        "CREATE TRIGGER guard_close_line_delete BEFORE DELETE ON close_line BEGIN SELECT RAISE(ABORT, 'guard: lines of a Z report are never removed'); END",
        "CREATE TRIGGER guard_turn_in_insert BEFORE INSERT ON turn_in WHEN NEW.status <> 'AWAITING' OR NOT EXISTS (SELECT 1 FROM tender_control c JOIN deposit_control d ON d.id = c.deposit_control_id WHERE c.id = NEW.tender_control_id AND d.id = NEW.deposit_control_id AND c.status <> 'BALANCED' AND d.status <> 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: a turn-in waits at first, between a drawer and its deposit control, neither balanced'); END",
        "CREATE TRIGGER guard_turn_in_update BEFORE UPDATE ON turn_in WHEN OLD.status = 'APPROVED' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.direction IS DISTINCT FROM OLD.direction OR NEW.created_by IS DISTINCT FROM OLD.created_by) BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_turn_in_delete BEFORE DELETE ON turn_in WHEN OLD.status = 'APPROVED' BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in is never removed'); END",
        "CREATE TRIGGER guard_turn_in_denomination_insert BEFORE INSERT ON turn_in_denomination WHEN EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_turn_in_denomination_update BEFORE UPDATE ON turn_in_denomination WHEN EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') OR EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_turn_in_denomination_delete BEFORE DELETE ON turn_in_denomination WHEN EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_turn_in_tender_insert BEFORE INSERT ON turn_in_tender WHEN EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_turn_in_tender_update BEFORE UPDATE ON turn_in_tender WHEN EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') OR EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_turn_in_tender_delete BEFORE DELETE ON turn_in_tender WHEN EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') BEGIN SELECT RAISE(ABORT, 'guard: an approved turn-in never changes'); END",
        "CREATE TRIGGER guard_tender_deposit_insert BEFORE INSERT ON tender_deposit WHEN EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = NEW.deposit_control_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: a balanced deposit control takes no deposits'); END",
        "CREATE TRIGGER guard_tender_deposit_update BEFORE UPDATE ON tender_deposit WHEN EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = OLD.deposit_control_id AND d.status = 'BALANCED') OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.currency IS DISTINCT FROM OLD.currency) BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_tender_deposit_delete BEFORE DELETE ON tender_deposit WHEN EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = OLD.deposit_control_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control are never removed'); END",
        "CREATE TRIGGER guard_deposit_denomination_insert BEFORE INSERT ON deposit_denomination WHEN EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_deposit_denomination_update BEFORE UPDATE ON deposit_denomination WHEN EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') OR EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_deposit_denomination_delete BEFORE DELETE ON deposit_denomination WHEN EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_deposit_tender_insert BEFORE INSERT ON deposit_tender WHEN EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_deposit_tender_update BEFORE UPDATE ON deposit_tender WHEN EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') OR EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_deposit_tender_delete BEFORE DELETE ON deposit_tender WHEN EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') BEGIN SELECT RAISE(ABORT, 'guard: deposits of a balanced deposit control never change'); END",
        "CREATE TRIGGER guard_tender_control_balanced BEFORE UPDATE ON tender_control WHEN OLD.status = 'BALANCED' AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_source IS DISTINCT FROM OLD.tender_source OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.all_users IS DISTINCT FROM OLD.all_users OR NEW.user_id IS DISTINCT FROM OLD.user_id OR NEW.starting_balance IS DISTINCT FROM OLD.starting_balance OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR NEW.float_confirmed_by IS DISTINCT FROM OLD.float_confirmed_by OR NEW.counted_before IS DISTINCT FROM OLD.counted_before OR NEW.comments IS DISTINCT FROM OLD.comments) BEGIN SELECT RAISE(ABORT, 'guard: a balanced drawer does not change'); END",
        "CREATE TRIGGER guard_tender_turned_in BEFORE UPDATE ON tender WHEN ((NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id) OR (NOT NEW.counted AND OLD.counted)) AND EXISTS (SELECT 1 FROM turn_in_tender k JOIN turn_in i ON i.id = k.turn_in_id WHERE k.tender_id = OLD.id GROUP BY k.tender_id HAVING sum(CASE WHEN i.direction = 'OUT' THEN 1 ELSE -1 END) > 0) BEGIN SELECT RAISE(ABORT, 'guard: a check that was turned in stays what it is, where it was taken'); END",
        "CREATE TRIGGER guard_tender_slip BEFORE UPDATE ON tender WHEN EXISTS (SELECT 1 FROM deposit_tender k WHERE k.tender_id = OLD.id) AND ((NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.control_amount IS DISTINCT FROM OLD.control_amount) OR (NOT NEW.counted AND OLD.counted) OR ((NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id) AND NOT EXISTS (SELECT 1 FROM tender_control a JOIN tender_control b ON b.deposit_control_id = a.deposit_control_id WHERE a.id = OLD.tender_control_id AND b.id = NEW.tender_control_id))) BEGIN SELECT RAISE(ABORT, 'guard: a check on a deposit slip stays what it is, under its deposit control'); END",
        "CREATE TRIGGER guard_tender_control_moves BEFORE UPDATE ON tender_control WHEN NEW.deposit_control_id <> OLD.deposit_control_id AND (EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id) OR EXISTS (SELECT 1 FROM deposit_tender k JOIN tender t ON t.id = k.tender_id WHERE t.tender_control_id = OLD.id) OR NOT EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = NEW.deposit_control_id AND d.status = 'OPEN')) BEGIN SELECT RAISE(ABORT, 'guard: a drawer whose money was turned in or deposited stays under its deposit control'); END",
        "CREATE TRIGGER guard_tender_control_counted BEFORE UPDATE ON tender_control WHEN NEW.starting_balance <> OLD.starting_balance AND EXISTS (SELECT 1 FROM control_count k WHERE k.tender_control_id = OLD.id AND k.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'guard: the starting balance of a counted drawer never changes'); END",
        "CREATE TRIGGER guard_tender_control_waiting BEFORE UPDATE ON tender_control WHEN NEW.status = 'BALANCED' AND OLD.status <> 'BALANCED' AND EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id AND k.status = 'AWAITING') BEGIN SELECT RAISE(ABORT, 'guard: a drawer is not balanced while a turn-in waits'); END",
        "CREATE TRIGGER guard_tender_control_of_deposit BEFORE UPDATE ON tender_control WHEN EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = OLD.deposit_control_id AND d.status = 'BALANCED') AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_source IS DISTINCT FROM OLD.tender_source OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.all_users IS DISTINCT FROM OLD.all_users OR NEW.user_id IS DISTINCT FROM OLD.user_id OR NEW.status IS DISTINCT FROM OLD.status OR NEW.starting_balance IS DISTINCT FROM OLD.starting_balance OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR NEW.balanced_at IS DISTINCT FROM OLD.balanced_at OR NEW.balanced_by IS DISTINCT FROM OLD.balanced_by OR NEW.float_confirmed_by IS DISTINCT FROM OLD.float_confirmed_by OR NEW.counted_before IS DISTINCT FROM OLD.counted_before OR NEW.comments IS DISTINCT FROM OLD.comments OR NEW.version IS DISTINCT FROM OLD.version) BEGIN SELECT RAISE(ABORT, 'guard: a drawer of a balanced deposit control does not change'); END",
        "CREATE TRIGGER guard_deposit_control_balanced BEFORE UPDATE ON deposit_control WHEN OLD.status = 'BALANCED' AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.source_type IS DISTINCT FROM OLD.source_type OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR NEW.ending_balance IS DISTINCT FROM OLD.ending_balance OR NEW.comments IS DISTINCT FROM OLD.comments) BEGIN SELECT RAISE(ABORT, 'guard: a balanced deposit control does not change'); END",
        "CREATE TRIGGER guard_payable_item_update BEFORE UPDATE ON payable_item WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.sa_type IS DISTINCT FROM OLD.sa_type OR NEW.issue_date IS DISTINCT FROM OLD.issue_date OR NEW.violation_code IS DISTINCT FROM OLD.violation_code OR NEW.location_class IS DISTINCT FROM OLD.location_class OR NEW.issued_at IS DISTINCT FROM OLD.issued_at OR NEW.issued_by IS DISTINCT FROM OLD.issued_by) BEGIN SELECT RAISE(ABORT, 'guard: an item keeps number, account, agreement and kind'); END",
        "CREATE TRIGGER guard_payable_item_state BEFORE UPDATE ON payable_item WHEN OLD.state IN ('RELEASED', 'WRITTEN_OFF') AND NEW.state <> OLD.state BEGIN SELECT RAISE(ABORT, 'guard: an item that was released or written off stays so'); END",
        "CREATE TRIGGER guard_payable_item_backwards BEFORE UPDATE ON payable_item WHEN NEW.version < OLD.version BEGIN SELECT RAISE(ABORT, 'guard: the version of an item never goes back'); END",
        "CREATE TRIGGER guard_payable_item_delete BEFORE DELETE ON payable_item BEGIN SELECT RAISE(ABORT, 'guard: an item is never removed'); END",
        "CREATE TRIGGER guard_mail_update BEFORE UPDATE ON mail WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.body IS DISTINCT FROM OLD.body OR NEW.created_at IS DISTINCT FROM OLD.created_at) BEGIN SELECT RAISE(ABORT, 'guard: what a mail says never changes'); END",
        "CREATE TRIGGER guard_mail_life BEFORE UPDATE ON mail WHEN OLD.state IN ('SENT', 'CANCELED') AND NEW.state NOT IN (OLD.state, 'QUEUED') BEGIN SELECT RAISE(ABORT, 'guard: a mail that was sent or canceled is only queued again'); END",
        "CREATE TRIGGER guard_mail_delete BEFORE DELETE ON mail BEGIN SELECT RAISE(ABORT, 'guard: mails are never removed'); END",
        "CREATE TRIGGER guard_mail_attachment_update BEFORE UPDATE ON mail_attachment BEGIN SELECT RAISE(ABORT, 'guard: files of a mail never change'); END",
        "CREATE TRIGGER guard_mail_attachment_delete BEFORE DELETE ON mail_attachment BEGIN SELECT RAISE(ABORT, 'guard: files of a mail are never removed'); END",
        "CREATE TRIGGER guard_mail_try_update BEFORE UPDATE ON mail_try WHEN OLD.ended_at IS NOT NULL OR (NEW.mail_id IS DISTINCT FROM OLD.mail_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.started_at IS DISTINCT FROM OLD.started_at OR NEW.workstation IS DISTINCT FROM OLD.workstation) BEGIN SELECT RAISE(ABORT, 'guard: a try that ended never changes'); END",
        "CREATE TRIGGER guard_mail_try_delete BEFORE DELETE ON mail_try BEGIN SELECT RAISE(ABORT, 'guard: tries are never removed'); END",
        "CREATE TRIGGER guard_payroll_deduction_update BEFORE UPDATE ON payroll_deduction BEGIN SELECT RAISE(ABORT, 'guard: payroll_deduction rows never change'); END",
        "CREATE TRIGGER guard_payroll_batch_deduction_update BEFORE UPDATE ON payroll_batch_deduction BEGIN SELECT RAISE(ABORT, 'guard: payroll_batch_deduction rows never change'); END",
        "CREATE TRIGGER guard_payroll_deduction_delete BEFORE DELETE ON payroll_deduction BEGIN SELECT RAISE(ABORT, 'guard: payroll_deduction rows are never removed'); END",
        "CREATE TRIGGER guard_payroll_batch_deduction_delete BEFORE DELETE ON payroll_batch_deduction BEGIN SELECT RAISE(ABORT, 'guard: payroll_batch_deduction rows are never removed'); END",
        "CREATE TRIGGER guard_payroll_batch_update BEFORE UPDATE ON payroll_batch WHEN OLD.acknowledged_at IS NOT NULL OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.since IS DISTINCT FROM OLD.since OR NEW.until IS DISTINCT FROM OLD.until OR NEW.lines IS DISTINCT FROM OLD.lines OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) BEGIN SELECT RAISE(ABORT, 'guard: a payroll batch is acknowledged once, nothing else'); END",
        "CREATE TRIGGER guard_payroll_batch_delete BEFORE DELETE ON payroll_batch BEGIN SELECT RAISE(ABORT, 'guard: payroll batches are never removed'); END",
        "CREATE TRIGGER guard_account_adjustment_update BEFORE UPDATE ON account_adjustment WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.requisition_code IS DISTINCT FROM OLD.requisition_code OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.item_id IS DISTINCT FROM OLD.item_id OR NEW.checkout_id IS DISTINCT FROM OLD.checkout_id OR NEW.clearing_code IS DISTINCT FROM OLD.clearing_code OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.linked_id IS DISTINCT FROM OLD.linked_id OR NEW.reverses_id IS DISTINCT FROM OLD.reverses_id OR NEW.demands_id IS DISTINCT FROM OLD.demands_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR (OLD.state = 'PROCESSED' AND NOT (OLD.amount < 0 AND OLD.reverses_id IS NULL AND NEW.state = 'UNPROCESSED')) BEGIN SELECT RAISE(ABORT, 'guard: a processed adjustment never changes; a credit waits again when a use is given back'); END",
        "CREATE TRIGGER guard_account_adjustment_delete BEFORE DELETE ON account_adjustment BEGIN SELECT RAISE(ABORT, 'guard: adjustments are never removed'); END",
        "CREATE TRIGGER guard_credit_use_insert BEFORE INSERT ON credit_use WHEN NEW.state <> 'RETURNED' AND NEW.amount + (SELECT coalesce(sum(u.amount), 0) FROM credit_use u WHERE u.credit_id = NEW.credit_id AND u.state <> 'RETURNED' AND u.id <> NEW.id) > (SELECT -a.amount FROM account_adjustment a WHERE a.id = NEW.credit_id) BEGIN SELECT RAISE(ABORT, 'guard: a credit never goes below zero'); END",
        "CREATE TRIGGER guard_credit_use_update BEFORE UPDATE ON credit_use WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.credit_id IS DISTINCT FROM OLD.credit_id OR NEW.checkout_id IS DISTINCT FROM OLD.checkout_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.settled_by IS DISTINCT FROM OLD.settled_by OR NEW.amount IS DISTINCT FROM OLD.amount) OR OLD.state = 'RETURNED' OR NEW.state = 'RESERVED' OR NEW.state = OLD.state BEGIN SELECT RAISE(ABORT, 'guard: a use of a credit only goes from reserved to used and returned, once'); END",
        "CREATE TRIGGER guard_credit_use_delete BEFORE DELETE ON credit_use BEGIN SELECT RAISE(ABORT, 'guard: uses of credits are never removed'); END",
        "CREATE TRIGGER guard_checkout_insert BEFORE INSERT ON checkout WHEN NEW.state <> 'SUBMITTED' BEGIN SELECT RAISE(ABORT, 'guard: a checkout begins as submitted'); END",
        "CREATE TRIGGER guard_checkout_update BEFORE UPDATE ON checkout WHEN OLD.state IN ('CANCELED', 'REFUNDED') OR (OLD.state = 'PROCESSED' AND (NEW.state <> 'REFUNDED' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.lines_total IS DISTINCT FROM OLD.lines_total OR NEW.credits_total IS DISTINCT FROM OLD.credits_total OR NEW.to_pay IS DISTINCT FROM OLD.to_pay OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR NEW.workstation IS DISTINCT FROM OLD.workstation OR NEW.processed_at IS DISTINCT FROM OLD.processed_at OR NEW.processed_by IS DISTINCT FROM OLD.processed_by OR NEW.process_approved_by IS DISTINCT FROM OLD.process_approved_by))) OR (OLD.state = 'SUBMITTED' AND NOT ((NEW.state = 'PROCESSED' AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.lines_total IS DISTINCT FROM OLD.lines_total OR NEW.credits_total IS DISTINCT FROM OLD.credits_total OR NEW.to_pay IS DISTINCT FROM OLD.to_pay OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR NEW.workstation IS DISTINCT FROM OLD.workstation OR NEW.ended_at IS DISTINCT FROM OLD.ended_at OR NEW.ended_by IS DISTINCT FROM OLD.ended_by OR NEW.end_comment IS DISTINCT FROM OLD.end_comment OR NEW.released IS DISTINCT FROM OLD.released OR NEW.refund_method IS DISTINCT FROM OLD.refund_method OR NEW.approved_by IS DISTINCT FROM OLD.approved_by)) OR (NEW.state = 'CANCELED' AND NEW.event_id IS NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.lines_total IS DISTINCT FROM OLD.lines_total OR NEW.credits_total IS DISTINCT FROM OLD.credits_total OR NEW.to_pay IS DISTINCT FROM OLD.to_pay OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR NEW.workstation IS DISTINCT FROM OLD.workstation OR NEW.processed_at IS DISTINCT FROM OLD.processed_at OR NEW.processed_by IS DISTINCT FROM OLD.processed_by OR NEW.process_approved_by IS DISTINCT FROM OLD.process_approved_by)))) BEGIN SELECT RAISE(ABORT, 'guard: a checkout is processed or canceled once, and refunded once'); END",
        "CREATE TRIGGER guard_checkout_delete BEFORE DELETE ON checkout BEGIN SELECT RAISE(ABORT, 'guard: checkouts are never removed'); END",
        "CREATE TRIGGER guard_checkout_line_insert BEFORE INSERT ON checkout_line WHEN NOT EXISTS (SELECT 1 FROM checkout c WHERE c.id = NEW.checkout_id AND c.state = 'SUBMITTED') BEGIN SELECT RAISE(ABORT, 'guard: lines belong to a submitted checkout'); END",
        "CREATE TRIGGER guard_checkout_line_update BEFORE UPDATE ON checkout_line BEGIN SELECT RAISE(ABORT, 'guard: lines of a checkout never change'); END",
        "CREATE TRIGGER guard_checkout_line_delete BEFORE DELETE ON checkout_line BEGIN SELECT RAISE(ABORT, 'guard: lines of a checkout are never removed'); END",
        "CREATE TRIGGER guard_checkout_lock_insert BEFORE INSERT ON checkout_lock WHEN NOT EXISTS (SELECT 1 FROM checkout c WHERE c.id = NEW.checkout_id AND c.state = 'SUBMITTED') BEGIN SELECT RAISE(ABORT, 'guard: only a submitted checkout holds something'); END",
        "CREATE TRIGGER guard_checkout_lock_update BEFORE UPDATE ON checkout_lock BEGIN SELECT RAISE(ABORT, 'guard: a lock stays as it is until it goes'); END",
        "CREATE TRIGGER guard_checkout_lock_delete BEFORE DELETE ON checkout_lock WHEN EXISTS (SELECT 1 FROM checkout c WHERE c.id = OLD.checkout_id AND c.state = 'SUBMITTED') BEGIN SELECT RAISE(ABORT, 'guard: a submitted checkout keeps what it holds'); END",
        "CREATE TRIGGER guard_payment_bound_insert BEFORE INSERT ON payment WHEN NEW.amount > 0 AND (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id) OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id)) BEGIN SELECT RAISE(ABORT, 'guard: the event of a checkout or an added credit changes only with it'); END",
        "CREATE TRIGGER guard_payment_bound_cancel BEFORE UPDATE ON payment WHEN NEW.status = 'CANCELED' AND OLD.status <> 'CANCELED' AND NOT EXISTS (SELECT 1 FROM cancel_reason r WHERE r.code = NEW.cancel_reason AND (r.nsf_charge OR r.affect_cash_only_by <> 0 OR r.affect_credit_rating_by <> 0)) AND (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id AND c.state = 'PROCESSED') OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = a.id))) BEGIN SELECT RAISE(ABORT, 'guard: the event of a checkout or an added credit changes only with it'); END",
        "CREATE TRIGGER guard_tender_bound_insert BEFORE INSERT ON tender WHEN (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id) OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id)) BEGIN SELECT RAISE(ABORT, 'guard: the event of a checkout or an added credit changes only with it'); END",
        "CREATE TRIGGER guard_tender_bound_cancel BEFORE UPDATE ON tender WHEN NEW.status = 'CANCELED' AND OLD.status <> 'CANCELED' AND NOT EXISTS (SELECT 1 FROM cancel_reason r WHERE r.code = NEW.cancel_reason AND (r.nsf_charge OR r.affect_cash_only_by <> 0 OR r.affect_credit_rating_by <> 0)) AND (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id AND c.state = 'PROCESSED') OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = a.id))) BEGIN SELECT RAISE(ABORT, 'guard: the event of a checkout or an added credit changes only with it'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION guard_adjustment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: adjustment rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_adjustment_update'; END $$",
        "CREATE TRIGGER guard_adjustment_update BEFORE UPDATE ON adjustment FOR EACH ROW EXECUTE FUNCTION guard_adjustment_update()",
        "CREATE FUNCTION guard_adjustment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: adjustment rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_adjustment_delete'; END $$",
        "CREATE TRIGGER guard_adjustment_delete BEFORE DELETE ON adjustment FOR EACH ROW EXECUTE FUNCTION guard_adjustment_delete()",
        "CREATE FUNCTION guard_approval_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: approval rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_approval_update'; END $$",
        "CREATE TRIGGER guard_approval_update BEFORE UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION guard_approval_update()",
        "CREATE FUNCTION guard_approval_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: approval rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_approval_delete'; END $$",
        "CREATE TRIGGER guard_approval_delete BEFORE DELETE ON approval FOR EACH ROW EXECUTE FUNCTION guard_approval_delete()",
        "CREATE FUNCTION guard_audit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: audit rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_audit_update'; END $$",
        "CREATE TRIGGER guard_audit_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION guard_audit_update()",
        "CREATE FUNCTION guard_audit_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: audit rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_audit_delete'; END $$",
        "CREATE TRIGGER guard_audit_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION guard_audit_delete()",
        "CREATE FUNCTION guard_financial_transaction_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: financial_transaction rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_financial_transaction_update'; END $$",
        "CREATE TRIGGER guard_financial_transaction_update BEFORE UPDATE ON financial_transaction FOR EACH ROW EXECUTE FUNCTION guard_financial_transaction_update()",
        "CREATE FUNCTION guard_financial_transaction_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: financial_transaction rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_financial_transaction_delete'; END $$",
        "CREATE TRIGGER guard_financial_transaction_delete BEFORE DELETE ON financial_transaction FOR EACH ROW EXECUTE FUNCTION guard_financial_transaction_delete()",
        "CREATE FUNCTION guard_gl_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: gl_line rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_gl_line_update'; END $$",
        "CREATE TRIGGER guard_gl_line_update BEFORE UPDATE ON gl_line FOR EACH ROW EXECUTE FUNCTION guard_gl_line_update()",
        "CREATE FUNCTION guard_gl_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: gl_line rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_gl_line_delete'; END $$",
        "CREATE TRIGGER guard_gl_line_delete BEFORE DELETE ON gl_line FOR EACH ROW EXECUTE FUNCTION guard_gl_line_delete()",
        "CREATE FUNCTION guard_import_run_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: import_run rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_import_run_update'; END $$",
        "CREATE TRIGGER guard_import_run_update BEFORE UPDATE ON import_run FOR EACH ROW EXECUTE FUNCTION guard_import_run_update()",
        "CREATE FUNCTION guard_import_run_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: import_run rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_import_run_delete'; END $$",
        "CREATE TRIGGER guard_import_run_delete BEFORE DELETE ON import_run FOR EACH ROW EXECUTE FUNCTION guard_import_run_delete()",
        "CREATE FUNCTION guard_refund_movement_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: refund_movement rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_refund_movement_update'; END $$",
        "CREATE TRIGGER guard_refund_movement_update BEFORE UPDATE ON refund_movement FOR EACH ROW EXECUTE FUNCTION guard_refund_movement_update()",
        "CREATE FUNCTION guard_refund_movement_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: refund_movement rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_refund_movement_delete'; END $$",
        "CREATE TRIGGER guard_refund_movement_delete BEFORE DELETE ON refund_movement FOR EACH ROW EXECUTE FUNCTION guard_refund_movement_delete()",
        "CREATE FUNCTION guard_request_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: request rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_request_update'; END $$",
        "CREATE TRIGGER guard_request_update BEFORE UPDATE ON request FOR EACH ROW EXECUTE FUNCTION guard_request_update()",
        "CREATE FUNCTION guard_request_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: request rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_request_delete'; END $$",
        "CREATE TRIGGER guard_request_delete BEFORE DELETE ON request FOR EACH ROW EXECUTE FUNCTION guard_request_delete()",
        "CREATE FUNCTION guard_upkeep_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: upkeep rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_upkeep_update'; END $$",
        "CREATE TRIGGER guard_upkeep_update BEFORE UPDATE ON upkeep FOR EACH ROW EXECUTE FUNCTION guard_upkeep_update()",
        "CREATE FUNCTION guard_upkeep_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: upkeep rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_upkeep_delete'; END $$",
        "CREATE TRIGGER guard_upkeep_delete BEFORE DELETE ON upkeep FOR EACH ROW EXECUTE FUNCTION guard_upkeep_delete()",
        "CREATE FUNCTION guard_over_under_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: over_under rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_over_under_update'; END $$",
        "CREATE TRIGGER guard_over_under_update BEFORE UPDATE ON over_under FOR EACH ROW EXECUTE FUNCTION guard_over_under_update()",
        "CREATE FUNCTION guard_over_under_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: over_under rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_over_under_delete'; END $$",
        "CREATE TRIGGER guard_over_under_delete BEFORE DELETE ON over_under FOR EACH ROW EXECUTE FUNCTION guard_over_under_delete()",
        "CREATE FUNCTION guard_drawer_opening_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: drawer_opening rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_drawer_opening_update'; END $$",
        "CREATE TRIGGER guard_drawer_opening_update BEFORE UPDATE ON drawer_opening FOR EACH ROW EXECUTE FUNCTION guard_drawer_opening_update()",
        "CREATE FUNCTION guard_drawer_opening_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: drawer_opening rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_drawer_opening_delete'; END $$",
        "CREATE TRIGGER guard_drawer_opening_delete BEFORE DELETE ON drawer_opening FOR EACH ROW EXECUTE FUNCTION guard_drawer_opening_delete()",
        "CREATE FUNCTION guard_ledger_batch_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: ledger_batch rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_ledger_batch_update'; END $$",
        "CREATE TRIGGER guard_ledger_batch_update BEFORE UPDATE ON ledger_batch FOR EACH ROW EXECUTE FUNCTION guard_ledger_batch_update()",
        "CREATE FUNCTION guard_ledger_batch_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: ledger_batch rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_ledger_batch_delete'; END $$",
        "CREATE TRIGGER guard_ledger_batch_delete BEFORE DELETE ON ledger_batch FOR EACH ROW EXECUTE FUNCTION guard_ledger_batch_delete()",
        "CREATE FUNCTION guard_ledger_batch_transaction_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: ledger_batch_transaction rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_ledger_batch_transaction_update'; END $$",
        "CREATE TRIGGER guard_ledger_batch_transaction_update BEFORE UPDATE ON ledger_batch_transaction FOR EACH ROW EXECUTE FUNCTION guard_ledger_batch_transaction_update()",
        "CREATE FUNCTION guard_ledger_batch_transaction_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: ledger_batch_transaction rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_ledger_batch_transaction_delete'; END $$",
        "CREATE TRIGGER guard_ledger_batch_transaction_delete BEFORE DELETE ON ledger_batch_transaction FOR EACH ROW EXECUTE FUNCTION guard_ledger_batch_transaction_delete()",
        "CREATE FUNCTION guard_ledger_batch_account_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: ledger_batch_account rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_ledger_batch_account_update'; END $$",
        "CREATE TRIGGER guard_ledger_batch_account_update BEFORE UPDATE ON ledger_batch_account FOR EACH ROW EXECUTE FUNCTION guard_ledger_batch_account_update()",
        "CREATE FUNCTION guard_ledger_batch_account_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: ledger_batch_account rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_ledger_batch_account_delete'; END $$",
        "CREATE TRIGGER guard_ledger_batch_account_delete BEFORE DELETE ON ledger_batch_account FOR EACH ROW EXECUTE FUNCTION guard_ledger_batch_account_delete()",
        "CREATE FUNCTION guard_print_log_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.outcome <> '' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.object_id IS DISTINCT FROM OLD.object_id OR NEW.copy IS DISTINCT FROM OLD.copy OR NEW.printed_at IS DISTINCT FROM OLD.printed_at OR NEW.printed_by IS DISTINCT FROM OLD.printed_by OR NEW.printer IS DISTINCT FROM OLD.printer OR NEW.seal IS DISTINCT FROM OLD.seal) THEN RAISE EXCEPTION 'guard: a print log row takes its outcome once' USING ERRCODE = '23000', CONSTRAINT = 'guard_print_log_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_print_log_update BEFORE UPDATE ON print_log FOR EACH ROW EXECUTE FUNCTION guard_print_log_update()",
        "CREATE FUNCTION guard_print_log_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: print log rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_print_log_delete'; END $$",
        "CREATE TRIGGER guard_print_log_delete BEFORE DELETE ON print_log FOR EACH ROW EXECUTE FUNCTION guard_print_log_delete()",
        "CREATE FUNCTION guard_payment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'CANCELED' OR (OLD.status = 'FROZEN' AND NOT (NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.detail_id IS DISTINCT FROM OLD.detail_id OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.error_code IS DISTINCT FROM OLD.error_code OR NEW.error_text IS DISTINCT FROM OLD.error_text OR NEW.manual IS DISTINCT FROM OLD.manual OR NEW.match_type IS DISTINCT FROM OLD.match_type OR NEW.match_value IS DISTINCT FROM OLD.match_value OR NEW.non_cis_name IS DISTINCT FROM OLD.non_cis_name OR NEW.reference IS DISTINCT FROM OLD.reference OR NEW.comments IS DISTINCT FROM OLD.comments OR NEW.template IS DISTINCT FROM OLD.template OR NEW.long_comment IS DISTINCT FROM OLD.long_comment OR NEW.frozen_at IS DISTINCT FROM OLD.frozen_at OR NEW.frozen_by IS DISTINCT FROM OLD.frozen_by OR NEW.created_at IS DISTINCT FROM OLD.created_at))) THEN RAISE EXCEPTION 'guard: a frozen payment can only be canceled' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_update BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment_update()",
        "CREATE FUNCTION guard_payment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status IN ('FROZEN', 'CANCELED') THEN RAISE EXCEPTION 'guard: a payment that was frozen is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_payment_delete BEFORE DELETE ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment_delete()",
        "CREATE FUNCTION guard_pay_segment_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = NEW.payment_id) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status = 'CANCELED') THEN RAISE EXCEPTION 'guard: a posted payment takes no more segments' USING ERRCODE = '23000', CONSTRAINT = 'guard_pay_segment_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_pay_segment_insert BEFORE INSERT ON pay_segment FOR EACH ROW EXECUTE FUNCTION guard_pay_segment_insert()",
        "CREATE FUNCTION guard_pay_segment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: segments of a frozen payment never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_pay_segment_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_pay_segment_update BEFORE UPDATE ON pay_segment FOR EACH ROW EXECUTE FUNCTION guard_pay_segment_update()",
        "CREATE FUNCTION guard_pay_segment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: segments of a frozen payment are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_pay_segment_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_pay_segment_delete BEFORE DELETE ON pay_segment FOR EACH ROW EXECUTE FUNCTION guard_pay_segment_delete()",
        "CREATE FUNCTION guard_tender_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.tender_control_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tender_control c WHERE c.id = NEW.tender_control_id AND c.status = 'OPEN') THEN RAISE EXCEPTION 'guard: a tender goes into an open tender control' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_insert BEFORE INSERT ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_insert()",
        "CREATE FUNCTION guard_tender_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'CANCELED' OR (EXISTS (SELECT 1 FROM tender_control c WHERE c.id = OLD.tender_control_id AND c.status = 'BALANCED') AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code OR NEW.status IS DISTINCT FROM OLD.status OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.check_number IS DISTINCT FROM OLD.check_number OR NEW.micr_last4 IS DISTINCT FROM OLD.micr_last4 OR NEW.customer_id IS DISTINCT FROM OLD.customer_id OR NEW.external_reference IS DISTINCT FROM OLD.external_reference OR NEW.name IS DISTINCT FROM OLD.name OR NEW.counted IS DISTINCT FROM OLD.counted OR NEW.cancel_reason IS DISTINCT FROM OLD.cancel_reason OR NEW.canceled_at IS DISTINCT FROM OLD.canceled_at OR NEW.canceled_by IS DISTINCT FROM OLD.canceled_by OR NEW.charged_bank IS DISTINCT FROM OLD.charged_bank OR NEW.charged_account IS DISTINCT FROM OLD.charged_account OR NEW.demerit_due IS DISTINCT FROM OLD.demerit_due OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) AND NOT (NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.payor_account_id IS DISTINCT FROM OLD.payor_account_id OR NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.check_number IS DISTINCT FROM OLD.check_number OR NEW.micr_last4 IS DISTINCT FROM OLD.micr_last4 OR NEW.customer_id IS DISTINCT FROM OLD.customer_id OR NEW.external_reference IS DISTINCT FROM OLD.external_reference OR NEW.name IS DISTINCT FROM OLD.name OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by))) OR (NEW.tender_control_id <> OLD.tender_control_id AND EXISTS (SELECT 1 FROM tender_control c WHERE c.id = NEW.tender_control_id AND c.status = 'BALANCED')) THEN RAISE EXCEPTION 'guard: a canceled tender does not change, one in a balanced drawer only its payor' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_update BEFORE UPDATE ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_update()",
        "CREATE FUNCTION guard_tender_money() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR ((NEW.counted IS DISTINCT FROM OLD.counted OR NEW.charged_bank IS DISTINCT FROM OLD.charged_bank OR NEW.charged_account IS DISTINCT FROM OLD.charged_account OR NEW.demerit_due IS DISTINCT FROM OLD.demerit_due) AND NOT (NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.payor_account_id IS DISTINCT FROM OLD.payor_account_id OR NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.check_number IS DISTINCT FROM OLD.check_number OR NEW.micr_last4 IS DISTINCT FROM OLD.micr_last4 OR NEW.customer_id IS DISTINCT FROM OLD.customer_id OR NEW.external_reference IS DISTINCT FROM OLD.external_reference OR NEW.name IS DISTINCT FROM OLD.name OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by))) OR ((NEW.control_currency IS DISTINCT FROM OLD.control_currency OR NEW.rate IS DISTINCT FROM OLD.rate OR NEW.cash_back IS DISTINCT FROM OLD.cash_back OR NEW.rounding IS DISTINCT FROM OLD.rounding OR NEW.distribution_code IS DISTINCT FROM OLD.distribution_code) AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status IN ('FROZEN', 'CANCELED'))) OR ((NEW.amount IS DISTINCT FROM OLD.amount OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.payor_account_id IS DISTINCT FROM OLD.payor_account_id) AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status = 'FROZEN')) THEN RAISE EXCEPTION 'guard: a tender does not change: its account once a payment was frozen, its amount while one is' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_money'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_money BEFORE UPDATE ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_money()",
        "CREATE FUNCTION guard_tender_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'CANCELED' OR EXISTS (SELECT 1 FROM tender_control c WHERE c.id = OLD.tender_control_id AND c.status = 'BALANCED') OR EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: a tender that was canceled, balanced or paid something is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_tender_delete BEFORE DELETE ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_delete()",
        "CREATE FUNCTION guard_payment_event_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.office IS DISTINCT FROM OLD.office OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR (OLD.document_number IS NOT NULL AND NEW.document_number IS DISTINCT FROM OLD.document_number) OR (OLD.receipt_seq IS NOT NULL AND (NEW.receipt_seq IS DISTINCT FROM OLD.receipt_seq OR NEW.receipt_control_id IS DISTINCT FROM OLD.receipt_control_id)) THEN RAISE EXCEPTION 'guard: an event keeps its request id, currency and printed numbers' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_event_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_event_update BEFORE UPDATE ON payment_event FOR EACH ROW EXECUTE FUNCTION guard_payment_event_update()",
        "CREATE FUNCTION guard_payment_event_date() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.payment_date IS DISTINCT FROM OLD.payment_date) AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = OLD.id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: the payment date stays once a payment was frozen' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_event_date'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_event_date BEFORE UPDATE ON payment_event FOR EACH ROW EXECUTE FUNCTION guard_payment_event_date()",
        "CREATE FUNCTION guard_distribution_detail_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.rule IS DISTINCT FROM OLD.rule OR NEW.value IS DISTINCT FROM OLD.value OR NEW.value_description IS DISTINCT FROM OLD.value_description OR NEW.amount IS DISTINCT FROM OLD.amount) OR (OLD.replaced AND NOT NEW.replaced) THEN RAISE EXCEPTION 'guard: a distribution detail stays as it was given; a transfer replaces it for good' USING ERRCODE = '23000', CONSTRAINT = 'guard_distribution_detail_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_distribution_detail_update BEFORE UPDATE ON distribution_detail FOR EACH ROW EXECUTE FUNCTION guard_distribution_detail_update()",
        "CREATE FUNCTION guard_payment_event_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.document_number IS NOT NULL OR OLD.receipt_seq IS NOT NULL THEN RAISE EXCEPTION 'guard: an event with a printed number is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_event_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_payment_event_delete BEFORE DELETE ON payment_event FOR EACH ROW EXECUTE FUNCTION guard_payment_event_delete()",
        "CREATE FUNCTION guard_tender_control_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'BALANCED' OR OLD.last_receipt > 0 THEN RAISE EXCEPTION 'guard: a drawer that was balanced or gave receipts is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_tender_control_delete BEFORE DELETE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_delete()",
        "CREATE FUNCTION guard_tender_control_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.created_at IS DISTINCT FROM OLD.created_at) OR ((NEW.tender_source IS DISTINCT FROM OLD.tender_source) AND (OLD.status <> 'OPEN' OR EXISTS (SELECT 1 FROM tender k WHERE k.tender_control_id = OLD.id) OR EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id))) THEN RAISE EXCEPTION 'guard: a drawer keeps its currency and day, and its source once something went through it' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_update BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_update()",
        "CREATE FUNCTION guard_deposit_control_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR ((NEW.source_type IS DISTINCT FROM OLD.source_type OR NEW.currency IS DISTINCT FROM OLD.currency) AND (EXISTS (SELECT 1 FROM tender_control k WHERE k.deposit_control_id = OLD.id) OR EXISTS (SELECT 1 FROM tender_deposit k WHERE k.deposit_control_id = OLD.id))) THEN RAISE EXCEPTION 'guard: a deposit control keeps its office and day, and what it is for once something lies in it' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_control_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_deposit_control_update BEFORE UPDATE ON deposit_control FOR EACH ROW EXECUTE FUNCTION guard_deposit_control_update()",
        "CREATE FUNCTION guard_deposit_control_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'OPEN' THEN RAISE EXCEPTION 'guard: a deposit control that is being balanced or is balanced is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_control_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_deposit_control_delete BEFORE DELETE ON deposit_control FOR EACH ROW EXECUTE FUNCTION guard_deposit_control_delete()",
        "CREATE FUNCTION guard_bill_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.bill_date IS DISTINCT FROM OLD.bill_date OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.tax IS DISTINCT FROM OLD.tax OR NEW.import_key IS DISTINCT FROM OLD.import_key) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.id) THEN RAISE EXCEPTION 'guard: a posted bill row never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_bill_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_bill_update BEFORE UPDATE ON bill FOR EACH ROW EXECUTE FUNCTION guard_bill_update()",
        "CREATE FUNCTION guard_bill_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.id) THEN RAISE EXCEPTION 'guard: a posted bill row is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_bill_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_bill_delete BEFORE DELETE ON bill FOR EACH ROW EXECUTE FUNCTION guard_bill_delete()",
        "CREATE FUNCTION guard_bill_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.description IS DISTINCT FROM OLD.description OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.residue IS DISTINCT FROM OLD.residue) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.bill_id) THEN RAISE EXCEPTION 'guard: a posted bill_line row never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_bill_line_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_bill_line_update BEFORE UPDATE ON bill_line FOR EACH ROW EXECUTE FUNCTION guard_bill_line_update()",
        "CREATE FUNCTION guard_bill_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.bill_id) THEN RAISE EXCEPTION 'guard: a posted bill_line row is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_bill_line_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_bill_line_delete BEFORE DELETE ON bill_line FOR EACH ROW EXECUTE FUNCTION guard_bill_line_delete()",
        "CREATE FUNCTION guard_item_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.item_id IS DISTINCT FROM OLD.item_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount IS DISTINCT FROM OLD.amount) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.item_id) THEN RAISE EXCEPTION 'guard: a posted item_line row never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_item_line_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_item_line_update BEFORE UPDATE ON item_line FOR EACH ROW EXECUTE FUNCTION guard_item_line_update()",
        "CREATE FUNCTION guard_item_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.item_id) THEN RAISE EXCEPTION 'guard: a posted item_line row is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_item_line_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_item_line_delete BEFORE DELETE ON item_line FOR EACH ROW EXECUTE FUNCTION guard_item_line_delete()",
        "CREATE FUNCTION guard_agreement_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ((NEW.account_id IS DISTINCT FROM OLD.account_id) OR (NEW.sa_type IS DISTINCT FROM OLD.sa_type)) AND EXISTS (SELECT 1 FROM financial_transaction f WHERE f.agreement_id = OLD.id) THEN RAISE EXCEPTION 'guard: an agreement with transactions stays with its account and its type' USING ERRCODE = '23000', CONSTRAINT = 'guard_agreement_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_agreement_update BEFORE UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION guard_agreement_update()",
        "CREATE FUNCTION guard_credit_rating_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.tender_id IS NOT NULL THEN RAISE EXCEPTION 'guard: a rating that a cancellation made is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_credit_rating_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_credit_rating_delete BEFORE DELETE ON credit_rating FOR EACH ROW EXECUTE FUNCTION guard_credit_rating_delete()",
        "CREATE FUNCTION guard_missing_charge_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: a missing charge is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_missing_charge_delete'; END $$",
        "CREATE TRIGGER guard_missing_charge_delete BEFORE DELETE ON missing_charge FOR EACH ROW EXECUTE FUNCTION guard_missing_charge_delete()",
        "CREATE FUNCTION guard_missing_charge_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR NEW.tender_id <> OLD.tender_id THEN RAISE EXCEPTION 'guard: a missing charge is settled once' USING ERRCODE = '23000', CONSTRAINT = 'guard_missing_charge_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_missing_charge_update BEFORE UPDATE ON missing_charge FOR EACH ROW EXECUTE FUNCTION guard_missing_charge_update()",
        "CREATE FUNCTION guard_match_event_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'CANCELED' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.created_at IS DISTINCT FROM OLD.created_at) THEN RAISE EXCEPTION 'guard: a canceled match event stays, any other keeps its account and bill' USING ERRCODE = '23000', CONSTRAINT = 'guard_match_event_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_match_event_update BEFORE UPDATE ON match_event FOR EACH ROW EXECUTE FUNCTION guard_match_event_update()",
        "CREATE FUNCTION guard_match_event_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'OPEN' THEN RAISE EXCEPTION 'guard: only an open match event is removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_match_event_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_match_event_delete BEFORE DELETE ON match_event FOR EACH ROW EXECUTE FUNCTION guard_match_event_delete()",
        "CREATE FUNCTION guard_match_event_ft_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM match_event m WHERE m.status = 'CANCELED' AND m.id = NEW.match_event_id) OR EXISTS (SELECT 1 FROM match_event_ft l JOIN match_event m ON m.id = l.match_event_id WHERE l.ft_id = NEW.ft_id AND m.status <> 'CANCELED') THEN RAISE EXCEPTION 'guard: a transaction is on one live match event only' USING ERRCODE = '23000', CONSTRAINT = 'guard_match_event_ft_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_match_event_ft_insert BEFORE INSERT ON match_event_ft FOR EACH ROW EXECUTE FUNCTION guard_match_event_ft_insert()",
        "CREATE FUNCTION guard_match_event_ft_bill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM match_event m JOIN financial_transaction f ON f.id = NEW.ft_id JOIN agreement a ON a.id = f.agreement_id WHERE m.id = NEW.match_event_id AND (a.account_id <> m.account_id OR (f.ft_type = 'BS' AND (m.bill_id IS NULL OR m.bill_id <> f.parent_id)))) THEN RAISE EXCEPTION 'guard: charges of a bill are on the match event of that bill, all else on one of its account' USING ERRCODE = '23000', CONSTRAINT = 'guard_match_event_ft_bill'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_match_event_ft_bill BEFORE INSERT ON match_event_ft FOR EACH ROW EXECUTE FUNCTION guard_match_event_ft_bill()",
        "CREATE FUNCTION guard_match_event_ft_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: match_event_ft rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_match_event_ft_update'; END $$",
        "CREATE TRIGGER guard_match_event_ft_update BEFORE UPDATE ON match_event_ft FOR EACH ROW EXECUTE FUNCTION guard_match_event_ft_update()",
        "CREATE FUNCTION guard_match_event_ft_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM match_event m WHERE m.id = OLD.match_event_id AND m.status <> 'OPEN') THEN RAISE EXCEPTION 'guard: only an open match event releases transactions' USING ERRCODE = '23000', CONSTRAINT = 'guard_match_event_ft_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_match_event_ft_delete BEFORE DELETE ON match_event_ft FOR EACH ROW EXECUTE FUNCTION guard_match_event_ft_delete()",
        "CREATE FUNCTION guard_number_sequence_backwards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.last < OLD.last THEN RAISE EXCEPTION 'guard: number_sequence.last never goes back' USING ERRCODE = '23000', CONSTRAINT = 'guard_number_sequence_backwards'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_number_sequence_backwards BEFORE UPDATE ON number_sequence FOR EACH ROW EXECUTE FUNCTION guard_number_sequence_backwards()",
        "CREATE FUNCTION guard_tender_control_backwards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.last_receipt < OLD.last_receipt THEN RAISE EXCEPTION 'guard: tender_control.last_receipt never goes back' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_backwards'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_backwards BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_backwards()",
        "CREATE FUNCTION guard_id_counter_backwards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.next_id < OLD.next_id THEN RAISE EXCEPTION 'guard: id_counter.next_id never goes back' USING ERRCODE = '23000', CONSTRAINT = 'guard_id_counter_backwards'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_id_counter_backwards BEFORE UPDATE ON id_counter FOR EACH ROW EXECUTE FUNCTION guard_id_counter_backwards()",
        "CREATE FUNCTION guard_audit_head_backwards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.chain <> OLD.chain OR NEW.length <= OLD.length THEN RAISE EXCEPTION 'guard: an audit chain never gets shorter' USING ERRCODE = '23000', CONSTRAINT = 'guard_audit_head_backwards'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_audit_head_backwards BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION guard_audit_head_backwards()",
        "CREATE FUNCTION guard_audit_head_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: the head of an audit chain is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_audit_head_delete'; END $$",
        "CREATE TRIGGER guard_audit_head_delete BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION guard_audit_head_delete()",
        "CREATE FUNCTION guard_number_sequence_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: a number series is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_number_sequence_delete'; END $$",
        "CREATE TRIGGER guard_number_sequence_delete BEFORE DELETE ON number_sequence FOR EACH ROW EXECUTE FUNCTION guard_number_sequence_delete()",
        "CREATE FUNCTION guard_id_counter_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: the counter of identities is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_id_counter_delete'; END $$",
        "CREATE TRIGGER guard_id_counter_delete BEFORE DELETE ON id_counter FOR EACH ROW EXECUTE FUNCTION guard_id_counter_delete()",
        "CREATE FUNCTION guard_distribution_detail_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.replaced OR EXISTS (SELECT 1 FROM payment p WHERE p.detail_id = OLD.id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: a distribution detail that made a frozen payment is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_distribution_detail_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_distribution_detail_delete BEFORE DELETE ON distribution_detail FOR EACH ROW EXECUTE FUNCTION guard_distribution_detail_delete()",
        "CREATE FUNCTION guard_payment_line_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = NEW.payment_id) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status = 'CANCELED') THEN RAISE EXCEPTION 'guard: a posted payment takes no more lines' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_line_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_line_insert BEFORE INSERT ON payment_line FOR EACH ROW EXECUTE FUNCTION guard_payment_line_insert()",
        "CREATE FUNCTION guard_payment_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: lines of a frozen payment never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_line_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_line_update BEFORE UPDATE ON payment_line FOR EACH ROW EXECUTE FUNCTION guard_payment_line_update()",
        "CREATE FUNCTION guard_payment_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: lines of a frozen payment are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_line_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_payment_line_delete BEFORE DELETE ON payment_line FOR EACH ROW EXECUTE FUNCTION guard_payment_line_delete()",
        "CREATE FUNCTION guard_characteristic_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: a frozen payment takes no more characteristics' USING ERRCODE = '23000', CONSTRAINT = 'guard_characteristic_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_characteristic_insert BEFORE INSERT ON characteristic FOR EACH ROW EXECUTE FUNCTION guard_characteristic_insert()",
        "CREATE FUNCTION guard_characteristic_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) OR EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: characteristics of a frozen payment never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_characteristic_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_characteristic_update BEFORE UPDATE ON characteristic FOR EACH ROW EXECUTE FUNCTION guard_characteristic_update()",
        "CREATE FUNCTION guard_characteristic_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment p WHERE p.id = OLD.payment_id AND p.status IN ('FROZEN', 'CANCELED')) THEN RAISE EXCEPTION 'guard: characteristics of a frozen payment are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_characteristic_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_characteristic_delete BEFORE DELETE ON characteristic FOR EACH ROW EXECUTE FUNCTION guard_characteristic_delete()",
        "CREATE FUNCTION guard_clearing_request_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_id IS DISTINCT FROM OLD.tender_id OR NEW.created_at IS DISTINCT FROM OLD.created_at) OR (OLD.status <> 'PENDING' AND ((NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_id IS DISTINCT FROM OLD.tender_id OR NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.mandate_id IS DISTINCT FROM OLD.mandate_id OR NEW.source IS DISTINCT FROM OLD.source OR NEW.account_sealed IS DISTINCT FROM OLD.account_sealed OR NEW.account_last4 IS DISTINCT FROM OLD.account_last4 OR NEW.expires_on IS DISTINCT FROM OLD.expires_on OR NEW.entity_name IS DISTINCT FROM OLD.entity_name OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.extract_date IS DISTINCT FROM OLD.extract_date OR NEW.ledger_date IS DISTINCT FROM OLD.ledger_date OR NEW.batch_code IS DISTINCT FROM OLD.batch_code OR NEW.batch_run IS DISTINCT FROM OLD.batch_run OR NEW.created_at IS DISTINCT FROM OLD.created_at) OR (NEW.status <> OLD.status AND NOT (OLD.status = 'EXTRACTED' AND NEW.status = 'REJECTED')))) THEN RAISE EXCEPTION 'guard: a request that is no longer pending only goes from sent to rejected' USING ERRCODE = '23000', CONSTRAINT = 'guard_clearing_request_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_clearing_request_update BEFORE UPDATE ON clearing_request FOR EACH ROW EXECUTE FUNCTION guard_clearing_request_update()",
        "CREATE FUNCTION guard_clearing_request_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'PENDING' THEN RAISE EXCEPTION 'guard: only a pending request is removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_clearing_request_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_clearing_request_delete BEFORE DELETE ON clearing_request FOR EACH ROW EXECUTE FUNCTION guard_clearing_request_delete()",
        "CREATE FUNCTION guard_account_autopay_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) THEN RAISE EXCEPTION 'guard: a mandate stays with its account' USING ERRCODE = '23000', CONSTRAINT = 'guard_account_autopay_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_account_autopay_update BEFORE UPDATE ON account_autopay FOR EACH ROW EXECUTE FUNCTION guard_account_autopay_update()",
        "CREATE FUNCTION guard_account_autopay_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: a mandate is ended, never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_account_autopay_delete'; END $$",
        "CREATE TRIGGER guard_account_autopay_delete BEFORE DELETE ON account_autopay FOR EACH ROW EXECUTE FUNCTION guard_account_autopay_delete()",
        "CREATE FUNCTION guard_bill_debit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.bill_id <> OLD.bill_id OR NEW.attempt < OLD.attempt OR (OLD.status = 'CREATED' AND ((NEW.bill_id IS DISTINCT FROM OLD.bill_id OR NEW.mandate_id IS DISTINCT FROM OLD.mandate_id OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.payment_date IS DISTINCT FROM OLD.payment_date OR NEW.extract_date IS DISTINCT FROM OLD.extract_date OR NEW.ledger_date IS DISTINCT FROM OLD.ledger_date OR NEW.attempt IS DISTINCT FROM OLD.attempt) OR (NEW.status = 'CREATED' AND NEW.event_id <> OLD.event_id))) THEN RAISE EXCEPTION 'guard: the stamp of a bill whose payment was made stays; its attempts only grow' USING ERRCODE = '23000', CONSTRAINT = 'guard_bill_debit_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_bill_debit_update BEFORE UPDATE ON bill_debit FOR EACH ROW EXECUTE FUNCTION guard_bill_debit_update()",
        "CREATE FUNCTION guard_bill_debit_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: the stamp of a bill is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_bill_debit_delete'; END $$",
        "CREATE TRIGGER guard_bill_debit_delete BEFORE DELETE ON bill_debit FOR EACH ROW EXECUTE FUNCTION guard_bill_debit_delete()",
        "CREATE FUNCTION guard_scheduled_payment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.scheduled_date IS DISTINCT FROM OLD.scheduled_date OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.comments IS DISTINCT FROM OLD.comments OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR (OLD.status = 'CREATED' AND NEW.status <> 'CREATED' AND NEW.status <> 'STOPPED') OR (OLD.status = 'CREATED' AND NEW.status = 'CREATED' AND NEW.event_id <> OLD.event_id) THEN RAISE EXCEPTION 'guard: what a plan pays when stays; a payment that was made is only let go' USING ERRCODE = '23000', CONSTRAINT = 'guard_scheduled_payment_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_scheduled_payment_update BEFORE UPDATE ON scheduled_payment FOR EACH ROW EXECUTE FUNCTION guard_scheduled_payment_update()",
        "CREATE FUNCTION guard_scheduled_payment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: a scheduled payment is stopped, never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_scheduled_payment_delete'; END $$",
        "CREATE TRIGGER guard_scheduled_payment_delete BEFORE DELETE ON scheduled_payment FOR EACH ROW EXECUTE FUNCTION guard_scheduled_payment_delete()",
        "CREATE FUNCTION guard_quick_batch_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.payment_date IS DISTINCT FROM OLD.payment_date OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) THEN RAISE EXCEPTION 'guard: nothing but the tape of a batch changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_quick_batch_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_quick_batch_update BEFORE UPDATE ON quick_batch FOR EACH ROW EXECUTE FUNCTION guard_quick_batch_update()",
        "CREATE FUNCTION guard_quick_batch_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: quick_batch rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_quick_batch_delete'; END $$",
        "CREATE TRIGGER guard_quick_batch_delete BEFORE DELETE ON quick_batch FOR EACH ROW EXECUTE FUNCTION guard_quick_batch_delete()",
        "CREATE FUNCTION guard_quick_row_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.batch_id IS DISTINCT FROM OLD.batch_id OR NEW.line IS DISTINCT FROM OLD.line OR NEW.request_id IS DISTINCT FROM OLD.request_id) OR OLD.outcome IN ('done', 'error', 'given_up') THEN RAISE EXCEPTION 'guard: a row of a batch keeps its place and request, and once it is settled, everything' USING ERRCODE = '23000', CONSTRAINT = 'guard_quick_row_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_quick_row_update BEFORE UPDATE ON quick_row FOR EACH ROW EXECUTE FUNCTION guard_quick_row_update()",
        "CREATE FUNCTION guard_quick_row_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: quick_row rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_quick_row_delete'; END $$",
        "CREATE TRIGGER guard_quick_row_delete BEFORE DELETE ON quick_row FOR EACH ROW EXECUTE FUNCTION guard_quick_row_delete()",
        "CREATE FUNCTION guard_control_count_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.submitted_at IS NOT NULL OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.attempt IS DISTINCT FROM OLD.attempt OR NEW.counted_at IS DISTINCT FROM OLD.counted_at OR NEW.counted_by IS DISTINCT FROM OLD.counted_by) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_control_count_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_control_count_update BEFORE UPDATE ON control_count FOR EACH ROW EXECUTE FUNCTION guard_control_count_update()",
        "CREATE FUNCTION guard_control_count_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: counts are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_control_count_delete'; END $$",
        "CREATE TRIGGER guard_control_count_delete BEFORE DELETE ON control_count FOR EACH ROW EXECUTE FUNCTION guard_control_count_delete()",
        "CREATE FUNCTION guard_approval_look_backwards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.user_id <> OLD.user_id OR NEW.approval_id < OLD.approval_id THEN RAISE EXCEPTION 'guard: what an approver has looked at stays looked at' USING ERRCODE = '23000', CONSTRAINT = 'guard_approval_look_backwards'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_approval_look_backwards BEFORE UPDATE ON approval_look FOR EACH ROW EXECUTE FUNCTION guard_approval_look_backwards()",
        "CREATE FUNCTION guard_count_line_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_line_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_count_line_insert BEFORE INSERT ON count_line FOR EACH ROW EXECUTE FUNCTION guard_count_line_insert()",
        "CREATE FUNCTION guard_count_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_line_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_count_line_update BEFORE UPDATE ON count_line FOR EACH ROW EXECUTE FUNCTION guard_count_line_update()",
        "CREATE FUNCTION guard_count_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_line_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_count_line_delete BEFORE DELETE ON count_line FOR EACH ROW EXECUTE FUNCTION guard_count_line_delete()",
        "CREATE FUNCTION guard_count_denomination_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_denomination_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_count_denomination_insert BEFORE INSERT ON count_denomination FOR EACH ROW EXECUTE FUNCTION guard_count_denomination_insert()",
        "CREATE FUNCTION guard_count_denomination_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_denomination_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_count_denomination_update BEFORE UPDATE ON count_denomination FOR EACH ROW EXECUTE FUNCTION guard_count_denomination_update()",
        "CREATE FUNCTION guard_count_denomination_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_denomination_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_count_denomination_delete BEFORE DELETE ON count_denomination FOR EACH ROW EXECUTE FUNCTION guard_count_denomination_delete()",
        "CREATE FUNCTION guard_count_instrument_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_instrument_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_count_instrument_insert BEFORE INSERT ON count_instrument FOR EACH ROW EXECUTE FUNCTION guard_count_instrument_insert()",
        "CREATE FUNCTION guard_count_instrument_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM control_count k WHERE k.id = NEW.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_instrument_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_count_instrument_update BEFORE UPDATE ON count_instrument FOR EACH ROW EXECUTE FUNCTION guard_count_instrument_update()",
        "CREATE FUNCTION guard_count_instrument_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM control_count k WHERE k.id = OLD.count_id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: a submitted count never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_count_instrument_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_count_instrument_delete BEFORE DELETE ON count_instrument FOR EACH ROW EXECUTE FUNCTION guard_count_instrument_delete()",
        "CREATE FUNCTION guard_control_close_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.reopened_at IS NOT NULL OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.number IS DISTINCT FROM OLD.number OR NEW.version IS DISTINCT FROM OLD.version OR NEW.count_id IS DISTINCT FROM OLD.count_id OR NEW.closed_at IS DISTINCT FROM OLD.closed_at OR NEW.closed_by IS DISTINCT FROM OLD.closed_by OR NEW.events IS DISTINCT FROM OLD.events OR NEW.canceled IS DISTINCT FROM OLD.canceled OR NEW.exceptions IS DISTINCT FROM OLD.exceptions OR NEW.first_receipt IS DISTINCT FROM OLD.first_receipt OR NEW.last_receipt IS DISTINCT FROM OLD.last_receipt OR NEW.chain_head IS DISTINCT FROM OLD.chain_head OR NEW.chain_length IS DISTINCT FROM OLD.chain_length) THEN RAISE EXCEPTION 'guard: a Z report never changes; it is reopened once' USING ERRCODE = '23000', CONSTRAINT = 'guard_control_close_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_control_close_update BEFORE UPDATE ON control_close FOR EACH ROW EXECUTE FUNCTION guard_control_close_update()",
        "CREATE FUNCTION guard_control_close_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: Z reports are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_control_close_delete'; END $$",
        "CREATE TRIGGER guard_control_close_delete BEFORE DELETE ON control_close FOR EACH ROW EXECUTE FUNCTION guard_control_close_delete()",
        "CREATE FUNCTION guard_close_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: lines of a Z report never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_close_line_update'; END $$",
        "CREATE TRIGGER guard_close_line_update BEFORE UPDATE ON close_line FOR EACH ROW EXECUTE FUNCTION guard_close_line_update()",
        "CREATE FUNCTION guard_close_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: lines of a Z report are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_close_line_delete'; END $$",
        "CREATE TRIGGER guard_close_line_delete BEFORE DELETE ON close_line FOR EACH ROW EXECUTE FUNCTION guard_close_line_delete()",
        "CREATE FUNCTION guard_turn_in_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status <> 'AWAITING' OR NOT EXISTS (SELECT 1 FROM tender_control c JOIN deposit_control d ON d.id = c.deposit_control_id WHERE c.id = NEW.tender_control_id AND d.id = NEW.deposit_control_id AND c.status <> 'BALANCED' AND d.status <> 'BALANCED') THEN RAISE EXCEPTION 'guard: a turn-in waits at first, between a drawer and its deposit control, neither balanced' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_turn_in_insert BEFORE INSERT ON turn_in FOR EACH ROW EXECUTE FUNCTION guard_turn_in_insert()",
        "CREATE FUNCTION guard_turn_in_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'APPROVED' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.direction IS DISTINCT FROM OLD.direction OR NEW.created_by IS DISTINCT FROM OLD.created_by) THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_turn_in_update BEFORE UPDATE ON turn_in FOR EACH ROW EXECUTE FUNCTION guard_turn_in_update()",
        "CREATE FUNCTION guard_turn_in_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'APPROVED' THEN RAISE EXCEPTION 'guard: an approved turn-in is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_turn_in_delete BEFORE DELETE ON turn_in FOR EACH ROW EXECUTE FUNCTION guard_turn_in_delete()",
        "CREATE FUNCTION guard_turn_in_denomination_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_denomination_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_turn_in_denomination_insert BEFORE INSERT ON turn_in_denomination FOR EACH ROW EXECUTE FUNCTION guard_turn_in_denomination_insert()",
        "CREATE FUNCTION guard_turn_in_denomination_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') OR EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_denomination_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_turn_in_denomination_update BEFORE UPDATE ON turn_in_denomination FOR EACH ROW EXECUTE FUNCTION guard_turn_in_denomination_update()",
        "CREATE FUNCTION guard_turn_in_denomination_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_denomination_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_turn_in_denomination_delete BEFORE DELETE ON turn_in_denomination FOR EACH ROW EXECUTE FUNCTION guard_turn_in_denomination_delete()",
        "CREATE FUNCTION guard_turn_in_tender_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_tender_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_turn_in_tender_insert BEFORE INSERT ON turn_in_tender FOR EACH ROW EXECUTE FUNCTION guard_turn_in_tender_insert()",
        "CREATE FUNCTION guard_turn_in_tender_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') OR EXISTS (SELECT 1 FROM turn_in k WHERE k.id = NEW.turn_in_id AND k.status = 'APPROVED') THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_tender_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_turn_in_tender_update BEFORE UPDATE ON turn_in_tender FOR EACH ROW EXECUTE FUNCTION guard_turn_in_tender_update()",
        "CREATE FUNCTION guard_turn_in_tender_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM turn_in k WHERE k.id = OLD.turn_in_id AND k.status = 'APPROVED') THEN RAISE EXCEPTION 'guard: an approved turn-in never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_turn_in_tender_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_turn_in_tender_delete BEFORE DELETE ON turn_in_tender FOR EACH ROW EXECUTE FUNCTION guard_turn_in_tender_delete()",
        "CREATE FUNCTION guard_tender_deposit_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = NEW.deposit_control_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: a balanced deposit control takes no deposits' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_deposit_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_deposit_insert BEFORE INSERT ON tender_deposit FOR EACH ROW EXECUTE FUNCTION guard_tender_deposit_insert()",
        "CREATE FUNCTION guard_tender_deposit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = OLD.deposit_control_id AND d.status = 'BALANCED') OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.currency IS DISTINCT FROM OLD.currency) THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_deposit_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_deposit_update BEFORE UPDATE ON tender_deposit FOR EACH ROW EXECUTE FUNCTION guard_tender_deposit_update()",
        "CREATE FUNCTION guard_tender_deposit_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = OLD.deposit_control_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_deposit_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_tender_deposit_delete BEFORE DELETE ON tender_deposit FOR EACH ROW EXECUTE FUNCTION guard_tender_deposit_delete()",
        "CREATE FUNCTION guard_deposit_denomination_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_denomination_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_deposit_denomination_insert BEFORE INSERT ON deposit_denomination FOR EACH ROW EXECUTE FUNCTION guard_deposit_denomination_insert()",
        "CREATE FUNCTION guard_deposit_denomination_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') OR EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_denomination_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_deposit_denomination_update BEFORE UPDATE ON deposit_denomination FOR EACH ROW EXECUTE FUNCTION guard_deposit_denomination_update()",
        "CREATE FUNCTION guard_deposit_denomination_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_denomination_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_deposit_denomination_delete BEFORE DELETE ON deposit_denomination FOR EACH ROW EXECUTE FUNCTION guard_deposit_denomination_delete()",
        "CREATE FUNCTION guard_deposit_tender_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_tender_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_deposit_tender_insert BEFORE INSERT ON deposit_tender FOR EACH ROW EXECUTE FUNCTION guard_deposit_tender_insert()",
        "CREATE FUNCTION guard_deposit_tender_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') OR EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = NEW.deposit_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_tender_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_deposit_tender_update BEFORE UPDATE ON deposit_tender FOR EACH ROW EXECUTE FUNCTION guard_deposit_tender_update()",
        "CREATE FUNCTION guard_deposit_tender_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id WHERE k.id = OLD.deposit_id AND d.status = 'BALANCED') THEN RAISE EXCEPTION 'guard: deposits of a balanced deposit control never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_tender_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_deposit_tender_delete BEFORE DELETE ON deposit_tender FOR EACH ROW EXECUTE FUNCTION guard_deposit_tender_delete()",
        "CREATE FUNCTION guard_tender_control_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'BALANCED' AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_source IS DISTINCT FROM OLD.tender_source OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.all_users IS DISTINCT FROM OLD.all_users OR NEW.user_id IS DISTINCT FROM OLD.user_id OR NEW.starting_balance IS DISTINCT FROM OLD.starting_balance OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR NEW.float_confirmed_by IS DISTINCT FROM OLD.float_confirmed_by OR NEW.counted_before IS DISTINCT FROM OLD.counted_before OR NEW.comments IS DISTINCT FROM OLD.comments) THEN RAISE EXCEPTION 'guard: a balanced drawer does not change' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_balanced'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_balanced BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_balanced()",
        "CREATE FUNCTION guard_tender_turned_in() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ((NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.control_amount IS DISTINCT FROM OLD.control_amount OR NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id) OR (NOT NEW.counted AND OLD.counted)) AND EXISTS (SELECT 1 FROM turn_in_tender k JOIN turn_in i ON i.id = k.turn_in_id WHERE k.tender_id = OLD.id GROUP BY k.tender_id HAVING sum(CASE WHEN i.direction = 'OUT' THEN 1 ELSE -1 END) > 0) THEN RAISE EXCEPTION 'guard: a check that was turned in stays what it is, where it was taken' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_turned_in'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_turned_in BEFORE UPDATE ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_turned_in()",
        "CREATE FUNCTION guard_tender_slip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM deposit_tender k WHERE k.tender_id = OLD.id) AND ((NEW.tender_type IS DISTINCT FROM OLD.tender_type OR NEW.control_amount IS DISTINCT FROM OLD.control_amount) OR (NOT NEW.counted AND OLD.counted) OR ((NEW.tender_control_id IS DISTINCT FROM OLD.tender_control_id) AND NOT EXISTS (SELECT 1 FROM tender_control a JOIN tender_control b ON b.deposit_control_id = a.deposit_control_id WHERE a.id = OLD.tender_control_id AND b.id = NEW.tender_control_id))) THEN RAISE EXCEPTION 'guard: a check on a deposit slip stays what it is, under its deposit control' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_slip'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_slip BEFORE UPDATE ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_slip()",
        "CREATE FUNCTION guard_tender_control_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.deposit_control_id <> OLD.deposit_control_id AND (EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id) OR EXISTS (SELECT 1 FROM deposit_tender k JOIN tender t ON t.id = k.tender_id WHERE t.tender_control_id = OLD.id) OR NOT EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = NEW.deposit_control_id AND d.status = 'OPEN')) THEN RAISE EXCEPTION 'guard: a drawer whose money was turned in or deposited stays under its deposit control' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_moves'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_moves BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_moves()",
        "CREATE FUNCTION guard_tender_control_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.starting_balance <> OLD.starting_balance AND EXISTS (SELECT 1 FROM control_count k WHERE k.tender_control_id = OLD.id AND k.submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'guard: the starting balance of a counted drawer never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_counted'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_counted BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_counted()",
        "CREATE FUNCTION guard_tender_control_waiting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status = 'BALANCED' AND OLD.status <> 'BALANCED' AND EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id AND k.status = 'AWAITING') THEN RAISE EXCEPTION 'guard: a drawer is not balanced while a turn-in waits' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_waiting'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_waiting BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_waiting()",
        "CREATE FUNCTION guard_tender_control_of_deposit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = OLD.deposit_control_id AND d.status = 'BALANCED') AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.tender_source IS DISTINCT FROM OLD.tender_source OR NEW.deposit_control_id IS DISTINCT FROM OLD.deposit_control_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.all_users IS DISTINCT FROM OLD.all_users OR NEW.user_id IS DISTINCT FROM OLD.user_id OR NEW.status IS DISTINCT FROM OLD.status OR NEW.starting_balance IS DISTINCT FROM OLD.starting_balance OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR NEW.balanced_at IS DISTINCT FROM OLD.balanced_at OR NEW.balanced_by IS DISTINCT FROM OLD.balanced_by OR NEW.float_confirmed_by IS DISTINCT FROM OLD.float_confirmed_by OR NEW.counted_before IS DISTINCT FROM OLD.counted_before OR NEW.comments IS DISTINCT FROM OLD.comments OR NEW.version IS DISTINCT FROM OLD.version) THEN RAISE EXCEPTION 'guard: a drawer of a balanced deposit control does not change' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_control_of_deposit'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_control_of_deposit BEFORE UPDATE ON tender_control FOR EACH ROW EXECUTE FUNCTION guard_tender_control_of_deposit()",
        "CREATE FUNCTION guard_deposit_control_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'BALANCED' AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.source_type IS DISTINCT FROM OLD.source_type OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.business_date IS DISTINCT FROM OLD.business_date OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR NEW.ending_balance IS DISTINCT FROM OLD.ending_balance OR NEW.comments IS DISTINCT FROM OLD.comments) THEN RAISE EXCEPTION 'guard: a balanced deposit control does not change' USING ERRCODE = '23000', CONSTRAINT = 'guard_deposit_control_balanced'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_deposit_control_balanced BEFORE UPDATE ON deposit_control FOR EACH ROW EXECUTE FUNCTION guard_deposit_control_balanced()",
        "CREATE FUNCTION guard_payable_item_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.sa_type IS DISTINCT FROM OLD.sa_type OR NEW.issue_date IS DISTINCT FROM OLD.issue_date OR NEW.violation_code IS DISTINCT FROM OLD.violation_code OR NEW.location_class IS DISTINCT FROM OLD.location_class OR NEW.issued_at IS DISTINCT FROM OLD.issued_at OR NEW.issued_by IS DISTINCT FROM OLD.issued_by) THEN RAISE EXCEPTION 'guard: an item keeps number, account, agreement and kind' USING ERRCODE = '23000', CONSTRAINT = 'guard_payable_item_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payable_item_update BEFORE UPDATE ON payable_item FOR EACH ROW EXECUTE FUNCTION guard_payable_item_update()",
        "CREATE FUNCTION guard_payable_item_state() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state IN ('RELEASED', 'WRITTEN_OFF') AND NEW.state <> OLD.state THEN RAISE EXCEPTION 'guard: an item that was released or written off stays so' USING ERRCODE = '23000', CONSTRAINT = 'guard_payable_item_state'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payable_item_state BEFORE UPDATE ON payable_item FOR EACH ROW EXECUTE FUNCTION guard_payable_item_state()",
        "CREATE FUNCTION guard_payable_item_backwards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.version < OLD.version THEN RAISE EXCEPTION 'guard: the version of an item never goes back' USING ERRCODE = '23000', CONSTRAINT = 'guard_payable_item_backwards'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payable_item_backwards BEFORE UPDATE ON payable_item FOR EACH ROW EXECUTE FUNCTION guard_payable_item_backwards()",
        "CREATE FUNCTION guard_payable_item_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: an item is never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payable_item_delete'; END $$",
        "CREATE TRIGGER guard_payable_item_delete BEFORE DELETE ON payable_item FOR EACH ROW EXECUTE FUNCTION guard_payable_item_delete()",
        "CREATE FUNCTION guard_mail_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.body IS DISTINCT FROM OLD.body OR NEW.created_at IS DISTINCT FROM OLD.created_at) THEN RAISE EXCEPTION 'guard: what a mail says never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_mail_update BEFORE UPDATE ON mail FOR EACH ROW EXECUTE FUNCTION guard_mail_update()",
        "CREATE FUNCTION guard_mail_life() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state IN ('SENT', 'CANCELED') AND NEW.state NOT IN (OLD.state, 'QUEUED') THEN RAISE EXCEPTION 'guard: a mail that was sent or canceled is only queued again' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_life'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_mail_life BEFORE UPDATE ON mail FOR EACH ROW EXECUTE FUNCTION guard_mail_life()",
        "CREATE FUNCTION guard_mail_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: mails are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_delete'; END $$",
        "CREATE TRIGGER guard_mail_delete BEFORE DELETE ON mail FOR EACH ROW EXECUTE FUNCTION guard_mail_delete()",
        "CREATE FUNCTION guard_mail_attachment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: files of a mail never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_attachment_update'; END $$",
        "CREATE TRIGGER guard_mail_attachment_update BEFORE UPDATE ON mail_attachment FOR EACH ROW EXECUTE FUNCTION guard_mail_attachment_update()",
        "CREATE FUNCTION guard_mail_attachment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: files of a mail are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_attachment_delete'; END $$",
        "CREATE TRIGGER guard_mail_attachment_delete BEFORE DELETE ON mail_attachment FOR EACH ROW EXECUTE FUNCTION guard_mail_attachment_delete()",
        "CREATE FUNCTION guard_mail_try_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.ended_at IS NOT NULL OR (NEW.mail_id IS DISTINCT FROM OLD.mail_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.started_at IS DISTINCT FROM OLD.started_at OR NEW.workstation IS DISTINCT FROM OLD.workstation) THEN RAISE EXCEPTION 'guard: a try that ended never changes' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_try_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_mail_try_update BEFORE UPDATE ON mail_try FOR EACH ROW EXECUTE FUNCTION guard_mail_try_update()",
        "CREATE FUNCTION guard_mail_try_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: tries are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_mail_try_delete'; END $$",
        "CREATE TRIGGER guard_mail_try_delete BEFORE DELETE ON mail_try FOR EACH ROW EXECUTE FUNCTION guard_mail_try_delete()",
        "CREATE FUNCTION guard_payroll_deduction_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: payroll_deduction rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_payroll_deduction_update'; END $$",
        "CREATE TRIGGER guard_payroll_deduction_update BEFORE UPDATE ON payroll_deduction FOR EACH ROW EXECUTE FUNCTION guard_payroll_deduction_update()",
        "CREATE FUNCTION guard_payroll_batch_deduction_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: payroll_batch_deduction rows never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_payroll_batch_deduction_update'; END $$",
        "CREATE TRIGGER guard_payroll_batch_deduction_update BEFORE UPDATE ON payroll_batch_deduction FOR EACH ROW EXECUTE FUNCTION guard_payroll_batch_deduction_update()",
        "CREATE FUNCTION guard_payroll_deduction_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: payroll_deduction rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payroll_deduction_delete'; END $$",
        "CREATE TRIGGER guard_payroll_deduction_delete BEFORE DELETE ON payroll_deduction FOR EACH ROW EXECUTE FUNCTION guard_payroll_deduction_delete()",
        "CREATE FUNCTION guard_payroll_batch_deduction_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: payroll_batch_deduction rows are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payroll_batch_deduction_delete'; END $$",
        "CREATE TRIGGER guard_payroll_batch_deduction_delete BEFORE DELETE ON payroll_batch_deduction FOR EACH ROW EXECUTE FUNCTION guard_payroll_batch_deduction_delete()",
        "CREATE FUNCTION guard_payroll_batch_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.acknowledged_at IS NOT NULL OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.since IS DISTINCT FROM OLD.since OR NEW.until IS DISTINCT FROM OLD.until OR NEW.lines IS DISTINCT FROM OLD.lines OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) THEN RAISE EXCEPTION 'guard: a payroll batch is acknowledged once, nothing else' USING ERRCODE = '23000', CONSTRAINT = 'guard_payroll_batch_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payroll_batch_update BEFORE UPDATE ON payroll_batch FOR EACH ROW EXECUTE FUNCTION guard_payroll_batch_update()",
        "CREATE FUNCTION guard_payroll_batch_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: payroll batches are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_payroll_batch_delete'; END $$",
        "CREATE TRIGGER guard_payroll_batch_delete BEFORE DELETE ON payroll_batch FOR EACH ROW EXECUTE FUNCTION guard_payroll_batch_delete()",
        "CREATE FUNCTION guard_account_adjustment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.requisition_code IS DISTINCT FROM OLD.requisition_code OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.item_id IS DISTINCT FROM OLD.item_id OR NEW.checkout_id IS DISTINCT FROM OLD.checkout_id OR NEW.clearing_code IS DISTINCT FROM OLD.clearing_code OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.linked_id IS DISTINCT FROM OLD.linked_id OR NEW.reverses_id IS DISTINCT FROM OLD.reverses_id OR NEW.demands_id IS DISTINCT FROM OLD.demands_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by) OR (OLD.state = 'PROCESSED' AND NOT (OLD.amount < 0 AND OLD.reverses_id IS NULL AND NEW.state = 'UNPROCESSED')) THEN RAISE EXCEPTION 'guard: a processed adjustment never changes; a credit waits again when a use is given back' USING ERRCODE = '23000', CONSTRAINT = 'guard_account_adjustment_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_account_adjustment_update BEFORE UPDATE ON account_adjustment FOR EACH ROW EXECUTE FUNCTION guard_account_adjustment_update()",
        "CREATE FUNCTION guard_account_adjustment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: adjustments are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_account_adjustment_delete'; END $$",
        "CREATE TRIGGER guard_account_adjustment_delete BEFORE DELETE ON account_adjustment FOR EACH ROW EXECUTE FUNCTION guard_account_adjustment_delete()",
        "CREATE FUNCTION guard_credit_use_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state <> 'RETURNED' AND NEW.amount + (SELECT coalesce(sum(u.amount), 0) FROM credit_use u WHERE u.credit_id = NEW.credit_id AND u.state <> 'RETURNED' AND u.id <> NEW.id) > (SELECT -a.amount FROM account_adjustment a WHERE a.id = NEW.credit_id) THEN RAISE EXCEPTION 'guard: a credit never goes below zero' USING ERRCODE = '23000', CONSTRAINT = 'guard_credit_use_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_credit_use_insert BEFORE INSERT ON credit_use FOR EACH ROW EXECUTE FUNCTION guard_credit_use_insert()",
        "CREATE FUNCTION guard_credit_use_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.credit_id IS DISTINCT FROM OLD.credit_id OR NEW.checkout_id IS DISTINCT FROM OLD.checkout_id OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.settled_by IS DISTINCT FROM OLD.settled_by OR NEW.amount IS DISTINCT FROM OLD.amount) OR OLD.state = 'RETURNED' OR NEW.state = 'RESERVED' OR NEW.state = OLD.state THEN RAISE EXCEPTION 'guard: a use of a credit only goes from reserved to used and returned, once' USING ERRCODE = '23000', CONSTRAINT = 'guard_credit_use_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_credit_use_update BEFORE UPDATE ON credit_use FOR EACH ROW EXECUTE FUNCTION guard_credit_use_update()",
        "CREATE FUNCTION guard_credit_use_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: uses of credits are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_credit_use_delete'; END $$",
        "CREATE TRIGGER guard_credit_use_delete BEFORE DELETE ON credit_use FOR EACH ROW EXECUTE FUNCTION guard_credit_use_delete()",
        "CREATE FUNCTION guard_checkout_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state <> 'SUBMITTED' THEN RAISE EXCEPTION 'guard: a checkout begins as submitted' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_checkout_insert BEFORE INSERT ON checkout FOR EACH ROW EXECUTE FUNCTION guard_checkout_insert()",
        "CREATE FUNCTION guard_checkout_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state IN ('CANCELED', 'REFUNDED') OR (OLD.state = 'PROCESSED' AND (NEW.state <> 'REFUNDED' OR (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.lines_total IS DISTINCT FROM OLD.lines_total OR NEW.credits_total IS DISTINCT FROM OLD.credits_total OR NEW.to_pay IS DISTINCT FROM OLD.to_pay OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR NEW.workstation IS DISTINCT FROM OLD.workstation OR NEW.processed_at IS DISTINCT FROM OLD.processed_at OR NEW.processed_by IS DISTINCT FROM OLD.processed_by OR NEW.process_approved_by IS DISTINCT FROM OLD.process_approved_by))) OR (OLD.state = 'SUBMITTED' AND NOT ((NEW.state = 'PROCESSED' AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.lines_total IS DISTINCT FROM OLD.lines_total OR NEW.credits_total IS DISTINCT FROM OLD.credits_total OR NEW.to_pay IS DISTINCT FROM OLD.to_pay OR NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR NEW.workstation IS DISTINCT FROM OLD.workstation OR NEW.ended_at IS DISTINCT FROM OLD.ended_at OR NEW.ended_by IS DISTINCT FROM OLD.ended_by OR NEW.end_comment IS DISTINCT FROM OLD.end_comment OR NEW.released IS DISTINCT FROM OLD.released OR NEW.refund_method IS DISTINCT FROM OLD.refund_method OR NEW.approved_by IS DISTINCT FROM OLD.approved_by)) OR (NEW.state = 'CANCELED' AND NEW.event_id IS NULL AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.office IS DISTINCT FROM OLD.office OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.method IS DISTINCT FROM OLD.method OR NEW.employee_number IS DISTINCT FROM OLD.employee_number OR NEW.lines_total IS DISTINCT FROM OLD.lines_total OR NEW.credits_total IS DISTINCT FROM OLD.credits_total OR NEW.to_pay IS DISTINCT FROM OLD.to_pay OR NEW.comment IS DISTINCT FROM OLD.comment OR NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR NEW.workstation IS DISTINCT FROM OLD.workstation OR NEW.processed_at IS DISTINCT FROM OLD.processed_at OR NEW.processed_by IS DISTINCT FROM OLD.processed_by OR NEW.process_approved_by IS DISTINCT FROM OLD.process_approved_by)))) THEN RAISE EXCEPTION 'guard: a checkout is processed or canceled once, and refunded once' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_update'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_checkout_update BEFORE UPDATE ON checkout FOR EACH ROW EXECUTE FUNCTION guard_checkout_update()",
        "CREATE FUNCTION guard_checkout_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: checkouts are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_delete'; END $$",
        "CREATE TRIGGER guard_checkout_delete BEFORE DELETE ON checkout FOR EACH ROW EXECUTE FUNCTION guard_checkout_delete()",
        "CREATE FUNCTION guard_checkout_line_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM checkout c WHERE c.id = NEW.checkout_id AND c.state = 'SUBMITTED') THEN RAISE EXCEPTION 'guard: lines belong to a submitted checkout' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_line_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_checkout_line_insert BEFORE INSERT ON checkout_line FOR EACH ROW EXECUTE FUNCTION guard_checkout_line_insert()",
        "CREATE FUNCTION guard_checkout_line_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: lines of a checkout never change' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_line_update'; END $$",
        "CREATE TRIGGER guard_checkout_line_update BEFORE UPDATE ON checkout_line FOR EACH ROW EXECUTE FUNCTION guard_checkout_line_update()",
        "CREATE FUNCTION guard_checkout_line_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: lines of a checkout are never removed' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_line_delete'; END $$",
        "CREATE TRIGGER guard_checkout_line_delete BEFORE DELETE ON checkout_line FOR EACH ROW EXECUTE FUNCTION guard_checkout_line_delete()",
        "CREATE FUNCTION guard_checkout_lock_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM checkout c WHERE c.id = NEW.checkout_id AND c.state = 'SUBMITTED') THEN RAISE EXCEPTION 'guard: only a submitted checkout holds something' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_lock_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_checkout_lock_insert BEFORE INSERT ON checkout_lock FOR EACH ROW EXECUTE FUNCTION guard_checkout_lock_insert()",
        "CREATE FUNCTION guard_checkout_lock_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: a lock stays as it is until it goes' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_lock_update'; END $$",
        "CREATE TRIGGER guard_checkout_lock_update BEFORE UPDATE ON checkout_lock FOR EACH ROW EXECUTE FUNCTION guard_checkout_lock_update()",
        "CREATE FUNCTION guard_checkout_lock_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM checkout c WHERE c.id = OLD.checkout_id AND c.state = 'SUBMITTED') THEN RAISE EXCEPTION 'guard: a submitted checkout keeps what it holds' USING ERRCODE = '23000', CONSTRAINT = 'guard_checkout_lock_delete'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER guard_checkout_lock_delete BEFORE DELETE ON checkout_lock FOR EACH ROW EXECUTE FUNCTION guard_checkout_lock_delete()",
        "CREATE FUNCTION guard_payment_bound_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.amount > 0 AND (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id) OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id)) THEN RAISE EXCEPTION 'guard: the event of a checkout or an added credit changes only with it' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_bound_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_bound_insert BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment_bound_insert()",
        "CREATE FUNCTION guard_payment_bound_cancel() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status = 'CANCELED' AND OLD.status <> 'CANCELED' AND NOT EXISTS (SELECT 1 FROM cancel_reason r WHERE r.code = NEW.cancel_reason AND (r.nsf_charge OR r.affect_cash_only_by <> 0 OR r.affect_credit_rating_by <> 0)) AND (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id AND c.state = 'PROCESSED') OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = a.id))) THEN RAISE EXCEPTION 'guard: the event of a checkout or an added credit changes only with it' USING ERRCODE = '23000', CONSTRAINT = 'guard_payment_bound_cancel'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_payment_bound_cancel BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment_bound_cancel()",
        "CREATE FUNCTION guard_tender_bound_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id) OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id)) THEN RAISE EXCEPTION 'guard: the event of a checkout or an added credit changes only with it' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_bound_insert'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_bound_insert BEFORE INSERT ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_bound_insert()",
        "CREATE FUNCTION guard_tender_bound_cancel() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status = 'CANCELED' AND OLD.status <> 'CANCELED' AND NOT EXISTS (SELECT 1 FROM cancel_reason r WHERE r.code = NEW.cancel_reason AND (r.nsf_charge OR r.affect_cash_only_by <> 0 OR r.affect_credit_rating_by <> 0)) AND (EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id AND c.state = 'PROCESSED') OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = a.id))) THEN RAISE EXCEPTION 'guard: the event of a checkout or an added credit changes only with it' USING ERRCODE = '23000', CONSTRAINT = 'guard_tender_bound_cancel'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard_tender_bound_cancel BEFORE UPDATE ON tender FOR EACH ROW EXECUTE FUNCTION guard_tender_bound_cancel()",
        "CREATE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard: % is never emptied', TG_TABLE_NAME USING ERRCODE = '23000', CONSTRAINT = 'guard_truncate'; END $$",
        "CREATE TRIGGER guard_adjustment_truncate BEFORE TRUNCATE ON adjustment FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_approval_truncate BEFORE TRUNCATE ON approval FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_audit_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_financial_transaction_truncate BEFORE TRUNCATE ON financial_transaction FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_gl_line_truncate BEFORE TRUNCATE ON gl_line FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_import_run_truncate BEFORE TRUNCATE ON import_run FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_refund_movement_truncate BEFORE TRUNCATE ON refund_movement FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_request_truncate BEFORE TRUNCATE ON request FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_upkeep_truncate BEFORE TRUNCATE ON upkeep FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_over_under_truncate BEFORE TRUNCATE ON over_under FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_drawer_opening_truncate BEFORE TRUNCATE ON drawer_opening FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_ledger_batch_truncate BEFORE TRUNCATE ON ledger_batch FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_ledger_batch_transaction_truncate BEFORE TRUNCATE ON ledger_batch_transaction FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_ledger_batch_account_truncate BEFORE TRUNCATE ON ledger_batch_account FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_account_autopay_truncate BEFORE TRUNCATE ON account_autopay FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_audit_head_truncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_bill_truncate BEFORE TRUNCATE ON bill FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_bill_debit_truncate BEFORE TRUNCATE ON bill_debit FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_scheduled_payment_truncate BEFORE TRUNCATE ON scheduled_payment FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_bill_line_truncate BEFORE TRUNCATE ON bill_line FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_clearing_request_truncate BEFORE TRUNCATE ON clearing_request FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_credit_rating_truncate BEFORE TRUNCATE ON credit_rating FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_item_line_truncate BEFORE TRUNCATE ON item_line FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_match_event_truncate BEFORE TRUNCATE ON match_event FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_match_event_ft_truncate BEFORE TRUNCATE ON match_event_ft FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_missing_charge_truncate BEFORE TRUNCATE ON missing_charge FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_number_sequence_truncate BEFORE TRUNCATE ON number_sequence FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_pay_segment_truncate BEFORE TRUNCATE ON pay_segment FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_payment_truncate BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_payment_event_truncate BEFORE TRUNCATE ON payment_event FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_print_log_truncate BEFORE TRUNCATE ON print_log FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_quick_batch_truncate BEFORE TRUNCATE ON quick_batch FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_quick_row_truncate BEFORE TRUNCATE ON quick_row FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_tender_truncate BEFORE TRUNCATE ON tender FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_tender_control_truncate BEFORE TRUNCATE ON tender_control FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_control_count_truncate BEFORE TRUNCATE ON control_count FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_count_line_truncate BEFORE TRUNCATE ON count_line FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_count_denomination_truncate BEFORE TRUNCATE ON count_denomination FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_count_instrument_truncate BEFORE TRUNCATE ON count_instrument FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_control_close_truncate BEFORE TRUNCATE ON control_close FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_close_line_truncate BEFORE TRUNCATE ON close_line FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_turn_in_truncate BEFORE TRUNCATE ON turn_in FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_turn_in_denomination_truncate BEFORE TRUNCATE ON turn_in_denomination FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_turn_in_tender_truncate BEFORE TRUNCATE ON turn_in_tender FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_tender_deposit_truncate BEFORE TRUNCATE ON tender_deposit FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_deposit_denomination_truncate BEFORE TRUNCATE ON deposit_denomination FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_deposit_tender_truncate BEFORE TRUNCATE ON deposit_tender FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_deposit_control_truncate BEFORE TRUNCATE ON deposit_control FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_payable_item_truncate BEFORE TRUNCATE ON payable_item FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_mail_truncate BEFORE TRUNCATE ON mail FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_mail_attachment_truncate BEFORE TRUNCATE ON mail_attachment FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_mail_try_truncate BEFORE TRUNCATE ON mail_try FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_payroll_deduction_truncate BEFORE TRUNCATE ON payroll_deduction FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_payroll_batch_deduction_truncate BEFORE TRUNCATE ON payroll_batch_deduction FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_payroll_batch_truncate BEFORE TRUNCATE ON payroll_batch FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_account_adjustment_truncate BEFORE TRUNCATE ON account_adjustment FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_credit_use_truncate BEFORE TRUNCATE ON credit_use FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_checkout_truncate BEFORE TRUNCATE ON checkout FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "CREATE TRIGGER guard_checkout_line_truncate BEFORE TRUNCATE ON checkout_line FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()",
        "DO $$ DECLARE guard text; BEGIN FOR guard IN SELECT p.proname FROM pg_catalog.pg_proc p WHERE p.pronamespace = CAST(current_schema() AS regnamespace) AND p.proname LIKE 'guard%' LOOP EXECUTE format('ALTER FUNCTION %I.%I() SET search_path = %I, pg_temp', current_schema(), guard, current_schema()); END LOOP; END $$",
    ),
}


SEARCH: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TABLE account_search (account_id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
        "CREATE INDEX ix_account_search_name ON account_search (name)",
        "CREATE VIRTUAL TABLE account_words USING fts5(words, content='', contentless_delete=1, detail=none, prefix='2 3 4 5', tokenize='ascii')",
    ),
    "postgresql": (
        'CREATE TABLE account_search (account_id BIGINT PRIMARY KEY, name TEXT COLLATE "C" NOT NULL, words TEXT COLLATE "C" NOT NULL)',
        "CREATE INDEX ix_account_search_name ON account_search (name, account_id)",
        'CREATE TABLE account_token (token TEXT COLLATE "C" NOT NULL, account_id BIGINT NOT NULL, PRIMARY KEY (token, account_id))',
    ),
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    drop_guards(dialect)
    op.create_table(
        "accounting_period",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("start_date", DAY, nullable=False),
        sa.Column("end_date", DAY, nullable=False),
        sa.Column("open", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_accounting_period")),
        sa.UniqueConstraint("start_date", name=op.f("uq_accounting_period_start_date")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("length", BIGINT, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", STAMP, nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bank",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) <= 5", name=op.f("ck_bank_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_bank")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cancel_reason",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("nsf_charge", FLAG, nullable=False),
        sa.Column("affect_cash_only_by", BIGINT, nullable=False),
        sa.Column("affect_credit_rating_by", BIGINT, nullable=False),
        sa.Column("months_affecting", BIGINT, nullable=False),
        sa.Column("system_default", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) <= 4", name=op.f("ck_cancel_reason_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_cancel_reason")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change_log",
        sa.Column("id", BIGINT, autoincrement=True, nullable=False),
        sa.Column("at", STAMP, nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_log")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "characteristic_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ad_hoc_format", sa.Text(), nullable=True),
        sa.Column("foreign_kind", sa.Text(), nullable=True),
        sa.Column("on_event", FLAG, nullable=False),
        sa.Column("on_payment", FLAG, nullable=False),
        sa.Column("on_tender", FLAG, nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_characteristic_type_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_characteristic_type")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "currency",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("decimals", BIGINT, nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("cash_rounding", BIGINT, nullable=False),
        sa.CheckConstraint("length(code) <= 3", name=op.f("ck_currency_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_currency")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_class",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("open_item", FLAG, nullable=False),
        sa.Column("non_cis", FLAG, nullable=False),
        sa.Column("match_required", FLAG, nullable=False),
        sa.Column("distribution", sa.Text(), nullable=True),
        sa.Column("overpayment", sa.Text(), nullable=True),
        sa.Column("ask_keep_credit", FLAG, nullable=False),
        sa.Column("autopay_over_limit", sa.Text(), nullable=False),
        sa.Column("delinquent_after", BIGINT, nullable=True),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_customer_class_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_customer_class")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "distribution_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("account_number", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_distribution_code_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_distribution_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "distribution_rule",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value_type", sa.Text(), nullable=False),
        sa.Column("determine_account", sa.Text(), nullable=False),
        sa.Column("create_payment", sa.Text(), nullable=False),
        sa.Column("check_value", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 12", name=op.f("ck_distribution_rule_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_distribution_rule")),
        sa.UniqueConstraint("label", name=op.f("uq_distribution_rule_label")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "division",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("cash_only_threshold", BIGINT, nullable=True),
        sa.Column("beginning_cash_only_score", BIGINT, nullable=True),
        sa.Column("beginning_credit_rating", BIGINT, nullable=True),
        sa.Column("credit_rating_threshold", BIGINT, nullable=True),
        sa.CheckConstraint("length(code) <= 5", name=op.f("ck_division_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_division")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exchange_rate",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "target", "day", name=op.f("pk_exchange_rate")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "field_key",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_field_key_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "id_counter",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("next_id", BIGINT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_id_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_counter")),
        sqlite_strict=True,
    )
    op.create_table(
        "location_class",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_location_class_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_location_class")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mail",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", BIGINT, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("waits_since", STAMP, nullable=False),
        sa.Column("next_try_at", STAMP, nullable=True),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("leased_by", sa.Text(), nullable=False),
        sa.Column("leased_until", STAMP, nullable=True),
        sa.Column("sent_at", STAMP, nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(state = 'QUEUED') = (next_try_at IS NOT NULL)", name=op.f("ck_mail_next_try")
        ),
        sa.CheckConstraint("state <> 'SENT' OR sent_at IS NOT NULL", name=op.f("ck_mail_sent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("kind", "cause", name=op.f("uq_mail_kind_cause")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mail_due",
            ["next_try_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )

    op.create_table(
        "mail_server",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("port", BIGINT, nullable=False),
        sa.Column("security", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("timeout_seconds", BIGINT, nullable=False),
        sa.Column("give_up_days", BIGINT, nullable=False),
        sa.Column("ca_file", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_server_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_server")),
        sqlite_strict=True,
    )
    op.create_table(
        "mail_template",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_mail_template")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "match_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_match_type_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_match_type")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "number_sequence",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("last", BIGINT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "scope", name=op.f("pk_number_sequence")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "over_under_reason",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_over_under_reason_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_over_under_reason")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payment_option",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("payroll_notification_email", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_payment_option_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_option")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_type", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column(
            "employee_number",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "person_type IN ('', 'STAFF', 'STUDENT', 'GUEST')", name=op.f("ck_person_known_type")
        ),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_person_email_width")),
        sa.CheckConstraint(
            "length(employee_number) <= 20", name=op.f("ck_person_employee_number_width")
        ),
        sa.CheckConstraint("length(name) <= 254", name=op.f("ck_person_name_width")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_employee_number",
            ["employee_number"],
            unique=False,
            sqlite_where=sa.text("employee_number <> ''"),
            postgresql_where=sa.text("employee_number <> ''"),
        )

    op.create_table(
        "sign_in_try",
        sa.Column("login_hash", sa.Text(), nullable=False),
        sa.Column("failed_tries", BIGINT, nullable=False),
        sa.Column("locked_until", STAMP, nullable=True),
        sa.Column("tried_at", STAMP, nullable=False),
        sa.PrimaryKeyConstraint("login_hash", name=op.f("pk_sign_in_try")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_try_tried_at"), ["tried_at"], unique=False)

    op.create_table(
        "violation_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_violation_code_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_violation_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "work_calendar",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("monday", FLAG, nullable=False),
        sa.Column("tuesday", FLAG, nullable=False),
        sa.Column("wednesday", FLAG, nullable=False),
        sa.Column("thursday", FLAG, nullable=False),
        sa.Column("friday", FLAG, nullable=False),
        sa.Column("saturday", FLAG, nullable=False),
        sa.Column("sunday", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_work_calendar_code_width")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_work_calendar")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("customer_class", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("setup_date", DAY, nullable=False),
        sa.Column("review_date", DAY, nullable=True),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint("length(address) <= 500", name=op.f("ck_account_address_width")),
        sa.CheckConstraint("length(comments) <= 254", name=op.f("ck_account_comments_width")),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_account_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["customer_class"],
            ["customer_class.code"],
            name=op.f("fk_account_customer_class_customer_class"),
        ),
        sa.ForeignKeyConstraint(
            ["division"], ["division.code"], name=op.f("fk_account_division_division")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)

    op.create_table(
        "adjustment_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("default_amount", BIGINT, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_adjustment_type_code_width")),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_adjustment_type_distribution_code_distribution_code"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_adjustment_type")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bank_account",
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("account_last4", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.CheckConstraint("length(key) <= 8", name=op.f("ck_bank_account_key_width")),
        sa.ForeignKeyConstraint(["bank"], ["bank.code"], name=op.f("fk_bank_account_bank_bank")),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_bank_account_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_bank_account_distribution_code_distribution_code"),
        ),
        sa.PrimaryKeyConstraint("bank", "key", name=op.f("pk_bank_account")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "characteristic_value",
        sa.Column("characteristic_type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.CheckConstraint("length(value) <= 16", name=op.f("ck_characteristic_value_value_width")),
        sa.ForeignKeyConstraint(
            ["characteristic_type"],
            ["characteristic_type.code"],
            name=op.f("fk_characteristic_value_characteristic_type_characteristic_type"),
        ),
        sa.PrimaryKeyConstraint(
            "characteristic_type", "value", name=op.f("pk_characteristic_value")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "class_algorithm",
        sa.Column("customer_class", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("distribution", sa.Text(), nullable=True),
        sa.Column("overpayment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_class"],
            ["customer_class.code"],
            name=op.f("fk_class_algorithm_customer_class_customer_class"),
        ),
        sa.ForeignKeyConstraint(
            ["division"], ["division.code"], name=op.f("fk_class_algorithm_division_division")
        ),
        sa.PrimaryKeyConstraint("customer_class", "division", name=op.f("pk_class_algorithm")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "denomination",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("value", BIGINT, nullable=False),
        sa.Column("coin", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_denomination_currency_currency")
        ),
        sa.PrimaryKeyConstraint("currency", "value", "coin", name=op.f("pk_denomination")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feature_option",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("always_enable_distribution_rule", FLAG, nullable=False),
        sa.Column("default_distribution_rule", sa.Text(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_feature_option_one_row")),
        sa.ForeignKeyConstraint(
            ["default_distribution_rule"],
            ["distribution_rule.code"],
            name=op.f("fk_feature_option_default_distribution_rule_distribution_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature_option")),
        sqlite_strict=True,
    )
    op.create_table(
        "mail_attachment",
        sa.Column("mail_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("object_id", BIGINT, nullable=True),
        sa.CheckConstraint(
            "(source = 'BYTES') = (content IS NOT NULL)", name=op.f("ck_mail_attachment_content")
        ),
        sa.CheckConstraint(
            "(source = 'BYTES') = (object_id IS NULL)", name=op.f("ck_mail_attachment_object")
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail.id"], name=op.f("fk_mail_attachment_mail_id_mail")
        ),
        sa.PrimaryKeyConstraint("mail_id", "seq", name=op.f("pk_mail_attachment")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mail_try",
        sa.Column("mail_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("started_at", STAMP, nullable=False),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_try_mail_id_mail")),
        sa.PrimaryKeyConstraint("mail_id", "seq", name=op.f("pk_mail_try")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("issuing_center", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("day_start", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("finance_emails", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_office_code_width")),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_office_currency_currency")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "requisition_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("manual", FLAG, nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 12", name=op.f("ck_requisition_code_code_width")),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_requisition_code_distribution_code_distribution_code"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_requisition_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scan_layout",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("length", BIGINT, nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value_start", BIGINT, nullable=False),
        sa.Column("value_length", BIGINT, nullable=False),
        sa.Column("strip_zeros", FLAG, nullable=False),
        sa.Column("digits_only", FLAG, nullable=False),
        sa.Column("amount_start", BIGINT, nullable=False),
        sa.Column("amount_length", BIGINT, nullable=False),
        sa.Column("late_start", BIGINT, nullable=False),
        sa.Column("late_length", BIGINT, nullable=False),
        sa.Column("date_start", BIGINT, nullable=False),
        sa.Column("date_format", sa.Text(), nullable=False),
        sa.Column("check_scheme", sa.Text(), nullable=False),
        sa.Column("check_start", BIGINT, nullable=False),
        sa.Column("check_spans", sa.Text(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("on_stubs", FLAG, nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length BETWEEN 1 AND 200", name=op.f("ck_scan_layout_some_length")),
        sa.CheckConstraint("length(code) <= 12", name=op.f("ck_scan_layout_code_width")),
        sa.CheckConstraint(
            "value_start + value_length <= length + 1", name=op.f("ck_scan_layout_value_inside")
        ),
        sa.ForeignKeyConstraint(
            ["rule"], ["distribution_rule.code"], name=op.f("fk_scan_layout_rule_distribution_rule")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scan_layout")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tender_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("like_cash", FLAG, nullable=False),
        sa.Column("generate_auto_pay", FLAG, nullable=False),
        sa.Column("external_type", sa.Text(), nullable=False),
        sa.Column("require_external_source_id", FLAG, nullable=False),
        sa.Column("require_expiration_date", FLAG, nullable=False),
        sa.Column("allow_cash_back", FLAG, nullable=False),
        sa.Column("requires_authorization", FLAG, nullable=False),
        sa.Column("requires_check_number", FLAG, nullable=False),
        sa.Column("physical", FLAG, nullable=False),
        sa.Column("add_credit", FLAG, nullable=False),
        sa.Column("system_only", FLAG, nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=True),
        sa.CheckConstraint("length(code) <= 4", name=op.f("ck_tender_type_code_width")),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_tender_type_distribution_code_distribution_code"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tender_type")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "violation_fine",
        sa.Column("violation_code", sa.Text(), nullable=False),
        sa.Column("location_class", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_violation_fine_no_minus")),
        sa.ForeignKeyConstraint(
            ["location_class"],
            ["location_class.code"],
            name=op.f("fk_violation_fine_location_class_location_class"),
        ),
        sa.ForeignKeyConstraint(
            ["violation_code"],
            ["violation_code.code"],
            name=op.f("fk_violation_fine_violation_code_violation_code"),
        ),
        sa.PrimaryKeyConstraint("violation_code", "location_class", name=op.f("pk_violation_fine")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "work_holiday",
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar"],
            ["work_calendar.code"],
            name=op.f("fk_work_holiday_calendar_work_calendar"),
        ),
        sa.PrimaryKeyConstraint("calendar", "day", name=op.f("pk_work_holiday")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_key",
        sa.Column(
            "folded", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("length(folded) <= 36", name=op.f("ck_account_key_folded_width")),
        sa.CheckConstraint("length(kind) <= 12", name=op.f("ck_account_key_kind_width")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_key_account_id_account")
        ),
        sa.PrimaryKeyConstraint("folded", "kind", "account_id", name=op.f("pk_account_key")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("account_key", schema=None) as batch_op:
        batch_op.create_index("ix_account_key_account_id", ["account_id"], unique=False)

    op.create_table(
        "app_user",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("failed_tries", BIGINT, nullable=False),
        sa.Column("locked_until", STAMP, nullable=True),
        sa.Column("active", FLAG, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.CheckConstraint("length(login) <= 36", name=op.f("ck_app_user_login_width")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_app_user_office_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("login", name=op.f("uq_app_user_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "bill",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column(
            "number", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("bill_date", DAY, nullable=False),
        sa.Column("due_date", DAY, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("tax", BIGINT, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("import_key", sa.Text(), nullable=False),
        sa.CheckConstraint("length(number) <= 30", name=op.f("ck_bill_number_width")),
        sa.CheckConstraint(
            "tax = 0 OR (tax > 0 AND tax <= amount)", name=op.f("ck_bill_tax_in_it")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_bill_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
        sa.UniqueConstraint("import_key", name=op.f("uq_bill_import_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bill", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bill_account_id_bill_date", ["account_id", "bill_date"], unique=False
        )
        batch_op.create_index("ix_bill_number", ["number"], unique=False)

    op.create_table(
        "payment_method",
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("payroll", FLAG, nullable=False),
        sa.Column("always_successful", FLAG, nullable=False),
        sa.Column("for_staff", FLAG, nullable=False),
        sa.Column("for_student", FLAG, nullable=False),
        sa.Column("for_guest", FLAG, nullable=False),
        sa.Column("asks_employee_number", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_payment_method_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("tender_type", name=op.f("pk_payment_method")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payroll_deduction",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("confirmation", sa.Text(), nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("employee_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payroll_deduction_never_zero")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payroll_deduction_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_payroll_deduction_currency_currency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_deduction")),
        sa.UniqueConstraint("cause", name=op.f("uq_payroll_deduction_cause")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("payroll_deduction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payroll_deduction_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payroll_deduction_day"), ["day"], unique=False)

    op.create_table(
        "sa_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("segment_type", sa.Text(), nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("revenue_code", sa.Text(), nullable=False),
        sa.Column("payment_priority", BIGINT, nullable=False),
        sa.Column("delinquent_priority", BIGINT, nullable=True),
        sa.Column("do_not_overpay", FLAG, nullable=False),
        sa.Column("one_time", FLAG, nullable=False),
        sa.Column("billable", FLAG, nullable=False),
        sa.Column("item_kind", FLAG, nullable=False),
        sa.Column("nsf_adjustment_type", sa.Text(), nullable=True),
        sa.Column("holding_code", sa.Text(), nullable=True),
        sa.Column("payable_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(holding_code IS NULL) = (payable_code IS NULL)", name=op.f("ck_sa_type_tax_codes")
        ),
        sa.CheckConstraint("length(code) <= 12", name=op.f("ck_sa_type_code_width")),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_sa_type_distribution_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["holding_code"],
            ["distribution_code.code"],
            name=op.f("fk_sa_type_holding_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["nsf_adjustment_type"],
            ["adjustment_type.code"],
            name=op.f("fk_sa_type_nsf_adjustment_type_adjustment_type"),
        ),
        sa.ForeignKeyConstraint(
            ["payable_code"],
            ["distribution_code.code"],
            name=op.f("fk_sa_type_payable_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["revenue_code"],
            ["distribution_code.code"],
            name=op.f("fk_sa_type_revenue_code_distribution_code"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sa_type")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tender_source",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.Column("external_source_id", sa.Text(), nullable=False),
        sa.Column("default_starting_balance", BIGINT, nullable=False),
        sa.Column("max_amount_balance", BIGINT, nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_tender_source_code_width")),
        sa.ForeignKeyConstraint(
            ["bank", "bank_account"],
            ["bank_account.bank", "bank_account.key"],
            name=op.f("fk_tender_source_bank_bank_account_bank_account"),
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_tender_source_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_tender_source_distribution_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_tender_source_office_office")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tender_source")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tender_word",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_tender_word_code_width")),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_tender_word_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tender_word")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workstation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_workstation_code_width")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_workstation_office_office")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_workstation")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agreement",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("sa_type", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("start_date", DAY, nullable=False),
        sa.Column("end_date", DAY, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_agreement_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["sa_type"], ["sa_type.code"], name=op.f("fk_agreement_sa_type_sa_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_account_id", ["account_id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("requested_by", BIGINT, nullable=False),
        sa.Column("approved_by", BIGINT, nullable=False),
        sa.Column("approved_at", STAMP, nullable=False),
        sa.CheckConstraint("length(request_id) <= 64", name=op.f("ck_approval_request_id_width")),
        sa.CheckConstraint("requested_by <> approved_by", name=op.f("ck_approval_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["app_user.id"], name=op.f("fk_approval_approved_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["app_user.id"], name=op.f("fk_approval_requested_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("request_id", name=op.f("uq_approval_request_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "approval_look",
        sa.Column("user_id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("approval_id", BIGINT, nullable=False),
        sa.Column("looked_at", STAMP, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_approval_look_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_approval_look")),
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("at", STAMP, nullable=False),
        sa.Column("user_id", BIGINT, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_id", BIGINT, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_audit_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_audit")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_object_id"), ["object_id"], unique=False)

    op.create_table(
        "autopay_route_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tender_source", sa.Text(), nullable=False),
        sa.Column("batch_code", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("lead_days", BIGINT, nullable=False),
        sa.Column("ledger_days", BIGINT, nullable=False),
        sa.CheckConstraint(
            "length(batch_code) <= 8", name=op.f("ck_autopay_route_type_batch_code_width")
        ),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_autopay_route_type_code_width")),
        sa.ForeignKeyConstraint(
            ["tender_source"],
            ["tender_source.code"],
            name=op.f("fk_autopay_route_type_tender_source_tender_source"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_autopay_route_type")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "credit_option",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("adjustment_sa_type", sa.Text(), nullable=False),
        sa.Column("open_credit_code", sa.Text(), nullable=False),
        sa.Column("add_credit_code", sa.Text(), nullable=False),
        sa.Column("refund_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_credit_option_one_row")),
        sa.ForeignKeyConstraint(
            ["add_credit_code"],
            ["requisition_code.code"],
            name=op.f("fk_credit_option_add_credit_code_requisition_code"),
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_sa_type"],
            ["sa_type.code"],
            name=op.f("fk_credit_option_adjustment_sa_type_sa_type"),
        ),
        sa.ForeignKeyConstraint(
            ["open_credit_code"],
            ["distribution_code.code"],
            name=op.f("fk_credit_option_open_credit_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["refund_reason"],
            ["cancel_reason.code"],
            name=op.f("fk_credit_option_refund_reason_cancel_reason"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_option")),
        sqlite_strict=True,
    )
    op.create_table(
        "credit_rating",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("start_date", DAY, nullable=False),
        sa.Column("end_date", DAY, nullable=True),
        sa.Column("rating_effect", BIGINT, nullable=False),
        sa.Column("cash_only_effect", BIGINT, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("tender_id", BIGINT, nullable=True),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_credit_rating_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_credit_rating_created_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_rating")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("credit_rating", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_credit_rating_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "deposit_control",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("business_date", DAY, nullable=False),
        sa.Column("owner_id", BIGINT, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("ending_balance", BIGINT, nullable=True),
        sa.Column("balanced_at", STAMP, nullable=True),
        sa.Column("balanced_by", BIGINT, nullable=True),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["balanced_by"], ["app_user.id"], name=op.f("fk_deposit_control_balanced_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_deposit_control_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_deposit_control_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_deposit_control_office_office")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["app_user.id"], name=op.f("fk_deposit_control_owner_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_control")),
        sqlite_strict=True,
    )
    op.create_table(
        "drawer_option",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("cashier_may_balance", FLAG, nullable=False),
        sa.Column("count_attempts", BIGINT, nullable=False),
        sa.Column("exceptions_gate", sa.Text(), nullable=False),
        sa.Column("second_person_float", FLAG, nullable=False),
        sa.Column("over_under_limit", BIGINT, nullable=False),
        sa.Column("over_under_sa_type", sa.Text(), nullable=False),
        sa.Column("company_class", sa.Text(), nullable=False),
        sa.Column("company_division", sa.Text(), nullable=False),
        sa.Column("turn_in_hard_limit_percent", BIGINT, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_drawer_option_one_row")),
        sa.ForeignKeyConstraint(
            ["company_class"],
            ["customer_class.code"],
            name=op.f("fk_drawer_option_company_class_customer_class"),
        ),
        sa.ForeignKeyConstraint(
            ["company_division"],
            ["division.code"],
            name=op.f("fk_drawer_option_company_division_division"),
        ),
        sa.ForeignKeyConstraint(
            ["over_under_sa_type"],
            ["sa_type.code"],
            name=op.f("fk_drawer_option_over_under_sa_type_sa_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_option")),
        sqlite_strict=True,
    )
    op.create_table(
        "import_run",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("imported_at", STAMP, nullable=False),
        sa.Column("imported_by", BIGINT, nullable=True),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["app_user.id"], name=op.f("fk_import_run_imported_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index("ix_import_run_sha256", ["sha256"], unique=False)

    op.create_table(
        "in_hand",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("user_id", BIGINT, nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_in_hand_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_in_hand")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "installation",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("quick_add_tender_type", sa.Text(), nullable=False),
        sa.Column("quick_add_limit", BIGINT, nullable=False),
        sa.Column("starting_balance_tender_type", sa.Text(), nullable=False),
        sa.Column("rounding_tender_type", sa.Text(), nullable=False),
        sa.Column("cash_only_threshold", BIGINT, nullable=False),
        sa.Column("beginning_cash_only_score", BIGINT, nullable=False),
        sa.Column("beginning_credit_rating", BIGINT, nullable=False),
        sa.Column("credit_rating_threshold", BIGINT, nullable=False),
        sa.Column("overpayment_sa_type", sa.Text(), nullable=False),
        sa.Column("credit_adjustment_type", sa.Text(), nullable=False),
        sa.Column("rounding_code", sa.Text(), nullable=False),
        sa.Column("conversion_code", sa.Text(), nullable=False),
        sa.Column("document_numbering", FLAG, nullable=False),
        sa.Column("alternate_currency", FLAG, nullable=False),
        sa.Column("blind_count", FLAG, nullable=False),
        sa.Column("one_open_control_per_source", FLAG, nullable=False),
        sa.Column("idle_lock_minutes", BIGINT, nullable=False),
        sa.Column("least_password", BIGINT, nullable=False),
        sa.Column("receipt_message", sa.Text(), nullable=False),
        sa.Column("endorse_message", sa.Text(), nullable=False),
        sa.Column("receipt_auto_print", FLAG, nullable=False),
        sa.Column("autopay_creation", sa.Text(), nullable=False),
        sa.Column("cash_only_refuse", FLAG, nullable=False),
        sa.Column("cancel_limit", BIGINT, nullable=True),
        sa.Column("demo", FLAG, nullable=False),
        sa.Column("setup_version", BIGINT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.ForeignKeyConstraint(
            ["conversion_code"],
            ["distribution_code.code"],
            name=op.f("fk_installation_conversion_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["credit_adjustment_type"],
            ["adjustment_type.code"],
            name=op.f("fk_installation_credit_adjustment_type_adjustment_type"),
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_installation_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["overpayment_sa_type"],
            ["sa_type.code"],
            name=op.f("fk_installation_overpayment_sa_type_sa_type"),
        ),
        sa.ForeignKeyConstraint(
            ["quick_add_tender_type"],
            ["tender_type.code"],
            name=op.f("fk_installation_quick_add_tender_type_tender_type"),
        ),
        sa.ForeignKeyConstraint(
            ["rounding_code"],
            ["distribution_code.code"],
            name=op.f("fk_installation_rounding_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["rounding_tender_type"],
            ["tender_type.code"],
            name=op.f("fk_installation_rounding_tender_type_tender_type"),
        ),
        sa.ForeignKeyConstraint(
            ["starting_balance_tender_type"],
            ["tender_type.code"],
            name=op.f("fk_installation_starting_balance_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sqlite_strict=True,
    )
    op.create_table(
        "item_kind",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("charge_kind", sa.Text(), nullable=False),
        sa.Column("default_amount", BIGINT, nullable=True),
        sa.Column("by_violation", FLAG, nullable=False),
        sa.Column("part_payment", FLAG, nullable=False),
        sa.Column("releasable", FLAG, nullable=False),
        sa.Column("number_prefix", sa.Text(), nullable=False),
        sa.Column("number_digits", BIGINT, nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("default_amount >= 0", name=op.f("ck_item_kind_no_minus")),
        sa.CheckConstraint(
            "length(number_prefix) <= 12", name=op.f("ck_item_kind_number_prefix_width")
        ),
        sa.ForeignKeyConstraint(["code"], ["sa_type.code"], name=op.f("fk_item_kind_code_sa_type")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_item_kind")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_batch",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("number", BIGINT, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("until", DAY, nullable=False),
        sa.Column("lines", BIGINT, nullable=False),
        sa.Column("debits", BIGINT, nullable=False),
        sa.Column("credits", BIGINT, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.CheckConstraint("debits = credits", name=op.f("ck_ledger_batch_balanced")),
        sa.CheckConstraint("lines > 0", name=op.f("ck_ledger_batch_some")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_ledger_batch_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_ledger_batch_currency_currency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_ledger_batch_number")),
        sa.UniqueConstraint(
            "request_id", "currency", name=op.f("uq_ledger_batch_request_id_currency")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "match_event",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("bill_id", BIGINT, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("disputed", FLAG, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "NOT disputed OR status = 'OPEN'", name=op.f("ck_match_event_disputed_open")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_match_event_account_id_account")
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_match_event_bill_id_bill")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_event")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("match_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_event_bill_id"), ["bill_id"], unique=False)

    op.create_table(
        "parked_checkout",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("parked_at", STAMP, nullable=False),
        sa.Column("parked_by", BIGINT, nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.CheckConstraint("length(comment) <= 254", name=op.f("ck_parked_checkout_comment_width")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_parked_checkout_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_parked_checkout_office_office")
        ),
        sa.ForeignKeyConstraint(
            ["parked_by"], ["app_user.id"], name=op.f("fk_parked_checkout_parked_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_checkout")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("parked_checkout", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_parked_checkout_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "payroll_batch",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("number", BIGINT, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("since", DAY, nullable=False),
        sa.Column("until", DAY, nullable=False),
        sa.Column("lines", BIGINT, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("acknowledged_at", STAMP, nullable=True),
        sa.Column("acknowledged_by", BIGINT, nullable=True),
        sa.Column("acknowledged_name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_payroll_batch_acknowledged"),
        ),
        sa.CheckConstraint("lines > 0", name=op.f("ck_payroll_batch_some")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"],
            ["app_user.id"],
            name=op.f("fk_payroll_batch_acknowledged_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_payroll_batch_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_payroll_batch_currency_currency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_payroll_batch_number")),
        sa.UniqueConstraint(
            "request_id", "currency", name=op.f("uq_payroll_batch_request_id_currency")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "print_log",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("copy", BIGINT, nullable=False),
        sa.Column("printed_at", STAMP, nullable=False),
        sa.Column("printed_by", BIGINT, nullable=True),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["app_user.id"], name=op.f("fk_print_log_printed_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_log")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("print_log", schema=None) as batch_op:
        batch_op.create_index("ix_print_log_object_id_kind", ["object_id", "kind"], unique=False)

    op.create_table(
        "request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("result_id", BIGINT, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("user_id", BIGINT, nullable=True),
        sa.CheckConstraint("length(id) <= 64", name=op.f("ck_request_id_width")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_request_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "upkeep",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", STAMP, nullable=False),
        sa.Column("good", FLAG, nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("size", BIGINT, nullable=False),
        sa.Column("count", BIGINT, nullable=False),
        sa.Column("user_id", BIGINT, nullable=True),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_upkeep_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upkeep")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("upkeep", schema=None) as batch_op:
        batch_op.create_index("ix_upkeep_kind", ["kind", "id"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", BIGINT, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_role_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_role")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "user_source",
        sa.Column("user_id", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tender_source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_user_source_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["tender_source"],
            ["tender_source.code"],
            name=op.f("fk_user_source_tender_source_tender_source"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_source_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("user_id", "currency", name=op.f("pk_user_source")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "autopay_source",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("prenote_tender_type", sa.Text(), nullable=True),
        sa.Column("external_source_id", sa.Text(), nullable=False),
        sa.Column("route_type", sa.Text(), nullable=False),
        sa.Column("work_calendar", sa.Text(), nullable=False),
        sa.Column("account_rule", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_autopay_source_code_width")),
        sa.ForeignKeyConstraint(
            ["prenote_tender_type"],
            ["tender_type.code"],
            name=op.f("fk_autopay_source_prenote_tender_type_tender_type"),
        ),
        sa.ForeignKeyConstraint(
            ["route_type"],
            ["autopay_route_type.code"],
            name=op.f("fk_autopay_source_route_type_autopay_route_type"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_autopay_source_tender_type_tender_type"),
        ),
        sa.ForeignKeyConstraint(
            ["work_calendar"],
            ["work_calendar.code"],
            name=op.f("fk_autopay_source_work_calendar_work_calendar"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_autopay_source")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bill_line",
        sa.Column("bill_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("residue", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_bill_line_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_line_bill_id_bill")),
        sa.PrimaryKeyConstraint("bill_id", "seq", name=op.f("pk_bill_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "financial_transaction",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("ft_type", sa.Text(), nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("parent_id", BIGINT, nullable=False),
        sa.Column("sibling_id", BIGINT, nullable=True),
        sa.Column("current_amount", BIGINT, nullable=False),
        sa.Column("payoff_amount", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("accounting_date", DAY, nullable=False),
        sa.Column("arrears_date", DAY, nullable=True),
        sa.Column("frozen_at", STAMP, nullable=False),
        sa.Column("frozen_by", BIGINT, nullable=True),
        sa.Column("show_on_bill", FLAG, nullable=False),
        sa.Column("reverses_id", BIGINT, nullable=True),
        sa.CheckConstraint(
            "(ft_type = 'PX') = (reverses_id IS NOT NULL)",
            name=op.f("ck_financial_transaction_reversal"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_financial_transaction_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_financial_transaction_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by"], ["app_user.id"], name=op.f("fk_financial_transaction_frozen_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["financial_transaction.id"],
            name=op.f("fk_financial_transaction_reverses_id_financial_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_transaction")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_financial_transaction_reverses_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("financial_transaction", schema=None) as batch_op:
        batch_op.create_index(
            "ix_financial_transaction_agreement_id_arrears",
            ["agreement_id", "ft_type", "arrears_date", "current_amount", "payoff_amount"],
            unique=False,
        )
        batch_op.create_index("ix_financial_transaction_parent_id", ["parent_id"], unique=False)

    op.create_table(
        "ledger_batch_account",
        sa.Column("batch_id", BIGINT, nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["ledger_batch.id"],
            name=op.f("fk_ledger_batch_account_batch_id_ledger_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_ledger_batch_account_distribution_code_distribution_code"),
        ),
        sa.PrimaryKeyConstraint(
            "batch_id", "distribution_code", name=op.f("pk_ledger_batch_account")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "over_under_agreement",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_over_under_agreement_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_over_under_agreement_currency_currency")
        ),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_over_under_agreement")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_over_under_agreement_agreement_id")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payable_item",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column(
            "number", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("sa_type", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("issue_date", DAY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("violation_code", sa.Text(), nullable=True),
        sa.Column("location_class", sa.Text(), nullable=True),
        sa.Column("issued_at", STAMP, nullable=True),
        sa.Column("issued_by", BIGINT, nullable=True),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint("length(number) <= 30", name=op.f("ck_payable_item_number_width")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payable_item_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_payable_item_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["app_user.id"], name=op.f("fk_payable_item_issued_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["location_class"],
            ["location_class.code"],
            name=op.f("fk_payable_item_location_class_location_class"),
        ),
        sa.ForeignKeyConstraint(
            ["sa_type"], ["sa_type.code"], name=op.f("fk_payable_item_sa_type_sa_type")
        ),
        sa.ForeignKeyConstraint(
            ["violation_code"],
            ["violation_code.code"],
            name=op.f("fk_payable_item_violation_code_violation_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payable_item")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_payable_item_agreement_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("payable_item", schema=None) as batch_op:
        batch_op.create_index("ix_payable_item_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_payable_item_number", ["number"], unique=False)
        batch_op.create_index(
            "uq_payable_item_number",
            ["number"],
            unique=True,
            sqlite_where=sa.text("state <> 'RELEASED'"),
            postgresql_where=sa.text("state <> 'RELEASED'"),
        )

    op.create_table(
        "payment_template",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("active", FLAG, nullable=False),
        sa.CheckConstraint("length(code) <= 12", name=op.f("ck_payment_template_code_width")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payment_template_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_payment_template_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["bank"], ["bank.code"], name=op.f("fk_payment_template_bank_bank")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_payment_template_currency_currency")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_payment_template")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payroll_batch_deduction",
        sa.Column("deduction_id", BIGINT, nullable=False),
        sa.Column("batch_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["payroll_batch.id"],
            name=op.f("fk_payroll_batch_deduction_batch_id_payroll_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["deduction_id"],
            ["payroll_deduction.id"],
            name=op.f("fk_payroll_batch_deduction_deduction_id_payroll_deduction"),
        ),
        sa.PrimaryKeyConstraint("deduction_id", name=op.f("pk_payroll_batch_deduction")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("payroll_batch_deduction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payroll_batch_deduction_batch_id"), ["batch_id"], unique=False
        )

    op.create_table(
        "tender_control",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_source", sa.Text(), nullable=False),
        sa.Column("deposit_control_id", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("business_date", DAY, nullable=False),
        sa.Column("all_users", FLAG, nullable=False),
        sa.Column("user_id", BIGINT, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starting_balance", BIGINT, nullable=False),
        sa.Column("last_receipt", BIGINT, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("balanced_at", STAMP, nullable=True),
        sa.Column("balanced_by", BIGINT, nullable=True),
        sa.Column("float_confirmed_by", BIGINT, nullable=True),
        sa.Column("counted_before", BIGINT, nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(all_users AND user_id IS NULL) OR (NOT all_users AND user_id IS NOT NULL)",
            name=op.f("ck_tender_control_one_or_all_users"),
        ),
        sa.CheckConstraint(
            "float_confirmed_by <> created_by", name=op.f("ck_tender_control_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["balanced_by"], ["app_user.id"], name=op.f("fk_tender_control_balanced_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_tender_control_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_tender_control_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_control_id"],
            ["deposit_control.id"],
            name=op.f("fk_tender_control_deposit_control_id_deposit_control"),
        ),
        sa.ForeignKeyConstraint(
            ["float_confirmed_by"],
            ["app_user.id"],
            name=op.f("fk_tender_control_float_confirmed_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_source"],
            ["tender_source.code"],
            name=op.f("fk_tender_control_tender_source_tender_source"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_tender_control_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_control")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("tender_control", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tender_control_deposit_control_id"), ["deposit_control_id"], unique=False
        )
        batch_op.create_index(
            "ix_tender_control_status_user_id", ["status", "user_id"], unique=False
        )
        batch_op.create_index("ix_tender_control_tender_source", ["tender_source"], unique=False)

    op.create_table(
        "tender_deposit",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("deposit_control_id", BIGINT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=True),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reference_id", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("deposit_date", DAY, nullable=False),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("carried_by", sa.Text(), nullable=False),
        sa.Column("bag_number", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'BANK') = (bank IS NOT NULL) AND (bank IS NULL) = (bank_account IS NULL) AND (kind = 'SETTLEMENT') = (tender_type IS NOT NULL)",
            name=op.f("ck_tender_deposit_kind_fits"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_tender_deposit_positive")),
        sa.CheckConstraint(
            "length(bag_number) <= 30", name=op.f("ck_tender_deposit_bag_number_width")
        ),
        sa.CheckConstraint(
            "length(reference_id) <= 30", name=op.f("ck_tender_deposit_reference_id_width")
        ),
        sa.ForeignKeyConstraint(
            ["bank", "bank_account"],
            ["bank_account.bank", "bank_account.key"],
            name=op.f("fk_tender_deposit_bank_bank_account_bank_account"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_tender_deposit_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_tender_deposit_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_control_id"],
            ["deposit_control.id"],
            name=op.f("fk_tender_deposit_deposit_control_id_deposit_control"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_tender_deposit_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_deposit")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("tender_deposit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tender_deposit_deposit_control_id"), ["deposit_control_id"], unique=False
        )

    op.create_table(
        "account_autopay",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("start_date", DAY, nullable=False),
        sa.Column("end_date", DAY, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("account_sealed", sa.Text(), nullable=False),
        sa.Column("account_last4", sa.Text(), nullable=False),
        sa.Column("expires_on", DAY, nullable=True),
        sa.Column("entity_name", sa.Text(), nullable=False),
        sa.Column("maximum_withdrawal", BIGINT, nullable=True),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "account_sealed LIKE 'g1.%' AND length(account_last4) <= 4",
            name=op.f("ck_account_autopay_account_is_sealed"),
        ),
        sa.CheckConstraint(
            "end_date IS NULL OR end_date >= start_date", name=op.f("ck_account_autopay_period")
        ),
        sa.CheckConstraint(
            "length(comments) <= 254", name=op.f("ck_account_autopay_comments_width")
        ),
        sa.CheckConstraint(
            "length(entity_name) <= 64", name=op.f("ck_account_autopay_entity_name_width")
        ),
        sa.CheckConstraint(
            "maximum_withdrawal IS NULL OR maximum_withdrawal > 0",
            name=op.f("ck_account_autopay_maximum"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_autopay_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_account_autopay_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["source"],
            ["autopay_source.code"],
            name=op.f("fk_account_autopay_source_autopay_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_autopay")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("account_autopay", schema=None) as batch_op:
        batch_op.create_index(
            "ix_account_autopay_account_id_start_date", ["account_id", "start_date"], unique=False
        )

    op.create_table(
        "control_choice",
        sa.Column("user_id", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_control_choice_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_control_choice_tender_control_id_tender_control"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_control_choice_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("user_id", "currency", name=op.f("pk_control_choice")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "control_count",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("attempt", BIGINT, nullable=False),
        sa.Column("counted_at", STAMP, nullable=False),
        sa.Column("counted_by", BIGINT, nullable=False),
        sa.Column("submitted_at", STAMP, nullable=True),
        sa.Column("submitted_by", BIGINT, nullable=True),
        sa.Column("differs", FLAG, nullable=True),
        sa.Column("supervised_by", BIGINT, nullable=True),
        sa.Column("by_supervisor", FLAG, nullable=False),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (differs IS NULL)",
            name=op.f("ck_control_count_compared_once"),
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by IS NULL)",
            name=op.f("ck_control_count_submitted_by"),
        ),
        sa.CheckConstraint("supervised_by <> counted_by", name=op.f("ck_control_count_two_people")),
        sa.CheckConstraint(
            "supervised_by <> submitted_by", name=op.f("ck_control_count_not_alone")
        ),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["app_user.id"], name=op.f("fk_control_count_counted_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["app_user.id"], name=op.f("fk_control_count_submitted_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["supervised_by"], ["app_user.id"], name=op.f("fk_control_count_supervised_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_control_count_tender_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_count")),
        sa.UniqueConstraint(
            "tender_control_id", "attempt", name=op.f("uq_control_count_tender_control_id_attempt")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "deposit_denomination",
        sa.Column("deposit_id", BIGINT, nullable=False),
        sa.Column("value", BIGINT, nullable=False),
        sa.Column("coin", FLAG, nullable=False),
        sa.Column("quantity", BIGINT, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_deposit_denomination_some")),
        sa.ForeignKeyConstraint(
            ["deposit_id"],
            ["tender_deposit.id"],
            name=op.f("fk_deposit_denomination_deposit_id_tender_deposit"),
        ),
        sa.PrimaryKeyConstraint(
            "deposit_id", "value", "coin", name=op.f("pk_deposit_denomination")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drawer_opening",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", STAMP, nullable=False),
        sa.Column("opened_by", BIGINT, nullable=False),
        sa.CheckConstraint("length(reason) <= 200", name=op.f("ck_drawer_opening_reason_width")),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["app_user.id"], name=op.f("fk_drawer_opening_opened_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_drawer_opening_tender_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_opening")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("drawer_opening", schema=None) as batch_op:
        batch_op.create_index(
            "ix_drawer_opening_tender_control_id", ["tender_control_id"], unique=False
        )

    op.create_table(
        "float_count",
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("value", BIGINT, nullable=False),
        sa.Column("coin", FLAG, nullable=False),
        sa.Column("quantity", BIGINT, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_float_count_some")),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_float_count_tender_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("tender_control_id", "value", "coin", name=op.f("pk_float_count")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gl_line",
        sa.Column("ft_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_gl_line_never_zero")),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_gl_line_distribution_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["ft_id"],
            ["financial_transaction.id"],
            name=op.f("fk_gl_line_ft_id_financial_transaction"),
        ),
        sa.PrimaryKeyConstraint("ft_id", "seq", name=op.f("pk_gl_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_line",
        sa.Column("item_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["payable_item.id"], name=op.f("fk_item_line_item_id_payable_item")
        ),
        sa.PrimaryKeyConstraint("item_id", "seq", name=op.f("pk_item_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_batch_transaction",
        sa.Column("ft_id", BIGINT, nullable=False),
        sa.Column("batch_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["ledger_batch.id"],
            name=op.f("fk_ledger_batch_transaction_batch_id_ledger_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["ft_id"],
            ["financial_transaction.id"],
            name=op.f("fk_ledger_batch_transaction_ft_id_financial_transaction"),
        ),
        sa.PrimaryKeyConstraint("ft_id", name=op.f("pk_ledger_batch_transaction")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ledger_batch_transaction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_batch_transaction_batch_id"), ["batch_id"], unique=False
        )

    op.create_table(
        "match_event_ft",
        sa.Column("match_event_id", BIGINT, nullable=False),
        sa.Column("ft_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ft_id"],
            ["financial_transaction.id"],
            name=op.f("fk_match_event_ft_ft_id_financial_transaction"),
        ),
        sa.ForeignKeyConstraint(
            ["match_event_id"],
            ["match_event.id"],
            name=op.f("fk_match_event_ft_match_event_id_match_event"),
        ),
        sa.PrimaryKeyConstraint("match_event_id", "ft_id", name=op.f("pk_match_event_ft")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("match_event_ft", schema=None) as batch_op:
        batch_op.create_index("ix_match_event_ft_ft_id", ["ft_id"], unique=False)

    op.create_table(
        "payment_event",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("payment_date", DAY, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("receipt_control_id", BIGINT, nullable=True),
        sa.Column("receipt_seq", BIGINT, nullable=True),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.Column("unbalanced", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_payment_event_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_payment_event_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_payment_event_office_office")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_control_id"],
            ["tender_control.id"],
            name=op.f("fk_payment_event_receipt_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_event")),
        sa.UniqueConstraint("document_number", name=op.f("uq_payment_event_document_number")),
        sa.UniqueConstraint(
            "receipt_control_id",
            "receipt_seq",
            name=op.f("uq_payment_event_receipt_control_id_receipt_seq"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_payment_event_request_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("payment_event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payment_event_payment_date_id", ["payment_date", "id"], unique=False
        )
        batch_op.create_index(
            "ix_payment_event_unbalanced",
            ["payment_date", "id"],
            unique=False,
            sqlite_where=sa.text("unbalanced"),
            postgresql_where=sa.text("unbalanced"),
        )

    op.create_table(
        "payment_template_line",
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("seq", BIGINT, autoincrement=False, nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=True),
        sa.Column("percent", sa.Text(), nullable=True),
        sa.Column("overridable", FLAG, nullable=False),
        sa.CheckConstraint(
            "(amount IS NULL) <> (percent IS NULL)",
            name=op.f("ck_payment_template_line_one_measure"),
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_payment_template_line_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_payment_template_line_distribution_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["template"],
            ["payment_template.code"],
            name=op.f("fk_payment_template_line_template_payment_template"),
        ),
        sa.PrimaryKeyConstraint("template", "seq", name=op.f("pk_payment_template_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quick_batch",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("payment_date", DAY, nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tape_count", BIGINT, nullable=True),
        sa.Column("tape_total", BIGINT, nullable=True),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.CheckConstraint(
            "length(request_id) <= 64", name=op.f("ck_quick_batch_request_id_width")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_quick_batch_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_quick_batch_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_quick_batch_tender_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_batch")),
        sa.UniqueConstraint("request_id", name=op.f("uq_quick_batch_request_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("quick_batch", schema=None) as batch_op:
        batch_op.create_index("ix_quick_batch_created_at_id", ["created_at", "id"], unique=False)

    op.create_table(
        "turn_in",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("deposit_control_id", BIGINT, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("changed_by", BIGINT, nullable=True),
        sa.Column("approved_at", STAMP, nullable=True),
        sa.Column("approved_by", BIGINT, nullable=True),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(status = 'APPROVED') = (approved_by IS NOT NULL) AND (approved_by IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_turn_in_approved"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_turn_in_positive")),
        sa.CheckConstraint("approved_by <> changed_by", name=op.f("ck_turn_in_approved_as_seen")),
        sa.CheckConstraint("approved_by <> created_by", name=op.f("ck_turn_in_two_people")),
        sa.CheckConstraint(
            "length(receipt_number) <= 20", name=op.f("ck_turn_in_receipt_number_width")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_turn_in_version")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["app_user.id"], name=op.f("fk_turn_in_approved_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["app_user.id"], name=op.f("fk_turn_in_changed_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_turn_in_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_control_id"],
            ["deposit_control.id"],
            name=op.f("fk_turn_in_deposit_control_id_deposit_control"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_turn_in_tender_control_id_tender_control"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"], ["tender_type.code"], name=op.f("fk_turn_in_tender_type_tender_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_in")),
        sa.UniqueConstraint(
            "deposit_control_id",
            "receipt_number",
            name=op.f("uq_turn_in_deposit_control_id_receipt_number"),
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("turn_in", schema=None) as batch_op:
        batch_op.create_index(
            "ix_turn_in_tender_control_id",
            ["tender_control_id", "tender_type", "direction", "amount"],
            unique=False,
        )

    op.create_table(
        "bill_debit",
        sa.Column("bill_id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("mandate_id", BIGINT, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("payment_date", DAY, nullable=False),
        sa.Column("extract_date", DAY, nullable=False),
        sa.Column("ledger_date", DAY, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("event_id", BIGINT, nullable=True),
        sa.Column("attempt", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(status = 'CREATED') <= (event_id IS NOT NULL)",
            name=op.f("ck_bill_debit_event_when_created"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_bill_debit_amount")),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_debit_bill_id_bill")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["payment_event.id"], name=op.f("fk_bill_debit_event_id_payment_event")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"],
            ["account_autopay.id"],
            name=op.f("fk_bill_debit_mandate_id_account_autopay"),
        ),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_bill_debit")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bill_debit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bill_debit_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bill_debit_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(
            "ix_bill_debit_waiting",
            ["extract_date"],
            unique=False,
            sqlite_where=sa.text("status = 'WAITING'"),
            postgresql_where=sa.text("status = 'WAITING'"),
        )

    op.create_table(
        "checkout",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("employee_number", sa.Text(), nullable=False),
        sa.Column("lines_total", BIGINT, nullable=False),
        sa.Column("credits_total", BIGINT, nullable=False),
        sa.Column("to_pay", BIGINT, nullable=False),
        sa.Column("event_id", BIGINT, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("submitted_at", STAMP, nullable=False),
        sa.Column("submitted_by", BIGINT, nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("processed_at", STAMP, nullable=True),
        sa.Column("processed_by", BIGINT, nullable=True),
        sa.Column("process_approved_by", BIGINT, nullable=True),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("ended_by", BIGINT, nullable=True),
        sa.Column("end_comment", sa.Text(), nullable=False),
        sa.Column("released", FLAG, nullable=False),
        sa.Column("refund_method", sa.Text(), nullable=True),
        sa.Column("approved_by", BIGINT, nullable=True),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(state IN ('CANCELED', 'REFUNDED')) = (ended_at IS NOT NULL)",
            name=op.f("ck_checkout_ended"),
        ),
        sa.CheckConstraint(
            "(state IN ('PROCESSED', 'REFUNDED')) = (processed_at IS NOT NULL)",
            name=op.f("ck_checkout_processed"),
        ),
        sa.CheckConstraint(
            "state = 'CANCELED' OR (to_pay > 0) = (event_id IS NOT NULL)",
            name=op.f("ck_checkout_some_event"),
        ),
        sa.CheckConstraint(
            "(to_pay > 0) = (method IS NOT NULL)", name=op.f("ck_checkout_some_method")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> ended_by", name=op.f("ck_checkout_two_people")
        ),
        sa.CheckConstraint("length(comment) <= 254", name=op.f("ck_checkout_comment_width")),
        sa.CheckConstraint(
            "length(employee_number) <= 20", name=op.f("ck_checkout_employee_number_width")
        ),
        sa.CheckConstraint(
            "length(end_comment) <= 254", name=op.f("ck_checkout_end_comment_width")
        ),
        sa.CheckConstraint("length(number) <= 30", name=op.f("ck_checkout_number_width")),
        sa.CheckConstraint(
            "process_approved_by IS NULL OR process_approved_by <> processed_by",
            name=op.f("ck_checkout_two_who_process"),
        ),
        sa.CheckConstraint(
            "to_pay = lines_total - credits_total", name=op.f("ck_checkout_adds_up")
        ),
        sa.CheckConstraint("to_pay >= 0 AND credits_total >= 0", name=op.f("ck_checkout_no_minus")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_checkout_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["app_user.id"], name=op.f("fk_checkout_approved_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_checkout_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["app_user.id"], name=op.f("fk_checkout_ended_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["payment_event.id"], name=op.f("fk_checkout_event_id_payment_event")
        ),
        sa.ForeignKeyConstraint(
            ["method"], ["tender_type.code"], name=op.f("fk_checkout_method_tender_type")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_checkout_office_office")
        ),
        sa.ForeignKeyConstraint(
            ["process_approved_by"],
            ["app_user.id"],
            name=op.f("fk_checkout_process_approved_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["processed_by"], ["app_user.id"], name=op.f("fk_checkout_processed_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["refund_method"],
            ["tender_type.code"],
            name=op.f("fk_checkout_refund_method_tender_type"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["app_user.id"], name=op.f("fk_checkout_submitted_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
        sa.UniqueConstraint("event_id", name=op.f("uq_checkout_event_id")),
        sa.UniqueConstraint("number", name=op.f("uq_checkout_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("checkout", schema=None) as batch_op:
        batch_op.create_index("ix_checkout_account_id", ["account_id"], unique=False)
        batch_op.create_index(
            "ix_checkout_waiting",
            ["submitted_at"],
            unique=False,
            sqlite_where=sa.text("state = 'SUBMITTED'"),
            postgresql_where=sa.text("state = 'SUBMITTED'"),
        )

    op.create_table(
        "control_close",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("number", BIGINT, nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.Column("count_id", BIGINT, nullable=False),
        sa.Column("closed_at", STAMP, nullable=False),
        sa.Column("closed_by", BIGINT, nullable=False),
        sa.Column("events", BIGINT, nullable=False),
        sa.Column("canceled", BIGINT, nullable=False),
        sa.Column("exceptions", BIGINT, nullable=False),
        sa.Column("first_receipt", BIGINT, nullable=True),
        sa.Column("last_receipt", BIGINT, nullable=True),
        sa.Column("chain_head", sa.Text(), nullable=False),
        sa.Column("chain_length", BIGINT, nullable=False),
        sa.Column("reopened_at", STAMP, nullable=True),
        sa.Column("reopened_by", BIGINT, nullable=True),
        sa.Column("reopened_to", sa.Text(), nullable=True),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by IS NULL) AND (reopened_at IS NULL) = (reopened_to IS NULL)",
            name=op.f("ck_control_close_reopened_once"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["app_user.id"], name=op.f("fk_control_close_closed_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["count_id"], ["control_count.id"], name=op.f("fk_control_close_count_id_control_count")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_control_close_office_office")
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["app_user.id"], name=op.f("fk_control_close_reopened_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_control_close_tender_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_close")),
        sa.UniqueConstraint("office", "number", name=op.f("uq_control_close_office_number")),
        sa.UniqueConstraint(
            "tender_control_id", "version", name=op.f("uq_control_close_tender_control_id_version")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "count_denomination",
        sa.Column("count_id", BIGINT, nullable=False),
        sa.Column("value", BIGINT, nullable=False),
        sa.Column("coin", FLAG, nullable=False),
        sa.Column("quantity", BIGINT, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_count_denomination_some")),
        sa.ForeignKeyConstraint(
            ["count_id"],
            ["control_count.id"],
            name=op.f("fk_count_denomination_count_id_control_count"),
        ),
        sa.PrimaryKeyConstraint("count_id", "value", "coin", name=op.f("pk_count_denomination")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "count_instrument",
        sa.Column("count_id", BIGINT, nullable=False),
        sa.Column("position", BIGINT, nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["count_id"],
            ["control_count.id"],
            name=op.f("fk_count_instrument_count_id_control_count"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_count_instrument_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("count_id", "position", name=op.f("pk_count_instrument")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "count_line",
        sa.Column("count_id", BIGINT, nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("ending", BIGINT, nullable=False),
        sa.Column("expected", BIGINT, nullable=True),
        sa.CheckConstraint("ending >= 0", name=op.f("ck_count_line_not_negative")),
        sa.ForeignKeyConstraint(
            ["count_id"], ["control_count.id"], name=op.f("fk_count_line_count_id_control_count")
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_count_line_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("count_id", "tender_type", name=op.f("pk_count_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "distribution_detail",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("event_id", BIGINT, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("value_description", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("replaced", FLAG, nullable=False),
        sa.CheckConstraint("length(value) <= 254", name=op.f("ck_distribution_detail_value_width")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["payment_event.id"],
            name=op.f("fk_distribution_detail_event_id_payment_event"),
        ),
        sa.ForeignKeyConstraint(
            ["rule"],
            ["distribution_rule.code"],
            name=op.f("fk_distribution_detail_rule_distribution_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_detail")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("distribution_detail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_distribution_detail_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "over_under",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("event_id", BIGINT, nullable=False),
        sa.Column("count_id", BIGINT, nullable=False),
        sa.Column("cashier_id", BIGINT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("approved_by", BIGINT, nullable=True),
        sa.CheckConstraint("approved_by <> created_by", name=op.f("ck_over_under_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["app_user.id"], name=op.f("fk_over_under_approved_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["cashier_id"], ["app_user.id"], name=op.f("fk_over_under_cashier_id_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["count_id"], ["control_count.id"], name=op.f("fk_over_under_count_id_control_count")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_over_under_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["payment_event.id"], name=op.f("fk_over_under_event_id_payment_event")
        ),
        sa.ForeignKeyConstraint(
            ["reason"],
            ["over_under_reason.code"],
            name=op.f("fk_over_under_reason_over_under_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_over_under_tender_control_id_tender_control"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_over_under")),
        sa.UniqueConstraint("event_id", name=op.f("uq_over_under_event_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("over_under", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_over_under_count_id"), ["count_id"], unique=False)
        batch_op.create_index(
            "ix_over_under_tender_control_id", ["tender_control_id"], unique=False
        )

    op.create_table(
        "quick_row",
        sa.Column("batch_id", BIGINT, nullable=False),
        sa.Column("line", BIGINT, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("check_number", sa.Text(), nullable=False),
        sa.Column("micr", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_type", sa.Text(), nullable=False),
        sa.Column("match_value", sa.Text(), nullable=False),
        sa.Column("non_cis_name", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("payor_account_id", BIGINT, nullable=True),
        sa.Column("event_id", BIGINT, nullable=True),
        sa.Column("taken", BIGINT, nullable=True),
        sa.Column("replayed", FLAG, nullable=False),
        sa.CheckConstraint(
            "(outcome IS NOT NULL AND outcome IN ('done', 'error')) = (event_id IS NOT NULL)",
            name=op.f("ck_quick_row_event"),
        ),
        sa.CheckConstraint("(event_id IS NULL) = (taken IS NULL)", name=op.f("ck_quick_row_taken")),
        sa.CheckConstraint("length(request_id) <= 64", name=op.f("ck_quick_row_request_id_width")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["quick_batch.id"], name=op.f("fk_quick_row_batch_id_quick_batch")
        ),
        sa.ForeignKeyConstraint(
            ["payor_account_id"], ["account.id"], name=op.f("fk_quick_row_payor_account_id_account")
        ),
        sa.PrimaryKeyConstraint("batch_id", "line", name=op.f("pk_quick_row")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("quick_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quick_row_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "ix_quick_row_in",
            ["request_id"],
            unique=True,
            sqlite_where=sa.text("outcome IN ('done', 'error') AND NOT replayed"),
            postgresql_where=sa.text("outcome IN ('done', 'error') AND NOT replayed"),
        )

    op.create_table(
        "scheduled_payment",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scheduled_date", DAY, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("event_id", BIGINT, nullable=True),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(status = 'CREATED') = (event_id IS NOT NULL)",
            name=op.f("ck_scheduled_payment_event_when_created"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_scheduled_payment_amount")),
        sa.CheckConstraint(
            "length(comments) <= 254", name=op.f("ck_scheduled_payment_comments_width")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_scheduled_payment_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_scheduled_payment_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["payment_event.id"],
            name=op.f("fk_scheduled_payment_event_id_payment_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_payment")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("scheduled_payment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_scheduled_payment_day",
            ["agreement_id", "scheduled_date"],
            unique=True,
            sqlite_where=sa.text("status <> 'STOPPED'"),
            postgresql_where=sa.text("status <> 'STOPPED'"),
        )
        batch_op.create_index(
            batch_op.f("ix_scheduled_payment_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            "ix_scheduled_payment_waiting",
            ["scheduled_date"],
            unique=False,
            sqlite_where=sa.text("status = 'WAITING'"),
            postgresql_where=sa.text("status = 'WAITING'"),
        )

    op.create_table(
        "tender",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("event_id", BIGINT, nullable=False),
        sa.Column("payor_account_id", BIGINT, nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("control_amount", BIGINT, nullable=False),
        sa.Column("control_currency", sa.Text(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=True),
        sa.Column("tender_control_id", BIGINT, nullable=True),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cash_back", FLAG, nullable=False),
        sa.Column("rounding", FLAG, nullable=False),
        sa.Column("check_number", sa.Text(), nullable=False),
        sa.Column("micr_last4", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("counted", FLAG, nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("canceled_at", STAMP, nullable=True),
        sa.Column("canceled_by", BIGINT, nullable=True),
        sa.Column("charged_bank", sa.Text(), nullable=True),
        sa.Column("charged_account", sa.Text(), nullable=True),
        sa.Column("demerit_due", FLAG, nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.CheckConstraint("NOT (cash_back AND rounding)", name=op.f("ck_tender_one_flag")),
        sa.CheckConstraint("length(check_number) <= 10", name=op.f("ck_tender_check_number_width")),
        sa.CheckConstraint("length(customer_id) <= 36", name=op.f("ck_tender_customer_id_width")),
        sa.CheckConstraint(
            "length(external_reference) <= 36", name=op.f("ck_tender_external_reference_width")
        ),
        sa.CheckConstraint("length(name) <= 254", name=op.f("ck_tender_name_width")),
        sa.ForeignKeyConstraint(
            ["cancel_reason"],
            ["cancel_reason.code"],
            name=op.f("fk_tender_cancel_reason_cancel_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["canceled_by"], ["app_user.id"], name=op.f("fk_tender_canceled_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["control_currency"],
            ["currency.code"],
            name=op.f("fk_tender_control_currency_currency"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_tender_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_tender_distribution_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["payment_event.id"], name=op.f("fk_tender_event_id_payment_event")
        ),
        sa.ForeignKeyConstraint(
            ["payor_account_id"], ["account.id"], name=op.f("fk_tender_payor_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_tender_tender_control_id_tender_control"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"], ["tender_type.code"], name=op.f("fk_tender_tender_type_tender_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("tender", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tender_check_number",
            ["check_number"],
            unique=False,
            sqlite_where=sa.text("check_number <> ''"),
            postgresql_where=sa.text("check_number <> ''"),
        )
        batch_op.create_index("ix_tender_event_id", ["event_id"], unique=False)
        batch_op.create_index(
            "ix_tender_external_reference",
            ["external_reference"],
            unique=False,
            sqlite_where=sa.text("external_reference <> ''"),
            postgresql_where=sa.text("external_reference <> ''"),
        )
        batch_op.create_index(
            "ix_tender_payor_account_id_created_at",
            ["payor_account_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_tender_tender_control_id",
            [
                "tender_control_id",
                "counted",
                "rounding",
                "tender_type",
                "cash_back",
                "control_amount",
            ],
            unique=False,
        )

    op.create_table(
        "turn_in_denomination",
        sa.Column("turn_in_id", BIGINT, nullable=False),
        sa.Column("value", BIGINT, nullable=False),
        sa.Column("coin", FLAG, nullable=False),
        sa.Column("quantity", BIGINT, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_turn_in_denomination_some")),
        sa.ForeignKeyConstraint(
            ["turn_in_id"], ["turn_in.id"], name=op.f("fk_turn_in_denomination_turn_in_id_turn_in")
        ),
        sa.PrimaryKeyConstraint(
            "turn_in_id", "value", "coin", name=op.f("pk_turn_in_denomination")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_adjustment",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("requisition_code", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("item_id", BIGINT, nullable=True),
        sa.Column("checkout_id", BIGINT, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("clearing_code", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("employee_number", sa.Text(), nullable=False),
        sa.Column("event_id", BIGINT, nullable=True),
        sa.Column("linked_id", BIGINT, nullable=True),
        sa.Column("reverses_id", BIGINT, nullable=True),
        sa.Column("demands_id", BIGINT, nullable=True),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.Column("processed_at", STAMP, nullable=True),
        sa.Column("processed_by", BIGINT, nullable=True),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(state = 'PROCESSED') = (processed_at IS NOT NULL)",
            name=op.f("ck_account_adjustment_processed"),
        ),
        sa.CheckConstraint(
            "(amount < 0) = (clearing_code IS NOT NULL)",
            name=op.f("ck_account_adjustment_credit_clears"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_account_adjustment_never_zero")),
        sa.CheckConstraint(
            "amount > 0 OR method IS NULL OR COALESCE(linked_id, reverses_id) IS NOT NULL",
            name=op.f("ck_account_adjustment_paired"),
        ),
        sa.CheckConstraint(
            "demands_id IS NULL OR amount > 0", name=op.f("ck_account_adjustment_demands")
        ),
        sa.CheckConstraint(
            "length(comment) <= 254", name=op.f("ck_account_adjustment_comment_width")
        ),
        sa.CheckConstraint(
            "length(employee_number) <= 20",
            name=op.f("ck_account_adjustment_employee_number_width"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_adjustment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_account_adjustment_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"],
            ["checkout.id"],
            name=op.f("fk_account_adjustment_checkout_id_checkout"),
        ),
        sa.ForeignKeyConstraint(
            ["clearing_code"],
            ["distribution_code.code"],
            name=op.f("fk_account_adjustment_clearing_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_account_adjustment_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["currency"], ["currency.code"], name=op.f("fk_account_adjustment_currency_currency")
        ),
        sa.ForeignKeyConstraint(
            ["demands_id"],
            ["account_adjustment.id"],
            name=op.f("fk_account_adjustment_demands_id_account_adjustment"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["payment_event.id"],
            name=op.f("fk_account_adjustment_event_id_payment_event"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["payable_item.id"],
            name=op.f("fk_account_adjustment_item_id_payable_item"),
        ),
        sa.ForeignKeyConstraint(
            ["linked_id"],
            ["account_adjustment.id"],
            name=op.f("fk_account_adjustment_linked_id_account_adjustment"),
        ),
        sa.ForeignKeyConstraint(
            ["method"], ["tender_type.code"], name=op.f("fk_account_adjustment_method_tender_type")
        ),
        sa.ForeignKeyConstraint(
            ["processed_by"],
            ["app_user.id"],
            name=op.f("fk_account_adjustment_processed_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_code"],
            ["requisition_code.code"],
            name=op.f("fk_account_adjustment_requisition_code_requisition_code"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["account_adjustment.id"],
            name=op.f("fk_account_adjustment_reverses_id_account_adjustment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_adjustment")),
        sa.UniqueConstraint("event_id", name=op.f("uq_account_adjustment_event_id")),
        sa.UniqueConstraint("linked_id", name=op.f("uq_account_adjustment_linked_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_account_adjustment_reverses_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("account_adjustment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_adjustment_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_adjustment_checkout_id"), ["checkout_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_adjustment_demands_id"), ["demands_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_adjustment_item_id"), ["item_id"], unique=False
        )
        batch_op.create_index(
            "ix_account_adjustment_unprocessed",
            ["account_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("state = 'UNPROCESSED'"),
            postgresql_where=sa.text("state = 'UNPROCESSED'"),
        )

    op.create_table(
        "adjustment",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("adjustment_type", sa.Text(), nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("effective_date", DAY, nullable=False),
        sa.Column("tender_id", BIGINT, nullable=True),
        sa.Column("bill_id", BIGINT, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_adjustment_never_zero")),
        sa.ForeignKeyConstraint(
            ["adjustment_type"],
            ["adjustment_type.code"],
            name=op.f("fk_adjustment_adjustment_type_adjustment_type"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_adjustment_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_adjustment_bill_id_bill")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_adjustment_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_adjustment_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("tender_id", name=op.f("uq_adjustment_tender_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("adjustment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_adjustment_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_adjustment_bill_id"), ["bill_id"], unique=False)

    op.create_table(
        "clearing_request",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_id", BIGINT, nullable=False),
        sa.Column("bill_id", BIGINT, nullable=True),
        sa.Column("mandate_id", BIGINT, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("account_sealed", sa.Text(), nullable=False),
        sa.Column("account_last4", sa.Text(), nullable=False),
        sa.Column("expires_on", DAY, nullable=True),
        sa.Column("entity_name", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("extract_date", DAY, nullable=False),
        sa.Column("ledger_date", DAY, nullable=False),
        sa.Column("batch_code", sa.Text(), nullable=False),
        sa.Column("batch_run", BIGINT, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.CheckConstraint(
            "(status IN ('EXTRACTED', 'REJECTED')) = (batch_run IS NOT NULL)",
            name=op.f("ck_clearing_request_run_when_sent"),
        ),
        sa.CheckConstraint(
            "account_sealed LIKE 'g1.%' AND length(account_last4) <= 4",
            name=op.f("ck_clearing_request_account_is_sealed"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_clearing_request_amount")),
        sa.CheckConstraint(
            "length(entity_name) <= 64", name=op.f("ck_clearing_request_entity_name_width")
        ),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_clearing_request_bill_id_bill")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"],
            ["account_autopay.id"],
            name=op.f("fk_clearing_request_mandate_id_account_autopay"),
        ),
        sa.ForeignKeyConstraint(
            ["source"],
            ["autopay_source.code"],
            name=op.f("fk_clearing_request_source_autopay_source"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_clearing_request_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearing_request")),
        sa.UniqueConstraint("tender_id", name=op.f("uq_clearing_request_tender_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("clearing_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearing_request_bill_id"), ["bill_id"], unique=False)
        batch_op.create_index("ix_clearing_request_ledger_date", ["ledger_date"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_clearing_request_mandate_id"), ["mandate_id"], unique=False
        )
        batch_op.create_index(
            "ix_clearing_request_pending",
            ["batch_code", "extract_date"],
            unique=False,
            sqlite_where=sa.text("status = 'PENDING'"),
            postgresql_where=sa.text("status = 'PENDING'"),
        )

    op.create_table(
        "close_line",
        sa.Column("close_id", BIGINT, nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("tenders", BIGINT, nullable=False),
        sa.Column("starting", BIGINT, nullable=False),
        sa.Column("received", BIGINT, nullable=False),
        sa.Column("change", BIGINT, nullable=False),
        sa.Column("over_under", BIGINT, nullable=False),
        sa.Column("turned_in", BIGINT, nullable=False),
        sa.Column("issued", BIGINT, nullable=False),
        sa.Column("refunded", BIGINT, nullable=False),
        sa.Column("expected", BIGINT, nullable=False),
        sa.Column("ending", BIGINT, nullable=False),
        sa.CheckConstraint("ending = expected", name=op.f("ck_close_line_balanced")),
        sa.CheckConstraint(
            "expected = starting + received - turned_in + issued - refunded",
            name=op.f("ck_close_line_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["close_id"], ["control_close.id"], name=op.f("fk_close_line_close_id_control_close")
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_close_line_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("close_id", "tender_type", name=op.f("pk_close_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deposit_tender",
        sa.Column("tender_id", BIGINT, nullable=False),
        sa.Column("deposit_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["deposit_id"],
            ["tender_deposit.id"],
            name=op.f("fk_deposit_tender_deposit_id_tender_deposit"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_deposit_tender_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("tender_id", name=op.f("pk_deposit_tender")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("deposit_tender", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deposit_tender_deposit_id"), ["deposit_id"], unique=False
        )

    op.create_table(
        "missing_charge",
        sa.Column("tender_id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("settled_at", STAMP, nullable=True),
        sa.Column("settled_by", BIGINT, nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_missing_charge_settled")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["app_user.id"], name=op.f("fk_missing_charge_settled_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_missing_charge_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("tender_id", name=op.f("pk_missing_charge")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("missing_charge", schema=None) as batch_op:
        batch_op.create_index(
            "ix_missing_charge_open",
            ["tender_id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "payment",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("event_id", BIGINT, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("detail_id", BIGINT, nullable=True),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_text", sa.Text(), nullable=False),
        sa.Column("manual", FLAG, nullable=False),
        sa.Column("match_type", sa.Text(), nullable=True),
        sa.Column("match_value", sa.Text(), nullable=True),
        sa.Column("non_cis_name", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("long_comment", sa.Text(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("frozen_at", STAMP, nullable=True),
        sa.Column("frozen_by", BIGINT, nullable=True),
        sa.Column("canceled_at", STAMP, nullable=True),
        sa.Column("canceled_by", BIGINT, nullable=True),
        sa.Column("created_at", STAMP, nullable=False),
        sa.CheckConstraint(
            "(match_type IS NULL) = (match_value IS NULL)", name=op.f("ck_payment_match_pair")
        ),
        sa.CheckConstraint("length(comments) <= 254", name=op.f("ck_payment_comments_width")),
        sa.CheckConstraint(
            "length(long_comment) <= 4000", name=op.f("ck_payment_long_comment_width")
        ),
        sa.CheckConstraint("length(match_value) <= 30", name=op.f("ck_payment_match_value_width")),
        sa.CheckConstraint(
            "length(non_cis_name) <= 254", name=op.f("ck_payment_non_cis_name_width")
        ),
        sa.CheckConstraint("length(reference) <= 254", name=op.f("ck_payment_reference_width")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cancel_reason"],
            ["cancel_reason.code"],
            name=op.f("fk_payment_cancel_reason_cancel_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["canceled_by"], ["app_user.id"], name=op.f("fk_payment_canceled_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["detail_id"],
            ["distribution_detail.id"],
            name=op.f("fk_payment_detail_id_distribution_detail"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["payment_event.id"], name=op.f("fk_payment_event_id_payment_event")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by"], ["app_user.id"], name=op.f("fk_payment_frozen_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["match_type"], ["match_type.code"], name=op.f("fk_payment_match_type_match_type")
        ),
        sa.ForeignKeyConstraint(
            ["template"],
            ["payment_template.code"],
            name=op.f("fk_payment_template_payment_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index("ix_payment_account_id_id", ["account_id", "id"], unique=False)
        batch_op.create_index("ix_payment_event_id", ["event_id"], unique=False)
        batch_op.create_index(
            "ix_payment_match_value",
            ["match_value"],
            unique=False,
            sqlite_where=sa.text("match_value IS NOT NULL"),
            postgresql_where=sa.text("match_value IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_payment_unfrozen",
            ["status", "event_id"],
            unique=False,
            sqlite_where=sa.text("status IN ('INCOMPLETE', 'ERROR', 'FREEZABLE')"),
            postgresql_where=sa.text("status IN ('INCOMPLETE', 'ERROR', 'FREEZABLE')"),
        )

    op.create_table(
        "refund_movement",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("tender_control_id", BIGINT, nullable=False),
        sa.Column("tender_id", BIGINT, nullable=False),
        sa.Column("tender_type", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", STAMP, nullable=False),
        sa.Column("created_by", BIGINT, nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_refund_movement_never_zero")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_refund_movement_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["reason"], ["cancel_reason.code"], name=op.f("fk_refund_movement_reason_cancel_reason")
        ),
        sa.ForeignKeyConstraint(
            ["tender_control_id"],
            ["tender_control.id"],
            name=op.f("fk_refund_movement_tender_control_id_tender_control"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_refund_movement_tender_id_tender")
        ),
        sa.ForeignKeyConstraint(
            ["tender_type"],
            ["tender_type.code"],
            name=op.f("fk_refund_movement_tender_type_tender_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_movement")),
        sa.UniqueConstraint("tender_id", name=op.f("uq_refund_movement_tender_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("refund_movement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_refund_movement_tender_control_id", ["tender_control_id"], unique=False
        )

    op.create_table(
        "turn_in_tender",
        sa.Column("turn_in_id", BIGINT, nullable=False),
        sa.Column("tender_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_turn_in_tender_tender_id_tender")
        ),
        sa.ForeignKeyConstraint(
            ["turn_in_id"], ["turn_in.id"], name=op.f("fk_turn_in_tender_turn_in_id_turn_in")
        ),
        sa.PrimaryKeyConstraint("turn_in_id", "tender_id", name=op.f("pk_turn_in_tender")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "characteristic",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("event_id", BIGINT, nullable=False),
        sa.Column("payment_id", BIGINT, nullable=True),
        sa.Column("tender_id", BIGINT, nullable=True),
        sa.Column("characteristic_type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("value_description", sa.Text(), nullable=False),
        sa.CheckConstraint("length(value) <= 254", name=op.f("ck_characteristic_value_width")),
        sa.CheckConstraint(
            "payment_id IS NULL OR tender_id IS NULL", name=op.f("ck_characteristic_one_bearer")
        ),
        sa.ForeignKeyConstraint(
            ["characteristic_type"],
            ["characteristic_type.code"],
            name=op.f("fk_characteristic_characteristic_type_characteristic_type"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["payment_event.id"],
            name=op.f("fk_characteristic_event_id_payment_event"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_characteristic_payment_id_payment")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_characteristic_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_characteristic")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("characteristic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_characteristic_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_characteristic_payment_id"), ["payment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_characteristic_tender_id"), ["tender_id"], unique=False
        )

    op.create_table(
        "checkout_line",
        sa.Column("checkout_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("item_id", BIGINT, nullable=True),
        sa.Column("adjustment_id", BIGINT, nullable=True),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("credit", BIGINT, nullable=False),
        sa.CheckConstraint(
            "(item_id IS NULL) <> (adjustment_id IS NULL)", name=op.f("ck_checkout_line_one_of_two")
        ),
        sa.CheckConstraint(
            "credit >= 0 AND credit <= amount AND amount > 0", name=op.f("ck_checkout_line_shares")
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_id"],
            ["account_adjustment.id"],
            name=op.f("fk_checkout_line_adjustment_id_account_adjustment"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_checkout_line_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_checkout_line_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["payable_item.id"], name=op.f("fk_checkout_line_item_id_payable_item")
        ),
        sa.PrimaryKeyConstraint("checkout_id", "seq", name=op.f("pk_checkout_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("checkout_line", schema=None) as batch_op:
        batch_op.create_index("ix_checkout_line_adjustment_id", ["adjustment_id"], unique=False)
        batch_op.create_index("ix_checkout_line_item_id", ["item_id"], unique=False)

    op.create_table(
        "checkout_lock",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("item_id", BIGINT, nullable=True),
        sa.Column("adjustment_id", BIGINT, nullable=True),
        sa.Column("checkout_id", BIGINT, nullable=False),
        sa.Column("user_id", BIGINT, nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("locked_at", STAMP, nullable=False),
        sa.CheckConstraint(
            "(item_id IS NULL) <> (adjustment_id IS NULL)", name=op.f("ck_checkout_lock_one_of_two")
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_id"],
            ["account_adjustment.id"],
            name=op.f("fk_checkout_lock_adjustment_id_account_adjustment"),
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_checkout_lock_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["payable_item.id"], name=op.f("fk_checkout_lock_item_id_payable_item")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_checkout_lock_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout_lock")),
        sa.UniqueConstraint("adjustment_id", name=op.f("uq_checkout_lock_adjustment_id")),
        sa.UniqueConstraint("item_id", name=op.f("uq_checkout_lock_item_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("checkout_lock", schema=None) as batch_op:
        batch_op.create_index("ix_checkout_lock_checkout_id", ["checkout_id"], unique=False)

    op.create_table(
        "credit_use",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("credit_id", BIGINT, nullable=False),
        sa.Column("checkout_id", BIGINT, nullable=True),
        sa.Column("seq", BIGINT, nullable=True),
        sa.Column("settled_by", BIGINT, nullable=True),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "checkout_id IS NOT NULL OR state <> 'RESERVED'", name=op.f("ck_credit_use_reserved_by")
        ),
        sa.CheckConstraint(
            "(checkout_id IS NULL) = (seq IS NULL)", name=op.f("ck_credit_use_of_line")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_credit_use_some")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_credit_use_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(
            ["credit_id"],
            ["account_adjustment.id"],
            name=op.f("fk_credit_use_credit_id_account_adjustment"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["account_adjustment.id"],
            name=op.f("fk_credit_use_settled_by_account_adjustment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_use")),
        sa.UniqueConstraint("settled_by", name=op.f("uq_credit_use_settled_by")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("credit_use", schema=None) as batch_op:
        batch_op.create_index("ix_credit_use_checkout_id", ["checkout_id"], unique=False)
        batch_op.create_index("ix_credit_use_credit_id", ["credit_id"], unique=False)

    op.create_table(
        "pay_segment",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("payment_id", BIGINT, nullable=False),
        sa.Column("agreement_id", BIGINT, nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("bill_id", BIGINT, nullable=True),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_pay_segment_never_zero")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_pay_segment_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_pay_segment_bill_id_bill")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_pay_segment_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_segment")),
        sa.UniqueConstraint(
            "payment_id",
            "agreement_id",
            "bill_id",
            name=op.f("uq_pay_segment_payment_id_agreement_id_bill_id"),
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("pay_segment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_segment_bill_id"), ["bill_id"], unique=False)
        batch_op.create_index(
            "uq_pay_segment_without_bill",
            ["payment_id", "agreement_id"],
            unique=True,
            sqlite_where=sa.text("bill_id IS NULL"),
            postgresql_where=sa.text("bill_id IS NULL"),
        )

    op.create_table(
        "payment_line",
        sa.Column("id", BIGINT, autoincrement=False, nullable=False),
        sa.Column("payment_id", BIGINT, nullable=False),
        sa.Column("seq", BIGINT, nullable=False),
        sa.Column("distribution_code", sa.Text(), nullable=False),
        sa.Column("amount", BIGINT, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_line_above_zero")),
        sa.CheckConstraint(
            "length(description) <= 254", name=op.f("ck_payment_line_description_width")
        ),
        sa.ForeignKeyConstraint(
            ["distribution_code"],
            ["distribution_code.code"],
            name=op.f("fk_payment_line_distribution_code_distribution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_line_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
        sa.UniqueConstraint("payment_id", "seq", name=op.f("uq_payment_line_payment_id_seq")),
        sqlite_strict=True,
    )
    if dialect == "postgresql":
        op.execute(sa.text("CREATE SEQUENCE posapp_ids START 1000000001"))
    op.execute(sa.text("INSERT INTO id_counter (id, next_id) VALUES (1, 1000000001)"))
    for statement in SEARCH[dialect]:
        op.execute(sa.text(statement))
    for statement in GUARDS[dialect]:
        op.execute(sa.text(statement))


def drop_guards(dialect: str) -> None:
    # A guard that names a table which is rebuilt would stop the rebuild.
    if dialect == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'"
        drop = "DROP TRIGGER {}"
    else:
        found = (
            "SELECT proname FROM pg_proc WHERE proname LIKE 'guard%'"
            " AND pronamespace = current_schema()::regnamespace"
        )
        drop = "DROP FUNCTION {}() CASCADE"
    for name in op.get_bind().execute(sa.text(found)).scalars().all():
        op.execute(sa.text(drop.format(name)))


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy made before the upgrade")
