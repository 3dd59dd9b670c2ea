/* report.c: what was found, as lines of bonafide.report/1. The functions stand in the order of the
 * schema's fields, so that the file reads like a line. */
#include "analyzer/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "analyzer/quote.h"
#include "analyzer/reason.h"
#include "common/buf.h"
#include "common/digest.h"
#include "common/time.h"

enum { MOST_DISMISSED = 20, ID_DIGITS = 32, FAILURE_BYTES = 1 << 20 };

/* A line in the making. A failure is latched, so that fields are put freely and asked for once. */
typedef struct {
    const bf_report_input *in;
    bf_arena *arena;
    bool failed; /* no memory */
} making;

/* Adds `item` to `parent` under `key`, or to an array when `key` is NULL. */
static void put(making *line, cJSON *parent, const char *key, cJSON *item)
{
    if (item == NULL || parent == NULL ||
        !(key ? cJSON_AddItemToObjectCS(parent, key, item) : cJSON_AddItemToArray(parent, item))) {
        cJSON_Delete(item);
        line->failed = true;
    }
}

static cJSON *put_object(making *line, cJSON *parent, const char *key)
{
    cJSON *object = cJSON_CreateObject();
    put(line, parent, key, object);
    return line->failed ? NULL : object;
}

static cJSON *put_array(making *line, cJSON *parent, const char *key)
{
    cJSON *array = cJSON_CreateArray();
    put(line, parent, key, array);
    return line->failed ? NULL : array;
}

static void put_text(making *line, cJSON *parent, const char *key, bf_str text)
{
    bf_str copy; /* cJSON wants an end */
    cJSON *item = NULL;
    if (bf_arena_copy(line->arena, text, &copy))
        item = cJSON_CreateString(copy.bytes);
    put(line, parent, key, item);
}

/* An empty text is an unknown, and an unknown is null. */
static void put_text_or_null(making *line, cJSON *parent, const char *key, bf_str text)
{
    if (text.length > 0)
        put_text(line, parent, key, text);
    else
        put(line, parent, key, cJSON_CreateNull());
}

static void put_name(making *line, cJSON *parent, const char *key, const char *name)
{
    put_text(line, parent, key, bf_str_of(name));
}

static void put_number(making *line, cJSON *parent, const char *key, double number)
{
    put(line, parent, key, cJSON_CreateNumber(number));
}

static void put_bool(making *line, cJSON *parent, const char *key, bool value)
{
    put(line, parent, key, cJSON_CreateBool(value));
}

static void put_null(making *line, cJSON *parent, const char *key)
{
    put(line, parent, key, cJSON_CreateNull());
}

static void put_texts(making *line, cJSON *parent, const char *key, const bf_str *texts,
                      size_t count)
{
    cJSON *array = put_array(line, parent, key);
    for (size_t i = 0; i < count; i++)
        put_text(line, array, NULL, texts[i]);
}

/* Half a SHA-256 over `parts`, a line feed after each, as 32 hex digits. */
static bf_str short_digest(making *line, const bf_str *parts, size_t count, char *out)
{
    bf_error err = {0};
    char hex[BF_DIGEST_SHA256_TEXT];
    bf_digest *digest = bf_digest_new(BF_DIGEST_SHA256);
    for (size_t i = 0; digest && i < count; i++) {
        bf_digest_add(digest, parts[i]);
        bf_digest_add(digest, BF_STR("\n"));
    }
    bool made = digest && bf_digest_end(digest, hex, &err);
    bf_digest_free(digest);
    if (!made) {
        line->failed = true;
        return BF_STR("");
    }
    memcpy(out, hex, ID_DIGITS);
    out[ID_DIGITS] = '\0';
    return (bf_str){out, ID_DIGITS};
}

static void put_archive(making *line, cJSON *parent, const bf_page_archive *archive)
{
    cJSON *object = put_object(line, parent, "archive");
    put_text_or_null(line, object, "file", archive->file);
    put_number(line, object, "offset", (double)archive->offset);
    put_number(line, object, "length", (double)archive->length);
    put_text_or_null(line, object, "record_id", archive->record_id);
    put_text_or_null(line, object, "ip", archive->ip);
}

