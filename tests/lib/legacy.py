# SPDX-License-Identifier: GPL-2.0-or-later
"""Vietnamese text as the bytes of the old encodings, by the tables of the
indexer (indexer/legacy_tables.c, which stays the only place that has them).

    legacy.py ENCODING <UTF-8 >bytes

The encodings: tcvn3 (as the ABC fonts have it), tcvn5712, vni, windows-1258,
viscii, vps.  What one lacks becomes a small letter, ASCII, or '?'."""

import pathlib
import re
import sys
import unicodedata

TABLES = pathlib.Path(__file__).resolve().parents[2] / "indexer/legacy_tables.c"
NAMES = {"tcvn3": "abc", "tcvn5712": "tcvn", "vni": "vni",
         "windows-1258": "windows_1258", "viscii": "viscii", "vps": "vps"}
ASCII_FOR = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-",
                           "—": "-", "…": "...", "•": "-", "\xa0": " ",
                           "\ufeff": "", "\u200b": "", "Ð": "Đ"})

TONES = "\u0300\u0301\u0303\u0309\u0323"


def unescape(literal):
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), literal)


def read_tables():
    """Name of an array: its strings joined, or {index: character}."""
    source = TABLES.read_text(encoding="utf-8").replace("\\\n", "")
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    macros = {}
    tables = {}

    def strings(text):
        return "".join(macros[word] if word else unescape(literal) for literal, word
                       in re.findall(r'u"([^"]*)"|\b([A-Z]+_[A-Z0-9_]+)\b', text))

    for name, value in re.findall(r"#define (\w+)[ \t]+(u\".*)", source):
        macros[name] = strings(value)
    for name, value in re.findall(r"char16_t (\w+)\[\] =(.*?);", source, re.S):
        tables[name] = strings(value)
    for name, value in re.findall(r"char16_t (\w+)\[32\] = \{(.*?)\};", source, re.S):
        tables[name] = {
            int(i, 16): char or chr(int(code, 16)) for i, char, code in
            re.findall(r"\[(0x\w\w)\] = (?:u'(.)'|(0x\w{4}))", value)}
    return tables


def encoder(encoding):
    """A function from text to bytes."""
    tables = read_tables()
    name = NAMES[encoding]
    tones = tables.get(name + "_tones", {})
    codes = {chr(i): bytes([i]) for i in range(0x80)}
    codes |= {c: bytes([i]) for i, c in tables.get(name + "_low", {}).items()}
    marks = {True: {}, False: {}}  # behind capitals, behind small letters
    for i, char in enumerate(tables[name], 0x80):
        if unicodedata.combining(char):
            marks[i < 0xe0][char + tones.get(i & 0x1f, "")] = bytes([i])
        elif char != "\ufffd":
            codes[char] = bytes([i])

    def marked(char):
        """A letter and what is put behind it, or None."""
        base, *rest = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in rest if c in TONES)
        shape = "".join(c for c in rest if c not in TONES)
        for letter, mark in ((unicodedata.normalize("NFC", base + shape), tone),
                             (base, shape + tone)):
            big = char.isupper()
            mark = marks[big].get(mark) or marks[not big].get(mark)
            if letter in codes and mark:
                return codes[letter] + mark
        return None

    def encode_char(char):
        # The ABC fonts have no capitals with tones.
        small = encoding == "tcvn3" and char not in "ĂÂÊÔƠƯĐ" and char > "\x7f"
        for c in (char.lower() if small else char, char.lower()):
            code = codes.get(c) or marked(c)
            if code:
                return code
        return b"".join(codes.get(c, b"?") for c in char.translate(ASCII_FOR))

    cache = {}

    def encode(text):
        return b"".join(
            cache[c] if c in cache else cache.setdefault(c, encode_char(c))
            for c in unicodedata.normalize("NFC", text))
    return encode


if __name__ == "__main__":
    sys.stdout.buffer.write(encoder(sys.argv[1])(sys.stdin.buffer.read().decode()))
