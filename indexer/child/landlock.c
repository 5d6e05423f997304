/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Landlock: which files a program may touch.  linux/landlock.h of Debian 12 ends
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

#include "indexer/child/setup.h"

struct ruleset_attr {
	uint64_t fs, net, scoped;
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define WRITE LANDLOCK_ACCESS_FS_WRITE_FILE
#define TRUNCATE (1ull << 14) /* version 3 */
#define IOCTL_DEV (1ull << 15) /* version 5 */
#define NET_TCP 3ull	       /* version 4: bind and connect */
#define SCOPE 3ull	       /* version 6: abstract sockets and signals */

/* What makes no sense for a file that is no directory. */
#define FOR_FILES (EXECUTE | WRITE | LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE | \
		   IOCTL_DEV)
/* Bits 0 to 12 are version 1, 13 is version 2. */
#define UP_TO(bit) ((1ull << ((bit) + 1)) - 1)

static const struct {
	const char *path;
	uint64_t access;
} allowed[] = {
	{ "/usr", READ | EXECUTE },
	{ "/lib", READ | EXECUTE }, /* a link to /usr/lib, or not */
	{ "/lib64", READ | EXECUTE },
	{ "/bin", READ | EXECUTE },
	{ "/sbin", READ | EXECUTE },
	{ "/etc", READ },
	{ "/dev/null", READ | WRITE },
	{ "/dev/zero", READ },
	{ "/dev/urandom", READ },
	{ "/dev/random", READ },
};

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

static int create(int abi)
{
	const struct ruleset_attr attr = {
		.fs = handled_fs(abi),
		.net = abi >= 4 ? NET_TCP : 0,
		.scoped = abi >= 6 ? SCOPE : 0,
	};
	/* An old kernel wants the struct as it knows it. */
	size_t size = abi >= 6 ? sizeof(attr) :
		      abi >= 4 ? offsetof(struct ruleset_attr, scoped) :
				 offsetof(struct ruleset_attr, net);

	return (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
}

/* Below `path`, if there is such a thing. */
static int allow(int ruleset, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
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

int landlock_restrict(const struct setup *s)
{
	int abi = landlock_abi(), ruleset = create(abi), r = 0;

	if (ruleset < 0)
		return -1;
	for (size_t i = 0; !r && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		r = allow(ruleset, allowed[i].path,
			  allowed[i].access & handled_fs(abi));
	if (!r && s->argv)
		r = allow(ruleset, s->argv[0],
			  EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE);
	/* Elsewhere the private directory cannot be written to anyway. */
	if (!r && s->layers & CHILD_NAMESPACES)
		r = allow(ruleset, s->dir, handled_fs(abi));
	if (!r)
		r = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
	return r;
}
