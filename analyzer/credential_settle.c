/* credential_settle.c: what was found several times is one claim. */
#include "analyzer/credential.h"

#include <stdlib.h>

#include "analyzer/holder.h"

/* Bytes between a title and a number that stands beside it. */
enum { BESIDE = 40 };

/* Ranks standings: of one claim made twice the better one counts. */
static int rank_of(bf_status standing)
{
    return standing == BF_STATUS_ASSERTED ? 2 : standing == BF_STATUS_ASSOCIATE ? 1 : 0;
}

/* Says whether the claim only says that there is something of its type: "licensed". */
static bool is_general(const bf_claim *claim)
{
    return claim->named && claim->named->unless_count > 0 &&
           bf_str_equal(claim->named->unless[0], BF_STR("*"));
}

static bool same_type(const bf_claim *a, const bf_claim *b)
{
    return a->rule->type == b->rule->type;
}

/* Says whether the claim may be of any paper: a course, a diploma, a certificate of no name. */
static bool is_any_paper(const bf_claim *claim)
{
    return claim->named ? claim->named->many : claim->rule->many;
}

static bool numbers_agree(const bf_claim *a, const bf_claim *b)
{
    return a->number.length == 0 || b->number.length == 0 || bf_str_equal(a->number, b->number);
}

/* Gives `kept` what `other` says and it lacks. */
static void take_from(bf_claim *kept, const bf_claim *other)
{
    if (kept->number.length == 0)
        kept->number = other->number;
    if (kept->supervisor.length == 0)
        kept->supervisor = other->supervisor;
    if (kept->field.length == 0)
        kept->field = other->field;
    if (kept->school.length == 0)
        kept->school = other->school;
    if (kept->issuer.length == 0)
        kept->issuer = other->issuer;
    if (kept->region.length == 0 || (other->region_told && !kept->region_told)) {
        kept->region = other->region;
        kept->region_told = other->region_told;
    }
    if (other->weight < kept->weight)
        kept->weight = other->weight;
}

/* The bytes between two claims of one block; SIZE_MAX in different ones. */
static size_t gap(const bf_claim *a, const bf_claim *b)
{
    if (a->at != b->at)
        return SIZE_MAX;
    if (a->begin < b->end && b->begin < a->end)
        return 0;
    return a->end <= b->begin ? b->begin - a->end : a->begin - b->end;
}

/* Quotes two claims of one block from the beginning of the first to the end of the second. */
static void quote_both(bf_claim *kept, const bf_claim *other)
{
    size_t begin = other->begin < kept->begin ? other->begin : kept->begin;
    size_t end = other->end > kept->end ? other->end : kept->end;
    kept->exact.bytes -= kept->begin - begin;
    kept->exact.length = end - begin;
    kept->begin = begin;
    kept->end = end;
}

/* Says whether the claim's words are a number and no title. */
static bool is_bare(const bf_claim *claim)
{
    return claim->rule->bare && claim->named == NULL;
}

/* Says whether the words of `other` tell more than those of `kept`: a number with its title, else
 * they are longer. */
static bool is_fuller(const bf_claim *kept, const bf_claim *other)
{
    if (is_bare(kept) != is_bare(other))
        return is_bare(kept);
    bool numbered = other->named && other->number.length > 0;
    if (numbered != (kept->named && kept->number.length > 0))
        return numbered;
    return other->end - other->begin > kept->end - kept->begin;
}

/* Of one claim made in several places quotes the fullest; of a title and a number beside it, both.
 */
static void quote_fullest(bf_claim *kept, const bf_claim *other)
{
    if (kept->number.length != other->number.length && gap(kept, other) <= BESIDE) {
        quote_both(kept, other);
    } else if (is_fuller(kept, other)) {
        kept->exact = other->exact;
        kept->at = other->at;
        kept->begin = other->begin;
        kept->end = other->end;
    }
}

/* Takes claim `gone` out by joining it to `kept`; it is marked by having no rule. */
static void join(bf_claim *kept, bf_claim *gone)
{
    take_from(kept, gone);
    gone->rule = NULL;
}

/* Of two claims over the same words, says whether the first tells more: a title of the vocabulary
 * more than a rule's, one that is not general, the longer words, and then the earlier rule. */
static bool tells_more(const bf_claim *a, const bf_claim *b)
{
    if (is_general(a) != is_general(b) && same_type(a, b))
        return !is_general(a);
    if (!same_type(a, b) && is_any_paper(a) != is_any_paper(b))
        return !is_any_paper(a);
    if ((a->named != NULL) != (b->named != NULL))
        return a->named != NULL;
    if (a->end - a->begin != b->end - b->begin)
        return a->end - a->begin > b->end - b->begin;
    return a->rule < b->rule;
}

/* Says whether two claims are over the same words, and one of them is all that is meant: two of one
 * type, or something that is named beside what might be any paper. */
static bool overlap(const bf_claim *a, const bf_claim *b)
{
    bool apart = a->at != b->at || a->begin >= b->end || b->begin >= a->end;
    return !apart && (same_type(a, b) || is_any_paper(a) || is_any_paper(b));
}

/* Joins claims that two rules found in the same words. */
static void join_overlapping(bf_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        for (size_t j = i + 1; claims->items[i].rule && j < claims->count; j++) {
            bf_claim *a = &claims->items[i], *b = &claims->items[j];
            if (b->rule == NULL || !overlap(a, b))
                continue;
            bool first = tells_more(a, b);
            join(first ? a : b, first ? b : a);
        }
}

