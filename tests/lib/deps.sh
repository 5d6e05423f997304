#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deps.sh check|install FILE: are the Debian packages listed in FILE there?
# `check` names what is missing and the line that installs it (exit 1);
# `install` installs it, with sudo where not root.
set -eu

mode=$1
list=$(sed -e 's/#.*//' "$2" | tr '\n' ' ')
missing=
for p in $list; do
	case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null || true) in
	'install ok installed') ;;
	*) missing="$missing $p" ;;
	esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
	sudo=
else
	sudo='sudo '
fi
if [ "$mode" = check ]; then
	echo "missing Debian packages:$missing" >&2
	echo "install them with: ${sudo}apt-get install$missing" >&2
	exit 1
fi
echo "installing Debian packages:$missing"
export DEBIAN_FRONTEND=noninteractive
${sudo}apt-get -qq update
# shellcheck disable=SC2086 # a list of words
${sudo}apt-get -qq install --yes --no-install-recommends $missing >/dev/null
