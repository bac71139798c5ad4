"""What can be seen of a cluster from outside: by a client that commits, by a neighbour that asks for the address, by an
administrator who reads the state, and by somebody who lays the two copies side by side.

Nothing here asks the engine whether its data is right.
"""
