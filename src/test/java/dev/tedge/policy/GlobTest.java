package dev.tedge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest(name = "{0}: {1} covers {2} is {3}")
    @CsvSource({
        "the same, a/b, a/b, true",
        "another, a/b, a/c, false",
        "star crosses levels, a/*, a/b/c, true",
        "star is empty, a/*, a/, true",
        "star needs the slash, a/*, a, false",
        "question mark is one, a/?, a/b, true",
        "question mark is not none, a/?, a/, false",
        "question mark is not two, a/?, a/bc, false",
        "plus is literal, a/+, a/b, false",
        "hash is literal, a/#, a/b, false",
        "hash equals hash, a/#, a/#, true",
        "star covers star, a/*, a/*/m/*, true",
        "a letter does not cover star, a/b, a/*, false",
        "question mark does not cover star, a/?, a/*, false",
        "star in the middle, a/*/m/*, a/x/m/y, true",
        "star in the middle and another end, a/*/m, a/x/e, false",
        "nothing covers nothing, '', '', true",
        "star covers nothing, *, '', true",
    })
    void covers(String reason, String wide, String narrow, boolean expected) {
        assertThat(Glob.covers(wide, narrow)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} and {2} overlap is {3}")
    @CsvSource({
        "the same, a/b, a/b, true",
        "another, a/b, a/c, false",
        "stars at both ends, a/*, */b, true",
        "star and text, a/*, a/b/c, true",
        "stars that can't meet, a/*, b/*, false",
        "question mark and letter, a/?, a/b, true",
        "question mark and star, a/?, a/*, true",
        "plus is literal, a/+, a/b, false",
        "nothing and star, '', *, true",
        "nothing and a letter, '', a, false",
    })
    void overlap(String reason, String one, String other, boolean expected) {
        assertThat(Glob.overlap(one, other)).as(reason).isEqualTo(expected);
        assertThat(Glob.overlap(other, one)).as(reason).isEqualTo(expected);
    }
}
