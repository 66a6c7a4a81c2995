"""The forms that place names are stored and looked up by.

A key is the folded tokens of a name joined by blanks. Beside it stand looser keys, each marked by its
first character, so that a loose match is never taken for an exact one:
`~` Slavic stems with the last vowel leveled (Харкові / Харків), `^` without or with a leveled Arabic article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from khaldun.core.words import ARABIC_PROCLITICS, fold, stem, tokens

STEM_MARK = "~"
ARTICLE_MARK = "^"
ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ad",
        "ed",
        "an",
        "en",
        "ar",
        "er",
        "as",
        "es",
        "ash",
        "esh",
        "at",
        "et",
        "az",
        "ez",
        "adh",
        "edh",
        "ath",
        "eth",
        "ag",
    ]
)
_SIMPLE = re.compile(r"[a-z]+(?: [a-z]+)*\Z")
_LAST_VOWEL = re.compile(r"[іїоеєо](?=[^аеёиоуыэюяіїє]*$)")
_FLEETING = re.compile(r"(?:ец|[её]ц|єц|ок|ек)(?<=(ц|к))ь?$")
_DOUBLED = re.compile(r"([^аеиоуяюєії])\1ю$")
"""The Ukrainian instrumental of a name in -ь: Білорусь / Білоруссю."""
_LEVELED = {"і": "о", "ї": "е", "є": "е", "о": "о", "е": "о"}
# Slavic consonants that change before a case ending: Авдіївка / Авдіївці, Рига / Ризі, Волноваха / Волновасі.
_SOFTENED = {"к": "ц", "г": "з", "х": "с"}
# Endings of names in the nominative: what else looks like an ending belongs to the name (Сучжоу).
_NOMINATIVE = re.compile(r"(?:ий|ый|ій|ой|ая|яя|ое|ее|ье|ья|ия|ие|ії|ія|ові|їв|ів|ов|ев|[аяоеиыіїьйю])?\Z")
_NAME_SUFFIX = re.compile(r"(?:ів|їв|ов|ев|єв|ин|ін)$")


def key_of(name: str) -> str:
    """Return the folded tokens of a name, joined by blanks."""
    low = name.lower()
    if _SIMPLE.match(low):
        return low
    return " ".join(map(fold, tokens(name)))


def is_cyrillic(folded: str) -> bool:
    """Tell whether a folded token is written in Cyrillic script."""
    return "\u0400" <= folded[:1] <= "\u04ff"


@lru_cache(maxsize=100_000)
def slavic_stem(folded: str) -> str:
    """Return a Slavic token without its ending and with the last vowel leveled."""
    if _DOUBLED.search(folded):
        folded = folded[:-2] + "ь"
    return level_vowel(stem(folded))


def level_vowel(cut: str) -> str:
    """Return a Slavic stem with its last vowel leveled: Харків / Харков."""
    match = _LAST_VOWEL.search(cut)
    return cut if match is None else cut[: match.start()] + _LEVELED[match.group()] + cut[match.end() :]


def stored_keys(name: str) -> list[str]:
    """Return every key that a name is stored under, the exact one first."""
    exact = key_of(name)
    if not exact:
        return []
    if is_cyrillic(exact):
        return [exact, *_slavic_keys(exact.split())]
    if exact[0].isascii():
        loose = article_key(exact.split())
        return [exact] if loose is None else [exact, loose]
    return [exact]


def name_stem(folded: str) -> str:
    """Return the stem of a name in the nominative."""
    cut = slavic_stem(folded)
    ending = _NOMINATIVE.search(folded)
    if ending is not None and len(folded) - len(cut) <= len(ending.group()):
        return cut
    return level_vowel(folded)


def _slavic_keys(tokens: list[str]) -> list[str]:
    head = "".join(name_stem(t) + " " for t in tokens[:-1])
    last = tokens[-1]
    forms = [name_stem(last)]
    if len(last) > 2 and last[-1] in _SOFTENED:
        forms.append(slavic_stem(last[:-1] + _SOFTENED[last[-1]] + "і"))
    if last == "край":
        forms += [slavic_stem(last[:-1] + ending) for ending in ("я", "ю", "е", "ем", "ї", "єм")]
    if last[-1] in "аи" and len(last) > 3 and last[-2] in _SOFTENED:
        forms.append(slavic_stem(last[:-2] + _SOFTENED[last[-2]] + "і"))
    if fleeting := _FLEETING.search(last):
        # Марганець, Марганці
        forms.append(slavic_stem(last[: fleeting.start()] + fleeting.group(1) + "і"))
    if _NAME_SUFFIX.search(last):
        # The stemmer takes Харків for a plural: store what it makes of Харкова.
        forms.append(slavic_stem(level_suffix(last) + "а"))
    return [STEM_MARK + head + form for form in dict.fromkeys(forms)]


def level_suffix(token: str) -> str:
    """Return a name in -ів, -їв with the vowel that its other cases have."""
    if token.endswith("їв"):
        return token[:-2] + "єв"
    return token[:-2] + "ов" if token.endswith("ів") else token


def article_key(tokens: Sequence[str]) -> str | None:
    """Return the key of a romanized Arabic name with articles leveled, None where it has none."""
    if not any(t in ARTICLES for t in tokens) or len(tokens) < 2:
        return None
    rest = tokens[1:] if tokens[0] in ARTICLES else tokens
    return ARTICLE_MARK + " ".join("al" if t in ARTICLES else _level_roman(t) for t in rest)


def _level_roman(token: str) -> str:
    """Return a romanized Arabic word with French and English spellings leveled: Chaab / Shaab."""
    for written, leveled in (("ch", "sh"), ("ou", "u"), ("dj", "j"), ("aa", "a"), ("ee", "i")):
        token = token.replace(written, leveled)
    return token


def leveled_roman(tokens: Iterable[str]) -> str:
    """Return the key of a name with French spellings of Arabic sounds written as in English."""
    return " ".join(map(_level_roman, tokens))


@lru_cache(maxsize=100_000)
def arabic_forms(folded: str) -> tuple[tuple[str, str], ...]:
    """Return (form, proclitic) pairs of an Arabic token; the article stays, "لل" gives it back."""
    found: dict[str, str] = {folded: ""}
    for proclitic in ARABIC_PROCLITICS[1:]:
        rest = folded[len(proclitic) :]
        if not folded.startswith(proclitic) or len(rest) < 2:
            continue
        if proclitic.endswith("لل"):
            found.setdefault("ال" + rest, proclitic)
        elif not proclitic.endswith("ال"):
            found.setdefault(rest, proclitic)
    return tuple(found.items())


def wanted(name: str) -> bool:
    """Tell whether an alternate name is in a script that texts are cut into words of.

    GeoNames mixes in machine transliterations; they begin in lower case and would match ordinary words.
    """
    first = name[:1]
    if first.isascii():
        return first.isupper()
    code = ord(first) if first else 0
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return first.isupper()
    return 0x400 <= code < 0x530 or 0x590 <= code < 0x600 or 0x620 <= code < 0x700 or first in "ʻʿ’‘"


def joined(folded: Iterable[str]) -> str:
    """Return the key of tokens that are folded already."""
    return " ".join(folded)