static void put_page(making *line, cJSON *root)
{
    const bf_page *page = line->in->reading->page;
    cJSON *object = put_object(line, root, "page");
    put_name(line, object, "kind", bf_page_kind_name(line->in->reading->listings.kind));
    put_text_or_null(line, object, "title", line->in->reading->document.title);
    put_text_or_null(line, object, "language", line->in->reading->document.language);
    if (page->http_status > 0)
        put_number(line, object, "http_status", page->http_status);
    else
        put_null(line, object, "http_status");
    put_text_or_null(line, object, "payload_sha256", page->payload_sha256);
    put_text_or_null(line, object, "body_sha256", page->body_sha256);
    if (page->archive.file.length > 0)
        put_archive(line, object, &page->archive);
    else
        put_null(line, object, "archive");
}

/* What every line about a page begins with. `index` tells the listings of a page apart. */
static void put_head(making *line, cJSON *root, const char *type, uint32_t index)
{
    const bf_page *page = line->in->reading->page;
    char id[ID_DIGITS + 1], number[16];
    snprintf(number, sizeof number, "%u", index);
    bf_str parts[] = {page->url, page->body_sha256, bf_str_of(type), bf_str_of(number)};
    put_name(line, root, "schema", "bonafide.report/1");
    put_name(line, root, "type", type);
    put_text(line, root, "id", short_digest(line, parts, sizeof parts / sizeof *parts, id));
    put_text_or_null(line, root, "url", page->url);
    put_text_or_null(line, root, "requested_url", page->requested_url);
    put_text_or_null(line, root, "fetched_at", page->fetched_at);
    put_page(line, root);
}

static void put_prices(making *line, cJSON *parent, const bf_listing *listing)
{
    cJSON *array = put_array(line, parent, "prices");
    for (size_t i = 0; i < listing->price_count; i++) {
        cJSON *price = put_object(line, array, NULL);
        put_number(line, price, "amount", listing->prices[i].amount);
        put_text_or_null(line, price, "currency", listing->prices[i].currency);
        put_text_or_null(line, price, "unit", listing->prices[i].unit);
    }
}

static void put_listing(making *line, cJSON *root)
{
    const bf_listing *listing = line->in->item->listing;
    cJSON *object = put_object(line, root, "listing");
    put_number(line, object, "index", listing->index);
    put_text(line, object, "key", listing->key);
    put_name(line, object, "key_from", bf_key_from_name(listing->key_from));
    put_name(line, object, "kind", listing->practice ? "practice" : "person");
    put_bool(line, object, "partial", listing->partial);
    put_text_or_null(line, object, "name", listing->name);
    put_text_or_null(line, object, "headline", listing->headline);
    put_name(line, object, "role", bf_role_name(listing->role));
    put_text_or_null(line, object, "locality", listing->locality);
    put_text_or_null(line, object, "region", listing->region);
    put_text_or_null(line, object, "country", listing->country);
    put_texts(line, object, "phones", listing->phones, listing->phone_count);
    put_texts(line, object, "emails", listing->emails, listing->email_count);
    put_text_or_null(line, object, "website", listing->website);
    put_prices(line, object, listing);
}

/* The numbers of all findings of the kind that finding `first` has. */
static void put_finding_ids(making *line, cJSON *reason, size_t first)
{
    const bf_composites *came = &line->in->item->composites;
    const bf_rule *rule = came->judged[first].match.rule;
    cJSON *array = put_array(line, reason, "findings");
    char id[24];
    size_t number = 0;
    for (size_t i = 0; i < came->judged_count; i++) {
        const bf_rule *other = came->judged[i].match.rule;
        if (came->judged[i].context.status != BF_STATUS_ASSERTED)
            continue;
        number++;
        if (other->category != rule->category || !bf_str_equal(other->kind, rule->kind))
            continue;
        snprintf(id, sizeof id, "f%zu", number);
        put_name(line, array, NULL, id);
    }
}

