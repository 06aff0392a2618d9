/* SPDX-License-Identifier: GPL-3.0-or-later
 * host_test vectors/host.txt: {{module}}.h against the network's own software. Each line: the raw values of one step, a
 * colon, the words. */
#include "{{module}}.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    static char line[1 << 20];
    long steps = 0, wrong = 0, number = 0;
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: host_test vectors/host.txt\n");
        return 2;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        double values[{{macro}}_CHANNELS];
        uint32_t words[{{macro}}_IN_WORDS], expected[{{macro}}_IN_WORDS] = {0};
        char *at = line;
        int c, bit;
        ++number;
        if (line[0] == '#')
            continue;
        for (c = 0; c < {{macro}}_CHANNELS; ++c)
            values[c] = strtod(at, &at);
        while (*at == ' ' || *at == ':')
            ++at;
        for (c = 0; c < {{macro}}_CHANNELS; ++c) {
            const long word = strtol(at, &at, 10);
            for (bit = 0; bit < {{macro}}_IN_BITS; ++bit) {
                const int place = c * {{macro}}_IN_BITS + bit;
                expected[place / 32] |= (((uint32_t)word >> bit) & 1u) << (place % 32);
            }
        }
        {{module}}_frame(values, words);
        ++steps;
        if (memcmp(words, expected, sizeof words) != 0) {
            printf("MISMATCH %s:%ld\n", argv[1], number);
            ++wrong;
        }
    }
    fclose(file);
    printf("%s host C: %ld of %ld steps\n", wrong == 0 && steps > 0 ? "PASS" : "FAIL", steps - wrong, steps);
    return wrong == 0 && steps > 0 ? 0 : 1;
}
