/* card.c: the repeated cards of a directory or a team page. First every name on the page is noted,
 * and every block that says something which goes with a name; then each shape is weighed by them.
 */
#include "analyzer/card.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/column.h"
#include "analyzer/name.h"
#include "analyzer/shape.h"

enum {
    MOST_CARDS = 2000,
    FIRST_BLOCKS = 4,          /* of a card: texts of images stand before the shown ones */
    MOST_SECTIONS = 6,         /* one in another over a card */
    MOST_LISTS = 4,            /* of adverts on a page */
    LABEL_BYTES = 60,          /* of a block that says what a card is: "Promoted" */
    NAME_AT_MOST = 40,         /* bytes of a block before a name that stands inside it */
    SHORT_BLOCK = 240,         /* a longer block is a paragraph, whoever it begins with */
    PROSE_BYTES = 80,          /* so much text says something of somebody */
    NAMED_SHARE = 6,           /* of ten elements of a shape, so many have to have a name */
    MOST_SIBLINGS = 64,        /* from one name to the next: more are no card */
    FACTS_OF_PEOPLE = 4,       /* kinds of facts that tell a card whose name is none to us */
    FACT_WEIGHT = 4,           /* of a card with facts, beside the kinds of its facts */
    BLOCK_FACTS = BF_CARD_DATA /* kinds of facts that a block may say */
};

const char *bf_card_naming_name(bf_card_naming naming)
{
    static const char *const names[] = {
        "a sign",      "what is set apart", "a heading",  "a block",
        "any heading", "its first link",    "its column", "the profile of the site"};
    static_assert(sizeof names / sizeof *names == BF_CARD_NAMINGS, "each has a name");
    return names[naming];
}

/* What is known of the page. Arrays with "next" are parallel to blocks or elements, one longer, and
 * give the next one from there on that has a name, or the count. */
typedef struct {
    bf_sign_reader *reader;
    const bf_document *document;
    const bf_voices *voices;
    bf_arena *arena;
    uint32_t *next_signed, *next_inline; /* elements */
    uint32_t *next_link;                 /* elements: links, whatever they say */
    uint32_t *next_heading, *next_block; /* blocks */
    uint32_t *next_title;                /* blocks: headings, whatever they say */
    uint32_t *facts[BLOCK_FACTS];        /* how many blocks before this one say it */
    size_t *bytes;                       /* of text in the blocks before this one */
    size_t name_count;
    uint64_t *data_names; /* hashes of the names in the data, in their order */
    size_t data_name_count;
    bool inverted; /* the shape that is cut names people "Example, Ana" */
} finding;

/* How a shape is cut into cards. */
typedef struct {
    bf_card *items;
    size_t count;
    size_t score, bytes;
    bool runs; /* from one element to the next */
} cutting;

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "cards: no memory");
}

/* --- Names ---------------------------------------------------------------------------------------
 */

static bool is_shown(const finding *job, uint32_t block)
{
    const bf_block *one = &job->document->blocks[block];
    bool in_header =
        one->zone == BF_ZONE_HEADER && one->heading_level > 1; /* of a part, not a page */
    return one->field == BF_FIELD_TEXT && (one->zone == BF_ZONE_MAIN || in_header) &&
           job->voices->blocks[block] == BF_VOICE_ADVERTISER;
}

/* The name that element `number` holds, when it begins one block or nearly. */
static bf_name element_name(const finding *job, uint32_t number)
{
    const bf_element *element = &job->document->elements[number];
    if (element->block_count == 0 || !is_shown(job, element->first_block))
        return (bf_name){0};
    return element->text_begin > NAME_AT_MOST
               ? (bf_name){0}
               : bf_name_read(bf_document_first_text(job->document, number));
}

