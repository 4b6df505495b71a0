"""Texts as fonts of letters can print them: an emoji by its name, and nothing that reorders the line around it."""

import re
import unicodedata

_FLAG_A = 0x1F1E6
#: Of the pictures below U+1F000, those that are shown as emoji by themselves (Unicode, emoji-data: Emoji_Presentation).
_PICTURES = (
    "\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea"
    "\u26f2-\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u2b1b\u2b1c"
    "\u2b50\u2b55"
)
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
#: A picture with what only says how it is shown: its colour, its skin, or that it goes together with the one before.
_PICTURE = re.compile(f"([{_PICTURES}])[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u200d]*")
_JOINED = re.compile(f"[\u200d\ufe0e\ufe0f]+(?=[{_PICTURES}])|(?<=[^\u0600-\u1fff])[\ufe0e\ufe0f]")
_REORDERS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def legible(text: str) -> str:
    """The text with names for its emoji, as `[guitar]`; letters of every script stay."""
    if text.isascii():
        return text
    text = _REORDERS.sub("", text)
    text = _FLAG.sub(lambda found: f"[{_letter(found[1])}{_letter(found[2])}]", text)
    text = _JOINED.sub("", text)
    return _PICTURE.sub(lambda found: f"[{unicodedata.name(found[1], 'sign').lower()}]", text)


def _letter(sign: str) -> str:
    """The letter that a half of a flag stands for."""
    return chr(ord("A") + ord(sign) - _FLAG_A)
