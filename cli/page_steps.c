/* page_steps.c: what was made of a page, up to who advertises on it, for people. */
#include "cli/page_steps.h"

#include <inttypes.h>
#include <limits.h>

#include "cli/shown.h"

enum { ELEMENT_BYTES = 400, TEXT_COLUMN = 45, SIGN_COLUMN = 32, SPOT_COLUMN = 44 };

void bf_page_steps_begin(const bf_page_steps *steps, const char *step, const char *where)
{
    putc('\n', steps->out);
    bf_line_step(steps->out, step, steps->tour ? where : NULL);
}

const char *bf_page_steps_place(const bf_page_steps *steps, uint32_t number)
{
    const bf_block *block = &steps->reading->document.blocks[number];
    return block->field == BF_FIELD_TEXT ? bf_zone_name(block->zone) : bf_field_name(block->field);
}

void bf_page_steps_texts(const bf_page_steps *steps, const char *label, const bf_str *texts,
                         size_t count)
{
    bf_line line;
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].length == 0)
            continue;
        if (!begun)
            line = bf_line_labelled(steps->out, label);
        begun = true;
        bf_line_item(&line, texts[i]);
    }
    if (begun)
        bf_line_end(&line);
}

void bf_page_steps_prices(const bf_page_steps *steps, const bf_price *prices, size_t count)
{
    if (count == 0)
        return;
    bf_line line = bf_line_labelled(steps->out, "prices");
    for (size_t i = 0; i < count; i++) {
        char text[200];
        snprintf(text, sizeof text, "%.*s %.2f%s%.*s", BF_STR_ARG(prices[i].currency),
                 prices[i].amount, prices[i].unit.length > 0 ? " a " : "",
                 BF_STR_ARG(prices[i].unit));
        bf_line_item(&line, bf_str_of(text));
    }
    bf_line_end(&line);
}

static void print_line(const bf_page_steps *steps, const char *label, bf_str text)
{
    bf_line line = bf_line_labelled(steps->out, label);
    bf_line_show(&line, text);
    bf_line_end(&line);
}

/* Adds element `number`, its tag as it may be searched for in the page. */
static void show_element(bf_line *line, const bf_document *document, uint32_t number)
{
    const bf_element *element = &document->elements[number];
    bool id = element->id.length > 0, classes = element->classes.length > 0;
    char tag[ELEMENT_BYTES];
    snprintf(tag, sizeof tag, "<%.*s%s%.*s%s%s%.*s%s>", BF_STR_ARG(element->tag),
             id ? " id=\"" : "", BF_STR_ARG(element->id), id ? "\"" : "",
             classes ? " class=\"" : "", BF_STR_ARG(element->classes), classes ? "\"" : "");
    bf_line_show(line, bf_str_of(tag));
}

static void print_page(const bf_page_steps *steps)
{
    const bf_page *page = steps->reading->page;
    const bf_document *document = &steps->reading->document;
    const char *where = page->head.length > 0 ? "common/page.c: bf_page_from_http"
                                              : "common/page.c: bf_page_from_html";
    bf_line_step(steps->out, "page", steps->tour ? where : NULL);
    print_line(steps, "url", page->url);
    if (page->http_status != 0)
        fprintf(steps->out, "  status     %d\n", page->http_status);
    fprintf(steps->out, "  body       %zu bytes, %.*s, %zu bad\n", page->body.length,
            BF_STR_ARG(document->encoding), document->bad_bytes);
}

/* Whose each block is: parallel to the blocks, the index of a listing, or BF_NONE. */
static bool find_owners(const bf_page_steps *steps, uint32_t **out, bf_error *err)
{
    const bf_reading *reading = steps->reading;
    *out = bf_arena_take(steps->arena, reading->document.block_count, sizeof **out);
    if (*out == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "explain: no memory for %zu blocks",
                       reading->document.block_count);
    for (size_t i = 0; i < reading->document.block_count; i++)
        (*out)[i] = BF_NONE;
    for (size_t i = 0; i < reading->listings.count; i++)
        for (size_t k = 0; k < reading->listings.items[i].block_count; k++)
            (*out)[reading->listings.items[i].blocks[k].block] = (uint32_t)i;
    return true;
}

/* A block, with the listing that has it ("-": none, "x": nobody by the profile), and who speaks in
 * it, when it is not the advertiser. */
