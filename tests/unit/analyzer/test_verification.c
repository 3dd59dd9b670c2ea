/* test_verification.c: what registries say of claims. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/npi.h"
#include "analyzer/verification.h"

#include "name_pairs.h"
#include "small_roster.h"

static const small_source sources[] = {
    {"ca-dca", "California", "licences", "CA", "2026-10-01"},
    {"neutral", "Collected by hand", "licences", NULL, "2026-09-01"},
    {"leie", "Federal exclusions", "exclusions", NULL, "2026-11-01"},
    {"nppes", "Providers", "providers", NULL, "2026-11-01"},
    {"aasect", "AASECT certified members", "certified", NULL, "2026-08-01"},
};

#define LMFT(num, standing, last, first, mid)                                                      \
    {                                                                                              \
        .source = 1, .number = num, .title = "LMFT", .status = standing, .surname = last,          \
        .given = first, .middle = mid, .city = "OAKLAND", .postal = "94607-1234"                   \
    }
#define EXCLUDED(why, last, first, mid, place, trade)                                              \
    {                                                                                              \
        .source = 3, .region = "CA", .status = "excluded", .reason = why, .surname = last,         \
        .given = first, .middle = mid, .city = place, .title = trade                               \
    }

static const small_entry entries[] = {
    LMFT("1001", "active", "EXAMPLE", "ROBERT", "J"),
    LMFT("1002", "expired", "SAMPLE", "ANA", NULL),
    LMFT("1003", "revoked", "INVENTED", "NORA", NULL),
    LMFT("1004", "surrendered", "MOCKUP", "IDA", NULL),
    LMFT("1005", "suspended", "SPECIMEN", "KURT", NULL),
    LMFT("1006", "revoked", "DUMMY", "ROBERT", "K"),
    LMFT("1007", "active", "CRUZ EJEMPLO", "ANA", NULL),
    LMFT("1008", "revoked", "CRUZ MUESTRA", "EVA", NULL),
    LMFT("1009", "active", "PLACEHOLDER", "WILLA", NULL),
    LMFT("1010", "active", "TWIN", "JO", NULL),
    LMFT("1011", "active", "TWIN", "JO", NULL),
    {.source = 1,
     .number = "1012",
     .title = "LMFT",
     .status = "active",
     .surname = "LATELY",
     .given = "MIRA",
     .expires = "2026-01-31"},
    {.source = 1,
     .number = "1013",
     .title = "LMFT",
     .status = "active",
     .surname = "NEWNAME",
     .given = "MIRA"},
    {.source = 1,
     .number = "1013",
     .title = "LMFT",
     .status = "active",
     .surname = "OLDNAME",
     .given = "MIRA",
     .other_name = 1},
    {.source = 1,
     .number = "1001",
     .title = "LPCC",
     .status = "revoked",
     .surname = "ANOTHER",
     .given = "PERSON"},
    {.source = 2,
     .number = "1014",
     .title = "LMFT",
     .region = "TX",
     .status = "active",
     .surname = "LONESTAR",
     .given = "BEA"},
    LMFT("1015", "active", "TWOFOLD", "LIV", NULL),
    LMFT("1015", "revoked", "TWOFOLD", "LIV", NULL),
    EXCLUDED("1128a2", "GRAVE", "MILO", "T", "OAKLAND", "COUNSELOR"),
    EXCLUDED("1128b4", "GRAVE", "NINA", "T", "FRESNO", "COUNSELOR"),
    EXCLUDED("1128a1", "BILLS", "MILO", "T", "OAKLAND", "COUNSELOR"),
    {.source = 3,
     .npi = "1234567893",
     .region = "NV",
     .status = "excluded",
     .reason = "1128(b)(4)",
     .surname = "NUMBERED",
     .given = "LEO"},
    {.source = 4,
     .number = "1016",
     .title = "LMFT",
     .region = "CA",
     .status = "active",
     .surname = "SELFTOLD",
     .given = "UMA"},
    {.source = 1,
     .number = "1017",
     .title = "LMFT-Associate",
     .status = "active",
     .surname = "BEGINNER",
     .given = "ADA"},
    {.source = 5,
     .region = "CA",
     .status = "unknown",
     .surname = "EXAMPLE",
     .given = "ROBERT",
     .city = "OAKLAND"},
};

/* What a page says. */
typedef struct {
    const char *name, *region, *city, *exact, *number, *text;
    bool practice;
    bf_claim_type type;
    const char *issuer, *country, *holder;
    bool told; /* the claim says its region itself */
    bf_status standing;
} page;

