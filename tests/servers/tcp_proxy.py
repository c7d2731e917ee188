"""A network that fails on demand, between a service and its PostgreSQL: connections cut, reset, slowed down, and answers that never arrive."""

import socket
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from sqlalchemy import URL

CHUNK = 65_536
COMMIT: Final = b"COMMIT"


Allowed = Callable[[bytes], bool]


class Proxy:
    """Listens on a port of its own and passes everything on to the server at `url`; `url` is then the way through it."""

    def __init__(self, server: URL) -> None:
        self.server = server
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = server.set(host="127.0.0.1", port=self.listener.getsockname()[1], query={})
        self.lock = threading.Lock()
        self.links: set[Link] = set()
        self.delay = 0.0
        self.swallow = 0  # so many commits to come go through, and their answers do not
        self.swallowed = 0
        self.mute = False  # the connection of a swallowed answer stays open and silent, else it is cut

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.listener.close()
        self.cut()

    def cut(self, *, reset: bool = False) -> int:
        """Closes every connection, wherever it is; reset: with RST, which throws away what was under way."""
        with self.lock:
            links = list(self.links)
        for link in links:
            link.close(reset=reset)
        return len(links)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                link = Link(self, client, self._reach())
            except OSError:
                client.close()
                continue
            with self.lock:
                self.links.add(link)
            for way in (link.there, link.back):
                threading.Thread(target=way, daemon=True).start()

    def _reach(self) -> socket.socket:
        host, port = str(self.server.query.get("host") or self.server.host), self.server.port or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        made = socket.socket(socket.AF_UNIX)
        made.connect(f"{host}/.s.PGSQL.{port}")
        return made

    def swallows(self) -> bool:
        with self.lock:
            if self.swallow == 0:
                return False
            self.swallow -= 1
            self.swallowed += 1
            return True


class Link:
    """One connection: bytes there and back."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.proxy, self.client, self.server = proxy, client, server
        self.committing = False

    def there(self) -> None:
        self._pass(self.client, self.server, self._watch)

    def back(self) -> None:
        self._pass(self.server, self.client, self._deliver)

    def _watch(self, said: bytes) -> bool:
        if COMMIT in said and self.proxy.swallows():
            self.committing = True
        return True

    def _deliver(self, _: bytes) -> bool:
        if not self.committing:
            return True
        while self.proxy.mute and self in self.proxy.links:  # the server has committed; nobody hears of it
            time.sleep(0.05)
        return False

    def _pass(self, source: socket.socket, aim: socket.socket, allowed: Allowed) -> None:
        try:
            while said := source.recv(CHUNK):
                if self.proxy.delay:
                    time.sleep(self.proxy.delay)
                if not allowed(said):
                    break
                aim.sendall(said)
        except OSError:
            pass
        self.close()

    def close(self, *, reset: bool = False) -> None:
        with self.proxy.lock:
            self.proxy.links.discard(self)
        for end in (self.client, self.server):
            try:
                if reset and end.family == socket.AF_INET:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.shutdown(socket.SHUT_RD)  # only here: who waits for it wakes, and lets go of it
                else:
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            except OSError:
                pass
