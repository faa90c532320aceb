package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityIdTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            main device         | device/main//              | device:main
            child device        | device/child//             | device:child
            service             | device/main/service/x      | device:main:service:x
            own scheme          | factory/hall/cell/robot    | factory:hall:cell:robot
            only the last       | ///x                       | x
            gap in the middle   | a//c/                      | a:c
            nothing             | ///                        | ''
            colon in a segment  | device/a:b//               | device:a:b
            emoji and blanks    | device/my 🤖//              | device:my 🤖
            """)
    void source_joinsWhatIsNotEmpty(String reason, String path, String source) {
        EntityId entity = EntityId.of(path);

        assertThat(entity.source()).isEqualTo(source);
        assertThat(entity.path()).isEqualTo(path);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            empty          | ''           | entity "" must have 4 segments as in "device/main//", but has 1.
            three          | a/b/c        | entity "a/b/c" must have 4 segments as in "device/main//", but has 3.
            five           | a/b/c/d/     | entity "a/b/c/d/" must have 4 segments as in "device/main//", but has 5.
            plus sign      | a/x+//       | second segment of the entity "x+" must not contain '+', but has it at index 1.
            number sign    | a/b/c/#      | fourth segment of the entity "#" must not contain '#', but has it at index 0.
            """)
    void of_namesTheFault(String reason, String path, String message) {
        assertThatThrownBy(() -> EntityId.of(path))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessage(message);
    }
}
