/* credential_data.c: what JSON-LD says of somebody's credential, as one line of text. */
#include "analyzer/credential_data.h"

#include <string.h>

#include "analyzer/linked_item.h"
#include "analyzer/schema_type.h"
#include "common/buf.h"
#include "common/json.h"

enum { LINE_BYTES = 2048, PART_BYTES = 400 };

/* Members, and how the line of one begins; `type` is the only type of item of which it tells a
 * credential: that a firm is of the psychiatric trade is what site builders choose for anybody. */
static const struct {
    const char *member, *type, *begins;
} members[] = {
    {"hasCredential", NULL, "hasCredential"},
    {"memberOf", NULL, "memberOf"},
    {"alumniOf", NULL, "alumniOf"},
    {"medicalSpecialty", "Physician", "Physician, medicalSpecialty"},
};
/* Of one credential, in the order in which people say them. */
static const char *const parts[] = {"credentialCategory", "name", "about", "educationalLevel",
                                    "recognizedBy"};

const char *bf_credential_data_begins(const char *member, const cJSON *item)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(member, members[i].member) == 0)
            return members[i].type == NULL ||
                           bf_str_equal(bf_linked_item_type(item), bf_str_of(members[i].type))
                       ? members[i].begins
                       : NULL;
    return NULL;
}

/* A text, or the name of an object that stands for one; of a term of schema.org its name. */
static bf_str text_of(const cJSON *value)
{
    return bf_schema_type_name(cJSON_IsObject(value)
                                   ? bf_linked_item_text(bf_json_member(value, "name"))
                                   : bf_linked_item_text(value));
}

static void append_part(bf_buf *line, bf_str part, const char *between)
{
    if (part.length == 0 || part.length > PART_BYTES)
        return;
    bf_buf_append(line, bf_str_of(between));
    bf_buf_append(line, part);
}

bool bf_credential_data_line(const char *begins, const cJSON *one, bf_arena *arena, bf_str *out,
                             bf_error *err)
{
    bf_buf line;
    bf_str view;
    *out = (bf_str){0};
    bf_buf_init(&line, LINE_BYTES);
    bf_buf_append(&line, bf_str_of(begins));
    size_t bare = line.length;
    if (!cJSON_IsObject(one))
        append_part(&line, text_of(one), ": ");
    for (size_t i = 0; cJSON_IsObject(one) && i < sizeof parts / sizeof *parts; i++)
        append_part(&line, text_of(bf_json_member(one, parts[i])),
                    line.length == bare ? ": " : ", ");
    bool made = bf_buf_view(&line, "structured data", &view, err);
    if (made && view.length > bare && !bf_arena_copy(arena, view, out))
        made = bf_fail(err, BF_ERR_MEMORY, "structured data: no memory");
    bf_buf_free(&line);
    return made;
}
