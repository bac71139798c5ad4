"""Whether the catalogues of translations/ are whole: every text of the sources is there, finished, with its places."""

import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

LUPDATE = "/usr/lib/qt6/bin/lupdate"
SOURCES = ("engine", "app", "-I", "engine")
PLACE = re.compile(r"%(?:\d|n)")


def findings(repository):
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        subprocess.run([LUPDATE, "-silent", "-no-obsolete", "-locations", "none", *SOURCES, "-ts", fresh], cwd=repository,
                       check=True, capture_output=True)
        wanted = set(texts(fresh))
    found = []
    for catalogue in sorted((repository / "translations").glob("*.ts")):
        name, there = f"translations/{catalogue.name}", texts(catalogue)
        found += [f"{name}:1: lacks “{source}” ({context}): ./dev translate" for context, source in sorted(wanted - set(there))]
        found += [f"{name}:1: has “{source}” ({context}), which no source has: ./dev translate"
                  for context, source in sorted(set(there) - wanted)]
        for (_, source), forms in there.items():
            if not forms or not all(forms):
                found.append(f"{name}:1: “{source}” is not finished")
            elif any(set(PLACE.findall(form)) != set(PLACE.findall(source)) for form in forms):
                found.append(f"{name}:1: “{source}” has other places (%1 ...) than its translation")
    return found


def texts(catalogue):
    """(context, source) → the forms of the translation; none while it is unfinished."""
    result = {}
    for context in ElementTree.parse(catalogue).getroot().findall("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            forms = [form.text for form in translation.findall("numerusform")] or [translation.text]
            done = translation.get("type") is None
            result[(context.find("name").text, message.find("source").text)] = forms if done else []
    return result
