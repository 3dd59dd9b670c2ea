/* packed.c: the text of a table in a file, as it is or packed. */
#include "analyzer/packed.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

enum { PIECE_BYTES = 256 * 1024, NAME_BYTES = 256, PATH_SHOWN = 200 };
enum { NOT_AT_ALL, BY_ENDING, BY_PATTERN }; /* how well a member fits */

struct bf_packed {
    struct archive *archive;
    int fd;
    char path[PATH_SHOWN]; /* for messages, cut when longer */
    char name[NAME_BYTES]; /* of the table */
    bf_packed_mark mark;
    bool again;         /* a regular file: it can be read once more */
    bool begun;         /* the first bytes have been looked at */
    bool ended;         /* the table has no more */
    iconv_t from_utf16; /* (iconv_t)-1: the bytes stay as they are */
    char *bytes;        /* as they come, PIECE_BYTES */
    size_t left;        /* of them, not yet given, at the front */
    char *converted;    /* twice as many, for UTF-8; NULL: nothing is to be converted */
};

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "table: no memory");
}

/* Says what libarchive complains of. What the system could not do is no fault of the file's. */
static bool fail(const bf_packed *packed, bf_error *err)
{
    const char *words = archive_error_string(packed->archive);
    int code = archive_errno(packed->archive);
    bool system = code > 0 && code != EINVAL && code != EILSEQ; /* EILSEQ is its word for broken */
    if (code == ENOMEM)
        no_memory(err);
    else
        bf_fail(err, system ? BF_ERR_INPUT : BF_ERR_FORMAT, "cannot be unpacked: %s",
                words ? words : "broken");
    return bf_fail_at(err, bf_str_of(packed->path), 0, 0);
}

static bool fail_by_system(const bf_packed *packed, bf_error *err)
{
    bf_fail(err, BF_ERR_INPUT, "cannot read: %s", strerror(errno));
    return bf_fail_at(err, bf_str_of(packed->path), 0, 0);
}

/* ---- Which member is the table */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* How well a member fits. A header file of NPPES lies beside its table, and is none. */
static int fitness(const char *path, const char *member)
{
    bf_str name = bf_str_of(base_name(path));
    bool table = name.length >= 4 &&
                 (bf_str_equal_nocase(bf_str_after(name, name.length - 4), BF_STR(".csv")) ||
                  bf_str_equal_nocase(bf_str_after(name, name.length - 4), BF_STR(".txt")));
    if (name.length == 0 || bf_str_find_nocase(name, BF_STR("_fileheader"), 0) != SIZE_MAX)
        return NOT_AT_ALL;
    if (member && fnmatch(member, name.bytes, FNM_CASEFOLD) == 0)
        return BY_PATTERN;
    return table ? BY_ENDING : NOT_AT_ALL;
}

/* Opens what `packed->fd` reads, from its beginning. */
static bool open_archive(bf_packed *packed, bf_error *err)
{
    archive_read_free(packed->archive);
    packed->archive = archive_read_new();
    if (packed->archive == NULL)
        return no_memory(err);
    archive_read_support_filter_gzip(packed->archive);
    if (packed->again) /* by its directory, at the end of the file */
        archive_read_support_format_zip_seekable(packed->archive);
    else
        archive_read_support_format_zip_streamable(packed->archive);
    archive_read_support_format_raw(packed->archive);
    archive_read_support_format_empty(packed->archive);
    if (packed->again && lseek(packed->fd, 0, SEEK_SET) != 0)
        return fail_by_system(packed, err);
    return archive_read_open_fd(packed->archive, packed->fd, PIECE_BYTES) == ARCHIVE_OK ||
           fail(packed, err);
}

/* Goes to the next member, which `entry` describes; NULL at the end. */
static bool go_on(bf_packed *packed, struct archive_entry **entry, bf_error *err)
{
    int code = archive_read_next_header(packed->archive, entry);
    if (code == ARCHIVE_EOF)
        *entry = NULL;
    return code == ARCHIVE_EOF || code >= ARCHIVE_WARN || fail(packed, err);
}

static int fitness_of(struct archive_entry *entry, const char *member)
{
    const char *path = archive_entry_pathname(entry);
    return path && archive_entry_filetype(entry) == AE_IFREG ? fitness(path, member) : NOT_AT_ALL;
}

