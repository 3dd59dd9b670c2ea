/* verification.c: what registries say of the claims of a listing. */
#include "analyzer/verification.h"

#include <assert.h>
#include <string.h>

#include "analyzer/npi.h"
#include "analyzer/person_match.h"
#include "analyzer/registry_words.h"

enum {
    KEYS_BESIDE_NAME = 2, /* that must agree where no number does */
    WORD_BYTES = 24,      /* of a profession or a reason */
    ZIP_DIGITS = 5,
};

static const struct {
    const char *word, *profession;
} professions[] = {
#include "analyzer/professions.h"
};

const char *bf_verification_status_name(bf_verification_status status)
{
    static const char *const names[] = {"not_checked", "verified",    "expired",
                                        "revoked",     "surrendered", "excluded",
                                        "other_name",  "not_found",   "ambiguous"};
    static_assert(sizeof names / sizeof *names == BF_VERIFICATION_STATUSES, "each has a name");
    return names[status];
}

const char *bf_matched_name(bf_matched matched)
{
    static const char *const names[] = {"number", "npi",   "name", "middle",
                                        "region", "title", "city", "postal"};
    static_assert(sizeof names / sizeof *names == BF_MATCHED_COUNT, "each has a name");
    return names[matched];
}

/* --- Words ---------------------------------------------------------------------------------------
 */

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Takes the next word of ASCII letters off `*rest`, small; a longer one is cut. */
static bool take_word(bf_str *rest, char word[WORD_BYTES])
{
    size_t begin = 0, length = 0;
    while (begin < rest->length &&
           (!is_letter_or_digit(rest->bytes[begin]) || rest->bytes[begin] <= '9'))
        begin++;
    while (begin < rest->length && is_letter_or_digit(rest->bytes[begin]) &&
           rest->bytes[begin] > '9') {
        if (length + 1 < WORD_BYTES)
            word[length++] = lower(rest->bytes[begin]);
        begin++;
    }
    word[length] = '\0';
    *rest = bf_str_after(*rest, begin);
    return length > 0;
}

static const char *profession_of_word(const char *word)
{
    for (size_t i = 0; i < sizeof professions / sizeof *professions; i++)
        if (strcmp(word, professions[i].word) == 0)
            return professions[i].profession;
    return NULL;
}

/* The one profession that `text` has words of; NULL for none, and for two. */
static const char *profession_of(bf_str text)
{
    const char *found = NULL;
    char word[WORD_BYTES];
    while (take_word(&text, word)) {
        const char *of = profession_of_word(word);
        if (of != NULL && found != NULL && strcmp(of, found) != 0)
            return NULL;
        found = of ? of : found;
    }
    return found;
}

/* Says whether an exclusion for `reason` ("1128a2", "1128(b)(4)") is for conduct. */
static bool is_of_conduct(bf_str reason)
{
    char bare[WORD_BYTES];
    size_t length = 0;
    for (size_t i = 0; i < reason.length && length + 1 < WORD_BYTES; i++)
        if (is_letter_or_digit(reason.bytes[i]))
            bare[length++] = lower(reason.bytes[i]);
    bare[length] = '\0';
    for (const char *const *known = reasons_of_conduct; *known != NULL; known++)
        if (strcmp(bare, *known) == 0)
            return true;
    return false;
}

/* --- What is compared ----------------------------------------------------------------------------
 */

/* The listing that is asked for. */
typedef struct {
    const bf_verification_input *in;
    bf_arena *arena;
    bf_error *err;
    bool has_name; /* of a person, whole */
    bf_person_name name;
    const char *profession; /* of its claims; NULL: none or several */
    bf_roster_rows named;   /* the entries that may be of that name, of `region`, once `is_asked` */
    bf_str region;
    bool is_asked;
} asking;

/* Whether a thing agrees, where both sides have it. */
typedef enum { DIFFERS, UNSAID, AGREES } agreement;

/* An entry, and what it has in common with the listing. */
typedef struct {
    const bf_roster_row *entry;
    bf_person_match match;
    agreement region, profession;
    bool place;
    unsigned matched_on;
} candidate;

static agreement compare_texts(bf_str a, bf_str b)
{
    if (a.length == 0 || b.length == 0)
        return UNSAID;
    return bf_str_equal_nocase(a, b) ? AGREES : DIFFERS;
}

