"""A server's memory stays where it is."""

import inspect
from types import SimpleNamespace
from typing import Any

from assistant.ui.memory import keep_steady, page_closed


def test_gradio_keeps_no_table_of_earlier_calls() -> None:
    environment: dict[str, str] = {}
    keep_steady(environment)
    from gradio.queueing import Queue

    known = inspect.getsource(Queue)
    assert len(environment) == 2
    assert all(f'"{name}"' in known for name in environment), "Gradio reads another name now"


def test_what_was_sent_to_a_closed_page_is_let_go_and_its_conversation_is_not() -> None:
    one, other = (SimpleNamespace(config_values={1: "sent"}, state_data={2: "turns"}) for _ in range(2))

    class Holder:
        def __init__(self) -> None:
            self.session_data = {"one": one, "other": other}

        def __contains__(self, session: str) -> bool:
            return session in self.session_data

    blocks: Any = SimpleNamespace(state_holder=Holder())
    page_closed(blocks, "one")
    page_closed(blocks, "none")
    page_closed(SimpleNamespace(), "one")  # type: ignore[arg-type]
    assert one.config_values == {}
    assert one.state_data == {2: "turns"}
    assert other.config_values == {1: "sent"}
