"""Sets up everything and runs all checks and tests; a skipped test counts as a failed one.

With paths it runs only what belongs to them: ./scripts/test addons/bzk_membership
Tests against other systems, which are fetched and started for them, take some minutes more; they
run with --all, or when they are named: ./scripts/test tests/integration/pretix
"""

import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from console import OptionParser, Problem, Steps, main
from database import Databases
from places import ADDONS, CHECKOUT, home, venv_command
from prepare import STEPS, prepared
from pretix_env import ensure_pretix
from reports import junit_counts
from virtualenv import prettier_command

from addons import addon_of, core_dependencies, manifests

TEST_DATABASE = "bzk_test"
PLAIN_TESTS = CHECKOUT / "tests" / "plain"
PRODUCT_TESTS = CHECKOUT / "tests" / "product"
SYSTEM_TESTS = CHECKOUT / "tests" / "integration"
# Files that no addon owns and that prettier checks too.
LOOSE_FILES = (".prettierrc", "package.json")


@dataclass
class Result:
    """What one check gave.

    :param passed: tests that passed; a check that is not made of tests counts as one
    :param failed: tests that failed or were skipped
    """

    title: str
    seconds: float
    passed: int
    failed: int


@dataclass
class Scope:
    """What to check.

    :param addons: names of the addons to install, those that others stand on first
    :param paths: test files or folders asked for by name, empty for all
    :param everything: nothing was asked for by name
    :param systems: tests against other systems
    """

    addons: list
    paths: list
    everything: bool
    systems: list = field(default_factory=list)

    @property
    def checked(self):
        """Names of the addons to check: none when only other systems were asked for."""
        only_systems = self.paths and set(self.paths) == set(self.systems)
        return [] if only_systems else self.addons


def test():
    """Run the checks and return the exit code."""
    options = parse_options()
    scope = choose(options.paths, options.all)
    begin = time.monotonic()
    with prepared(Steps(STEPS), with_tests=True) as product:
        checks = Checks(product, scope)
        if options.fix:
            checks.fix()
        checks.run_all()
    return summarise(checks.results, time.monotonic() - begin)


def parse_options():
    """The options of the command line."""
    parser = OptionParser(prog="test", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="addons, test folders or test files"
    )
    parser.add_argument("--all", action="store_true", help="also the tests against other systems")
    parser.add_argument(
        "--fix", action="store_true", help="lay out Python, XML and JavaScript first"
    )
    return parser.parse_args()


def choose(paths, with_systems=False):
    """Which addons and test files the paths mean.

    :param with_systems: without paths, take the tests against other systems too
    :raises Problem: when a path doesn't exist
    """
    if not paths:
        return Scope(list(manifests()), [], True, [SYSTEM_TESTS] if with_systems else [])
    resolved = [Path(path).resolve() for path in paths]
    for path in resolved:
        if not path.exists():
            raise Problem(f"there is no {path}")
    if ADDONS in resolved:
        return Scope(list(manifests()), [ADDONS], False)
    names = [addon_of(path) for path in resolved]
    systems = [path for path in resolved if path.is_relative_to(SYSTEM_TESTS)]
    if systems or any(path.is_relative_to(PRODUCT_TESTS) for path in resolved):
        return Scope(list(manifests()), resolved, False, systems)
    return Scope(list(dict.fromkeys(filter(None, names))), resolved, False)