static bool sets_name_apart(bf_str tag)
{
    static const char *const tags[] = {"a", "b", "strong", "em", "i", "u", "font", "span", "cite"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (bf_str_equal(tag, bf_str_of(tags[i])))
            return true;
    return false;
}

static bool is_named_by_sign(const finding *job, uint32_t number)
{
    const bf_element *element = &job->document->elements[number];
    if (element->block_count == 0 || !is_shown(job, element->first_block))
        return false;
    bool named_in_data =
        element->attribute_count > 0 &&
        bf_str_equal(bf_document_attribute(job->document, number, "itemprop"), BF_STR("name"));
    return bf_sign_in_classes(job->reader, BF_SIGN_NAME, number) ||
           (named_in_data && element_name(job, number).kind != BF_NAME_NONE);
}

static bool names_block(const finding *job, uint32_t number)
{
    bf_str text = job->document->blocks[number].text, family, given;
    bf_name name = bf_name_read(text);
    return bf_name_inverted(text, &family, &given) ||
           (name.kind != BF_NAME_NONE && (name.alone || name.letters || text.length < SHORT_BLOCK));
}

static void note_names(finding *job)
{
    const bf_document *document = job->document;
    uint32_t elements = (uint32_t)document->element_count, blocks = (uint32_t)document->block_count;
    job->next_signed[elements] = job->next_inline[elements] = job->next_link[elements] = elements;
    job->next_heading[blocks] = job->next_block[blocks] = job->next_title[blocks] = blocks;
    for (uint32_t i = elements; i-- > 0;) {
        bool link = bf_str_equal(document->elements[i].tag, BF_STR("a"));
        job->next_link[i] = link ? i : job->next_link[i + 1];
        job->next_signed[i] = is_named_by_sign(job, i) ? i : job->next_signed[i + 1];
        job->next_inline[i] =
            sets_name_apart(document->elements[i].tag) && element_name(job, i).kind != BF_NAME_NONE
                ? i
                : job->next_inline[i + 1];
    }
    for (uint32_t i = blocks; i-- > 0;) {
        bool named = is_shown(job, i) && names_block(job, i);
        bool heading = document->blocks[i].kind == BF_BLOCK_HEADING;
        job->next_heading[i] = named && heading ? i : job->next_heading[i + 1];
        job->next_block[i] = named && !heading ? i : job->next_block[i + 1];
        job->next_title[i] = heading && is_shown(job, i) ? i : job->next_title[i + 1];
        job->name_count += named;
    }
}

/* --- Facts ---------------------------------------------------------------------------------------
 */

/* Counts them, and the bytes of all texts. */
static bool read_facts(finding *job)
{
    size_t blocks = job->document->block_count;
    job->bytes = bf_arena_take(job->arena, blocks + 1, sizeof *job->bytes);
    if (job->bytes == NULL)
        return false;
    for (size_t k = 0; k < blocks; k++)
        job->bytes[k + 1] = job->bytes[k] + job->document->blocks[k].text.length;
    for (size_t i = 0; i < BLOCK_FACTS; i++) {
        uint32_t *counts = bf_arena_take(job->arena, blocks + 1, sizeof *counts);
        if (counts == NULL)
            return false;
        for (uint32_t k = 0; k < blocks; k++)
            counts[k + 1] = counts[k] + bf_card_fact_in(job->reader, k, (bf_card_fact)i);
        job->facts[i] = counts;
    }
    return true;
}

static int compare_numbers(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static uint64_t hash_name(bf_str name)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < name.length; i++)
        hash = (hash ^ ((unsigned char)name.bytes[i] | 0x20)) * 1099511628211u;
    return hash;
}

static bool note_data_names(finding *job)
{
    const bf_advertisers *list = &job->reader->structured->advertisers;
    job->data_names = bf_arena_take(job->arena, list->count, sizeof *job->data_names);
    if (job->data_names == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++)
        job->data_names[i] = hash_name(bf_name_read(list->items[i].name).text);
    qsort(job->data_names, list->count, sizeof *job->data_names, compare_numbers);
    job->data_name_count = list->count;
    return true;
}

static bool is_in_data(const finding *job, bf_str name)
{
    uint64_t hash = hash_name(name);
    return bsearch(&hash, job->data_names, job->data_name_count, sizeof hash, compare_numbers) !=
           NULL;
}

