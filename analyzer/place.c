/* place.c: where an advertiser is. */
#include "analyzer/place.h"

#include <string.h>

#include "analyzer/gazetteer.h"
#include "analyzer/grid.h"
#include "analyzer/plain.h"
#include "analyzer/postal.h"

enum {
    PIECES = 5, /* that are looked at together; the one in the middle is read */
    MIDDLE = 2,
    MOST_PIECE = 200,    /* bytes of one that may name a place */
    MOST_PIECES = 4096,  /* of a block: a longer one is no address */
    MOST_SENTENCE = 160, /* bytes before a place that may say that it is somebody's school */
    MOST_FIELD = 60,     /* bytes of a block that may be one field of an address */
    LEAST_LIST = 3       /* towns in a list that is one of towns */
};

/* A piece of a text between commas, line ends and other signs. */
typedef struct {
    bf_str text;
    size_t begin; /* in the text */
    char before;  /* the sign before it: ',', '\n', or '\0' for one that parts more */
} piece;

/* What finding the place of one listing takes. */
typedef struct {
    bf_gazetteer names;
    const bf_country_signs *signs;
    bf_arena *arena;
    bf_str text;          /* of the block that is read */
    piece pieces[PIECES]; /* of it; those before its first and after its last are empty */
    bf_place best;        /* of the block */
    bool failed;          /* no memory */
} finding;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char at(bf_str text, size_t i)
{
    return i < text.length ? text.bytes[i] : '\0';
}

/* ---- What was found */

/* Says whether the sentence up to byte `end` says that the place is another than the advertiser's.
 */
static bool is_said_of_other(const finding *job, size_t end)
{
    bf_str text = job->text;
    size_t i = end > MOST_SENTENCE ? end - MOST_SENTENCE : 0;
    for (size_t k = i; k + 1 < end; k++) /* the sentence begins after the last one's end */
        if (text.bytes[k] == '\n' || (strchr(".!?;*|", text.bytes[k]) && text.bytes[k + 1] == ' '))
            i = k + 1;
    while (i < end) {
        size_t begin = i;
        for (size_t length; i < end && (length = bf_lexicon_letter(text, i)) > 0;)
            i += length;
        if (i > begin && bf_gazetteer_says(&job->names, bf_str_slice(text, begin, i), "not"))
            return true;
        i += i == begin;
    }
    return false;
}

/* Takes a place when it is surer than what is there. */
static void put(finding *job, bf_place place)
{
    if (place.basis <= job->best.basis)
        return;
    if (place.basis < BF_PLACE_ADDRESS && place.locality.length > 0 &&
        is_said_of_other(job, (size_t)(place.locality.bytes - job->text.bytes)))
        return;
    if (!bf_arena_copy(job->arena, place.locality, &place.locality) ||
        !bf_arena_copy(job->arena, place.region, &place.region)) {
        job->failed = true;
        return;
    }
    job->best = place;
}

/* The country that one of the pieces after the middle one names, if they are of the same address.
 */
static bf_str country_after(const finding *job)
{
    for (size_t i = MIDDLE + 1; i < PIECES && job->pieces[i].before != '\0'; i++) {
        bf_str code = bf_country_named(job->pieces[i].text);
        if (code.length > 0)
            return code;
    }
    return (bf_str){0};
}

/* ---- Addresses */

/* The piece before the middle one, `back` pieces, when only commas or line ends stand between. */
static bf_str piece_before(const finding *job, size_t back)
{
    for (size_t i = 0; i < back; i++)
        if (job->pieces[MIDDLE - i].before == '\0')
            return (bf_str){0};
    return job->pieces[MIDDLE - back].text;
}

/* Town and region before a postal code, which is of `country`: "Oakland, CA", "Halifax NS",
 * "Guildford, Surrey", "Bristol". `before` is what stands in the code's own piece. */