static bf_str reason_words(making *line, const bf_judged *judged)
{
    bf_str words = {0};
    line->failed = !bf_reason_words(judged, line->arena, &words) || line->failed;
    return words;
}

static void put_finding_reasons(making *line, cJSON *array, bf_category category)
{
    const bf_report_input *in = line->in;
    for (size_t i = 0; i < in->item->composites.judged_count; i++) {
        if (!bf_reason_opens(&in->item->composites, i, category))
            continue;
        const bf_rule *rule = in->item->composites.judged[i].match.rule;
        char code[128];
        snprintf(code, sizeof code, "%s.%.*s", bf_category_name(category), BF_STR_ARG(rule->kind));
        cJSON *reason = put_object(line, array, NULL);
        put_name(line, reason, "code", code);
        put_text(line, reason, "text", reason_words(line, &in->item->composites.judged[i]));
        put_finding_ids(line, reason, i);
        put_text_or_null(line, reason, "would_clear", rule->would_clear);
        put_texts(line, reason, "report_to", rule->report_to, rule->report_to_count);
    }
}

/* The row of a table that decided, in its own words. */
static void put_row_reason(making *line, cJSON *array, const char *axis,
                           const bf_assessment_row *row)
{
    char code[128];
    if (row == NULL)
        return;
    snprintf(code, sizeof code, "%s.%.*s", axis, BF_STR_ARG(row->row));
    cJSON *reason = put_object(line, array, NULL);
    put_name(line, reason, "code", code);
    put_text(line, reason, "text", row->text);
    put_texts(line, reason, "findings", NULL, 0);
    put_text_or_null(line, reason, "would_clear", row->would_clear);
    put_texts(line, reason, "report_to", row->report_to, row->report_to_count);
}

static void put_axis(making *line, cJSON *risk, const char *axis, bf_level level,
                     const bf_assessment_row *row)
{
    cJSON *object = put_object(line, risk, axis);
    put_name(line, object, "level", bf_level_name(level));
    put_text(line, object, "row", row ? row->row : BF_STR("none"));
}

/* One sentence for people: the offer when there is one, and the rows that decided. */
static void put_summary(making *line, cJSON *risk)
{
    const bf_report_input *in = line->in;
    const bf_assessment *assessment = &in->item->assessment;
    bf_buf text;
    bf_str view;
    bf_error err = {0};
    bf_buf_init(&text, 32768);
    for (size_t i = 0; i < in->item->composites.judged_count && text.length == 0; i++)
        if (bf_reason_opens(&in->item->composites, i, BF_CATEGORY_PROHIBITED))
            bf_buf_append(&text, reason_words(line, &in->item->composites.judged[i]));
    const bf_assessment_row *rows[] = {assessment->conduct, assessment->credential};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i])
            bf_buf_append_format(&text, "%s%.*s", text.length ? " " : "",
                                 BF_STR_ARG(rows[i]->text));
    if (bf_buf_view(&text, "summary", &view, &err))
        put_text(line, risk, "summary", view);
    else
        line->failed = true;
    bf_buf_free(&text);
}

static void put_risk(making *line, cJSON *root)
{
    const bf_assessment *assessment = &line->in->item->assessment;
    cJSON *risk = put_object(line, root, "risk");
    put_name(line, risk, "level", bf_level_name(assessment->level));
    if (assessment->undecided)
        put_name(line, risk, "at_least", bf_level_name(assessment->at_least));
    else
        put_null(line, risk, "at_least");
    put_number(line, risk, "rank", assessment->rank);
    put_summary(line, risk);
    put_axis(line, risk, "conduct", assessment->conduct_level, assessment->conduct);
    put_axis(line, risk, "credential", assessment->credential_level, assessment->credential);
    cJSON *reasons = put_array(line, risk, "reasons");
    put_finding_reasons(line, reasons, BF_CATEGORY_PROHIBITED);
    put_finding_reasons(line, reasons, BF_CATEGORY_DISGUISE);
    put_finding_reasons(line, reasons, BF_CATEGORY_WARNING);
    put_row_reason(line, reasons, "conduct", assessment->conduct);
    put_row_reason(line, reasons, "credential", assessment->credential);
}