static unsigned facts_of(const finding *job, const bf_card *card)
{
    unsigned set = 0;
    size_t end = card->first_block + card->block_count;
    for (size_t i = 0; i < BLOCK_FACTS; i++)
        if (job->facts[i][end] > job->facts[i][card->first_block])
            set |= 1u << i;
    if (is_in_data(job, card->name))
        set |= 1u << BF_CARD_DATA;
    if (bf_sign_in_classes(job->reader, BF_SIGN_CARD, card->first))
        set |= 1u << BF_CARD_CLASS;
    return set;
}

/* How many kinds of facts a card has; 0 when it has prose and a price at most. */
static size_t count_facts(const finding *job, const bf_card *card)
{
    const unsigned weak = 1u << BF_CARD_PRICE | 1u << BF_CARD_PROSE;
    size_t count = 0;
    unsigned set = facts_of(job, card);
    for (size_t i = 0; (set & ~weak) != 0 && i < BF_CARD_FACT_COUNT; i++)
        count += set >> i & 1;
    return count;
}

/* --- The name of a card
 * ----------------------------------------------------------------------------
 */

static bool join_name(const finding *job, bf_str given, bf_str family, bf_card *card)
{
    char *joined = bf_arena_take(job->arena, given.length + 1 + family.length, 1);
    if (joined == NULL)
        return false;
    memcpy(joined, given.bytes, given.length);
    joined[given.length] = ' ';
    memcpy(joined + given.length + 1, family.bytes, family.length);
    card->name = (bf_str){joined, given.length + 1 + family.length};
    return true;
}

/* Takes a name as it stands at the beginning of `text`; one that is no name to us is taken as far
 * as what usually ends one. */
static bool take_name(const finding *job, bf_str text, bf_card *card)
{
    bf_str family, given;
    bf_name name = bf_name_read(text);
    card->practice = name.kind == BF_NAME_PRACTICE;
    card->name = name.kind == BF_NAME_NONE ? bf_name_cut(text) : name.text;
    if (name.kind != BF_NAME_NONE && !job->inverted)
        return true; /* "Ana Example, Portland" */
    return !bf_name_inverted(text, &family, &given) || join_name(job, given, family, card);
}

/* Says whether block `number` is a heading over fees, insurers, hours. */
static bool heads_terms(const finding *job, uint32_t number)
{
    return bf_sign_in_block(job->reader, BF_SIGN_TERMS, number);
}

/* Says whether what has no name that we can tell is a card nevertheless, and its heading the name:
 * its class says so, or it has facts that only people have. */
static bool is_card_all_the_same(const finding *job, const bf_card *card)
{
    return bf_sign_in_classes(job->reader, BF_SIGN_CARD, card->first) ||
           count_facts(job, card) >= FACTS_OF_PEOPLE;
}

/* The first block of the card when it is the text of a link in it. */
static uint32_t first_link(const finding *job, const bf_card *card)
{
    const bf_document *document = job->document;
    uint32_t at = job->next_link[card->first];
    if (at > card->last || document->elements[at].block_count == 0 ||
        document->elements[at].first_block != card->first_block)
        return BF_NONE;
    return is_shown(job, card->first_block) ? card->first_block : BF_NONE;
}

/* Names the card that is a row of a table, by the heads of its columns. false: no memory. */
static bool name_row(const finding *job, uint32_t given, bf_card *card)
{
    const bf_block *blocks = job->document->blocks;
    bf_str name = blocks[card->named].text;
    card->named_by = BF_CARD_BY_COLUMN;
    return given == BF_NONE
               ? take_name(job, name, card)
               : join_name(job, bf_name_cut(blocks[given].text), bf_name_cut(name), card);
}

/* Names a card: by its columns, by a sign, by a heading, by what is set apart, else by one of its
 * first blocks. `out` says whether there is a name. false: no memory. */