static void print_block(const bf_page_steps *steps, uint32_t number, uint32_t owner)
{
    const bf_block *block = &steps->reading->document.blocks[number];
    bf_voice voice = steps->reading->listings.voices.blocks[number];
    char kind[32], of[16] = "-";
    if (owner != BF_NONE)
        snprintf(of, sizeof of, "%" PRIu32, owner);
    else if (bf_profile_drops_block(&steps->reading->profile, number))
        of[0] = 'x';
    snprintf(kind, sizeof kind, block->heading_level > 0 ? "%s %d" : "%s",
             bf_block_kind_name(block->kind), block->heading_level);
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_say(&line, "%5" PRIu32 " %3s %-11s %-10s %s", number, of,
                voice == BF_VOICE_ADVERTISER ? "" : bf_voice_name(voice),
                bf_page_steps_place(steps, number), kind);
    bf_line_tab(&line, TEXT_COLUMN);
    bf_line_show(&line, block->text);
    bf_line_end(&line);
}

static bool print_blocks(const bf_page_steps *steps, bf_error *err)
{
    uint32_t *owners;
    if (!find_owners(steps, &owners, err))
        return false;
    bf_page_steps_begin(steps, "blocks", "analyzer/document_reader.c: bf_document_read");
    if (steps->reading->document.block_count > 0)
        fputs("  block  of voice       place      kind      text\n", steps->out);
    for (uint32_t i = 0; i < steps->reading->document.block_count; i++)
        print_block(steps, i, owners[i]);
    return true;
}

/* What is in the page and no reader sees, with what holds it. */
static void print_hidden(const bf_page_steps *steps)
{
    const bf_document *document = &steps->reading->document;
    bool begun = false;
    for (uint32_t i = 0; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        if (block->field != BF_FIELD_HIDDEN)
            continue;
        if (!begun)
            bf_page_steps_begin(steps, "hidden texts",
                                "analyzer/document_reader.c: bf_document_read");
        begun = true;
        bf_line line = bf_line_begin(steps->out, 2);
        bf_line_say(&line, "%5" PRIu32 " byte %zu", i, block->offset);
        bf_line_say(&line, block->element == BF_NONE ? "" : ", in ");
        if (block->element != BF_NONE)
            show_element(&line, document, block->element);
        bf_line_end(&line);
        line = bf_line_begin(steps->out, 8);
        bf_line_show(&line, block->text);
        bf_line_end(&line);
    }
}

/* What was not read, and may be what matters. */
static void print_coverage(const bf_page_steps *steps)
{
    const bf_reading *reading = steps->reading;
    const bf_document *document = &reading->document;
    bool thin = document->text_bytes < steps->rules->thin_bytes;
    bf_page_steps_begin(steps, "coverage", "analyzer/reading.c: bf_reading_make");
    fprintf(steps->out, "  text       %zu bytes%s\n", document->text_bytes,
            thin ? ", too thin to judge" : "");
    if (document->image_count > 0)
        fprintf(steps->out, "  images     %zu, %zu of them not said to be small\n",
                document->image_count, reading->large_images);
    if (reading->page->truncated)
        print_line(steps, "cut", reading->page->truncated_why);
    else if (document->truncated)
        print_line(steps, "cut", BF_STR("it has more elements or text than are read"));
    if (reading->structured.from_state)
        print_line(steps, "state", BF_STR("texts were taken from it: what is shown is thin"));
    if (reading->structured.refused > 0)
        print_line(steps, "refused", reading->structured.refused_why);
    if (reading->listings.failed)
        print_line(steps, "limit", BF_STR("a sign met one: the kind of page is a guess"));
}

static void print_advertiser(const bf_page_steps *steps, size_t number)
{
    const bf_advertisers *list = &steps->reading->structured.advertisers;
    const bf_advertiser *one = &list->items[number];
    const bf_str place[] = {one->address, one->locality, one->region, one->country};
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_say(&line, "%zu ", number);
    bf_line_tab(&line, 13);
    bf_line_show(&line, one->name);
    bf_line_end(&line);
    bf_str is = one->person ? BF_STR("a person") : BF_STR("a firm");
    bf_page_steps_texts(steps, "type", (const bf_str[]){one->type, is}, 2);
    line = bf_line_labelled(steps->out, "said by");
    if (one->element == BF_NONE)
        bf_line_say(&line, "JSON or meta elements");
    else
        show_element(&line, &steps->reading->document, one->element);
    bf_line_end(&line);
    if (one->firm != BF_NONE) {
        line = bf_line_labelled(steps->out, "firm");
        bf_line_say(&line, "%" PRIu32 " ", one->firm);
        bf_line_show(&line, list->items[one->firm].name);
        bf_line_end(&line);
    }
    bf_page_steps_texts(steps, "headline", &one->headline, 1);
    bf_page_steps_texts(steps, "website", &one->website, 1);
    bf_page_steps_texts(steps, "profile", &one->profile, 1);
    bf_page_steps_texts(steps, "place", place, 4);
    bf_page_steps_texts(steps, "phones", one->phones.items, one->phones.count);
    bf_page_steps_texts(steps, "emails", one->emails.items, one->emails.count);
    bf_page_steps_prices(steps, one->prices.items, one->prices.count);
}

