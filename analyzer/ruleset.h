/* analyzer/ruleset.h: the rule packs as the analyzer reads them: compiled, flat, never changing.
 * Knows every kind of entry that YAML packs may hold; how they are applied is match.h's,
 * context.h's, credential.h's, listing.h's, profile.h's and assessment.h's. The public face is
 * bonafide/rules.h.
 */
#ifndef BF_ANALYZER_RULESET_H
#define BF_ANALYZER_RULESET_H

#include "analyzer/disguise.h"
#include "analyzer/document.h"
#include "analyzer/keyword.h"
#include "analyzer/sentence.h"
#include "bonafide/analysis.h"
#include "bonafide/rules.h"

/* Where an entry stands in the packs: for messages. */
typedef struct {
    bf_str file;
    unsigned line, column;
} bf_rule_place;

/* An entry of sources.yaml. */
typedef struct {
    bf_str key, title, url;
} bf_rule_source;

typedef enum {
    BF_CATEGORY_PROHIBITED,
    BF_CATEGORY_WARNING,
    BF_CATEGORY_CREDENTIAL,
    BF_CATEGORY_DISGUISE,
    BF_CATEGORY_COUNT
} bf_category;
typedef enum {
    BF_SEVERITY_LOW,
    BF_SEVERITY_MEDIUM,
    BF_SEVERITY_HIGH,
    BF_SEVERITY_CRITICAL,
    BF_SEVERITY_COUNT
} bf_severity;
typedef enum {
    BF_DECIDES_ALONE,
    BF_DECIDES_WITH_OTHER_GROUP,
    BF_DECIDES_NEVER,
    BF_DECIDES_COUNT
} bf_decides;
typedef enum { BF_SPAN_SENTENCE, BF_SPAN_PARAGRAPH, BF_SPAN_LISTING, BF_SPAN_COUNT } bf_span;
typedef enum {
    BF_RULE_DRAFT,
    BF_RULE_STABLE,
    BF_RULE_RETIRED,
    BF_RULE_STATUS_COUNT
} bf_rule_status;

/* What a cue makes of a match; the names of design section 6. BF_STATUS_ASSERTED is the finding,
 * BF_STATUS_NONE a cue that only hides others ("not only"; "Gladly."). */
typedef enum {
    BF_STATUS_ASSERTED,
    BF_STATUS_NONE,
    BF_STATUS_NEGATED,
    BF_STATUS_NEGATED_BY_HEADER,
    BF_STATUS_ANSWERED_NO,
    BF_STATUS_WARNED,
    BF_STATUS_HOMEWORK,
    BF_STATUS_OTHER_AGENT,
    BF_STATUS_QUOTED,
    BF_STATUS_TESTIMONIAL,
    BF_STATUS_COMMENT,
    BF_STATUS_HYPOTHETICAL,
    BF_STATUS_PAST,
    BF_STATUS_TAUGHT,
    BF_STATUS_SPECIALTY,
    BF_STATUS_ASSOCIATE, /* the rest say the standing of a claim */
    BF_STATUS_IN_TRAINING,
    BF_STATUS_LAPSED,
    BF_STATUS_SURRENDERED,
    BF_STATUS_PENDING,
    BF_STATUS_HONORARY,
    BF_STATUS_COUNT
} bf_status;

/* Whose credential a claim speaks of. */
typedef enum {
    BF_OWNER_ADVERTISER,
    BF_OWNER_SUPERVISOR,
    BF_OWNER_TEACHER,
    BF_OWNER_COLLEAGUE,
    BF_OWNER_CLIENT, /* who wrote a testimonial or a comment */
    BF_OWNER_OTHER,  /* anybody: "ask whether a therapist is licensed" */
    BF_OWNER_COUNT
} bf_owner;

/* The names that packs and reports use ("asserted", "negated_by_header", …). */
const char *bf_category_name(bf_category category);
const char *bf_severity_name(bf_severity severity);
const char *bf_status_name(bf_status status);
const char *bf_owner_name(bf_owner owner);