static bool name_card(const finding *job, bf_card *card, bool *out)
{
    const bf_document *document = job->document;
    uint32_t end = card->first_block + card->block_count, heading, block;
    uint32_t at = job->next_signed[card->first];
    *out = true;
    if (bf_column_person(document, card->first, &card->named, &heading))
        return name_row(job, heading, card);
    card->named_by = BF_CARD_BY_SIGN;
    if (at <= card->last) {
        card->named = document->elements[at].first_block;
        return take_name(job, bf_document_first_text(document, at), card);
    }
    heading = job->next_heading[card->first_block];
    at = job->next_inline[card->first];
    block = job->next_block[card->first_block];
    uint32_t over = block < end ? document->blocks[block].section : BF_NONE;
    /* Under terms a name is an insurer's, a street's, a receptionist's. */
    if (over != BF_NONE && over >= card->first_block && heads_terms(job, over))
        block = (uint32_t)document->block_count;
    if (at <= card->last && document->elements[at].first_block < heading &&
        document->elements[at].first_block <= block) {
        bf_name name = element_name(job, at);
        card->named_by = BF_CARD_BY_SET_APART;
        card->named = document->elements[at].first_block;
        card->name = name.text;
        card->practice = name.kind == BF_NAME_PRACTICE;
        return true;
    }
    card->named = heading < end ? heading : block;
    card->named_by = heading < end ? BF_CARD_BY_HEADING : BF_CARD_BY_BLOCK;
    if (card->named >= end && is_card_all_the_same(job, card)) {
        heading = job->next_title[card->first_block];
        card->named = heading < end && heads_terms(job, heading) ? end : heading;
        card->named_by = BF_CARD_BY_ANY_HEADING;
    }
    if (card->named >= end && bf_sign_in_classes(job->reader, BF_SIGN_CARD, card->first)) {
        card->named = first_link(job, card);
        card->named_by = BF_CARD_BY_ANY_LINK;
    }
    *out = card->named < end;
    return !*out || take_name(job, document->blocks[card->named].text, card);
}

/* --- Shapes --------------------------------------------------------------------------------------
 */

bf_card bf_card_of(const bf_document *document, uint32_t number)
{
    const bf_element *element = &document->elements[number];
    return (bf_card){.first = number,
                     .last = element->last,
                     .first_block = element->first_block,
                     .block_count = element->block_count,
                     .named = BF_NONE};
}

/* How many different names there are: the same one again and again heads the parts of one advert.
 */
static bool count_names(const finding *job, const cutting *cut, size_t *out)
{
    uint64_t *hashes = bf_arena_take(job->arena, cut->count, sizeof *hashes);
    *out = 0;
    if (hashes == NULL)
        return false;
    for (size_t i = 0; i < cut->count; i++)
        hashes[i] = hash_name(cut->items[i].name);
    qsort(hashes, cut->count, sizeof *hashes, compare_numbers);
    for (size_t i = 0; i < cut->count; i++)
        *out += i == 0 || hashes[i] != hashes[i - 1];
    return true;
}

/* Sums up what the cards of a cutting say; 0 when they are no cards. */
static bool weigh(const finding *job, cutting *cut)
{
    size_t names;
    if (!count_names(job, cut, &names))
        return false;
    cut->score = cut->bytes = 0;
    size_t with_facts = 0, persons = 0;
    for (size_t i = 0; i < cut->count; i++) {
        const bf_card *card = &cut->items[i];
        size_t facts = count_facts(job, card);
        with_facts += facts > 0;
        persons += !card->practice || bf_sign_in_classes(job->reader, BF_SIGN_CARD, card->first);
        cut->score += facts > 0 ? FACT_WEIGHT + facts : 1;
        cut->bytes +=
            job->bytes[card->first_block + card->block_count] - job->bytes[card->first_block];
    }
    if (cut->count == 2 && persons < 2) /* two practices may be anything */
        cut->score = 0;
    if (cut->count < 2 || with_facts < 2 || 2 * with_facts < cut->count ||
        5 * names < 4 * cut->count)
        cut->score = 0;
    return true;
}

