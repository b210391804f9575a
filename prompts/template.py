"""A prompt template: a Markdown file of this folder with {{variables}}, checked before anything is sent anywhere."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BRACES = re.compile(r"\{\{|\}\}")


class PromptError(Exception):
    """A template that is not there or malformed, or a variable missing or unknown. Its message is one line."""


@dataclass(frozen=True, slots=True)
class Template:
    """`sha256` is that of the file's bytes; `variables` are the names to be given, all of them, when it is filled in."""

    name: str
    text: str
    sha256: str
    variables: frozenset[str]

    def fill(self, **values: str) -> str:
        """The text with every variable replaced, once: nothing inside a value is looked at. PromptError otherwise."""
        missing = sorted(self.variables - values.keys())
        unknown = sorted(values.keys() - self.variables)
        if missing:
            raise PromptError(f"prompts/{self.name}.md: no value for {', '.join(missing)}; give one for each variable")
        if unknown:
            known = ", ".join(sorted(self.variables)) or "none"
            raise PromptError(f"prompts/{self.name}.md: has no variable {', '.join(unknown)}; it has: {known}")
        return _VARIABLE.sub(lambda match: values[match.group(1)], self.text)


def parse_template(name: str, raw: bytes) -> Template:
    """Read a template. PromptError when it is not UTF-8, blank, or a brace pair holds no variable's name."""
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise PromptError(f"prompts/{name}.md: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    if not text:
        raise PromptError(f"prompts/{name}.md: is empty; restore the file")
    variables = _VARIABLE.findall(text)
    for variable in variables:
        if not _NAME.fullmatch(variable):
            raise PromptError(f"prompts/{name}.md: '{{{{{variable}}}}}' names no variable; use small letters, digits and _")
    if _BRACES.search(_VARIABLE.sub("", text)):
        raise PromptError(f"prompts/{name}.md: a pair of braces is left open; write variables as {{{{name}}}}")
    return Template(name, text, sha256(raw).hexdigest(), frozenset(variables))


@cache
def load_template(name: str) -> Template:
    """The template of that name, `prompts/<name>.md`. PromptError, naming those there are, when there is none."""
    if name not in template_names():
        raise PromptError(f"no prompt '{name}'; there are: {', '.join(template_names())}")
    return parse_template(name, files("prompts").joinpath(f"{name}.md").read_bytes())


def template_names() -> tuple[str, ...]:
    """The names of all templates, in order."""
    return tuple(sorted(entry.name.removesuffix(".md") for entry in files("prompts").iterdir() if entry.name.endswith(".md")))


def combined_sha256(*templates: Template) -> str:
    """One sha256 for templates used together, in order of their names: equal only when all of them are."""
    lines = sorted(f"{template.name} {template.sha256}" for template in templates)
    return sha256("\n".join(lines).encode()).hexdigest()
