#!/bin/bash
# What `make install` puts down can be used: the command finds its rules, and a program is built against the library by
# pkg-config, shared and static, and by CMake.
. "$(dirname "$0")/lib.sh"

PREFIX=$TMP/usr
export PKG_CONFIG_PATH
program=$ROOT/tests/support/embed.c
page=$ROOT/demo/site/therapists/devon-placeholder.html

run cmake --install "$ROOT/build/release" --prefix "$PREFIX"
expect_status 0
PKG_CONFIG_PATH=$(dirname "$(find "$PREFIX" -name bonafide.pc)")
rules=$PREFIX/share/bonafide/rules

embeds() { # PROGRAM
    run "$1" "$rules" "$page"
    expect_status 0
    expect_lines_valid
    expect_jq .risk.level high
}

run env -u BONAFIDE_RULES "$PREFIX/bin/bonafide" rules check
expect_status 0
run env -u BONAFIDE_RULES "$PREFIX/bin/bonafide" analyze "$page"
expect_status 0
expect_jq .risk.level high

# shellcheck disable=SC2046 # words
run gcc -std=c17 -o "$TMP/shared" "$program" $(pkg-config --cflags --libs bonafide)
expect_status 0
libraries=$(dirname "$(find "$PREFIX" -name libbonafide.so)")
LD_LIBRARY_PATH=$libraries embeds "$TMP/shared"

# shellcheck disable=SC2046 # words
run gcc -std=c17 -o "$TMP/static" "$program" $(pkg-config --cflags bonafide) "$libraries/libbonafide.a" \
    $(pkg-config --libs $(pkg-config --print-requires-private bonafide))
expect_status 0
embeds "$TMP/static"

mkdir "$TMP/cmake"
cat >"$TMP/cmake/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(embed LANGUAGES C)
find_package(bonafide 0.1 REQUIRED)
add_executable(by_shared $program)
target_link_libraries(by_shared PRIVATE bonafide::shared)
add_executable(by_static $program)
target_link_libraries(by_static PRIVATE bonafide::static)
CMAKE
run cmake -S "$TMP/cmake" -B "$TMP/cmake/build" -DCMAKE_PREFIX_PATH="$PREFIX"
expect_status 0
run cmake --build "$TMP/cmake/build"
expect_status 0
embeds "$TMP/cmake/build/by_shared"
embeds "$TMP/cmake/build/by_static"