/* One example of a rule or cue. */
typedef struct {
    bf_str text;
    bf_status status; /* of a dismiss example: what must dismiss it; asserted for the others */
    unsigned line, column;
} bf_rule_example;
typedef struct {
    bf_rule_example *items;
    size_t count;
} bf_rule_examples;

typedef struct bf_composite bf_composite;

typedef struct {
    bf_str id, title, kind, group, why, would_clear;
    unsigned version; /* 1 unless the pack says another */
    bf_category category;
    bf_severity severity;
    double confidence;
    bf_decides decides;
    bf_rule_status status;
    bf_span span;
    unsigned fields;       /* bit 1 << bf_field for each */
    bool ignores_negation; /* negation: ignore */
    bf_pattern *pattern;   /* over the views: all phrases, or the pattern; NULL: it reveals */
    unsigned reveals;      /* set of bf_disguise: it matches where rules of these categories */
    unsigned reveals_of;   /* (1 << bf_category) match what was disguised so; 0: by its pattern */
    const bf_rule_source **cites;
    size_t cite_count;
    bf_str *report_to; /* keys of sources.yaml: where a person may complain */
    size_t report_to_count;
    bf_rule_examples match, dismiss, miss;
    bf_rule_place place;
    bool part;               /* a sign that is never reported alone, and has no text for people */
    bf_composite *composite; /* the parts that it needs in place of a pattern; NULL: none */
} bf_rule;

/* How near things stand to each other: in so many sentences in a row (BF_SPAN_SENTENCE), across the
 * blocks of a listing; in one block; anywhere in the listing. */
typedef struct {
    bf_span span;
    unsigned sentences;
} bf_reach;

/* A part that a composite names. */
typedef struct {
    bf_str id;
    unsigned line, column; /* where it is named */
    const bf_rule *part;
    size_t slot;    /* of what is needed: which of the composite's slots it fills */
    bf_reach reach; /* of what must not be: how near to any of its parts */
} bf_part_use;

/* A rule that holds where several parts stand together. Parts fill slots: one for each member of
 * `all`, which any of its parts fills, and then one for each group of `any`. */
struct bf_composite {
    bf_reach within;
    bf_part_use *needs; /* in the order of the file: `all`, then `any` */
    size_t need_count;
    bf_part_use *unless;
    size_t unless_count;
    size_t member_count;      /* slots that must all be filled */
    size_t group_count;       /* slots behind them, of which */
    size_t least_groups;      /* so many must be */
    const bf_part_use *quote; /* the part whose words are quoted */
};

typedef enum {
    BF_CLAIM_CERTIFICATION,
    BF_CLAIM_LICENCE,
    BF_CLAIM_DEGREE,
    BF_CLAIM_MEMBERSHIP,
    BF_CLAIM_TYPE_COUNT
} bf_claim_type;
const char *bf_claim_type_name(bf_claim_type type);

/* How much a claim is worth when it is held. */
typedef enum {
    BF_WEIGHT_STRONG, /* AASECT certification, related graduate degree, licence */
    BF_WEIGHT_WEAK,   /* unaccredited, self-issued, honorary, unrelated, membership */
    BF_WEIGHT_NONE,   /* noted only */
    BF_WEIGHT_COUNT
} bf_weight;

/* A title as people would name it (credentials/titles.yaml): "LMFT", "AASECT CST", "psychologist".
 * Of the titles of a claim's type the first whose pattern matches in the claim's words is its
 * title. */
typedef struct {
    bf_str id, title, field, issuer, region; /* empty when not said */
    bf_claim_type type;
    bf_pattern *pattern;
    bool many;      /* who has it twice has two: courses, diplomas; otherwise it was said twice */
    bf_str *unless; /* says nothing more where its owner has one of these of the same type ("*":
                       any): "doctorate" beside "PhD" */
    size_t unless_count;
    bf_str *lower_in; /* regions where it is the level under supervision, though others have it as
                         full; "*": everywhere, but for those of `full_in` */
    size_t lower_count;
    bf_str *full_in;
    size_t full_count;
    bf_rule_examples says; /* words of which it must be the title */
    bf_rule_place place;
} bf_title;

