"""A sentence that turns its quote round is told how."""

import pytest

from assistant.turned import negations, sentences_of, turned

CONSENT = "We will not provide data to third parties without the prior consent of the person."
NEVER = (
    "Except in the following cases, we shall never provide data to third parties. "
    "If the consent of the customer has been obtained."
)
UNLESS = "We cannot provide services unless we have the necessary information."
NEITHER = "We neither rent nor sell your personal data to anyone."
MAY = "Additional fees may apply if special methods are requested."
HOURS = "Calls are taken on weekdays from 9:30 am to 12 noon, except Saturdays and national holidays."
DECIDED = "If a decision is made not to disclose the data, we shall promptly notify the person of the reason."


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Data is provided to third parties only with consent.", CONSENT),
        ("They do not provide data to third parties unless the person gives consent.", CONSENT),
        ("Data is never provided to third parties except in some cases.", NEVER),
        ("Services cannot be provided without the necessary information.", UNLESS),
        ("Your personal data is not sold or rented.", NEITHER),
        ("Additional fees may apply.", MAY),
        ("Calls are taken on weekdays, but not on national holidays.", HOURS),
        ("They promptly notify the person of the reason.", DECIDED),
        (
            "The policy may change without notice, but changes are announced.",
            "It may change without notice. Changes are announced.",
        ),
        ("Send your request by post.", "Requests may be sent by post."),
    ],
)
def test_the_same_said_another_way_is_not_turned(claim: str, quote: str) -> None:
    assert turned(claim, (quote,)) == ""


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Data is provided to third parties.", CONSENT),
        ("Data is never provided to third parties.", CONSENT),
        ("Data is provided to third parties without consent.", NEVER),
        ("Data is never provided to third parties.", NEVER),
        ("Services are provided without the necessary information.", UNLESS),
        ("Your personal data is rented, but not sold.", NEITHER),
        ("Additional fees apply.", MAY),
        ("Calls are taken on Saturdays.", HOURS),
        ("They do not notify the person of the reason.", DECIDED),
    ],
)
def test_what_is_turned_round_is_told(claim: str, quote: str) -> None:
    assert turned(claim, (quote,))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We will share it", 0),
        ("We won't share it", 1),
        ("We cannot refuse", 2),
        ("not only A but B", 0),
        ("neither A nor B", 1),
        ("not unless they agree", 2),
        ("no more than 3 days", 0),
        ("Tel No. 03-1234", 0),
        ("without undue delay", 0),
        ("提供しません", 1),
    ],
)
def test_denials_are_counted(text: str, count: int) -> None:
    assert negations(text) == count


def test_the_number_of_an_entry_ends_no_sentence() -> None:
    assert sentences_of("We may refuse: 1. When it harms. 2. When it costs.") == [
        "We may refuse: 1. When it harms.",
        "2. When it costs.",
    ]
