#!/usr/bin/env python3
"""Compare an EVTX file with a JSON lines file of what was written to it.

    check_with_evtx.py FILE.evtx FILE.jsonl

Reads the file with the PyPI package "evtx", an implementation of its own. Each line
of the JSON file is one event: provider, channel, computer, eventId, version,
recordId, time, section, message and fields, a list of [name, value]. Exit status 1
tells a difference. The Go test TestAnotherReader makes such a pair of files.
"""
import json
import re
import sys
import xml.etree.ElementTree as ET

import evtx

NS = re.compile(r"^\{[^}]*\}")
GUID = re.compile(r"^\{?([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?$")


def tag(e):
    return NS.sub("", e.tag)


def plain(s):
    """One spelling for GUIDs, whose case and braces differ between readers."""
    m = GUID.match(s or "")
    return "{" + m.group(1).lower() + "}" if m else s or ""


def instant(s):
    """A time to microseconds, which is what the package prints of 100 ns."""
    m = re.match(r"^(.{19})(?:\.(\d+))?(?:Z|\+00:00| UTC)$", s or "")
    return m.group(1).replace(" ", "T") + "." + ((m.group(2) or "") + "000000")[:6] if m else s


def event(text):
    root = ET.fromstring(text)
    out = {"section": "", "message": "", "fields": []}
    for part in root:
        name = tag(part)
        if name == "System":
            for e in part:
                n = tag(e)
                if n == "Provider":
                    out["provider"] = e.get("Name") or ""
                elif n == "TimeCreated":
                    out["time"] = instant(e.get("SystemTime"))
                elif n in ("EventID", "Version", "EventRecordID"):
                    key = {"EventID": "eventId", "Version": "version", "EventRecordID": "recordId"}[n]
                    out[key] = int(e.text)
                elif n in ("Channel", "Computer"):
                    out[n.lower()] = e.text or ""
        elif name == "RenderingInfo":
            for e in part:
                if tag(e) == "Message":
                    out["message"] = e.text or ""
        else:
            out["section"] = name
            if name == "EventData":
                out["fields"] = [[e.get("Name") or "", plain(e.text)] for e in part]
            else:
                out["fields"] = [[tag(e), plain(e.text)] for e in part.iter() if len(e) == 0 and e is not part]
    return out


def main(path, lines):
    bad = n = 0
    records = evtx.PyEvtxParser(path).records()
    with open(lines, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            want = json.loads(line)
            want["time"] = instant(want["time"])
            want["fields"] = [[k, plain(v)] for k, v in want["fields"]]
            record = next(records, None)
            if record is None:
                print("the file ends before record", n)
                return 1
            got = event(record["data"])
            # ElementTree cannot tell an element of blanks from one that was indented.
            for side in (want, got):
                side["fields"] = [[k, v if v.strip() else ""] for k, v in side["fields"]]
                for k in ("channel", "computer", "message"):
                    side[k] = side[k] if side[k].strip() else ""
            if got != want:
                bad += 1
                if bad <= 3:
                    for k in sorted(want):
                        if got.get(k) != want[k]:
                            print(n, k, "read", repr(got.get(k))[:600], "written", repr(want[k])[:600])
    extra = sum(1 for _ in records)
    print(f"{n} events compared, {bad} differ, {extra} too many")
    return 1 if bad or extra else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
