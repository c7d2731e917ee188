"""A real Elasticsearch for tests: the address in MATCHER_TEST_ELASTICSEARCH_URL, or the server's own code from its Maven artifacts.

The latter needs `mvn` and a JDK from 17 on, one JVM a node, 3 to 5 s and 0.25 GB each. It lacks `GET /` (so no `client.info()`), scripts,
language analyzers and everything of X-Pack; what runs here runs on any distribution.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_suffix("")
VERSION = "8.19.5"
STARTUP_SECONDS = 120
MODULE_JARS = ("transport-netty4", "netty-", "elasticsearch-ssl-config")  # loaded as the transport module, not on the class path
DESCRIPTOR = f"""name=transport-netty4
description=Netty 4 transport
version={VERSION}
elasticsearch.version={VERSION}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
"""
HEAP = os.environ.get("MATCHER_TEST_ELASTICSEARCH_HEAP", "512m")  # benchmarks ask for more
JAVA = ("java", "-Xms256m", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


class Unobtainable(Exception):
    """No Elasticsearch here; the text says why."""


class Cluster:
    """Nodes that can be killed and started again on their own files. Without nodes somebody else runs it."""

    def __init__(self, urls: list[str], home: Path | None = None, transports: list[int] | None = None) -> None:
        self.urls, self._home, self._transports = urls, home, transports or []
        self.processes: list[subprocess.Popen[bytes]] = []

    def launch(self, number: int) -> subprocess.Popen[bytes]:
        assert self._home is not None
        class_path, module = installed()
        home = self._home / f"n{number}"
        lay_out(home, module)
        settings = {
            "node.name": f"n{number}", "cluster.name": f"test-{self._transports[0]}", "network.host": "127.0.0.1",
            "action.auto_create_index": "false",
            "http.port": self.urls[number].rpartition(":")[2], "transport.port": self._transports[number],
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if len(self.urls) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{port}" for port in self._transports)
            settings["cluster.initial_master_nodes"] = ",".join(f"n{n}" for n in range(len(self.urls)))
        with (home / "log").open("ab") as log:
            command = [*JAVA, "-cp", class_path, "TestNode", str(home), *(f"{key}={value}" for key, value in settings.items())]
            return subprocess.Popen(command, stdout=log, stderr=log)

    def kill(self, number: int) -> None:
        """At once, as by a power cut."""
        self.processes[number].send_signal(signal.SIGKILL)
        self.processes[number].wait()

    def restart(self, number: int) -> None:
        self.processes[number] = self.launch(number)
        self.await_nodes(len(self.urls))

    def await_nodes(self, count: int) -> None:
        give_up = time.monotonic() + STARTUP_SECONDS
        while not self._formed(count):
            for number, process in enumerate(self.processes):
                if process.poll() is not None and process.returncode != -signal.SIGKILL:
                    raise Unobtainable(f"node {number} ended:\n{self._log(number)}")
            if time.monotonic() > give_up:
                raise Unobtainable(f"the cluster was not ready after {STARTUP_SECONDS} s:\n{self._log(0)}")
            time.sleep(0.1)

    def _formed(self, count: int) -> bool:
        """As many nodes as asked for see each other and, each for itself, serve: a node refuses everything until the first state is recovered."""
        return sum(serves(url, count) for url in self.urls) >= count

    def _log(self, number: int) -> str:
        assert self._home is not None
        return (self._home / f"n{number}" / "log").read_text(errors="replace")[-2000:]

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def installed() -> tuple[str, list[Path]]:
    """(class path with the compiled TestNode, the transport module's jars); resolved once a machine. Raises Unobtainable."""
    for program in ("mvn", "java", "javac"):
        if shutil.which(program) is None:
            raise Unobtainable(f"{program} is not installed and MATCHER_TEST_ELASTICSEARCH_URL is not set")
    folder = Path.home() / ".cache" / f"lianxinqiao-elasticsearch-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    listing = folder / "jars.txt"
    if not listing.exists() or not all(Path(jar).exists() for jar in listing.read_text().split(os.pathsep)):
        new = folder / f"jars.{os.getpid()}"
        run(["mvn", "-q", "-B", "-f", str(SOURCE / "pom.xml"), "dependency:build-classpath", f"-Dmdep.outputFile={new}"])
        new.write_text(new.read_text().strip())
        new.replace(listing)
    jars = [Path(jar) for jar in listing.read_text().split(os.pathsep)]
    module = [jar for jar in jars if jar.name.startswith(MODULE_JARS)]
    class_path = os.pathsep.join(str(jar) for jar in jars if jar not in module)
    if not (folder / "TestNode.class").exists():
        run(["javac", "-cp", class_path, "-d", str(folder), str(SOURCE / "TestNode.java")])
    return f"{folder}{os.pathsep}{class_path}", module


def run(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode != 0:
        raise Unobtainable(f"{command[0]} failed: {(ended.stdout + ended.stderr)[-1500:]}")


def lay_out(home: Path, module: list[Path]) -> None:
    transport = home / "modules" / "transport-netty4"
    for folder in (home / "config", home / "plugins", transport):
        folder.mkdir(parents=True, exist_ok=True)
    (transport / "plugin-descriptor.properties").write_text(DESCRIPTOR)
    for jar in module:
        if not (transport / jar.name).exists():
            (transport / jar.name).symlink_to(jar)


def serves(url: str, nodes: int) -> bool:
    asked = f"{url}/_cluster/health?local=true&wait_for_nodes={nodes}&wait_for_status=yellow&timeout=1s"
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return json.load(answer)["timed_out"] is False
    except OSError:
        return False


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@contextmanager
def cluster(nodes: int = 1, *, own: bool = False) -> Iterator[Cluster]:
    """The server for a test session; one we started is stopped and its files removed at the end. Raises Unobtainable.

    own: one that nobody else uses, to be killed.
    """
    given = os.environ.get("MATCHER_TEST_ELASTICSEARCH_URL")
    if given and not own:
        yield Cluster(given.split(","))
        return
    installed()
    ports = free_ports(2 * nodes)
    home = Path(tempfile.mkdtemp(prefix="elasticsearch-"))
    made = Cluster([f"http://127.0.0.1:{port}" for port in ports[:nodes]], home, ports[nodes:])
    try:
        made.processes = [made.launch(number) for number in range(nodes)]
        made.await_nodes(nodes)
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)
