"""The state of a graph that answers requests, and the thread that prepares it and puts newer ones in its place."""

from __future__ import annotations

import logging
from threading import Event, Thread

from kg.archive import RDF_NAME
from kg.errors import KGError
from kg.graph import Graph
from kg.store.checkpoints import read_mark
from kg.web.state import State
from kg.web.views.networks import DEFAULT_LIMIT, graph_answer

_log = logging.getLogger(__name__)

# Seconds between two looks at whether a build has published.
_PAUSE = 1.0


class States:
    """`current` answers; once `start` is called, a newer state takes its place as soon as it is prepared."""

    def __init__(self, graph: Graph) -> None:
        """Open the newest state of a graph; GraphError if there is none."""
        self._path, self._address = (graph.path if graph.has_texts else None), graph.address
        self._is_stopped = Event()
        self._is_prepared = Event()
        self._thread: Thread | None = None
        self.current = self._open()

    def start(self) -> None:
        """Begin to prepare in the background."""
        self._thread = Thread(target=self._run, name="kg-state")
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Return when the first state is prepared, cannot be, or is given up, and after so many seconds in any case."""
        self._is_prepared.wait(seconds)

    def cancel(self) -> None:
        """Have all that is being read given up: who waits for it gets GraphError."""
        self._is_stopped.set()
        self._is_prepared.set()

    def stop(self) -> None:
        """Stop preparing, and wait until that is so."""
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        is_prepared, told = False, ""
        while not self._is_stopped.is_set():
            try:
                if self._mark() not in (None, self.current.mark):
                    self.current, is_prepared = _prepare(self._open()), False
                if not is_prepared:
                    _prepare(self.current)
                    self._is_prepared.set()
                    if self._address is None:  # a server of others is not asked for all it has before anybody wants it
                        self.current.records.fill()
                    is_prepared = True
            except KGError as error:
                if str(error) != told and not self._is_stopped.is_set():
                    told = str(error)
                    _log.warning("the graph cannot be read: %s", told)
            except Exception:  # whatever it is, requests are answered, and the next state may be read
                _log.exception("the graph cannot be read")
            self._is_prepared.set()
            self._is_stopped.wait(_PAUSE)

    def _open(self) -> State:
        mark = self._mark()  # before the store, so that what is published between the two is opened in turn
        return State(Graph(self._path, self._address), mark or "", self._is_stopped)

    def _mark(self) -> str | None:
        """Return what changes when a build publishes; of a server nothing is known."""
        if self._path is None or self._address is not None:
            return None
        return read_mark(self._path / RDF_NAME)


def _prepare(state: State) -> State:
    """Return the state when all is computed that pages wait for."""
    state.prepare()
    graph_answer(state, DEFAULT_LIMIT)
    return state
