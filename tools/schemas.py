#!/usr/bin/env python3
"""schemas.py --docs FILE... | --traffic [FILE] : validates messages against docs/schemas.

--docs     the examples of a page: each block that begins with ```json NAME is held to NAME.schema.json
--traffic  lines of `mosquitto_sub -F '%t %x' -t 'loa/1/#'` from FILE or standard input: each message is held to the
           schema of its topic (an order to that of its claims); prints a JSON line with the counts by kind
Objects are closed here: a field that the schemas do not know is an error, so that what programs send and what the
documents say cannot drift apart. Exit status 1 and one line for each message that does not fit.
"""

import base64
import json
import re
import sys
import warnings
from collections import Counter
from pathlib import Path

warnings.simplefilter("ignore", DeprecationWarning)
from jsonschema import Draft202012Validator, RefResolver  # noqa: E402

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def closed(schema):
    """The schema with every object of known fields closed to others."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        changed["additionalProperties"] = False
    return changed


def validators() -> dict[str, Draft202012Validator]:
    """By name: `order`, `as-run` ..."""
    store = {path.name: closed(json.loads(path.read_text())) for path in sorted(FOLDER.glob("*.schema.json"))}
    found = {}
    for name, schema in store.items():
        Draft202012Validator.check_schema(schema)
        resolver = RefResolver(base_uri=name, referrer=schema, store=store)
        found[name.removesuffix(".schema.json")] = Draft202012Validator(schema, resolver=resolver)
    return found


def faults(validator: Draft202012Validator, message) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(message)]


def check_docs(known, pages) -> list[str]:
    problems, count = [], 0
    for page in pages:
        for name, text in re.findall(r"```json ([a-z-]+)\n(.*?)```", Path(page).read_text(), re.S):
            count += 1
            problems += [f"{page}, example of {name}: {fault}" for fault in faults(known[name], json.loads(text))]
    return problems if count else ["no examples were found"]


def claims(compact: bytes):
    """The payload of a compact JWS."""
    payload = compact.split(b".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))


def schema_of(topic: str) -> str | None:
    if re.fullmatch(r"loa/1/device/[^/]+/(report|state|ack)", topic):
        return topic.rsplit("/", 1)[1]
    if re.fullmatch(r"loa/1/(area/.+|device/[^/]+/order)/(schedule|alert)/[^/]+", topic):
        return "order"
    return None


def check_traffic(known, lines) -> list[str]:
    problems, counts = [], Counter()
    for line in filter(str.strip, lines):
        topic, _, digits = line.strip().partition(" ")
        payload, name = bytes.fromhex(digits), schema_of(topic)
        if name is None:
            problems.append(f"{topic}: no topic of docs/protocol.md")
        elif name != "order" or payload:
            message = claims(payload) if name == "order" else json.loads(payload)
            counts[" ".join([name, *filter(None, [message.get("kind"), message.get("type")])])] += 1
            problems += [f"{topic}: {fault}" for fault in faults(known[name], message)]
    print(json.dumps({"valid": not problems, "messages": dict(sorted(counts.items()))}))
    return problems


def main() -> int:
    known = validators()
    match sys.argv[1:]:
        case ["--docs", *pages] if pages:
            problems = check_docs(known, pages)
        case ["--traffic"]:
            problems = check_traffic(known, sys.stdin)
        case ["--traffic", file]:
            problems = check_traffic(known, Path(file).read_text().splitlines())
        case _:
            sys.exit(__doc__)
    for line in problems:
        print(f"schemas: {line}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
