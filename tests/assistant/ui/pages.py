"""What tests of the page share: answers about real policies, and reading rendered HTML back as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from assistant.answer import Answer, Citation, Claim, Status
from ingest.clauses import parse_clauses
from ingest.policy import ClauseTree, Policy

# What someone might write into a policy, a question, a company's name: none of it may come to life.
HOSTILE = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '"><svg onload="window.hacked = 1">',
    "<iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
    "<a href='javascript:window.hacked=1'>here</a>",
    "<style>@import url(http://evil.example/x.css)</style>",
    "<base href='http://evil.example/'>",
    "<form action='http://evil.example/'><input autofocus onfocus='window.hacked=1'></form>",
    "![pixel](http://evil.example/pixel.png)",
    "[link](javascript:window.hacked=1)",
    "${window.hacked = 1}",
    "{{#with this}}{{constructor.constructor 'window.hacked=1'}}{{/with}}",
    '__i18n__{"__type__": "translation_metadata", "key": "title"}',
    "</textarea></section></div><script>window.hacked = 1</script>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "&lt;script&gt; &#60;b&#62; \u202egnp.exe \x00",
)
HARMLESS_TAGS = {
    *(
        "section",
        "article",
        "header",
        "nav",
        "div",
        "span",
        "p",
        "b",
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "button",
        "mark",
        "a",
    ),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


@dataclass
class Read(HTMLParser):
    """The text of rendered HTML, its tags, and the attributes of each element."""

    text: str = ""
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    marked: str = ""
    _in_mark: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        self._in_mark = tag == "mark" and "pa-also" not in attributes.get("class", "") if tag == "mark" else self._in_mark

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._in_mark else ""

    def having(self, attribute: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if attribute in attributes]

    def of_class(self, name: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if name in attributes.get("class", "").split()]

    def assert_inert(self) -> None:
        """Only our own elements, no handler, no address but a web link's, nothing that a browser fetches."""
        for tag, attributes in self.elements:
            assert tag in HARMLESS_TAGS, tag
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style", "srcdoc")]
            assert attributes.get("href", "https://").startswith(("https://", "http://"))


def read(html: str) -> Read:
    parser = Read()
    parser.feed(html)
    parser.close()
    return parser


def shown(text: str) -> str:
    """A text as far as its letters go: what a page shows of it, white space aside."""
    return "".join(text.split())


def tree_of(text: str, company: str = "Example", **facts: str) -> ClauseTree:
    return parse_clauses(Policy(policy_id="example", company=company, text=text, **facts))


def cite(tree: ClauseTree, quote: str, marker: str = "A") -> Citation:
    """A citation of the first place where the quote stands."""
    policy, start = tree.policy, tree.policy.text.index(quote)
    leaf = next(leaf for leaf in tree.leaves() if leaf.start <= start < leaf.end)
    return Citation(
        marker=marker,
        company=policy.company,
        policy_id=policy.policy_id,
        version=policy.version,
        clause_id=leaf.clause_id,
        label=leaf.label,
        quote=quote,
        start=start,
        end=start + len(quote),
        url=policy.url,
        date="2024-09-01",
    )


def answer_of(
    *citations: Citation, question: str = "What does it cost?", status: Status = Status.STATED, **facts: object
) -> Answer:
    """A stated answer: a claim a citation."""
    claims = tuple(Claim(f"“{one.quote}”", one.company, status, (one.marker,)) for one in citations)
    values: dict[str, object] = {
        "question": question,
        "standalone_question": question,
        "companies": tuple(dict.fromkeys(one.company for one in citations)),
        "status": status,
        "text": "\n".join(f"{claim.text} ({claim.citations[0]})" for claim in claims),
        "claims": claims,
        "citations": citations,
        "elapsed_ms": 12.3,
        "clauses_checked": 37,
    }
    return Answer(**(values | facts))  # type: ignore[arg-type]