static bool place_before(const finding *job, bf_str before, bf_str country, bf_place *out)
{
    size_t back = 1;
    before = bf_str_trim(before);
    if (before.length == 0)
        before = piece_before(job, back++);
    const bf_region *region = bf_gazetteer_take_region(&job->names, &before, country);
    if (region != NULL && before.length == 0)
        before = piece_before(job, back);
    out->locality = bf_gazetteer_town_at_end(&job->names, before);
    out->region = bf_region_reported(region);
    if (out->locality.length == 0 && region != NULL) { /* "Dublin", "New York": town and region */
        out->locality = (bf_str){0};
        return false;
    }
    return out->locality.length > 0;
}

/* The country before a code, "D-79098"; the code's piece begins with it. */
static bf_str country_prefix(bf_str before)
{
    static const struct {
        const char *prefix, *country;
    } prefixes[] = {{"D", "DE"}, {"A", "AT"}, {"CH", "CH"}, {"F", "FR"}, {"E", "ES"},
                    {"I", "IT"}, {"B", "BE"}, {"DK", "DK"}, {"S", "SE"}, {"L", "LU"}};
    while (before.length > 0 && strchr("- ", before.bytes[before.length - 1]))
        before.length--;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (bf_str_equal(before, bf_str_of(prefixes[i].prefix)))
            return bf_str_of(prefixes[i].country);
    return (bf_str){0};
}

/* The code goes before the town: "79098 Freiburg im Breisgau", "28013 Madrid". */
static void read_code_first(finding *job, const bf_postal *code)
{
    bf_str text = job->pieces[MIDDLE].text;
    bf_str before = bf_str_slice(text, 0, code->begin), alone = bf_postal_country(code->form);
    bf_str town =
        bf_gazetteer_town_at_start(&job->names, bf_str_trim(bf_str_after(text, code->end)));
    bf_place place = {.basis = BF_PLACE_ADDRESS, .locality = town, .within = job->names.home};
    bf_str prefix = country_prefix(before), shown = country_after(job);
    if (town.length == 0 || (bf_str_trim(before).length > 0 && prefix.length == 0))
        return;
    if (alone.length > 0) /* "5550 NW", "555-0123" have such forms elsewhere */
        place.country = code->form == BF_POSTAL_PL || bf_str_equal(alone, job->names.home)
                            ? alone
                            : (bf_str){0};
    if (prefix.length > 0)
        place.country = prefix;
    if (shown.length > 0)
        place.country = shown;
    if (place.country.length == 0 && bf_postal_is_of(code->form, job->signs->number))
        place.country = job->signs->number; /* the page says how it is dialled */
    if (place.country.length > 0)
        place.within = place.country;
    else if (alone.length > 0)
        return;
    if (place.country.length == 0 && !bf_postal_is_of(code->form, job->names.home)) {
        place.within = bf_gazetteer_country(&job->names, town);
        if (!bf_postal_is_of(code->form, place.within) || bf_str_equal(place.within, BF_STR("US")))
            return;
    }
    if (bf_str_equal(place.within, BF_STR("US")) && prefix.length == 0)
        return; /* there the code stands last: it is a house's number */
    const piece *next = &job->pieces[MIDDLE + 1];
    if (next->before == ',')
        place.region =
            bf_region_reported(bf_gazetteer_region(&job->names, next->text, place.within));
    put(job, place);
}

/* The country whose addresses end in such a code after a region; empty for none. */
static bf_str country_of_last(bf_postal_form form)
{
    return form == BF_POSTAL_FIVE   ? BF_STR("US")
           : form == BF_POSTAL_FOUR ? BF_STR("AU")
           : form == BF_POSTAL_GB || form == BF_POSTAL_CA || form == BF_POSTAL_IE
               ? bf_postal_country(form)
               : (bf_str){0};
}

static void read_address(finding *job)
{
    bf_str text = job->pieces[MIDDLE].text;
    bf_postal code;
    for (size_t from = 0; bf_postal_find(text, from, &code); from = code.end) {
        bf_str country = country_of_last(code.form);
        bf_place place = {.basis = BF_PLACE_ADDRESS, .country = country, .within = country};
        bool needs_region = code.form == BF_POSTAL_FIVE || code.form == BF_POSTAL_FOUR;
        if (country.length > 0 &&
            place_before(job, bf_str_slice(text, 0, code.begin), country, &place) &&
            (!needs_region || place.region.length > 0)) {
            put(job, place);
            return;
        }
        read_code_first(job, &code);
    }
}