typedef struct {
    char path[64];
    bf_roster_lookup *roster;
    bf_arena *arena;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    bf_error err = {0};
    assert_non_null(f);
    strcpy(f->path, "/tmp/bonafide-roster-XXXXXX");
    make_roster(f->path, sources, sizeof sources / sizeof *sources, entries,
                sizeof entries / sizeof *entries);
    f->roster = bf_roster_lookup_open(f->path, &err);
    f->arena = bf_arena_new(1 << 22);
    assert_non_null(f->roster);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    bf_roster_lookup_close(f->roster);
    bf_arena_free(f->arena);
    unlink(f->path);
    free(f);
    return 0;
}

/* Verifies with the memory of `arena`. */
static bool try_verify(const page *shown, bf_roster_lookup *roster, bf_arena *arena,
                       bf_verifications *made, bf_error *err)
{
    const bf_claim_rule rule = {.type = shown->type};
    bf_claim claim = {.rule = &rule,
                      .title = bf_str_of(shown->exact),
                      .issuer = bf_str_of(shown->issuer),
                      .holder = bf_str_of(shown->holder),
                      .region_told = shown->told,
                      .owner = shown->standing == BF_STATUS_OTHER_AGENT ? BF_OWNER_COLLEAGUE
                                                                        : BF_OWNER_ADVERTISER,
                      .exact = bf_str_of(shown->exact),
                      .number = bf_str_of(shown->number),
                      .region = bf_str_of(shown->region),
                      .standing = shown->standing};
    bf_claims claims = {.items = &claim, .count = shown->exact ? 1 : 0};
    bf_block block = {.text = bf_str_of(shown->text)};
    bf_document document = {.blocks = &block, .block_count = 1};
    bf_listing_block owned = {.block = 0};
    bf_listing listing = {.name = bf_str_of(shown->name),
                          .locality = bf_str_of(shown->city),
                          .region = bf_str_of(shown->region),
                          .country = bf_str_of(shown->country),
                          .practice = shown->practice,
                          .blocks = &owned,
                          .block_count = 1};
    bf_verification_input input = {&document, &listing, &claims, roster};
    return bf_verification_make(&input, arena, made, err);
}

static bf_verifications verify(fixture *f, const page *shown, bf_roster_lookup *roster)
{
    bf_verifications made;
    bf_error err = {0};
    assert_true(try_verify(shown, roster, f->arena, &made, &err));
    return made;
}

/* Writes "status: what agreed". */
static void write_verification(const bf_verification *made, char *out, size_t size)
{
    size_t length = (size_t)snprintf(out, size, "%s", bf_verification_status_name(made->status));
    for (bf_matched matched = 0; matched < BF_MATCHED_COUNT; matched++)
        if (made->matched_on >> matched & 1)
            length +=
                (size_t)snprintf(out + length, size - length, " %s", bf_matched_name(matched));
}

/* Of a name, region, city, the words of the claim, its number, and more. */
#define PAGE(who, where, town, words, ...)                                                         \
    {                                                                                              \
        .name = who, .region = where, .city = town, .exact = words, .number = __VA_ARGS__          \
    }

typedef struct {
    page shown;
    const char *wanted;
} example;

