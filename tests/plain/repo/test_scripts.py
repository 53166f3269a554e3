"""The scripts refuse what they can't do with one clear line, before they change anything."""

import os
import socket
import subprocess

import pytest
from console import explain_failure
from places import CHECKOUT
from reports import junit_counts

SCRIPTS = sorted(path for path in (CHECKOUT / "scripts").iterdir() if path.is_file())


def call(script, *arguments, **environment):
    """Run a script; its set-up must not begin, so the private folder is one that can't be made."""
    env = os.environ | {"BZK_HOME": "/proc/nowhere"} | environment
    return subprocess.run(
        [CHECKOUT / "scripts" / script, *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def error_of(result):
    """The one line a script said."""
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Error: ")
    return lines[0]


def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        error = error_of(call("run", "--port", str(port)))
    assert f"port {port} is taken" in error
    assert "--port" in error


@pytest.mark.parametrize(
    "description", ['ID=fedora\nPRETTY_NAME="Fedora 42"', "ID=debian\nVERSION_ID=11", ""]
)
@pytest.mark.parametrize("script", ["run", "test"])
def test_an_unsupported_system_is_told_the_docker_way(tmp_path, script, description):
    release = tmp_path / "os-release"
    release.write_text(description)
    options = ["--port", "18069"] if script == "run" else []
    error = error_of(call(script, *options, BZK_OS_RELEASE=str(release)))
    assert "not supported" in error
    assert "docker compose up" in error


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        ("run", ["--bogus"]),
        ("run", ["--port", "abc"]),
        ("run", ["--port", "99999"]),
        ("run", ["--members", "-3"]),
        ("run", ["--members", "some"]),
        ("run", ["--members", "5", "--no-demo"]),
        ("test", ["--bogus"]),
        ("test", ["addons/no_such_addon"]),
        ("bench", []),
        ("bench", ["no_such_benchmark"]),
        ("import", []),
        ("import", ["Wise", "no-such-file.csv"]),
        ("libraries", ["no-such-file.toml"]),
        ("translations", ["no_such_addon"]),
    ],
)
def test_a_wrong_option_gives_one_line(script, arguments):
    error_of(call(script, *arguments))


def test_a_private_folder_that_can_not_be_made_gives_one_line():
    error_of(call("run", "--port", "18069"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_has_help(script):
    result = call(script.name, "--help")
    assert result.returncode == 0
    assert f"usage: {script.name}" in result.stdout


def test_a_database_address_that_is_none_gives_one_line(tmp_path):
    home = {"BZK_HOME": str(tmp_path), "BZK_OS_RELEASE": "/nowhere"}
    assert "not supported" in error_of(call("libraries", **home))


def test_a_full_disk_is_named():
    text = "something\nOSError: [Errno 28] No space left on device"
    assert "the disk is full" in explain_failure("Unpacking", text)


def test_a_failure_names_the_last_error_line():
    text = "fine\nE: Unable to fetch some archives\n"
    assert explain_failure("Downloading", text) == (
        "Downloading failed: E: Unable to fetch some archives"
    )


def test_skipped_and_failed_tests_are_counted(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>'
    )
    assert junit_counts(report) == (3, 2, 2)
    assert junit_counts(tmp_path / "missing.xml") == (0, 0, 0)


def test_continuous_integration_runs_the_tests_and_nothing_else():
    lines = (CHECKOUT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec ./scripts/test --all"]