static void print_structured(const bf_page_steps *steps)
{
    const bf_structured *structured = &steps->reading->structured;
    bf_page_steps_begin(steps, "data for machines", "analyzer/structured.c: bf_structured_read");
    if (structured->page_type_count + structured->advertisers.count == 0)
        fputs("  none\n", steps->out);
    bf_page_steps_texts(steps, "page is", structured->page_types, structured->page_type_count);
    for (size_t i = 0; i < structured->advertisers.count; i++)
        print_advertiser(steps, i);
}

/* The profile of the page's site, and whose elements are whose by it. */
static void print_profile(const bf_page_steps *steps)
{
    const bf_profile *profile = &steps->reading->profile;
    bf_page_steps_begin(steps, "profile of the site",
                        "analyzer/profile.c: bf_profile_read; rules/sites");
    if (profile->site == NULL) {
        fputs("  none\n", steps->out);
        return;
    }
    print_line(steps, "id", profile->site->id);
    if (profile->failed)
        print_line(steps, "limit", BF_STR("it asks too much of this page, which was read without"));
    if (profile->kind != BF_PAGE_KIND_COUNT)
        fprintf(steps->out, "  page       %s\n", bf_page_kind_name(profile->kind));
    for (size_t i = 0; i < profile->advertisers.count; i++) {
        const bf_advertiser *one = &profile->advertisers.items[i];
        bf_line line = bf_line_labelled(steps->out, "listing");
        if (one->element != BF_NONE) {
            bf_line_say(&line, "byte %zu, ",
                        steps->reading->document.elements[one->element].offset);
            show_element(&line, &steps->reading->document, one->element);
        } else {
            bf_line_say(&line, "the page as a whole");
        }
        bf_line_end(&line);
        bf_page_steps_texts(steps, "name", &one->name, 1);
    }
    fprintf(steps->out, "  nobody's   %zu element%s\n", profile->nobody_count,
            bf_shown_plural(profile->nobody_count));
}

/* What a card is, and what made it one. */
static void print_card(const bf_page_steps *steps, const bf_card *card, size_t number)
{
    const bf_document *document = &steps->reading->document;
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_say(&line, "%zu ", number);
    bf_line_tab(&line, 13);
    bf_line_show(&line, card->name);
    bf_line_end(&line);
    line = bf_line_labelled(steps->out, "named by");
    bf_line_say(&line, "%s", bf_card_naming_name(card->named_by));
    if (card->named != BF_NONE)
        bf_line_say(&line, ", block %" PRIu32, card->named);
    bf_line_say(&line, "%s", card->practice ? ": a practice" : "");
    bf_line_end(&line);
    fprintf(steps->out, "  is         %" PRIu32 " block%s from %" PRIu32 ", byte %zu\n",
            card->block_count, bf_shown_plural(card->block_count), card->first_block,
            document->elements[card->first].offset);
    line = bf_line_labelled(steps->out, "begins");
    show_element(&line, document, card->first);
    bf_line_end(&line);
    if (card->facts == 0)
        return;
    line = bf_line_labelled(steps->out, "has");
    for (bf_card_fact fact = 0; fact < BF_CARD_FACT_COUNT; fact++)
        if ((card->facts >> fact & 1) != 0)
            bf_line_item(&line, bf_str_of(bf_card_fact_name(fact)));
    bf_line_end(&line);
}

static void print_cards(const bf_page_steps *steps)
{
    const bf_cards *cards = &steps->reading->listings.cards;
    const char *is = cards->runs ? "from one element of a shape to the next" : "one of a shape";
    bool profiled = cards->count > 0 && cards->items[0].named_by == BF_CARD_BY_PROFILE;
    bf_page_steps_begin(steps, "cards", "analyzer/card.c: bf_card_find");
    if (cards->count == 0)
        fputs(cards->beside ? "  none: a heading says whose page this is\n" : "  none\n",
              steps->out);
    else if (profiled)
        fprintf(steps->out, "  %zu, those of the profile\n", cards->count);
    else
        fprintf(steps->out, "  %zu, each %s%s\n", cards->count, is,
                cards->beside ? "; whoever the page advertises, these it does not" : "");
    for (size_t i = 0; !profiled && i < cards->count; i++)
        print_card(steps, &cards->items[i], i);
}