static void put_cites(making *line, cJSON *parent, const bf_rule *rule)
{
    cJSON *array = put_array(line, parent, "cite");
    for (size_t i = 0; i < rule->cite_count; i++) {
        cJSON *cite = put_object(line, array, NULL);
        put_text(line, cite, "title", rule->cites[i]->title);
        put_text(line, cite, "url", rule->cites[i]->url);
    }
}

static void put_rule(making *line, cJSON *object, const bf_rule *rule)
{
    put_text(line, object, "rule", rule->id);
    put_number(line, object, "rule_version", rule->version);
    put_name(line, object, "category", bf_category_name(rule->category));
    put_text(line, object, "kind", rule->kind);
    put_text_or_null(line, object, "group", rule->group);
    put_name(line, object, "severity", bf_severity_name(rule->severity));
    cJSON *confidence = put_object(line, object, "confidence");
    put_number(line, confidence, "value", rule->confidence);
    put_name(line, confidence, "basis", "prior");
    put_null(line, confidence, "n");
}

/* Made of the listing's key, the rule and the folded quote, and of nothing that a new crawl or a
 * new release of the rules would change. */
static void put_fingerprint(making *line, cJSON *object, const bf_judged *judged)
{
    const bf_match *match = &judged->match;
    const bf_folded *folded = &line->in->item->text.folded[match->at];
    char text[3 + ID_DIGITS + 1] = "v1:";
    bf_str parts[] = {line->in->item->listing->key, match->rule->id,
                      bf_str_slice(folded->text, match->begin, match->end)};
    short_digest(line, parts, sizeof parts / sizeof *parts, text + 3);
    put_name(line, object, "fingerprint", text);
}

static const bf_block *block_at(const making *line, uint32_t at)
{
    return &line->in->reading->document.blocks[line->in->item->listing->blocks[at].block];
}

/* A text fragment that opens the page at the quote; only visible text can be opened at. */
static void put_link(making *line, cJSON *object, const bf_judged *judged)
{
    bf_str link = {0};
    if (judged->field == BF_FIELD_TEXT &&
        !bf_quote_link(line->in->reading->page->url, judged->match.exact, line->arena, &link))
        line->failed = true;
    put_text_or_null(line, object, "link", link);
}

/* The parts of a composite, each with its own words. */
static void put_parts(making *line, cJSON *object, const bf_judged *judged)
{
    cJSON *array = put_array(line, object, "parts");
    for (size_t i = 0; i < judged->part_count; i++) {
        const bf_match *match = &judged->parts[i]->match;
        cJSON *part = put_object(line, array, NULL);
        put_text(line, part, "id", match->rule->id);
        put_text(line, part, "exact", match->exact);
        put_number(line, part, "offset",
                   (double)bf_quote_place(&line->in->reading->document, block_at(line, match->at),
                                          match->exact));
    }
}

/* How the words were hidden; null where they stand as people write them. */
static void put_disguises(making *line, cJSON *object, unsigned undone)
{
    bf_str names = {0};
    if (undone != 0 && !bf_disguise_names(undone, line->arena, &names))
        line->failed = true;
    put_text_or_null(line, object, "obfuscated", names);
}

/* The words and where they stand. A client's words are not quoted at more length than the match. */
static void put_quote(making *line, cJSON *object, const bf_judged *judged)
{
    const bf_block *block = block_at(line, judged->match.at);
    bf_str exact = judged->match.exact, none = {0};
    bool own = judged->voice == BF_VOICE_ADVERTISER;
    put_name(line, object, "voice", bf_voice_name(judged->voice));
    put_name(line, object, "owner", line->in->item->listing->practice ? "practice" : "person");
    put_text(line, object, "exact", exact);
    put_text_or_null(line, object, "prefix", own ? bf_quote_before(block->text, exact) : none);
    put_text_or_null(line, object, "suffix", own ? bf_quote_after(block->text, exact) : none);
    put_name(line, object, "field", bf_field_name(block->field));
    put_name(line, object, "zone", bf_zone_name(block->zone));
    put_number(line, object, "offset",
               (double)bf_quote_place(&line->in->reading->document, block, exact));
    put_link(line, object, judged);
    put_disguises(line, object, judged->match.undone);
    put_parts(line, object, judged);
    put_fingerprint(line, object, judged);
    put_text(line, object, "why", judged->match.rule->why);
    put_cites(line, object, judged->match.rule);
}

