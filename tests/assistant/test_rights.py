"""The rights a text names are told apart, so that one right's fee is not given for another's."""

from assistant.rights import rights_in, speaks_of_other_rights


def test_rights_are_known_by_many_words() -> None:
    assert rights_in("erase my account") == {"deletion"}
    assert rights_in("rectification of inaccurate data") == {"correction"}
    assert rights_in("access to my data") == {"disclosure"}
    assert rights_in("the weather") == frozenset()


def test_a_fee_for_another_right_is_told() -> None:
    asked = rights_in("what does correction cost")
    assert speaks_of_other_rights(asked, "A fee is charged for disclosure.")
    assert not speaks_of_other_rights(asked, "A fee is charged for correction.")
    assert not speaks_of_other_rights(asked, "A fee is charged for Disclosure, Etc. Requests.")
    assert not speaks_of_other_rights(frozenset(), "A fee is charged for disclosure.")


def test_a_context_decides_where_the_words_name_no_right() -> None:
    asked = rights_in("what does correction cost")
    assert speaks_of_other_rights(asked, "Transfer 700 yen per request.", "Fee for disclosure")
    assert not speaks_of_other_rights(asked, "Transfer 700 yen per request.", "Fee for correction")