/* How schools are called (credentials/schools.yaml). The pattern runs over the text as shown, from
 * the beginning of a claim on. */
typedef struct {
    bf_str id;
    bf_pattern *pattern;
    bf_pattern *unless; /* words between the claim and the school that part them; NULL: none */
    bf_rule_examples match, miss; /* in match brackets stand round the school */
    bf_rule_place place;
} bf_school_rule;

/* A shape that a credential claim may have. Patterns run over the text as shown, case kept. */
typedef struct {
    bf_str id, title, field, school, issuer, region; /* as `gives` says; empty when not said */
    bool number; /* the pattern's group `number` is the claim's number */
    unsigned
        goes_on; /* so many words behind the match belong to it, too, as far as its clause goes */
    bf_pattern *until; /* or up to these words of the shown text; NULL: none */
    bool behind_name;  /* it counts only behind a person's name, or letters behind one */
    bool bare;         /* its words are a number, of the title that stands beside it */
    bool many; /* words that give no title of the vocabulary are a claim each, not said twice */
    bf_claim_type type;
    bf_weight weight;
    bf_status standing; /* what the shape itself says: asserted (held), associate, in_training, … */
    bf_pattern *pattern;
    bf_pattern *near; /* view N, in the same or a neighbouring block; NULL: none is asked for */
    bf_pattern
        *under; /* or all of the line that heads its list, in view N; NULL: none is asked for */
    bf_str *requires_region; /* or the listing's region is one of these */
    size_t requires_region_count;
    const bf_rule_source **cites;
    size_t cite_count;
    bf_rule_examples match, dismiss, miss;
    bf_rule_place place;
} bf_claim_rule;

typedef enum {
    BF_SIDE_BEFORE,
    BF_SIDE_AFTER,
    BF_SIDE_HEADER,
    BF_SIDE_OVER,
    BF_SIDE_SAME,
    BF_SIDE_ANSWER,
    BF_SIDE_SIGNATURE,
    BF_SIDE_COUNT
} bf_side;

/* A context cue. Its words are one pattern over view N. */
typedef struct {
    bf_str id;
    bf_status status;
    bf_owner owner; /* of a claim that it gives to somebody else (other_agent) */
    bf_side side;   /* where the cue stands, seen from the match: before it, after it, in the
                       header of its list or section, over it (hides others), anywhere in the same
                       sentence or paragraph, at the start of the answer to its question, or right
                       behind the quotation that it stands in */
    bf_pattern *words;
    bf_span reach;           /* sentence or paragraph; for `clause` see next */
    unsigned clause_words;   /* not 0: only within the clause and so many words */
    bf_pattern *stop;        /* ends a clause besides ; : . ! ? and the end; NULL: none */
    bf_pattern *restart;     /* words before which a comma ends a clause too, and with which a
                                sentence ends the reach of a paragraph; NULL: none */
    unsigned for_categories; /* bit 1 << bf_category for each; claims are BF_CATEGORY_CREDENTIAL */
    bf_str *kinds;           /* only matches of rules of these kinds; none: all */
    size_t kind_count;
    bool own;      /* only where the advertiser speaks; a testimonial keeps its voice */
    bf_str *hides; /* side over: ids of cues that do not count where this one lies over them; side
                      answer with BF_STATUS_NONE: that it takes back */
    size_t hide_count;
    bf_rule_examples dismiss, miss; /* tests of its own: text in which `id` must dismiss, or not */
    bf_rule_place place;
} bf_cue;

