#!/usr/bin/env python3
"""make soak: random two-hart programs in lockstep until stopped; --seed=N to begin elsewhere. See run.py."""
import sys

import run

run.main(["--soak", *sys.argv[1:]])
