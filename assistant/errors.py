"""The errors of the answering layer: one line each, naming what is wrong and what mends it.

AssistantError
├── SettingsError     a setting is unknown, out of bounds or of the wrong type
├── QuestionError     a question that cannot be put: empty, too long
├── UserError         a user that cannot be added, found or kept
├── BatchError        a line of a batch file that cannot be read
└── ChatModelError    a chat model that cannot be used: name, extra, key
    └── ChatModelCallError  a chat model that gave no answer: unreachable, too slow, broken off
"""


class AssistantError(Exception):
    """Anything the answering layer refuses. Its message is one line."""


class SettingsError(AssistantError):
    """A setting is unknown, out of bounds or of the wrong type."""


class QuestionError(AssistantError):
    """A question that cannot be put: empty, or longer than the settings allow."""


class UserError(AssistantError):
    """A user that cannot be added, found or kept; the message names the user or the file."""


class BatchError(AssistantError):
    """A line of a batch file that cannot be read; the message names file and line."""


class ChatModelError(AssistantError):
    """A chat model that cannot be used as it is named or set up; the message names the remedy."""


class ChatModelCallError(ChatModelError):
    """A chat model that gave no whole answer: unreachable, unknown to its provider, too slow, broken off."""
