"""Yes or no stands before a quote only where the quote says so."""

import pytest

from assistant.denials import negated, segments
from assistant.polarity import Verdict, verdict
from assistant.proposition import proposition
from assistant.question import read_question
from assistant.rulings import opposite


def said(question: str, quote: str, lead_in: str = "") -> Verdict:
    return verdict(read_question(question), quote, lead_in, listed=bool(lead_in))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Do they use cookies for advertising?", "We do not use cookies for profiling or advertising."),
        ("Do they store my card details?", "We do not access and do not store your card details."),
        ("Does the shop sell personal data?", "We never sell personal data to anybody."),
        ("Will opting out remove all advertisements?", "Opting out will not remove advertisements."),
        ("Can they guarantee that there will be no breach?", "We cannot guarantee there will not be a breach."),
        ("Does the shop itself keep the scan?", "We do not keep the scan."),
        (
            "Is usage history disclosed?",
            "Data other than personal data—such as usage history—will not be disclosed in principle.",
        ),
    ],
)
def test_a_denial_of_what_is_asked_is_a_no(question: str, quote: str) -> None:
    assert said(question, quote) is Verdict.NO


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Do they collect my e-mail address?", "We collect your e-mail address and do not pass it on."),
        ("Isn't the newsletter sent by e-mail?", "The newsletter is sent by e-mail."),
        ("Is it true that they never sell data?", "We do not sell data."),
        (
            "May moderators check messages that were reported?",
            "To prevent spam, moderators may check messages that were reported.",
        ),
        ("May they refuse disclosure?", "In such cases we may refuse disclosure."),
        ("Could my request be refused?", "We may not be able to comply with your request."),
        (
            "If they refuse disclosure, will I be told the reason?",
            "If it is decided not to disclose, the company shall tell you the reason.",
        ),
    ],
)
def test_a_denial_elsewhere_in_the_sentence_or_in_the_question_itself_is_no_no(question: str, quote: str) -> None:
    assert said(question, quote) is Verdict.YES


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Are decisions about me made by a computer alone?", "No automated decision making (including profiling) takes place."),
        ("Can we see customers' card numbers?", "We do not access and do not store your payment card details."),
        ("Does the program send my photos to you?", "None of your files or data are transferred to us or to any third party."),
        (
            "Can you promise that it is gone by a certain day?",
            "We cannot promise that deletion will take place by a specific time.",
        ),
        ("I have nothing to hide, are decisions made by a computer?", "No automated decisions are made."),
    ],
)
def test_an_outright_denial_is_a_no_in_other_words_too(question: str, quote: str) -> None:
    assert said(question, quote) is Verdict.NO


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Do they share my photos?", "We do not sell your photos."),
        ("Can we see customers' card numbers?", "We do not store your payment card details unless you ask us to."),
        ("Can I refuse cookies?", "We do not access and do not store cookies of that kind."),
        ("Do they keep my call?", "An e-mail is not answered on holidays."),
        ("Do they warn users before they hand over data?", "We disclose data where the law requires it."),
        ("Can I leave the list for service e-mails?", "You can leave the list for non-service e-mails at any time."),
        ("Does the shop sell data for money?", "We may share data in connection with a merger, sale of assets or financing."),
    ],
)
def test_a_clause_on_something_else_denies_and_affirms_nothing(question: str, quote: str) -> None:
    assert said(question, quote) is Verdict.NONE


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Selling my data, yes or no", "We do not make money from selling your data.", Verdict.NO),
        ("Do they honour do not track?", "We do not respond to Do Not Track signals.", Verdict.NO),
        ("I have Do Not Track on, do they respect it?", "We honor Do Not Track signals.", Verdict.YES),
        (
            "Will I be told of a demand by an authority?",
            "We tell members of demands, unless that is prohibited by law.",
            Verdict.YES,
        ),
        ("Must I give reasons when I object?", "You can object without the need to justify it.", Verdict.NO),
    ],
)
def test_names_and_tags_with_a_not_in_them_deny_nothing(question: str, quote: str, expected: Verdict) -> None:
    assert said(question, quote) is expected


