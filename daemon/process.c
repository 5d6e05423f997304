/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/process.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>

static void measure_memory(struct process *p)
{
	FILE *f = fopen("/proc/self/smaps_rollup", "re");
	unsigned long long kb;
	char line[128];

	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "Rss: %llu", &kb) == 1)
			p->resident = kb * 1024;
		else if (sscanf(line, "Pss: %llu", &kb) == 1)
			p->share = kb * 1024;
	}
	if (f)
		fclose(f);
}

static void count_files(struct process *p)
{
	DIR *d = opendir("/proc/self/fd");
	struct dirent *entry;

	while (d && (entry = readdir(d)))
		p->files += entry->d_name[0] != '.';
	if (!d)
		return;
	p->files--; /* that of the folder itself */
	closedir(d);
}

void process_measure(struct process *ret)
{
	struct rlimit l;

	*ret = (struct process){ 0 };
	measure_memory(ret);
	count_files(ret);
	if (!getrlimit(RLIMIT_NOFILE, &l))
		ret->files_max = l.rlim_cur;
}
