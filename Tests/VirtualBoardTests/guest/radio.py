"""A web server that sends sound as it would be made, and breaks off when the test says so."""

import ssl
import threading
import time
from array import array
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Parts of a second in which it sends.
TURNS = 20


class Radio:
    """In a `with` block."""

    def __init__(self, samples: array, seconds: Iterable[float], rate: int = 48_000, channels: int = 2,
                 identity: ssl.SSLContext | None = None):
        """Each connection gets the 16-bit samples from their begin, over and over, for so many seconds, the next one the
        next number; then 503. With an `identity` over https, as localhost. Who wants MP3 is told that this is WAV, and
        asks anew: that is no connection of these."""
        radio = self
        self.asked = 0
        lengths, data, step = iter(seconds), samples.tobytes(), rate // TURNS * channels * 2
        self.next = next(lengths, None)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wants_mp3 = self.headers.get("Accept", "").startswith("audio/mpeg")
                length = radio.next
                if not wants_mp3 or length is None:
                    radio.asked += 1
                    radio.next = next(lengths, None)
                if length is None:
                    return self.send_error(503)
                self.send_response(200)
                self.send_header("Content-Type", "audio/wav")
                self.end_headers()
                try:
                    self.wfile.write(wave_head(rate, channels))
                    begin = time.monotonic()
                    for n in range(0 if wants_mp3 else int(length * TURNS)):
                        time.sleep(max(0.0, begin + n / TURNS - time.monotonic()))
                        place = n * step % len(data)
                        self.wfile.write(data[place:place + step])
                except ConnectionError:
                    # Its listener has heard enough.
                    pass

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        port = self.server.server_address[1]
        self.address = f"https://localhost:{port}/live" if identity else f"http://127.0.0.1:{port}/live"
        if identity:
            self.server.socket = identity.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)

    def __enter__(self):
        # Looks each ten seconds whether it shall end: in virtual time a wake-up costs, not a second.
        threading.Thread(target=self.server.serve_forever, args=(10,), daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()


def wave_head(rate: int = 48_000, channels: int = 2) -> bytes:
    """Of a WAV file without end, of 16 bits."""
    endless = (0xFFFFFFFF).to_bytes(4, "little")
    return (b"RIFF" + endless + b"WAVEfmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little")
            + channels.to_bytes(2, "little") + rate.to_bytes(4, "little") + (rate * channels * 2).to_bytes(4, "little")
            + (channels * 2).to_bytes(2, "little") + (16).to_bytes(2, "little") + b"data" + endless)
