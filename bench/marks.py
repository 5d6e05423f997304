# SPDX-License-Identifier: GPL-2.0-or-later
"""Vietnamese as it is typed: without its marks, with the tone on the other
vowel, with i for y."""

import re
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


TONES = "\u0300\u0301\u0303\u0309\u0323"
# oa, oe, uy at the end of a word with the tone on one of the two, but for quy,
# which has one way only.
GLIDE = re.compile(f"(.*(?:o(?=[{TONES}]?[ae])|(?<!q)u(?=[{TONES}]?y)))"
                   f"([{TONES}]?)([aey])([{TONES}]?)", re.IGNORECASE)
# An open syllable that may have i or y.
OPEN = re.compile(f"([hklmst]|qu)([iy])([{TONES}]?)", re.IGNORECASE)


def other_tone(word):
    """hoà for hòa and the other way round; else the word as it is."""
    parts = GLIDE.fullmatch(unicodedata.normalize("NFD", word))
    if parts and bool(parts[2]) != bool(parts[4]):
        word = parts[1] + parts[4] + parts[3] + parts[2]
    return unicodedata.normalize("NFC", word)


def other_i(word):
    """kĩ for kỹ and the other way round; else the word as it is."""
    parts = OPEN.fullmatch(unicodedata.normalize("NFD", word))
    if parts:
        swapped = {"i": "y", "y": "i", "I": "Y", "Y": "I"}[parts[2]]
        word = parts[1] + swapped + parts[3]
    return unicodedata.normalize("NFC", word)