def test_what_may_happen_is_not_said_to_happen() -> None:
    assert said("Do they record telephone calls?", "We may record telephone calls.") is Verdict.MAY
    assert said("May they record telephone calls?", "We may record telephone calls.") is Verdict.YES


def test_an_item_under_a_denying_lead_in_is_denied_and_under_an_exception_granted() -> None:
    assert said("Do they share data with advertisers?", "advertisers;", "We do not share data with:") is Verdict.NO
    lead = "We do not provide data to third parties except in the following cases:"
    assert said("Do they provide data to third parties when a court orders it?", "When a court orders it", lead) is Verdict.YES
    assert (
        said("Can disclosure happen in an emergency?", "An emergency threatens life.", "We may refuse disclosure if:")
        is Verdict.NO
    )


def test_consent_and_notice_are_told_apart() -> None:
    quote = "We provide data to partners only after obtaining your consent."
    assert said("Do they give data to partners without my consent?", quote) is Verdict.NO
    assert said("Will they provide data to partners without telling me?", quote) is Verdict.NONE
    assert said("Can they change the policy without notice?", "The policy may be changed without notice.") is Verdict.YES
    assert said("Do they provide data without my consent?", "We will not provide data without your consent.") is Verdict.NO
    assert said("Can they provide data if I have consented?", "We will not provide data without your consent.") is Verdict.YES


def test_whether_consent_is_needed_is_told_by_a_clause_on_consent_only() -> None:
    denial = "We will not provide data to third parties without prior consent."
    assert said("Do they need my consent to provide data to third parties?", denial) is Verdict.YES
    quote = "We may provide data to partners, only after obtaining your consent."
    assert said("Do they require consent to provide data to partners?", quote) is Verdict.YES
    assert said("Do they need consent to outsource data?", "We may outsource the handling of data.") is Verdict.NONE


def test_what_is_listed_is_not_denied_with_all_other_purposes() -> None:
    lead = "We will use data only for the following, and will not use it for any other purposes."
    assert said("Do they use skill sheets?", "Skill sheets will be used for choosing staff.", lead) is Verdict.YES


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Is there a fee for disclosure?", "A fee of 700 yen is charged for disclosure.", Verdict.YES),
        ("Is disclosure free of charge?", "A fee of 700 yen is charged for disclosure.", Verdict.NO),
        ("Do I have to pay for disclosure?", "Disclosure is free of charge.", Verdict.NO),
        ("Is disclosure free of charge?", "No fee will be charged for disclosure.", Verdict.YES),
        ("Is there an additional fee for disclosure?", "Additional fees may apply to disclosure.", Verdict.MAY),
        ("Is disclosure free?", "A fee of 700 yen is charged for disclosure. No fee is charged for correction.", Verdict.NO),
        ("Is correction free?", "A fee of 700 yen is charged for disclosure. No fee is charged for correction.", Verdict.YES),
        ("Is my request free?", "A fee of 700 yen is charged for disclosure. No fee is charged for correction.", Verdict.NONE),
        ("Is tax included in the fee?", "The fee is 700 yen (tax excluded).", Verdict.NO),
        ("Is there a fee for complaints?", "Complaints go to the authority in charge.", Verdict.NONE),
    ],
)
def test_fees_are_answered_both_ways(question: str, quote: str, expected: Verdict) -> None:
    assert said(question, quote) is expected


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Do I have to give my data?", "Providing your data is voluntary.", Verdict.NO),
        ("Is giving my data voluntary?", "Giving your data is voluntary.", Verdict.YES),
        ("Is giving data compulsory?", "You must give the data marked with a star.", Verdict.YES),
        ("Do I have to give you my street address?", "You must give us your e-mail address.", Verdict.NONE),
        ("Do I have to give you my postal address?", "You must give us your postal address.", Verdict.YES),
        ("Do I have to provide my passport?", "We process passport data as required by law.", Verdict.NONE),
        ("Can I forbid marketing?", "You have the right to prohibit marketing at any time.", Verdict.YES),
        ("Can I object to the recording?", "You have the right to object to the recording.", Verdict.YES),
        ("Can I use the service under 16?", "You cannot use the service if you are under 16.", Verdict.NO),
        ("Can I limit the sharing?", "We limit the sharing to what is needed.", Verdict.NONE),
        ("Is data used for any other purpose?", "We will not use data for any other purpose.", Verdict.NO),
        ("Is the desk open on Saturdays?", "Desk: weekdays 9:00 to 17:00", Verdict.NO),
        ("Is the desk open on Sundays?", "Desk: daily except Sundays and holidays", Verdict.NO),
    ],
)  # fmt: skip
def test_duties_permissions_and_days_are_answered_by_their_own_words(question: str, quote: str, expected: Verdict) -> None:
    assert said(question, quote) is expected


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Do they sell my data?", "We share your data with partners."),
        ("Do they process payments themselves?", "Payments are processed by a provider."),
        ("Does it take card details itself?", "Acorn takes card details through a third-party provider."),
        ("Are my essays used to train the AI?", "We support learning with the AI."),
        ("Do they use data only for delivery?", "We use data for delivery and marketing."),
        ("Are my details used for marketing?", "Your details are used only for answering you."),
        ("Do they use Examplemetrics on the site?", "We use many services on the site."),
        ("Do they encrypt backups on tape?", "We operate in many countries."),
        ("Will it be erased within 30 days?", "It will be erased at once."),
    ],
)
def test_a_clause_about_something_wider_or_else_gives_no_verdict(question: str, quote: str) -> None:
    assert said(question, quote) is Verdict.NONE


