/* test_report.c: what was found, as lines of bonafide.report/1: keys, their order, and equal bytes
 * for equal input. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "analyzer/report.h"
#include "tests/unit/analyzer/small_rules.h"

static const bf_analysis_settings settings;

static bf_str write_line(const bf_reading *reading, size_t listing)
{
    bf_error err = {0};
    bf_str line;
    const bf_report_input input = {
        .reading = reading,
        .item = listing < reading->listings.count ? &reading->items[listing] : NULL,
        .rules = rules,
        .settings = &settings,
        .analyzed_at_ms = 1000,
        .duration_us = 1500,
    };
    assert_true(bf_report_write(&input, arena, &line, &err));
    return line;
}

static cJSON *parse_line(bf_str line)
{
    cJSON *root = cJSON_ParseWithLength(line.bytes, line.length);
    assert_non_null(root);
    return root;
}

/* What stands at "a.b[0].c" of `root`; NULL when nothing does. */
static const cJSON *at(const cJSON *root, const char *path)
{
    char copy[128], *rest = copy, *part;
    snprintf(copy, sizeof copy, "%s", path);
    while ((part = strsep(&rest, ".")) != NULL) {
        char *bracket = strchr(part, '[');
        if (bracket)
            *bracket = '\0';
        root = cJSON_GetObjectItemCaseSensitive(root, part);
        if (bracket)
            root = cJSON_GetArrayItem(root, atoi(bracket + 1));
    }
    return root;
}

static const char *text_at(const cJSON *root, const char *path)
{
    const cJSON *item = at(root, path);
    return cJSON_IsString(item) ? item->valuestring : cJSON_IsNull(item) ? "null" : "(none)";
}

static double number_at(const cJSON *root, const char *path)
{
    const cJSON *item = at(root, path);
    assert_true(cJSON_IsNumber(item));
    return item->valuedouble;
}

/* The keys of the object at `path`, a blank after each. */
static void assert_keys(const cJSON *root, const char *path, const char *keys)
{
    char got[1024];
    size_t used = 0;
    const cJSON *object = path[0] ? at(root, path) : root, *member;
    assert_true(cJSON_IsObject(object));
    cJSON_ArrayForEach(member, object)
    {
        used += (size_t)snprintf(got + used, sizeof got - used, "%s ", member->string);
        assert_true(used < sizeof got);
    }
    assert_string_equal(got, keys);
}

static const char page_html[] =
    "<html lang=en><title>Ana Example</title><h1>Ana Example, LMFT 12345</h1><p>I offer massage to "
    "everyone who asks for it. $180 per session.</p><p>Discreet.</p><p>Never a massage.</p>"
    "<div class=testimonial>The <b>massage</b> was good</div><p hidden>massage</p>"
    "<p>AMFT, supervised by Bo Example</p>";

static void a_listing_has_every_key_in_the_order_of_the_schema(void **state)
{
    (void)state;
    bf_reading reading = read_page(page_html);
    cJSON *root = parse_line(write_line(&reading, 0));
    assert_keys(root, "",
                "schema type id url requested_url fetched_at page listing risk findings "
                "dismissed dismissed_count credentials coverage errors tool run ");
    assert_keys(root, "page",
                "kind title language http_status payload_sha256 body_sha256 archive ");
    assert_keys(root, "listing",
                "index key key_from kind partial name headline role locality region "
                "country phones emails website prices ");
    assert_keys(root, "listing.prices[0]", "amount currency unit ");
    assert_keys(root, "risk", "level at_least rank summary conduct credential reasons ");
    assert_keys(root, "risk.conduct", "level row ");
    assert_keys(root, "risk.reasons[0]", "code text findings would_clear report_to ");
    assert_keys(
        root, "findings[0]",
        "id rule rule_version category kind group severity confidence voice owner exact prefix "
        "suffix field zone offset link obfuscated parts fingerprint why cite ");
    assert_keys(root, "findings[0].confidence", "value basis n ");
    assert_keys(root, "findings[0].cite[0]", "title url ");
    assert_keys(
        root, "dismissed[0]",
        "rule rule_version category kind group severity confidence voice owner exact prefix "
        "suffix field zone offset link obfuscated parts fingerprint why cite status cue ");
    assert_keys(root, "dismissed[0].cue", "id text offset ");
    assert_keys(root, "credentials", "state looked_in claims exclusion ");
    assert_keys(
        root, "credentials.claims[0]",
        "id type title field school issuer number region standing supervisor_named owner exact "
        "verification ");
    assert_keys(root, "credentials.claims[0].verification", "status source as_of matched_on ");
    assert_keys(root, "coverage", "status text_bytes truncated bad_bytes fields skipped ");
    assert_keys(root, "tool", "version rules rules_sha256 roster ");
    assert_keys(root, "run", "analyzed_at duration_ms engine change decision cluster ");
    cJSON_Delete(root);
}

