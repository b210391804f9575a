"""What the page says, in English, and which language a browser asks for. Japanese is in `words_ja`."""

from dataclasses import dataclass, fields
from typing import NamedTuple

from assistant.answer import Status


class Topic(NamedTuple):
    """A question worth comparing companies by."""

    key: str
    label: str
    question: str


@dataclass(frozen=True)
class Words:
    """All words of the page in one language; `{…}` are filled by the renderers. The defaults are the English ones."""

    language: str = "en"
    title: str = "Policy assistant"
    tagline: str = "Ask what a privacy policy says, and see the clause that says so."
    not_advice: str = "Answers quote documents and run on this machine alone. Not legal advice."
    theme: str = "Dark or light"
    ask_tab: str = "Ask"
    compare_tab: str = "Compare"
    procedures_tab: str = "Procedures"
    policies_tab: str = "Policies"

    question: str = "Your question"
    placeholder: str = "Ask a question …"
    companies: str = "Companies"
    only_companies: str = "Only these companies"
    send: str = "Ask"
    stop: str = "Stop"
    retry: str = "Ask again"
    edit: str = "Edit last question"
    clear: str = "Clear"
    export_markdown: str = "Save as Markdown"
    export_json: str = "Save as JSON"
    keep: str = "Keep in this browser"
    rate_right: str = "Right"
    rate_wrong: str = "Wrong"
    rating_consent: str = "Keep your ratings, with the questions, in this browser? They are sent nowhere."
    answer_wrong: str = "This answer is wrong …"
    kept_changed: str = "The policy has changed since this was answered. Ask again."

    conversation: str = "Conversation"
    welcome: str = "Ask in your own words"
    welcome_more: str = "Name a company or pick some above. {count} policies are in the library."
    empty_library: str = "The library is empty. Add policies: policy-assistant ingest FOLDER"
    for_people: str = "About your own data"
    for_staff: str = "Handling a request"
    you_asked: str = "You asked:"
    understood_as: str = "Understood as"
    looking: str = "Reading the policies …"
    stopped: str = "Stopped before there was an answer."
    citation: str = "Citation {marker}: {company}, {label}. Show it in the policy"
    nearest: str = "Closest clauses, none of which answers it"
    quoted: str = "the policy's own words"
    worded: str = "worded by {answerer}, checked against the quotes"
    dropped: str = "{count} unproven sentences left out"
    milliseconds: str = "{value} ms"

    stated: str = "stated"
    unspecified: str = "stated, amount left open"
    not_stated: str = "not stated"
    not_stated_checked: str = "not stated ({count} clauses checked)"
    unknown_company: str = "no such company"
    out_of_scope: str = "not a question for these policies"
    clarify: str = "one thing to settle first"

    evidence: str = "Evidence"
    evidence_empty: str = "Choose a citation mark such as (A): the policy opens here with the cited words highlighted."
    policy_text: str = "Text of the policy"
    copy: str = "Copy citation"
    copied: str = "Copied"
    original: str = "Original page"
    version: str = "version {version}"
    effective: str = "in effect from {date}"
    revised: str = "revised {date}"
    retrieved: str = "retrieved {date}"
    undated: str = "no date given in the text"
    left_out: str = "… {count} characters left out here …"

    topics_chosen: str = "Topics"
    topics_info: str = "Each is a question that suits every policy."
    compare_question: str = "Question to every policy"
    compare_placeholder: str = "… or your own question"
    question_short: str = "Question"
    layout: str = "Layout"
    in_rows: str = "companies in rows"
    in_columns: str = "companies in columns"
    compare_companies_info: str = "Leave empty for all policies."
    compare: str = "Compare"
    csv: str = "Save as CSV"
    compare_hint: str = "Put questions to every policy and see side by side who says what, and who says nothing."
    company: str = "Company"
    gap: str = "Nothing found"
    comparing: str = "Reading every policy …"

    procedures_hint: str = (
        "Choose a company: what its policy says of each request, part by part, with the clause for every line."
    )
    procedures_reading: str = "Reading the policy of {company} …"
    procedures_company: str = "Company"
    procedures_request: str = "Request"
    every_request: str = "All requests"
    request_disclosure: str = "Disclosure"
    request_correction: str = "Correction"
    request_deletion: str = "Deletion"
    request_suspension: str = "Suspension of use"
    request_complaint: str = "Complaint"
    part_steps: str = "Steps"
    part_documents: str = "Documents"
    part_fee: str = "Fee"
    part_where: str = "Where to send it"
    part_reply: str = "How the answer comes"
    sources: str = "Clauses cited"
    print: str = "Print"

    library: str = "Policies in the library"
    clauses: str = "{count} clauses"
    outline: str = "Outline"
    choose_policy: str = "Choose a policy to read it."
    search: str = "Search the policies"
    search_placeholder: str = "Search …"
    found: str = "{count} clauses found in all policies, best first"
    found_in: str = "{count} clauses found in the policy of {company}, best first"
    search_everywhere: str = "Search all policies"
    add_files: str = "Add policy files …"
    add_company: str = "Company of the file to add"
    add_company_info: str = "Empty: called after the file, or by a policies.toml among the files. .txt, .md or .html."
    added: str = "added"
    updated: str = "updated"
    unchanged: str = "unchanged"
    remove: str = "Remove …"
    remove_meant: str = "Remove the policy of {company} and all its versions?"
    remove_yes: str = "Remove"
    remove_no: str = "Keep it"
    removed: str = "removed: {policy}"
    may_not_edit: str = "Policies cannot be changed on this page. Use the command: policy-assistant ingest PATH"
    not_admin: str = "Only an admin may do this. Ask whoever runs this page: policy-assistant users admin NAME"
    being_changed: str = "The library is being changed. Try again in a moment."
    one_company: str = (
        "A company's name goes with one policy file. Name several in a policies.toml among them, and leave the name empty."
    )

    too_long: str = "The question has {count} characters; {limit} are allowed. Shorten it and ask again."
    no_question: str = "Type a question first."
    too_fast: str = "Many questions came in at once. Ask again in {seconds} seconds."
    failed: str = "The question could not be answered because of a defect. Ask again; if it fails again, restart."
    full: str = "This conversation is full. Save it if you want to keep it, then clear it."
    busy: str = "Too many questions are waiting. Ask again in a minute."
    sign_in: str = "Sign in"
    sign_out: str = "Sign out"
    signed_in_as: str = "Signed in as {name}"
    user_name: str = "User name"
    password: str = "Password"  # noqa: S105 - a label
    wrong_login: str = "User name or password is wrong."
    locked_out: str = "Too many failed attempts. Try again in {seconds} seconds."
    unknown_choice: str = "That citation belongs to an earlier conversation. Ask again."

    examples_people: tuple[str, ...] = (
        "How much does disclosure cost at {company}?",
        "Who do I complain to at {company}?",
        "Can I have my data deleted by {company}?",
    )
    examples_staff: tuple[str, ...] = (
        "What documents must a requester send to {company}?",
        "Can an agent make the request at {company}?",
        "On what grounds may {company} refuse disclosure?",
    )
    topics: tuple[Topic, ...] = (
        Topic("fees", "Fees", "How much does a disclosure request cost?"),
        Topic("contacts", "Contacts", "Where can I send inquiries and complaints about personal information?"),
        Topic("documents", "Identity documents", "What identity documents are needed for a disclosure request?"),
        Topic("agents", "Agents", "Can an agent make a disclosure request?"),
        Topic("refusal", "Grounds for refusal", "When may a request for disclosure be refused?"),
        Topic("third_parties", "Third parties", "When is personal information provided to third parties?"),
        Topic("overseas", "Overseas transfer", "Is personal information transferred to a foreign country?"),
        Topic("cookies", "Cookies", "Are cookies used?"),
        Topic("retention", "Retention", "How long is personal information kept?"),
    )

    def of_status(self, status: Status, checked: int = 0) -> str:
        """A status in words; `checked` counts the clauses that were looked at."""
        if status is Status.NOT_STATED and checked:
            return self.not_stated_checked.format(count=checked)
        return str(getattr(self, status.value))

    def topic_question(self, key: str) -> str:
        """The question behind a topic, empty for an unknown key."""
        return next((topic.question for topic in self.topics if topic.key == key), "")

    def plain(self) -> dict[str, str]:
        """Every single phrase by its name, as Gradio's own translation wants them."""
        single = {
            field.name: str(getattr(self, field.name)) for field in fields(self) if field.type == "str" or field.type is str
        }
        return single | {f"topic_{topic.key}": topic.label for topic in self.topics}


ENGLISH = Words()


def words_for(accept_language: str) -> Words:
    """The page's words for an Accept-Language header: Japanese when the browser prefers it to English."""
    from assistant.ui.words_ja import JAPANESE  # noqa: PLC0415 - it derives from this module

    best, weight = ENGLISH, 0.0
    for part in accept_language.split(","):
        tag, _, quality = part.strip().partition(";")
        known = {"en": ENGLISH, "ja": JAPANESE}.get(tag.strip().lower().partition("-")[0])
        if known is not None and (value := _quality(quality)) > weight:
            best, weight = known, value
    return best


def _quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
