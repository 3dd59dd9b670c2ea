# Makes common/references.h, a table of C, of common/references.txt, in the order of its names.
set(references_txt ${CMAKE_SOURCE_DIR}/common/references.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${references_txt})
file(STRINGS ${references_txt} lines REGEX "^[^#]")
set(optional)
set(rows)
foreach(line IN LISTS lines)
    if(line STREQUAL "semicolon optional:")
        set(optional true)
    elseif(line STREQUAL "semicolon needed:")
        set(optional false)
    elseif(optional AND line MATCHES "^([A-Za-z0-9]+) ([0-9A-F]+)$")
        list(APPEND rows "    {\"${CMAKE_MATCH_1}\", 0x${CMAKE_MATCH_2}, 0, true}")
    elseif(DEFINED optional AND line MATCHES "^([A-Za-z0-9]+) ([0-9A-F]+)( ([0-9A-F]+))?$")
        list(APPEND rows "    {\"${CMAKE_MATCH_1}\", 0x${CMAKE_MATCH_2}, 0x0${CMAKE_MATCH_4}, false}")
    else()
        message(FATAL_ERROR "${references_txt}: not a name and its characters, nor a section: ${line}")
    endif()
endforeach()
list(SORT rows) # a quote comes before letters and digits: "not" before "notin"
list(JOIN rows ",\n" rows)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/common/references.h CONTENT
"/* common/references.h: made of common/references.txt. */
#include <stdbool.h>
#include <stdint.h>

static const struct {
    char name[32];
    uint32_t first, second; /* second: 0 where there is only one */
    bool semicolon_optional;
} references[] = {
${rows}};
" @ONLY)
