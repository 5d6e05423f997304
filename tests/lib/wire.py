# SPDX-License-Identifier: GPL-2.0-or-later
"""A client of tracuud for the system tests, in the three framings of
docs/protocol.md.

    with Wire() as w:                       # to $SOCKET, one JSON object a line
        w.call('search', query='hoc tap')   # -> the result; WireError for an error
        w.send('ping')                      # -> the id; nothing is read yet
        w.recv()                            # -> the next reply, whosever it is

Every wait ends after TIMEOUT seconds with an exception.  With WIRE_SCHEMA=1 in
the environment every reply is validated against docs/protocol.schema.json.
"""
import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import time

TIMEOUT = 60
schema = None
if os.environ.get('WIRE_SCHEMA'):
    import schema


class WireError(Exception):
    """An error reply."""

    def __init__(self, error):
        super().__init__(json.dumps(error, ensure_ascii=False))
        self.code = error['code']
        self.message = error['message']
        self.data = error['data']
        self.kind = error['data']['kind']


class Wire:
    def __init__(self, framing='line', path=None, receive_buffer=None):
        self.framing = framing
        self.last_id = 0
        self.methods = {}  # by id, of what send_all() asked
        self.data = bytearray()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(TIMEOUT)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                   receive_buffer)
        self.socket.connect(path or os.environ['SOCKET'])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def half_close(self):
        """Say that no more requests will come."""
        self.socket.shutdown(socket.SHUT_WR)

    # ------------------------------------------------------------- sending

    def raw(self, data):
        self.socket.sendall(data)

    def encode(self, method, params=None, id=None):
        """One framed request; a notification without an id."""
        body = {'method': method}
        if params is not None:
            body['params'] = params
        if self.framing == 'vim':
            message = [id or 0, body]
        else:
            message = {'jsonrpc': '2.0', **body}
            if id is not None:
                message['id'] = id
        text = json.dumps(message, ensure_ascii=False).encode()
        if self.framing == 'header':
            return b'Content-Length: %d\r\n\r\n' % len(text) + text
        return text + b'\n'

    def next_id(self):
        self.last_id += 1
        return self.last_id

    def send(self, method, **params):
        return self.send_all([(method, params)])[0]

    def send_all(self, requests):
        """Many requests in one write, so that the daemon finds them together.
        Each is (method, params); returns their ids."""
        ids = [self.next_id() for _ in requests]
        if schema:
            self.methods.update(zip(ids, (method for method, _ in requests)))
        self.raw(b''.join(self.encode(method, params, id)
                          for id, (method, params) in zip(ids, requests)))
        return ids

    def cancel(self, id):
        self.raw(self.encode('$/cancelRequest', {'id': id}))

    # ----------------------------------------------------------- receiving

    def fill(self):
        data = self.socket.recv(1 << 20)
        if not data:
            raise EOFError('the daemon closed the connection')
        self.data += data

    def take(self, n):
        head = bytes(self.data[:n])
        del self.data[:n]
        return head

    def until(self, mark):
        at, seen = -1, 0
        while at < 0:
            at = self.data.find(mark, max(0, seen - len(mark)))
            seen = len(self.data)
            if at < 0:
                self.fill()
        return self.take(at + len(mark))[:at]

    def recv_text(self):
        if self.framing != 'header':
            return self.until(b'\n')
        header = self.until(b'\r\n\r\n').decode()
        name, n = header.split(':')
        assert name == 'Content-Length', header
        while len(self.data) < int(n):
            self.fill()
        return self.take(int(n))

    def recv(self):
        """The next reply: {'id': ..., 'result' or 'error': ...}."""
        message = json.loads(self.recv_text())
        if schema:
            self.validate(message)
        if self.framing == 'vim':
            id, body = message
            return {'id': id, **body}
        assert message.pop('jsonrpc') == '2.0', message
        return message

    def validate(self, message):
        schema.check(self.framing, message)
        body = message
        if self.framing == 'vim':
            id, body = message
        else:
            id = message['id']
        method = self.methods.pop(id, None)
        if method and 'result' in body:
            schema.check_result(method, body['result'])

    def recv_all(self, n):
        """The next n replies, by their ids."""
        replies = [self.recv() for _ in range(n)]
        by_id = {reply['id']: reply for reply in replies}
        assert len(by_id) == n, replies
        return by_id

    def is_closed(self):
        """Wait for the end; False when more comes instead."""
        try:
            return not self.data and not self.socket.recv(1)
        except ConnectionResetError:
            return True

    def is_silent(self, seconds=0.3):
        """Nothing comes for so long."""
        return not self.data and not select.select([self.socket], [], [],
                                                   seconds)[0]

    # -------------------------------------------------------------- asking

    def call(self, method, **params):
        id = self.send(method, **params)
        reply = self.recv()
        assert reply['id'] == id, reply
        if 'error' in reply:
            raise WireError(reply['error'])
        return reply['result']

    def error(self, method, **params):
        """The error that this must give."""
        try:
            result = self.call(method, **params)
        except WireError as error:
            return error
        raise AssertionError(f'{method} was answered: {result}')


class Daemon:
    """Another tracuud on the index of the test, with a section [limits]:

        with Daemon('idle_ms = 200') as socket, Wire(path=socket) as w:

    It must stop in order."""

    def __init__(self, *limits, workers=1):
        self.socket = os.environ['T'] + '/s2'
        config = os.environ['T'] + '/conf2'
        with open(config, 'w') as file:
            file.write(f'[daemon]\nworkers = {workers}\n[limits]\n' +
                       ''.join(limit + '\n' for limit in limits))
        ready, other = os.pipe()
        self.process = subprocess.Popen(
            [os.environ['B'] + '/tracuud', '--config', config, '--index',
             os.environ['INDEX'], '--socket', self.socket, '--ready-fd',
             str(other)], pass_fds=[other], stderr=subprocess.DEVNULL)
        os.close(other)
        line = os.read(ready, 6)
        os.close(ready)
        assert line == b'ready\n', self.process.wait()

    def __enter__(self):
        return self.socket

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(TIMEOUT) == 0


def kind_of(reply):
    """'result', or the kind of the error."""
    return reply['error']['data']['kind'] if 'error' in reply else 'result'


def wait_until(condition, seconds=20):
    """Ask again and again until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, 'waited in vain'
        time.sleep(0.01)


@contextlib.contextmanager
def frozen():
    """The daemon, $DAEMON, does nothing meanwhile: all that is sent to it is
    found together, whatever else the machine does."""
    pid = int(os.environ['DAEMON'])
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: state_of(pid) == 'T')
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def state_of(pid):
    """Its letter in proc(5)."""
    with open(f'/proc/{pid}/stat') as file:
        return file.read().rsplit(')', 1)[1].split()[0]


def open_files(pid):
    try:
        return len(os.listdir(f'/proc/{pid}/fd'))
    except PermissionError:     # of a daemon with core = no, for who is not root
        with Wire() as w:
            return w.call('stats')['open_files'] - 1


def ended(pid):
    """The process is gone, or only waits for its parent to see it."""
    try:
        return state_of(pid) == 'Z'
    except (FileNotFoundError, ProcessLookupError):
        return True
