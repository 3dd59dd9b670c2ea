/* bonafide/base.h: what every header of the library needs: which functions leave the shared
 * library, which results may not be dropped, and the version. */
#ifndef BONAFIDE_BASE_H
#define BONAFIDE_BASE_H

#define BF_VERSION "0.1.0"

#if defined(__GNUC__)
#define BF_API __attribute__((visibility("default")))
#define BF_MUST_CHECK __attribute__((warn_unused_result))
#define BF_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define BF_API
#define BF_MUST_CHECK
#define BF_PRINTF(text, first)
#endif

#endif