static bool no_table(const bf_packed *packed, bf_error *err)
{
    bf_fail(err, BF_ERR_FORMAT, "this archive holds no table: a file of a name in .csv or .txt");
    return bf_fail_at(err, bf_str_of(packed->path), 0, 0);
}

static void keep_name(bf_packed *packed, const char *path)
{
    size_t length = strlen(base_name(path));
    length = length < sizeof packed->name ? length : sizeof packed->name - 1;
    memcpy(packed->name, base_name(path), length);
    packed->name[length] = '\0';
}

/* Walks over all members, `entry` being the first, and then goes to the one that fits best. */
static bool go_to_best(bf_packed *packed, struct archive_entry *entry, const char *member,
                       bf_error *err)
{
    size_t best = 0;
    int fits_best = 0;
    int64_t largest = -1;
    for (size_t number = 1; entry; number++) {
        int fits = fitness_of(entry, member);
        if (fits > fits_best ||
            (fits > 0 && fits == fits_best && archive_entry_size(entry) > largest)) {
            best = number;
            fits_best = fits;
            largest = archive_entry_size(entry);
        }
        if (!go_on(packed, &entry, err))
            return false;
    }
    if (best == 0)
        return no_table(packed, err);
    if (!open_archive(packed, err))
        return false;
    for (size_t number = 0; number < best; number++)
        if (!go_on(packed, &entry, err))
            return false;
    if (entry == NULL)
        return no_table(packed, err); /* it changed meanwhile */
    keep_name(packed, archive_entry_pathname(entry));
    return true;
}

/* The same for what can be read only once: the first that fits is taken, and where a pattern says
 * which, no other, as there is no second look. */
static bool go_to_first(bf_packed *packed, struct archive_entry *entry, const char *member,
                        bf_error *err)
{
    const int least = member ? BY_PATTERN : BY_ENDING;
    while (entry && fitness_of(entry, member) < least)
        if (!go_on(packed, &entry, err))
            return false;
    if (entry == NULL && member)
        return bf_fail(err, BF_ERR_FORMAT,
                       "this archive holds no file that fits \"%s\": name the "
                       "archive itself, and the largest table in it is taken",
                       member);
    if (entry == NULL)
        return no_table(packed, err);
    keep_name(packed, archive_entry_pathname(entry));
    return true;
}

/* Says whether a file begins as a zip archive, and has no directory at its end. */
static bool is_cut_zip(const bf_packed *packed)
{
    char first[4];
    return packed->again && pread(packed->fd, first, sizeof first, 0) == sizeof first &&
           memcmp(first, "PK\3\4", sizeof first) == 0;
}

static bool fail_cut(const bf_packed *packed, bf_error *err)
{
    bf_fail(err, BF_ERR_FORMAT, "this zip archive is broken or cut off: it has no directory");
    return bf_fail_at(err, bf_str_of(packed->path), 0, 0);
}

