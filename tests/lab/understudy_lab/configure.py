"""From two bare nodes to a cluster that serves: settings, start, and the wait until both copies are equal."""


def configure(lab):
    raise NotImplementedError
