/* naming.c: by what name the one advertiser of a page goes. Every place that may say it adds to the
 * weight of the name that stands there; the heaviest name is taken. */
#include "analyzer/naming.h"

#include "analyzer/name.h"
#include "analyzer/open_graph.h"

enum {
    MOST_NAMES = 64,      /* different ones on a page that are weighed */
    EARLY_BLOCKS = 8,     /* of the main zone: a name alone among them says whose page it is */
    WITH_LETTERS = 3,     /* a person's letters, beside the place */
    WITH_GIVEN = 4,       /* a given name that is known, once */
    MOST_MENTIONS = 3,    /* that count */
    LABELLED_BYTES = 160, /* of a short block, in which a name may follow what it is */
    ALONE_WEIGHT = 5      /* of a person, from which it is hers alone */
};

/* How much each place counts, for a person and for a practice. */
typedef struct {
    int person, practice;
} weight;

static const weight IN_DATA = {6, 5}, IN_MORE_DATA = {1, 1}, BY_SIGN = {6, 6}, IN_H1 = {9, 4},
                    IN_H2 = {2, 2}, IN_H3 = {1, 1}, IN_TITLE = {3, 3}, IN_SITE_NAME = {1, 4},
                    IN_META = {2, 2}, INTRODUCED = {7, 0}, IN_HEADER = {2, 2}, IN_FOOTER = {2, 2},
                    EARLY = {2, 1}, LATE = {1, 0}, IN_ALT = {1, 1}, SET_APART = {2, 0};

typedef bf_naming_candidate candidate;

typedef struct {
    bf_sign_reader *reader;
    const bf_document *document;
    const bf_voices *voices;
    const bf_cards *cards;
    bool team; /* the practice over the cards is asked for */
    candidate names[MOST_NAMES];
    size_t count;
} weighing;

static candidate *note(weighing *job, bf_name name, weight as, uint32_t block)
{
    bool practice = name.kind == BF_NAME_PRACTICE;
    if (name.kind == BF_NAME_NONE || (job->team && !practice))
        return NULL;
    int by = practice ? as.practice : as.person + (name.letters ? WITH_LETTERS : 0);
    for (size_t i = 0; i < job->count; i++) {
        candidate *known = &job->names[i];
        if (!bf_name_equal(known->text, name.text))
            continue;
        known->weight += by;
        known->block = known->block == BF_NONE ? block : known->block;
        return known;
    }
    if (job->count == MOST_NAMES)
        return NULL;
    by += name.given ? WITH_GIVEN : 0;
    job->names[job->count] = (candidate){name.text, practice, by, block, NULL};
    return &job->names[job->count++];
}

/* The data's word that somebody is a person stands, and that something is called so. */
static bf_name name_in_data(const bf_advertiser *item)
{
    bf_name name = bf_name_read(item->name);
    if (item->person && name.kind != BF_NAME_PERSON)
        return (bf_name){.kind = BF_NAME_PERSON, .text = bf_name_cut(item->name)};
    if (name.kind == BF_NAME_NONE)
        return (bf_name){.kind = BF_NAME_PRACTICE, .text = item->name};
    return name;
}

/* Persons of whom the data says that the page is theirs; where there are several it says little. */
static void weigh_data(weighing *job)
{
    const bf_advertisers *list = &job->reader->structured->advertisers;
    size_t persons = 0, firms = 0;
    for (size_t i = 0; i < list->count; i++)
        persons += list->items[i].person && list->items[i].name.length > 0;
    for (size_t i = 0; i < list->count; i++) {
        const bf_advertiser *item = &list->items[i];
        bf_name name = name_in_data(item);
        if (item->name.length == 0)
            continue;
        bool whole = !item->person || bf_str_find(name.text, BF_STR(" "), 0) != SIZE_MAX;
        bool main_one = whole && (item->person ? persons == 1 : firms++ == 0);
        candidate *known = note(job, name, main_one ? IN_DATA : IN_MORE_DATA, BF_NONE);
        if (known != NULL && known->advertiser == NULL)
            known->advertiser = item;
    }
}

/* Each part of a title between separators may be a name, or lead to one. */
static void weigh_parts(weighing *job, bf_str text, weight as, uint32_t block)
{
    for (bf_str part; bf_name_take_part(&text, &part);) {
        (void)note(job, bf_name_read(part), as, block);
        (void)note(job, bf_name_led(part), as, block);
    }
}

