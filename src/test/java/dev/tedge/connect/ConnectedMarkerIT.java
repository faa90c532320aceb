package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectedMarkerIT {

    private final Path directory;

    ConnectedMarkerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void marker_isWhereOthersLookForIt_andAComment() throws IOException {
        ConnectedMarker marker = marker();
        assertThat(marker.exists()).isFalse();

        marker.write();

        assertThat(marker.exists()).isTrue();
        assertThat(directory.resolve("mosquitto-conf/aws-bridge.conf"))
                .content()
                .matches("# [^\n]+\n");
    }

    @Test
    void marker_isGone_afterRemoval() throws IOException {
        ConnectedMarker marker = marker();
        marker.write();

        assertThat(marker.remove()).isTrue();
        assertThat(marker.exists()).isFalse();
        assertThat(marker.remove()).isFalse();
    }

    @Test
    void write_namesTheFile_whenItCantBeWritten() throws IOException {
        Files.writeString(directory.resolve("mosquitto-conf"), "a file where the directory should be");

        assertThatThrownBy(() -> marker().write())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("mosquitto-conf/aws-bridge.conf") + " can't be written");
    }

    @Test
    void marker_ofAProfile_isAFileOfItsOwn() throws IOException {
        ConnectedMarker marker = ConnectedMarker.of(
                TedgeConfig.load(directory, Optional.of(CloudProfile.of("p")), Map.of(), any -> Optional.empty()));

        marker.write();

        assertThat(directory.resolve("mosquitto-conf/aws@p-bridge.conf")).exists();
        assertThat(marker().exists()).isFalse();
    }

    private ConnectedMarker marker() {
        return ConnectedMarker.of(TedgeConfig.load(directory, Map.of(), any -> Optional.empty()));
    }
}