static agreement compare_professions(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return UNSAID;
    return strcmp(a, b) == 0 ? AGREES : DIFFERS;
}

static bool is_digit_at(bf_str text, size_t at)
{
    return at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9';
}

/* Says whether the number `digits` stands in `text`, and is no part of a longer one. */
static bool has_number(bf_str text, bf_str digits)
{
    for (size_t at = 0; (at = bf_str_find(text, digits, at)) != SIZE_MAX; at++)
        if ((at == 0 || !is_digit_at(text, at - 1)) && !is_digit_at(text, at + digits.length))
            return true;
    return false;
}

static bf_str block_text(const asking *ask, size_t i)
{
    const bf_block *block = &ask->in->document->blocks[ask->in->listing->blocks[i].block];
    return block->field == BF_FIELD_HIDDEN ? (bf_str){0} : block->text;
}

static bool shows_postal(const asking *ask, bf_str postal)
{
    bf_str zip = bf_str_slice(postal, 0, ZIP_DIGITS);
    if (zip.length < ZIP_DIGITS)
        return false;
    for (size_t i = 0; i < ask->in->listing->block_count; i++)
        if (has_number(block_text(ask, i), zip))
            return true;
    return false;
}

static bf_person_match match_entry(const asking *ask, const bf_roster_row *entry)
{
    const bf_person_parts parts = {entry->surname, entry->given, entry->middle, entry->suffix};
    bf_person_name name;
    if (!ask->has_name || !bf_person_name_join(&parts, &name))
        return (bf_person_match){0};
    return bf_person_match_names(&ask->name, &name);
}

static unsigned bit(bf_matched matched, bool holds)
{
    return holds ? 1u << matched : 0;
}

/* Compares `entry` with the listing, of which `region` and `profession` are claimed; `found_by` is
 * what it was found by. */
static candidate compare(const asking *ask, const bf_roster_row *entry, bf_str region,
                         const char *profession, unsigned found_by)
{
    candidate made = {.entry = entry, .match = match_entry(ask, entry)};
    made.region = compare_texts(bf_roster_row_region(entry), region);
    made.profession = compare_professions(profession, profession_of(entry->title));
    bool name = made.match.verdict != BF_PERSON_OTHER;
    bool city = name && compare_texts(entry->city, ask->in->listing->locality) == AGREES;
    bool postal = name && shows_postal(ask, entry->postal);
    made.place = city || postal;
    made.matched_on = found_by | bit(BF_MATCHED_NAME, made.match.names && name) |
                      bit(BF_MATCHED_MIDDLE, made.match.middle && name) |
                      bit(BF_MATCHED_REGION, made.region == AGREES) |
                      bit(BF_MATCHED_TITLE, made.profession == AGREES) |
                      bit(BF_MATCHED_CITY, city) | bit(BF_MATCHED_POSTAL, postal);
    return made;
}

/* --- What an entry says --------------------------------------------------------------------------
 */

/* The status that an entry of the advertiser gives a claim. A date that had passed when the
 * registry wrote it is as good as its word. */
static bf_verification_status status_of(const bf_roster_row *entry)
{
    bool past = entry->expires.length > 0 && entry->source->as_of.length > 0 &&
                bf_str_compare(entry->expires, entry->source->as_of) < 0;
    switch (entry->status) {
    case BF_ROSTER_ACTIVE:
    case BF_ROSTER_PROBATION:
        return past ? BF_VERIFICATION_EXPIRED : BF_VERIFICATION_VERIFIED;
    case BF_ROSTER_INACTIVE:
    case BF_ROSTER_EXPIRED:
        return BF_VERIFICATION_EXPIRED;
    case BF_ROSTER_SURRENDERED:
        return BF_VERIFICATION_SURRENDERED;
    case BF_ROSTER_REVOKED:
        return BF_VERIFICATION_REVOKED;
    case BF_ROSTER_UNKNOWN:
        return entry->source->kind == BF_ROSTER_CERTIFIED && !past ? BF_VERIFICATION_VERIFIED
                                                                   : BF_VERIFICATION_AMBIGUOUS;
    case BF_ROSTER_PENDING:
    case BF_ROSTER_DECEASED:
    case BF_ROSTER_SUSPENDED:
    case BF_ROSTER_EXCLUDED:
    case BF_ROSTER_STATUSES:
        break;
    }
    return BF_VERIFICATION_AMBIGUOUS;
}

