"""What each passage of a policy is and holds, whatever is asked: words, kinds of values, whose contact block it stands in."""

import re
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from assistant.entities import EntityKind, find_entities
from assistant.everyday import Everyday
from assistant.lazy_rows import LazyMask, LazyTexts, Mask
from assistant.patterns import pattern, patterns
from assistant.question import Seek, content_terms, entity_kind
from assistant.quick_search import stands_in
from assistant.readable import readable
from assistant.subjects import Subject
from assistant.word_forms import ROOT_KEY, same_root
from ingest.policy import ClauseKind
from vectorstore.partition import Partition
from vectorstore.passages import context_of

Floats = NDArray[np.floating]

# "No fee", "free of charge": an amount of nothing.
NO_FEE = pattern("value", "no_fee")
# Two capitalised words, a middle initial between them; no street's and no company's name.
_TWO_NAMES = re.compile(
    r"(?<![\w.’'])"
    r"(?!(?:Via|Rue|Avenue|Place|New)\b)[A-ZÀ-Þ][a-zà-ÿ’'-]+(?: [A-Z]\.)? [A-ZÀ-Þ][A-Za-zÀ-ÿ’'-]+"
    r"(?! (?:Inc|Ltd|LLC|GmbH|Corp|Co)\b)"
)
# "The Dutch Autoriteit …": persons go without an article.
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Oo]ur|[Aa]n?) (?:[A-ZÀ-Þ][\w’'-]* )*$")
# "In the preceding twelve months we have disclosed …" tells no period that anything takes.
_LOOKING_BACK = re.compile(
    r"\b(?:preceding|previous|prior|past|last) (?:\w+ )?(?:\(\d+\) )?(?:days?|weeks?|months?|years?)\b", re.IGNORECASE
)
_ENGLISH = Everyday()
_CONTACT_VALUES = frozenset((EntityKind.PHONE, EntityKind.EMAIL, EntityKind.POSTCODE, EntityKind.TIME))
# A name stands at most so many lines under the office it fills.
OFFICE_ROWS = 3
# A word in a heading or lead-in says what the sentence is about, if less surely than in the sentence itself.
CONTEXT_SHARE = np.float32(0.7)
# Another form of a word that is so much commoner in the policy than the word tells nothing: "inform" and "information".
FORM_RARITY = 0.5
_STATING = frozenset((ClauseKind.ITEM, ClauseKind.CONTACT, ClauseKind.DATE, ClauseKind.SIGNATURE, ClauseKind.TABLE_ROW))
# A line of fewer words that is no list entry, contact, date or signature is a caption, not a statement.
STATEMENT_WORDS = 5
CONTACT_LINE_WORDS = 9


class Reading:
    """What a policy's passages hold, read once and kept with the partition."""

    def __init__(self, partition: Partition) -> None:
        self.partition = partition
        text = partition.policy.text
        self.texts = tuple(text[start:end] for start, end in partition.spans)
        self.size = len(self.texts)
        self._words = partition.postings
        self._values: list[frozenset[EntityKind] | None] = [None] * self.size
        self._terms: list[frozenset[str] | None] = [None] * self.size
        self._values_for: dict[Seek, tuple[Mask, Mask]] = {}
        self._speaking_of: dict[str, LazyMask] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self.kinds = tuple(partition.clause_kinds)
        self.contexts = LazyTexts(self.size, self._context)
        """The headings and the lead-in above each passage."""
        self.value_lines = LazyMask(self.size, self._is_value_line)
        """Short lines with a number or address, and those that date the policy: they answer who asks for one, nobody else."""
        self.fragments = LazyMask(self.size, self._is_fragment)
        """Passages that state nothing by themselves: captions, and questions of a policy written as questions and answers."""

    def _context(self, row: int) -> str:
        return context_of(self.partition.tree, self.partition.passages[row])

    def values(self, row: int) -> frozenset[EntityKind]:
        """The kinds of values in a passage; looked for when first asked, for most passages are never asked about."""
        found = self._values[row]
        if found is None:
            found = self._values[row] = frozenset(entity.kind for entity in find_entities(self.texts[row]))
        return found

    def terms(self, row: int) -> frozenset[str]:
        """The words that a passage turns on, as a question's `terms`; found when first asked for."""
        found = self._terms[row]
        if found is None:
            found = self._terms[row] = frozenset(content_terms(self.texts[row]))
        return found

    def values_for(self, seek: Seek) -> "tuple[Mask, Mask]":
        """(n,) where a passage gives a value of a kind, and where it speaks of one; the same for every question."""
        if seek not in self._values_for:
            self._values_for[seek] = _values(seek, self)
        return self._values_for[seek]

    def speaking_of(self, subject: Subject) -> LazyMask:
        """Where a passage, its headings or its lead-in speak of a subject; the same for every question."""
        if subject.name not in self._speaking_of:
            # The passages of a section have their headings in common.
            above = cache(partial(stands_in, subject.said))
            self._speaking_of[subject.name] = LazyMask(
                self.size, lambda row: stands_in(subject.said, self.texts[row]) or above(self.contexts[row])
            )
        return self._speaking_of[subject.name]

    @property
    def blocks(self) -> NDArray[np.int32]:
        """(n,) number of the clause that each passage is a part of."""
        return self.partition.clause_numbers

    @cached_property
    def own_blocks(self) -> Mask:
        """Passages of contact blocks and signatures that bear the company's own name."""
        policy = self.partition.policy
        # A company called after its file has marks for blanks.
        names = [re.sub(r"[_-]+", " ", name).casefold() for name in (policy.company, policy.legal_name) if name]
        own: dict[str, bool] = {}
        for passage, kind in zip(self.partition.passages, self.kinds, strict=True):
            if kind in (ClauseKind.CONTACT, ClauseKind.SIGNATURE) and passage.clause_id not in own:
                words = self.partition.tree.text(self.partition.tree[passage.clause_id]).casefold()
                own[passage.clause_id] = any(name in words for name in names)
        return np.array([own.get(passage.clause_id, False) for passage in self.partition.passages], dtype=np.bool_)

    @cached_property
    def own_places(self) -> str:
        """What the company's own contact blocks say: its streets and towns."""
        return " ".join(self.texts[int(row)] for row in np.flatnonzero(self.own_blocks))

    @cached_property
    def foreign_blocks(self) -> Mask:
        """Passages of contact blocks that do not bear the company's name: another body's, or nobody's."""
        contact = np.array([kind is ClauseKind.CONTACT for kind in self.kinds], dtype=np.bool_)
        return contact & ~self.own_blocks

    @cached_property
    def outside_blocks(self) -> Mask:
        """Passages of contact blocks of a body that is not the company: an organisation for complaints, an authority."""
        body = pattern("value", "outside_body")
        tree = self.partition.tree
        found: dict[str, bool] = {}
        for row in np.flatnonzero(self.foreign_blocks):
            clause_id = self.partition.passages[row].clause_id
            if clause_id not in found:
                words = f"{self.contexts[int(row)]} {tree.text(tree[clause_id])}"
                found[clause_id] = body.search(words) is not None
        return np.array(
            [
                bool(foreign) and found[passage.clause_id]
                for foreign, passage in zip(self.foreign_blocks, self.partition.passages, strict=True)
            ],
            dtype=np.bool_,
        )

    @cached_property
    def _outside_words(self) -> frozenset[str]:
        """Names in the contact blocks of other bodies, such as an acronym, that stand nowhere else in the policy."""
        if not self.outside_blocks.any():
            return frozenset()
        inside, outside = (
            {word for row in np.flatnonzero(rows) for word in _words_of(self.texts[row])}
            for rows in (~self.outside_blocks, self.outside_blocks)
        )
        return frozenset(word for word in outside - inside if len(word) > 2 and not _ENGLISH.english(word))

    def names_outside(self, topic: str) -> bool:
        """Whether a question names a body other than the company, by a name that only this body's contact block holds."""
        return bool(self._outside_words) and not self._outside_words.isdisjoint(_words_of(topic))

    def day(self, row: int) -> str:
        """The latest date in a passage as year-month-day; "" for none."""
        return max((entity.value for entity in find_entities(self.texts[row]) if entity.kind is EntityKind.DATE), default="")

    def _is_value_line(self, row: int) -> bool:
        return self.kinds[row] is ClauseKind.DATE or (
            self.kinds[row] is ClauseKind.CONTACT
            and len(self.texts[row].split()) < CONTACT_LINE_WORDS
            and bool(self.values(row) & _CONTACT_VALUES)
        )

    @cached_property
    def date_lines(self) -> Mask:
        """Passages of lines that date the policy."""
        return np.array([kind is ClauseKind.DATE for kind in self.kinds], dtype=np.bool_)

    @cached_property
    def persons(self) -> Mask:
        """Passages that hold two capitalised words in a row of which one is no English word: a name, as a rule."""
        return np.array([_holds_name(words) for words in self.texts], dtype=np.bool_)

    def _is_fragment(self, row: int) -> bool:
        words, kind = self.texts[row], self.kinds[row]
        if words.endswith(("?", "？", ">", "]")):
            return True
        caption = kind is ClauseKind.CONTACT or kind not in _STATING
        if caption and "](" in words:
            # Without the address of a link or a picture.
            words = readable(words)
        return caption and len(words.split()) < STATEMENT_WORDS and not self.values(row)

    def idf(self, token: str) -> float:
        """How rare a word is in this policy, headings and lead-ins included; a word it never uses is the rarest."""
        found = len(self._words.own(token)[0]) or len(self._words.around(token)[0])
        return float(np.log1p((self.size + 0.5) / (found + 0.5)))

    def holds(self, token: str) -> bool:
        """Whether the policy uses the word anywhere."""
        return token in self._words.vocabulary

    def forms(self, token: str) -> tuple[str, ...]:
        """Other forms of a word that the policy uses, those left out that stand nearly everywhere in it."""
        found = self._forms.get(token)
        if found is None:
            least = FORM_RARITY * self.idf(token)
            near = self._by_root.get(token[:ROOT_KEY], ())
            found = self._forms[token] = tuple(other for other in near if same_root(token, other) and self.idf(other) >= least)
        return found

    @cached_property
    def _by_root(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word in self._words.vocabulary:
            words.setdefault(word[:ROOT_KEY], []).append(word)
        return words

    def presence(self, tokens: tuple[str, ...]) -> Floats:
        """(n,) 1 where a passage's own words hold one of the tokens, 0.7 where only its headings or lead-in do."""
        found = np.zeros(self.size, dtype=np.float32)
        for token in tokens:
            found[self._words.around(token)[0]] = CONTEXT_SHARE
        for token in tokens:
            found[self._words.own(token)[0]] = 1.0
        return found


def reading_of(partition: Partition) -> Reading:
    """The reading of a partition, made at its first use and kept with it."""
    made = partition.derived.get(Reading)
    return made if isinstance(made, Reading) else partition.derived.setdefault(Reading, Reading(partition))


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]+", text))


def _holds_name(words: str) -> bool:
    for match in _TWO_NAMES.finditer(words):
        parts = [part for part in match.group().split() if len(part) > 2]
        if (
            parts
            and not _ARTICLE.search(words, 0, match.start())
            and not all(_ENGLISH.english(part.lower()) or _ENGLISH.term(part.lower()) for part in parts)
        ):
            return True
    return False


def _values(seek: Seek, reading: Reading) -> tuple[Mask, Mask]:
    valued = np.zeros(reading.size, dtype=np.bool_)
    mentions = np.zeros(reading.size, dtype=np.bool_)
    speaks = patterns("speaks_of").get(seek.value)
    kind = entity_kind(seek)
    if seek is Seek.NOTHING:
        return valued, mentions
    for row, text in enumerate(reading.texts):
        mentions[row] = speaks is not None and stands_in(speaks, text)
        valued[row] = _gives_value(seek, kind, text, reading, row)
    if seek is Seek.PERSON:
        valued |= _names_beside_offices(mentions, reading)
    return valued, mentions


def holds_value(seek: Seek, words: str) -> bool:
    """Whether words hold a value of a kind: an amount or none to pay, a date, a name and so on."""
    if seek is Seek.PERSON:
        return _holds_name(words)
    if seek is Seek.MONEY and stands_in(NO_FEE, words):
        return True
    kind = entity_kind(seek)
    return kind is not None and any(entity.kind is kind for entity in find_entities(words))


def _names_beside_offices(offices: Mask, reading: Reading) -> Mask:
    """Passages with a person's name that speak of an office, or follow closely on one that does."""
    sections = reading.partition.sections
    found = np.zeros(reading.size, dtype=np.bool_)
    speaks = patterns("speaks_of")[Seek.PERSON.value]
    for row in np.flatnonzero(reading.persons):
        first = max(0, int(row) - OFFICE_ROWS)
        near = offices[first : row + 1] & (sections[first : row + 1] == sections[row])
        found[row] = bool(near.any()) or stands_in(speaks, reading.contexts[int(row)])
    return found


def _gives_value(seek: Seek, kind: EntityKind | None, text: str, reading: Reading, row: int) -> bool:
    held = reading.values(row)
    if seek is Seek.DURATION and stands_in(_LOOKING_BACK, text):
        held = frozenset(entity.kind for entity in find_entities(_LOOKING_BACK.sub(" ", text)))
    if seek is Seek.MONEY:
        return EntityKind.MONEY in held or stands_in(NO_FEE, text)
    if seek is Seek.FAX:
        return EntityKind.PHONE in held and stands_in(pattern("value", "fax_line"), text)
    if seek is Seek.PHONE:
        return EntityKind.PHONE in held and (
            not stands_in(pattern("value", "fax_line"), text) or stands_in(pattern("value", "phone_label"), text)
        )
    if seek is Seek.ADDRESS:
        return EntityKind.POSTCODE in held or stands_in(pattern("value", "street"), text)
    if seek is Seek.PERSON:
        return reading.kinds[row] is ClauseKind.SIGNATURE
    if seek is Seek.CONTACT:
        return bool(held & {EntityKind.PHONE, EntityKind.EMAIL}) or reading.kinds[row] is ClauseKind.CONTACT
    if seek is Seek.COUNT:
        return EntityKind.NUMBER in held or stands_in(pattern("value", "counted"), text)
    if seek is Seek.DURATION and stands_in(pattern("value", "until"), text):
        return True
    return kind is not None and kind in held