/* "Clifton, Bristol BS8": the first half of a postcode after a large town of its country. */
static void read_outward(finding *job)
{
    bf_str rest = job->pieces[MIDDLE].text;
    bf_str code = bf_gazetteer_take_word(&rest);
    size_t letters = 0;
    while (letters < code.length && code.bytes[letters] >= 'A' && code.bytes[letters] <= 'Z')
        letters++;
    if (letters < 1 || letters > 2 || code.length > 4 || !is_digit(at(code, letters)))
        return;
    bf_str town =
        bf_gazetteer_town_at_end(&job->names, rest.length > 0 ? rest : piece_before(job, 1));
    if (town.length > 0 && bf_gazetteer_has_town(&job->names, town, "GB"))
        put(job, (bf_place){.basis = BF_PLACE_ADDRESS,
                            .locality = town,
                            .country = BF_STR("GB"),
                            .within = BF_STR("GB")});
}

/* ---- Towns with a region or a country */

/* Letters that are a degree, too, after what may be a name: "Jane Doe, MA". */
static bool may_be_degree(const finding *job, bf_str region, bf_str before, bf_str town)
{
    return bf_gazetteer_says(&job->names, region, "degree") && bf_str_equal(before, town) &&
           bf_str_find(town, BF_STR(" "), 0) != SIZE_MAX &&
           !bf_gazetteer_has_town(&job->names, town, "US");
}

/* The part of a piece that may be a region: all of it, or a code that text ran into, or that small
 * words follow ("CA and online"). */
static bf_str region_part(bf_str text)
{
    size_t length = 0;
    while (at(text, length) >= 'A' && at(text, length) <= 'Z')
        length++;
    char c = at(text, length);
    if (length == 3 && c >= 'a' && c <= 'z') /* "TXAsk about fees" */
        return bf_str_slice(text, 0, 2);
    if (length == 2 && c == ' ' && at(text, 3) >= 'a' && at(text, 3) <= 'z')
        return bf_str_slice(text, 0, 2);
    return text;
}

static void read_region(finding *job)
{
    bf_str text = job->pieces[MIDDLE].text, part = region_part(text), before = piece_before(job, 1);
    const bf_region *region = bf_gazetteer_region(&job->names, part, (bf_str){0});
    if (region == NULL || before.length == 0 || job->pieces[MIDDLE].before != ',')
        return;
    bf_str town = bf_gazetteer_town_at_end(&job->names, before),
           within = bf_str_of(region->country);
    if (town.length == 0 || may_be_degree(job, part, before, town))
        return;
    bf_str shown = country_after(job);
    if (bf_str_equal(within, BF_STR("IE")) || bf_str_equal(within, BF_STR("GB")))
        shown = within; /* nobody else's counties and nations */
    put(job, (bf_place){.basis = BF_PLACE_REGION,
                        .locality = town,
                        .region = bf_region_reported(region),
                        .country = shown,
                        .within = within});
}

/* "Madison WI": no comma, so the town must be known, or be all that stands before it. */
static void read_region_at_end(finding *job)
{
    bf_str rest = job->pieces[MIDDLE].text;
    bf_str code = bf_gazetteer_take_word(&rest);
    const bf_region *region =
        code.length <= 3 ? bf_gazetteer_region(&job->names, code, (bf_str){0}) : NULL;
    if (region == NULL || rest.length == 0)
        return;
    bf_str town = bf_gazetteer_town_at_end(&job->names, rest), within = bf_str_of(region->country);
    while (town.length > 0 && !bf_gazetteer_has_town(&job->names, town, region->country)) {
        bf_str word; /* "Psychotherapy Madison" */
        if (!bf_str_take_part(&town, ' ', &word))
            return;
    }
    if (town.length > 0)
        put(job, (bf_place){.basis = BF_PLACE_REGION,
                            .locality = town,
                            .region = bf_region_reported(region),
                            .within = within});
}

