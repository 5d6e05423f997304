# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions drawn from the corpus itself, the same ones for the same seed."""

import codecs
import collections
import random
import re
import unicodedata
from dataclasses import dataclass

import marks

# Words with single spaces between them: nothing that ends a phrase.
RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
VOWEL = re.compile("[aeiouy]")
LETTERS_MAX = 7  # of a Vietnamese syllable: nghiêng
# How much of the archive a single word is in, a third of the words from each.
BANDS = ((0.0, 0.01), (0.01, 0.10), (0.10, 1.0))
SEEN_MIN = 3  # documents: below that a word is mostly a slip of the pen


@dataclass
class Question:
    words: list
    phrase: bool = False
    match: str = "auto"

    def text(self):
        text = " ".join(self.words)
        return f'"{text}"' if self.phrase else text


def read_runs(folder, lower=True):
    """For each file the runs of words in it, in lower case or as written."""
    for path in sorted(folder.rglob("*.txt")):
        raw = path.read_bytes()
        coding = "utf-16" if raw.startswith(codecs.BOM_UTF16_LE) else "utf-8-sig"
        text = raw.decode(coding, errors="replace")
        text = unicodedata.normalize("NFC", text.lower() if lower else text)
        yield [run.split() for run in RUN.findall(text)]


def by_band(seen, documents, count, rng):
    """From each band of document frequency the same number of the keys of
    `seen`, {key: documents that have it}."""
    drawn = []
    for low, high in BANDS:
        band = sorted(key for key, n in seen.items()
                      if n >= SEEN_MIN and low < n / documents <= high)
        drawn += rng.sample(band, min(len(band), count // len(BANDS)))
    rng.shuffle(drawn)
    return drawn


def phrases(documents, lengths, count, rng):
    """(phrases as tuples of words, {phrase: documents that have it}): words
    that stand together in several documents with nothing but a space between,
    of each band of frequency; one word at least has a mark."""
    seen = collections.Counter()
    for runs in documents:
        seen.update({tuple(run[i:i + n]) for run in runs for n in lengths
                     for i in range(len(run) - n + 1)})

    def is_fit(phrase):
        bare = [marks.drop_marks(word) for word in phrase]
        return all(1 < len(word) <= LETTERS_MAX and VOWEL.search(word)
                   for word in bare) and tuple(bare) != phrase

    fit = {phrase: n for phrase, n in seen.items()
           if n >= SEEN_MIN and is_fit(phrase)}
    return by_band(fit, len(documents), count, rng), seen


def singles(documents, count, rng):
    """Words of each band of document frequency."""
    seen = collections.Counter()
    for runs in documents:
        seen.update({word for run in runs for word in run})
    fit = {word: n for word, n in seen.items() if 2 <= len(word) <= LETTERS_MAX}
    return [[word] for word in by_band(fit, len(documents), count, rng)]


def spans(documents, lengths, count, rng):
    """Distinct neighbouring words that stand so in the text, one at least with
    a mark on it.  Fewer than asked when the corpus is too small."""
    drawn = {}
    for _ in range(100 * count):
        if len(drawn) == count:
            break
        length = rng.choice(lengths)
        runs = [run for run in rng.choice(documents) if len(run) >= length]
        if not runs:
            continue
        run = rng.choice(runs)
        at = rng.randrange(len(run) - length + 1)
        span = tuple(run[at:at + length])
        text = " ".join(span)
        if max(map(len, span)) <= LETTERS_MAX and marks.drop_marks(text) != text:
            drawn[span] = None
    return [list(span) for span in drawn]


def questions(folder, count, seed):
    """{kind: [Question]}; unmarked kinds are the marked ones typed without."""
    rng = random.Random(seed)
    documents = list(read_runs(folder))
    four = spans(documents, (4,), count, rng)
    phrases = spans(documents, (2, 3, 4), count, rng)

    def bare(span):
        return [marks.drop_marks(word) for word in span]

    return {
        "single word": [Question(s) for s in singles(documents, count, rng)],
        "ranked, 4 words": [Question(s, match="any") for s in four],
        "phrase": [Question(s, phrase=True) for s in phrases],
        "unmarked, 4 words": [Question(bare(s), match="any") for s in four],
        "unmarked phrase": [Question(bare(s), phrase=True) for s in phrases],
    }
