# SPDX-License-Identifier: GPL-2.0-or-later
"""Vietnamese as it is typed: without its marks, with the tone on the other
vowel, with i for y, by the keys of an input method that is off."""

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


# Keys of a mark by the letter that it stands on; tones in the order of TONES.
ROOF, BREVE, HORN = "\u0302\u0306\u031b"
TELEX = {ROOF: "", BREVE: "w", HORN: "w", "đ": "dd", **dict(zip(TONES, "fsxrj"))}
VNI = {ROOF: "6", BREVE: "8", HORN: "7", "đ": "d9", **dict(zip(TONES, "21435"))}


LETTER = re.compile("(.)([\u0300-\u036f]*)", re.DOTALL)


def keys(word, method, tone_last=True):
    """The keys of a word in lower case; its tone's at the end, or behind its
    vowel."""
    typed, last = "", ""
    for letter, on_it in LETTER.findall(unicodedata.normalize("NFD", word)):
        typed += method.get(letter, letter)
        for mark in sorted(on_it, key=TONES.__contains__):
            key = method[mark] or letter
            if tone_last and mark in TONES:
                last = key
            else:
                typed += key
    return typed + last