/* "Bristol, UK", "Vienna, Austria". */
static void read_country(finding *job)
{
    bf_str before = piece_before(job, 1);
    bf_str code = before.length > 0 ? bf_country_named(job->pieces[MIDDLE].text) : (bf_str){0};
    if (code.length == 0)
        return;
    bf_str town = bf_gazetteer_town_at_end(&job->names, before);
    bool whole = bf_str_equal(town, before) && job->pieces[MIDDLE - 1].before != ',';
    if (town.length > 0 && (whole || bf_gazetteer_has_town(&job->names, town, code.bytes)))
        put(job, (bf_place){
                     .basis = BF_PLACE_REGION, .locality = town, .country = code, .within = code});
}

/* ---- Towns in sentences, and alone */

/* "my office in Tucson", "psychologist in Providence". */
static void read_phrases(finding *job)
{
    bf_str text = job->pieces[MIDDLE].text, rest = text, word, last = {0};
    while (bf_str_take_part(&rest, ' ', &word)) {
        if (!bf_gazetteer_says(&job->names, word, "in")) {
            last = word;
            continue;
        }
        bf_str town = bf_gazetteer_large_town(&job->names, rest);
        bool base = bf_gazetteer_says(&job->names, last, "base");
        if (town.length == 0 && base)
            town = bf_gazetteer_town_at_start(&job->names, rest);
        if (town.length > 0 && bf_gazetteer_region(&job->names, town, BF_STR("US")) == NULL)
            put(job, (bf_place){.basis = base ? BF_PLACE_PHRASE : BF_PLACE_MENTION,
                                .locality = town,
                                .within = bf_gazetteer_country(&job->names, town)});
        last = word;
    }
}

static void read_town(finding *job)
{
    bf_str text = job->pieces[MIDDLE].text;
    if (bf_str_ends(text, BF_STR(".")))
        text.length--;
    if (bf_gazetteer_has_town(&job->names, text, NULL))
        put(job, (bf_place){.basis = BF_PLACE_TOWN,
                            .locality = text,
                            .within = bf_gazetteer_country(&job->names, text)});
}

/* ---- Japan */

/* The prefecture that `text` ends in; NULL when it ends in none. */
static const bf_region *prefecture_at_end(const finding *job, bf_str text)
{
    for (size_t length = 9; length <= 12; length += 3)
        if (text.length >= length) {
            bf_str name = bf_str_after(text, text.length - length);
            const bf_region *region = bf_gazetteer_region(&job->names, name, BF_STR("JP"));
            if (region != NULL)
                return region;
        }
    return NULL;
}

/* The city that `text` begins with: up to the first sign for city, ward, town or village. */
static bf_str city_at_start(bf_str text)
{
    static const char *const ends[] = {"市", "区", "町", "村"};
    for (size_t i = 3; i + 3 <= text.length && i <= 24; i += 3)
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
            if (bf_str_starts(bf_str_after(text, i), bf_str_of(ends[k])))
                return bf_str_slice(text, 0, i + 3);
    return (bf_str){0};
}

/* Says whether a Japanese postal code, 150-0001 or with its mark, stands before byte `i`. */
static bool has_code_before(bf_str text, size_t i)
{
    bf_str near = bf_str_slice(text, i > 24 ? i - 24 : 0, i);
    bf_postal code;
    return bf_str_find(near, BF_STR("〒"), 0) != SIZE_MAX ||
           (bf_postal_find(near, 0, &code) && code.form == BF_POSTAL_JP);
}

