# One interface target carries warnings, hardening and sanitizers for everything of ours.
add_library(gh_options INTERFACE)
target_include_directories(gh_options INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
target_compile_options(gh_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast)
if(GUILDHALL_WERROR)
  target_compile_options(gh_options INTERFACE -Werror)
endif()
if(GUILDHALL_SANITIZE)
  # With sanitizers g++ takes the empty state of an optional for an uninitialised value.
  target_compile_options(gh_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(GUILDHALL_SANITIZE STREQUAL "address")
  target_compile_options(gh_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(gh_options INTERFACE -fsanitize=address,undefined)
elseif(GUILDHALL_SANITIZE STREQUAL "thread")
  target_compile_options(gh_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(gh_options INTERFACE -fsanitize=thread)
endif()
if(GUILDHALL_FUZZ)
  target_compile_options(gh_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(gh_options INTERFACE -fsanitize=address,undefined)
endif()
find_program(GUILDHALL_MOLD mold)
if(GUILDHALL_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(gh_options INTERFACE -fuse-ld=mold)
endif()

# What nearly every file includes, read once: it halves the time of a build from nothing. Files still
# include what they use (tools/check_headers.py reads each header alone).
option(GUILDHALL_PRECOMPILE "Precompile the headers that nearly every file includes" OFF)
set(GUILDHALL_COMMON_HEADERS <algorithm> <array> <atomic> <chrono> <functional> <map> <memory> <mutex>
  <optional> <span> <string> <string_view> <thread> <utility> <variant> <vector> <tl/expected.hpp>
  "${PROJECT_SOURCE_DIR}/src/core/core.h")

# gh_precompiled_headers(NAME headers...): a target whose precompiled headers others use.
function(gh_precompiled_headers name)
  file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "// Holds precompiled headers only.\n")
  add_library(${name} STATIC ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PUBLIC gh_options tl::expected Threads::Threads PkgConfig::SODIUM
    simdjson::simdjson OpenSSL::Crypto absl::flat_hash_map)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()
if(GUILDHALL_PRECOMPILE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(gh_options INTERFACE -fpch-preprocess)  # so that ccache can know
  endif()
  gh_precompiled_headers(gh_precompiled ${GUILDHALL_COMMON_HEADERS})
  gh_precompiled_headers(gh_precompiled_test ${GUILDHALL_COMMON_HEADERS} <gtest/gtest.h>)
  target_link_libraries(gh_precompiled_test PUBLIC GTest::gtest)
endif()

# gh_room(NAME DEPENDS targets...): the folder's sources as a static library `gh_NAME`, and the
# *_test.cpp beside them as the test program `NAME_test`, which links this room only.
function(gh_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/main\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    message(WARNING "room ${name} is empty")
    return()
  endif()
  add_library(gh_${name} STATIC ${sources})
  target_link_libraries(gh_${name} PUBLIC gh_options ${ROOM_DEPENDS} PRIVATE ${ROOM_PRIVATE})
  if(GUILDHALL_PRECOMPILE)
    target_precompile_headers(gh_${name} REUSE_FROM gh_precompiled)
  endif()
  if(tests)
    gh_test(${name}_test SOURCES ${tests} LINK gh_${name})
  endif()
endfunction()

# gh_test(NAME SOURCES files... LINK targets...): a GoogleTest program known to ctest, with a
# deadline for all of it. SHARDS n: in n parts, which can run at the same time.
function(gh_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT;SHARDS" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINK} gh_options GTest::gtest GTest::gtest_main)
  if(GUILDHALL_PRECOMPILE)
    target_precompile_headers(${name} REUSE_FROM gh_precompiled_test)
  endif()
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  if(NOT TEST_LABELS)
    set(TEST_LABELS unit)
  endif()
  if(NOT TEST_SHARDS)
    set(TEST_SHARDS 1)
  endif()
  math(EXPR last "${TEST_SHARDS} - 1")
  foreach(shard RANGE ${last})
    set(run ${name})
    set(command ${name})
    if(shard GREATER 0)
      # Where reports are asked for as a folder, those of two parts would have one name.
      set(run ${name}_${shard})
      set(command sh -c
        "GTEST_OUTPUT=\${GTEST_OUTPUT:+\${GTEST_OUTPUT}${run}.xml} exec $<TARGET_FILE:${name}>")
    endif()
    add_test(NAME ${run} COMMAND ${command})
    set_tests_properties(${run} PROPERTIES TIMEOUT ${TEST_TIMEOUT} LABELS "${TEST_LABELS}"
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${TEST_SHARDS};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()