/* The first block of a card that is shown, of those it begins with; BF_NONE when none is. */
static uint32_t first_shown(const finding *job, const bf_card *card)
{
    for (uint32_t i = 0; i < card->block_count && i < FIRST_BLOCKS; i++)
        if (is_shown(job, card->first_block + i))
            return card->first_block + i;
    return BF_NONE;
}

static bool can_be_reached(const finding *job, const bf_card *card)
{
    size_t end = card->first_block + card->block_count;
    return job->facts[BF_CARD_CONTACT][end] > job->facts[BF_CARD_CONTACT][card->first_block];
}

/* Says whether most of the cards begin "Example, Ana". */
static bool are_inverted(const finding *job, const cutting *cut)
{
    bf_str family, given;
    size_t count = 0;
    for (size_t i = 0; i < cut->count; i++)
        count += bf_name_inverted(job->document->blocks[cut->items[i].named].text, &family, &given);
    return 10 * count > NAMED_SHARE * cut->count;
}

/* Where most elements are cards, those that can be reached are, too, whatever they are called: by
 * their first line. */
static bool add_unnamed(const finding *job, const bf_shape *shape, cutting *out)
{
    size_t named = out->count, next = 0;
    cutting all = {.items = bf_arena_take(job->arena, shape->count, sizeof *all.items)};
    if (all.items == NULL)
        return false;
    for (size_t i = 0; i < shape->count && all.count < MOST_CARDS; i++) {
        bf_card card = bf_card_of(job->document, shape->elements[i]);
        if (next < named && out->items[next].first == card.first) {
            all.items[all.count++] = out->items[next++];
            continue;
        }
        card.named = first_shown(job, &card);
        if (card.named == BF_NONE || !can_be_reached(job, &card) ||
            job->document->blocks[card.named].text.length > PROSE_BYTES)
            continue;
        card.name = bf_name_cut(job->document->blocks[card.named].text);
        if (bf_str_ends(card.name, BF_STR("?")) || bf_str_ends(card.name, BF_STR("!")) ||
            heads_terms(job, card.named))
            continue; /* it asks for something, and is nobody */
        all.items[all.count++] = card;
    }
    *out = all;
    return true;
}

/* Each element that has a name is a card. `shown` counts all that show anything. */
static bool cut_by_element(finding *job, const bf_shape *shape, cutting *out, size_t *shown)
{
    *out = (cutting){.items = bf_arena_take(job->arena, shape->count, sizeof *out->items)};
    *shown = 0;
    if (out->items == NULL)
        return false;
    for (size_t i = 0; i < shape->count && out->count < MOST_CARDS; i++) {
        bf_card card = bf_card_of(job->document, shape->elements[i]);
        bool named;
        if (first_shown(job, &card) == BF_NONE ||
            bf_column_heads(job->document, shape->elements[i]))
            continue;
        (*shown)++;
        if (!name_card(job, &card, &named))
            return false;
        if (named)
            out->items[out->count++] = card;
    }
    job->inverted = are_inverted(job, out);
    for (size_t i = 0; job->inverted && i < out->count; i++)
        if (!take_name(job, job->document->blocks[out->items[i].named].text, &out->items[i]))
            return false;
    if (10 * out->count >= NAMED_SHARE * *shown && out->count < *shown)
        return add_unnamed(job, shape, out);
    return true;
}

/* Ends `card` before the element `next`, which stands in the same element, or at the end of that.
 */
static void extend(const bf_document *document, bf_card *card, uint32_t next)
{
    const bf_element *around = &document->elements[document->elements[card->first].parent];
    uint32_t end = around->first_block + around->block_count;
    if (next <= around->last)
        end = document->elements[next].first_block;
    card->last = next - 1;
    card->block_count = end - card->first_block;
}

/* The element after the last card's: as many siblings as the longest card before it has, up to a
 * heading of the same level or above, and not out of what holds them. */