static void print_candidate(const bf_page_steps *steps, const bf_naming_candidate *one, bool taken)
{
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_say(&line, "%-10s %3d %-8s ", taken ? "taken" : "", one->weight,
                one->practice ? "practice" : "person");
    if (one->block != BF_NONE)
        bf_line_say(&line, "block %" PRIu32, one->block);
    bf_line_tab(&line, 37);
    bf_line_show(&line, one->text);
    bf_line_end(&line);
}

/* The heaviest first: of each weight from the top down, in the order of the page. */
static void print_names(const bf_page_steps *steps)
{
    const bf_naming *naming = &steps->reading->listings.naming;
    bool from_candidates = false;
    bf_page_steps_begin(steps, "names", "analyzer/naming.c: bf_naming_find");
    for (int below = INT_MAX, next; below != INT_MIN; below = next) {
        next = INT_MIN;
        for (size_t i = 0; i < naming->candidate_count; i++) {
            const bf_naming_candidate *one = &naming->candidates[i];
            if (one->weight < below && one->weight > next)
                next = one->weight;
        }
        for (size_t i = 0; next != INT_MIN && i < naming->candidate_count; i++) {
            const bf_naming_candidate *one = &naming->candidates[i];
            bool taken = bf_str_equal(one->text, naming->name);
            from_candidates = from_candidates || taken;
            if (one->weight == next)
                print_candidate(steps, one, taken);
        }
    }
    if (!from_candidates && naming->name.length > 0)
        print_line(steps, "headed", naming->name);
}

static void print_sign(const bf_page_steps *steps, const bf_sign_spot *spot)
{
    bf_line line = bf_line_begin(steps->out, 4);
    bf_line_say(&line, "%+d ", spot->sign->weight);
    bf_line_show(&line, spot->sign->id);
    bf_line_tab(&line, SIGN_COLUMN);
    if (spot->block != BF_NONE)
        bf_line_say(&line, "block %" PRIu32, spot->block);
    else if (spot->element == BF_NONE)
        bf_line_say(&line, spot->sign->in == BF_SIGN_IN_URL ? "URL" : "data");
    if (spot->element == BF_NONE)
        bf_line_tab(&line, SPOT_COLUMN);
    bf_line_quote(&line, spot->text);
    if (spot->element != BF_NONE) {
        bf_line_say(&line, " in ");
        show_element(&line, &steps->reading->document, spot->element);
    }
    bf_line_end(&line);
}

/* The signs of one kind that stand on the page, under their sum; nothing when none does, unless a
 * page may be of that kind. */
static void print_signs(const bf_page_steps *steps, bf_sign_reader *signs, bf_sign_kind kind)
{
    bf_sign_spot spot;
    int sum = bf_sign_weigh_page(signs, kind);
    bool told = kind <= BF_SIGN_ERROR;
    if (told)
        fprintf(steps->out, "  %-10s %d\n", bf_sign_kind_name(kind), sum);
    for (size_t i = 0; i < steps->rules->sign_count; i++) {
        const bf_sign *sign = &steps->rules->signs[i];
        if (sign->kind != kind || !bf_sign_on_page(signs, sign, &spot))
            continue;
        if (!told)
            fprintf(steps->out, "  %-10s %d\n", bf_sign_kind_name(kind), sum);
        told = true;
        print_sign(steps, &spot);
    }
}

static bool print_kind(const bf_page_steps *steps, bf_error *err)
{
    const bf_reading *reading = steps->reading;
    bf_sign_reader signs;
    if (!bf_sign_prepare(reading->page, &reading->document, &reading->structured, steps->rules,
                         steps->scratch, steps->arena, &signs, err))
        return false;
    bf_page_steps_begin(steps, "signs", "analyzer/sign.c: bf_sign_on_page; rules/pages.yaml");
    for (bf_sign_kind kind = 0; kind < BF_SIGN_COUNT; kind++)
        if (kind != BF_SIGN_WEBSITE) /* it is asked of the texts of links alone */
            print_signs(steps, &signs, kind);
    bf_page_steps_begin(steps, "kind of page", "analyzer/listing.c: bf_listing_find");
    fprintf(steps->out, "  %s, %zu listing%s\n", bf_page_kind_name(reading->listings.kind),
            reading->listings.count, bf_shown_plural(reading->listings.count));
    return true;
}

bool bf_page_steps_print(const bf_page_steps *steps, bf_error *err)
{
    print_page(steps);
    if (!print_blocks(steps, err))
        return false;
    print_hidden(steps);
    print_coverage(steps);
    print_structured(steps);
    print_profile(steps);
    print_cards(steps);
    print_names(steps);
    return print_kind(steps, err);
}