static void what_was_found_stands_in_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
    } texts[] = {
        {"schema", "bonafide.report/1"},
        {"type", "listing"},
        {"url", "https://ana.example/me"},
        {"fetched_at", "null"},
        {"page.kind", "listing"},
        {"page.title", "Ana Example"},
        {"page.language", "en"},
        {"page.archive", "null"},
        {"listing.key_from", "profile_url"},
        {"listing.kind", "person"},
        {"listing.name", "Ana Example"},
        {"listing.prices[0].unit", "session"},
        {"risk.level", "high"},
        {"risk.at_least", "null"},
        {"risk.conduct.row", "offer"},
        {"risk.reasons[0].code", "prohibited.massage"},
        {"risk.reasons[0].text",
         "The page says \"massage\", read as: Offers massage (rule prohibited.massage.offered)."},
        {"risk.reasons[0].findings[0]", "f1"},
        {"risk.reasons[0].would_clear", "Says that there is none."},
        {"risk.reasons[0].report_to[0]", "code"},
        {"findings[0].exact", "massage"},
        {"findings[0].prefix", "I offer "},
        {"findings[0].suffix", " to everyone who asks for it. $1"},
        {"findings[0].link", "https://ana.example/me#:~:text=massage"},
        {"findings[0].cite[0].url", "https://code.example/"},
        {"findings[1].kind", "discreet"},
        {"findings[2].field", "hidden"},
        {"findings[2].link", "null"}, /* what is not visible cannot be opened at */
        {"dismissed[0].status", "negated"},
        {"dismissed[0].cue.text", "Never"},
        {"dismissed[1].status", "testimonial"},
        {"dismissed[1].voice", "testimonial"},
        {"dismissed[1].prefix", "null"}, /* a client's words */
        {"dismissed[1].cue", "null"},
        {"credentials.state", "sound"},
        {"credentials.claims[0].number", "12345"},
        {"credentials.claims[0].standing", "held"},
        {"credentials.claims[1].standing", "associate"},
        {"credentials.claims[1].supervisor_named", "Bo Example"},
        {"coverage.status", "complete"},
        {"run.analyzed_at", "1970-01-01T00:00:01Z"},
        {"run.engine", "jit"},
    };
    bf_reading reading = read_page(page_html);
    cJSON *root = parse_line(write_line(&reading, 0));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(text_at(root, texts[i].path), texts[i].text) != 0)
            fail_msg("%s: %s", texts[i].path, text_at(root, texts[i].path));
    assert_int_equal(number_at(root, "dismissed_count"), 2);
    assert_int_equal(number_at(root, "listing.prices[0].amount"), 180);
    assert_int_equal(cJSON_GetArraySize(at(root, "findings")), 3);
    size_t offset = (size_t)number_at(root, "findings[0].offset");
    assert_int_equal(strncmp(page_html + offset, "massage to everyone", 19), 0);
    cJSON_Delete(root);
}

static void a_page_line_has_what_a_listing_does_not_need(void **state)
{
    (void)state;
    bf_reading reading = read_page("<p>Words.</p><script type=application/ld+json>{</script>");
    cJSON *root = parse_line(write_line(&reading, 0));
    assert_keys(root, "",
                "schema type id url requested_url fetched_at page coverage errors tool run ");
    assert_string_equal(text_at(root, "type"), "page");
    assert_string_equal(text_at(root, "page.kind"), "other");
    assert_string_equal(text_at(root, "coverage.status"), "thin");
    assert_string_equal(text_at(root, "coverage.skipped[0]"), "embedded data that is not JSON");
    assert_keys(root, "errors[0]", "code message file line column ");
    assert_string_equal(text_at(root, "errors[0].code"), "format");
    cJSON_Delete(root);
}