def test_another_value_than_the_one_asked_about_is_a_no() -> None:
    assert said("Is the fee for disclosure 500 yen?", "The fee for disclosure is 700 yen.") is Verdict.NO
    assert said("Is the manager Ann Other?", "Manager: Jane Example") is Verdict.NO


def test_only_yes_and_no_exclude_each_other() -> None:
    assert opposite(Verdict.YES, Verdict.NO)
    assert opposite(Verdict.NO, Verdict.MAY)
    assert not opposite(Verdict.YES, Verdict.MAY)
    assert not opposite(Verdict.NO, Verdict.NONE)


def test_a_tag_is_no_part_of_what_is_asked() -> None:
    assert proposition("The fee is 700 yen, isn't it?") == "The fee is 700 yen"


def test_phrases_that_only_look_like_denials_deny_nothing() -> None:
    assert not negated("This is not limited to names, whether or not you agree.")
    assert negated("We do not agree.")


def test_conditions_and_exceptions_are_set_apart() -> None:
    (segment,) = segments("If you ask, we delete your data, except invoices.")
    assert (segment.main.strip(), segment.condition, segment.exception) == (
        "we delete your data,",
        "If you ask,",
        "except invoices.",
    )


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Is anything passed on to other companies?", "We don't share any of your data with third parties.", Verdict.NO),
        ("Can staff read my notes?", "We cannot access notes.", Verdict.NO),
        ("Will I be told about a breach?", "We will notify you of a breach.", Verdict.YES),
        ("Do they rent out the details of authors?", "We will not rent or sell this information.", Verdict.NO),
        ("Must my nickname be my real name?", "We do **not** require your nickname to be your real name.", Verdict.NO),
        ("Is giving my name compulsory?", "Optionally, we ask you to give your name.", Verdict.NO),
        ("Do the ads disappear after opting out?", "Opting out does not prevent you from seeing the ads.", Verdict.NO),
        ("Is data sent outside Europe?", "We only store your data within the EU.", Verdict.NO),
        ("Will you tell me when this text changes?", "We may change this text at any time without notice.", Verdict.NO),
        (
            "Can they publish comments?",
            "They reserve the right to publish comments, provided that no name is shown.",
            Verdict.YES,
        ),
        ("Can I take back my approval of being named?", "Please note that, when you post, you cannot revoke it.", Verdict.NONE),
        (
            "Can I withdraw my permission to print it?",
            "Please note that, on posting, you cannot revoke permission.",
            Verdict.NO,
        ),
        ("Are my sketches used to train AI?", "We do not use sketches to train artificial intelligence.", Verdict.NO),
        (
            "Do they scan files sent in a room?",
            "We scan mail from someone who is not a member, and files sent in a room.",
            Verdict.YES,
        ),
        ("Do they print it without my telling them to?", "We will not print it unless you direct us to do so.", Verdict.NO),
        ("Do they print it without my telling them to?", "We print it unless you direct us not to do so.", Verdict.NONE),
        ("Does Norvik pass on what it collects?", "Norvik collects mail by itself, and will not share it.", Verdict.NO),
        ("Do they scan drawings?", "We scan drawings for detecting and preventing fraud.", Verdict.YES),
        ("Do they share mail?", "We share mail with a partner who does not share it.", Verdict.YES),
        ("Can they remove an entry of the register?", "Entries cannot be changed or deleted.", Verdict.NO),
        ("For old devices, do they run face recognition?", "No face recognition is run.", Verdict.NO),
        ("Will they use mail for advertisements?", "We will not: * sell mail, * use mail for advertisements, or", Verdict.NO),
    ],
)
def test_the_same_act_in_other_words_is_recognised(question: str, quote: str, expected: Verdict) -> None:
    assert said(question, quote) is expected


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Do they sell data to third parties?", "We may share data with third parties when we sell our business."),
        ("Do they sell my data?", "If we choose to sell, transfer or merge parts of our business, your data is shared."),
        ("Does it process personal data?", "Only non-personal data is processed."),
        ("Can I refuse to send a crash report?", "Crash reports include the memory at the time of the crash."),
        ("Does it disclose my name to partners?", "When you register, you provide us with your name."),
    ],
)
def test_a_clause_about_another_act_affirms_nothing(question: str, quote: str) -> None:
    assert said(question, quote) is Verdict.NONE


