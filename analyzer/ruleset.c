/* ruleset.c: a folder of rule files, read whole or not at all. */
#include "analyzer/ruleset.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyzer/composite_entry.h"
#include "analyzer/entries.h"
#include "common/buf.h"
#include "common/digest.h"

enum {
    RULES_BYTES = 256 * 1024 * 1024, /* of all that is kept */
    FILE_BYTES = 4 * 1024 * 1024,
    CHUNK_BYTES = 64 * 1024,
    MOST_DEPTH = 8,
    PATH_BYTES = 4096
};

/* A folder of files that are no packs: what the columns of registries mean (column_map.h). */
#define COLUMN_MAPS "rosters"

/* One file: its text lives until all are read, because entries are read after all sources. */
typedef struct {
    bf_str path;
    bf_buf text;
    bf_yaml *yaml;
    bf_pack pack;
    bool local;
} rule_file;

/* What loading needs. */
typedef struct {
    bf_rules *rules;
    rule_file *files;
    size_t count, capacity;
    bf_rules_fault *tell;
    void *user;
    size_t faults;
    bf_error *err;
} loading;

static bool no_memory(loading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "rules: no memory");
}

/* Tells a fault that no entry's reading found; `place` NULL: it has its own. */
static void tell(loading *job, bf_error *fault, const bf_rule_place *place)
{
    if (place)
        bf_fail_at(fault, place->file, place->line, place->column);
    if (job->faults++ == 0)
        *job->err = *fault;
    if (job->tell)
        job->tell(fault, job->user);
}