static bool is_of_associate(bf_str title)
{
    char word[WORD_BYTES];
    while (take_word(&title, word))
        for (const char *const *known = associates; *known != NULL; known++)
            if (strcmp(word, *known) == 0)
                return true;
    return false;
}

/* The same for `claim`: an associate's licence confirms none that is claimed in full. */
static bf_verification_status status_for(const bf_claim *claim, const bf_roster_row *entry)
{
    bf_verification_status status = status_of(entry);
    bool less = claim->standing == BF_STATUS_ASSERTED && is_of_associate(entry->title);
    return status == BF_VERIFICATION_VERIFIED && less ? BF_VERIFICATION_AMBIGUOUS : status;
}

/* Puts the statuses of two entries of one licence together: it may have been renewed, or ended in
 * one way after another; one that is both good and taken away is for a person to look at. */
static bf_verification_status join_statuses(bf_verification_status a, bf_verification_status b)
{
    if (a == b)
        return a;
    if (a == BF_VERIFICATION_AMBIGUOUS || b == BF_VERIFICATION_AMBIGUOUS)
        return BF_VERIFICATION_AMBIGUOUS;
    bool verified = a == BF_VERIFICATION_VERIFIED || b == BF_VERIFICATION_VERIFIED;
    bool expired = a == BF_VERIFICATION_EXPIRED || b == BF_VERIFICATION_EXPIRED;
    if (verified)
        return expired ? BF_VERIFICATION_VERIFIED : BF_VERIFICATION_AMBIGUOUS;
    if (expired)
        return a == BF_VERIFICATION_EXPIRED ? b : a;
    return BF_VERIFICATION_AMBIGUOUS;
}

static void take_entry(bf_verification *out, bf_verification_status status, const candidate *from)
{
    out->status = status;
    out->source = from->entry->source->name;
    out->as_of = from->entry->source->as_of;
    out->matched_on = from->matched_on;
    if (from->entry->source->kind == BF_ROSTER_EXCLUSIONS)
        out->reason = from->entry->reason;
}

/* Keeps in `out` that `from` may be the advertiser, where nothing closer was found. */
static void keep_doubt(bf_verification *out, bf_person_verdict *closest, const candidate *from)
{
    if (out->status == BF_VERIFICATION_AMBIGUOUS && from->match.verdict <= *closest)
        return;
    take_entry(out, BF_VERIFICATION_AMBIGUOUS, from);
    *closest = from->match.verdict;
}

/* --- A claim -------------------------------------------------------------------------------------
 */

/* A claim that is asked for. */
typedef struct {
    asking *ask;
    const bf_claim *claim;
    bf_roster_among among;
    const char *profession;
    bf_verification *out;
} question;

/* Says whether `source` is one to ask: of the kind and region, and of the society that is claimed
 * to have certified. */
static bool is_asked(const question *q, const bf_roster_source *source)
{
    if ((q->among.kinds >> source->kind & 1) == 0 ||
        compare_texts(source->region, q->among.region) == DIFFERS)
        return false;
    if (source->kind != BF_ROSTER_CERTIFIED)
        return true;
    bf_str issuer = q->claim->issuer;
    return issuer.length > 0 && (bf_str_equal_nocase(source->name, issuer) ||
                                 bf_str_find_nocase(source->title, issuer, 0) != SIZE_MAX);
}

/* Writes the names of all sources that are asked, and the oldest of their dates. */
static bool name_sources(const question *q, bf_verification *out)
{
    size_t count, length = 0;
    const bf_roster_source *sources = bf_roster_lookup_sources(q->ask->in->roster, &count);
    for (size_t i = 0; i < count; i++)
        length += sources[i].name.length + 2;
    char *names = bf_arena_take(q->ask->arena, length + 1, 1);
    if (names == NULL)
        return bf_fail(q->ask->err, BF_ERR_MEMORY, "verification: no memory");
    length = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_asked(q, &sources[i]))
            continue;
        memcpy(names + length, ", ", 2);
        length += length > 0 ? 2 : 0;
        memcpy(names + length, sources[i].name.bytes, sources[i].name.length);
        length += sources[i].name.length;
        if (out->as_of.length == 0 || bf_str_compare(sources[i].as_of, out->as_of) < 0)
            out->as_of = sources[i].as_of;
    }
    out->source = (bf_str){names, length};
    return true;
}

