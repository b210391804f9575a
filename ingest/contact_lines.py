"""Lines that are no sentences: contact details, dates, signatures, names of companies."""

import re

from ingest.wording import ends_with_colon, is_complete

# A line of a contact block, a date or a signature is never longer.
SHORT_LINE_CHARS = 160
# A date's line says of what it is the date, no more.
DATE_LINE_CHARS = 110
_WITHOUT_EMPHASIS = str.maketrans("*_", "  ")

_WORD = re.compile(r"[^\W\d_][\w’'\-]*")
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS},?\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b"
    r"|(?:(?:19|20)\d\d|令和\s*[0-9０-９元]{1,2}|平成\s*[0-9０-９元]{1,2}|[０-９]{4})\s*年\s*[0-9０-９]{1,2}\s*月(?:\s*[0-9０-９]{1,2}\s*日)?"
    rf"|\b{_MONTHS},?\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\b(?:established|enacted|revised?|revision|amended|effective|updated?|modified|enforced|published|last|version|dated?|"
    r"as of|posted|created|issued|in force)\b|制定|改[定訂正]|施行|更新|発効|公開",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:tel|telephone|phone|fax|e-?mail|mobile|toll[- ]free)\b\s*(?:no\.?|number|address)?\s*[:.：(+\d/]"
    r"|\b(?:tel|phone|fax|e-?mail|contact no)\.?\s*[:：]?\s*(?:\+?\(?\d|\S+@)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\)?\d[\d ()\-]{6,}|\(\+\d+\)|\b0\d{1,4}-\d{1,4}-\d{3,4}\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b"
    r"|電話|ＴＥＬ|ファックス|メールアドレス|〒\s?\d|お問い?合わせ(?:先|窓口)\s*[:：]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b\d{1,4}-\d{1,3}(?:-\d{1,3})?\s+[A-Z]\w+|,\s*(?:[A-Z][\w.]+\s?){1,3},?\s+\(?\d{3}-?\d{4}\)?"
    r"|\b(?:Building|Bldg|Floor|Suite|P\.?O\.? Box)\b.*\d"
    r"|\b\d{1,5}\s+(?:[A-Z][\w.']+\s+){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|"
    r"Way|Parkway|Square|Plaza|Court)\b"
    r"|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|[都道府県].{1,12}[市区町村].{0,20}[0-9０-９]",
)
_CONTACT_LABEL = re.compile(
    r"\A[\W_]*(?:contact|inquir\w*|address|mailing address|attn|attention|by (?:mail|post|e-?mail|phone))\s*[:：]",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\b\d{1,2}[:：]\d{2}\b.*\b\d{1,2}[:：]\d{2}\b|\b(?:office|business|open|reception) hours\b"
    r"|\b(?:week|business )days\b|受付時間|営業時間",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:Inc|Ltd|LLC|Corp|Corporation|GmbH|B\.V|S\.A|plc|PLC|Limited|Co|KK|K\.K|Pty|LLP|AG|AB|Oy)\b\.?,?\s*\Z"
    r"|株式会社|合同会社"
)
_OFFICE_TITLE = re.compile(
    r"\b(?:president|ceo|chief (?:\w+ ){1,3}officer|representative director|managing director|chairman|chairperson|"
    r"director general)\b|代表取締役|取締役社長|代表社員",
    re.IGNORECASE,
)
_CONTACT_TITLE = re.compile(r"\A(?:\W*)(?:contact|how to (?:contact|reach)|お問い?合わせ|問い?合わせ|ご連絡先)", re.IGNORECASE)


def is_contact_line(words: str) -> bool:
    """True for a short line with a telephone, e-mail, address or office hours, that is not a sentence."""
    if len(words) > SHORT_LINE_CHARS:
        return False
    if _CONTACT_LABEL.match(words):
        return True
    sentence = is_complete(words) and len(words.split()) > 8
    if sentence:
        return False
    return bool(_CONTACT.search(words) or _ADDRESS.search(words) or _HOURS.search(words))


def is_short_line(words: str) -> bool:
    """True for a line that may belong to a contact block: short and no sentence."""
    words = words.rstrip(",、")
    if words.endswith(("?", "？")):
        return False
    return len(words) <= SHORT_LINE_CHARS and not (is_complete(words) and len(words.split()) > 4) and not ends_with_colon(words)


def is_date_line(words: str) -> bool:
    """True when the line is a date, with at most a few words saying of what."""
    words = words.translate(_WITHOUT_EMPHASIS).strip()
    if len(words) > DATE_LINE_CHARS:
        return False
    match = _DATE.search(words)
    if match is None:
        return False
    rest = words[: match.start()] + words[match.end() :]
    count = len(_WORD.findall(rest))
    return count <= 1 or (count <= 9 and _DATE_WORD.search(rest) is not None and not (is_complete(words) and count > 7))


def is_date_caption(words: str) -> bool:
    """True for "Last modified" and the like, which a date on the next line completes."""
    return len(words) <= 40 and _DATE_WORD.search(words) is not None and len(words.split()) <= 4 and not is_complete(words)


def is_signature(words: str) -> bool:
    """True for the line that names who answers for the policy: a name and an office."""
    if len(words) > SHORT_LINE_CHARS or (is_complete(words) and not _ORGANISATION.search(words)):
        return False
    return _OFFICE_TITLE.search(words) is not None and len(words.split()) <= 14 and not ends_with_colon(words)


def is_organisation(words: str) -> bool:
    """True for a line that is a company's name."""
    return len(words) <= 80 and len(words.split()) <= 8 and _ORGANISATION.search(words) is not None


def is_contact_title(words: str) -> bool:
    """True for a short heading of a contact block."""
    return len(words.split()) <= 6 and len(words) <= 60 and _CONTACT_TITLE.match(words) is not None