static void put_findings(making *line, cJSON *root)
{
    const bf_composites *came = &line->in->item->composites;
    cJSON *array = put_array(line, root, "findings");
    size_t number = 0;
    for (size_t i = 0; i < came->judged_count; i++) {
        if (came->judged[i].context.status != BF_STATUS_ASSERTED)
            continue;
        char id[24];
        snprintf(id, sizeof id, "f%zu", ++number);
        cJSON *finding = put_object(line, array, NULL);
        put_name(line, finding, "id", id);
        put_rule(line, finding, came->judged[i].match.rule);
        put_quote(line, finding, &came->judged[i]);
    }
}

static void put_cue(making *line, cJSON *object, const bf_context *context)
{
    if (context->cue == NULL) {
        put_null(line, object, "cue");
        return;
    }
    cJSON *cue = put_object(line, object, "cue");
    put_text(line, cue, "id", context->cue->id);
    put_text(line, cue, "text", context->cue_text);
    put_number(line, cue, "offset",
               (double)bf_quote_place(&line->in->reading->document, block_at(line, context->cue_at),
                                      context->cue_text));
}

static void put_dismissed(making *line, cJSON *root)
{
    const bf_composites *came = &line->in->item->composites;
    cJSON *array = put_array(line, root, "dismissed");
    size_t count = 0;
    for (size_t i = 0; i < came->judged_count; i++) {
        const bf_judged *judged = &came->judged[i];
        if (judged->context.status == BF_STATUS_ASSERTED || count++ >= MOST_DISMISSED)
            continue;
        cJSON *dismissed = put_object(line, array, NULL);
        put_rule(line, dismissed, judged->match.rule);
        put_quote(line, dismissed, judged);
        put_name(line, dismissed, "status", bf_status_name(judged->context.status));
        put_cue(line, dismissed, &judged->context);
    }
    put_number(line, root, "dismissed_count", (double)count);
}

/* NULL: nothing was checked. */
static void put_verification(making *line, cJSON *object, const bf_verification *found)
{
    static const bf_verification unchecked = {0};
    found = found ? found : &unchecked;
    put_name(line, object, "status", bf_verification_status_name(found->status));
    put_text_or_null(line, object, "source", found->source);
    put_text_or_null(line, object, "as_of", found->as_of);
    cJSON *matched_on = put_array(line, object, "matched_on");
    for (bf_matched matched = 0; matched < BF_MATCHED_COUNT; matched++)
        if ((found->matched_on >> matched & 1) != 0)
            put_name(line, matched_on, NULL, bf_matched_name(matched));
}

/* Of somebody else's claim what its words say: that it is another's says its owner. */
static const char *standing_shown(const bf_claim *claim)
{
    const char *standing = bf_standing_name(claim->standing);
    return bf_credential_is_own(claim) || strcmp(standing, "unclear") != 0
               ? standing
               : bf_standing_name(claim->rule->standing);
}

static void put_claim(making *line, cJSON *array, const bf_claim *claim, size_t number)
{
    const bf_verification *found = line->in->item->verifications.claims;
    char id[24];
    snprintf(id, sizeof id, "c%zu", number);
    cJSON *object = put_object(line, array, NULL);
    put_name(line, object, "id", id);
    put_name(line, object, "type", bf_claim_type_name(claim->rule->type));
    put_text(line, object, "title", claim->title);
    put_text_or_null(line, object, "field", claim->field);
    put_text_or_null(line, object, "school", claim->school);
    put_text_or_null(line, object, "issuer", claim->issuer);
    put_text_or_null(line, object, "number", claim->number);
    put_text_or_null(line, object, "region", claim->region);
    put_name(line, object, "standing", standing_shown(claim));
    put_text_or_null(line, object, "supervisor_named", claim->supervisor);
    put_name(line, object, "owner", bf_owner_name(claim->owner));
    put_text(line, object, "exact", claim->exact);
    put_verification(line, put_object(line, object, "verification"),
                     found ? &found[number - 1] : NULL);
}

