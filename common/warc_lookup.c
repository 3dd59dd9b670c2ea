/* warc_lookup.c: the record that a revisit refers to, in a folder of WARC files. */
#include "common/warc_lookup.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/cdxj.h"
#include "common/input.h"
#include "common/time.h"
#include "common/warc_archive.h"

enum { MOST_PATH = 8192 };

struct bf_warc_lookup {
    char *folder;
    size_t block_limit;
    bf_buf path;
    int fd; /* of the file looked into last; -1: none */
    bf_warc_reader *reader;
};

/* --- What is referred to --------------------------------------------------------------------- */

bool bf_warc_reference_of(const bf_warc_record *revisit, bf_warc_reference *out)
{
    const bf_str of_nothing = BF_STR("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    bf_warc_reference made = {.payload_digest = revisit->payload_digest};
    bool not_modified = bf_str_ends(revisit->profile, BF_STR("/server-not-modified"));
    if (!not_modified && !bf_str_ends(revisit->profile, BF_STR("identical-payload-digest")))
        return false;
    if (!bf_time_parse(revisit->refers_to_date, &made.date_ms))
        return false;
    if (not_modified && bf_str_equal_nocase(revisit->payload_digest, of_nothing))
        made.payload_digest = (bf_str){0};
    made.target_uri =
        revisit->refers_to_uri.length > 0 ? revisit->refers_to_uri : revisit->target_uri;
    bf_str offset = bf_warc_field(revisit, BF_STR("WARC-Refers-To-File-Offset"));
    if (bf_take_decimal(&offset, INT64_MAX, &made.offset) && offset.length == 0)
        made.file = bf_warc_field(revisit, BF_STR("WARC-Refers-To-Filename"));
    *out = made;
    return true;
}

/* Says whether `record` is what `reference` speaks of. */
static bool is_believed(const bf_warc_record *record, const bf_warc_reference *reference)
{
    int64_t ms;
    bool same_digest = reference->payload_digest.length == 0 ||
                       record->payload_digest.length == 0 ||
                       bf_str_equal_nocase(reference->payload_digest, record->payload_digest);
    return bf_str_equal_nocase(record->type, BF_STR("response")) &&
           bf_str_equal(record->target_uri, reference->target_uri) &&
           bf_time_parse(record->date, &ms) && ms / 1000 == reference->date_ms / 1000 &&
           same_digest;
}

/* --- Looking --------------------------------------------------------------------------------- */

bf_warc_lookup *bf_warc_lookup_new(const char *folder, size_t block_limit)
{
    bf_warc_lookup *lookup = calloc(1, sizeof *lookup);
    if (lookup == NULL)
        return NULL;
    lookup->fd = -1;
    lookup->block_limit = block_limit;
    bf_buf_init(&lookup->path, MOST_PATH);
    lookup->folder = strdup(folder);
    if (lookup->folder != NULL)
        return lookup;
    bf_warc_lookup_free(lookup);
    return NULL;
}

static void close_file(bf_warc_lookup *lookup)
{
    bf_warc_reader_free(lookup->reader);
    lookup->reader = NULL;
    if (lookup->fd >= 0)
        close(lookup->fd);
    lookup->fd = -1;
}

void bf_warc_lookup_free(bf_warc_lookup *lookup)
{
    if (lookup == NULL)
        return;
    close_file(lookup);
    bf_buf_free(&lookup->path);
    free(lookup->folder);
    free(lookup);
}

/* Says whether `file` names something in the folder itself. */
static bool is_file_name(bf_str file)
{
    return file.length > 0 && bf_str_find(file, BF_STR("/"), 0) == SIZE_MAX &&
           bf_str_find(file, (bf_str){"", 1}, 0) == SIZE_MAX && !bf_str_equal(file, BF_STR(".")) &&
           !bf_str_equal(file, BF_STR(".."));
}

/* Opens the file `file` with `ending`, where it is a regular one. */
static bool open_file(bf_warc_lookup *lookup, bf_str file, const char *ending)
{
    struct stat about;
    close_file(lookup);
    bf_buf_reset(&lookup->path);
    bf_buf_append_format(&lookup->path, "%s/%.*s%s", lookup->folder, BF_STR_ARG(file), ending);
    if (lookup->path.failed)
        return false;
    lookup->fd = open(lookup->path.bytes, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    return lookup->fd >= 0 && fstat(lookup->fd, &about) == 0 && S_ISREG(about.st_mode);
}

/* Looks at the record at `offset` of `file`, whole or still written. */
static bf_warc_lookup_end look_at(bf_warc_lookup *lookup, bf_str file, uint64_t offset,
                                  const bf_warc_reference *reference, bf_warc_record *record,
                                  bf_error *err)
{
    bf_error broken = {0};
    if (!is_file_name(file) || offset > INT64_MAX ||
        (!open_file(lookup, file, "") && !open_file(lookup, file, BF_WARC_OPEN_ENDING)) ||
        lseek(lookup->fd, (off_t)offset, SEEK_SET) != (off_t)offset)
        return BF_WARC_LOOKUP_MISSING;
    lookup->reader = bf_warc_reader_new(bf_input_read_fd, &lookup->fd, lookup->block_limit);
    bf_warc_next next =
        lookup->reader ? bf_warc_read(lookup->reader, record, &broken) : BF_WARC_FATAL;
    if (lookup->reader == NULL || (next == BF_WARC_FATAL && broken.code == BF_ERR_MEMORY)) {
        bf_fail(err, BF_ERR_MEMORY, "WARC: no memory");
        return BF_WARC_LOOKUP_FAILED;
    }
    if (next != BF_WARC_RECORD || !is_believed(record, reference))
        return BF_WARC_LOOKUP_MISSING;
    record->offset += offset;
    bf_buf_reset(&lookup->path);
    bf_buf_append_format(&lookup->path, "%s/%.*s", lookup->folder, BF_STR_ARG(file));
    return BF_WARC_LOOKUP_FOUND;
}

/* A look by the index. */
typedef struct {
    bf_warc_lookup *lookup;
    const bf_warc_reference *reference;
    bf_warc_record *record;
    bf_warc_lookup_end end;
    bf_error *err;
} search;

static bool look_at_entry(const bf_cdxj_entry *entry, void *user)
{
    search *job = user;
    job->end =
        look_at(job->lookup, entry->file, entry->offset, job->reference, job->record, job->err);
    return job->end == BF_WARC_LOOKUP_MISSING;
}

bf_warc_lookup_end bf_warc_lookup_find(bf_warc_lookup *lookup, const bf_warc_reference *reference,
                                       bf_warc_record *record, bf_str *path, bf_error *err)
{
    search job = {lookup, reference, record, BF_WARC_LOOKUP_MISSING, err};
    bf_error unread = {0};
    job.end = look_at(lookup, reference->file, reference->offset, reference, record, err);
    if (job.end == BF_WARC_LOOKUP_MISSING &&
        !bf_cdxj_find(lookup->folder, reference->target_uri, reference->date_ms, look_at_entry,
                      &job, &unread) &&
        unread.code == BF_ERR_MEMORY) {
        *err = unread;
        return BF_WARC_LOOKUP_FAILED;
    }
    if (job.end == BF_WARC_LOOKUP_FOUND)
        *path = (bf_str){lookup->path.bytes, lookup->path.length};
    return job.end;
}
