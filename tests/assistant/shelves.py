"""Small libraries of made-up companies: names that are words, initials, several words, Japanese, and alike."""

from collections.abc import Iterable

from assistant.everyday import Everyday, text_words
from assistant.name_forms import forms_of
from assistant.names import CompanyName, NameBook

# What policies of such companies say, for the words that are theirs and the partners they mention.
TEXT = """Privacy Policy. We collect personal information such as name and e-mail address and use cookies and Matomo Analytics.
Requests for disclosure, correction, deletion, suspension of use or notification of the purpose of use: a fee per request.
We share data with third parties, process, keep, store, transfer and retain it, and outsource. Contact our privacy office by
mail or phone during opening hours. Employees, applicants and customers may send the form with identification documents.
Complaints go to PRIVMARK, the accredited organization. The administrator answers questions within a period of two weeks.
Marketing, security, measures, policies, retention, refuse, purposes, delete, correct, change, time, what data is kept,
how long."""

COMPANIES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("kern", "KRN", "KRN Co., Ltd.", ()),
    ("krona", "Krona", "Krona Co., Ltd.", ("クローナ",)),
    ("kronos-ring", "Kronos Ring", "Kronos Ring, Inc.", ("KronosRing", "クロノスリング株式会社")),
    ("beacon", "Beacon", "Beacon Messaging LLC", ()),
    ("the-ledger", "The_Ledger", "", ()),
    ("tallow-news", "tallow.com", "", ()),
    ("velmora", "VELMORA", "VELMORA GmbH", ()),
)


def book_of(companies: Iterable[tuple[str, str, str, tuple[str, ...]]] = COMPANIES, text: str = TEXT) -> NameBook:
    """A name book of these companies (policy id, company, legal name, aliases), their texts saying `text`."""
    names = [
        CompanyName(policy_id, company, forms_of(company, legal, aliases)) for policy_id, company, legal, aliases in companies
    ]
    return NameBook(names, Everyday(text_words([text])))