/* A sign of what a page, a block or a role is (pages.yaml). */
typedef enum {
    BF_SIGN_LISTING,
    BF_SIGN_DIRECTORY,
    BF_SIGN_ARTICLE,
    BF_SIGN_ERROR, /* kinds of page */
    BF_SIGN_THERAPY,
    BF_SIGN_BODY,
    BF_SIGN_COACH,
    BF_SIGN_NOT_THERAPY, /* roles */
    BF_SIGN_TREATS,      /* treats a disorder */
    BF_SIGN_TESTIMONIAL,
    BF_SIGN_COMMENT,  /* voices: a heading, id or class */
    BF_SIGN_CARD,     /* class or id words of a directory's card */
    BF_SIGN_OTHERS,   /* a heading over those whom the page does not advertise */
    BF_SIGN_TERMS,    /* a heading over fees, insurers, hours, ways: no advertiser's name follows */
    BF_SIGN_NAME,     /* class, id or itemprop of a name */
    BF_SIGN_PRACTICE, /* a practice speaks of itself and its people */
    BF_SIGN_ALONE,    /* one person speaks for himself */
    BF_SIGN_WEBSITE,  /* the text of a link that leads to an advertiser's own site */
    BF_SIGN_CLINICIAN, /* a separate named clinician works with a surrogate (triad) */
    BF_SIGN_COUNT
} bf_sign_kind;
const char *bf_sign_kind_name(bf_sign_kind kind);
typedef enum {
    BF_SIGN_IN_TEXT,
    BF_SIGN_IN_TITLE,
    BF_SIGN_IN_HEADING,
    BF_SIGN_IN_URL,
    BF_SIGN_IN_CLASS,
    BF_SIGN_IN_QUOTE, /* a quotation set apart */
    BF_SIGN_IN_STRUCTURED_TYPE,
    BF_SIGN_PLACES
} bf_sign_place;
typedef struct {
    bf_str id;
    bf_sign_kind kind;
    bf_sign_place in; /* what the pattern is matched against, in view N */
    int weight;       /* added once a page, however often it matches */
    bf_pattern *pattern;
    bf_rule_place place;
} bf_sign;

typedef enum {
    BF_PAGE_LISTING,
    BF_PAGE_DIRECTORY,
    BF_PAGE_ARTICLE,
    BF_PAGE_ERROR,
    BF_PAGE_OTHER,
    BF_PAGE_KIND_COUNT
} bf_page_kind;
const char *bf_page_kind_name(bf_page_kind kind);

/* What the profile of a site says of each listing. */
typedef enum {
    BF_PROFILE_NAME,
    BF_PROFILE_HEADLINE,
    BF_PROFILE_LOCALITY,
    BF_PROFILE_REGION,
    BF_PROFILE_COUNTRY,
    BF_PROFILE_PHONE,
    BF_PROFILE_EMAIL,
    BF_PROFILE_WEBSITE,
    BF_PROFILE_URL, /* of a card: where it leads for more */
    BF_PROFILE_PRICE,
    BF_PROFILE_PRACTICE,
    BF_PROFILE_FIELD_COUNT
} bf_profile_field;
const char *bf_profile_field_name(bf_profile_field field);

/* A listing that an example of a site profile has: the texts of each field, none for one that must
 * be empty, and words that stand in it. */
typedef struct {
    bf_str *texts[BF_PROFILE_FIELD_COUNT];
    size_t text_counts[BF_PROFILE_FIELD_COUNT];
    bf_str *words;
    size_t word_count;
} bf_profile_expected;

/* An example of a site profile: a page and what is read on it. */
typedef struct {
    bf_str url, html;
    bf_profile_expected *listings;
    size_t listing_count;
    bf_str *nobody; /* words that belong to none of them */
    size_t nobody_count;
    unsigned line, column;
} bf_profile_example;

/* The profile of a site (sites/): where on its pages the listings and their fields stand, in XPath
 * (xpath.h). An expression that is not said is empty. */
typedef struct {
    bf_str id;
    bf_str *hosts; /* "a.example", or "*.a.example" for all that end so */
    size_t host_count;
    bf_str path_text;
    bf_pattern *path;  /* over path and query; NULL: all */
    bf_page_kind kind; /* of its pages; BF_PAGE_KIND_COUNT: it does not say */
    bf_str listing;    /* of the elements that are one listing each; empty: the page is one */
    bf_str not_listing;
    bf_str fields[BF_PROFILE_FIELD_COUNT];
    bf_profile_example *tests;
    size_t test_count;
    bf_rule_place place;
} bf_site_profile;