static void assert_claims(fixture *f, const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        page shown = examples[i].shown;
        char got[128];
        shown.type = shown.type == 0 ? BF_CLAIM_LICENCE : shown.type;
        shown.standing = shown.standing == 0 ? BF_STATUS_ASSERTED : shown.standing;
        bf_verifications made = verify(f, &shown, f->roster);
        write_verification(&made.claims[0], got, sizeof got);
        if (strcmp(got, examples[i].wanted) != 0)
            fail_msg("%s, %s %s: \"%s\"", shown.name, shown.exact, shown.number, got);
    }
}

#define ASSERT_CLAIMS(f, examples) assert_claims(f, examples, sizeof examples / sizeof *examples)

static void number_name_and_region_decide(void **state)
{
    static const example examples[] = {
        {PAGE("Robert Example", "CA", "", "LMFT 1001", "1001"),
         "verified number name region title"},
        {PAGE("Bob J. Example", "CA", "Oakland", "LMFT 1001", "1001"),
         "verified number name middle region title city"},
        {PAGE("Ana Sample", "CA", "", "LMFT 1002", "1002"), "expired number name region title"},
        {PAGE("Nora Invented", "CA", "", "LMFT 1003", "1003"), "revoked number name region title"},
        {PAGE("Nora Invented", "CA", "", "licence 1003", "1003"), "revoked number name region"},
        {PAGE("Ida Mockup", "CA", "", "LMFT 1004", "1004"), "surrendered number name region title"},
        {PAGE("Kurt Specimen", "CA", "", "LMFT 1005", "1005"),
         "ambiguous number name region title"},
        {PAGE("Mira Lately", "CA", "", "LMFT 1012", "1012"), "expired number name region title"},
        {PAGE("Mira Oldname", "CA", "", "LMFT 1013", "1013"), "verified number name region title"},
        {PAGE("Ana Cruz", "CA", "", "LMFT 1007", "1007"), "verified number name region title"},
        {PAGE("Bea Lonestar", "TX", "", "LMFT 1014", "1014"), "verified number name region title"},
        {PAGE("Ada Beginner", "CA", "", "AMFT 1017", "1017", .standing = BF_STATUS_ASSOCIATE),
         "verified number name region title"},
        {PAGE("Ada Beginner", "CA", "", "LMFT 1017", "1017"), "ambiguous number name region title"},
        {PAGE("Liv Twofold", "CA", "", "LMFT 1015", "1015"), "ambiguous number name region title"},
    };
    ASSERT_CLAIMS(*state, examples);
}

static void nobody_is_accused_by_a_number_alone(void **state)
{
    static const example examples[] = {
        /* copied from its owner, whoever copied it */
        {PAGE("Uma Copier", "CA", "", "LMFT 1001", "1001"), "other_name number region title"},
        {PAGE("Uma Copier", "CA", "", "LMFT 1003", "1003"), "other_name number region title"},
        /* of what profession is not said: it may be another's number */
        {PAGE("Uma Copier", "CA", "", "licence 1003", "1003"), "ambiguous number region"},
        /* a sister, an initial, a name changed, another middle initial */
        {PAGE("Nina Invented", "CA", "", "LMFT 1003", "1003"), "other_name number region title"},
        {PAGE("N. Invented", "CA", "", "LMFT 1003", "1003"), "ambiguous number region title"},
        {PAGE("Eva Cruz", "CA", "", "LMFT 1008", "1008"), "ambiguous number name region title"},
        {PAGE("Robert J. Dummy", "CA", "", "LMFT 1006", "1006"), "ambiguous number region title"},
        /* the same number in another state, or nobody knows where */
        {PAGE("Nora Invented", "TX", "", "LMFT 1003", "1003", .told = true), "not_found"},
        {PAGE("Nora Invented", "TX", "", "LMFT 1003", "1003"), "ambiguous number name title"},
        {PAGE("Bea Lonestar", "CA", "", "LMFT 1014", "1014"), "ambiguous number name title"},
        {PAGE("Uma Copier", "TX", "", "LMFT 1003", "1003"), "not_found"},
        {PAGE("Nora Invented", "", "", "LMFT 1003", "1003"), "ambiguous number name title"},
        /* a practice, or no name, shows a number of one of its people */
        {PAGE("Invented Counseling", "CA", "", "LMFT 1003", "1003", .practice = true),
         "ambiguous number region title"},
        {PAGE("Nora", "CA", "", "LMFT 1003", "1003"), "ambiguous number region title"},
        /* of another profession */
        {PAGE("Person Another", "CA", "", "LMFT 1001", "1001"), "other_name number region title"},
    };
    ASSERT_CLAIMS(*state, examples);
}

