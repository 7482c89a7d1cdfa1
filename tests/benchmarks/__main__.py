"""Measures what the portal's answers cost, beside what they are compared with, and prints tables.

    .venv/bin/python -m violence_plan.environment --throwaway .venv/bin/python -m tests.benchmarks [--plans 1000]

All in one run, on the same data and the same server; nothing else should run on the machine meanwhile. Each figure is
the median of several rounds, in which the cases take turns, so that what else happens on the machine happens to all.
"""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
os.environ["KEPT"] = "off"  # of this process, which counts the queries of an answer that is made anew


def main(arguments):
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, default=1, help="measure one plan beside so many, too")
    parser.add_argument("--seconds", type=float, default=2, help="of each round, with each number of connections")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--visits", type=int, default=6000, help="answers over different plans, to watch the memory")
    asked = parser.parse_args(arguments)
    django.setup()
    from tests.benchmarks.report import print_all

    print_all(asked)


if __name__ == "__main__":
    main(sys.argv[1:])
