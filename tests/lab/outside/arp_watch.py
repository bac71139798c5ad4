"""Asks the network again and again who has an address, and prints each answer: TIME MAC. A program of its own, for the
client host: python3 arp_watch.py INTERFACE ADDRESS MILLISECONDS

This is how a client finds the server, so the first answer from the other node's card is the takeover of the address.
"""

import fcntl
import select
import socket
import struct
import sys
import time

ETH_P_ARP = 0x0806
SIOCGIFADDR = 0x8915
BROADCAST = b"\xff" * 6


def own_address(interface):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("256s", interface.encode()[:15])
        return fcntl.ioctl(any_socket.fileno(), SIOCGIFADDR, request)[20:24]


def question(hardware, sender, target):
    ethernet = BROADCAST + hardware + struct.pack("!H", ETH_P_ARP)
    return ethernet + struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + hardware + sender + bytes(6) + target


def answer_from(frame, target):
    """The card that says it has the address; None for any other packet. An announcement counts: clients believe it too."""
    kind, hardware, sender = struct.unpack("!H6s4s", frame[20:32])
    return hardware.hex(":") if kind in (1, 2) and sender == target else None


def main(interface, address, milliseconds):
    line = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ARP))
    line.bind((interface, ETH_P_ARP))
    target = socket.inet_aton(address)
    frame = question(line.getsockname()[4], own_address(interface), target)
    interval = int(milliseconds) / 1000
    asked = 0.0
    while True:
        wait = asked + interval - time.monotonic()
        if wait <= 0:
            asked = time.monotonic()
            line.send(frame)
        elif select.select([line], [], [], wait)[0]:
            hardware = answer_from(line.recv(2048), target)
            if hardware:
                print(f"{time.monotonic():.6f}", hardware, flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (KeyboardInterrupt, BrokenPipeError):
        sys.stderr.close()