class Checks:
    """Runs the checks one after another and keeps their results.

    :param product: the set-up
    :param scope: what to check
    """

    def __init__(self, product, scope):
        self.product = product
        self.scope = scope
        self.results = []
        self.places = {}
        self.folder = home() / "test-results"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()

    def run_all(self):
        """Run everything that the scope asks for."""
        self.check("ruff", [venv_command("ruff"), "check", *self.python_paths()])
        self.check("ruff format", [venv_command("ruff"), "format", "--check", *self.python_paths()])
        addons = [ADDONS / name for name in self.scope.checked]
        if addons:
            self.check("pylint-odoo", [venv_command("pylint"), *addons])
        layout = self.layout_files()
        if layout:
            self.check("prettier", [*prettier_command(), "--check", *layout])
        plain = self.plain_tests()
        if plain:
            self.pytest("plain pytest", ["-p", "no:odoo", *plain])
        tests = self.addon_tests()
        if not self.scope.addons:
            return
        if not self.make_database():
            return
        if self.scope.checked:
            self.check(
                "nl.po",
                self.product.program(
                    Path(__file__).with_name("check_translations.py"),
                    "--database", TEST_DATABASE, *self.scope.checked,
                ),
            )  # fmt: skip
        if tests:
            self.pytest("pytest-odoo", [*self.odoo_options(), *tests])
        if self.scope.systems and self.prepare_pretix():
            self.pytest("pytest pretix", [*self.odoo_options(), *self.scope.systems])

    def prepare_pretix(self):
        """Fetch pretix and make it ready to be started by its tests.

        :returns: whether that could be done
        """
        begin = time.monotonic()
        print("\n== pretix", flush=True)
        try:
            self.places["BZK_PRETIX"] = str(ensure_pretix(lambda text: print(text, flush=True)))
        except Problem as problem:
            print(problem)
            self.add("pretix", begin, 0, 1)
            return False
        self.add("pretix", begin, 1, 0)
        return True

    def fix(self):
        """Lay out the sources as the checks want them."""
        ruff = venv_command("ruff")
        commands = [
            [ruff, "check", "--fix", "--quiet", *self.python_paths()],
            [ruff, "format", "--quiet", *self.python_paths()],
        ]
        if layout := self.layout_files():
            commands.append([*prettier_command(), "--write", "--log-level", "warn", *layout])
        for command in commands:
            subprocess.run(list(map(str, command)), cwd=CHECKOUT, check=False)

    def python_paths(self):
        """Where ruff looks."""
        if self.scope.everything:
            return [
                path for path in (ADDONS, CHECKOUT / "scripts", CHECKOUT / "tests") if path.exists()
            ]
        return self.scope.paths

    def layout_files(self):
        """XML and JavaScript of the addons in scope, without what others wrote."""
        files = [
            path
            for name in self.scope.checked
            for suffix in ("xml", "js", "scss")
            for path in (ADDONS / name).rglob(f"*.{suffix}")
            if "lib" not in path.relative_to(ADDONS / name).parts
        ]
        if self.scope.everything:
            files += [CHECKOUT / name for name in LOOSE_FILES]
        return sorted(files)

    def plain_tests(self):
        """The tests without a database: all, those asked for, or those that use an addon."""
        if self.scope.everything:
            return [PLAIN_TESTS]
        asked = [path for path in self.scope.paths if path.is_relative_to(PLAIN_TESTS)]
        whole = [path.name for path in self.scope.paths if path.parent == ADDONS]
        for path in sorted(PLAIN_TESTS.rglob("test_*.py")):
            text = path.read_text()
            if any(f"odoo.addons.{name}" in text for name in whole):
                asked.append(path)
        return asked

    def addon_tests(self):
        """The tests that run in the database, addon by addon."""
        if self.scope.everything:
            folders = [ADDONS / name / "tests" for name in self.scope.addons] + [PRODUCT_TESTS]
            return [folder for folder in folders if folder.exists()]
        return [
            path / "tests" if path.parent == ADDONS else path
            for path in self.scope.paths
            if path.is_relative_to(ADDONS) or path.is_relative_to(PRODUCT_TESTS)
        ]

    def odoo_options(self):
        """Options of pytest-odoo."""
        return [
            f"--odoo-config={self.product.conf}",
            f"--odoo-database={TEST_DATABASE}",
            "--odoo-http",
            "--odoo-log-level=error",
            f"--odoo-extra=screenshots={self.folder}",
        ]

    def make_database(self):
        """Make the test database: a copy of the core modules' one, with our addons installed.

        :returns: whether it could be made
        """
        databases = Databases(self.product)
        begin = time.monotonic()
        print(f"\n== test database: {', '.join(self.scope.addons)}", flush=True)
        try:
            template = databases.template(lambda _text: None, self.scope.addons)
            databases.clone(template, TEST_DATABASE)
            databases.install(TEST_DATABASE, self.scope.addons, lambda _text: None, languages=False)
        except Problem as problem:
            print(problem)
            print(databases.log.read_text(errors="replace")[-3000:])
            self.add("test database", begin, 0, 1)
            return False
        wrong = [
            line
            for line in databases.last_output.splitlines()
            if any(f" {level} " in line for level in ("WARNING", "ERROR", "CRITICAL"))
        ]
        print("\n".join(wrong))
        self.add("test database", begin, int(not wrong), int(bool(wrong)))
        return True

    def check(self, title, command):
        """Run one check that either passes or fails."""
        begin = time.monotonic()
        print(f"\n== {title}", flush=True)
        code = self.call(command)
        self.add(title, begin, int(code == 0), int(code != 0))

    def pytest(self, title, arguments):
        """Run tests and count them; skipped ones and a run without any test are failures."""
        begin = time.monotonic()
        print(f"\n== {title}", flush=True)
        report = self.folder / f"{title.replace(' ', '-')}.xml"
        options = ["-q", "--tb=short", f"--junitxml={report}", "-p", "no:cacheprovider"]
        code = self.call([venv_command("pytest"), *options, *arguments])
        passed, failed, skipped = junit_counts(report)
        if skipped:
            print(
                f"{skipped} skipped: a part that the tests need is missing, so they count as failed"
            )
        failed += skipped
        if not passed and not failed:
            print("no test ran")
        if code and not failed or not passed and not failed:
            failed = 1
        self.add(title, begin, passed, failed)

    def call(self, command):
        """Run a command in the checkout with the set-up's environment; returns its exit code."""
        environment = self.product.environment() | self.places
        command = [str(part) for part in command]
        return subprocess.run(
            command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL
        ).returncode

    def add(self, title, begin, passed, failed):
        """Keep a result."""
        self.results.append(Result(title, time.monotonic() - begin, passed, failed))


def summarise(results, seconds):
    """Print the seconds of each step and the closing line; returns the exit code."""
    print("\n== summary")
    for result in results:
        verdict = "ok" if not result.failed else f"{result.failed} FAILED"
        print(f"{result.title:16}{result.seconds:7.1f} s  {result.passed:5} passed  {verdict}")
    print(f"{'all':16}{seconds:7.1f} s  modules of core: {len(core_dependencies())}")
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    if not passed and not failed:
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    main(test)