static bool is_any_asked(const question *q)
{
    size_t count;
    const bf_roster_source *sources = bf_roster_lookup_sources(q->ask->in->roster, &count);
    for (size_t i = 0; i < count; i++)
        if (is_asked(q, &sources[i]))
            return true;
    return false;
}

/* Says whether an entry may be of what is claimed, whoever has it. */
static bool fits(const question *q, const candidate *one)
{
    bool trade = one->entry->source->kind == BF_ROSTER_CERTIFIED || one->profession != DIFFERS;
    return is_asked(q, one->entry->source) && one->region != DIFFERS && trade &&
           one->entry->status != BF_ROSTER_EXCLUDED;
}

/* Says whether an entry under the number that is shown is the advertiser's for certain. */
static bool decides_by_number(const candidate *one)
{
    bool good = status_of(one->entry) == BF_VERIFICATION_VERIFIED;
    return one->region == AGREES && one->match.verdict >= (good ? BF_PERSON_ALIKE : BF_PERSON_SAME);
}

/* What the entries under a number say. */
typedef struct {
    size_t fitting, others; /* entries; of them under another person's name, for certain */
    bool decided;
} by_number;

static void weigh_number(const question *q, const candidate *one, bf_person_verdict *closest,
                         by_number *sum)
{
    const bf_person_match *match = &one->match;
    sum->fitting++;
    if (decides_by_number(one)) {
        bf_verification_status status = status_for(q->claim, one->entry);
        status = sum->decided ? join_statuses(q->out->status, status) : status;
        take_entry(q->out, status, one);
        sum->decided = true;
        return;
    }
    bool other = q->ask->has_name && match->verdict == BF_PERSON_OTHER && !match->names &&
                 one->entry->surname.length > 0 && one->region == AGREES &&
                 one->profession == AGREES;
    sum->others += other;
    if (!other && !sum->decided)
        keep_doubt(q->out, closest, one);
}

/* Asks by the number that is shown. `*known` says whether an entry has it. */
static bool ask_number(const question *q, bool *known)
{
    bf_roster_rows entries;
    by_number sum = {0};
    bf_person_verdict closest = BF_PERSON_OTHER;
    const asking *ask = q->ask;
    *known = false;
    if (q->claim->number.length == 0)
        return true;
    if (!bf_roster_lookup_number(ask->in->roster, q->claim->number, &q->among, ask->arena, &entries,
                                 ask->err))
        return false;
    for (size_t i = 0; i < entries.count; i++) {
        candidate one = compare(ask, &entries.items[i], q->among.region, q->profession,
                                bit(BF_MATCHED_NUMBER, true));
        if (!fits(q, &one))
            continue;
        weigh_number(q, &one, &closest, &sum);
        if (sum.others == sum.fitting)
            take_entry(q->out,
                       entries.more ? BF_VERIFICATION_AMBIGUOUS : BF_VERIFICATION_OTHER_NAME, &one);
    }
    *known = sum.fitting > 0;
    return true;
}

/* Asks by the number in all regions, where the claim's is only that of the office: somebody who is
 * seen in one state may be licensed in another. An entry of the same name there is a doubt. */
static bool ask_elsewhere(const question *q, bool *known)
{
    bf_verification found = {0};
    bool there;
    question elsewhere = *q;
    if (q->claim->region_told || (*known && q->out->status != BF_VERIFICATION_OTHER_NAME))
        return true;
    elsewhere.among.region = (bf_str){0};
    elsewhere.out = &found;
    if (!ask_number(&elsewhere, &there))
        return false;
    if ((found.matched_on >> BF_MATCHED_NAME & 1) == 0)
        return true;
    *q->out = found;
    *known = true;
    return true;
}

/* Says whether the only entry of that name is the advertiser's, as far as that can be said without
 * a number. */
