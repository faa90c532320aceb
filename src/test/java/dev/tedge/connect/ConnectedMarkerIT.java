package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectedMarkerIT {

    private final Path directory;

    ConnectedMarkerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void marker_isWhereOthersLookForIt_andAComment() throws IOException {
        ConnectedMarker marker = ConnectedMarker.in(directory);
        assertThat(marker.exists()).isFalse();

        marker.write();

        assertThat(marker.exists()).isTrue();
        assertThat(directory.resolve("mosquitto-conf/aws-bridge.conf"))
                .content()
                .matches("# [^\n]+\n");
    }

    @Test
    void marker_isGone_afterRemoval() throws IOException {
        ConnectedMarker marker = ConnectedMarker.in(directory);
        marker.write();

        assertThat(marker.remove()).isTrue();
        assertThat(marker.exists()).isFalse();
        assertThat(marker.remove()).isFalse();
    }

    @Test
    void write_namesTheFile_whenItCantBeWritten() throws IOException {
        Files.writeString(directory.resolve("mosquitto-conf"), "a file where the directory should be");

        assertThatThrownBy(() -> ConnectedMarker.in(directory).write())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("mosquitto-conf/aws-bridge.conf") + " can't be written");
    }
}