static bool open_table(bf_packed *packed, const char *member, bf_error *err)
{
    struct archive_entry *entry;
    if (!open_archive(packed, err) || !go_on(packed, &entry, err))
        return false;
    packed->ended = entry == NULL;
    bool is_zip =
        (archive_format(packed->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    if (!is_zip)
        return !is_cut_zip(packed) || fail_cut(packed, err);
    packed->ended = false;
    return packed->again ? go_to_best(packed, entry, member, err)
                         : go_to_first(packed, entry, member, err);
}

/* ---- Opening and closing */

static bool open_file(bf_packed *packed, const char *path, bf_error *err)
{
    struct stat about;
    bool standard = strcmp(path, "-") == 0;
    packed->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (packed->fd < 0 || fstat(packed->fd, &about) != 0)
        return fail_by_system(packed, err);
    if (S_ISDIR(about.st_mode)) {
        errno = EISDIR;
        return fail_by_system(packed, err);
    }
    packed->again = !standard && S_ISREG(about.st_mode);
    if (packed->again)
        packed->mark =
            (bf_packed_mark){(uint64_t)about.st_size, (int64_t)about.st_mtim.tv_sec * 1000 +
                                                          about.st_mtim.tv_nsec / 1000000};
    return true;
}

bf_packed *bf_packed_open(const char *path, const char *member, bf_error *err)
{
    bf_packed *packed = calloc(1, sizeof *packed);
    char *bytes = malloc(PIECE_BYTES);
    if (packed == NULL || bytes == NULL) {
        no_memory(err);
        free(packed);
        free(bytes);
        return NULL;
    }
    *packed = (bf_packed){.fd = -1, .from_utf16 = (iconv_t)-1, .bytes = bytes};
    strncpy(packed->path, strcmp(path, "-") == 0 ? "standard input" : path,
            sizeof packed->path - 1);
    keep_name(packed, path);
    if (open_file(packed, path, err) && open_table(packed, member, err))
        return packed;
    bf_packed_close(packed);
    return NULL;
}

void bf_packed_close(bf_packed *packed)
{
    if (packed == NULL)
        return;
    archive_read_free(packed->archive);
    if (packed->fd > STDIN_FILENO)
        close(packed->fd);
    if (packed->from_utf16 != (iconv_t)-1)
        iconv_close(packed->from_utf16);
    free(packed->bytes);
    free(packed->converted);
    free(packed);
}

/* ---- Reading */

/* Looks at the first bytes for a byte order mark (Unicode 15, 23.8), and says how long it is. */
static bool look_for_mark(bf_packed *packed, size_t *length, bf_error *err)
{
    bf_str first = {packed->bytes, packed->left};
    bool little = bf_str_starts(first, BF_STR("\xff\xfe"));
    *length = bf_str_starts(first, BF_STR("\xef\xbb\xbf")) ? 3 : 0;
    if (!little && !bf_str_starts(first, BF_STR("\xfe\xff")))
        return true;
    *length = 2;
    packed->from_utf16 = iconv_open("UTF-8", little ? "UTF-16LE" : "UTF-16BE");
    packed->converted = malloc(2 * PIECE_BYTES);
    return (packed->from_utf16 != (iconv_t)-1 && packed->converted) || no_memory(err);
}

/* Converts what stands in `bytes` from `skip` on, and keeps a character that is cut. */
static bool convert(bf_packed *packed, size_t skip, bf_str *piece, bf_error *err)
{
    char *from = packed->bytes + skip, *to = packed->converted;
    size_t from_left = packed->left - skip, to_left = 2 * PIECE_BYTES;
    size_t code = iconv(packed->from_utf16, &from, &from_left, &to, &to_left);
    bool cut = code == (size_t)-1 && errno == EINVAL && !packed->ended;
    if (code == (size_t)-1 && !cut) {
        bf_fail(err, BF_ERR_FORMAT, "begins as UTF-16, and %s",
                errno == EINVAL ? "ends inside a character" : "goes on as something else");
        return bf_fail_at(err, bf_str_of(packed->path), 0, 0);
    }
    memmove(packed->bytes, from, from_left);
    packed->left = from_left;
    *piece = (bf_str){packed->converted, (size_t)(to - packed->converted)};
    return true;
}

bool bf_packed_read(bf_packed *packed, bf_str *piece, bf_error *err)
{
    *piece = (bf_str){0};
    while (piece->length == 0 && !(packed->ended && packed->left == 0)) {
        size_t skip = 0;
        la_ssize_t got = 0;
        if (!packed->ended)
            got = archive_read_data(packed->archive, packed->bytes + packed->left,
                                    PIECE_BYTES - packed->left);
        if (got < 0)
            return fail(packed, err);
        packed->ended = got == 0;
        packed->left += (size_t)got;
        if (!packed->begun && !look_for_mark(packed, &skip, err))
            return false;
        packed->begun = true;
        if (packed->converted) {
            if (!convert(packed, skip, piece, err))
                return false;
        } else {
            *piece = (bf_str){packed->bytes + skip, packed->left - skip};
            packed->left = 0;
        }
    }
    return true;
}

bf_str bf_packed_name(const bf_packed *packed)
{
    return bf_str_of(packed->name);
}

bf_packed_mark bf_packed_mark_of(const bf_packed *packed)
{
    return packed->mark;
}

uint64_t bf_packed_progress(const bf_packed *packed)
{
    int64_t bytes = archive_filter_bytes(packed->archive, -1);
    uint64_t read = bytes > 0 ? (uint64_t)bytes : 0;
    return read < packed->mark.size ? read : packed->mark.size;
}
