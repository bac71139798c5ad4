"""Throws garbage at the ports of nodes: python3 garbage.py ADDRESS..."""

import random
import socket
import sys

UDP_PORT, TCP_PORTS = 8888, (5600, 4800)
CLIENT_HELLO = bytes.fromhex("16030100700100006c0303") + bytes(32) + bytes.fromhex("00000213010100004100")


SIZES, OF_EACH = (0, 1, 7, 63, 64, 65, 100, 200, 500, 1400, 60_000), 20
DATAGRAMS = len(SIZES) * OF_EACH  # at least


def datagrams(dice):
    yield from (dice.randbytes(size) for size in SIZES for _ in range(OF_EACH))
    yield from (bytes(size) for size in (1, 50, 1000))


def beginnings(dice):
    """What a stranger may say first to a TCP port."""
    yield b""
    yield b"GET / HTTP/1.0\r\n\r\n"
    yield b"\xff" * 8
    yield CLIENT_HELLO
    yield from (dice.randbytes(size) for size in (1, 5, 100, 100_000))


def main(addresses):
    dice = random.Random(4)
    for address in addresses:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            for data in datagrams(dice):
                udp.sendto(data, (address, UDP_PORT))
        for port in TCP_PORTS:
            for data in beginnings(dice):
                try:
                    with socket.create_connection((address, port), 1) as tcp:
                        tcp.settimeout(0.3)
                        tcp.sendall(data)
                        tcp.recv(1000)
                except OSError:
                    pass  # refused, closed or silent: all is well


if __name__ == "__main__":
    main(sys.argv[1:])
