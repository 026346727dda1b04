"""What the training programs are told alike: how long, how fast and where a model learns."""

import argparse

from training.learning import Plan


def add_pace(parser: argparse.ArgumentParser) -> None:
    """Let a program be told the pace of a run that learns in one stage."""
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--speed", type=float, default=1.0, help="multiplies the rates")
    parser.add_argument("--kept", type=float, default=0.0, help="share before the rates fall")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda for one GPU")


def pace_of(given: argparse.Namespace, *, last: bool = True) -> Plan:
    """Return the plan that the command line asks for."""
    return Plan(given.steps, given.seed, last, given.kept, given.speed)
