/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The collections of the configuration, and who may see which.
 */
#include <stdlib.h>
#include <string.h>

#include "base/collection.h"
#include "daemon/config_take.h"

/* A list that is set to nothing may be meant for nobody: it is not taken for
 * everybody. */
static int take_who(struct config *c, struct config_collection *to,
		    struct err *e)
{
	int r = access_read(&to->who, &c->conf, "collection", to->name,
			    "allow_user", "allow_group", e);

	if (r || access_is_set(&to->who))
		return r;
	for (size_t i = 0; i < c->conf.n; i++) {
		const struct conf_value *v = &c->conf.v[i];

		if (!strcmp(v->key->section, "collection") &&
		    !strcmp(v->label, to->name))
			return conf_refuse(v, e, "%s names nobody: to let "
					   "everybody see the collection leave "
					   "it out", v->name);
	}
	return 0;
}

static int add_collection(struct config *c, const char *name, struct err *e)
{
	struct config_collection *to = &c->collections[c->n_collections];
	char *dir = collection_dir(c->index_dir, name);

	to->name = name;
	to->dir = dir ? arena_dup(&c->keys, dir, strlen(dir)) : NULL;
	free(dir);
	if (!to->dir)
		return err_nomem(e);
	c->n_collections++;
	return *name ? take_who(c, to, e) : 0;
}

/* What is on the disk and not in the configuration is not served: there is nobody
 * to say who may see it. */
int config_take_collections(struct config *c, struct err *e)
{
	int r;

	c->collections = arena_alloc(&c->keys, CONFIG_COLLECTIONS_MAX *
						       sizeof(*c->collections));
	if (!c->collections)
		return err_nomem(e);
	r = add_collection(c, "", e);
	for (size_t i = 0; !r && i < c->conf.n_labels; i++) {
		const struct conf_label *l = &c->conf.labels[i];

		if (c->n_collections == CONFIG_COLLECTIONS_MAX)
			return err_set(e, E_INVAL, "%s: there may be %d named "
				       "collections at most", l->origin,
				       CONFIG_COLLECTIONS_MAX - 1);
		r = add_collection(c, l->label, e);
	}
	return r;
}

uint64_t config_allowed(const struct config *c, const struct peer *p)
{
	uint64_t all = 0;

	for (size_t i = 0; i < c->n_collections; i++) {
		const struct access_rule *who = &c->collections[i].who;

		if (!access_is_set(who) || (p && access_allows(who, p)))
			all |= UINT64_C(1) << i;
	}
	return all;
}
