"""The door to the network, attacked from outside: a real gateway before a real engine, in a network of their own."""

import concurrent.futures
import json
import os
import pty
import signal
import socket
import ssl
import subprocess
import sys
import time
import unittest

from outside.doorway import CLIENTS, NOBODY, NODE, PASSWORD, Doorway, read_all
from understudy_lab.waiting import until

STOP = "/api/v1/nodes/node1/stop"


class DoorCase(unittest.TestCase):
    protocol = "http"

    @classmethod
    def setUpClass(cls):
        cls.door = cls.enterClassContext(Doorway(cls.protocol))

    def setUp(self):
        self.engine = self.door.engine.pid

    def tearDown(self):
        self.assertIsNone(self.door.engine.poll(), "the engine ended")
        self.assertIsNone(self.door.gateway.poll(), "the gateway ended")
        self.assertEqual(self.door.ask("GET", "/").status, 200, "the gateway serves no more")

    def commands(self):
        """How many commands from afar the engine carried out or refused, by its own log."""
        lines = self.door.control("--json", "logs", "commands", "--limit", "1000").stdout.splitlines()
        entries = [json.loads(line) for line in lines]
        return sum(1 for entry in entries if entry["command"] == "stop")


class PlainDoor(DoorCase):
    """Over HTTP, where bytes can be sent as an attacker likes."""

    def test_an_administrator_logs_in_looks_commands_and_leaves(self):
        bearer = self.door.bearer()
        self.assertEqual(self.door.ask("GET", "/api/v1/node", Authorization=bearer).json()["name"], "node1")
        before = self.commands()
        self.assertIn(self.door.ask("POST", STOP, Authorization=bearer).status, (200, 409))
        self.assertEqual(self.commands(), before + 1)
        self.assertEqual(self.door.ask("POST", "/api/v1/logout", Authorization=bearer).status, 200)
        self.assertEqual(self.door.ask("GET", "/api/v1/state", Authorization=bearer).status, 401)
        page = self.door.ask("GET", "/")
        self.assertIn(b"Understudy", page.body)
        self.assertIn("frame-ancestors 'none'", page.headers["content-security-policy"])

    def test_curl_logs_in_with_a_cookie(self):
        def curl(*words):
            done = subprocess.run(["curl", "-s", "-m", "10", "-b", self.door.home / "jar", "-c", self.door.home / "jar",
                                   *words], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)
        url = f"http://{NODE}:9010/api/v1"
        told = curl(f"{url}/login", "-d", json.dumps({"user": "admin", "password": PASSWORD}))
        self.assertEqual(curl(f"{url}/node")["name"], "node1")
        self.assertEqual(curl("-X", "POST", f"{url}/logout")["error"]["id"], "login-no-csrf-token")
        self.assertEqual(curl("-X", "POST", "-H", f"X-CSRF-Token: {told['csrf_token']}", f"{url}/logout"), {})
        self.assertEqual(curl(f"{url}/state")["error"]["id"], "login-needed")

    def test_whoever_guesses_waits_whatever_address_he_says_he_has(self):
        source = CLIENTS[20]
        lies = {"X_Understudy_Address": "10.98.1.{}", "X_Forwarded_For": "10.98.1.{}", "Forwarded": "for=10.98.1.{}"}
        for number, (name, value) in enumerate([*lies.items(), *lies.items()][:5]):
            self.assertEqual(self.door.login("Wrong.1", source=source, **{name: value.format(number)}).status, 401)
        sixth = self.door.login(PASSWORD, source=source, X_Understudy_Address="10.98.1.9")
        self.assertEqual(sixth.status, 429)
        self.assertGreaterEqual(int(sixth.headers["retry-after"]), 1)
        self.assertEqual(self.door.login(source=CLIENTS[21]).status, 200)

    def test_a_session_that_is_over_is_refused(self):
        self.assertEqual(self.door.ask("GET", "/api/v1/state", Authorization="Bearer " + "0" * 64).status, 401)
        bearer = self.door.bearer()
        self.door.set_password("Another.1")
        self.addCleanup(self.door.set_password, PASSWORD)
        self.assertEqual(self.door.ask("GET", "/api/v1/state", Authorization=bearer).status, 401)
        self.assertEqual(self.door.login(PASSWORD, source=CLIENTS[22]).status, 401)
        self.assertEqual(self.door.login("Another.1").status, 200)

    def test_the_password_is_asked_for_twice_and_not_shown(self):
        def at_terminal(*lines):
            process, terminal = pty.fork()
            if process == 0:
                os.execv(self.door.home / "understudyctl", ["understudyctl", "--socket", self.door.home / "run/engine.sock",
                                                            "password"])
            shown = b""
            try:
                for line in lines:
                    while not shown.endswith(b": "):  # a question
                        shown += os.read(terminal, 1000)
                    os.write(terminal, line + b"\n")
                    shown += b"|"
                while more := os.read(terminal, 1000):
                    shown += more
            except OSError:
                pass  # the program has ended
            os.close(terminal)
            return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown
        self.addCleanup(self.door.set_password, PASSWORD)
        for lines, status in (((b"Typed.1", b"Typed.2"), 1), ((b"a b",), 1), ((b"Typed.1", b"Typed.1"), 0)):
            ended, shown = at_terminal(*lines)
            self.assertEqual(ended, status, shown)
            for line in lines:
                self.assertNotIn(line, shown)
        self.assertEqual(self.door.login("Typed.1").status, 200)
        self.assertEqual(self.door.login(PASSWORD, source=CLIENTS[27]).status, 401)

    def test_a_page_of_another_site_changes_nothing(self):
        told = self.door.login(form="cookie")
        cookie, token = told.headers["set-cookie"].split(";")[0], told.json()["csrf_token"]
        before = self.commands()
        self.assertEqual(self.door.ask("POST", STOP, Cookie=cookie).error(), "login-no-csrf-token")
        self.assertEqual(self.door.ask("POST", STOP, Cookie=cookie, X_CSRF_Token="0" * 64).status, 403)
        evil = self.door.ask("POST", STOP, Cookie=cookie, X_CSRF_Token=token, Origin="http://evil.example")
        self.assertEqual(evil.error(), "api-other-page")
        self.assertEqual(self.commands(), before)
        self.door.ask("POST", STOP, Cookie=cookie, X_CSRF_Token=token, Origin="http://node1:9010")
        self.assertEqual(self.commands(), before + 1)

    def test_no_path_leads_to_a_file(self):
        bearer = self.door.bearer()
        for path in ("/../../../etc/passwd", "/etc/passwd", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..\\..\\etc\\passwd",
                     "/api/v1/../../../etc/passwd", "/api/v1/logs/../../../../etc/passwd", "/api/v1/logs/..%2f..%2fetc%2fpasswd",
                     "/api/v1/logs/%00", "/api/v1/nodes/node1/..%2f..", "http://10.98.0.1/etc/passwd", "file:///etc/passwd"):
            with self.subTest(path):
                reply = self.door.ask("GET", path, Authorization=bearer)
                self.assertIn(reply.status, (400, 404, 405))
                self.assertNotIn(b"root:", reply.received.replace(path.encode(), b""))

    def test_nothing_is_smuggled(self):
        bearer = self.door.bearer()
        hidden = f"POST {STOP} HTTP/1.1\r\nHost: node1\r\nAuthorization: {bearer}\r\nContent-Length: 0\r\n\r\n"
        size = len(hidden)
        attacks = {
            "length and chunks": f"Content-Length: {size + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
            "chunks and length": f"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{hidden}",
            "chunks in other words": f"Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{hidden}",
            "two lengths": f"Content-Length: 0\r\nContent-Length: {size}\r\n\r\n{hidden}",
            "two lengths in a list": f"Content-Length: 0, {size}\r\n\r\n{hidden}",
            "a folded line": f"Content-Length:\r\n 0\r\n\r\n{hidden}",
            "a folded length": f"X: a\r\n Content-Length: {size}\r\nContent-Length: 0\r\n\r\n{hidden}",
            "bare LF": f"X: a\nContent-Length: 0\r\n\r\n{hidden}",
            "bare CR": f"X: a\rContent-Length: 0\r\n\r\n{hidden}",
            "a space before the colon": f"Content-Length : 0\r\n\r\n{hidden}",
            "a length with a sign": f"Content-Length: +0\r\n\r\n{hidden}",
            "a chunk that is no number": f"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n{hidden}",
            "an endless chunk size": f"Transfer-Encoding: chunked\r\n\r\n{'0' * 40}f\r\n{hidden}",
            "two hosts": f"Host: other\r\nContent-Length: 0\r\n\r\n{hidden}",
        }
        before = self.commands()
        for name, attack in attacks.items():
            with self.subTest(name):
                reply = self.door.raw(f"POST /api/v1/login HTTP/1.1\r\nHost: node1\r\n{attack}".encode(), quiet=0.2)
                self.assertEqual(reply.statuses, [400], reply.received)
        inside = self.door.raw(f"POST /api/v1/nothing HTTP/1.1\r\nHost: node1\r\nConnection: close\r\n"
                               f"Content-Length: {size}\r\n\r\n{hidden}".encode())
        self.assertEqual(inside.statuses, [404])  # a body is a body
        self.assertEqual(self.commands(), before)

    def test_no_header_is_injected(self):
        bearer = self.door.bearer()
        split = "/api/v1/%0d%0aSet-Cookie:%20understudy=x%0d%0a%0d%0a"
        for target in (split, f"/{split}", f"/api/v1/logs/module?after={split}"):
            reply = self.door.ask("GET", target, Authorization=bearer)
            self.assertNotIn("set-cookie", reply.headers)
            self.assertEqual(len(reply.statuses), 1)
        # What the gateway says of itself is not taken from others: the engine would answer its own gateway.
        for name in ("X_Understudy_Address", "X_Understudy_Secure"):
            for value in ("", "1", "127.0.0.1"):
                reply = self.door.ask("GET", "/api/v1/gateway", **{name: value})
                self.assertEqual(reply.status, 403)
                self.assertNotIn(b"PRIVATE KEY", reply.received)
        self.assertNotIn("Secure", self.door.login(form="cookie", X_Understudy_Secure="1").headers["set-cookie"])

    def test_what_is_too_large_is_cut_off(self):
        before = self.door.memory(self.door.gateway)
        head = b"POST /api/v1/login HTTP/1.1\r\nHost: node1\r\n"
        self.assertIn(self.door.raw(head + b"X: " + b"a" * 1_000_000).status, (400, 413))
        self.assertIn(self.door.raw(head + b"X: a\r\n" * 100_000).status, (400, 413))
        self.assertIn(self.door.raw(b"GET /" + b"a" * 1_000_000).status, (400, 413, 414))
        self.assertEqual(self.door.raw(head + b"Content-Length: 1048577\r\n\r\n").status, 413)
        self.assertIn(self.door.raw(head + b"Content-Length: 99999999999999999999\r\n\r\n").status, (400, 413))
        chunks = b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        self.assertEqual(self.door.raw(head + chunks + (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 400).status, 413)
        self.assertLess(self.door.memory(self.door.gateway), before + 32)

    def test_a_thousand_idle_and_slow_connections_keep_nobody_out_and_are_ended(self):
        door, began = self.door, time.monotonic()
        idle = [door.connect(source) for source in CLIENTS[1:21] for _ in range(55)]
        self.assertEqual(len(idle), 1100)
        slow = {"head": door.connect(CLIENTS[22]), "body": door.connect(CLIENTS[23])}
        slow["head"].sendall(b"GET / HTTP/1.1\r\nX: ")
        slow["body"].sendall(b"POST /api/v1/login HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        before = door.processor(door.gateway), door.processor(door.engine)
        self.assertEqual(door.ask("GET", "/api/v1/node", Authorization=door.bearer()).status, 200)
        self.assertLess(time.monotonic() - began, 5)
        self.assertLess(door.memory(door.gateway), 128)
        crowd = [door.connect(CLIENTS[24]) for _ in range(150)]
        self.assertTrue(until(lambda: sum(map(is_closed, crowd)) >= 45, 5), "one address had more than its share")
        ended = {}
        while len(ended) < 2 and time.monotonic() - began < 20:  # a byte from time to time, as slowloris does
            for what, client in slow.items():
                if what not in ended and not until(lambda: is_closed(client), 0.2, pause=0.1):
                    try:
                        client.sendall(b"a")
                    except OSError:
                        pass
                elif what not in ended:
                    ended[what] = read_all(client).status
        self.assertEqual(ended, {"head": 408, "body": 408})
        self.assertTrue(until(lambda: all(map(is_closed, idle)), 15, pause=0.2))
        self.assertLess(door.processor(door.gateway) - before[0], 3)
        self.assertLess(door.processor(door.engine) - before[1], 3)
        for client in (*idle, *crowd, *slow.values()):
            client.close()

    def test_a_flood_costs_the_gateway_and_not_the_engine(self):
        door = self.door
        flood = b"GET /api/v1/state HTTP/1.1\r\nHost: a\r\n\r\n" * 2000
        before = door.processor(door.engine)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            floods = [pool.submit(in_network(door, flood_from), source, flood) for source in CLIENTS[5:9]]
            slowest = max(self.time_of_state() for _ in range(20))
            statuses = [status for one in floods for status in one.result()]
        spent = door.processor(door.engine) - before
        print(f"{len(statuses)} requests from four addresses: {statuses.count(429)} refused by the gateway; the engine spent "
              f"{spent:.2f} s, and answered its own computer within {slowest * 1000:.0f} ms", flush=True)
        self.assertEqual(set(statuses), {401, 429})
        self.assertLess(statuses.count(401), len(statuses) / 2)
        self.assertLess(slowest, 1)

    def time_of_state(self):
        began = time.monotonic()
        with socket.socket(socket.AF_UNIX) as engine:
            engine.settimeout(10)
            engine.connect(str(self.door.home / "run/engine.sock"))
            engine.sendall(b"GET /api/v1/node HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            self.assertEqual(read_all(engine).status, 200)
        return time.monotonic() - began

    def test_streams_of_events_are_bounded_and_end_with_their_session(self):
        door, source = self.door, CLIENTS[25]
        bearer = door.bearer(source)
        ask = f"GET /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: {bearer}\r\n\r\n".encode()
        streams = []
        self.addCleanup(lambda: [stream.close() for stream in streams])
        for _ in range(17):
            streams.append(door.connect(source))
            streams[-1].sendall(ask)
        statuses = [read_all(stream, until=b"event: state").status for stream in streams]
        self.assertEqual((statuses.count(200), statuses.count(503)), (16, 1))
        self.assertEqual(door.ask("GET", "/api/v1/events", source=CLIENTS[26], Authorization="Bearer x").status, 401)
        door.ask("POST", "/api/v1/logout", source=source, Authorization=bearer)
        still_open = [stream for stream, status in zip(streams, statuses) if status == 200]
        self.assertTrue(all(read_all(stream, quiet=5).closed for stream in still_open))

    def test_killing_the_gateway_costs_its_connections_and_nothing_else(self):
        for number in (signal.SIGKILL, signal.SIGSEGV):
            bearer = self.door.bearer()
            self.door.kill_gateway(number)
            self.assertLess(self.time_of_state(), 1)
            self.door.start_gateway()
            self.assertEqual(self.door.ask("GET", "/api/v1/node", Authorization=bearer).status, 200)  # its session lives on
        self.assertEqual(self.door.engine.pid, self.engine)

    def test_a_gateway_in_an_attackers_hand_may_do_no_more_than_a_login(self):
        """As its user, at the engine's own sockets."""
        script = ("import socket,sys\ns=socket.socket(socket.AF_UNIX)\n"
                  "try:\n s.connect(sys.argv[1])\nexcept OSError as e:\n print('refused', e.errno); sys.exit()\n"
                  "s.sendall(sys.argv[2].encode().decode('unicode_escape').encode())\nprint(s.recv(9999).decode())")

        def as_gateway(where, request):
            done = subprocess.run(["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", sys.executable, "-c",
                                   script, self.door.home / "run" / where, request], capture_output=True, text=True)
            return done.stdout
        self.assertIn("refused 13", as_gateway("engine.sock", "GET / HTTP/1.1\\r\\n\\r\\n"))
        before = self.commands()
        for line in (f"POST {STOP}", "PUT /api/v1/config", "PUT /api/v1/password", "GET /api/v1/state", "GET /api/v1/config"):
            for address in ("", "X-Understudy-Address: 10.98.1.1\\r\\n"):
                told = as_gateway("gateway.sock", f"{line} HTTP/1.1\\r\\nHost: a\\r\\n{address}Content-Length: 0\\r\\n\\r\\n")
                self.assertRegex(told, r"^HTTP/1.1 40[13] ", line)
        self.assertEqual(self.commands(), before)
        for secret in ("settings/password", "settings/keys/node.key", "settings/keys/cluster.key", "settings/settings.json"):
            path = self.door.home / secret
            self.assertEqual((path.stat().st_uid, path.stat().st_mode & 0o77), (0, 0), secret)


class SecureDoor(DoorCase):
    protocol = "https"

    def s_client(self, *words, text="", port=9453):
        done = subprocess.run(["openssl", "s_client", "-connect", f"{NODE}:{port}", "-CAfile",
                               self.door.home / "settings/keys/ca.crt", "-verify_return_error", *words],
                              input=text, capture_output=True, text=True, timeout=30)
        return done.stdout + done.stderr

    def test_the_certificate_is_the_clusters_and_names_the_node(self):
        for name in ("-verify_hostname", "node1"), ("-verify_ip", NODE), ("-verify_ip", "10.98.0.10"):
            self.assertIn("Verify return code: 0 (ok)", self.s_client(*name))
        self.assertIn("hostname mismatch", self.s_client("-verify_hostname", "node2"))
        told = self.door.login(form="cookie")
        self.assertIn("; Secure", told.headers["set-cookie"])
        self.assertTrue(told.headers["set-cookie"].startswith("__Host-understudy="))
        self.assertEqual(self.door.ask("GET", "/api/v1/node", Authorization=self.door.bearer()).status, 200)

    def test_old_versions_and_weak_ciphers_are_refused(self):
        low = ("-cipher", "ALL:@SECLEVEL=0")
        for words in (("-tls1", *low), ("-tls1_1", *low), ("-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0"),
                      ("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"),
                      ("-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"), ("-tls1_2", "-cipher", "aNULL:@SECLEVEL=0")):
            with self.subTest(words):
                self.assertIn("Cipher is (NONE)", self.s_client(*words))
        for words in (("-tls1_2",), ("-tls1_3",)):
            self.assertNotIn("(NONE)", self.s_client(*words))
        self.assertIn("no renegotiation", self.s_client("-tls1_2", text="R\n"))

    def test_what_is_no_handshake_is_sent_away(self):
        garbage = [self.door.connect() for _ in range(3)]
        garbage[0].sendall(b"GET / HTTP/1.1\r\nHost: node1\r\n\r\n")
        garbage[1].sendall(os.urandom(100_000))
        for client in garbage:  # the last one says nothing
            self.assertTrue(until(lambda: is_closed(client), 8, pause=0.1))
            client.close()

    def test_the_consoles_key_opens_nothing_else(self):
        """Stolen from the gateway, it is no key of a node: neither the control port nor a login takes it."""
        for pair, answers in (("node2", True), ("console", False)):
            keys = self.door.home / ("keys/node2/node" if pair == "node2" else "settings/keys/console")
            context = ssl.create_default_context(cafile=self.door.home / "settings/keys/ca.crt")
            context.load_cert_chain(f"{keys}.crt", f"{keys}.key")
            with socket.create_connection((NODE, 4800)) as plain, context.wrap_socket(plain, server_hostname="node1") as control:
                try:
                    control.sendall(b"GET /api/v1/node HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    reply = read_all(control)
                except OSError:
                    reply = None
                self.assertEqual(bool(reply and reply.status == 200), answers, pair)


def is_closed(client):
    client.setblocking(False)
    try:
        return client.recv(1, socket.MSG_PEEK) == b"" or True  # something came: it is told why it is sent away
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        client.setblocking(True)


def flood_from(door, source, flood):
    with door.connect(source) as client:
        client.settimeout(20)
        client.sendall(flood)
        return read_all(client, quiet=2).statuses


def in_network(door, function):
    """A thread made by one that is inside is inside, too."""
    return lambda *words: function(door, *words)


if __name__ == "__main__":
    unittest.main(verbosity=2)
