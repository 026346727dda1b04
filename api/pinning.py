"""Connections to addresses that were checked before, each read of which ends at a deadline."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import httpcore2

from api.deadline import Deadline

if TYPE_CHECKING:
    import ssl

CONNECT_SECONDS = 10.0
"""The most for one of several addresses."""
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


class Pinned(httpcore2.NetworkBackend):
    """Connects to one of the given addresses, whatever host is asked for.

    The name stays what it was for the Host header and for TLS.
    """

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - a name, which is not resolved again
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands for it
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """Return a connection to the first address that takes one."""
        for address in self._addresses[:-1]:
            try:
                return self._connect(address, port, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connect(self._addresses[-1], port, local_address, socket_options)

    def _connect(
        self,
        address: str,
        port: int,
        local_address: str | None,
        socket_options: Iterable[SocketOption] | None,
    ) -> httpcore2.NetworkStream:
        seconds = min(CONNECT_SECONDS, self._deadline.left())
        stream = self._sockets.connect_tcp(address, port, seconds, local_address, socket_options)
        return _Bounded(stream, self._deadline)


class _Bounded(httpcore2.NetworkStream):
    """A connection whose every wait ends at the deadline, however often a byte arrives."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: "ssl.SSLContext",
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left()
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library has it
        return self._stream.get_extra_info(info)
