"""Who of two equals comes first: a number mixed from both keys, never a name, an age or the order of registration."""

from typing import Any, Final

import numpy as np

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads consecutive keys
_MIX_A, _MIX_B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)  # finaliser of SplitMix64
_BITS = (np.uint64(30), np.uint64(27), np.uint64(31))


def tie_break(keys: Any, other: int) -> Any:
    """Smaller comes first; for other posts, other people are lucky."""
    with np.errstate(over="ignore"):
        mixed = np.asarray(keys).astype(np.uint64) ^ (np.uint64(other) * _ODD)
        mixed = (mixed ^ (mixed >> _BITS[0])) * _MIX_A
        mixed = (mixed ^ (mixed >> _BITS[1])) * _MIX_B
        return mixed ^ (mixed >> _BITS[2])
