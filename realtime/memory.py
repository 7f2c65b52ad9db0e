"""A full hall without pauses for the garbage collector.

Python looks through everything that lives now and then: 300,000 objects of the application and
130 of each viewer, half a second with 5,000 of them, in which no frame goes out. Almost nothing
of it ever is garbage: whoever leaves is freed without the collector, as a test makes sure. So it
keeps to what is new. What stays is put out of its sight (`gc.freeze`) in short passes, and looked
through as a whole when few are here to wait, or after so many passes that nothing can pile up.
"""

import gc
from collections.abc import Callable

import gevent  # type: ignore[import-untyped]
from flask import Flask

NEVER = 2**31 - 1  # a threshold that the count of collections doesn't reach
LOOK_S = 0.25  # so often it is asked whether much is new
MUCH = 2  # collections of the younger since the last pass, each after some 8,000 new objects
STAYING = 10_000  # objects worth a freeze; fewer are looked through again, in milliseconds
FEW = 50  # clients to whom a pause may happen
PASSES_KEPT, PASSES_AT_MOST = 20, 2000  # until all is looked through with few, with many here


class Memory:
    """The collector of this process, as `clients()` sockets are served."""

    def __init__(self, clients: Callable[[], int]) -> None:
        self._clients = clients
        self._passes = 0

    def begin(self) -> None:
        """From here on nothing looks through everything but `look_after`."""
        young, middle, _old = gc.get_threshold()
        gc.set_threshold(young, middle, NEVER)
        self._look_through()

    def look_after(self) -> None:
        """Make the pass that is due, if any."""
        if self._passes >= (PASSES_KEPT if self._clients() <= FEW else PASSES_AT_MOST):
            self._look_through()
        elif gc.get_count()[2] >= MUCH:
            gc.collect()  # of what isn't frozen
            if len(gc.get_objects(generation=2)) >= STAYING:
                gc.freeze()
                self._passes += 1

    def _look_through(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._passes = 0


def keep(app: Flask) -> None:
    """Look after the memory of the process that serves `app`, from now on."""
    sockets = app.extensions["socketio"].server.eio.sockets
    memory = Memory(lambda: len(sockets))
    memory.begin()
    gevent.spawn(_look_after, memory)


def _look_after(memory: Memory) -> None:
    while True:
        gevent.sleep(LOOK_S)
        memory.look_after()
