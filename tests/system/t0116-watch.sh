#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `tracuu-index watch` publishes, after each kind of change.
exec tests/lib/watch_cases.py --build "$B"
