"""Structures the parser reads in texts nobody has shown it before: markup, numbering systems, lists, tables, contact blocks."""

import time

import pytest

from ingest.clauses import parse_clauses
from ingest.coverage import uncovered
from ingest.policy import Clause, ClauseKind, ClauseTree, Policy


def _parse(text: str) -> ClauseTree:
    tree = parse_clauses(Policy(policy_id="p", company="P", text=text))
    assert uncovered(tree) is None
    return tree


def _leaf(tree: ClauseTree, words: str) -> Clause:
    return next(leaf for leaf in tree.leaves() if words in tree.text(leaf))


def _headings(tree: ClauseTree) -> list[tuple[int, str]]:
    return [
        (clause.depth, tree.text(clause.heading))
        for clause in tree.clauses
        if clause.heading and clause.kind is ClauseKind.SECTION
    ]


BODY = "We handle what you give us with care and for the purposes that we name here."


def test_a_blank_text_has_no_clauses() -> None:
    assert _parse("").clauses == ()
    assert _parse(" \n\t\r\n\u3000").clauses == ()


def test_markdown_headings_nest_by_level() -> None:
    tree = _parse(f"# Policy\n\n{BODY}\n\n## Data\n\n{BODY}\n\n### Names ###\n\n{BODY}\n\n## Rights\n\n{BODY}\n")
    assert _headings(tree) == [(0, "Policy"), (1, "Data"), (2, "Names"), (1, "Rights")]


def test_underlined_headings_are_sections_and_cover_their_underline() -> None:
    tree = _parse(f"Policy\n======\n\n{BODY}\n\n1\\. Data\n--------\n\n{BODY}\n")
    assert _headings(tree) == [(0, "Policy"), (1, "Data")]
    assert tree.text(_leaf(tree, "1\\. Data")) == "1\\. Data\n--------"
    assert tree["p/1"].label == "1. Data"


def test_bold_lines_are_headings_below_marked_ones() -> None:
    tree = _parse(
        f"## Data\n\n**Names**\n\n{BODY}\n\n**Addresses:**\n\n{BODY}\n\n"
        "## Rights\n\n**This is a whole sentence that someone set in bold.**\n"
    )
    assert _headings(tree) == [(0, "Data"), (1, "Names"), (1, "Addresses:"), (0, "Rights")]


def test_an_anchor_belongs_to_the_heading_below_it() -> None:
    tree = _parse(f'Before.\n\n[](#notice "#notice")\n## Notice\n\n{BODY}\n')
    assert tree.text(_leaf(tree, "## Notice")) == '[](#notice "#notice")\n## Notice'
    assert tree.text(tree["p/notice"].heading or (_ for _ in ()).throw(AssertionError)) == "Notice"


def test_a_date_set_as_a_heading_is_a_date() -> None:
    tree = _parse(f"# Policy\n\n### Last updated: May 19, 2026\n\n{BODY}\n")
    assert _leaf(tree, "May 19").kind is ClauseKind.DATE
    assert _headings(tree) == [(0, "Policy")]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1.", "2.", "3."),
        ("(1)", "(2)", "(3)"),
        ("[1]", "[2]", "[3]"),
        ("1)", "2)", "3)"),
        ("a)", "b)", "c)"),
        ("(a)", "(b)", "(c)"),
        ("A.", "B.", "C."),
        ("i.", "ii.", "iii."),
        ("(i)", "(ii)", "(iii)"),
        ("I.", "II.", "III."),
        ("①", "②", "③"),
        ("Article 1", "Article 2", "Article 3"),
        ("Section 1:", "Section 2:", "Section 3:"),
        ("§1", "§2", "§3"),
        ("Q1.", "Q2.", "Q3."),
        ("Step 1.", "Step 2.", "Step 3."),
        ("Regel 1:", "Regel 2:", "Regel 3:"),
        ("1.1", "1.2", "1.3"),
        ("1-1", "1-2", "1-3"),
        ("第1条", "第2条", "第3条"),
        ("第一条", "第二条", "第三条"),
        ("（１）", "（２）", "（３）"),
        ("一、", "二、", "三、"),
        ("イ）", "ロ）", "ハ）"),
        ("ア　", "イ　", "ウ　"),
    ],
)
def test_numbers_that_run_in_order_are_numbering(numbers: tuple[str, str, str]) -> None:
    bodies = "".join(f"{number} Heading of Part {place}\n{BODY}\n" for place, number in zip("abc", numbers, strict=True))
    tree = _parse(bodies)
    sections = [clause for clause in tree.children() if clause.kind is ClauseKind.SECTION]
    assert len(sections) == 3
    assert all(len(tree.children(section.clause_id)) == 2 for section in sections)
    assert [tree.text(section.heading) for section in sections if section.heading] == [
        f"Heading of Part {place}" for place in "abc"
    ]


