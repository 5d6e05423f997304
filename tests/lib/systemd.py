# SPDX-License-Identifier: GPL-2.0-or-later
"""What systemd is to a service: the listening socket, the notifications.

    s = Systemd(listen=True)
    d = s.start('--index', DIR)         # a subprocess.Popen
    s.until('READY=1')                  # read what it says, up to that
    s.stop(d)                           # SIGTERM; its exit status
"""
import atexit
import os
import select
import socket
import subprocess
import time

from wire import TIMEOUT


class Systemd:
    def __init__(self, listen=False):
        self.dir = os.environ['T']
        self.notify_path = f'{self.dir}/notify'
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        if os.path.exists(self.notify_path):
            os.unlink(self.notify_path)
        self.notify.bind(self.notify_path)
        os.chmod(self.notify_path, 0o666)
        self.listener = None
        if listen:
            self.path = os.environ['SOCKET']
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(self.path)
            self.listener.listen(100)

    def start(self, *args, **env):
        """A daemon, killed at the end of the test if it is still there."""
        daemon = self.popen(*args, **env)
        atexit.register(daemon.kill)
        return daemon

    def popen(self, *args, **env):
        env = {**os.environ, 'NOTIFY_SOCKET': self.notify_path, **env}
        command = [os.environ['B'] + '/tracuud', *args]
        log = open(f'{self.dir}/tracuud.log', 'a')
        if not self.listener:
            command += ['--socket', os.environ['SOCKET']]
            return subprocess.Popen(command, env=env, stderr=log)
        # Its own number is known to the process alone; the socket is number 3.
        script = 'exec 3<&"$1"; shift; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
        fd = os.dup2(self.listener.fileno(), 9)
        return subprocess.Popen(['sh', '-c', script, 'sh', '9', *command],
                                env=env, stderr=log, pass_fds=[fd])

    def next(self, seconds=TIMEOUT):
        """One notification; '' when none comes."""
        if not select.select([self.notify], [], [], seconds)[0]:
            return ''
        return self.notify.recv(4096).decode()

    def until(self, wanted):
        """Read until one has this line; the ones read."""
        seen, end = [], time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            seen.append(self.next())
            if wanted in seen[-1].split('\n'):
                return seen
        raise AssertionError(f'{wanted} never came: {seen[-20:]}')

    def drain(self):
        while self.next(0):
            pass

    def stop(self, daemon):
        daemon.terminate()
        return daemon.wait(TIMEOUT)
