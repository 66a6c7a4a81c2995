"""How phrases and texts are written: capitals that a phrase asks for, and letters that two spellings share."""

from __future__ import annotations

from itertools import takewhile

from khaldun.core.words import Words, tokens


def closeness(words: Words, first: int, last: int, phrase: str) -> float:
    """Return how alike phrase and text are written, where case endings alone tell two names apart.

    The letters they share from the first on, less a little for each letter more: "Нигерии" is Nigeria,
    not Niger.
    """
    found = words.text[words.starts[first] : words.ends[last - 1]].casefold()
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(found, phrase.casefold(), strict=False))
    return sum(1 for _ in alike) - len(phrase) / 100


def asks_case(text: str) -> bool:
    """Tell whether a phrase is written with capitals that the text must show too."""
    return text != text.lower()


def case_fits(words: Words, first: int, last: int, phrase: str) -> bool:
    """Tell whether the text has the capitals a phrase asks for.

    A word all in capitals asks for capitals; a phrase with any other capital, for at least one.
    """
    found = [words.token(i) for i in range(first, last)]
    asked = tokens(phrase)
    if len(asked) == len(found):
        if any(a.isupper() and len(a) > 1 and not f.isupper() for a, f in zip(asked, found, strict=True)):
            return False
    elif phrase.isupper() and not all(f.isupper() for f in found):
        return False
    return any(f[0].isupper() for f in found)
