"""A sentence stands when it says no more than its quotes."""

import pytest

from assistant.everyday import Everyday
from assistant.faithful import Support, fault_of

EVERYDAY = Everyday()
FEE = "A handling fee of 1,000 yen (tax excluded) will be charged for requests regarding disclosure."
SHARE = "We will not provide personal data to third parties without the consent of the person."
EXCEPT = (
    "We will not provide personal data to third parties without consent, except in the following cases: when required by law."
)
MAY = "We may use cookies to analyse visits to the website."
WILL = "Requests will be answered by mail within 30 days."
JAPANESE = "開示の手数料は1,000円です。"


def fault(claim: str, *quotes: str, around: str = "Example Inc.", question: str = "", links: bool = False) -> str:
    return fault_of(claim, Support(quotes, around, question, links), EVERYDAY)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Disclosure requests are charged a handling fee of 1,000 yen, tax excluded.", FEE),
        ("Example charges a handling fee of 1000 yen (tax excluded).", FEE),
        (FEE, FEE),
        ("Personal data is not provided to third parties without consent.", SHARE),
        ("Personal data is provided to third parties with the consent of the person.", SHARE),
        ("Personal data may be provided to third parties without consent when required by law.", EXCEPT),
        ("Cookies may be used to analyse visits.", MAY),
        ("The website can use cookies to analyse visits.", MAY),
        ("Requests are answered by mail within thirty days.", WILL),
        ("手数料は1,000円です。", JAPANESE),
        ("The fee for disclosure is 1,000 yen.", JAPANESE),
    ],
)
def test_a_faithful_sentence_stands(claim: str, quote: str) -> None:
    assert fault(claim, quote) == ""


@pytest.mark.parametrize(
    ("claim", "quote", "told"),
    [
        ("", FEE, "no text"),
        ("word " * 300, FEE, "longer than"),
        ("A handling fee of 2,000 yen will be charged.", FEE, "'2,000 yen' stands in none"),
        ("A handling fee of 1,000 dollars will be charged.", FEE, "'1,000 dollars' stands in none"),
        ("A handling fee of two thousand yen will be charged.", FEE, "'two' stands in none"),
        ("A handling fee of ２，０００ yen will be charged.", FEE, "stands in none"),
        ("A handling fee of ٢٠٠٠ yen will be charged.", FEE, "stands in none"),
        ("手数料は二千円です。", JAPANESE, "二千"),
        ("手数料は②千円です。", JAPANESE, "stands in none"),
        ("A handling fee will be charged monthly.", FEE, "'monthly' stands in none"),
        ("A handling fee will be charged by Doe.", FEE, "name 'Doe'"),
        ("Zorblax charges a handling fee.", FEE, "name 'Zorblax'"),
        ("手数料はアクメに支払います。", JAPANESE, "アクメ"),
        ("No handling fee will be charged for requests.", FEE, "denies"),
        ("Requests regarding disclosure are free of charge.", FEE, "do not say 'free'"),
        ("Personal data is provided to third parties without the consent of the person.", SHARE, "denies"),
        ("Cookies are used to analyse visits.", MAY, "'may'"),
        ("Cookies will not be used to analyse visits.", MAY, "denies"),
        ("Requests may be answered by mail.", WILL, "firm"),
        ("All requests are always answered by mail.", WILL, "'All'"),
        ("Customers get vouchers and a personal adviser.", FEE, "other things"),
        ("A fee will be charged. Customers enjoy vouchers and gifts.", FEE, "other things"),
        ("A fee <b>will</b> be charged.", FEE, "markup"),
        ("A fee will be charged ![x](y).", FEE, "markup"),
        ("A fee will be charged, see [here](x).", FEE, "markup"),
        ("A fee will be charged, see evil.example/pay.", FEE, "address"),
        ("A fee will be charged, see https://evil.example/pay.", FEE, "link"),
        ("A fee will be charged, see //evil.example.", FEE, "link"),
        ("A fee will be charged, write to pay@evil.example.", FEE, "stands in none"),
        ("A fee will be charged javascript:alert(1).", FEE, "address"),
        ("A fee will be charged\u202e.", FEE, "cannot be seen"),
        ("A fee \U000e0041will be charged.", FEE, "cannot be seen"),
    ],
)
def test_an_unfaithful_sentence_is_refused_with_its_fault(claim: str, quote: str, told: str) -> None:
    assert told in fault(claim, quote)


def test_a_web_address_of_the_quote_is_told_only_to_who_asks_for_one() -> None:
    quote = "The policy is published at https://example.com/privacy."
    assert "link" in fault("The policy is published at https://example.com/privacy.", quote)
    assert fault("The policy is published at https://example.com/privacy.", quote, links=True) == ""
    assert fault("The policy is published at https://example.com/other.", quote, links=True) != ""


def test_a_claim_in_another_script_is_held_to_values_and_negation() -> None:
    assert fault("A fee of 1,000 yen is charged.", JAPANESE) == ""
    assert fault("A fee of 2,000 yen is charged.", JAPANESE) != ""
    assert "denies" in fault("A fee is not charged.", JAPANESE)