static void words_in_images_are_named_where_the_text_is_thin_and_images_are_many(void **state)
{
    (void)state;
    static const struct {
        const char *html, *skipped;
    } cases[] = {
        {"<p>Words.<img><img width=50 height=50>", "words in 2 images, if there are any"},
        {"<p>Words.<img><img width=49>", NULL}, /* small_image: 50, least_images: 2 */
        {"<p>Words.<img><img height=49><img width=0>", NULL},
        {"<p>Words, and many more of them.<img><img>", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_reading reading = read_page(cases[i].html);
        cJSON *root = parse_line(write_line(&reading, 0));
        if (cases[i].skipped)
            assert_string_equal(text_at(root, "coverage.skipped[0]"), cases[i].skipped);
        else
            assert_int_equal(cJSON_GetArraySize(at(root, "coverage.skipped")), 0);
        cJSON_Delete(root);
    }
}

/* The line up to its last member, `run`. */
static bf_str lasting(bf_str line)
{
    size_t run = bf_str_find(line, BF_STR(",\"run\":{\"analyzed_at\""), 0);
    assert_int_not_equal(run, SIZE_MAX);
    return bf_str_slice(line, 0, run);
}

static void equal_input_gives_equal_bytes(void **state)
{
    (void)state;
    bf_reading first = read_page(page_html), second = read_page(page_html);
    assert_true(bf_str_equal(lasting(write_line(&first, 0)), lasting(write_line(&second, 0))));
}

static void a_fingerprint_is_of_the_words_and_not_of_their_place(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<p>I offer massage here.",
        "<p>Now I offer more, and massage.",
        "<h1>I offer</h1><p>MASS<b>AGE</b>",
        "<p>I offer massages here.",
    };
    char first[64] = "";
    for (size_t i = 0; i < 4; i++) {
        bf_reading reading = read_page(pages[i]);
        cJSON *root = parse_line(write_line(&reading, 0));
        const char *fingerprint = text_at(root, "findings[0].fingerprint");
        assert_int_equal(strncmp(fingerprint, "v1:", 3), 0);
        assert_int_equal(strlen(fingerprint), 3 + 32);
        if (i == 0)
            snprintf(first, sizeof first, "%s", fingerprint);
        assert_int_equal(strcmp(fingerprint, first) == 0, i < 3);
        cJSON_Delete(root);
    }
}

static void at_most_twenty_dismissed_are_written_and_all_are_counted(void **state)
{
    (void)state;
    char html[1024] = "<p>I offer talk.";
    for (int i = 0; i < 25; i++)
        strcat(html, " No massage.");
    bf_reading reading = read_page(html);
    cJSON *root = parse_line(write_line(&reading, 0));
    assert_int_equal(cJSON_GetArraySize(at(root, "dismissed")), 20);
    assert_int_equal(number_at(root, "dismissed_count"), 25);
    assert_int_equal(cJSON_GetArraySize(at(root, "findings")), 0);
    cJSON_Delete(root);
}

