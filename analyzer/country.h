/* analyzer/country.h: countries: how one telephones there, what money is theirs, and by which words
 * and signs a page speaks of them. The table is countries.txt. */
#ifndef BF_ANALYZER_COUNTRY_H
#define BF_ANALYZER_COUNTRY_H

#include "bonafide/str.h"

/* Digits are texts of '0' to '9'; all texts live as long as the program. */
typedef struct {
    bf_str code;        /* ISO 3166-1 alpha-2 */
    bf_str calling;     /* the country calling code (ITU-T E.164) */
    bf_str trunk;       /* dialled before a national number at home; may be empty */
    size_t least, most; /* digits of a national number, the trunk prefix not counted */
    bf_str first;       /* digits that one begins with */
    /* The same of numbers that people there write without the trunk prefix: `bare_most` is 0 where
     * they do not. */
    size_t bare_least, bare_most;
    bf_str bare_first;
    bf_str money; /* ISO 4217 */
} bf_country;

/* The country of an ISO 3166-1 code (of any case). false: none that is known. */
bool bf_country_find(bf_str code, bf_country *out);

/* The country whose calling code `digits` begin with; of several the first of the table. false:
 * none that is known. */
bool bf_country_calling(bf_str digits, bf_country *out);

/* The code of the country that `name` names, all of it ("España", "U.K."); empty for none. */
bf_str bf_country_named(bf_str name);

/* The code of the first country whose name of four letters or more stands in `text` as words. */
bf_str bf_country_in(bf_str text);

/* What a page shows of the country that it speaks to; any may be empty. */
typedef struct {
    bf_str place;  /* of the advertiser's address or data: ISO 3166-1, or a name */
    bf_str number; /* ISO 3166-1, of a telephone number on the page that begins with + and a country
                      calling code */
    bf_str host;   /* of the page's URL */
    bf_str named;  /* ISO 3166-1, of the country that its title or description names */
    bf_str language; /* of its root element (BCP 47): "en-GB", "de" */
    bf_str money;    /* ISO 4217, of a sign that one country alone uses */
} bf_country_signs;

/* The country that `signs` speak of: the first, in the order of the struct, that says one. A text
 * of the program's, with a NUL after it; empty where none does. */
bf_str bf_country_guess(const bf_country_signs *signs);

#endif
