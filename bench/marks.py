# SPDX-License-Identifier: GPL-2.0-or-later
"""Vietnamese as it is typed without its marks."""

import unicodedata


def drop_marks(text, rng=None):
    """text without any mark, đ as d; with rng each mark stays by a coin toss."""
    kept = []
    for char in unicodedata.normalize("NFD", text):
        marked = unicodedata.combining(char) or char in "đĐ"
        if not marked or (rng and rng.random() < 0.5):
            kept.append(char)
        elif char in "đĐ":
            kept.append("d" if char == "đ" else "D")
    return unicodedata.normalize("NFC", "".join(kept))
