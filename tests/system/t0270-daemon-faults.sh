#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls that fail under the daemon, one in many of tests/lib/daemon_faults.py:
# `make daemon-faults` tries them all, and those for memory.
exec tests/lib/daemon_faults.py --build "$B" --every 53
