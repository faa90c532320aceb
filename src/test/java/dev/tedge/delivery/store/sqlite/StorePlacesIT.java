package dev.tedge.delivery.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.delivery.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the store puts what is not a message. */
class StorePlacesIT {

    private static final int SOMEBODY = 12_345;

    @TempDir
    private Path directory;

    @Test
    void rootLoadsNoCode_fromWhereOthersWrite() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "Only root can give a directory away");
        Path own = Files.createDirectory(directory.resolve("own"));
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        Path below = Files.createDirectory(theirs.resolve("below"));
        assertThat(NativeLibrary.placeOfRoot(own, List.of())).isEqualTo(own);

        Files.setAttribute(theirs, "unix:uid", SOMEBODY);

        for (Path unsafe : List.of(theirs, below)) {
            assertThat(NativeLibrary.placeOfRoot(unsafe, List.of(own))).isEqualTo(own);
            assertThatThrownBy(() -> NativeLibrary.placeOfRoot(unsafe, List.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll(unsafe.toString(), "sudo -u tedge");
        }
    }

    @Test
    void diskThatSaysNothing_isNotFull() {
        assertThat(new SpareRoom(directory.resolve("gone/spare")).isScarce()).isFalse();
    }
}
