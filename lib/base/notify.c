/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

void notify_ready_fd(int fd)
{
	static const char line[] = "ready\n";

	if (fd < 0)
		return;
	if (write(fd, line, sizeof(line) - 1) < 0)
		log_warn("--ready-fd %d: %s", fd, strerror(errno));
	/* The reader sees the end of the file; stderr and the like stay. */
	if (fd > STDERR_FILENO)
		close(fd);
}

void notify_systemd(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = path ? strlen(path) : 0;
	socklen_t len;
	int fd;

	if (!n)
		return;
	if ((*path != '/' && *path != '@') || n >= sizeof(to.sun_path)) {
		log_warn("NOTIFY_SOCKET is not an address: %s", path);
		return;
	}
	memcpy(to.sun_path, path, n);
	if (*path == '@') /* a name in the abstract space begins with NUL */
		to.sun_path[0] = '\0';
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || sendto(fd, state, strlen(state), MSG_NOSIGNAL,
			     (struct sockaddr *)&to, len) < 0)
		log_warn("NOTIFY_SOCKET %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}
