"""Writes TOML as writers of a pack would: one key a line, texts in basic quotes."""

import json


def quoted(text: str) -> str:
    """Write a text as a TOML basic string: JSON's escapes are all known to TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def block(text: str) -> str:
    """Write lines of code as they are, between three quotes where that is possible."""
    if "'''" in text or any(sign < " " and sign not in "\n\t" for sign in text):
        return quoted(text)
    return f"'''\n{text.strip(chr(10))}\n'''"
