"""Certificates in words: those we know by their label, others as they were written."""

from collections.abc import Iterable

from matcher.domain.certificates import Certificate


def certificates(codes: Iterable[str]) -> str:
    known = {str(term): term.label for term in Certificate}
    return "、".join(known.get(code, code) for code in codes)