static uint32_t end_of_last(const finding *job, const bf_card *last, size_t most_siblings)
{
    const bf_document *document = job->document;
    uint32_t parent = document->elements[last->first].parent;
    uint8_t level = document->blocks[last->named].heading_level;
    uint32_t next = document->elements[last->first].last + 1;
    for (size_t i = 1; i < most_siblings && next < document->element_count; i++) {
        const bf_element *element = &document->elements[next];
        if (element->parent != parent)
            break;
        const bf_block *first =
            element->block_count > 0 ? &document->blocks[element->first_block] : NULL;
        if (first != NULL && first->heading_level > 0 && level > 0 && first->heading_level <= level)
            break;
        next = element->last + 1;
    }
    return next;
}

/* Siblings from `from` up to `to`; one more than MOST_SIBLINGS stands for all that are more. */
static size_t count_siblings(const bf_document *document, uint32_t from, uint32_t to)
{
    size_t count = 0;
    for (uint32_t i = from; i < to && count <= MOST_SIBLINGS; i = document->elements[i].last + 1)
        count++;
    return count;
}

/* Those of the cards that stand in one element: the first one in which as many stand as in any. */
static bool of_one_parent(const finding *job, const cutting *all, cutting *out)
{
    const bf_element *elements = job->document->elements;
    size_t begin = 0, count = 0;
    *out = (cutting){.items = bf_arena_take(job->arena, all->count, sizeof *out->items)};
    if (out->items == NULL)
        return false;
    for (size_t i = 0, end; i < all->count; i = end) {
        for (end = i; end < all->count && elements[all->items[end].first].parent ==
                                              elements[all->items[i].first].parent;)
            end++;
        if (end - i > count && elements[all->items[i].first].parent != BF_NONE) {
            begin = i;
            count = end - i;
        }
    }
    for (size_t i = 0; i < count; i++)
        out->items[out->count++] = all->items[begin + i];
    return true;
}

/* Says whether the first of them is a practice whose heading stands over those of the others: its
 * people, not its neighbours. */
static bool heads_the_others(const finding *job, const cutting *named)
{
    const bf_block *blocks = job->document->blocks;
    if (named->count < 3 || !named->items[0].practice)
        return false;
    uint8_t first = blocks[named->items[0].named].heading_level;
    uint8_t second = blocks[named->items[1].named].heading_level;
    return first > 0 && second > first;
}

/* Each element with a name begins a card that goes on to the next one in the same element. */
static bool cut_by_run(const finding *job, const cutting *all, cutting *out)
{
    cutting part, *named = &part;
    if (!of_one_parent(job, all, &part))
        return false;
    if (heads_the_others(job, named))
        *named = (cutting){.items = named->items + 1, .count = named->count - 1};
    const bf_document *document = job->document;
    size_t siblings = 1;
    *out = (cutting){.items = bf_arena_take(job->arena, named->count, sizeof *out->items),
                     .runs = true};
    if (out->items == NULL)
        return false;
    for (size_t i = 0; i < named->count; i++) {
        bf_card card = named->items[i];
        if (i + 1 < named->count) {
            size_t here = count_siblings(document, card.first, named->items[i + 1].first);
            if (here > MOST_SIBLINGS)
                return true; /* names far apart head no cards: none */
            siblings = here > siblings ? here : siblings;
            extend(document, &card, named->items[i + 1].first);
        } else {
            extend(document, &card, end_of_last(job, &card, siblings));
        }
        out->items[i] = card;
    }
    out->count = named->count;
    return true;
}

/* Says whether a card of the cutting has a block in common with one of `cards`; both stand in the
 * order of the document. */
static bool overlaps(const cutting *cut, const bf_cards *cards)
{
    size_t i = 0, k = 0;
    while (i < cut->count && k < cards->count) {
        const bf_card *a = &cut->items[i], *b = &cards->items[k];
        if (a->first_block + a->block_count <= b->first_block)
            i++;
        else if (b->first_block + b->block_count <= a->first_block)
            k++;
        else
            return true;
    }
    return false;
}