def test_letters_after_h_and_roman_numbers_are_told_by_their_sequence() -> None:
    letters = "".join(f"{letter}) we keep entry {letter} for as long as needed.\n" for letter in "abcdefghij")
    tree = _parse("We keep the following:\n" + letters)
    assert [clause.clause_id for clause in tree.children()][1:] == [f"p/{letter}" for letter in "abcdefghij"]
    nested = _parse("a) first of all, this:\n  i. one\n  ii. two\nb) then that.\n")
    assert [clause.clause_id for clause in nested.clauses if clause.kind is ClauseKind.ITEM] == [
        "p/a",
        "p/a/i",
        "p/a/ii",
        "p/b",
    ]


def test_a_number_at_the_beginning_of_a_sentence_is_no_marker() -> None:
    tree = _parse(
        "We keep data.\n30 days after that we delete it.\n2018 was the year of the first version.\nMay 25 is our day.\n"
    )
    assert all(clause.kind is ClauseKind.PARAGRAPH for clause in tree.clauses)


def test_dotted_numbers_nest_under_the_number_they_begin_with() -> None:
    tree = _parse(f"4. Data\n{BODY}\n4.1. Names\n{BODY}\n4.2. Dates\n{BODY}\n5. Rights\n{BODY}\n5.1. Access\n{BODY}\n")
    assert [clause.clause_id for clause in tree.clauses if clause.kind is ClauseKind.SECTION] == [
        "p/4",
        "p/4/4.1",
        "p/4/4.2",
        "p/5",
        "p/5/5.1",
    ]


def test_a_list_inside_a_numbered_section_does_not_take_the_next_section() -> None:
    tree = _parse(f"1. Data\n{BODY}\n1. names,\n2. dates.\n2. Rights\n{BODY}\n1. access,\n2. erasure.\n3. Contact\n{BODY}\n")
    assert [clause.label for clause in tree.children()] == ["1. Data", "2. Rights", "3. Contact"]
    assert tree.text(tree["p/2/2"]) == "2. erasure."


def test_notations_without_indentation_nest_in_the_order_they_come_up() -> None:
    tree = _parse(
        f"1. Collection\n{BODY}\n(1) Data you give us\n(a) your name;\n(b) your address.\n(2) Data we see\n"
        "(a) your clicks.\n(b) your device.\n"
        f"2. Use\n{BODY}\n(1) To serve you\n(2) To bill you\ni. by card\nii. by invoice\n"
    )
    nested = [clause.clause_id for clause in tree.clauses if clause.clause_id.rsplit("/", 1)[1] in ("a", "b", "i", "ii")]
    assert nested == ["p/1/1/a", "p/1/1/b", "p/1/2/a", "p/1/2/b", "p/2/2/i", "p/2/2/ii"]


def test_a_number_alone_on_its_line_has_its_title_on_the_next() -> None:
    tree = _parse(
        f"11.\n\nMINORS\n\n{BODY}\n\n12.\n\nSECURITY\n\n{BODY}\n\nArticle 7\nAccess\n{BODY}\nArticle 8\nErasure\n{BODY}\n"
    )
    assert [title for _, title in _headings(tree)] == ["MINORS", "SECURITY", "Access", "Erasure"]


