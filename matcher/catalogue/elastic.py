"""The catalogue on Elasticsearch 8: one index a kind behind an alias, external versions from the ledger."""

import base64
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

import numpy as np

from matcher.catalogue import mappings
from matcher.catalogue.conditions import ranking_body
from matcher.catalogue.cursors import write_cursor
from matcher.catalogue.queries import LIVING, document, search_body
from matcher.domain.errors import Conflict, Unavailable
from matcher.domain.search import Entry, Found, Listed, Query, Question, Retrieved

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

T = TypeVar("T")
AWAY = frozenset({408, 429, 502, 503, 504})
CHUNK = 1000


@dataclass(eq=False)
class Elastic:
    """Keeps the promises of port.Catalogue.

    features: names of the fields that conditions and slopes speak of. timeout: seconds an answer may take. refresh: how soon a write can be
    found, and so about how long a person who posts waits. options: for the client (api_key, ca_certs).
    """

    urls: Sequence[str]
    prefix: str
    dtypes: Mapping[Listed, np.dtype[Any]]
    features: Mapping[Listed, Sequence[str]]
    timeout: float = 10.0
    shards: int = 1
    refresh: str = "300ms"
    tags: Mapping[Listed, Sequence[str]] = field(default_factory=lambda: mappings.TAGS)
    numbers: Mapping[Listed, Sequence[str]] = field(default_factory=lambda: mappings.NUMBERS)
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._process = 0
        self._client: Elasticsearch | None = None
        self._unseen = False

    # --- the port

    def put(self, entries: Sequence[Entry], *, wait: bool = True) -> None:
        """wait False: findable within the refresh interval, at the latest when a put that waits returns."""
        if entries:
            self.ask(lambda client: bulk(client, self.alias, entries, refresh="wait_for" if wait and not self._unseen else False))
        if wait and self._unseen:
            self._unseen = False
            self.ask(lambda client: client.indices.refresh(index=[self.alias(kind) for kind in self.dtypes]))
        self._unseen = self._unseen or not wait

    def find(self, query: Query) -> Found:
        # The same search goes to the same copy of a shard: copies may differ in what deleted documents add to relevance.
        answer = self.ask(lambda client: client.search(index=self.alias(query.kind), preference=f"q{hash_of(query)}", **search_body(query)))
        hits = answer["hits"]["hits"]
        shown = hits[: query.size]
        return Found(
            ids=tuple(hit["_id"] for hit in shown), total=answer["hits"]["total"]["value"],
            cursor=write_cursor(shown[-1]["sort"]) if len(hits) > len(shown) > 0 else None,
            facets={facet: {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][facet]["buckets"]} for facet in query.facets},
        )

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        body, lift = ranking_body(question, limit)
        hits = self.ask(lambda client: client.search(index=self.alias(kind), **body))["hits"]
        rows = np.frombuffer(b"".join(base64.b64decode(hit["fields"]["row"][0]) for hit in hits["hits"]), dtype=self.dtypes[kind])
        found = hits["total"]["value"]
        return Retrieved(
            columns={name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()}, complete=found <= len(rows),
            lowest_coarse=hits["hits"][-1]["_score"] + lift if hits["hits"] else 0.0, found=found,
        )

    @contextmanager
    def rebuild(self) -> Iterator["ElasticRebuild"]:
        rebuild = ElasticRebuild(self, {kind: self._index(kind, f"{time.time_ns() // 1000:x}") for kind in self.dtypes})
        rebuild.create()
        try:
            yield rebuild
        finally:
            if not rebuild.switched:
                with suppress(Unavailable):
                    self.ask(lambda client: client.indices.delete(index=list(rebuild.indices.values()), ignore_unavailable=True))

    def count(self, kind: Listed) -> int:
        return self.count_in(self.alias(kind))

    def count_in(self, index: str) -> int:
        return int(self.ask(lambda client: client.count(index=index, query=LIVING))["count"])

    def ready(self) -> bool:
        try:
            health = self.ask(lambda client: client.cluster.health(index=[self.alias(kind) for kind in self.dtypes], timeout="1s"))
        except Unavailable:
            return False
        return str(health["status"]) != "red"

    def close(self) -> None:
        with self._lock:
            if self._client is not None and self._process == os.getpid():
                self._client.close()
            self._client = None

    # --- names and indices

    def alias(self, kind: Listed) -> str:
        return f"{self.prefix}-{kind}"

    def _index(self, kind: Listed, stamp: str) -> str:
        return f"{self.prefix}-{kind}-v{mappings.VERSION}-{stamp}"

    def properties(self, kind: Listed) -> dict[str, Any]:
        return mappings.properties(self.tags[kind], self.numbers[kind], self.features[kind])

    def _prepare(self, client: "Elasticsearch") -> None:
        """First indices where there are none; fields that an older release did not know are added to those that serve."""
        from elasticsearch import BadRequestError

        for kind, fields in ((kind, self.properties(kind)) for kind in self.dtypes):
            if client.indices.exists_alias(name=self.alias(kind)):
                client.indices.put_mapping(index=self.alias(kind), properties=fields)
                continue
            with suppress(BadRequestError):  # another process has just made it
                client.indices.create(index=self._index(kind, "0"), aliases={self.alias(kind): {}},
                                      **mappings.index_body(fields, self.shards, self.refresh))

    # --- asking

    def ask(self, question: Callable[["Elasticsearch"], T]) -> T:
        """Raises Unavailable for everything that may be better in a moment."""
        from elasticsearch import ApiError, TransportError

        try:
            return question(self._connected())
        except TransportError as error:
            raise Unavailable("搜索暂时不可用, 请过一会儿再试。登记和发布不受影响。", retry_after=10) from error
        except ApiError as error:
            if error.status_code in AWAY:
                raise Unavailable("搜索暂时太忙, 请过一会儿再试。", retry_after=10) from error
            if error.status_code == 404:
                raise Unavailable("搜索的索引不在了, 请管理员运行 matcher reindex。", retry_after=60) from error
            raise

    def _connected(self) -> "Elasticsearch":
        """One client a process, made after a fork: sockets must not be shared."""
        with self._lock:
            if self._client is None or self._process != os.getpid():
                client = self._connect()
                self._prepare(client)
                self._client, self._process = client, os.getpid()
            return self._client

    def _connect(self) -> "Elasticsearch":
        from elasticsearch import Elasticsearch, OrjsonSerializer

        # Searches and writes with their own versions may be sent again; a timeout is not, or a slow server would get all load twice.
        return Elasticsearch(list(self.urls), request_timeout=self.timeout, serializer=OrjsonSerializer(), max_retries=2, retry_on_timeout=False,
                             **self.options)