/* Of two that say the same, the one whose cards are the outer elements holds their links, too. */
static bool is_better(const cutting *a, const cutting *b)
{
    if (a->score != b->score || a->bytes != b->bytes)
        return a->score != b->score ? a->score > b->score : a->bytes > b->bytes;
    return a->items[0].last - a->items[0].first > b->items[0].last - b->items[0].first;
}

/* Says whether the cards are little more than names: then what they say follows them. */
static bool are_heads(const finding *job, const cutting *cut)
{
    size_t heads = 0;
    for (size_t i = 0; i < cut->count; i++)
        heads += cut->items[i].block_count == 1 &&
                 job->document->blocks[cut->items[i].first_block].text.length < SHORT_BLOCK;
    return 2 * heads > cut->count;
}

/* Cuts and weighs one shape; what may be cards is added to the `count` cuttings of `kept`, two at
 * most. */
static bool try_shape(finding *job, const bf_shape *shape, cutting *kept, size_t *count)
{
    cutting cut, run;
    size_t shown;
    if (bf_str_equal(job->document->elements[shape->elements[0]].tag, BF_STR("br")))
        return true; /* it holds nothing */
    if (!cut_by_element(job, shape, &cut, &shown))
        return false;
    if (cut.count < 2)
        return true;
    if (!weigh(job, &cut))
        return false;
    bool enough = cut.score > 0 && 10 * cut.count >= NAMED_SHARE * shown;
    if (enough)
        kept[(*count)++] = cut;
    if (enough && !are_heads(job, &cut))
        return true;
    if (!cut_by_run(job, &cut, &run) || !weigh(job, &run))
        return false;
    if (run.score > 0)
        kept[(*count)++] = run;
    return true;
}

/* The best of the cuttings that has no block in common with the cards of `out`; NULL without one.
 */
static cutting *best_of(cutting *kept, size_t count, const bf_cards *out)
{
    cutting *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (kept[i].score > 0 && !overlaps(&kept[i], out) &&
            (best == NULL || is_better(&kept[i], best)))
            best = &kept[i];
    return best;
}

/* Says whether a heading over all cards, of which `first` is the first, or a word in the card
 * itself tells that it is one of others: "Similar therapists", "Promoted". */
static bool stands_beside(const finding *job, const bf_card *card, const bf_card *first)
{
    const bf_document *document = job->document;
    uint32_t at = document->blocks[card->named].section;
    for (int i = 0; i < MOST_SECTIONS && at != BF_NONE; i++) {
        if (at < first->first_block && bf_sign_in_block(job->reader, BF_SIGN_OTHERS, at))
            return true;
        at = document->blocks[at].section;
    }
    for (uint32_t i = 0; i < card->block_count; i++)
        if (document->blocks[card->first_block + i].text.length <= LABEL_BYTES &&
            bf_sign_in_block(job->reader, BF_SIGN_OTHERS, card->first_block + i))
            return true;
    return false;
}

/* Leaves out those that stand beside, but where all do. */
static void take_cards(const finding *job, const cutting *best, bf_cards *out)
{
    const bf_card first = best->items[0];
    *out = (bf_cards){.items = best->items, .runs = best->runs};
    for (size_t i = 0; i < best->count; i++)
        if (!stands_beside(job, &best->items[i], &first))
            out->items[out->count++] = best->items[i];
    out->beside = out->count == 0;
    out->count = out->beside ? best->count : out->count;
    for (size_t i = 0; i < out->count; i++)
        out->items[i].facts = facts_of(job, &out->items[i]);
}

static bool prepare(finding *job)
{
    size_t elements = job->document->element_count + 1, blocks = job->document->block_count + 1;
    job->next_signed = bf_arena_take(job->arena, elements, sizeof(uint32_t));
    job->next_inline = bf_arena_take(job->arena, elements, sizeof(uint32_t));
    job->next_link = bf_arena_take(job->arena, elements, sizeof(uint32_t));
    job->next_heading = bf_arena_take(job->arena, blocks, sizeof(uint32_t));
    job->next_block = bf_arena_take(job->arena, blocks, sizeof(uint32_t));
    job->next_title = bf_arena_take(job->arena, blocks, sizeof(uint32_t));
    return job->next_link && job->next_title && job->next_signed && job->next_inline &&
           job->next_heading && job->next_block;
}

