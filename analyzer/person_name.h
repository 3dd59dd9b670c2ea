/* analyzer/person_name.h: the name of a person as a page or a registry writes it, in parts that can
 * be compared. Knows titles, letters of degrees, particles, suffixes, initials and the order of a
 * registry ("EXAMPLE, ROBERT J JR"); whether two names are of one person is the caller's to decide,
 * with what else he knows: people share names. */
#ifndef BF_ANALYZER_PERSON_NAME_H
#define BF_ANALYZER_PERSON_NAME_H

#include "bonafide/str.h"

enum {
    BF_PERSON_BYTES = 128, /* of a name, folded */
    BF_PERSON_WORDS = 10,
    BF_PERSON_KEYS = 24,
    BF_PERSON_KEY_BYTES = 64,
};

/* What tells a son from his father. */
typedef enum {
    BF_SUFFIX_NONE,
    BF_SUFFIX_SR,
    BF_SUFFIX_JR,
    BF_SUFFIX_II,
    BF_SUFFIX_III,
    BF_SUFFIX_IV,
    BF_SUFFIX_V
} bf_person_suffix;

/* A word of a name: small letters without accents, apostrophes and points. */
typedef struct {
    uint8_t begin, length; /* in the name's text */
    bool particle;         /* "de", "van": belongs to the surname that follows */
    bool given;            /* known as a given name (given_names.txt) */
} bf_person_word;

/* A name. It owns its bytes and points nowhere, so it may be copied. */
typedef struct {
    char text[BF_PERSON_BYTES];
    bf_person_word words[BF_PERSON_WORDS]; /* given names first, surnames last */
    uint8_t count, used;                   /* words, bytes of `text` */
    uint8_t given_count;                   /* words before the surname; 0: it is not said */
    uint8_t first_count; /* of these, the words of the first name: 2 of "Mary Ann"; 0: not said */
    bf_person_suffix suffix;
    bf_person_word called; /* "Bob" of Robert "Bob" Example; length 0: nothing */
} bf_person_name;

/* A name as the columns of a registry have it; any part but the surname may be empty. */
typedef struct {
    bf_str surname, given, middle, suffix;
} bf_person_parts;

/* Reads `text`, a name of one person in either order: "Dr. Ana María de la Cruz-Ejemplo, PhD",
 * "EXAMPLE, ROBERT J JR". Titles and letters are taken off. false: it has no two words, or more
 * than a name has room for. */
bool bf_person_name_read(bf_str text, bf_person_name *out);

/* Makes a name of the columns of a registry. A suffix may stand at the end of any column. false:
 * there is no surname or no given name, or more than a name has room for. */
bool bf_person_name_join(const bf_person_parts *parts, bf_person_name *out);

/* The word `at` of `name`: a view into it. */
bf_str bf_person_name_word(const bf_person_name *name, const bf_person_word *at);

/* What a name is looked up by, the surname and the first given name in small letters, a blank
 * between them: "delacruz ana". */
typedef struct {
    char text[BF_PERSON_KEY_BYTES];
    uint8_t length, given_at; /* bytes; where the given name begins in it */
} bf_person_key;

/* Gives the key under which an index has the entry of a registry: all surnames joined, the first
 * word of the given name. It never depends on what the program knows of names, such as short forms.
 * false: as bf_person_name_join(). */
bool bf_person_name_key(const bf_person_parts *parts, bf_person_key *out);

/* Gives the keys under which an entry of who is called `name` may be, each once: each surname of
 * several and all of them joined, with and without particles; "Mary Ann" makes "mary" and
 * "maryann". Returns how many. */
size_t bf_person_name_keys(const bf_person_name *name, bf_person_key out[BF_PERSON_KEYS]);

/* The words from `begin` up to `end`, joined without blanks in `room`, without particles where
 * `bare`: a view of `room`. */
bf_str bf_person_name_joined(const bf_person_name *name, size_t begin, size_t end, bool bare,
                             char room[BF_PERSON_BYTES]);

/* Says whether the surname of `name` may begin with word `at`: no particle stands before it, and
 * where it is said, it is there. */
bool bf_person_name_splits(const bf_person_name *name, size_t at);

#endif
