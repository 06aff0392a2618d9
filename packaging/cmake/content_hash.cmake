# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DFILES="a;b" -DOUT=stamp -P content_hash.cmake: writes the SHA-256 of each file into the stamp, and leaves the stamp
# as it is where nothing changed, so that what depends on it is not made again for a file that was only written anew.
set(text "")
foreach(file IN LISTS FILES)
    file(SHA256 ${file} hash)
    get_filename_component(name ${file} NAME)
    string(APPEND text "${hash} ${name}\n")
endforeach()
file(CONFIGURE OUTPUT ${OUT} CONTENT "${text}")
