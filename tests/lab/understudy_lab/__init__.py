"""Two nodes, joined by a network, on one machine: systemd-nspawn machines with their own disk that can really lose power.

Start reading at lab.py (a whole lab), then node.py (what can happen to a machine) and faults.py (to the network).
"""
