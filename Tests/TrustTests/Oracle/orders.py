"""Signs and verifies orders with PyJWT and cryptography, which share nothing with Loa's code.

  orders.py sign SEED_HEX KID   < JSON list of payloads   > one compact JWS a line
  orders.py raw SEED_HEX KID    the same, with cryptography alone and a header of our own
  orders.py verify PUBLIC_HEX   < one compact JWS a line  > JSON list of payloads
"""
import base64
import json
import sys

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(key, kid, payload):
    header = json.dumps({"alg": "EdDSA", "kid": kid, "typ": "JWT", "cty": "loa"}, indent=1).encode()
    body = json.dumps(payload, ensure_ascii=False, indent=2).encode()
    signed = base64url(header) + "." + base64url(body)
    return signed + "." + base64url(key.sign(signed.encode()))


command, hexadecimal = sys.argv[1:3]
if command == "verify":
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(hexadecimal))
    options = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
    lines = sys.stdin.read().split()
    print(json.dumps([jwt.decode(line, public, algorithms=["EdDSA"], options=options) for line in lines]))
else:
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(hexadecimal))
    for payload in json.load(sys.stdin):
        if command == "sign":
            print(jwt.encode(payload, private, algorithm="EdDSA", headers={"kid": sys.argv[3]}))
        else:
            print(raw(private, sys.argv[3], payload))
