/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The results of LSP requests.
 */
#include <string.h>

#include "base/path.h"
#include "proto/emit.h"
#include "proto/lsp.h"

#define KIND_FILE 1 /* SymbolKind.File */
#define KIND_TEXT 1 /* CompletionItemKind.Text */

static void emit_string(const char *key, const char *s, struct buf *json)
{
	emit_key(json, key);
	emit_text(json, s, strlen(s));
}

int lsp_server_encode(enum position_encoding encoding, const char *version,
		      struct buf *json)
{
	buf_adds(json, "{\"capabilities\":{\"positionEncoding\":");
	emit_text(json, position_encoding_name(encoding),
		  strlen(position_encoding_name(encoding)));
	/* Documents are told of when they open, change (by pieces) and close. */
	buf_adds(json, ",\"textDocumentSync\":{\"openClose\":true,\"change\":2}"
		       ",\"workspaceSymbolProvider\":true"
		       ",\"referencesProvider\":true"
		       ",\"definitionProvider\":true"
		       ",\"hoverProvider\":true"
		       ",\"completionProvider\":{}}"
		       ",\"serverInfo\":{\"name\":\"tracuud\"");
	emit_string("version", version, json);
	buf_adds(json, "}}");
	return json->failed;
}

int lsp_null_encode(struct buf *json)
{
	return buf_adds(json, "null");
}

/* ----------------------------------------------------------------------- places */

static void emit_position(const char *key, struct position p, struct buf *json)
{
	emit_key(json, key);
	buf_addf(json, "{\"line\":%u,\"character\":%u}", p.line, p.character);
}

static void emit_range(const struct position_range *range, struct buf *json)
{
	emit_key(json, "range");
	buf_addc(json, '{');
	emit_position("start", range->start, json);
	emit_position("end", range->end, json);
	buf_addc(json, '}');
}

static void emit_location(const char *path, size_t n,
			  const struct position_range *range, struct buf *json)
{
	buf_addc(json, '{');
	emit_key(json, "uri");
	buf_addc(json, '"');
	path_add_uri(json, path, n); /* nothing in it needs an escape */
	buf_addc(json, '"');
	emit_range(range, json);
	buf_addc(json, '}');
}

void lsp_list_begin(struct buf *json)
{
	buf_addc(json, '[');
}

void lsp_list_end(struct buf *json)
{
	buf_addc(json, ']');
}

void lsp_location_append(const char *path, size_t n,
			 const struct position_range *range, struct buf *json)
{
	emit_item(json);
	emit_location(path, n, range, json);
}

void lsp_symbol_append(const struct lsp_symbol *s, struct buf *json)
{
	emit_item(json);
	buf_addc(json, '{');
	emit_string("name", s->name, json);
	emit_key(json, "kind");
	emit_u64(json, KIND_FILE);
	emit_key(json, "location");
	emit_location(s->path, s->path_n, &s->range, json);
	if (s->container)
		emit_string("containerName", s->container, json);
	buf_addc(json, '}');
}

/* ----------------------------------------------------------------------- hover */

int lsp_hover_encode(const char *text, size_t n, bool markdown,
		     const struct position_range *range, struct buf *json)
{
	buf_addc(json, '{');
	emit_key(json, "contents");
	buf_addc(json, '{');
	emit_string("kind", markdown ? "markdown" : "plaintext", json);
	emit_key(json, "value");
	emit_text(json, text, n);
	buf_addc(json, '}');
	emit_range(range, json);
	buf_addc(json, '}');
	return json->failed;
}

void lsp_add_markdown(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] && strchr("\\`*_[]<>#|~&", s[i]))
			buf_addc(b, '\\');
		buf_addc(b, s[i] == '\n' ? ' ' : s[i]);
	}
}

/* ------------------------------------------------------------------ completion */

/* The next letters change what may come: ask again. */
void lsp_completions_begin(struct buf *json)
{
	buf_adds(json, "{\"isIncomplete\":true,\"items\":[");
}

void lsp_completion_append(struct lsp_completions *list, const char *text,
			   const char *detail, struct buf *json)
{
	emit_item(json);
	buf_addc(json, '{');
	emit_string("label", text, json);
	emit_key(json, "kind");
	emit_u64(json, KIND_TEXT);
	emit_string("detail", detail, json);
	emit_key(json, "sortText");
	buf_addf(json, "\"%04zu\"", list->n++);
	emit_key(json, "filterText");
	emit_text(json, list->typed, list->typed_n);
	emit_key(json, "textEdit");
	buf_addc(json, '{');
	emit_range(&list->range, json);
	emit_string("newText", text, json);
	buf_add(json, "}}", 2);
}

void lsp_completions_end(struct buf *json)
{
	buf_add(json, "]}", 2);
}