/* "〒150-0001 東京都渋谷区": no blanks and no commas. */
static void read_japanese(finding *job)
{
    bf_str text = job->text;
    for (size_t i = 3; i + 3 <= text.length; i++) {
        if ((unsigned char)text.bytes[i] < 0xE3)
            continue;
        bf_str before = bf_str_slice(text, 0, i);
        const bf_region *region = prefecture_at_end(job, before);
        if (region == NULL)
            continue;
        bf_str city = city_at_start(bf_str_after(text, i));
        bool code = has_code_before(text, i - strlen(region->name));
        if (city.length > 0)
            put(job, (bf_place){.basis = code ? BF_PLACE_ADDRESS : BF_PLACE_REGION,
                                .locality = city,
                                .region = bf_str_of(region->name),
                                .country = code ? BF_STR("JP") : (bf_str){0},
                                .within = BF_STR("JP")});
    }
    for (size_t i = bf_str_find(text, BF_STR("市"), 0); i != SIZE_MAX;
         i = bf_str_find(text, BF_STR("市"), i + 3))
        for (size_t length = 9; length <= 15 && length <= i + 3; length += 3) {
            bf_str city = bf_str_slice(text, i + 3 - length, i + 3);
            if (bf_gazetteer_has_town(&job->names, city, "JP"))
                put(job,
                    (bf_place){.basis = BF_PLACE_TOWN, .locality = city, .within = BF_STR("JP")});
        }
}

/* ---- Texts and blocks */

/* A point ends a sentence at the end and before a blank, but not after what is short and begins
 * with a capital: "St.", "Jct.". */
static bool is_end(bf_str text, size_t i)
{
    size_t word = i;
    while (word > 0 && i - word <= 3 && text.bytes[word - 1] >= 'a' && text.bytes[word - 1] <= 'z')
        word--;
    bool is_short = i - word >= 1 && i - word <= 2 && word > 0 && text.bytes[word - 1] >= 'A' &&
                    text.bytes[word - 1] <= 'Z';
    return i + 1 == text.length || text.bytes[i + 1] == '\n' ||
           (text.bytes[i + 1] == ' ' && !is_short);
}

/* The sign with which byte `i` parts two pieces: ',' and '\n' within an address, '\0' for others.
 * false: it parts none. */
static bool parts(bf_str text, size_t i, char *sign)
{
    char c = text.bytes[i];
    *sign = c == ',' || c == '\n' ? c : '\0';
    return *sign != '\0' || strchr("*|()[];:$<>\"", c) != NULL || (unsigned char)c == 0xC2 ||
           (c == '-' && at(text, i + 1) == ' ' && i > 0 && text.bytes[i - 1] == ' ') ||
           (c == '.' && is_end(text, i));
}

static void read_middle(finding *job)
{
    bf_str text = job->pieces[MIDDLE].text;
    if (text.length == 0 || text.length > MOST_PIECE)
        return;
    read_address(job);
    read_outward(job);
    read_region(job);
    read_region_at_end(job);
    read_country(job);
    read_phrases(job);
    read_town(job);
}

/* Lets one more piece in and reads the one that comes to the middle. */
static void shift(finding *job, piece next)
{
    memmove(job->pieces, job->pieces + 1, (PIECES - 1) * sizeof *job->pieces);
    job->pieces[PIECES - 1] = next;
    read_middle(job);
}

static bool read_text(finding *job)
{
    size_t begin = 0;
    char sign = '\0', next_sign;
    memset(job->pieces, 0, sizeof job->pieces);
    job->best = (bf_place){0};
    size_t pieces = 0;
    for (size_t i = 0; i < job->text.length && !job->failed && pieces < MOST_PIECES; i++) {
        if (!parts(job->text, i, &next_sign))
            continue;
        pieces++;
        shift(job, (piece){bf_str_trim(bf_str_slice(job->text, begin, i)), begin, sign});
        begin = i + 1;
        sign = next_sign;
    }
    shift(job, (piece){bf_str_trim(bf_str_after(job->text, begin)), begin, sign});
    for (size_t i = 0; i < MIDDLE; i++)
        shift(job, (piece){0});
    read_japanese(job);
    return !job->failed;
}

