"""Text → terms, once and here, so that every search engine keeps and finds the same ones. Measured in docs/decisions/0003-words.md."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from matcher.domain.search import Cut
from matcher.reading.normal import fold

if TYPE_CHECKING:
    from rjieba import Jieba

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
LONGEST = 64  # of one Latin or digit token: a pasted link must not become a term that an engine splits
_RUN = re.compile(f"[{CHINESE}]+")
_OTHER = re.compile(rf"[^\W_{CHINESE}]+[+#]*")
_TYPED = re.compile(rf"[{CHINESE}]+|[^\W_{CHINESE}]+[+#]*")


@lru_cache(maxsize=1)
def _dictionary() -> "Jieba":
    """jieba's words and the shop floor's own; 80 ms, so not before the first text."""
    from rjieba import Jieba

    jieba = Jieba()
    for line in files("matcher.reading").joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        for word in line.partition("#")[0].split():
            jieba.add_word(word, max(jieba.suggest_freq(word), 50), "n")
    return jieba


@lru_cache(maxsize=1 << 17)
def _parts(word: str) -> tuple[str, ...]:
    """The word and the dictionary words it is put together from: 土木工程 is 土木 and 工程, and no 木工."""
    known = _dictionary().has_word
    joints: list[tuple[str, ...]] = [(word[:n], word[n:]) for n in range(2, len(word) - 1) if known(word[:n]) and known(word[n:])]
    if not joints and len(word) > 2:
        joints = [(part,) for part in (word[:-1], word[1:], word[-2:]) if known(part)]  # 氩弧焊工 is an 焊工
    return tuple(dict.fromkeys([word, *(inner for parts in joints for part in parts for inner in _parts(part))]))


def cut_text(*texts: str) -> Cut:
    """A document's terms. words: dictionary words of two characters or more with the shorter ones inside them, and Latin or digit tokens whole.
    bigrams: pairs of neighbours in each run of Chinese, each character by itself (for queries of one), and Latin or digit tokens again."""
    folded = "\n".join(map(fold, texts))
    others = [token[:LONGEST] for token in _OTHER.findall(folded)]
    runs = _RUN.findall(folded)
    words = [part for word in _dictionary().cut("\n".join(runs), False) if len(word) > 1 for part in _parts(word)]
    pairs = [run[n : n + 2] for run in runs for n in range(len(run) - 1)]
    letters = dict.fromkeys("".join(runs))
    return Cut(words=(*words, *others), bigrams=(*pairs, *letters, *others))


def cut_query(words: str) -> tuple[Cut, ...]:
    """One Cut for each word typed. A run of Chinese without blanks gives its dictionary words (苏州电子厂普工: 苏州, 电子厂, 普工);
    a run in which the dictionary finds none gives its pairs, a single character itself."""
    cuts = (_cut_typed(typed) for typed in fold(words).split())
    return tuple(dict.fromkeys(cut for cut in cuts if cut.bigrams))


def loosen(cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """The same query by its letters alone, for when the dictionary's reading finds nothing."""
    return tuple(Cut(bigrams=cut.bigrams) for cut in cuts)


def _cut_typed(typed: str) -> Cut:
    words: list[str] = []
    bigrams: list[str] = []
    for run in _TYPED.findall(typed):
        if _RUN.match(run):
            words += [word for word in _dictionary().cut(run, False) if len(word) > 1]
            bigrams += [run[n : n + 2] for n in range(len(run) - 1)] or [run]
        else:
            words.append(run[:LONGEST])
            bigrams.append(run[:LONGEST])
    return Cut(words=tuple(dict.fromkeys(words)), bigrams=tuple(dict.fromkeys(bigrams)))