/* What registries say against a claim: it is not as it is said to be. */
static bool differs(const bf_verifications *found, size_t i)
{
    return found->claims != NULL && (found->claims[i].status == BF_VERIFICATION_REVOKED ||
                                     found->claims[i].status == BF_VERIFICATION_SURRENDERED ||
                                     found->claims[i].status == BF_VERIFICATION_EXPIRED ||
                                     found->claims[i].status == BF_VERIFICATION_OTHER_NAME);
}

static const char *credential_state(const bf_report_input *in)
{
    bool weak = false;
    for (size_t i = 0; i < in->item->claims.count; i++)
        if (differs(&in->item->verifications, i))
            return "differs";
    for (size_t i = 0; i < in->item->claims.count; i++) {
        const bf_claim *claim = &in->item->claims.items[i];
        if (!bf_credential_is_own(claim))
            continue;
        if (claim->weight == BF_WEIGHT_STRONG && claim->standing == BF_STATUS_ASSERTED)
            return "sound";
        if (claim->standing == BF_STATUS_ASSOCIATE && claim->supervisor.length > 0)
            return "sound";
        weak = weak || (claim->weight != BF_WEIGHT_NONE && !bf_context_denies(claim->standing));
    }
    if (in->item->people_hold)
        return "sound";
    if (weak)
        return "weak";
    bool seen = !in->item->thin && !in->item->listing->partial &&
                !in->reading->document.truncated && in->reading->structured.refused == 0;
    return seen ? "not_shown" : "not_assessable";
}

/* The fields that this listing's blocks are of. */
static void put_fields(making *line, cJSON *object, const char *key)
{
    const bf_report_input *in = line->in;
    bool seen[BF_FIELD_COUNT] = {false};
    cJSON *array = put_array(line, object, key);
    for (size_t i = 0; in->item && i < in->item->listing->block_count; i++)
        seen[in->reading->document.blocks[in->item->listing->blocks[i].block].field] = true;
    for (size_t i = 0; in->item == NULL && i < in->reading->document.block_count; i++)
        seen[in->reading->document.blocks[i].field] = true;
    for (bf_field field = 0; field < BF_FIELD_COUNT; field++)
        if (seen[field])
            put_name(line, array, NULL, bf_field_name(field));
}

/* Whether the advertiser is excluded from federal programmes for conduct. */
static void put_exclusion(making *line, cJSON *parent, const bf_verification *found)
{
    cJSON *object = put_object(line, parent, "exclusion");
    put_verification(line, object, found);
    put_text_or_null(line, object, "reason", found->reason);
}

static void put_credentials(making *line, cJSON *root)
{
    const bf_report_input *in = line->in;
    cJSON *object = put_object(line, root, "credentials");
    put_name(line, object, "state", credential_state(in));
    put_fields(line, object, "looked_in");
    cJSON *claims = put_array(line, object, "claims");
    for (size_t i = 0; i < in->item->claims.count; i++)
        put_claim(line, claims, &in->item->claims.items[i], i + 1);
    put_exclusion(line, object, &in->item->verifications.exclusion);
}

/* What was not read, and may be what matters. */
static void put_skipped(making *line, cJSON *array, bool thin)
{
    const bf_reading *reading = line->in->reading;
    size_t images = reading->large_images;
    char words[64];
    if (reading->structured.refused > 0)
        put_name(line, array, NULL, "embedded data that is not JSON");
    if (reading->page->truncated_why.length > 0) {
        snprintf(words, sizeof words, "the end of the page (%.*s)",
                 BF_STR_ARG(reading->page->truncated_why));
        put_name(line, array, NULL, words);
    }
    if (thin && images > 0 && images >= line->in->rules->least_images) {
        snprintf(words, sizeof words, "words in %zu image%s, if there are any", images,
                 images == 1 ? "" : "s");
        put_name(line, array, NULL, words);
    }
}