static void the_state_of_credentials_says_what_was_seen(void **state)
{
    (void)state;
    static const struct {
        const char *html, *state;
    } cases[] = {
        {"<p>LMFT 12345", "sound"},
        {"<p>AMFT, supervised by Bo Example", "sound"},
        {"<p>AMFT", "weak"},
        {"<p>LMFT, expired", "weak"},
        {"<p>certified coach", "weak"},
        {"<p>not an LMFT", "not_shown"},
        {"<p>supervised a young LMFT", "not_shown"},
        {"<p>talk", "not_shown"},
        {"<script type=application/ld+json>{</script>", "not_assessable"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[256];
        snprintf(html, sizeof html, "<p>I offer to listen and to talk.</p>%s", cases[i].html);
        bf_reading reading = read_page(html);
        cJSON *root = parse_line(write_line(&reading, 0));
        if (strcmp(text_at(root, "credentials.state"), cases[i].state) != 0)
            fail_msg("%s: %s", cases[i].html, text_at(root, "credentials.state"));
        cJSON_Delete(root);
    }
}

static void a_composite_names_its_parts(void **state)
{
    (void)state;
    bf_reading reading = read_page("<p>I offer to talk. Zag, disrobe, no receipt.</p>");
    cJSON *root = parse_line(write_line(&reading, 0));
    assert_string_equal(text_at(root, "risk.reasons[0].text"),
                        "The page says \"disrobe\" and \"Zag\" and \"no receipt\", read as: Quotes "
                        "one of two (rule prohibited.quoted).");
    assert_string_equal(text_at(root, "findings[0].exact"), "disrobe");
    assert_int_equal(cJSON_GetArraySize(at(root, "findings[0].parts")), 3);
    assert_keys(root, "findings[0].parts[1]", "id exact offset ");
    assert_string_equal(text_at(root, "findings[0].parts[1].id"), "bare");
    assert_string_equal(text_at(root, "findings[0].parts[1].exact"), "disrobe");
    assert_int_equal(number_at(root, "findings[0].parts[1].offset"), 25);
    assert_int_equal(number_at(root, "dismissed_count"), 0); /* nor are parts told alone */
    cJSON_Delete(root);
}

static void what_one_sentence_says_is_told_before_what_several_do(void **state)
{
    (void)state;
    bf_reading reading = read_page("<p>I offer to talk. Zag, disrobe, no receipt. Massage.</p>");
    cJSON *root = parse_line(write_line(&reading, 0));
    assert_string_equal(text_at(root, "risk.reasons[0].text"),
                        "The page says \"Massage\", read as: Offers massage (rule "
                        "prohibited.massage.offered).");
    assert_int_equal(cJSON_GetArraySize(at(root, "risk.reasons[0].findings")), 2);
    cJSON_Delete(root);
}

static void a_failure_is_a_line_with_its_place(void **state)
{
    (void)state;
    bf_error failure = {0};
    const bf_page_archive archive = {.file = BF_STR("a.warc"), .offset = 12, .length = 34};
    bf_fail(&failure, BF_ERR_FORMAT, "a \"broken\" record\x01");
    bf_fail_at(&failure, BF_STR("a.warc"), 5, 6);
    char *line = bf_report_failure(BF_STR("https://a.example/"), &archive, &failure, rules);
    assert_non_null(line);
    cJSON *root = parse_line(bf_str_of(line));
    assert_keys(root, "", "schema type url archive errors tool run ");
    assert_string_equal(text_at(root, "type"), "error");
    assert_string_equal(text_at(root, "errors[0].message"), "a \"broken\" record\x01");
    assert_string_equal(text_at(root, "errors[0].code"), "format");
    assert_int_equal(number_at(root, "errors[0].line"), 5);
    assert_int_equal(number_at(root, "archive.offset"), 12);
    cJSON_Delete(root);
    free(line);
}

static void a_summary_counts(void **state)
{
    (void)state;
    const bf_report_counts counts = {
        .pages = 3, .listings = 2, .errors = 1, .by_level = {[BF_LEVEL_HIGH] = 2}};
    char *line = bf_report_summary(&counts, NULL);
    assert_non_null(line);
    cJSON *root = parse_line(bf_str_of(line));
    assert_keys(root, "", "schema type counts tool run ");
    assert_keys(root, "counts", "pages listings high medium unknown low errors ");
    assert_int_equal(number_at(root, "counts.high"), 2);
    assert_string_equal(text_at(root, "tool.rules"), "null");
    cJSON_Delete(root);
    free(line);
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_str line;
    bf_reading reading = read_page(page_html);
    bf_arena *small = bf_arena_new(200);
    const bf_report_input input = {
        .reading = &reading, .item = &reading.items[0], .rules = rules, .settings = &settings};
    assert_false(bf_report_write(&input, small, &line, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_listing_has_every_key_in_the_order_of_the_schema),
        TEST(what_was_found_stands_in_its_place),
        TEST(a_page_line_has_what_a_listing_does_not_need),
        TEST(words_in_images_are_named_where_the_text_is_thin_and_images_are_many),
        TEST(equal_input_gives_equal_bytes),
        TEST(a_fingerprint_is_of_the_words_and_not_of_their_place),
        TEST(at_most_twenty_dismissed_are_written_and_all_are_counted),
        TEST(the_state_of_credentials_says_what_was_seen),
        TEST(a_composite_names_its_parts),
        TEST(what_one_sentence_says_is_told_before_what_several_do),
        TEST(a_failure_is_a_line_with_its_place),
        TEST(a_summary_counts),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
