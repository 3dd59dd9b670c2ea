/* common/sanitized.h: whether this build has AddressSanitizer, which gcc and clang say differently.
 */
#ifndef BF_COMMON_SANITIZED_H
#define BF_COMMON_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define BF_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BF_SANITIZED 1
#endif
#endif
#ifndef BF_SANITIZED
#define BF_SANITIZED 0
#endif

#endif
