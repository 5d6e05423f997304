#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Random histories end as a rebuild does: `make histories` tries a thousand.
exec tests/lib/histories.py --build "$B" --count 20
