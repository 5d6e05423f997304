/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "confine/seccomp.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/path.h"

#define CLONE_NAMESPACES 0x7e020000 /* every CLONE_NEW* that clone(2) takes */

static const int strange[] = {
	/* a way around this list */
	SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	/* others' processes */
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise),
	SCMP_SYS(pidfd_getfd), SCMP_SYS(kcmp), SCMP_SYS(migrate_pages),
	SCMP_SYS(move_pages),
	/* mounts, namespaces, roots */
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
	SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(mount_setattr), SCMP_SYS(move_mount), SCMP_SYS(open_tree),
	SCMP_SYS(fsopen), SCMP_SYS(fsmount), SCMP_SYS(fsconfig),
	SCMP_SYS(fspick), SCMP_SYS(open_by_handle_at),
	SCMP_SYS(name_to_handle_at),
	/* what is shared by a user's processes or by all */
	SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl),
	SCMP_SYS(shmget), SCMP_SYS(msgget), SCMP_SYS(semget),
	SCMP_SYS(mq_open),
	/* kernel parts that have had more holes than uses here */
	SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
	SCMP_SYS(personality), SCMP_SYS(quotactl), SCMP_SYS(fanotify_init),
	SCMP_SYS(vhangup), SCMP_SYS(syslog), SCMP_SYS(acct),
};

/* A call that this architecture does not have is refused without us. */
int seccomp_refuse(scmp_filter_ctx ctx, const int *calls, size_t n)
{
	int r = 0;

	for (size_t i = 0; !r && i < n; i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
	return r;
}

int seccomp_refuse_strange(scmp_filter_ctx ctx)
{
	int r = seccomp_refuse(ctx, strange, sizeof(strange) / sizeof(*strange));

	/* clone3 has its flags in memory, where they cannot be seen: ENOSYS
	 * makes the C library take clone. */
	if (!r)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS),
				     SCMP_SYS(clone3), 0);
	for (unsigned bit = 0; !r && bit < 32; bit++)
		if (CLONE_NAMESPACES & 1u << bit)
			r = seccomp_rule_add(
				ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
				SCMP_A0(SCMP_CMP_MASKED_EQ, 1u << bit,
					1u << bit));
	return r;
}

int seccomp_refuse_limits(scmp_filter_ctx ctx)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
				SCMP_SYS(prlimit64), 1,
				SCMP_A0(SCMP_CMP_NE, 0));
}

/* libseccomp writes to files only. */
int seccomp_export(scmp_filter_ctx ctx, struct sock_fprog *ret, struct err *e)
{
	struct buf b = BUF_INIT;
	char path[32];
	int fd = memfd_create("seccomp", MFD_CLOEXEC), r;
	size_t n;

	if (fd < 0)
		return err_sys(e, errno, "the seccomp rules");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	r = seccomp_export_bpf(ctx, fd);
	r = r ? err_sys(e, -r, "the seccomp rules") : path_read_file(path, &b, e);
	close(fd);
	if (r) {
		buf_release(&b);
		return r;
	}
	ret->filter = (struct sock_filter *)(void *)buf_detach(&b, &n);
	ret->len = (unsigned short)(n / sizeof(*ret->filter));
	return 0;
}
