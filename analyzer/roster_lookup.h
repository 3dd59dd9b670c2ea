/* analyzer/roster_lookup.h: what the roster has under a number or a name. Knows how entries are
 * asked for; the tables are roster_store.h's, and what an entry proves is verification.h's. */
#ifndef BF_ANALYZER_ROSTER_LOOKUP_H
#define BF_ANALYZER_ROSTER_LOOKUP_H

#include "analyzer/person_name.h"
#include "analyzer/roster_store.h"
#include "bonafide/arena.h"
#include "bonafide/roster.h"

enum {
    BF_ROSTER_MOST = 64,       /* entries of one answer */
    BF_ROSTER_MOST_ROWS = 4096 /* rows that are looked at for one */
};

/* One entry; roster_store.h says what each column means. A text that a registry leaves out is
 * empty. */
typedef struct {
    int64_t id;
    const bf_roster_source *source; /* lives as long as the roster is open */
    bf_roster_status status;
    bool other_name;
    bf_str number, npi, title, region, status_shown, expires, since, reason;
    bf_str surname, given, middle, suffix, business, city, postal;
} bf_roster_row;

/* Which entries are asked for. */
typedef struct {
    unsigned kinds; /* 1 << bf_roster_kind of each; 0: all */
    bf_str region;  /* not those of another; empty: of all */
} bf_roster_among;

/* The region of `entry`, or of all of its source. */
bf_str bf_roster_row_region(const bf_roster_row *entry);

/* An answer. */
typedef struct {
    bf_roster_row *items;
    size_t count;
    bool more; /* there are others, which were not read */
} bf_roster_rows;

/* Its sources, in the order of their names; `*count` says how many. */
const bf_roster_source *bf_roster_lookup_sources(const bf_roster_lookup *roster, size_t *count);

/* Gives the entries of `among` under a licence number that has the same digits as `number`, former
 * names too. `out` is in `arena`. false: BF_ERR_STATE (the file cannot be read: which is
 * not "there is none"), BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_roster_lookup_number(bf_roster_lookup *roster, bf_str number,
                                           const bf_roster_among *among, bf_arena *arena,
                                           bf_roster_rows *out, bf_error *err);

/* The same of `npi`, ten digits. */
BF_MUST_CHECK bool bf_roster_lookup_npi(bf_roster_lookup *roster, bf_str npi,
                                        const bf_roster_among *among, bf_arena *arena,
                                        bf_roster_rows *out, bf_error *err);

/* Gives the entries of `among` that may be of who is called `name`: by each of its surnames and all
 * of them, its given name, the forms and short forms of that, and its initial. An initial alone
 * finds all that begin with it. What they have in common with `name` is for person_match.h to say.
 * false: as above. */
BF_MUST_CHECK bool bf_roster_lookup_name(bf_roster_lookup *roster, const bf_person_name *name,
                                         const bf_roster_among *among, bf_arena *arena,
                                         bf_roster_rows *out, bf_error *err);

/* Gives the entries of `among` whose surname, or whose name of an organisation, begins with `text`,
 * blanks, case and signs aside, for people who look. false: as above. */
BF_MUST_CHECK bool bf_roster_lookup_beginning(bf_roster_lookup *roster, bf_str text,
                                              const bf_roster_among *among, bf_arena *arena,
                                              bf_roster_rows *out, bf_error *err);

#endif
