/* schema_type.c: what the types and properties of schema.org say of whoever they describe. */
#include "analyzer/schema_type.h"

#include "analyzer/schema_types.h"

bf_str bf_schema_type_name(bf_str written)
{
    size_t at = bf_str_find(written, BF_STR("schema.org/"), 0);
    if (at != SIZE_MAX)
        return bf_str_after(written, at + 11);
    return bf_str_starts(written, BF_STR("schema:")) ? bf_str_after(written, 7) : written;
}

static bool is_among(const char *const *words, bf_str name)
{
    char first = name.length > 0 ? (char)(name.bytes[0] | 0x20) : '\0';
    for (; *words; words++)
        if (first == **words && bf_str_equal_nocase(name, bf_str_of(*words)))
            return true;
    return false;
}

bf_schema_kind bf_schema_kind_of(bf_str name)
{
    return is_among(person_types, name)    ? BF_SCHEMA_PERSON
           : is_among(firm_types, name)    ? BF_SCHEMA_FIRM
           : is_among(page_types, name)    ? BF_SCHEMA_PAGE
           : is_among(article_types, name) ? BF_SCHEMA_ARTICLE
           : is_among(work_types, name)    ? BF_SCHEMA_WORK
           : is_among(thing_types, name)   ? BF_SCHEMA_THING
           : is_among(foreign_types, name) ? BF_SCHEMA_FOREIGN
                                           : BF_SCHEMA_OTHER;
}

bf_schema_relation bf_schema_relation_of(bf_str property)
{
    return is_among(foreign_properties, property)   ? BF_SCHEMA_TO_FOREIGN
           : is_among(place_properties, property)   ? BF_SCHEMA_TO_PLACE
           : is_among(society_properties, property) ? BF_SCHEMA_TO_SOCIETY
           : is_among(firm_properties, property)    ? BF_SCHEMA_TO_FIRM
           : is_among(staff_properties, property)   ? BF_SCHEMA_TO_STAFF
           : is_among(part_properties, property)    ? BF_SCHEMA_TO_PART
           : is_among(seller_properties, property)  ? BF_SCHEMA_TO_SELLER
                                                    : BF_SCHEMA_TO_OTHER;
}

bool bf_schema_is_about_others(bf_schema_kind kind)
{
    return kind == BF_SCHEMA_FOREIGN || kind == BF_SCHEMA_ARTICLE || kind == BF_SCHEMA_WORK;
}
