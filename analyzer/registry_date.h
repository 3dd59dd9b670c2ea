/* analyzer/registry_date.h: dates as registries write them, in their rows and in the names of their
 * files. Knows the calendar, and no hours: a time behind a date is passed over. */
#ifndef BF_ANALYZER_REGISTRY_DATE_H
#define BF_ANALYZER_REGISTRY_DATE_H

#include "bonafide/str.h"

typedef enum {
    BF_DATE_PLAIN,    /* YYYYMMDD */
    BF_DATE_AMERICAN, /* MM/DD/YYYY, zeros in front may be missing */
    BF_DATE_ISO,      /* YYYY-MM-DD */
    BF_DATE_FORMS
} bf_registry_date_form;

enum { BF_REGISTRY_DATE = 10 /* bytes of "2026-11-23" */ };

/* The form as maps and messages write it: "YYYYMMDD", "MM/DD/YYYY", "YYYY-MM-DD". */
const char *bf_registry_date_word(bf_registry_date_form form);

/* Reads a date in one of the `forms`, a set of 1 << form, and writes it as "YYYY-MM-DD" without a
 * NUL to `out`. false: it is in none of them, or no day of the calendar from the year 1000 on;
 * `out` is unchanged. */
BF_MUST_CHECK bool bf_registry_date_read(bf_str text, unsigned forms, char out[BF_REGISTRY_DATE]);

/* Finds the last date in the name of a file, "20261108" or with - or _ between its parts
 * ("npidata_pfile_20050523-20261108.csv": 2026-11-08). false: there is none. */
BF_MUST_CHECK bool bf_registry_date_find(bf_str name, char out[BF_REGISTRY_DATE]);

#endif
