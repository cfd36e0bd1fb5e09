"""Every rule of Quick Add and of distribution rules has a test through a page and by command line.

What only a page can do, or only a row of cells, is said with its reason.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.helpers.every import every

TESTS: Final = Path(__file__).parent
PAGE: Final = "ui/test_quick_add_page.py"
RULES: Final = "ui/test_quick_add_rules.py"
ACCOUNTS: Final = "ui/test_quick_add_accounts.py"
SINGLE: Final = "ui/test_quick_single.py"
SHIPPED: Final = "ui/test_quick_add_shipped_rules.py"
CLI: Final = "cli/test_quick_add.py"
CLI_RULES: Final = "cli/test_quick_add_rules.py"
CLI_EVENT: Final = "cli/test_event_add.py"

BY_PAGE: Final[Mapping[str, str]] = {
    "QA-1": f"{RULES}::test_qa1_an_automatic_payment_is_not_taken_in_rows",
    "QA-2": f"{PAGE}::test_qa2_switching_asks_when_rows_would_be_lost",
    "QA-3": f"{PAGE}::test_qa3_d03_the_payor_is_marked_and_a_check_is_asked_about_once",
    "QA-4": f"{RULES}::test_qa4_qa5_rows_of_one_payor_are_one_event_with_alike_tenders_merged",
    "QA-5": f"{PAGE}::test_qa5_value_enter_amount_enter_is_a_row_and_f9_creates_it",
    "QA-6": f"{RULES}::test_qa1_an_automatic_payment_is_not_taken_in_rows",
    "QA-7": f"{SHIPPED}::test_qa7_amounts_are_exact_and_give_no_change",
    "QA-8": f"{PAGE}::test_qa8_clear_asks_for_rows_that_are_not_in",
    "QA-9": f"{SINGLE}::test_10_3_a_whole_event_by_keys_alone",
    "QA-10": f"{SINGLE}::test_qa10_the_line_says_what_is_missing",
    "QA-11": f"{SINGLE}::test_qa11_qa12_the_tick_goes_to_the_event_else_the_link_does",
    "QA-12": f"{SINGLE}::test_qa11_qa12_the_tick_goes_to_the_event_else_the_link_does",
    "QA-13": f"{SINGLE}::test_qa13_another_payor_starts_with_a_block_of_its_own",
    "QA-14": f"{ACCOUNTS}::test_qa16_the_four_outcomes_and_what_can_be_done_with_each",
    "QA-15": f"{ACCOUNTS}::test_qa16_the_four_outcomes_and_what_can_be_done_with_each",
    "QA-16": f"{ACCOUNTS}::test_qa16_the_four_outcomes_and_what_can_be_done_with_each",
    "QA-17": f"{SHIPPED}::test_qa17_by_accounts_only_amounts_above_zero_in_types_of_the_counter",
    "QA-18": f"{ACCOUNTS}::test_qa18_a_bill_without_number_is_the_latest",
    "QA-19": f"{ACCOUNTS}::test_qa19_empty_rows_are_skipped",
    "DR-1": f"{SHIPPED}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
    "DR-2": f"{SHIPPED}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
    "DR-3": f"{SHIPPED}::test_dr3_dr4_one_row_makes_several_payments",
    "DR-4": f"{SHIPPED}::test_dr3_dr4_one_row_makes_several_payments",
    "DR-5": f"{SHIPPED}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
    "DR-6": f"{SINGLE}::test_dr6_a_memo_is_typed_beside_what_is_paid",
    "DR-7": f"{SINGLE}::test_dr7_without_details_the_payor_is_paid",
    "DR-8": f"{SHIPPED}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
}
BY_COMMAND: Final[Mapping[str, str]] = {
    "QA-1": f"{CLI_RULES}::test_qa1_qa17_by_accounts_only_amounts_above_zero_in_types_of_the_counter",
    "QA-3": f"{CLI}::test_concerns_are_confirmed_and_the_rest_is_in_already",
    "QA-4": f"{CLI}::test_qa4_qa6_rows_of_one_payor_are_one_event_or_none",
    "QA-5": f"{CLI}::test_qa5_hostile_rows_by_rules_and_their_neighbours",
    "QA-6": f"{CLI}::test_qa4_qa6_rows_of_one_payor_are_one_event_or_none",
    "QA-7": f"{CLI_RULES}::test_qa7_amounts_are_exact_and_give_no_change",
    "QA-9": f"{CLI_EVENT}::test_dr1_qa9_details_and_a_payor_for_each_tender",
    "QA-10": f"{CLI_EVENT}::test_m09_details_that_do_not_make_up_the_tenders_are_refused",
    "QA-14": f"{CLI}::test_qa16_four_outcomes_by_accounts",
    "QA-15": f"{CLI}::test_qa16_four_outcomes_by_accounts",
    "QA-16": f"{CLI}::test_qa16_four_outcomes_by_accounts",
    "QA-17": f"{CLI_RULES}::test_qa1_qa17_by_accounts_only_amounts_above_zero_in_types_of_the_counter",
    "QA-18": f"{CLI}::test_qa18_qa19_the_latest_bill_and_empty_rows",
    "QA-19": f"{CLI}::test_qa18_qa19_the_latest_bill_and_empty_rows",
    "DR-1": f"{CLI_EVENT}::test_dr1_qa9_details_and_a_payor_for_each_tender",
    "DR-2": f"{CLI_RULES}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
    "DR-3": f"{CLI_RULES}::test_dr3_dr4_one_row_makes_several_payments",
    "DR-4": f"{CLI_RULES}::test_dr3_dr4_one_row_makes_several_payments",
    "DR-5": f"{CLI_RULES}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
    "DR-6": f"{CLI_EVENT}::test_dr1_qa9_details_and_a_payor_for_each_tender",
    "DR-7": f"{CLI_RULES}::test_dr7_an_event_without_details_pays_its_payor",
    "DR-8": f"{CLI_RULES}::test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor",
}
ONLY_A_PAGE: Final[Mapping[str, str]] = {
    "QA-2": "there is no grid whose rows a switch could lose",
    "QA-8": "there is no page to clear; a file's rows are protected by its request",
    "QA-11": "there is no page to land on",
    "QA-12": "the answer is the document",
    "QA-13": "there is no block that another payor could be given by mistake",
}


def ids() -> Iterator[str]:
    yield from (f"QA-{n}" for n in range(1, 20))
    yield from (f"DR-{n}" for n in range(1, 9))


def test_qa_dr_each_rule_is_in_the_table() -> None:
    assert list(BY_PAGE) == list(ids())
    assert sorted([*BY_COMMAND, *ONLY_A_PAGE]) == sorted(ids())


@every("node", sorted({*BY_PAGE.values(), *BY_COMMAND.values()}))
def test_what_the_table_names_is_a_test(node: str) -> None:
    path, _, name = node.partition("::")
    tree = ast.parse((TESTS / path).read_text("utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
