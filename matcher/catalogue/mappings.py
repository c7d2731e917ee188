"""What Elasticsearch is told of our documents. `dynamic: strict`: a field that is not named here is refused, not guessed."""

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain.search import Listed

VERSION = 1  # rises when an index of the old mapping cannot be searched any more; added fields need no new one
TAGS: Mapping[Listed, Sequence[str]] = {
    "vacancy": ("place", "city", "county", "occupation", "trade", "shift", "posture", "meals", "lodging", "coach", "programme", "employer", "state"),
    "worker": ("place", "city", "county", "area", "occupation"),
}
NUMBERS: Mapping[Listed, Sequence[str]] = {"vacancy": ("pay", "closes", "posted"), "worker": ("ready", "posted")}


def properties(tags: Sequence[str], numbers: Sequence[str], features: Sequence[str]) -> dict[str, Any]:
    """w, b: terms cut in Python. row: fetched as doc value. A feature is a number for ranges and slopes and a keyword (`.is`) for equality:
    looking up a posting list is several times faster than walking a point tree when many documents hold the value."""
    terms = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
    return {
        "id": {"type": "keyword"}, "gone": {"type": "boolean"}, "w": terms, "b": terms,
        "row": {"type": "binary", "doc_values": True},
        "tags": {"properties": {name: {"type": "keyword"} for name in tags}},
        "numbers": {"properties": {name: {"type": "long"} for name in numbers}},
        "features": {"properties": {name: {"type": "long", "fields": {"is": {"type": "keyword"}}} for name in features}},
    }


def filling_body(fields: Mapping[str, Any], shards: int) -> dict[str, Any]:
    """For an index that nobody searches yet: no copies, no refreshing."""
    settings = {"number_of_shards": shards, "auto_expand_replicas": False, "number_of_replicas": 0, "refresh_interval": "-1"}
    return {"settings": settings, "mappings": {"dynamic": "strict", "properties": fields}}


def serving_settings(refresh: str) -> dict[str, Any]:
    """A copy where there is a second node, none on a single one."""
    return {"auto_expand_replicas": "0-1", "refresh_interval": refresh}


def index_body(fields: Mapping[str, Any], shards: int, refresh: str) -> dict[str, Any]:
    return {"settings": {"number_of_shards": shards, **serving_settings(refresh)}, "mappings": {"dynamic": "strict", "properties": fields}}