static bool add_file(loading *job, const char *path, bool local)
{
    rule_file *grown =
        bf_arena_grow(job->rules->arena, job->files, job->count, &job->capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->files = grown;
    grown[job->count] = (rule_file){.local = local};
    bf_buf_init(&grown[job->count].text, FILE_BYTES);
    if (!bf_arena_copy(job->rules->arena, bf_str_of(path), &grown[job->count].path))
        return no_memory(job);
    job->count++;
    return true;
}

static bool find_files(loading *job, const char *folder, bool local, unsigned depth);

static bool add_entry(loading *job, const char *folder, const char *name, bool local,
                      unsigned depth)
{
    char path[PATH_BYTES];
    struct stat status;
    if (name[0] == '.')
        return true;
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path ||
        stat(path, &status) != 0)
        return bf_fail(job->err, BF_ERR_INPUT, "%s/%s: %s", folder, name, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return (depth == 0 && strcmp(name, COLUMN_MAPS) == 0) ||
               find_files(job, path, local, depth + 1);
    return !bf_str_ends(bf_str_of(name), BF_STR(".yaml")) || add_file(job, path, local);
}

/* Finds the files of a folder and those in it, in the order of their names' bytes. */
static bool find_files(loading *job, const char *folder, bool local, unsigned depth)
{
    struct dirent **entries;
    bool found = true;
    int count = depth > MOST_DEPTH ? 0 : scandir(folder, &entries, NULL, NULL);
    if (count < 0)
        return bf_fail(job->err, BF_ERR_INPUT, "%s: cannot read the rules: %s", folder,
                       strerror(errno));
    for (int i = 0; i < count; i++) /* few enough to sort by looking: rule folders are small */
        for (int k = i + 1; k < count; k++)
            if (strcmp(entries[k]->d_name, entries[i]->d_name) < 0) {
                struct dirent *swapped = entries[i];
                entries[i] = entries[k];
                entries[k] = swapped;
            }
    for (int i = 0; i < count; i++) {
        found = found && add_entry(job, folder, entries[i]->d_name, local, depth);
        free(entries[i]);
    }
    if (depth <= MOST_DEPTH)
        free(entries);
    return found;
}

static bool read_file(loading *job, rule_file *file, bf_str *text)
{
    FILE *in = fopen(file->path.bytes, "rbe");
    size_t got = in ? 1 : 0;
    while (got > 0) {
        char *room = bf_buf_room(&file->text, CHUNK_BYTES);
        got = room ? fread(room, 1, CHUNK_BYTES, in) : 0;
        if (got > 0)
            bf_buf_wrote(&file->text, got);
    }
    bool read = in && !ferror(in);
    int why = errno;
    if (in)
        fclose(in);
    return read ? bf_buf_view(&file->text, file->path.bytes, text, job->err)
                : bf_fail(job->err, BF_ERR_INPUT, "%s: %s", file->path.bytes, strerror(why));
}

/* A file that is no YAML is a fault like any other: the rest is still read. */
static bool parse_file(loading *job, rule_file *file, bf_digest *digest)
{
    bf_str text;
    bf_error fault = {0};
    if (!read_file(job, file, &text))
        return false;
    bf_digest_add(digest, text);
    file->yaml = bf_yaml_parse(text, file->path, &fault);
    if (file->yaml)
        return true;
    if (fault.code == BF_ERR_MEMORY) {
        *job->err = fault;
        return false;
    }
    fault.code = BF_ERR_RULE;
    tell(job, &fault, NULL);
    return true;
}

/* Compares "2026.11.1" part by part as numbers. */
static bool is_newer(bf_str a, bf_str b)
{
    bf_str part_a, part_b;
    while (bf_str_take_part(&a, '.', &part_a)) {
        uint64_t number_a = 0, number_b = 0;
        bool more = bf_str_take_part(&b, '.', &part_b);
        if (!bf_take_decimal(&part_a, UINT32_MAX, &number_a) ||
            (more && !bf_take_decimal(&part_b, UINT32_MAX, &number_b)))
            return false;
        if (!more || number_a != number_b)
            return !more || number_a > number_b;
    }
    return false;
}

static bool is_versioned(const rule_file *file)
{
    return file->yaml && bf_yaml_root(file->yaml)->kind == BF_YAML_MAPPING;
}

/* Begins the pack of a file, and reads its sources: entries of any file may cite them. */
static bool begin_pack(loading *job, rule_file *file)
{
    file->pack = (bf_pack){.arena = job->rules->arena,
                           .file = file->path,
                           .root = bf_yaml_root(file->yaml),
                           .tell = job->tell,
                           .user = job->user,
                           .faults = job->faults,
                           .err = job->err};
    bf_pack_begin(&file->pack);
    bf_entries_read_sources(&file->pack, job->rules, file->local);
    if (is_newer(file->pack.version, job->rules->version))
        job->rules->version = file->pack.version;
    job->faults = file->pack.faults;
    return !file->pack.no_memory || no_memory(job);
}

static bool read_packs(loading *job)
{
    for (size_t i = 0; i < job->count; i++)
        if (job->files[i].yaml && !begin_pack(job, &job->files[i]))
            return false;
    for (size_t i = 0; i < job->count; i++) {
        rule_file *file = &job->files[i];
        if (!is_versioned(file))
            continue;
        file->pack.faults = job->faults;
        bf_entries_read(&file->pack, job->rules, file->local);
        job->faults = file->pack.faults;
        if (file->pack.no_memory)
            return no_memory(job);
    }
    return true;
}

/* `hides` names cues by id; one that there is not is a fault of the whole, not of a file. */
static void check_hides(loading *job)
{
    const bf_rules *rules = job->rules;
    for (size_t i = 0; i < rules->cue_count; i++)
        for (size_t k = 0; k < rules->cues[i].hide_count; k++) {
            bool known = false;
            for (size_t other = 0; other < rules->cue_count && !known; other++)
                known = bf_str_equal(rules->cues[other].id, rules->cues[i].hides[k]);
            if (known)
                continue;
            bf_error fault = {0};
            bf_fail(&fault, BF_ERR_RULE, "\"hides\" names no cue: %.*s",
                    BF_STR_ARG(rules->cues[i].hides[k]));
            tell(job, &fault, &rules->cues[i].place);
        }
}

/* Tells of an entry without keywords: each text of each page would be searched for it. */
static void check_keywords_of(loading *job, const bf_keywords *keywords, size_t number,
                              const bf_pattern *pattern, const bf_rule_place *place)
{
    size_t lacking;
    bf_error fault = {0};
    if (pattern == NULL || !bf_keywords_lack(keywords, number, &lacking))
        return;
    bf_fail(&fault, BF_ERR_RULE,
            "no word of it must stand where it matches, so all of every page would be searched for "
            "it (%zu of %zu in its list): give it a word that is always there",
            lacking + 1, bf_pattern_count(pattern));
    tell(job, &fault, place);
}

static void check_keywords(loading *job)
{
    const bf_rules *rules = job->rules;
    const bf_rule_keywords *keywords = &rules->keywords;
    for (size_t i = 0; i < rules->rule_count; i++)
        check_keywords_of(job,
                          rules->rules[i].span == BF_SPAN_SENTENCE ? keywords->sentences
                                                                   : keywords->paragraphs,
                          i, rules->rules[i].pattern, &rules->rules[i].place);
    for (size_t i = 0; i < rules->claim_count; i++)
        check_keywords_of(job, keywords->claims, i, rules->claims[i].pattern,
                          &rules->claims[i].place);
    for (size_t i = 0; i < rules->title_count; i++)
        check_keywords_of(job, keywords->titles, i, rules->titles[i].pattern,
                          &rules->titles[i].place);
    for (size_t i = 0; i < rules->sign_count; i++)
        check_keywords_of(
            job, rules->signs[i].in == BF_SIGN_IN_CLASS ? keywords->classes : keywords->signs, i,
            rules->signs[i].pattern, &rules->signs[i].place);
}

static void tell_at(bf_error *fault, const bf_rule_place *place, void *user)
{
    tell(user, fault, place);
}

/* A composite names parts of any pack, so they are found when all are read. */
static void find_parts(loading *job)
{
    const bf_rules *rules = job->rules;
    for (size_t i = 0; i < rules->rule_count; i++)
        if (rules->rules[i].composite)
            bf_composite_entry_resolve(rules, &rules->rules[i], tell_at, job);
}

/* An analysis needs both tables; a folder without them is no set of rules. Where there are faults
 * already, the tables may stand in what could not be read. */
static void check_tables(loading *job)
{
    bf_error fault = {0};
    const bf_rule_place nowhere = {0};
    if (job->faults > 0 || (job->rules->conduct_count > 0 && job->rules->credential_count > 0))
        return;
    bf_fail(&fault, BF_ERR_RULE,
            "no table \"conduct\" and \"credential\": is this the folder of "
            "the rules?");
    tell(job, &fault, &nowhere);
}

static bool load_folders(loading *job, const char *shipped, const char *local)
{
    char hex[BF_DIGEST_SHA256_TEXT];
    bf_digest *digest = bf_digest_new(BF_DIGEST_SHA256);
    bool loaded = digest ? find_files(job, shipped, false, 0) &&
                               (local == NULL || find_files(job, local, true, 0))
                         : no_memory(job);
    for (size_t i = 0; loaded && i < job->count; i++)
        loaded = parse_file(job, &job->files[i], digest);
    loaded =
        loaded && bf_digest_end(digest, hex, job->err) &&
        (bf_arena_copy(job->rules->arena, bf_str_of(hex), &job->rules->sha256) || no_memory(job));
    bf_digest_free(digest);
    if (!loaded || !read_packs(job))
        return false;
    check_hides(job);
    find_parts(job);
    check_tables(job);
    if (!bf_rules_find_keywords(job->rules, job->err))
        return false;
    check_keywords(job);
    return job->faults == 0;
}

static void free_files(loading *job)
{
    for (size_t i = 0; i < job->count; i++) {
        bf_yaml_free(job->files[i].yaml);
        bf_buf_free(&job->files[i].text);
    }
}

bf_rules *bf_rules_load(const char *shipped, const char *local, bf_rules_fault *fault, void *user,
                        bf_error *err)
{
    bf_arena *arena = bf_arena_new(RULES_BYTES);
    loading job = {.rules = arena ? bf_arena_take(arena, 1, sizeof *job.rules) : NULL,
                   .tell = fault,
                   .user = user,
                   .err = err};
    if (job.rules == NULL) {
        no_memory(&job);
        bf_arena_free(arena);
        return NULL;
    }
    job.rules->arena = arena;
    bool loaded = load_folders(&job, shipped, local);
    free_files(&job);
    if (loaded)
        return job.rules;
    bf_rules_free(job.rules);
    return NULL;
}

void bf_rules_free(bf_rules *rules)
{
    if (rules == NULL)
        return;
    bf_rules_free_keywords(rules);
    bf_entries_free(rules);
    bf_arena_free(rules->arena); /* `rules` is in it */
}

bf_str bf_rules_version(const bf_rules *rules)
{
    return rules->version;
}

bf_str bf_rules_sha256(const bf_rules *rules)
{
    return rules->sha256;
}

size_t bf_rules_count(const bf_rules *rules)
{
    return rules->rule_count + rules->claim_count + rules->title_count + rules->school_count +
           rules->cue_count;
}