static void weigh_copyright(weighing *job, bf_str text, uint32_t block)
{
    size_t at = bf_str_find(text, BF_STR("©"), 0);
    if (at == SIZE_MAX)
        return;
    bf_str rest = bf_str_trim(bf_str_after(text, at + 2));
    while (rest.length > 0 &&
           ((rest.bytes[0] >= '0' && rest.bytes[0] <= '9') || rest.bytes[0] == ' ' ||
            rest.bytes[0] == '-' || rest.bytes[0] == ','))
        rest = bf_str_after(rest, 1);
    bf_name name = bf_name_read(rest);
    (void)note(job, name.kind == BF_NAME_NONE ? bf_name_led(rest) : name, IN_FOOTER, block);
}

static void weigh_introductions(weighing *job, bf_str text, uint32_t block)
{
    size_t from = 0;
    for (bf_name name; (name = bf_name_introduced(text, &from)).kind != BF_NAME_NONE;)
        (void)note(job, name, INTRODUCED, block);
}

static weight weight_of_level(uint8_t level)
{
    return level == 1 ? IN_H1 : level == 2 ? IN_H2 : IN_H3;
}

/* One line of a block: a heading, a logo, a signature, an address. */
static void weigh_line(weighing *job, uint32_t number, bf_str line, size_t early)
{
    const bf_block *block = &job->document->blocks[number];
    bf_name name = bf_name_read(line);
    bool first = block->zone == BF_ZONE_MAIN && early < EARLY_BLOCKS;
    if (block->kind == BF_BLOCK_HEADING)
        (void)note(job, name, weight_of_level(block->heading_level), number);
    else if (block->zone == BF_ZONE_HEADER && name.alone)
        (void)note(job, name, IN_HEADER, number);
    else if (name.kind != BF_NAME_NONE && (name.alone || name.letters))
        (void)note(job, name, first ? EARLY : LATE, number);
    else if (line.length < LABELLED_BYTES && name.kind == BF_NAME_NONE)
        weigh_parts(job, line, LATE, number); /* "Contact: Ana Example" */
}

/* A block of the text that is the advertiser's own. */
static void weigh_block(weighing *job, uint32_t number, size_t *early)
{
    const bf_block *block = &job->document->blocks[number];
    bf_str rest = block->text, line;
    while (bf_str_take_line(&rest, &line))
        weigh_line(job, number, line, *early);
    *early += block->zone == BF_ZONE_MAIN;
    weigh_introductions(job, block->text, number);
    weigh_copyright(job, block->text, number);
}

static void weigh_blocks(weighing *job)
{
    size_t early = 0;
    for (uint32_t i = 0; i < job->document->block_count; i++) {
        const bf_block *block = &job->document->blocks[i];
        if (bf_card_holds(job->cards, i))
            continue;
        if (block->field == BF_FIELD_TITLE)
            weigh_parts(job, block->text, IN_TITLE, BF_NONE);
        else if (block->field == BF_FIELD_META)
            weigh_parts(job, block->text, IN_META, BF_NONE);
        else if (block->field == BF_FIELD_ALT)
            (void)note(job, bf_name_read(block->text), IN_ALT, BF_NONE);
        else if (block->field == BF_FIELD_TEXT && job->voices->blocks[i] == BF_VOICE_ADVERTISER)
            weigh_block(job, i, &early);
    }
}

/* Elements that a sign of kind name marks, outside cards; what they hold is a name if it looks like
 * one. */
static void weigh_signed(weighing *job)
{
    const bf_document *document = job->document;
    for (uint32_t i = 0; i < document->element_count; i++) {
        const bf_element *element = &document->elements[i];
        if (element->block_count == 0 || !bf_sign_in_classes(job->reader, BF_SIGN_NAME, i) ||
            bf_card_holds(job->cards, element->first_block) ||
            job->voices->blocks[element->first_block] != BF_VOICE_ADVERTISER)
            continue;
        (void)note(job, bf_name_read(bf_document_first_text(document, i)), BY_SIGN,
                   element->first_block);
    }
}

/* A name that is a link, or bold, by itself. */
static void weigh_set_apart(weighing *job)
{
    static const char *const tags[] = {"a", "b", "strong", "em", "i"};
    const bf_document *document = job->document;
    for (uint32_t i = 0; i < document->element_count; i++) {
        const bf_element *element = &document->elements[i];
        bool apart = false;
        for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
            apart = apart || bf_str_equal(element->tag, bf_str_of(tags[k]));
        if (!apart || element->block_count != 1 ||
            bf_card_holds(job->cards, element->first_block) ||
            document->blocks[element->first_block].field != BF_FIELD_TEXT ||
            job->voices->blocks[element->first_block] != BF_VOICE_ADVERTISER)
            continue;
        bf_name name = bf_name_read(bf_document_first_text(document, i));
        if (name.kind == BF_NAME_PERSON && name.alone)
            (void)note(job, name, SET_APART, element->first_block);
    }
}