/* What a row of assessment.yaml may ask of a listing; rules/README.md says when each holds. */
typedef enum {
    BF_FACT_OFFER_ALONE,
    BF_FACT_OFFER_TWO_GROUPS,
    BF_FACT_OFFER_ONE_GROUP,
    BF_FACT_OFFER_TESTIMONIAL,
    BF_FACT_OFFER_HIDDEN,
    BF_FACT_SURROGATE,
    BF_FACT_CLINICIAN_NAMED,
    BF_FACT_WARNING_GRAVE,
    BF_FACT_WARNING_TWO_KINDS,
    BF_FACT_WARNING_ONE,
    BF_FACT_TEXT_THIN,
    BF_FACT_TEXT_CUT,
    BF_FACT_DATA_REFUSED,
    BF_FACT_PARTIAL_CARD,
    BF_FACT_CLAIM_STRONG_HELD,
    BF_FACT_CLAIM_ASSOCIATE_SUPERVISED,
    BF_FACT_CLAIM_WEAK,
    BF_FACT_PEOPLE_CLAIM_STRONG,
    BF_FACT_NOT_THERAPY,
    BF_FACT_ROLE_THERAPY,
    BF_FACT_ROLE_BODY,
    BF_FACT_ROLE_COACH,
    BF_FACT_TREATS,
    BF_FACT_REGISTRY_REVOKED,
    BF_FACT_REGISTRY_EXCLUDED,
    BF_FACT_REGISTRY_VERIFIED,
    BF_FACT_REGISTRY_ENDED,
    BF_FACT_REGISTRY_UNCONFIRMED,
    BF_FACT_COUNT
} bf_fact;
const char *bf_fact_name(bf_fact fact);

/* A row of assessment.yaml: holds when each fact of `all` holds, at least one of `any` when there
 * are any, and none of `none`. */
typedef struct {
    bf_str row, text, would_clear;
    bf_level level;
    bf_fact *all, *any, *none;
    size_t all_count, any_count, none_count;
    bf_str *report_to;
    size_t report_to_count;
    bf_rule_place place;
} bf_assessment_row;

/* The keywords of all patterns that are looked for in many texts; a pattern has the number of its
 * entry. */
typedef struct {
    bf_keywords *sentences, *paragraphs; /* of rules: those of that span */
    bf_keywords *claims, *titles;
    bf_keywords *cues;
    bf_keywords *signs;   /* but those whose place is class */
    bf_keywords *classes; /* of signs whose place is class */
} bf_rule_keywords;

struct bf_rules {
    bf_arena *arena; /* holds all that is below, patterns aside */
    bf_str version, sha256;
    bf_rule_source *sources;
    size_t source_count, source_capacity;
    bf_rule *rules; /* and parts, in the order of files and lines, a file's parts first; retired and
                       disabled ones are not here */
    size_t rule_count, rule_capacity;
    bf_claim_rule *claims;
    size_t claim_count, claim_capacity;
    bf_title *titles; /* in the order of files and lines: the first that is found counts */
    size_t title_count, title_capacity;
    bf_school_rule *schools;
    size_t school_count, school_capacity;
    bf_cue *cues;
    size_t cue_count, cue_capacity;
    bf_sign *signs;
    size_t sign_count, sign_capacity;
    bf_site_profile *profiles;
    size_t profile_count, profile_capacity;
    size_t thin_bytes;   /* pages.yaml: less visible text than this is too thin to judge */
    size_t small_image;  /* pages.yaml: pixels; an image said to be less is an icon or a counter */
    size_t least_images; /* pages.yaml: so many others on a thin page may hold its words */
    bf_sentence_words abbreviations; /* pages.yaml */
    bf_assessment_row *conduct, *credential;
    size_t conduct_count, credential_count;
    size_t conduct_capacity, credential_capacity;
    bf_rule_keywords keywords;
};

/* Finds the keywords of all entries of `rules`, which has none yet. false: BF_ERR_MEMORY; what was
 * found stays to be freed. */
BF_MUST_CHECK bool bf_rules_find_keywords(bf_rules *rules, bf_error *err);

/* Frees the keywords of `rules`. */
void bf_rules_free_keywords(bf_rules *rules);

#endif
