"""What is told apart in a policy is told apart in a claim."""

import pytest

from assistant.contrasts import mistaken


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Send it by e-mail.", "Send it by post."),
        ("Mail the form.", "Send the form by E-MAIL."),
        ("The fee includes tax.", "A fee of 700 yen (tax excluded) is charged."),
        ("Send the original of your licence.", "Send a copy of your licence."),
        ("It is mandatory.", "It is voluntary."),
        ("A fee is charged for correction.", "A fee is charged for disclosure."),
        ("It is kept before the contract ends.", "It is kept after the contract ends."),
        ("Pay in cash.", "Pay to the bank named."),
        ("Data of customers is kept.", "Data of applicants is kept."),
        ("It stays within Japan.", "It is sent outside Japan."),
        ("It is kept for at least 24 months.", "It is kept for up to 24 months."),
        ("Calls are recorded for marketing.", "Calls are recorded to improve our service."),
    ],
)
def test_one_thing_in_the_place_of_another_is_told(claim: str, quote: str) -> None:
    assert mistaken(claim, quote) is not None
    assert mistaken(quote, claim) is not None
    assert mistaken(quote, quote) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Write an e-mail or call.", "Write an e-mail or telephone us."),
        ("Customers may ask.", "The person may ask."),
        ("Data is handled correctly.", "Data is deleted correctly."),
        ("It is answered within 30 days.", "It is answered within thirty days outside Japan."),
    ],
)
def test_the_same_thing_and_what_is_of_no_group_are_not(claim: str, quote: str) -> None:
    assert mistaken(claim, quote) is None