static bool decides_by_name(const question *q, const candidate *one)
{
    bool kind = one->entry->source->kind == BF_ROSTER_CERTIFIED || one->profession == AGREES;
    return q->claim->number.length == 0 && one->match.verdict == BF_PERSON_SAME &&
           one->region == AGREES && one->place && kind;
}

/* Asks for all entries of the name, in `region` where that is known; of one region once. */
static bool find_named(asking *ask, bf_str region)
{
    const bf_roster_among among = {.kinds = 1u << BF_ROSTER_LICENCES | 1u << BF_ROSTER_CERTIFIED |
                                            1u << BF_ROSTER_EXCLUSIONS,
                                   .region = region};
    if (ask->is_asked && bf_str_equal(ask->region, region))
        return true;
    ask->is_asked = bf_roster_lookup_name(ask->in->roster, &ask->name, &among, ask->arena,
                                          &ask->named, ask->err);
    ask->region = region;
    return ask->is_asked;
}

static bool ask_name(const question *q)
{
    candidate last = {0};
    size_t found = 0;
    bf_person_verdict closest = BF_PERSON_OTHER;
    asking *ask = q->ask;
    if (!find_named(ask, q->among.region))
        return false;
    q->out->status = BF_VERIFICATION_NOT_FOUND;
    for (size_t i = 0; i < ask->named.count; i++) {
        candidate one = compare(ask, &ask->named.items[i], q->among.region, q->profession, 0);
        if (!fits(q, &one) || one.match.verdict == BF_PERSON_OTHER)
            continue;
        keep_doubt(q->out, &closest, &one);
        last = one;
        found++;
    }
    if (found == 0 && ask->named.more)
        q->out->status = BF_VERIFICATION_AMBIGUOUS;
    if (found == 1 && !ask->named.more && decides_by_name(q, &last))
        take_entry(q->out, status_for(q->claim, last.entry), &last);
    return true;
}

/* The kinds of registries that list what is claimed; 0: none does, or it is not held. */
static unsigned kinds_for(const bf_claim *claim)
{
    if (!bf_credential_is_own(claim) ||
        (claim->standing != BF_STATUS_ASSERTED && claim->standing != BF_STATUS_ASSOCIATE))
        return 0;
    if (claim->rule->type == BF_CLAIM_LICENCE)
        return 1u << BF_ROSTER_LICENCES;
    return claim->rule->type == BF_CLAIM_CERTIFICATION ? 1u << BF_ROSTER_CERTIFIED : 0;
}

/* Of another country no register is here; of a place that is not known, only a number leads to
 * anybody. */
static bool can_be_asked(const question *q)
{
    bf_str country = q->ask->in->listing->country;
    bool home =
        country.length == 0 || bf_str_equal_nocase(country, BF_STR("US")) || q->claim->region_told;
    return q->among.kinds != 0 && home && is_any_asked(q) &&
           (q->among.region.length > 0 || q->claim->number.length > 0);
}

/* Says whether a claim hangs on the name of somebody else than the person listed. */
static bool is_of_another(const asking *ask, const bf_claim *claim)
{
    bf_person_name holder;
    return ask->has_name && bf_person_name_read(claim->holder, &holder) &&
           bf_person_match_names(&ask->name, &holder).verdict == BF_PERSON_OTHER;
}

/* Who claims: of a practice whoever stands in front of the letters. */
static asking asking_for(const asking *ask, const bf_claim *claim)
{
    asking of = *ask;
    if (!of.has_name && claim->holder.length > 0) {
        of.is_asked = false;
        of.has_name = bf_person_name_read(claim->holder, &of.name);
    }
    return of;
}

static bool verify_claim(asking *listing, const bf_claim *claim, bf_verification *out)
{
    asking of_holder = asking_for(listing, claim);
    asking *ask = of_holder.has_name == listing->has_name ? listing : &of_holder;
    question q = {.ask = ask, .claim = claim, .out = out};
    bool known;
    q.among = (bf_roster_among){.kinds = kinds_for(claim), .region = claim->region};
    q.profession = profession_of(claim->exact);
    q.profession = q.profession ? q.profession : profession_of(claim->title);
    if (!can_be_asked(&q) || is_of_another(ask, claim))
        return true;
    if (!name_sources(&q, out) || !ask_number(&q, &known) || !ask_elsewhere(&q, &known))
        return false;
    if (known)
        return true;
    if (ask->has_name && q.among.region.length > 0)
        return ask_name(&q);
    out->status = BF_VERIFICATION_NOT_FOUND;
    return true;
}

