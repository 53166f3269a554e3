"""What the scripts print: steps with their seconds, and one clear line when something is wrong."""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time


class Problem(Exception):
    """Something a person can act on; shown as a single line, without a traceback."""


class Steps:
    """Prints ``[2/7] Odoo 19 ... 12 s`` lines.

    :param total: number of steps that will be announced
    """

    def __init__(self, total):
        self.total = total
        self.number = 0
        self.seconds = []

    @contextlib.contextmanager
    def step(self, title):
        """Announce a step and print its seconds when it is done.

        Yields a function that shows a passing note (on a terminal only) behind the title.
        """
        self.number += 1
        head = f"[{self.number}/{self.total}] {title} ..."
        print(head, end=" ", flush=True)
        start = time.monotonic()
        live = sys.stdout.isatty()
        width = shutil.get_terminal_size().columns - 1

        def note(text):
            if live:
                print(f"\r\033[K{f'{head} {text}'[:width]}", end="", flush=True)

        try:
            yield note
        except BaseException:
            print(flush=True)
            raise
        seconds = time.monotonic() - start
        self.seconds.append((title, seconds))
        if live:
            print(f"\r\033[K{head} ", end="")
        print(f"{seconds:.0f} s", flush=True)


class OptionParser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, as every other error of these scripts."""

    def __init__(self, **kwargs):
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **kwargs
        )

    def error(self, message):
        """Raise the message as a problem; argparse would print the usage and exit."""
        message = message.replace("unrecognized arguments:", "unknown option")
        raise Problem(f"{message} (./scripts/{self.prog} --help lists the options)")


def main(function):
    """Run a script's main function and turn what goes wrong into one line and an exit code.

    :param function: takes no arguments; its return value is the exit code (None is 0)
    """
    # A script that is terminated, or loses its terminal, cleans up as one that is interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        sys.exit(function())
    except Problem as problem:
        print(f"Error: {problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        if error.errno == 28:
            print("Error: the disk is full; free some space and start again.", file=sys.stderr)
            sys.exit(1)
        raise


def run(command, what, log=None, env=None, cwd=None, on_line=None):
    """Run a command; its output goes to a log, and only the end of it is shown when it fails.

    :param command: list of arguments
    :param what: the work in plain words, for the error message
    :param log: file the output is appended to, or None to keep it in memory only
    :param env: complete environment, or None for the present one
    :param cwd: folder to run in
    :param on_line: called with every line of output as it comes
    :returns: the output
    :raises Problem: when the command is missing or fails
    """
    lines = []
    try:
        process = subprocess.Popen(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except FileNotFoundError as error:
        raise Problem(f"{what}: the command {command[0]} is missing") from error
    with contextlib.ExitStack() as stack:
        stack.callback(end_process, process)
        target = stack.enter_context(open(log, "a")) if log else None
        for line in process.stdout:
            lines.append(line)
            if target:
                target.write(line)
            if on_line:
                on_line(line.rstrip())
        code = process.wait()
    output = "".join(lines)
    if code:
        raise Problem(explain_failure(what, output, log))
    return output


def explain_failure(what, output, log=None):
    """One line for a failed command, naming the usual causes in plain words."""
    if "No space left on device" in output or "You don't have enough free space" in output:
        return f"{what}: the disk is full; free some space and start again"
    telling = [line.strip() for line in output.splitlines() if line.strip()]
    marked = [line for line in telling if line.startswith(("E:", "ERROR", "error:", "FATAL"))]
    marked = marked or [line for line in telling if "Error" in line or "CRITICAL" in line]
    reason = (marked or telling or ["no output"])[-1]
    where = f" (all of it: {log})" if log else ""
    return f"{what} failed: {reason[:300]}{where}"


def end_process(process, seconds=30):
    """Stop a process that was started here, politely first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def child_environment(**extra):
    """The environment for Odoo and the tools, without settings that would slow or mislead them."""
    env = dict(os.environ)
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "ODOO_RC", "PGDATABASE"):
        env.pop(name, None)
    env.update(LC_ALL="C.UTF-8", PYTHONUNBUFFERED="1", **extra)
    return env
