# SPDX-License-Identifier: GPL-2.0-or-later
"""A strict reader of the text exposition format of Prometheus, for the tests:
https://prometheus.io/docs/instrumenting/exposition_formats/

    read(text) -> {name: {'type': ..., 'samples': {(suffix, labels): value}}}

where labels is a tuple of (name, value) pairs.  AssertionError where the text
breaks a rule, those of histograms and summaries among them.
"""
import re

NAME = r'[a-zA-Z_:][a-zA-Z0-9_:]*'
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"'
SAMPLE = re.compile(rf'({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (\S+)')


def family_of(name, families):
    """A sample of a histogram or summary has a suffix."""
    for suffix in ('', '_bucket', '_sum', '_count'):
        base = name.removesuffix(suffix) if suffix else name
        if name.endswith(suffix) and base in families:
            return base, suffix
    raise AssertionError(f'{name}: no TYPE before it')


def read(text):
    assert text.endswith('\n')
    families, last = {}, None
    for line in text.splitlines():
        head = re.fullmatch(rf'# (HELP|TYPE) ({NAME}) (.+)', line)
        if head and head[1] == 'HELP':
            assert head[2] not in families, f'{head[2]} comes twice'
            last = head[2]
        elif head:
            assert head[2] == last, f'{line}: not behind its HELP'
            assert head[3] in ('counter', 'gauge', 'histogram', 'summary')
            families[last] = {'type': head[3], 'samples': {}}
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample, f'no sample: {line}'
            name, suffix = family_of(sample[1], families)
            assert name == last, f'{name} stands apart from its family'
            labels = tuple(re.findall(LABEL, sample[2] or ''))
            samples = families[name]['samples']
            assert (suffix, labels) not in samples, f'{line}: comes twice'
            samples[suffix, labels] = float(sample[7])
    for name, family in families.items():
        check(name, **family)
    return families


def check(name, type, samples):
    if type in ('counter', 'gauge'):
        assert samples and all(not suffix for suffix, _ in samples), name
        assert (type == 'counter') == name.endswith('_total'), name
    if type != 'histogram':
        return
    series = {labels for suffix, labels in samples if suffix == '_count'}
    for labels in series:
        buckets = [(float(at['le']), value) for at, value in
                   ((dict(l), v) for (s, l), v in samples.items()
                    if s == '_bucket') if set(labels) <= set(at.items())]
        assert buckets == sorted(buckets), f'{name}: {labels}'
        assert [n for _, n in buckets] == sorted(n for _, n in buckets)
        assert buckets[-1] == (float('inf'), samples['_count', labels])
        assert ('_sum', labels) in samples