/* --- Exclusions ----------------------------------------------------------------------------------
 */

static bool is_excluded(const candidate *one, bool by_npi)
{
    int keys = one->match.middle + one->place + (one->profession == AGREES);
    return one->match.verdict == BF_PERSON_SAME &&
           (by_npi || (one->region == AGREES && keys >= KEYS_BESIDE_NAME));
}

static void weigh_exclusions(const asking *ask, const bf_roster_rows *entries, bool by_npi,
                             bf_person_verdict *closest, bf_verification *out)
{
    for (size_t i = 0; i < entries->count; i++) {
        const bf_roster_row *entry = &entries->items[i];
        candidate one = compare(ask, entry, ask->in->listing->region, ask->profession,
                                bit(BF_MATCHED_NPI, by_npi));
        bool may_be = by_npi || (one.match.verdict >= BF_PERSON_ALIKE && one.region == AGREES);
        if (out->status == BF_VERIFICATION_EXCLUDED || !may_be ||
            entry->source->kind != BF_ROSTER_EXCLUSIONS || !is_of_conduct(entry->reason))
            continue;
        if (is_excluded(&one, by_npi) && !entries->more)
            take_entry(out, BF_VERIFICATION_EXCLUDED, &one);
        else
            keep_doubt(out, closest, &one);
    }
}

static bf_str shown_npi(const asking *ask)
{
    bf_str found = {0};
    for (size_t i = 0; i < ask->in->listing->block_count && found.length == 0; i++)
        found = bf_npi_find(block_text(ask, i));
    return found;
}

static bool verify_exclusion(asking *ask, bf_verification *out)
{
    static const bf_claim nothing = {0};
    question q = {
        .ask = ask, .claim = &nothing, .out = out, .among = {.kinds = 1u << BF_ROSTER_EXCLUSIONS}};
    bf_roster_lookup *roster = ask->in->roster;
    bf_roster_rows entries = {0};
    bf_person_verdict closest = BF_PERSON_OTHER;
    bf_str npi = shown_npi(ask);
    if (!is_any_asked(&q) || (!ask->has_name && npi.length == 0))
        return true;
    if (!name_sources(&q, out))
        return false;
    out->status = BF_VERIFICATION_NOT_FOUND;
    if (npi.length > 0 &&
        !bf_roster_lookup_npi(roster, npi, &q.among, ask->arena, &entries, ask->err))
        return false;
    weigh_exclusions(ask, &entries, true, &closest, out);
    if (!ask->has_name)
        return true;
    if (!find_named(ask, ask->in->listing->region))
        return false;
    weigh_exclusions(ask, &ask->named, false, &closest, out);
    return true;
}

/* --- The whole -----------------------------------------------------------------------------------
 */

/* The profession that the claims held are of. */
static const char *profession_of_claims(const bf_claims *claims)
{
    const char *found = NULL;
    for (size_t i = 0; i < claims->count; i++) {
        const bf_claim *claim = &claims->items[i];
        const char *of = kinds_for(claim) ? profession_of(claim->exact) : NULL;
        if (of != NULL && found != NULL && strcmp(of, found) != 0)
            return NULL;
        found = of ? of : found;
    }
    return found;
}

bool bf_verification_make(const bf_verification_input *input, bf_arena *arena,
                          bf_verifications *out, bf_error *err)
{
    asking ask = {.in = input, .arena = arena, .err = err};
    *out = (bf_verifications){.claims =
                                  bf_arena_take(arena, input->claims->count, sizeof *out->claims)};
    if (out->claims == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "verification: no memory");
    if (input->roster == NULL)
        return true;
    ask.has_name =
        !input->listing->practice && bf_person_name_read(input->listing->name, &ask.name);
    ask.profession = profession_of_claims(input->claims);
    for (size_t i = 0; i < input->claims->count; i++)
        if (!verify_claim(&ask, &input->claims->items[i], &out->claims[i]))
            return false;
    return verify_exclusion(&ask, &out->exclusion);
}
