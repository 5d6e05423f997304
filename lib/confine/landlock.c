/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * linux/landlock.h of Debian 12 ends
 * with version 2 of it, the kernel that this runs on may have a later one: what
 * is newer is named here.  https://docs.kernel.org/userspace-api/landlock.html
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/landlock.h"

struct ruleset_attr {
	uint64_t fs, net, scoped;
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define WRITE LANDLOCK_ACCESS_FS_WRITE_FILE
#define MAKE (WRITE | LANDLOCK_ACCESS_FS_MAKE_REG)
#define REMOVE LANDLOCK_ACCESS_FS_REMOVE_FILE
#define TRUNCATE (1ull << 14) /* version 3 */
#define IOCTL_DEV (1ull << 15) /* version 5 */
#define NET_TCP 3ull	       /* version 4: bind and connect */
#define SCOPE 3ull	       /* version 6: abstract sockets and signals */

/* What makes no sense for a file that is no directory. */
#define FOR_FILES (EXECUTE | WRITE | LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE | \
		   IOCTL_DEV)
/* Bits 0 to 12 are version 1, 13 is version 2. */
#define UP_TO(bit) ((1ull << ((bit) + 1)) - 1)

int landlock_abi(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	return version < 0 ? 0 : (int)version;
}

static uint64_t handled_fs(int abi)
{
	if (abi >= 5)
		return UP_TO(15);
	if (abi >= 3)
		return UP_TO(14);
	return abi == 2 ? UP_TO(13) : UP_TO(12);
}

int landlock_open(int scope)
{
	int abi = landlock_abi();
	const struct ruleset_attr attr = {
		.fs = handled_fs(abi),
		.net = abi >= 4 ? NET_TCP : 0,
		.scoped = scope && abi >= 6 ? SCOPE : 0,
	};
	/* An old kernel wants the struct as it knows it. */
	size_t size = abi >= 6 ? sizeof(attr) :
		      abi >= 4 ? offsetof(struct ruleset_attr, scoped) :
				 offsetof(struct ruleset_attr, net);

	return (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
}

static uint64_t rights_of(unsigned access)
{
	uint64_t rights = 0;

	if (access & LANDLOCK_ALL)
		return UINT64_MAX;
	if (access & LANDLOCK_READ)
		rights |= READ;
	if (access & LANDLOCK_EXECUTE)
		rights |= EXECUTE;
	if (access & LANDLOCK_WRITE)
		rights |= WRITE;
	if (access & LANDLOCK_MAKE)
		rights |= MAKE;
	if (access & LANDLOCK_REMOVE)
		rights |= REMOVE;
	return rights;
}

int landlock_allow(int ruleset, const char *path, unsigned access)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights_of(access) & handled_fs(landlock_abi()),
	};
	struct stat st;
	int r = -1;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return 0;
	if (!fstat(rule.parent_fd, &st)) {
		if (!S_ISDIR(st.st_mode))
			rule.allowed_access &= FOR_FILES;
		r = (int)syscall(SYS_landlock_add_rule, ruleset,
				 LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	}
	close(rule.parent_fd);
	return r;
}

int landlock_enter(int ruleset)
{
	int r = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);

	close(ruleset);
	return r;
}