def test_what_the_headings_name_a_clause_need_not_name_again() -> None:
    question, clause = read_question("Can I remove an entry of the Ledger?"), "Entries cannot be removed."
    assert verdict(question, clause) is Verdict.NONE
    assert verdict(question, clause, above="Quillpost › Ledger") is Verdict.NO


def test_a_name_is_no_act() -> None:
    assert said("Can they remove a mark of Inkwell Verify?", "By using Inkwell Verify you agree to marks.") is not Verdict.YES


@pytest.mark.parametrize(
    ("question", "quote", "lead_in", "expected"),
    [
        ("Do they sell my data?", "We do not sell your data.", "We may share data in these situations:", Verdict.NO),
        (
            "May they share figures which do not identify me?",
            "In figures that identify nobody",
            "Nothing is shared except:",
            Verdict.YES,
        ),
        ("As a rule, do they show the log?", "The log is not shown.", "", Verdict.NO),
        ("Can I get a copy of my file?", "You can obtain a copy of your file.", "", Verdict.YES),
        (
            "Will they give my address to a shop without consent?",
            "If consent has been obtained",
            "Nothing is given, except:",
            Verdict.NO,
        ),
        (
            "If I erase a DM, does the firm still hold it?",
            "If you delete it, we still hold the message for a month.",
            "",
            Verdict.YES,
        ),
        ("Is a library card enough as proof of identity?", "A copy of your driver's license", "", Verdict.NONE),
    ],
)
def test_lists_customs_and_copies(question: str, quote: str, lead_in: str, expected: Verdict) -> None:
    assert said(question, quote, lead_in) is expected