/* What is spoken of often is what the page is about. */
static void weigh_mentions(weighing *job)
{
    for (size_t i = 0; i < job->count; i++) {
        int mentions = 0;
        for (uint32_t k = 0; k < job->document->block_count && mentions < MOST_MENTIONS; k++)
            mentions +=
                job->document->blocks[k].field == BF_FIELD_TEXT && !bf_card_holds(job->cards, k) &&
                bf_str_find(job->document->blocks[k].text, job->names[i].text, 0) != SIZE_MAX;
        job->names[i].weight += mentions;
    }
}

/* "Ana" is who is called "Ana Example" elsewhere. */
static void join_first_names(weighing *job)
{
    for (size_t i = 0; i < job->count; i++) {
        candidate *one = &job->names[i];
        if (one->practice || bf_str_find(one->text, BF_STR(" "), 0) != SIZE_MAX)
            continue;
        for (size_t k = 0; k < job->count; k++) {
            candidate *whole = &job->names[k];
            if (whole->practice || !bf_str_starts(whole->text, one->text) ||
                !bf_str_starts(bf_str_after(whole->text, one->text.length), BF_STR(" ")))
                continue;
            whole->weight += one->weight;
            one->weight = 0;
            break;
        }
    }
}

static const candidate *heaviest(const weighing *job, bool practice)
{
    const candidate *best = NULL;
    for (size_t i = 0; i < job->count; i++)
        if (job->names[i].practice == practice &&
            (best == NULL || job->names[i].weight > best->weight))
            best = &job->names[i];
    return best;
}

/* Says whether the page is written by one person. */
static bool speaks_alone(const weighing *job)
{
    for (uint32_t i = 0; i < job->document->block_count; i++)
        if (!bf_card_holds(job->cards, i) && job->voices->blocks[i] == BF_VOICE_ADVERTISER &&
            bf_sign_in_block(job->reader, BF_SIGN_ALONE, i))
            return true;
    return false;
}

/* Whoever practises alone goes by his name, whatever the practice is called; where there are
 * partners it is the practice that advertises. */
static const candidate *choose(const weighing *job)
{
    const candidate *person = heaviest(job, false), *practice = heaviest(job, true);
    if (person == NULL || practice == NULL)
        return person == NULL ? practice : person;
    for (size_t i = 0; i < job->count; i++)
        if (&job->names[i] != person && !job->names[i].practice &&
            2 * job->names[i].weight >= person->weight && job->names[i].weight > ALONE_WEIGHT &&
            practice->weight > ALONE_WEIGHT)
            return practice;
    int factor = speaks_alone(job) ? 5 : 2;
    return factor * person->weight > practice->weight ? person : practice;
}

/* The first heading, else the first part of the title, when nothing reads as a name. */
static bf_naming fallback(const weighing *job, bf_str site)
{
    bf_naming naming = {.name = site, .practice = job->team, .block = BF_NONE};
    if (site.length > 0)
        return naming;
    for (uint32_t i = 0; i < job->document->block_count; i++) {
        const bf_block *block = &job->document->blocks[i];
        if (block->kind == BF_BLOCK_HEADING && block->heading_level == 1 &&
            !bf_card_holds(job->cards, i)) {
            naming.name = bf_name_cut(block->text);
            naming.block = i;
            return naming;
        }
    }
    naming.name = bf_name_cut(job->document->title);
    return naming;
}

bool bf_naming_find(bf_sign_reader *reader, const bf_voices *voices, const bf_cards *cards,
                    bf_naming *out, bf_error *err)
{
    weighing *job = bf_arena_take(reader->arena, 1, sizeof *job);
    if (job == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "naming: no memory");
    *job = (weighing){.reader = reader,
                      .document = reader->document,
                      .voices = voices,
                      .cards = cards,
                      .team = cards->count > 0 && !cards->beside};
    weigh_data(job);
    weigh_signed(job);
    weigh_blocks(job);
    weigh_set_apart(job);
    bf_str site = bf_open_graph_site_name(reader->document);
    if (site.length > 0)
        weigh_parts(job, site, IN_SITE_NAME, BF_NONE);
    weigh_mentions(job);
    join_first_names(job);
    const candidate *best = choose(job);
    *out = best == NULL ? fallback(job, site)
                        : (bf_naming){.name = best->text,
                                      .practice = best->practice,
                                      .block = best->block,
                                      .advertiser = best->advertiser};
    out->candidates = job->names;
    out->candidate_count = job->count;
    return true;
}
