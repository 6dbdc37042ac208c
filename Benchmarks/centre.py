"""The centre's part, as docs/protocol.md has it: signs orders, publishes them, acknowledges reports."""

import base64
import json
import queue
import socket
import ssl
import threading
import time

import paho.mqtt.client as mqtt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

AUTHORITY = "bench"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Signer:
    """An authority's key: a JWK file of `loa authority new`."""

    def __init__(self, path):
        with open(path) as file:
            key = json.load(file)
        self.kid = key["kid"]
        self.key = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(key["d"] + "=="))
        self.last = 0

    def order(self, device, kind, body):
        now = int(time.time())
        self.last = max(self.last + 1, time.time_ns() // 1000)
        payload = {"loa": 1, "iss": AUTHORITY, "aud": f"device:{device}", "iat": now, "nbf": now, "exp": now + 3600,
                   "seq": self.last, "type": kind, "body": body}
        header = {"alg": "EdDSA", "kid": self.kid, "typ": "loa-order+jwt"}
        text = ".".join(base64url(json.dumps(part).encode()) for part in (header, payload))
        return f"{text}.{base64url(self.key.sign(text.encode()))}"


class Centre:
    def __init__(self, port, folder, signer):
        self.signer = signer
        self.reports = {}
        self.lock = threading.Lock()
        version = {"callback_api_version": mqtt.CallbackAPIVersion.VERSION2} if hasattr(
            mqtt, "CallbackAPIVersion") else {}
        self.client = mqtt.Client(client_id="centre", **version)
        self.client.tls_set(
            f"{folder}/ca.pem", f"{folder}/centre.pem", f"{folder}/centre.key", tls_version=ssl.PROTOCOL_TLS_CLIENT)
        self.client.on_message = self._received
        # As loa-centre does: an alert must not wait for the broker's TCP to acknowledge what went before it.
        self.client.on_socket_open = lambda _, __, opened: opened.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready = threading.Event()
        self.client.on_connect = lambda *_: self.client.subscribe("loa/1/device/+/report", 1)
        self.client.on_subscribe = lambda *_: ready.set()
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        if not ready.wait(10):
            raise RuntimeError("the broker did not take the centre's subscription")

    def end(self):
        self.client.disconnect()
        self.client.loop_stop()

    def _received(self, client, _, message):
        seen = time.time_ns()
        report = json.loads(message.payload)
        acknowledgement = {"epoch": report["epoch"], "lane": report["lane"], "through": report["n"]}
        client.publish(f"loa/1/device/{report['device']}/ack", json.dumps(acknowledgement), 1)
        self.queue(report["device"]).put((seen, report))

    def queue(self, device):
        with self.lock:
            return self.reports.setdefault(device, queue.Queue())

    def forget(self, device):
        waiting = self.queue(device)
        while not waiting.empty():
            waiting.get()

    def publish(self, device, kind, body):
        """Publishes an order; gives the instant of the call, nanoseconds since 1970."""
        lane = "schedule" if kind == "schedule" else "alert"
        compact = self.signer.order(device, kind, body)
        topic = f"loa/1/device/{device}/order/{lane}/{AUTHORITY}"
        called = time.time_ns()
        self.client.publish(topic, compact, qos=1, retain=True)
        return called

    def schedule(self, device, bulletins):
        self.publish(device, "schedule", {"version": int(time.time()), "zone": "Etc/UTC", "bulletins": bulletins})

    def report(self, device, test=lambda report: True, seconds=10):
        """The next report that passes the test, and when it came; those before it are dropped."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                seen, report = self.queue(device).get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"{device} sent no such report within {seconds} s") from None
            if test(report):
                return seen, report

    def as_run(self, device, bulletin, event, seconds=10):
        wanted = lambda report: (report["kind"] == "as_run" and report["body"]["bulletin"] == bulletin
                                 and report["body"]["event"] == event)
        return self.report(device, wanted, seconds)[1]["body"]
