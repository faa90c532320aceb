package dev.tedge.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.EntityId;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.shadow.document.ExactJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to outlive the process: the twin data of all entities, and which desired fragments the local broker may have as
 * retained. Replaced as a whole, so that there is the old state or the new one, even after a power cut; only the owner can read it.
 */
final class ShadowFile {

    /** As many entities as there may be, with all that each may have, and room for the punctuation. */
    static final int MOST_BYTES = 64 << 20;

    private final Path file;

    /** @param file its directory is made when needed */
    ShadowFile(Path file) {
        this.file = file;
    }

    /** An entity as it was written. */
    record Kept(EntityId entity, Map<String, JsonNode> twins, List<String> desired) {}

    /** There is a file, but it is none of ours, or damaged; it has been put aside. */
    static final class DamagedException extends IOException {

        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /**
     * Reads it.
     *
     * @throws DamagedException if it can't be understood
     * @throws IOException if it can't be read
     */
    List<Kept> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Optional<List<Kept>> kept = Files.size(file) > MOST_BYTES
                ? Optional.empty()
                : ExactJson.read(Files.readAllBytes(file)).flatMap(ShadowFile::parse);
        if (kept.isEmpty()) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            throw new DamagedException(
                    "'%s' is damaged and was moved to '%s'. Publish twin data again; until then its shadows stay as they are"
                            .formatted(file, aside.getFileName()));
        }
        return kept.get();
    }

    private static Optional<List<Kept>> parse(JsonNode json) {
        if (json.path("format").asInt() != 1) {
            return Optional.empty();
        }
        List<Kept> kept = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.path("entities").properties()) {
            JsonNode entity = entry.getValue();
            Map<String, JsonNode> twins = new LinkedHashMap<>();
            entity.path("twin").properties().forEach(twin -> twins.put(twin.getKey(), twin.getValue()));
            entity.path("removed").forEach(name -> twins.put(name.asText(), MissingNode.getInstance()));
            List<String> desired = new ArrayList<>();
            entity.path("desired").forEach(name -> desired.add(name.asText()));
            try {
                kept.add(new Kept(EntityId.of(entry.getKey()), twins, desired));
            } catch (InvalidTopicException e) {
                return Optional.empty();
            }
        }
        return Optional.of(kept);
    }

    /**
     * Replaces it.
     *
     * @throws IOException if it is not possible; it is as it was then
     */
    void write(Collection<Shadow> shadows) throws IOException {
        byte[] content = ExactJson.write(json(shadows));
        if (content.length > MOST_BYTES) {
            throw new IOException(
                    "'%s' would have more than %d MiB, remove twin fragments".formatted(file, MOST_BYTES >> 20));
        }
        Path directory = file.resolveSibling(".");
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path written = file.resolveSibling("." + file.getFileName() + ".tmp");
        // What a process that was killed has left.
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static ObjectNode json(Collection<Shadow> shadows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", 1);
        ObjectNode entities = json.putObject("entities");
        for (Shadow shadow : shadows) {
            ObjectNode entity = entities.putObject(shadow.entity().path());
            ObjectNode twins = JsonNodeFactory.instance.objectNode();
            ArrayNode removed = JsonNodeFactory.instance.arrayNode();
            shadow.twins().values().forEach((fragment, value) -> {
                if (value.isMissingNode()) {
                    removed.add(fragment);
                } else {
                    twins.set(fragment, value);
                }
            });
            entity.set("twin", twins);
            entity.set("removed", removed);
            ArrayNode desired = entity.putArray("desired");
            shadow.desired().names().forEach(desired::add);
        }
        return json;
    }
}
