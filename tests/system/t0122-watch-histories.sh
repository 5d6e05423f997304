#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Random histories beside a watcher: it publishes what a rebuild makes.
exec tests/lib/histories.py --build "$B" --count 8 --watch
