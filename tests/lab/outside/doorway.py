"""A real engine with a real gateway before it, in a network namespace of their own, and clients of every kind.

The engine is that of a node of a cluster whose other node does not run; its module is stopped. Clients come from many
addresses of that network."""

import ctypes
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path

from understudy_lab.layout import binaries
from understudy_lab.waiting import until

CLONE_NEWNET = 0x40000000
NODE, PEER, VIRTUAL_IP = "10.98.0.1", "10.98.0.2", "10.98.0.10"
CLIENTS = [f"10.98.1.{number}" for number in range(1, 31)]
PASSWORD = "Right.password_1"
NOBODY = 65534
PROGRAMS = {"understudyd": "engine", "understudy-gateway": "engine/gateway", "understudyctl": "app/ctl"}


class Reply:
    """What came back on a raw connection: the responses, and whether the other end closed it."""

    def __init__(self, received, closed):
        self.received, self.closed = received, closed
        self.statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]
        self.status = self.statuses[0] if self.statuses else None
        head, _, self.body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")[1:]
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    def json(self):
        return json.loads(self.body)

    def error(self):
        return self.json()["error"]["id"]


class Doorway:
    """Use as a context: the calling thread is inside the network meanwhile."""

    def __init__(self, protocol):
        self.protocol = protocol
        self.port = 9453 if protocol == "https" else 9010
        self.home = Path(tempfile.mkdtemp(prefix="understudy-gateway-"))
        self.engine = self.gateway = None

    def __enter__(self):
        self.outside = os.open("/proc/self/ns/net", os.O_RDONLY)
        if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        cable = ("link add node0 type veth peer name far0", "link set node0 up", "link set far0 up")
        addresses = (f"addr add {NODE}/16 dev node0", *(f"addr add {address}/32 dev lo" for address in CLIENTS))
        for words in ("link set lo up", *cable, *addresses):
            subprocess.run(["ip", *words.split()], check=True)
        self.home.chmod(0o755)
        for name, folder in PROGRAMS.items():
            shutil.copy2(binaries() / folder / name, self.home / name)
        (self.home / "folder").mkdir()
        self.configure()
        self.start_engine()
        self.start_gateway()
        return self

    def __exit__(self, *_):
        for process in (self.gateway, self.engine):
            if process and process.poll() is None:
                process.terminate()
                process.wait(20)
        ctypes.CDLL(None).setns(self.outside, 0)
        os.close(self.outside)
        shutil.rmtree(self.home)

    def configure(self):
        settings = self.home / "settings"
        settings.mkdir()
        nodes = ["--node", f"node1=node1,{NODE}", "--node", f"node2=node2,{PEER}", "--virtual-ip", VIRTUAL_IP]
        subprocess.run([self.home / "understudyd", "--make-keys", self.home / "keys", *nodes], check=True)
        shutil.copytree(self.home / "keys/node1", settings / "keys")
        (settings / "settings.json").write_text(json.dumps({
            "format": 1, "cluster": {"name": "door"}, "self": "node1", "console": {"protocol": self.protocol},
            "nodes": {"node1": {"host": "node1", "addresses": [NODE]}, "node2": {"host": "node2", "addresses": [PEER]}},
            "modules": [{"name": "files", "id": 1, "virtual_ip": f"{VIRTUAL_IP}/16", "boot": "off",
                         "folders": [{"name": "files", "path": str(self.home / "folder")}]}]}))
        (settings / "settings.json").chmod(0o600)

    def start_engine(self):
        log = open(self.home / "engine.log", "ab")
        folders = [word for name in ("settings", "state", "run") for word in (f"--{name}", self.home / name)]
        self.engine = subprocess.Popen([self.home / "understudyd", *folders, "--gateway-user", "nobody"],
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self.wait_for(lambda: self.control("config", "show", check=False).returncode == 0)
        self.set_password(PASSWORD)

    def start_gateway(self):
        log = open(self.home / "gateway.log", "ab")
        self.gateway = subprocess.Popen(
            ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--bounding-set=-all",
             self.home / "understudy-gateway", "--engine", self.home / "run/gateway.sock"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self.wait_for(lambda: self.is_open())

    def wait_for(self, condition):
        if not until(condition, 20):
            raise AssertionError("".join((self.home / log).read_text() for log in ("engine.log", "gateway.log")
                                         if (self.home / log).exists()))

    def is_open(self):
        try:
            with self.connect():
                return True
        except OSError:
            return False

    def kill_gateway(self, number=signal.SIGKILL):
        self.gateway.send_signal(number)
        self.gateway.wait(10)

    def control(self, *words, check=True, text=None):
        return subprocess.run([self.home / "understudyctl", "--socket", self.home / "run/engine.sock", *words], check=check,
                              capture_output=True, text=True, input=text, timeout=30)

    def set_password(self, password):
        self.control("password", "--stdin", text=password + "\n")

    # Clients

    def connect(self, source=CLIENTS[0], seconds=15):
        """A plain TCP connection, whatever is spoken on the port."""
        return socket.create_connection((NODE, self.port), seconds, (source, 0))

    def open(self, source=CLIENTS[0]):
        """A connection on which HTTP can be spoken."""
        client = self.connect(source)
        return self.tls().wrap_socket(client, server_hostname="node1") if self.protocol == "https" else client

    def tls(self):
        return ssl.create_default_context(cafile=self.home / "settings/keys/ca.crt")

    def raw(self, sent, source=CLIENTS[0], quiet=0.5):
        """Sends these bytes; what comes back until the other end closes, or has answered all and is silent for a while."""
        with self.open(source) as client:
            try:
                client.sendall(sent)
            except OSError:
                pass  # sent away before all was said: the answer tells why
            return read_all(client, quiet)

    def ask(self, method, target, body=None, source=CLIENTS[0], **headers):
        """One request as a proper client makes it. Header names have _ for -."""
        text = json.dumps(body).encode() if body is not None else b""
        lines = [f"{method} {target} HTTP/1.1", f"Host: node1:{self.port}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(text)}"] if text or method != "GET" else []
        return self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + text, source)

    def login(self, password=PASSWORD, form="token", source=CLIENTS[0], **headers):
        return self.ask("POST", "/api/v1/login", {"user": "admin", "password": password, "form": form}, source, **headers)

    def bearer(self, source=CLIENTS[0]):
        return f"Bearer {self.login(source=source).json()['token']}"

    # What is watched

    def memory(self, process):
        """Resident, in MiB."""
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024

    def processor(self, process):
        """Seconds of a core that it has had."""
        user, system = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def read_all(client, quiet=0.5, until=None):
    """Until it is closed; or until there is an answer and then silence; or until this has come."""
    received = b""
    while until is None or until not in received:
        client.settimeout(quiet if received else 15)
        try:
            more = client.recv(65536)
        except (TimeoutError, ssl.SSLWantReadError):
            return Reply(received, closed=False)
        except OSError:
            return Reply(received, closed=True)
        if not more:
            return Reply(received, closed=True)
        received += more
    return Reply(received, closed=False)