def test_numbers_set_in_bold_before_a_sentence_count() -> None:
    tree = _parse(
        "You have rights:\n\n**(1) Access.** You may ask what we have.\n\n**(2) Erasure.** You may ask us to delete it.\n"
    )
    assert [clause.clause_id for clause in tree.children()] == ["p/p1", "p/1", "p/2"]


def test_indentation_nests_bullets() -> None:
    tree = _parse(
        "We use:\n\n*   names\n    *   first\n    *   last\n*   dates\n    \n    of birth and of joining\n\nAfter the list.\n"
    )
    assert [clause.clause_id for clause in tree.clauses] == ["p/p1", "p/1", "p/1/text", "p/1/1", "p/1/2", "p/2", "p/p2"]
    assert "of joining" in tree.text(tree["p/2"])


def test_doubled_bullets_begin_the_inner_list() -> None:
    tree = _parse("We log:\n\n* * IP address\n    * Date\n    * Browser\n\n\\- escaped\n\\- too\n")
    assert [clause.kind for clause in tree.children()] == [ClauseKind.PARAGRAPH, *[ClauseKind.ITEM] * 5]


def test_images_and_emphasis_are_no_part_of_a_heading() -> None:
    tree = _parse(
        f"###### **![](https://x.example/p.png)****The Data**\n\n{BODY}\n\n## [Rights](https://x.example/r)\n\n{BODY}\n"
    )
    assert [title for _, title in _headings(tree)] == ["The Data", "Rights"]


def test_items_have_the_sentence_before_the_list_as_lead_in() -> None:
    tree = _parse("We never sell data. We share it in the following cases:\n- with your consent\n- when the law says so\n")
    for clause in tree.children()[1:]:
        assert clause.lead_in is not None
        assert tree.text(clause.lead_in) == "We share it in the following cases:"


def test_a_heading_that_begins_a_sentence_is_the_lead_in_of_what_is_under_it() -> None:
    tree = _parse("## Rules\n\n**We do not:**\n\nSell any data.\n\nRent any data.\n\n**Names:**\n\nWe keep your name.\n")
    sell, name = _leaf(tree, "Sell any data"), _leaf(tree, "We keep your name")
    assert sell.lead_in is not None
    assert tree.text(sell.lead_in).startswith("We do not")
    assert name.lead_in is None


def test_an_underlined_heading_that_begins_a_sentence_is_a_lead_in_too() -> None:
    tree = _parse(f"# Policy\n\n{BODY}\n\nTo reach you, we:\n-----------------\n\n* write letters\n* call\n")
    lead_in = _leaf(tree, "write letters").lead_in
    assert lead_in is not None
    assert "To reach you, we" in tree.text(lead_in)


def test_plain_lines_under_an_announcement_are_its_list() -> None:
    tree = _parse(f"{BODY} Your data may be used to:\ncontact you;\nfulfil an order; and\nimprove what we do.\n\n{BODY}\n")
    for words in ("contact you", "fulfil", "improve"):
        lead_in = _leaf(tree, words).lead_in
        assert lead_in is not None
        assert tree.text(lead_in) == "Your data may be used to:"
    assert [leaf.lead_in for leaf in tree.leaves()][-1] is None


@pytest.mark.parametrize(
    "opening", ["Examples are names, e.g.", "We keep what you give us, such as", "This is about names, including"]
)
def test_a_list_may_be_announced_without_a_colon(opening: str) -> None:
    tree = _parse(f"{opening}\n\n* your name\n* your address\n")
    assert _leaf(tree, "your address").lead_in is not None


def test_a_list_without_announcement_has_no_lead_in() -> None:
    tree = _parse(f"{BODY}\n\n1. We keep data safe.\n2. We keep it for a year.\n")
    assert all(clause.lead_in is None for clause in tree.clauses)