static bool has_card_classes(const finding *job)
{
    for (uint32_t i = 0; i < job->document->element_count; i++)
        if (bf_sign_in_classes(job->reader, BF_SIGN_CARD, i))
            return true;
    return false;
}

/* Adds the cards of another list, in their place. */
static bool add_list(const finding *job, const bf_cards *list, bf_cards *out)
{
    bf_card *all = bf_arena_take(job->arena, out->count + list->count, sizeof *all);
    size_t count = 0;
    if (all == NULL)
        return false;
    for (size_t i = 0, k = 0; i < out->count || k < list->count;)
        if (k == list->count || (i < out->count && out->items[i].first < list->items[k].first))
            all[count++] = out->items[i++];
        else
            all[count++] = list->items[k++];
    out->items = all;
    out->count = count;
    return true;
}

/* Says whether most of the cards tell how to reach somebody and what for: what a page may have more
 * than one list of. */
static bool are_adverts(const bf_cards *list)
{
    const unsigned what = 1u << BF_CARD_ROLE | 1u << BF_CARD_LETTERS | 1u << BF_CARD_PRICE;
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += (list->items[i].facts >> BF_CARD_CONTACT & 1) != 0 &&
                 (list->items[i].facts & what) != 0;
    return !list->beside && 2 * count > list->count;
}

/* Takes the best cutting of all shapes for the cards; and where they are adverts, those of the
 * page's other lists too. */
static bool read_lists(finding *job, const bf_shapes *shapes, bf_cards *out)
{
    size_t count = 0;
    cutting *kept = bf_arena_take(job->arena, 2 * shapes->count, sizeof *kept);
    if (kept == NULL)
        return false;
    for (size_t i = 0; i < shapes->count; i++)
        if (!try_shape(job, &shapes->items[i], kept, &count))
            return false;
    cutting *best = best_of(kept, count, out);
    if (best == NULL)
        return true;
    take_cards(job, best, out);
    for (size_t lists = 1; are_adverts(out) && lists < MOST_LISTS; lists++) {
        bf_cards list;
        best->score = 0;
        best = best_of(kept, count, out);
        if (best == NULL)
            return true;
        take_cards(job, best, &list);
        if (are_adverts(&list) && !add_list(job, &list, out))
            return false;
    }
    return true;
}

bool bf_card_find(bf_sign_reader *reader, const bf_voices *voices, bf_cards *out, bf_error *err)
{
    finding job = {
        .reader = reader, .document = reader->document, .voices = voices, .arena = reader->arena};
    bf_shapes shapes;
    *out = (bf_cards){0};
    if (!bf_shape_find(reader->document, reader->arena, &shapes, err))
        return false;
    if (!prepare(&job))
        return no_memory(err);
    note_names(&job);
    if (job.name_count < 2 && !has_card_classes(&job))
        return true;
    if (!note_data_names(&job) || !read_facts(&job))
        return no_memory(err);
    if (!read_lists(&job, &shapes, out))
        return no_memory(err);
    return bf_card_mark(out, reader->document, reader->arena) || no_memory(err);
}

bool bf_card_mark(bf_cards *cards, const bf_document *document, bf_arena *arena)
{
    cards->held = bf_arena_take(arena, document->block_count, sizeof *cards->held);
    for (size_t i = 0; cards->held != NULL && i < cards->count; i++)
        for (uint32_t k = 0; k < cards->items[i].block_count; k++)
            cards->held[cards->items[i].first_block + k] = true;
    return cards->held != NULL;
}

bool bf_card_holds(const bf_cards *cards, uint32_t number)
{
    return cards->count > 0 && cards->held[number];
}
