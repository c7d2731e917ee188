"""Search bodies for Elasticsearch: values in, dict out."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matcher.catalogue.cursors import read_cursor
from matcher.domain.search import Cut, Entry, Query

Clause = dict[str, Any]
SORTS: Mapping[str, list[Clause]] = {
    "best": [{"_score": "desc"}, {"numbers.posted": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    "newest": [{"numbers.posted": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
}
MOST_VALUES = 10_000  # of one facet
LIVING: Clause = {"term": {"gone": False}}


def search_body(query: Query) -> dict[str, Any]:
    """Asks for one hit more than wanted, to know whether there is a next page. Raises Invalid where the cursor is not one of ours."""
    body: dict[str, Any] = {
        "query": {"bool": {"filter": [LIVING, *filters(query)], "must": list(words(query.required)), "should": list(hints(query.required))}},
        "sort": SORTS[query.sort], "size": query.size + 1, "track_total_hits": True, "_source": False,
        "aggs": {field: {"terms": {"field": f"tags.{field}", "size": MOST_VALUES}} for field in query.facets},
    }
    if query.cursor is not None:
        body["search_after"] = read_cursor(query.cursor, len(SORTS[query.sort]), last=str)
    return body


def words(required: Sequence[Cut]) -> Iterator[Clause]:
    for cut in required:
        yield from ({"term": {"w": {"value": word, "boost": 3.0}}} for word in cut.words)
        if not cut.words:
            yield from ({"term": {"b": {"value": bigram}}} for bigram in cut.bigrams)


def hints(required: Sequence[Cut]) -> Iterator[Clause]:
    """Bigrams that join two words: who has them too stands higher."""
    for cut in required:
        yield from ({"term": {"b": {"value": bigram}}} for bigram in cut.bridges())


def filters(query: Query) -> Iterator[Clause]:
    for field, values in query.any_tags.items():
        yield {"terms": {f"tags.{field}": list(values)}}
    for field, bound in query.at_least.items():
        yield _bounded(f"numbers.{field}", {"gte": bound})
    for field, bound in query.at_most.items():
        yield _bounded(f"numbers.{field}", {"lte": bound})


def _bounded(field: str, bounds: Mapping[str, int]) -> Clause:
    """Within the bounds, or without the field."""
    return {"bool": {"should": [{"range": {field: bounds}}, {"bool": {"must_not": {"exists": {"field": field}}}}], "minimum_should_match": 1}}


def document(entry: Entry) -> dict[str, Any]:
    """A gone entry stays as an empty one: its version goes on refusing older writes."""
    if entry.gone:
        return {"id": entry.id, "gone": True}
    return {
        "id": entry.id, "gone": False, "w": " ".join(entry.cut.words), "b": " ".join(entry.cut.bigrams),
        "row": base64.b64encode(entry.row).decode("ascii"),
        "tags": {field: list(values) for field, values in entry.tags.items()}, "numbers": dict(entry.numbers),
        "features": {field: value if isinstance(value, int) else list(value) for field, value in entry.features.items()},
    }
