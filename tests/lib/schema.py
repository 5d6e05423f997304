# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/protocol.schema.json, to validate what the daemon says.

    check(framing, message)          # the whole message; its error, if it is one
    check_result(method, result)     # what a method returned
    check_params(method, params)     # what it was asked with

Each raises Drift with the place and the rule.  Needs python3-jsonschema.
"""
import functools
import json

import jsonschema

FILE = 'docs/protocol.schema.json'


class Drift(AssertionError):
    """What was sent is not what docs/protocol.schema.json says."""


@functools.lru_cache
def schema():
    with open(FILE) as file:
        return json.load(file)


def names(of):
    """The methods that have `params` or a `result`, the kinds of errors."""
    return set(schema()['$defs'][of]['$defs'])


@functools.lru_cache(maxsize=None)
def validator(pointer):
    # Only what is referred to from here is looked at.
    return jsonschema.Draft202012Validator(
        {'$ref': f'#/$defs/{pointer}', '$defs': schema()['$defs']})


def check_at(pointer, value):
    error = jsonschema.exceptions.best_match(
        validator(pointer).iter_errors(value))
    if error:
        place = '/'.join(map(str, error.absolute_path))
        raise Drift(f'{pointer}, at /{place}: {error.message[:500]}')


kinds_seen = set()  # of errors, by this program


def check(framing, message):
    check_at('vim_reply' if framing == 'vim' else 'reply', message)
    body = message[1] if framing == 'vim' else message
    if 'error' in body:
        kinds_seen.add(body['error']['data']['kind'])


def check_method(of, method, value):
    name = method.replace('/', '~1')  # in a pointer
    check_at(f'{of}/$defs/{name}', value)


def check_result(method, result):
    check_method('result', method, result)


def check_params(method, params):
    check_method('params', method, params)