static void the_name_before_the_letters_says_whose_they_are(void **state)
{
    static const example examples[] = {
        {PAGE("Willow Counseling", "CA", "", "LMFT 1001", "1001", .practice = true,
              .holder = "Robert Example"),
         "verified number name region title"},
        {PAGE("Willow Counseling", "CA", "", "LMFT 1001", "1001", .practice = true,
              .holder = "Uma Copier"),
         "other_name number region title"},
        {PAGE("Robert Example", "CA", "", "LMFT 1001", "1001", .holder = "Bob Example"),
         "verified number name region title"},
        {PAGE("Uma Employer", "CA", "", "LMFT 1001", "1001", .holder = "Robert Example"),
         "not_checked"},
    };
    ASSERT_CLAIMS(*state, examples);
}

static void a_name_alone_is_ambiguous_at_most(void **state)
{
    static const example examples[] = {
        {PAGE("Willa Placeholder", "CA", "Oakland", "LMFT", ""), "verified name region title city"},
        {PAGE("Willa Placeholder", "CA", "", "LMFT", "", .text = "Oakland, CA 94607"),
         "verified name region title postal"},
        {PAGE("Willa Placeholder", "CA", "Fresno", "LMFT", ""), "ambiguous name region title"},
        {PAGE("Willa Placeholder", "CA", "Oakland", "licensed", ""), "ambiguous name region city"},
        {PAGE("Willa Placeholder", "CA", "Oakland", "LMFT 77", "77"),
         "ambiguous name region title city"},
        {PAGE("W. Placeholder", "CA", "Oakland", "LMFT", ""), "ambiguous region title city"},
        {PAGE("Jo Twin", "CA", "Oakland", "LMFT", ""), "ambiguous name region title city"},
        {PAGE("Nora Invented", "CA", "Fresno", "LMFT", ""), "ambiguous name region title"},
        {PAGE("Nora Invented", "CA", "Oakland", "LMFT", ""), "revoked name region title city"},
        {PAGE("Nobody Atall", "CA", "Oakland", "LMFT", ""), "not_found"},
        {PAGE("Nora Invented", "TX", "Oakland", "LMFT", ""), "not_found"},
        {PAGE("Nobody Atall", "", "", "LMFT", ""), "not_checked"},
    };
    ASSERT_CLAIMS(*state, examples);
}

static void only_what_a_register_lists_is_asked(void **state)
{
    static const example examples[] = {
        {PAGE("Robert Example", "CA", "", "MA", "", .type = BF_CLAIM_DEGREE), "not_checked"},
        {PAGE("Robert Example", "CA", "", "AASECT certified", "", .type = BF_CLAIM_MEMBERSHIP),
         "not_checked"},
        {PAGE("Uma Selftold", "CA", "", "LMFT 1016", "1016"), "not_found"},
        {PAGE("Robert Example", "CA", "", "LMFT 1001", "1001", .standing = BF_STATUS_OTHER_AGENT),
         "not_checked"},
        {PAGE("Robert Example", "CA", "", "LMFT 1001", "1001", .country = "AU"), "not_checked"},
    };
    ASSERT_CLAIMS(*state, examples);
}

