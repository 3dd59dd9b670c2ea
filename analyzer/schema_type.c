/* schema_type.c: what the types of schema.org say of whoever they describe. */
#include "analyzer/schema_type.h"

#include "analyzer/schema_types.h"

bf_str bf_schema_type_name(bf_str written)
{
    size_t at = bf_str_find(written, BF_STR("schema.org/"), 0);
    if (at != SIZE_MAX)
        return bf_str_after(written, at + 11);
    return bf_str_starts(written, BF_STR("schema:")) ? bf_str_after(written, 7) : written;
}

static bool is_among(const char *const *types, bf_str name)
{
    for (; *types; types++)
        if (bf_str_equal_nocase(name, bf_str_of(*types)))
            return true;
    return false;
}

bf_schema_kind bf_schema_kind_of(bf_str name)
{
    return is_among(person_types, name)    ? BF_SCHEMA_PERSON
           : is_among(firm_types, name)    ? BF_SCHEMA_FIRM
           : is_among(page_types, name)    ? BF_SCHEMA_PAGE
           : is_among(article_types, name) ? BF_SCHEMA_ARTICLE
           : is_among(foreign_types, name) ? BF_SCHEMA_FOREIGN
                                           : BF_SCHEMA_OTHER;
}
