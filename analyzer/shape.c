/* shape.c: elements of a page that are built alike. */
#include "analyzer/shape.h"

#include <stdlib.h>

/* An element and what it looks like: a hash of its path. */
typedef struct {
    uint64_t look;
    uint32_t element;
} seen;

static const uint64_t HASH_BEGIN = 14695981039346656037u; /* FNV-1a, 64 bits */

static uint64_t hash_byte(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * 1099511628211u;
}

static uint64_t hash_text(uint64_t hash, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        hash = hash_byte(hash, text.bytes[i]);
    return hash_byte(hash, '/');
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        hash = hash_byte(hash, (char)(number >> (8 * i)));
    return hash;
}

/* Says whether a class tells only which one of a list an element is. */
static bool tells_place(bf_str class)
{
    static const char *const places[] = {"odd",    "even",    "first", "last",
                                         "active", "current", "alt",   "clear"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (bf_str_equal_nocase(class, bf_str_of(places[i])))
            return true;
    return false;
}

/* The same for the same classes in whatever order, digits left out. */
static uint64_t hash_classes(bf_str classes)
{
    uint64_t sum = 0;
    bf_str class;
    while (bf_str_take_part(&classes, ' ', &class)) {
        uint64_t hash = HASH_BEGIN;
        if (class.length == 0 || tells_place(class))
            continue;
        for (size_t i = 0; i < class.length; i++)
            if (class.bytes[i] < '0' || class.bytes[i] > '9')
                hash = hash_byte(hash, class.bytes[i]);
        sum += hash;
    }
    return sum;
}

static int compare_seen(const void *left, const void *right)
{
    const seen *a = left, *b = right;
    if (a->look != b->look)
        return a->look < b->look ? -1 : 1;
    return (a->element > b->element) - (a->element < b->element);
}

/* Fills `looks`, parallel to the elements; parents stand before their children. */
static void look_at(const bf_document *document, bool by_class, uint64_t *looks)
{
    for (uint32_t i = 0; i < document->element_count; i++) {
        const bf_element *element = &document->elements[i];
        uint64_t hash = HASH_BEGIN;
        if (by_class && element->parent != BF_NONE)
            hash = looks[element->parent];
        else if (!by_class)
            hash = hash_number(hash, element->parent);
        hash = hash_text(hash, element->tag);
        looks[i] = by_class ? hash_number(hash, hash_classes(element->classes)) : hash;
    }
}

/* Sorts those that hold blocks by their looks; returns how many there are. */
static size_t sort_by_look(const bf_document *document, const uint64_t *looks, seen *sorted)
{
    size_t count = 0;
    for (uint32_t i = 0; i < document->element_count; i++)
        if (document->elements[i].block_count > 0)
            sorted[count++] = (seen){looks[i], i};
    qsort(sorted, count, sizeof *sorted, compare_seen);
    return count;
}

/* What is gathered for one page. */
typedef struct {
    bf_arena *arena;
    bf_shapes *out;
    size_t capacity;
    uint32_t *alike; /* parallel to the elements: how many are alike by class, too */
} gathering;

static bool add_shape(gathering *job, const seen *members, size_t count)
{
    bf_shape *grown =
        bf_arena_grow(job->arena, job->out->items, job->out->count, &job->capacity, sizeof *grown);
    uint32_t *elements = bf_arena_take(job->arena, count, sizeof *elements);
    if (grown == NULL || elements == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        elements[i] = members[i].element;
    job->out->items = grown;
    grown[job->out->count++] = (bf_shape){elements, count};
    return true;
}

/* Adds the runs of equal looks; of the looser ones (`by_class` false) those that are new. */
static bool add_runs(gathering *job, bool by_class, const seen *sorted, size_t count)
{
    for (size_t begin = 0, end; begin < count; begin = end) {
        bool is_new = by_class;
        for (end = begin; end < count && sorted[end].look == sorted[begin].look;)
            end++;
        for (size_t i = begin; i < end; i++) {
            uint32_t *alike = &job->alike[sorted[i].element];
            is_new = is_new || *alike < end - begin;
            *alike = by_class ? (uint32_t)(end - begin) : *alike;
        }
        if (is_new && end - begin >= 2 && !add_shape(job, sorted + begin, end - begin))
            return false;
    }
    return true;
}

bool bf_shape_find(const bf_document *document, bf_arena *arena, bf_shapes *out, bf_error *err)
{
    gathering job = {.arena = arena, .out = out};
    size_t count = document->element_count;
    uint64_t *looks = bf_arena_take(arena, count, sizeof *looks);
    seen *sorted = bf_arena_take(arena, count, sizeof *sorted);
    job.alike = bf_arena_take(arena, count, sizeof *job.alike);
    *out = (bf_shapes){0};
    bool found = looks != NULL && sorted != NULL && job.alike != NULL;
    for (int by_class = 1; found && by_class >= 0; by_class--) {
        look_at(document, by_class, looks);
        count = sort_by_look(document, looks, sorted);
        found = add_runs(&job, by_class, sorted, count);
    }
    return found || bf_fail(err, BF_ERR_MEMORY, "shapes: no memory for %zu elements",
                            document->element_count);
}