static void a_certificate_is_looked_for_where_it_is_said_to_be_from(void **state)
{
    fixture *f = *state;
    page shown = PAGE("Robert Example", "CA", "Oakland", "AASECT certified", "",
                      .type = BF_CLAIM_CERTIFICATION, .standing = BF_STATUS_ASSERTED);
    char got[128];
    bf_claim_rule rule = {.type = BF_CLAIM_CERTIFICATION};
    assert_int_equal(rule.type, 0); /* so that the table above cannot say it */
    bf_verifications made = verify(f, &shown, f->roster);
    assert_int_equal(made.claims[0].status, BF_VERIFICATION_NOT_CHECKED);
    shown.issuer = "AASECT";
    made = verify(f, &shown, f->roster);
    write_verification(&made.claims[0], got, sizeof got);
    assert_string_equal(got, "verified name region city");
    assert_true(bf_str_equal(made.claims[0].source, BF_STR("aasect")));
    assert_true(bf_str_equal(made.claims[0].as_of, BF_STR("2026-08-01")));
}

static void what_was_asked_is_named_with_its_oldest_date(void **state)
{
    fixture *f = *state;
    page shown = PAGE("Nobody Atall", "CA", "", "LMFT", "", .type = BF_CLAIM_LICENCE,
                      .standing = BF_STATUS_ASSERTED);
    bf_verifications made = verify(f, &shown, f->roster);
    assert_true(bf_str_equal(made.claims[0].source, BF_STR("ca-dca, neutral")));
    assert_true(bf_str_equal(made.claims[0].as_of, BF_STR("2026-09-01")));
}

