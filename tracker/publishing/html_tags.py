"""Build HTML that cannot be broken by what it shows: everything is escaped unless it is already markup.

In: text, numbers, markup.  Out: Markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any, Union


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


Child = Union[str, int, float, None, "Iterable[Child]"]
VOID = frozenset({"meta", "input", "br", "hr", "link", "col", "img"})


def join(*children: Child) -> Markup:
    """Return the children one after another; plain text is escaped, ``None`` is nothing."""
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escape(_clean(child), quote=False))
        elif isinstance(child, (int, float)):
            parts.append(str(child))
        else:
            parts.append(join(*child))
    return Markup("".join(parts))


def _clean(text: str) -> str:
    """Return a text without control characters that HTML does not allow, lone surrogates replaced."""
    if text.isprintable():
        return text
    kept = "".join(char for char in text if char >= " " or char in "\t\n\r")
    return kept.encode("utf-8", "replace").decode("utf-8")


def tag(name: str, /, *children: Child, **attributes: Any) -> Markup:
    """Return an element; ``class_`` is class, ``data_x`` is data-x; ``True`` is bare, ``None`` left out."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        written.append(f" {key}" if value is True else f' {key}="{escape(_clean(str(value)))}"')
    head = f"<{name}{''.join(written)}>"
    return Markup(head if name in VOID else f"{head}{join(*children)}</{name}>")


def raw_script(code: str, **attributes: Any) -> Markup:
    """Return a script element around code of ours; refuses code that would end the element."""
    if "</script" in code.lower() or "<!--" in code:
        code = (
            code.replace("<!--", "<\\!--").replace("</script", "<\\/script").replace("</SCRIPT", "<\\/SCRIPT")
        )
    opened = tag("script", **attributes).removesuffix("</script>")
    return Markup(f"{opened}{code}</script>")


def as_json(value: Any) -> str:
    """Return data as JSON that may stand inside a page: no character of it can end a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-8", "replace").decode("utf-8")
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def data_script(value: Any, *, id: str) -> Markup:
    """Return data embedded as JSON: read by machines and by the page, never run."""
    return Markup(f'<script type="application/json" id="{escape(id)}">{as_json(value)}</script>')
