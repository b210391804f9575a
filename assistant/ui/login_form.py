"""The page to sign in with: plain HTML without a script."""

from html import escape

from assistant.ui.words import Words

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { display: grid; min-height: 90vh; place-items: center; margin: 0; }
form { display: grid; gap: .75rem; width: min(22rem, 86vw); }
h1 { font-size: 1.4rem; margin: 0; }
label { display: grid; gap: .25rem; }
input, button { font: inherit; padding: .6rem .7rem; border-radius: .4rem; border: 1px solid GrayText; }
button { background: #0f766e; border-color: #0f766e; color: #fff; cursor: pointer; }
:focus-visible { outline: 2px solid #0f766e; outline-offset: 2px; }
[role=alert] { margin: 0; border-left: .25rem solid #dc2626; padding-left: .6rem; }
"""


def login_form(words: Words, why: str = "") -> str:
    """The whole page in a visitor's language; `why` says what was wrong with the attempt before."""
    alert = f'<p role="alert">{escape(why)}</p>' if why else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(words.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(words.sign_in)} · {escape(words.title)}</title><style>{_STYLE}</style></head><body><main>"
        f'<form method="post" action="/login"><h1>{escape(words.title)}</h1>{alert}'
        f'<label>{escape(words.user_name)}<input name="username" autocomplete="username" required autofocus></label>'
        f"<label>{escape(words.password)}"
        '<input name="password" type="password" autocomplete="current-password" required></label>'
        f"<button>{escape(words.sign_in)}</button></form></main></body></html>"
    )