static void an_exclusion_for_conduct_wants_two_keys_beside_the_name(void **state)
{
    fixture *f = *state;
    static const example examples[] = {
        {PAGE("Milo T. Grave", "CA", "Oakland", "LPCC", ""),
         "excluded name middle region title city"},
        {PAGE("Milo T. Grave", "CA", "", "LPCC", ""), "excluded name middle region title"},
        {PAGE("Milo Grave", "CA", "Oakland", "LPCC", ""), "excluded name region title city"},
        {PAGE("Milo Grave", "CA", "Oakland", NULL, ""), "ambiguous name region city"},
        {PAGE("Milo Grave", "CA", "Fresno", "LPCC", ""), "ambiguous name region title"},
        {PAGE("Milo Grave", "TX", "Oakland", "LPCC", ""), "not_found"},
        {PAGE("Milo B. Grave", "CA", "Oakland", "LPCC", ""), "not_found"},
        {PAGE("M. Grave", "CA", "Oakland", "LPCC", ""), "not_found"},
        {PAGE("Nina T. Grave", "CA", "Fresno", "LPCC", ""),
         "excluded name middle region title city"},
        {PAGE("Milo T. Bills", "CA", "Oakland", "LPCC", ""), "not_found"},
        {PAGE("Leo Numbered", "", "", NULL, "", .text = "NPI 1234567893"), "excluded npi name"},
        {PAGE("Uma Copier", "", "", NULL, "", .text = "NPI 1234567893"), "ambiguous npi"},
        {PAGE("Leo Numbered", "NV", "", NULL, "", .text = "NPI 1234567890"),
         "ambiguous name region"},
        {PAGE("Grave Counseling", "CA", "Oakland", "LPCC", "", .practice = true), "not_checked"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        page shown = examples[i].shown;
        char got[128];
        shown.type = BF_CLAIM_LICENCE;
        shown.standing = BF_STATUS_ASSERTED;
        bf_verifications made = verify(f, &shown, f->roster);
        write_verification(&made.exclusion, got, sizeof got);
        if (strcmp(got, examples[i].wanted) != 0)
            fail_msg("%s, %s: \"%s\"", shown.name, shown.city, got);
        if (made.exclusion.status == BF_VERIFICATION_EXCLUDED)
            assert_true(bf_str_starts(made.exclusion.reason, BF_STR("1128")));
    }
}

static void without_a_roster_nothing_is_checked(void **state)
{
    fixture *f = *state;
    page shown = PAGE("Robert Example", "CA", "", "LMFT 1001", "1001", .type = BF_CLAIM_LICENCE,
                      .standing = BF_STATUS_ASSERTED);
    bf_verifications made = verify(f, &shown, NULL);
    assert_int_equal(made.claims[0].status, BF_VERIFICATION_NOT_CHECKED);
    assert_int_equal(made.claims[0].source.length, 0);
    assert_int_equal(made.exclusion.status, BF_VERIFICATION_NOT_CHECKED);
}

static void memory_that_runs_out_is_an_error_and_not_nothing_found(void **state)
{
    fixture *f = *state;
    const page shown = PAGE("Jo Twin", "CA", "Oakland", "LMFT 1010", "1010",
                            .type = BF_CLAIM_LICENCE, .standing = BF_STATUS_ASSERTED);
    bf_verifications made;
    size_t failures = 0;
    bool done = false;
    for (size_t limit = 64; !done; limit += 64) {
        bf_error err = {0};
        bf_arena *arena = bf_arena_new(limit);
        assert_non_null(arena);
        done = try_verify(&shown, f->roster, arena, &made, &err);
        if (!done)
            assert_int_equal(err.code, BF_ERR_MEMORY);
        else
            assert_int_equal(made.claims[0].status, BF_VERIFICATION_VERIFIED);
        failures += !done;
        bf_arena_free(arena);
    }
    assert_true(failures > 3);
}

/* --- All pairs of names --------------------------------------------------------------------------
 */

/* What stands in a roster for each pair: a licence in good standing, one that was taken away, and
 * an exclusion, under numbers that the page shows too. */
typedef struct {
    name_pair pairs[MOST_PAIRS];
    char active[MOST_PAIRS][8], revoked[MOST_PAIRS][8], npi[MOST_PAIRS][16];
    small_entry entries[3 * MOST_PAIRS];
    size_t count;
} pair_roster;

static void write_npi(size_t number, char out[16])
{
    for (unsigned check = 0; check < 10; check++) {
        snprintf(out, 16, "1%08u%u", (unsigned)number % 100000000, check);
        if (bf_npi_valid(bf_str_of(out)))
            return;
    }
    fail_msg("no check digit");
}

static void fill_pair_roster(pair_roster *out)
{
    out->count = read_pairs(out->pairs);
    for (size_t i = 0; i < out->count; i++) {
        const name_pair *pair = &out->pairs[i];
        small_entry *entry = &out->entries[3 * i];
        snprintf(out->active[i], sizeof out->active[i], "%u", 1000 + (unsigned)i);
        snprintf(out->revoked[i], sizeof out->revoked[i], "%u", 5000 + (unsigned)i);
        write_npi(i, out->npi[i]);
        entry[0] = (small_entry){.source = 1,
                                 .number = out->active[i],
                                 .title = "LMFT",
                                 .status = "active",
                                 .surname = pair->surname,
                                 .given = pair->given,
                                 .middle = pair->middle,
                                 .suffix = pair->suffix};
        entry[1] = entry[0];
        entry[1].number = out->revoked[i];
        entry[1].status = "revoked";
        entry[2] = (small_entry){.source = 3,
                                 .npi = out->npi[i],
                                 .region = "CA",
                                 .status = "excluded",
                                 .reason = "1128a2",
                                 .surname = pair->surname,
                                 .given = pair->given,
                                 .middle = pair->middle,
                                 .suffix = pair->suffix};
    }
}

/* How often a status was given to each kind of pair. */
typedef struct {
    size_t verified[PEOPLE_COUNT], revoked[PEOPLE_COUNT], excluded[PEOPLE_COUNT];
} pair_score;

static bf_verifications verify_pair(fixture *f, const name_pair *pair, const char *number,
                                    const char *npi)
{
    char text[64];
    snprintf(text, sizeof text, "NPI %s", npi);
    const page shown = PAGE(pair->shown, "CA", "", "LMFT", number, .text = text,
                            .type = BF_CLAIM_LICENCE, .standing = BF_STATUS_ASSERTED);
    return verify(f, &shown, f->roster);
}

static pair_score score_pairs(fixture *f, const pair_roster *of)
{
    pair_score sum = {0};
    for (size_t i = 0; i < of->count; i++) {
        const name_pair *pair = &of->pairs[i];
        bf_verifications good = verify_pair(f, pair, of->active[i], of->npi[i]);
        bf_verifications bad = verify_pair(f, pair, of->revoked[i], of->npi[i]);
        sum.verified[pair->label] += good.claims[0].status == BF_VERIFICATION_VERIFIED;
        sum.revoked[pair->label] += bad.claims[0].status == BF_VERIFICATION_REVOKED;
        sum.excluded[pair->label] += good.exclusion.status == BF_VERIFICATION_EXCLUDED;
        if (pair->label == PEOPLE_SAME)
            assert_int_not_equal(good.claims[0].status, BF_VERIFICATION_OTHER_NAME);
        bf_arena_reset(f->arena);
    }
    return sum;
}

static void hardly_anybody_is_accused_of_what_another_did(void **state)
{
    (void)state;
    static pair_roster made;
    bf_error err = {0};
    fixture f = {.path = "/tmp/bonafide-roster-XXXXXX", .arena = bf_arena_new(1 << 22)};
    fill_pair_roster(&made);
    make_roster(f.path, sources, sizeof sources / sizeof *sources, made.entries, 3 * made.count);
    f.roster = bf_roster_lookup_open(f.path, &err);
    assert_non_null(f.roster);
    pair_score sum = score_pairs(&f, &made);
    print_message(
        "of pairs same, ambiguous, other: verified %zu %zu %zu, revoked %zu %zu %zu, "
        "excluded %zu %zu %zu\n",
        sum.verified[PEOPLE_SAME], sum.verified[PEOPLE_AMBIGUOUS], sum.verified[PEOPLE_OTHER],
        sum.revoked[PEOPLE_SAME], sum.revoked[PEOPLE_AMBIGUOUS], sum.revoked[PEOPLE_OTHER],
        sum.excluded[PEOPLE_SAME], sum.excluded[PEOPLE_AMBIGUOUS], sum.excluded[PEOPLE_OTHER]);
    assert_int_equal(
        sum.verified[PEOPLE_OTHER] + sum.revoked[PEOPLE_OTHER] + sum.excluded[PEOPLE_OTHER], 0);
    /* what names leave open, a number decides for a licence in good standing, and for no other */
    assert_true(sum.revoked[PEOPLE_AMBIGUOUS] * 50 <= sum.revoked[PEOPLE_SAME]);
    assert_true(sum.excluded[PEOPLE_AMBIGUOUS] * 50 <= sum.excluded[PEOPLE_SAME]);
    assert_true(sum.revoked[PEOPLE_SAME] > 100 && sum.excluded[PEOPLE_SAME] > 100);
    bf_roster_lookup_close(f.roster);
    bf_arena_free(f.arena);
    unlink(f.path);
}

#define WITH_ROSTER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROSTER(number_name_and_region_decide),
        WITH_ROSTER(nobody_is_accused_by_a_number_alone),
        WITH_ROSTER(the_name_before_the_letters_says_whose_they_are),
        WITH_ROSTER(a_name_alone_is_ambiguous_at_most),
        WITH_ROSTER(only_what_a_register_lists_is_asked),
        WITH_ROSTER(a_certificate_is_looked_for_where_it_is_said_to_be_from),
        WITH_ROSTER(what_was_asked_is_named_with_its_oldest_date),
        WITH_ROSTER(an_exclusion_for_conduct_wants_two_keys_beside_the_name),
        WITH_ROSTER(memory_that_runs_out_is_an_error_and_not_nothing_found),
        cmocka_unit_test(hardly_anybody_is_accused_of_what_another_did),
        WITH_ROSTER(without_a_roster_nothing_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
