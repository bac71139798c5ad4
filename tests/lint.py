"""./dev lint: the house rules that a machine can check. Each finding says where, what, and why it matters.

A rule is a function that yields findings for a file; RULES at the end is the list. With --fix the format is put right;
with --tidy clang-tidy runs instead (minutes).
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import catalogues

REPOSITORY = Path(__file__).resolve().parents[1]
LONG, TOO_LONG = 300, 500

# Who may include whom, as ARCHITECTURE.md draws it: a folder's code -> the prefixes of its includes. The longest
# folder that fits counts. Build targets enforce the same; this says it in words.
PARTS = ("address", "checkers", "fence", "link", "replication", "security", "services", "store")
MAY_INCLUDE = {
    "engine/base": ("base",),
    "engine/cluster": ("base", "cluster"),
    **{f"engine/{part}": ("base", "cluster", part) for part in PARTS},
    "engine/fence": ("base", "fence"),
    "engine/api/types": ("base", "api/types"),
    "engine/api/http": ("base", "api/http"),
    "engine/api/server": ("base", "api/http", "api/types", "api/server"),
    "engine/api/client": ("base", "api/http", "api/types", "api/client"),
    "engine/prerequisites": ("base", "address", "prerequisites"),
    "engine/joining": ("base", "address", "security", "store", "prerequisites", "api/types", "api/server", "joining"),
    "engine/node": ("base", "cluster", "node", "api/types", "api/http", "api/server", "joining", "prerequisites", *PARTS),
    "engine": ("base", "cluster", "node", "api/types", "api/http", "api/server", "joining", *PARTS),
    "engine/gateway": ("base", "gateway", "api/types", "api/http", "api/server"),  # of the server: its Connection
    "app": ("base", "api/types", "api/client", "translations", "app"),
    "translations": ("translations",),
    "app/licence": ("base", "security/licence"),  # the vendor's tool: runs on no node
}

SLEEPS = re.compile(r"sleep_for|sleep_until|\busleep\(|nanosleep\(|\bsleep\(|::m?u?sleep\(|qSleep\(|\bqWait\(")
IMPURE = re.compile(r"QObject|Q_OBJECT|QTimer|#include <Q(?!tGlobal>)|::now\(\)|std::thread|std::mutex|std::random|"
                    r"qDebug|qWarning|qInfo|#include <(thread|mutex|random|fstream|unistd\.h)>")


class File:
    def __init__(self, name):
        self.name = name
        self.path = REPOSITORY / name
        self.text = self.path.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()

    def is_code(self):
        return self.name.endswith((".h", ".cpp"))

    def matching(self, pattern):
        """(line number, match) of every line that matches, comments left out."""
        for number, line in enumerate(self.lines, 1):
            found = re.search(pattern, line.split("//")[0])
            if found:
                yield number, found


def includes_follow_the_diagram(file):
    folder = next((f for f in sorted(MAY_INCLUDE, key=len, reverse=True) if file.name.startswith(f + "/")), None)
    if not file.is_code() or not folder:
        return
    for number, line in enumerate(file.lines, 1):
        found = re.match(r'#include "(.+)/[^/]+"', line)
        if found and not any((found[1] + "/").startswith(prefix + "/") for prefix in MAY_INCLUDE[folder]):
            yield number, f"{folder} may not know {found[1]}: see the picture in ARCHITECTURE.md"
        if line.startswith('#include "') and not found:
            yield number, 'an include carries its folder: "folder/file.h"'


def files_stay_readable(file):
    if file.name.endswith((".h", ".cpp", ".py")) and len(file.lines) > TOO_LONG:
        yield len(file.lines), f"more than {TOO_LONG} lines: split it where its concerns part"


def tests_wait_for_events(file):
    if not file.name.startswith("tests/") or "understudy_lab" in file.name or file.name == "tests/lint.py":
        return
    if file.is_code() or file.name.endswith(".py"):
        for number, found in file.matching(SLEEPS):
            yield number, f"{found[0]}: a test waits for its condition, never for time"


def decisions_are_pure(file):
    if file.is_code() and file.name.startswith("engine/cluster/"):
        for number, found in file.matching(IMPURE):
            yield number, f"{found[0]}: cluster/ has no clock, thread, event loop or log of its own"


def no_singletons(file):
    if file.is_code() and file.name.startswith(("engine/", "app/", "wizard/")):
        for number, _ in file.matching(r"static\s+\w[\w:]*\s*[&*]\s*(instance|self|get)\(\)"):
            yield number, "a singleton: main.cpp makes each part and hands it what it needs"


def descriptors_have_owners(file):
    if file.is_code() and file.name.startswith("engine/") and not file.name.startswith("engine/base/descriptor"):
        for number, _ in file.matching(r"(^|[^\w:>.])::close\("):
            yield number, "a bare close: let a Descriptor own it (base/descriptor.h)"


def platforms_are_folders(file):
    if file.is_code() and "/platform/" not in file.name:
        for number, _ in file.matching(r"#\s*(if|ifdef|ifndef|elif)\b.*(_WIN32|__linux__|Q_OS_)"):
            yield number, "platforms differ in files under platform/, chosen by CMake"


def headers_are_guarded(file):
    if file.name.endswith(".h") and "#pragma once" not in file.lines[:3]:
        yield 1, "no #pragma once"


def macros_of_moc_are_seen(file):
    if file.is_code():
        for number, _ in file.matching(r"\S\s*\bQ_OBJECT\b"):
            yield number, "Q_OBJECT must stand at the start of its own line, or AUTOMOC overlooks it"


def every_file_is_built(file):
    if file.name.endswith(".cpp") and file.name.startswith(("engine/", "app/", "tests/")):
        folder = file.path.parent
        while folder != REPOSITORY.parent:
            lists = folder / "CMakeLists.txt"
            if lists.exists() and re.search(rf"\b{re.escape(file.path.stem)}\b", lists.read_text()):
                return
            folder = folder.parent
        yield 1, "no CMakeLists.txt names this file: nobody builds it"


def folders_introduce_themselves(file):
    if re.fullmatch(r"engine/\w+/CMakeLists.txt", file.name) and len(file.lines) > 1:
        readme = file.path.with_name("README.md")
        if not readme.exists():
            yield 1, "this folder has no README.md: what it is for, what it may know, its threads, where to start"
        elif len(readme.read_text().splitlines()) > 30:
            yield 1, "its README.md is longer than 30 lines"


RULES = (includes_follow_the_diagram, files_stay_readable, tests_wait_for_events, decisions_are_pure, no_singletons,
         descriptors_have_owners, platforms_are_folders, headers_are_guarded, macros_of_moc_are_seen,
         every_file_is_built, folders_introduce_themselves)


def files():
    """What git knows or would add, without what it ignores; without git, all but the build."""
    listed = subprocess.run(["git", "-c", f"safe.directory={REPOSITORY}", "-C", REPOSITORY, "ls-files", "-co",
                             "--exclude-standard"], capture_output=True, text=True)
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:
        names = [str(path.relative_to(REPOSITORY)) for path in REPOSITORY.rglob("*") if path.is_file()]
    wanted = (".h", ".cpp", ".py", ".txt", ".sh")
    return [name for name in names if name.endswith(wanted) and not name.startswith((".git/", "build"))
            and (REPOSITORY / name).exists()]


def badly_formatted(names, fix):
    if fix:
        subprocess.run(["clang-format", "-i", *names], cwd=REPOSITORY, check=True)
        return []
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *names], cwd=REPOSITORY, capture_output=True, text=True)
    return sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", done.stderr, re.M)))


def check(fix):
    known = [File(name) for name in files()]
    findings = [f"{file.name}:{number}: {what}" for file in known for rule in RULES for number, what in rule(file)]
    code = [file.name for file in known if file.is_code()]
    findings += [f"{name}:1: not formatted: ./dev lint --fix" for name in badly_formatted(code, fix)]
    findings += catalogues.findings(REPOSITORY)
    for file in known:
        if LONG < len(file.lines) <= TOO_LONG and file.is_code():
            print(f"{file.name}: warning: {len(file.lines)} lines; {LONG} are easier to read")
    return findings


def tidy():
    """clang-tidy over every source file of the build; what it says is its own output."""
    build = REPOSITORY / "build" / os.environ.get("UNDERSTUDY_PRESET", "dev")
    sources = [name for name in files() if name.endswith(".cpp") and name.startswith(("engine/", "app/"))]

    def one(name):
        done = subprocess.run(["clang-tidy", "--quiet", "-p", build, name], cwd=REPOSITORY, capture_output=True, text=True)
        return done.stdout if done.returncode or "warning:" in done.stdout else ""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [output for output in pool.map(one, sources) if output]


def main(words):
    if set(words) - {"--fix", "--tidy"}:
        print("use: ./dev lint [--fix | --tidy]", file=sys.stderr)
        return 2
    findings = tidy() if "--tidy" in words else check("--fix" in words)
    for finding in findings:
        print(finding)
    print(f"lint: {len(findings)} findings" if findings else "lint: nothing found")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
