"""./dev test: runs the parts of the tests one after the other and closes with one line, `N passed, N failed`."""

import os
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
LAB_TESTS = REPOSITORY / "tests/lab"
LAB_STORIES = ("test_gateway", "test_gateway_load", "test_lab_itself", "test_ordinary_use", "test_files", "test_bad_input",
               "test_shortcuts", "test_power_cuts")


class Count:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self


def say(text):
    print(text, flush=True)


def build(preset, *targets):
    return subprocess.run([REPOSITORY / "dev", "build", *targets], env={**os.environ, "UNDERSTUDY_PRESET": preset}).returncode == 0


def ctest(preset, *selection):
    """All tests that CMake knows: unit tests, simulation and a short run of each fuzz target."""
    if not build(preset):
        say(f"the build '{preset}' failed")
        return Count(failed=1)
    folder = REPOSITORY / "build" / preset
    results = folder / "results.xml"
    results.unlink(missing_ok=True)
    subprocess.run(["ctest", "--test-dir", folder, "--output-on-failure", "--output-junit", results, "-j", "2", *selection])
    if not results.exists():
        return Count(failed=1)
    suite = ElementTree.parse(results).getroot()
    total, failed, skipped = (int(suite.get(key)) for key in ("tests", "failures", "skipped"))
    return Count(total - failed - skipped, failed, skipped)


def lint():
    done = subprocess.run([sys.executable, "-B", REPOSITORY / "tests/lint.py"])
    return Count(passed=1) if done.returncode == 0 else Count(failed=1)


def lab(*names):
    """The tests with whole nodes: all of tests/lab, or those named as unittest names them."""
    if not build(os.environ.get("UNDERSTUDY_PRESET", "dev"), "programs"):
        return Count(failed=1)
    sys.path.insert(0, str(LAB_TESTS))
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(names or LAB_STORIES)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    return Count(max(0, result.testsRun - failed - skipped), failed, skipped)


PARTS = {
    "lint": lint,
    "unit": lambda: ctest("dev"),
    "asan": lambda: ctest("asan", "-L", "unit|fuzz"),
    "tsan": lambda: ctest("tsan", "-L", "unit"),
    "lab": lab,
}
# asan and tsan run by name until each has been seen green as a whole.
USUAL = ("lint", "unit", "lab")


def run(part):
    if part.startswith("lab."):
        return lab(part.removeprefix("lab."))
    return PARTS[part]()


def main(wanted):
    wanted = list(wanted)
    if "--cuts" in wanted:  # how many power cuts in a row tests/lab/test_power_cuts.py makes
        at = wanted.index("--cuts")
        os.environ["UNDERSTUDY_CUTS"] = (wanted[at + 1:at + 2] or [""])[0]
        if not os.environ["UNDERSTUDY_CUTS"].isdigit():
            say("test: --cuts needs a number")
            return 2
        del wanted[at:at + 2]
    unknown = [part for part in wanted if part not in PARTS and not part.startswith("lab.")]
    if unknown:
        say(f"test: there is no part '{unknown[0]}': use {', '.join(PARTS)}, or a lab test like lab.test_lab_itself")
        return 2
    total = Count()
    for part in wanted or USUAL:
        say(f"== {part}")
        started = time.monotonic()
        count = run(part)
        say(f"== {part}: {count.passed} passed, {count.failed} failed, {time.monotonic() - started:.0f} s")
        total += count
    say(f"{total.passed} passed, {total.failed} failed" + (f", {total.skipped} skipped" if total.skipped else ""))
    return 0 if total.failed == 0 and total.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
