"""Which language a text is in: a vote of its commonest small words.

Enough to choose the lexicon; no model.

In: text.  Out: "en", "fr", "es" or "ar", or nothing when it is too short or too strange to decide.
"""

from __future__ import annotations

import re
from collections import Counter

SMALL_WORDS = {
    "en": "the of and to in a is was were that for on as with by at from it be are has have had this "
    "who which their said not but after more than people been they an will would its or also",
    "fr": "le la les des de du et en un une que qui dans pour sur par au aux avec est sont été ont a il "
    "elle ils ce cette ces ne pas plus selon depuis leur leurs dont mais ou où après personnes nous d l qu",
    "es": "el la los las de del y en un una que por para con se su sus es son ha han fue fueron al lo "
    "como más no pero desde según entre sobre este esta estos muy tras personas o también había sido",
}
VOTES = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
WORD = re.compile(r"[^\W\d_]+")
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
SAMPLE = 2000


def detect(text: str) -> str | None:
    """Return the language of a text by vote of its small words (Arabic by its letters), or ``None``."""
    sample = text[:SAMPLE]
    arabic = len(ARABIC.findall(sample))
    if arabic > 3 and arabic > len(LATIN.findall(sample)):
        return "ar"
    counts = Counter(WORD.findall(sample.lower()))
    votes = {
        language: sum(count for word, count in counts.items() if word in small)
        for language, small in VOTES.items()
    }
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] >= 3 else None
