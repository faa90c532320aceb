package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void write_replacesALink_andLeavesWhatItLeadsTo() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "connection x\n");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createDirectory(directory.resolve("mosquitto-conf")).resolve("aws-bridge.conf");
        Files.createSymbolicLink(link, victim);
        assertThat(marker().exists()).isTrue();
        assertThat(marker().isBridge()).isFalse();

        marker().write();

        assertThat(link).isRegularFile();
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link)))
                .isEqualTo("rw-r--r--");
        assertThat(victim).hasContent("connection x\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
                .isEqualTo("rw-------");
        assertThat(link.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void write_refusesALinkedDirectory_whoseMakerCouldNotWriteThere() throws IOException {
        assumeThat(Files.getOwner(directory).getName())
                .as("only root gives files away")
                .isEqualTo("root");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("mosquitto-conf"), elsewhere);
        Files.getFileAttributeView(link, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(link.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));

        assertThatThrownBy(() -> marker().write())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the link belongs to daemon");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private ConnectedMarker marker() {
        return ConnectedMarker.of(TedgeConfig.load(directory, Map.of(), any -> Optional.empty()));
    }
}
