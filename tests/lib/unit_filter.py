#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""unit_filter.py UNIT COMMAND [ARGUMENT...] - run a command as a unit of systemd
would, as far as system calls go: SystemCallFilter=, RestrictNamespaces=,
MemoryDenyWriteExecute= and NoNewPrivileges= of the file UNIT, without systemd
and without its being process 1."""
import ctypes
import errno
import os
import re
import subprocess
import sys

CLONE = {'mnt': 0x20000, 'cgroup': 0x2000000, 'uts': 0x4000000,
         'ipc': 0x8000000, 'user': 0x10000000, 'pid': 0x20000000,
         'net': 0x40000000}
ALLOW, MASKED_EQ = 0x7fff0000, 7
PR_SET_MDWE = 65


def refuse(code):
    return 0x00050000 | code


class Compare(ctypes.Structure):
    _fields_ = [('arg', ctypes.c_uint), ('op', ctypes.c_int),
                ('a', ctypes.c_uint64), ('b', ctypes.c_uint64)]


def settings(path, name):
    with open(path) as file:
        return re.findall(rf'^{name}=(.*)$', file.read(), re.M)


def calls_of(name):
    """The system calls of a name or, with an @, of a group."""
    if not name.startswith('@'):
        return {name}
    out = subprocess.run(['systemd-analyze', 'syscall-filter', name],
                         check=True, capture_output=True, text=True).stdout
    names = [line.strip() for line in out.splitlines()[1:]]
    return set().union(*(calls_of(n) for n in names
                         if n and not n.startswith('#')))


def allowed_calls(path):
    allowed = calls_of('@default')
    for value in settings(path, 'SystemCallFilter'):
        names = set().union(*map(calls_of, value.lstrip('~').split()))
        allowed = allowed - names if value[0] == '~' else allowed | names
    return allowed


def forbidden_namespaces(path):
    value = settings(path, 'RestrictNamespaces')[0]
    allowed = [] if value == 'yes' else value.split()
    return [bit for name, bit in CLONE.items() if name not in allowed]


def load(path):
    lib = ctypes.CDLL('libseccomp.so.2', use_errno=True)
    lib.seccomp_init.restype = ctypes.c_void_p
    eperm = refuse(errno.EPERM)
    # The two filters of systemd are two, and the stricter one holds.
    first = ctypes.c_void_p(lib.seccomp_init(eperm))
    for name in allowed_calls(path):
        number = lib.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            assert not lib.seccomp_rule_add(first, ALLOW, number, 0), name
    second = ctypes.c_void_p(lib.seccomp_init(ALLOW))
    clone3 = lib.seccomp_syscall_resolve_name(b'clone3')
    lib.seccomp_rule_add(second, refuse(errno.ENOSYS), clone3, 0)
    for bit in forbidden_namespaces(path):
        for name in (b'clone', b'unshare'):
            rule = (Compare * 1)(Compare(0, MASKED_EQ, bit, bit))
            assert not lib.seccomp_rule_add_array(
                second, eperm, lib.seccomp_syscall_resolve_name(name), 1, rule)
    for filter_ in (second, first):
        assert not lib.seccomp_load(filter_)


if __name__ == '__main__':
    unit, command = sys.argv[1], sys.argv[2:]
    if settings(unit, 'MemoryDenyWriteExecute') == ['yes']:
        ctypes.CDLL(None).prctl(PR_SET_MDWE, 1, 0, 0, 0)
    load(unit)  # which sets no_new_privs
    os.execvp(command[0], command)