def test_two_lists_of_a_section_are_told_apart() -> None:
    tree = _parse(
        "## Requests\n\nThe procedure is as follows:\n\n1. Write to us.\n2. Wait.\n\n"
        "We may refuse in these cases:\n\n1. Abuse.\n2. Repetition.\n"
    )
    items = [clause for clause in tree.clauses if clause.kind is ClauseKind.ITEM]
    assert [item.clause_id for item in items] == [
        "p/requests/procedure/1",
        "p/requests/procedure/2",
        "p/requests/refuse/1",
        "p/requests/refuse/2",
    ]
    assert [item.label for item in items] == [
        "Requests › item 1",
        "Requests › item 2",
        "Requests › list 2, item 1",
        "Requests › list 2, item 2",
    ]


def test_flattened_entries_join_the_entry_that_announces_them() -> None:
    tree = _parse(
        "- We may refuse in the following cases:\n- When it harms others\n- When it is forbidden\n"
        "- We will tell you why we refused.\n- You may complain to the authority.\n"
    )
    assert [clause.clause_id for clause in tree.children()] == ["p/1", "p/2", "p/3"]
    assert [clause.clause_id for clause in tree.children("p/1")] == ["p/1/text", "p/1/1", "p/1/2"]


def test_the_last_flattened_entry_may_end_in_a_full_stop() -> None:
    tree = _parse("- We refuse in these cases:\n- when it harms others;\n- when it is forbidden.\n- We will tell you why.\n")
    assert len(tree.children("p/1")) == 3
    assert [clause.clause_id for clause in tree.children()] == ["p/1", "p/2"]


def test_captions_that_begin_alike_stand_side_by_side() -> None:
    entries = (
        "Documents to send",
        "A copy of your licence",
        "A copy of your passport",
        "A copy of your register",
        "In case you ask for yourself",
        "If the copy has a photo, send one. Otherwise, send two of them.",
        "In case somebody asks for you",
    )
    tree = _parse("".join(f"- {entry}\n" for entry in entries))
    somebody, photo = _leaf(tree, "somebody asks"), _leaf(tree, "has a photo")
    assert somebody.parent is None
    assert "yourself" in tree.text(tree[str(photo.parent)])


def test_equal_entries_stay_one_list() -> None:
    tree = _parse("- Contact information\n- Device data\n- Usage Data\n- Photos that you upload\n")
    assert [clause.clause_id for clause in tree.children()] == ["p/1", "p/2", "p/3", "p/4"]


def test_table_rows_are_leaves_with_the_header_as_lead_in() -> None:
    tree = _parse(
        "## Data\n\n| What | Why |\n| --- | --- |\n| Name | To greet you |\n| Mail | To write to you |\n\nAfter it.\n"
    )
    rows = [clause for clause in tree.clauses if clause.kind is ClauseKind.TABLE_ROW]
    assert [tree.text(row) for row in rows] == [
        "| What | Why |\n| --- | --- |",
        "| Name | To greet you |",
        "| Mail | To write to you |",
    ]
    assert rows[0].lead_in is None
    assert all(row.lead_in == (rows[0].start, rows[0].end) for row in rows[1:])


def test_a_contact_block_is_one_clause() -> None:
    tree = _parse(
        f"{BODY}\n\nContact us\n\nAcme Widgets, Inc.\n123 Main Street\nSpringfield, IL 62701\n"
        f"Phone: 555-123-4567\nprivacy@acme.example\n\n{BODY}\n"
    )
    contact = _leaf(tree, "123 Main Street")
    assert contact.kind is ClauseKind.CONTACT
    assert tree.text(contact).startswith("Acme Widgets, Inc.")
    assert tree.text(contact).endswith("privacy@acme.example")
    assert tree.heading_path(contact) == ("Contact us",)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Established: April 7, 2006", ClauseKind.DATE),
        ("Last updated 1 May 2026", ClauseKind.DATE),
        ("制定日：2006年4月7日", ClauseKind.DATE),
        ("Jane Doe, President & CEO", ClauseKind.SIGNATURE),
        ("代表取締役　山田太郎", ClauseKind.SIGNATURE),
        ("TEL 03-1234-5678 / FAX 03-1234-5679", ClauseKind.CONTACT),
        ("Open on weekdays, 9:00 to 17:00", ClauseKind.CONTACT),
    ],
)
def test_lines_that_are_no_headings_have_their_own_kind(line: str, kind: ClauseKind) -> None:
    tree = _parse(f"{BODY}\n\n{line}\n\n{BODY}\n")
    assert _leaf(tree, line).kind is kind


