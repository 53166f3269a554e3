"""Runs one of the benchmarks in scripts/benchmarks with a database server of its own.

./scripts/bench import --json figures.json writes the figures as one flat object as well; other
options go to the benchmark.
"""

import subprocess

from console import OptionParser, Problem, Steps, main
from database import Databases
from places import APP, CHECKOUT
from prepare import STEPS, prepared

DATABASE = "bzk_bench"
FOLDER = CHECKOUT / "scripts" / "benchmarks"


def bench():
    """Start a benchmark and return its exit code."""
    names = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    parser = OptionParser(
        prog="bench", description=__doc__, epilog=f"benchmarks: {', '.join(names) or 'none yet'}"
    )
    parser.add_argument("name", metavar="NAME", help="the benchmark")
    parser.add_argument("--json", metavar="FILE", help="also write the figures to this file")
    options, others = parser.parse_known_args()
    if options.name not in names:
        raise Problem(f"there is no benchmark {options.name}; there are: {', '.join(names)}")
    arguments = [*others, *(["--json", options.json] if options.json else [])]
    with prepared(Steps(STEPS)) as product:
        make_database(Databases(product))
        command = product.program(FOLDER / f"{options.name}.py", *arguments)
        environment = product.environment() | {"PYTHONPATH": str(CHECKOUT / "scripts" / "lib")}
        return subprocess.run(command, env=environment).returncode


def make_database(databases):
    """Make the benchmarks' database anew: the whole product without any data."""
    steps = Steps(1)
    with steps.step("Database for the benchmark") as note:
        databases.clone(databases.template(note), DATABASE)
        databases.install(DATABASE, [APP], note)


if __name__ == "__main__":
    main(bench)