class ElasticRebuild:
    """New indices without copies and without refreshing while they are filled."""

    def __init__(self, catalogue: Elastic, indices: Mapping[Listed, str]) -> None:
        self._catalogue, self.indices = catalogue, indices
        self.switched = False

    def create(self) -> None:
        self._catalogue.ask(self._create)

    def _create(self, client: "Elasticsearch") -> None:
        own = self._catalogue
        for kind, index in self.indices.items():
            client.indices.create(index=index, **mappings.filling_body(own.properties(kind), own.shards))

    def put(self, entries: Sequence[Entry]) -> None:
        self._catalogue.ask(lambda client: bulk(client, self.indices.__getitem__, entries, refresh=False, aliased=False))

    def switch(self, expected: Mapping[Listed, int]) -> None:
        own = self._catalogue
        indices = list(self.indices.values())
        own.ask(lambda client: client.indices.refresh(index=indices))
        held = {kind: own.count_in(self.indices[kind]) for kind in expected}
        if held != dict(expected):
            raise Conflict(f"新索引不完整 (应有 {dict(expected)}, 实有 {held}), 仍用旧索引。请再运行一次 matcher reindex。")
        own.ask(lambda client: client.indices.put_settings(index=indices, settings=mappings.serving_settings(own.refresh)))
        own.ask(lambda client: client.cluster.health(index=indices, wait_for_status="yellow", timeout="30s"))
        own.ask(self._switch_aliases)
        self.switched = True

    def _switch_aliases(self, client: "Elasticsearch") -> None:
        aliases = {kind: self._catalogue.alias(kind) for kind in self.indices}
        old = [name for name in client.indices.get_alias(name=list(aliases.values())) if name not in self.indices.values()]
        client.indices.update_aliases(actions=[
            *({"remove_index": {"index": name}} for name in old),
            *({"add": {"index": index, "alias": aliases[kind]}} for kind, index in self.indices.items()),
        ])


def bulk(client: "Elasticsearch", index: Callable[[Listed], str], entries: Sequence[Entry], *, refresh: Any, aliased: bool = True) -> None:
    """Writes in chunks. An entry that is not newer than the one there is no fault; any other refusal is raised."""
    from elasticsearch.helpers import streaming_bulk

    actions = ({"_index": index(e.kind), "_id": e.id, "version": e.version, "version_type": "external", "_source": document(e)} for e in entries)
    # Without require_alias a write at a moment without the alias would make an index of that name, with a guessed mapping.
    answers = streaming_bulk(client, actions, chunk_size=CHUNK, refresh=refresh, raise_on_error=False, require_alias=aliased)
    refused = [item["index"] for done, item in answers if not done and item["index"]["status"] != 409]
    if not refused:
        return
    reasons = sorted({str(item.get("error", {}).get("reason", item["status"])) for item in refused})
    if all(item["status"] in AWAY | {404} for item in refused):
        raise Unavailable(f"有 {len(refused)} 条暂时没能编入索引, 稍后会自动补上。")
    raise ValueError(f"{len(refused)} entries refused: {'; '.join(reasons[:3])}")


def hash_of(query: Query) -> str:
    """The same for all pages of one search."""
    return f"{crc32(repr((query.kind, query.required, query.sort)).encode()):x}"
