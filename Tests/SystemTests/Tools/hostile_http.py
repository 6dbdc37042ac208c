#!/usr/bin/env python3
"""hostile_http.py PORT : a media server that does wrong what can be done wrong. One path a fault.

/hang      takes the request and never answers        /redirect  sends from one address to the next, for ever
/length    promises more bytes than it has            /changed   serves other bytes of the right length
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hostile(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/hang":
            threading.Event().wait()
        elif path == "/redirect":
            step = int(self.path.partition("?")[2] or 0)
            self.send_response(302)
            self.send_header("Location", f"/redirect?{step + 1}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/length":
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(b"R" * 1000)
            self.close_connection = True
        else:
            self.send_response(200)
            self.send_header("Content-Length", "48044")
            self.end_headers()
            self.wfile.write(b"x" * 48044)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Hostile).serve_forever()
