/* ruleset_names.c: the words that packs and reports use for the enums of ruleset.h, one table each.
 */
#include <assert.h>

#include "analyzer/ruleset.h"

const char *bf_category_name(bf_category category)
{
    static const char *const names[] = {"prohibited", "warning", "credential", "disguise"};
    static_assert(sizeof names / sizeof *names == BF_CATEGORY_COUNT, "each category has a name");
    return names[category];
}

const char *bf_severity_name(bf_severity severity)
{
    static const char *const names[] = {"low", "medium", "high", "critical"};
    static_assert(sizeof names / sizeof *names == BF_SEVERITY_COUNT, "each severity has a name");
    return names[severity];
}

const char *bf_status_name(bf_status status)
{
    static const char *const names[] = {
        "asserted",    "none",        "negated",     "negated_by_header",
        "answered_no", "warned",      "homework",    "other_agent",
        "quoted",      "testimonial", "comment",     "hypothetical",
        "past",        "taught",      "specialty",   "associate",
        "in_training", "lapsed",      "surrendered", "pending",
        "honorary"};
    static_assert(sizeof names / sizeof *names == BF_STATUS_COUNT, "each status has a name");
    return names[status];
}

const char *bf_owner_name(bf_owner owner)
{
    static const char *const names[] = {"advertiser", "supervisor", "teacher",
                                        "colleague",  "client",     "other"};
    static_assert(sizeof names / sizeof *names == BF_OWNER_COUNT, "each owner has a name");
    return names[owner];
}

const char *bf_claim_type_name(bf_claim_type type)
{
    static const char *const names[] = {"certification", "licence", "degree", "membership"};
    static_assert(sizeof names / sizeof *names == BF_CLAIM_TYPE_COUNT, "each type has a name");
    return names[type];
}

const char *bf_sign_kind_name(bf_sign_kind kind)
{
    static const char *const names[] = {
        "listing",     "directory", "article",     "error",   "therapy",  "body",   "coach",
        "not_therapy", "treats",    "testimonial", "comment", "card",     "others", "terms",
        "name",        "practice",  "alone",       "website", "clinician"};
    static_assert(sizeof names / sizeof *names == BF_SIGN_COUNT, "each kind has a name");
    return names[kind];
}

const char *bf_fact_name(bf_fact fact)
{
    static const char *const names[] = {"offer_alone",
                                        "offer_two_groups",
                                        "offer_one_group",
                                        "offer_testimonial",
                                        "offer_hidden",
                                        "surrogate",
                                        "clinician_named",
                                        "warning_grave",
                                        "warning_two_kinds",
                                        "warning_one",
                                        "text_thin",
                                        "text_cut",
                                        "data_refused",
                                        "partial_card",
                                        "claim_strong_held",
                                        "claim_associate_supervised",
                                        "claim_weak",
                                        "people_claim_strong",
                                        "not_therapy",
                                        "role_therapy",
                                        "role_body",
                                        "role_coach",
                                        "treats",
                                        "registry_revoked",
                                        "registry_excluded",
                                        "registry_verified",
                                        "registry_ended",
                                        "registry_unconfirmed"};
    static_assert(sizeof names / sizeof *names == BF_FACT_COUNT, "each fact has a name");
    return names[fact];
}

const char *bf_page_kind_name(bf_page_kind kind)
{
    static const char *const names[] = {"listing", "directory", "article", "error", "other"};
    static_assert(sizeof names / sizeof *names == BF_PAGE_KIND_COUNT, "each kind has a name");
    return names[kind];
}

const char *bf_profile_field_name(bf_profile_field field)
{
    static const char *const names[] = {"name",        "headline", "locality", "region",
                                        "country",     "phone",    "email",    "website",
                                        "profile_url", "price",    "practice"};
    static_assert(sizeof names / sizeof *names == BF_PROFILE_FIELD_COUNT, "each field has a name");
    return names[field];
}