def test_plain_headings_need_text_below_them() -> None:
    tree = _parse(f"Your Rights\n\n{BODY}\n\nOur Duties\n\n{BODY}\n\nBack to Top\n")
    assert _headings(tree) == [(0, "Your Rights"), (0, "Our Duties")]
    assert _leaf(tree, "Back to Top").kind is ClauseKind.PARAGRAPH


def test_menu_lines_and_repeated_titles_are_no_headings() -> None:
    tree = _parse(f"Your Rights\n\nYour Rights Our Duties\n\nYour Rights\n\n{BODY}\n\nOur Duties\n\n{BODY}\n")
    assert _headings(tree) == [(0, "Your Rights"), (0, "Our Duties")]


def test_questions_are_headings() -> None:
    tree = _parse(f"What do you collect?\n\n{BODY}\n\nDo you sell it?\n\nNo, we never do that.\n")
    assert _headings(tree) == [(0, "What do you collect?"), (0, "Do you sell it?")]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "This statement explains how Acme Widgets collects and uses information about\n"
        "the people who visit our stores and our web site. It was written by our\n"
        "legal department and it is in force from the first day of January in this\n"
        "year. Whoever reads it finds a person to ask at the end of the page, and we\n"
        "answer every letter that reaches us, whatever its length and its language.\n"
    )
    tree = _parse(wrapped * 3)
    assert len(tree.clauses) <= 3


def test_a_japanese_policy_has_articles_items_and_a_contact_block() -> None:
    tree = _parse(
        "個人情報保護方針\n\n当社は、個人情報を次のとおり取り扱います。\n\n第１条（利用目的）\n当社は、個人情報を以下の目的で利用します。\n"
        "（１）商品の発送のため\n（２）お問い合わせへの対応のため\n\n第２条（第三者提供）\n次の各号の場合を除き、第三者に提供しません。\n"
        "①　法令に基づく場合\n②　人の生命の保護のために必要がある場合\n\n"
        "お問い合わせ窓口\n〒100-0001　東京都千代田区千代田1-1-1\n電話：03-1234-5678\n"
    )
    law = _leaf(tree, "法令に基づく場合")
    assert law.label.endswith("第２条 › item ①")
    assert law.lead_in is not None
    assert tree.text(law.lead_in) == "次の各号の場合を除き、第三者に提供しません。"
    assert _leaf(tree, "電話").kind is ClauseKind.CONTACT


def test_ids_do_not_change_when_a_paragraph_is_reworded() -> None:
    before = "## Fees\n\nWe charge a fee.\n\n1. One thousand yen.\n2. Nothing for changes.\n"
    after = before.replace("We charge a fee.", "A fee is charged. It is small. See below:")
    ids = [clause.clause_id for clause in _parse(before).clauses]
    assert ids == [clause.clause_id for clause in _parse(after).clauses]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_change_the_structure(newline: str) -> None:
    text = f"Data\n====\n\n{BODY}\n\n1. names;\n2. dates.\n"
    expected = [(clause.clause_id, clause.kind) for clause in _parse(text).clauses]
    assert [(clause.clause_id, clause.kind) for clause in _parse(text.replace("\n", newline)).clauses] == expected


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000_000,
        " " * 1_000_000 + "x",
        "*" * 300_000 + "a",
        "[](" * 200_000,
        "1.1." * 200_000,
        "a\r" * 100_000,
        "\n".join(" " * depth + "- a" for depth in range(1500)),
        ">" * 500_000,
        "|" * 500_000,
    ],
    ids=["brackets", "blanks", "stars", "links", "numbers", "returns", "staircase", "quotes", "pipes"],
)
def test_hostile_text_is_parsed_at_once(text: str) -> None:
    began = time.perf_counter()
    tree = _parse(text)
    assert max(clause.depth for clause in tree.clauses) < 100
    # A hundred times the usual; what grows with the square of the length takes minutes.
    assert time.perf_counter() - began < 20