static void put_coverage(making *line, cJSON *root)
{
    const bf_report_input *in = line->in;
    const bf_document *document = &in->reading->document;
    bool partial = document->truncated || in->reading->structured.refused > 0 ||
                   in->reading->listings.failed || in->reading->profile.failed;
    cJSON *object = put_object(line, root, "coverage");
    bool thin = in->item ? in->item->thin : document->text_bytes < in->rules->thin_bytes;
    put_name(line, object, "status", thin ? "thin" : partial ? "partial" : "complete");
    put_number(line, object, "text_bytes",
               (double)(in->item ? in->item->listing->text_bytes : document->text_bytes));
    put_bool(line, object, "truncated", document->truncated);
    put_number(line, object, "bad_bytes", (double)document->bad_bytes);
    put_fields(line, object, "fields");
    put_skipped(line, put_array(line, object, "skipped"), thin);
}

static void put_number_or_null(making *line, cJSON *object, const char *key, unsigned number)
{
    if (number > 0)
        put_number(line, object, key, number);
    else
        put_null(line, object, key);
}

/* `place` is where the error has one; NULL: it has none. */
static void put_error(making *line, cJSON *array, bf_error_code code, bf_str message,
                      const bf_error *place)
{
    cJSON *object = put_object(line, array, NULL);
    put_name(line, object, "code", bf_error_name(code));
    put_text(line, object, "message", message);
    put_text_or_null(line, object, "file", bf_str_of(place ? place->file : NULL));
    put_number_or_null(line, object, "line", place ? place->line : 0);
    put_number_or_null(line, object, "column", place ? place->column : 0);
}

static void put_failed_rule(making *line, cJSON *array, bf_str id)
{
    char message[256];
    snprintf(message, sizeof message, "%.*s met a limit and was tried both ways", BF_STR_ARG(id));
    put_error(line, array, BF_ERR_LIMIT, bf_str_of(message), NULL);
}

static void put_errors(making *line, cJSON *root)
{
    const bf_report_input *in = line->in;
    cJSON *array = put_array(line, root, "errors");
    for (size_t i = 0; in->item && i < in->item->composites.failed_count; i++)
        put_failed_rule(line, array, in->item->composites.failed[i]->id);
    for (size_t i = 0; in->item && i < in->item->claims.failed_count; i++)
        put_failed_rule(line, array, in->item->claims.failed[i]->id);
    if (in->reading->listings.failed)
        put_error(line, array, BF_ERR_LIMIT,
                  BF_STR("a sign of the kind of page met a limit: the kind is a guess"), NULL);
    if (in->reading->profile.failed)
        put_error(line, array, BF_ERR_LIMIT,
                  BF_STR("the profile of the site asks too much of this page: it was read without"),
                  NULL);
    if (in->reading->structured.refused > 0)
        put_error(line, array, BF_ERR_FORMAT, in->reading->structured.refused_why, NULL);
}

/* The sources of the roster that was asked, with their dates. */
static void put_roster(making *line, cJSON *tool)
{
    const bf_roster_lookup *roster = line->in ? line->in->settings->roster : NULL;
    size_t count = 0;
    if (roster == NULL) {
        put_null(line, tool, "roster");
        return;
    }
    cJSON *array = put_array(line, tool, "roster");
    const bf_roster_source *sources = bf_roster_lookup_sources(roster, &count);
    for (size_t i = 0; i < count; i++) {
        cJSON *source = put_object(line, array, NULL);
        put_text(line, source, "name", sources[i].name);
        put_text_or_null(line, source, "as_of", sources[i].as_of);
    }
}

static void put_tool(making *line, cJSON *root, const bf_rules *rules)
{
    bf_str none = {0};
    cJSON *tool = put_object(line, root, "tool");
    put_name(line, tool, "version", BF_VERSION);
    put_text_or_null(line, tool, "rules", rules ? bf_rules_version(rules) : none);
    put_text_or_null(line, tool, "rules_sha256", rules ? bf_rules_sha256(rules) : none);
    put_roster(line, tool);
}

