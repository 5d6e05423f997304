#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls that fail and processes that die, one in many of tests/lib/crash_matrix.py:
# `make crash-matrix` tries them all.
exec tests/lib/crash_matrix.py --build "$B" --every 41
