#!/usr/bin/env python3
"""Make corpus.golden.json: what an independent reader finds in the corpus files.

    golden_with_evtx.py FOLDER > corpus.golden.json
    golden_with_evtx.py --lines FILE.evtx

Reads with the PyPI package "evtx", an implementation of its own. For each file: the
number of records and the SHA-256 over one line per record. A line holds, separated
by tabs: record id, event id, provider, channel, computer, time to microseconds,
section, and each datum that is not empty as name=value, in the order of the file.
Backslash, tab, CR and LF are escaped, other control characters are U+FFFD, GUIDs are
in braces and lower case.
"""
import hashlib
import json
import os
import re
import sys
import xml.etree.ElementTree as ET

import evtx

NS = re.compile(r"^\{[^}]*\}")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML forbids them
GUID = re.compile(r"^\{?([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?$")


def tag(e):
    return NS.sub("", e.tag)


def plain(s):
    m = GUID.match(s)
    if m:
        s = "{" + m.group(1).lower() + "}"
    # XML turns CR LF into LF; the Go side does the same before it compares.
    return s.replace("\\", "\\\\").replace("\t", "\\t").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def line(text):
    root = ET.fromstring(CONTROL.sub("\ufffd", text))
    head, section, data = {}, "", []
    for part in root:
        if tag(part) == "System":
            for e in part:
                head[tag(e)] = e.text or ""
                if tag(e) == "Provider":
                    head["Provider"] = e.get("Name") or e.get("EventSourceName") or ""
                if tag(e) == "TimeCreated":
                    m = re.match(r"^(.{19})(?:\.(\d+))?", e.get("SystemTime"))
                    head["Time"] = m.group(1).replace(" ", "T") + "." + ((m.group(2) or "") + "000000")[:6] + "Z"
        elif tag(part) != "RenderingInfo":
            section = section or tag(part)
            for e in part.iter():
                if len(e) == 0 and e is not part and e.text and e.text.strip():
                    name = (e.get("Name") or "") if tag(e) == "Data" else tag(e)
                    data.append(name + "=" + plain(e.text))
    keys = ("EventRecordID", "EventID", "Provider", "Channel", "Computer", "Time")
    return "\t".join([head.get(k, "") for k in keys] + [section] + data)


def lines(path):
    return [line(r["data"]) for r in evtx.PyEvtxParser(path).records()]


def main(args):
    if args[0] == "--lines":
        print("\n".join(lines(args[1])))
        return
    out = {}
    for name in sorted(os.listdir(args[0])):
        found = lines(os.path.join(args[0], name))
        digest = hashlib.sha256("".join(l + "\n" for l in found).encode()).hexdigest()
        out[name] = {"records": len(found), "sha256": digest}
    json.dump(out, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