/* All that may differ between two runs on equal input. */
static void put_run(making *line, cJSON *root, int64_t analyzed_at_ms, double duration_ms)
{
    const bf_report_input *in = line->in;
    char time[BF_TIME_TEXT];
    bf_time_format(analyzed_at_ms, time);
    cJSON *run = put_object(line, root, "run");
    put_name(line, run, "analyzed_at", time);
    put_number(line, run, "duration_ms", duration_ms);
    if (in)
        put_name(line, run, "engine", in->settings->interpret ? "interpreter" : "jit");
    else
        put_null(line, run, "engine");
    put_null(line, run, "change");
    put_null(line, run, "decision");
    put_null(line, run, "cluster");
}

static void put_line(making *line, cJSON *root)
{
    const bf_report_input *in = line->in;
    put_head(line, root, in->item ? "listing" : "page", in->item ? in->item->listing->index : 0);
    if (in->item) {
        put_listing(line, root);
        put_risk(line, root);
        put_findings(line, root);
        put_dismissed(line, root);
        put_credentials(line, root);
    }
    put_coverage(line, root);
    put_errors(line, root);
    put_tool(line, root, in->rules);
    put_run(line, root, in->analyzed_at_ms, (double)in->duration_us / 1000);
}

bool bf_report_write(const bf_report_input *input, bf_arena *arena, bf_str *out, bf_error *err)
{
    making line = {.in = input, .arena = arena};
    cJSON *root = cJSON_CreateObject();
    line.failed = root == NULL;
    if (!line.failed)
        put_line(&line, root);
    char *printed = line.failed ? NULL : cJSON_PrintUnformatted(root);
    bool made = printed && bf_arena_copy(arena, bf_str_of(printed), out);
    cJSON_free(printed);
    cJSON_Delete(root);
    return made || bf_fail(err, BF_ERR_MEMORY, "report: no memory for a line");
}

/* Makes a line that belongs to no page: `put_rest` adds its own fields. */
typedef void put_fields_of(making *line, cJSON *root, const void *user);

static char *print_line(const char *type, put_fields_of *put_rest, const void *user,
                        const bf_rules *rules)
{
    making line = {.arena = bf_arena_new(FAILURE_BYTES)};
    cJSON *root = line.arena ? cJSON_CreateObject() : NULL;
    char *printed = NULL;
    if (root) {
        put_name(&line, root, "schema", "bonafide.report/1");
        put_name(&line, root, "type", type);
        put_rest(&line, root, user);
        put_tool(&line, root, rules);
        put_run(&line, root, bf_time_now_ms(), 0);
        printed = line.failed ? NULL : cJSON_PrintUnformatted(root);
    }
    cJSON_Delete(root);
    bf_arena_free(line.arena);
    return printed;
}

typedef struct {
    bf_str url;
    const bf_page_archive *archive;
    const bf_error *failure;
} failure_fields;

static void put_failure(making *line, cJSON *root, const void *user)
{
    const failure_fields *fields = user;
    const bf_error *failure = fields->failure;
    put_text_or_null(line, root, "url", fields->url);
    put_archive(line, root, fields->archive);
    put_error(line, put_array(line, root, "errors"), failure->code, bf_str_of(failure->message),
              failure);
}

char *bf_report_failure(bf_str url, const bf_page_archive *archive, const bf_error *failure,
                        const bf_rules *rules)
{
    const failure_fields fields = {url, archive, failure};
    return print_line("error", put_failure, &fields, rules);
}

static void put_counts(making *line, cJSON *root, const void *user)
{
    const bf_report_counts *counts = user;
    cJSON *object = put_object(line, root, "counts");
    put_number(line, object, "pages", (double)counts->pages);
    put_number(line, object, "listings", (double)counts->listings);
    for (int level = BF_LEVEL_COUNT - 1; level >= 0; level--)
        put_number(line, object, bf_level_name((bf_level)level), (double)counts->by_level[level]);
    put_number(line, object, "errors", (double)counts->errors);
}

char *bf_report_summary(const bf_report_counts *counts, const bf_rules *rules)
{
    return print_line("run_summary", put_counts, counts, rules);
}