/* Says whether the claim is a number: its words have no title but what its shape tells. */
static bool is_only_number(const bf_claim *claim)
{
    return claim->number.length > 0 && (is_bare(claim) || is_general(claim));
}

/* Gives a number without a title to the title that stands beside it and has none; of two the one
 * before it. */
static void join_number(bf_claims *claims, bf_claim *number)
{
    bf_claim *best = NULL;
    for (size_t i = 0; i < claims->count; i++) {
        bf_claim *one = &claims->items[i];
        if (one->rule == NULL || one == number || !same_type(one, number) || is_general(one) ||
            is_only_number(one) || one->owner != number->owner || !numbers_agree(one, number) ||
            gap(one, number) > BESIDE)
            continue;
        if (best == NULL || gap(one, number) < gap(best, number))
            best = one;
    }
    if (best == NULL)
        return;
    quote_fullest(best, number);
    join(best, number);
}

static void join_numbers(bf_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        bf_claim *one = &claims->items[i];
        if (one->rule && is_only_number(one))
            join_number(claims, one);
    }
}

/* Says whether two claims hang on the names of two people. */
static bool of_two(const bf_claim *a, const bf_claim *b)
{
    return a->holder.length > 0 && b->holder.length > 0 && !bf_holder_may_be(a->holder, b->holder);
}

/* Says whether two claims are of two regions: a licence of each. */
static bool of_two_regions(const bf_claim *a, const bf_claim *b)
{
    return a->region_told && b->region_told && !bf_str_equal(a->region, b->region);
}

/* Says whether two claims have one title. A number's shape does not tell "LPCC-S" from "LPCC". */
static bool of_one_title(const bf_claim *a, const bf_claim *b)
{
    const bf_claim *bare = is_bare(a) ? a : b, *other = is_bare(a) ? b : a;
    size_t length = bare->title.length;
    if (bf_str_equal(a->title, b->title))
        return true;
    return is_bare(bare) && bf_str_starts(other->title, bare->title) &&
           other->title.bytes[length] == '-';
}

/* Says whether the words of `other` stand in those of `claim`. */
static bool has_words_of(const bf_claim *claim, const bf_claim *other)
{
    return bf_str_equal_nocase(claim->exact, other->exact) ||
           bf_str_find(claim->exact, other->exact, 0) != SIZE_MAX;
}

/* Says whether two claims are one that was said twice. */
static bool is_same(const bf_claim *a, const bf_claim *b)
{
    if (of_two(a, b) || of_two_regions(a, b) || !same_type(a, b) || a->owner != b->owner ||
        !of_one_title(a, b) || !numbers_agree(a, b))
        return false;
    return !(is_any_paper(a) || is_any_paper(b)) || has_words_of(a, b) || has_words_of(b, a);
}

static void join_repeated(bf_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        for (size_t j = i + 1; claims->items[i].rule && j < claims->count; j++) {
            bf_claim *a = &claims->items[i], *b = &claims->items[j];
            if (b->rule == NULL || !is_same(a, b))
                continue;
            bool later = rank_of(b->standing) > rank_of(a->standing) ||
                         (is_bare(a) && !is_bare(b) && b->standing == a->standing);
            if (rank_of(a->standing) == rank_of(b->standing))
                quote_fullest(later ? b : a, later ? a : b);
            join(later ? b : a, later ? a : b);
        }
}

/* Says whether `general` may be said of how `other` is held: an associate is licensed, too. */
static bool may_be_held_so(const bf_claim *general, const bf_claim *other)
{
    return other->standing == general->standing ||
           (general->standing == BF_STATUS_ASSERTED && other->standing == BF_STATUS_ASSOCIATE);
}

/* Says whether `general` says nothing more where its owner has `other`. */
static bool is_said_by(const bf_claim *general, const bf_claim *other)
{
    const bf_title *named = general->named;
    if (other->rule == NULL || other == general || !same_type(general, other) ||
        other->owner != general->owner || of_two(general, other) ||
        !may_be_held_so(general, other) || other->named == named)
        return false;
    for (size_t i = 0; i < named->unless_count; i++)
        if (bf_str_equal(named->unless[i], other->title) ||
            (bf_str_equal(named->unless[i], BF_STR("*")) && other->named && !is_general(other)))
            return true;
    return false;
}

static void join_general(bf_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        bf_claim *general = &claims->items[i];
        for (size_t j = 0; general->rule && general->named && j < claims->count; j++)
            if (is_said_by(general, &claims->items[j])) {
                if (general->rule->type != BF_CLAIM_LICENCE) /* "PhD": what it is in */
                    quote_fullest(&claims->items[j], general);
                join(&claims->items[j], general);
            }
    }
}

static int by_place(const void *left, const void *right)
{
    const bf_claim *a = left, *b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

void bf_credential_settle(bf_claims *claims)
{
    size_t kept = 0;
    join_overlapping(claims);
    join_numbers(claims);
    join_repeated(claims);
    join_general(claims);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->items[i].rule)
            claims->items[kept++] = claims->items[i];
    claims->count = kept;
    if (kept > 0)
        qsort(claims->items, kept, sizeof *claims->items, by_place);
}
