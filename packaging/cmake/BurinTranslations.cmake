# SPDX-License-Identifier: GPL-3.0-or-later
# burin_translations(TARGET): compiles resources/translations/*.ts into TARGET and adds the target update-translations,
# which brings the .ts files up to date with every tr() of the sources (then open them in linguist, or in an editor).
function(burin_translations target)
    find_package(Qt6 6.4 QUIET COMPONENTS LinguistTools)
    if(NOT TARGET Qt6::lrelease OR NOT TARGET Qt6::lupdate)
        message(WARNING "Qt's translation tools (lrelease, lupdate) are missing: Burin is built in English only. "
                        "On Debian: apt-get install qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools")
        return()
    endif()
    set(folder ${PROJECT_SOURCE_DIR}/resources/translations)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.ts)
    set(compiled)
    foreach(source ${sources})
        get_filename_component(name ${source} NAME_WE)
        set(qm ${PROJECT_BINARY_DIR}/translations/${name}.qm)
        add_custom_command(OUTPUT ${qm}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/translations
            COMMAND Qt6::lrelease -silent -nounfinished ${source} -qm ${qm}
            DEPENDS ${source} VERBATIM)
        list(APPEND compiled ${qm})
    endforeach()
    qt_add_resources(${target} translations PREFIX /burin BASE ${PROJECT_BINARY_DIR} FILES ${compiled})
    add_custom_target(update-translations
        COMMAND Qt6::lupdate -no-obsolete -locations none -I ${PROJECT_SOURCE_DIR}
                ${PROJECT_SOURCE_DIR}/app/workbench ${PROJECT_SOURCE_DIR}/views -ts ${sources}
        VERBATIM)
endfunction()