/* Says whether the block is one of towns: the head of its column, or its term, says so. */
static bool is_headed(const finding *job, const bf_document *document, uint32_t number)
{
    const bf_block *block = &document->blocks[number];
    uint32_t head =
        block->kind == BF_BLOCK_DETAIL ? block->question : bf_grid_head(document, number);
    if (head == BF_NONE)
        return false;
    bf_str text = document->blocks[head].text;
    while (text.length > 0 && strchr(": ", text.bytes[text.length - 1]))
        text.length--;
    return bf_gazetteer_says(&job->names, text, "head");
}

/* Reads the whole text as a town. */
static bool read_headed(finding *job)
{
    bf_str text = bf_str_trim(job->text);
    bf_str town = bf_gazetteer_town_at_start(&job->names, text);
    if (town.length > 0 && town.length == text.length)
        put(job, (bf_place){.basis = BF_PLACE_HEADED,
                            .locality = town,
                            .within = bf_gazetteer_country(&job->names, town)});
    return !job->failed;
}

/* The text of a block, and of the two after it where they go on ("Asheville", ",", "NC"): some
 * builders make a block of each field. `room` holds them. */
static bool joined_text(const bf_document *document, const uint32_t *blocks, size_t count, size_t i,
                        bf_buf *room, bf_str *out)
{
    bf_error full = {0};
    *out = document->blocks[blocks[i]].text;
    if (i + 2 >= count || blocks[i + 2] != blocks[i] + 2 || out->length > MOST_FIELD ||
        !bf_str_equal(document->blocks[blocks[i + 1]].text, BF_STR(",")) ||
        document->blocks[blocks[i + 2]].text.length > MOST_FIELD)
        return true;
    bf_buf_reset(room);
    bf_buf_append(room, *out);
    bf_buf_append(room, BF_STR(", "));
    bf_buf_append(room, document->blocks[blocks[i + 2]].text);
    return bf_buf_view(room, "place", out, &full);
}

/* Items of one list, of whose towns none is the advertiser's when there are several. */
typedef struct {
    uint32_t list;
    size_t towns;
    bf_place first;
} town_list;

static void take_better(bf_place *best, const bf_place *place)
{
    if (place->basis > best->basis)
        *best = *place;
}

static void end_list(town_list *list, bf_place *best)
{
    if (list->towns < LEAST_LIST)
        take_better(best, &list->first);
    *list = (town_list){.list = BF_NONE};
}

bool bf_place_find(const bf_document *document, const uint32_t *blocks, size_t count,
                   const bf_country_signs *signs, bf_arena *arena, bf_place *out)
{
    finding job = {.signs = signs, .arena = arena};
    town_list list = {.list = BF_NONE};
    bf_place best = {0};
    bf_buf room, fields;
    bf_str text;
    bool read = true;
    bf_buf_init(&room, 0);
    bf_buf_init(&fields, 2 * MOST_FIELD + 2);
    bf_gazetteer_open(&job.names, bf_country_guess(signs));
    for (size_t i = 0; read && i < count; i++) {
        const bf_block *block = &document->blocks[blocks[i]];
        bool item = block->kind == BF_BLOCK_LIST_ITEM && block->list != BF_NONE;
        if (block->zone == BF_ZONE_NAV)
            continue;
        read = joined_text(document, blocks, count, i, &fields, &text) &&
               bf_plain_view(text, &room, &job.text) && read_text(&job);
        if (read && job.best.basis < BF_PLACE_HEADED && is_headed(&job, document, blocks[i]))
            read = read_headed(&job);
        if (!item || block->list != list.list)
            end_list(&list, &best);
        if (!item || job.best.basis == BF_PLACE_ADDRESS) {
            take_better(&best, &job.best);
        } else {
            list.list = block->list;
            list.towns += job.best.basis != BF_PLACE_NONE;
            take_better(&list.first, &job.best);
        }
    }
    end_list(&list, &best);
    bf_buf_free(&room);
    bf_buf_free(&fields);
    if (best.country.length == 0 && bf_str_equal(best.within, signs->named))
        best.country = signs->named; /* what the whole page is of */
    *out = best;
    return read;
}
