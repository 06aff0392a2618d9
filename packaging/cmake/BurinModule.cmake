# SPDX-License-Identifier: GPL-3.0-or-later
# burin_module(NAME base SOURCES a.cpp b.cpp LINKS burin::fixed fmt::fmt): one engine module = one static library
# burin_<name> with the alias burin::<name>, the project's warnings and exact floating point.
function(burin_module)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(burin_${ARG_NAME} STATIC ${ARG_SOURCES})
    add_library(burin::${ARG_NAME} ALIAS burin_${ARG_NAME})
    target_link_libraries(burin_${ARG_NAME} PUBLIC burin_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# burin_test(NAME tst_csd SOURCES tst_csd.cpp LINKS burin::fixed [GUI] [TIMEOUT seconds]): one QtTest program, run by
# CTest with BURIN_DATA passed through. GUI tests run offscreen. A hang ends after TIMEOUT seconds (300, far above what
# any test needs on a busy machine; four times that under a sanitizer).
function(burin_test)
    cmake_parse_arguments(ARG "GUI" "NAME;TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT BURIN_BUILD_TESTS)
        return()
    endif()
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    set_target_properties(${ARG_NAME} PROPERTIES AUTOMOC ON)
    target_link_libraries(${ARG_NAME} PRIVATE burin_options Qt6::Test ${ARG_LINKS})
    target_compile_definitions(${ARG_NAME} PRIVATE BURIN_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                                   BURIN_BINARY_DIR="${PROJECT_BINARY_DIR}")
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    if(BURIN_SANITIZER)
        math(EXPR ARG_TIMEOUT "4 * ${ARG_TIMEOUT}")
    endif()
    set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
    if(ARG_GUI)
        set_tests_properties(${ARG_NAME} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
    endif()
endfunction()

# burin_bench(NAME bench_sensitivity SOURCES ... LINKS ...): a timing program, run by hand, never by CTest.
function(burin_bench)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS" ${ARGN})
    if(NOT BURIN_BUILD_BENCH)
        return()
    endif()
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    target_link_libraries(${ARG_NAME} PRIVATE burin_options ${ARG_LINKS})
endfunction()

# burin_embed(NAMESPACE fpga FOLDERS devices calibration OUTPUT variable): a source file with the text of every
# resources/<folder>/*.json, for data that the engine must find without a path: embeddedFiles() in core/<namespace>/embedded.h.
function(burin_embed)
    cmake_parse_arguments(ARG "" "NAMESPACE;OUTPUT" "FOLDERS" ${ARGN})
    set(EMBED_NAMESPACE ${ARG_NAMESPACE})
    set(EMBED_DATA "")
    foreach(folder IN LISTS ARG_FOLDERS)
        file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/resources/${folder}/*.json)
        foreach(file IN LISTS files)
            file(READ ${file} content)
            get_filename_component(name ${file} NAME_WE)
            string(APPEND EMBED_DATA "    {\"${folder}/${name}\", R\"BURIN(${content})BURIN\"},\n")
            set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        endforeach()
    endforeach()
    configure_file(${PROJECT_SOURCE_DIR}/packaging/cmake/embedded.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp @ONLY)
    set(${ARG_OUTPUT} ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp PARENT_SCOPE)
endfunction()
