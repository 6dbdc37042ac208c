"""Alerts that are signed here, by docs/protocol.md, and given to the broker: the clock that the guest's centre shares with
its device is wrong on purpose, while a real centre's is right."""

import base64
import json
import subprocess
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testbed import AREA, AUTHORITY, LISTENER


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sound_alert(bed, name: str, now: datetime, tone_seconds: int) -> None:
    """An alert of the attention tone alone, made at `now` and good for an hour."""
    key = json.loads((bed.folder / "keys" / "authorities" / f"{AUTHORITY}.key").read_text())
    made = int(now.timestamp())
    claims = {"loa": 1, "iss": AUTHORITY, "aud": f"area:{AREA}", "iat": made, "nbf": made, "exp": made + 3_600,
              "seq": made, "type": "alert", "body": {"id": name, "tone_seconds": tone_seconds, "times": 1}}
    header = {"alg": "EdDSA", "kid": key["kid"], "typ": "loa-order+jwt"}
    text = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    secret = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(key["d"] + "=="))
    own = bed.folder / LISTENER
    subprocess.run(
        ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(bed.broker_port), "--cafile", own / "ca.pem", "--cert",
         own / "device.pem", "--key", own / "device.key", "-q", "1", "-r", "-t", f"loa/1/area/{AREA}/alert/{AUTHORITY}",
         "-m", f"{text}.{base64url(secret.sign(text.encode()))}"], check=True)

