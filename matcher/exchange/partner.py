"""A partner's list of vacancies, fetched politely: retried with jitter, never larger than allowed, not fetched again while unchanged."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from matcher.domain.errors import Invalid, Unavailable

AGENT: Final = "lianxinqiao"
CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
PAGE_BYTES: Final = 20_000_000
PAGES: Final = 10_000
PAGE_SIZE: Final = 100
CHUNK: Final = 1 << 16
RETRY: Final = Retry(
    total=4, connect=2, backoff_factor=0.3, backoff_jitter=0.3, status_forcelist=(429, 502, 503, 504), allowed_methods=("GET",),
    respect_retry_after_header=True, raise_on_status=False,
)


def is_address(text: str) -> bool:
    return "://" in text


@dataclass(slots=True)
class Partner:
    """One list at a partner's; `kept` is the folder that remembers the ETag of each page of it.

    Unchanged pages are taken from memory of that folder, so a visit where nothing is new costs one short answer a page.
    """

    address: str
    kept: Path
    retry: Retry = RETRY
    page_bytes: int = PAGE_BYTES
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        if urlsplit(self.address).scheme not in ("http", "https") or not urlsplit(self.address).hostname:
            raise Invalid("只能从 http:// 或 https:// 开头的地址导入。")
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=self.retry))
        self.session.headers.update({"User-Agent": AGENT, "Accept": "application/json"})

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc.rpartition("@")[2].lower()

    def items(self) -> Iterator[Mapping[str, Any]]:
        """Every item of the list, page after page. Raises Invalid, Unavailable; what came before stays taken over."""
        cursor: str | None = None
        seen: set[str] = set()
        for _ in range(PAGES):
            page = self._page(_with_cursor(self.address, cursor))
            yield from page["items"]
            cursor = page["cursor"]
            if cursor is None:
                return
            if cursor in seen:
                raise Invalid(f"伙伴 {self.host} 的翻页在原地打转, 已导入前面的部分, 请对方检查。")
            seen.add(cursor)
        raise Invalid(f"伙伴 {self.host} 的列表超过 {PAGES} 页, 已导入前面的部分。")

    def _page(self, address: str) -> dict[str, Any]:
        store = Remembered(self.kept, address)
        etag, body = store.read()
        try:
            # No redirects: one could lead to another scheme or into our own network, and a partner's list does not move in silence.
            answer = self.session.get(address, headers={"If-None-Match": etag} if etag else {}, timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True,
                                      allow_redirects=False)
            with answer:
                if answer.status_code == 304 and body:
                    return self._parsed(body)
                self._check(answer)
                body = self._body(answer)
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError, requests.exceptions.RetryError):
            raise Unavailable(f"连不上伙伴站点 {self.host}, 请检查地址和网络, 过一会儿再试。", 60) from None
        except requests.RequestException:
            raise Invalid(f"伙伴站点 {self.host} 的地址或回答不对, 请核对地址。") from None
        page = self._parsed(body)
        if fresh := answer.headers.get("ETag"):
            store.write(fresh, body)
        return page

    def _check(self, answer: requests.Response) -> None:
        status = answer.status_code
        if status in (429, 502, 503, 504):
            raise Unavailable(f"伙伴站点 {self.host} 正忙 ({status}), 请过一会儿再试。", 60)
        if status in (401, 403):
            raise Invalid(f"伙伴站点 {self.host} 不让读 ({status}), 请向对方要开放的地址。")
        if 300 <= status < 400:
            raise Invalid(f"伙伴站点 {self.host} 说列表搬到了别处 ({status}), 请核对地址。")
        if status != 200:
            raise Invalid(f"伙伴站点 {self.host} 回答 {status}, 请核对地址。")

    def _body(self, answer: requests.Response) -> bytes:
        """Counted after unpacking, so that a small answer cannot unfold into a large one."""
        parts, size = [], 0
        for part in answer.iter_content(CHUNK):
            size += len(part)
            if size > self.page_bytes:
                raise Invalid(f"伙伴站点 {self.host} 的一页超过 {self.page_bytes // 1_000_000} MB, 没有收录, 请对方分页。")
            parts.append(part)
        return b"".join(parts)

    def _parsed(self, body: bytes) -> dict[str, Any]:
        """{"items": […], "page": {"cursor": …}} as this product's own API gives it."""
        try:
            page = orjson.loads(body)
            items, cursor = page["items"], (page.get("page") or {}).get("cursor")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise Invalid(f"伙伴站点 {self.host} 的回答不是岗位列表, 请核对地址 (应当是 …/api/v1/vacancies)。") from None
        if not isinstance(items, list) or not (cursor is None or isinstance(cursor, str)):
            raise Invalid(f"伙伴站点 {self.host} 的回答不是岗位列表, 请核对地址 (应当是 …/api/v1/vacancies)。")
        return {"items": items, "cursor": cursor or None}


@dataclass(frozen=True, slots=True)
class Remembered:
    """One page as it was last seen: first line its ETag, then the body."""

    folder: Path
    address: str

    @property
    def path(self) -> Path:
        return self.folder / hashlib.sha256(self.address.encode()).hexdigest()[:32]

    def read(self) -> tuple[str, bytes]:
        try:
            etag, _, body = self.path.read_bytes().partition(b"\n")
        except OSError:
            return "", b""
        return etag.decode("latin-1"), body

    def write(self, etag: str, body: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.path.with_suffix(f".{os.getpid()}")
        half.write_bytes(etag.encode("latin-1", "replace") + b"\n" + body)
        half.replace(self.path)


def _with_cursor(address: str, cursor: str | None) -> str:
    """The address of a page; large pages, unless the address says how large."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "cursor"]
    if "size" not in dict(query):
        query.append(("size", str(PAGE_SIZE)))
    if cursor:
        query.append(("cursor", cursor))
    return urlunsplit(parts._replace(query=urlencode(query)))
