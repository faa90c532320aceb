package dev.tedge.mapping.series;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.mapping.MappingException;
import java.io.IOException;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * The names that devices and services have been registered with: the member {@code name} of the retained messages on {@code
 * te/+/+/+/+}. Up to 1,000 are remembered; that which was asked for longest ago is then forgotten. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: registeredNames
 *       type: dev.tedge.mapping.series.RegisteredNames
 * …
 *   - bean: {ref: registeredNames, method: remember}  # in the route of the registrations
 * …
 *   - setHeader:  # in the route of the measurements
 *       name: deviceName
 *       expression: {method: {ref: registeredNames, method: nameOf}}
 * }</pre>
 */
public final class RegisteredNames {

    private static final ObjectReader JSON = new JsonMapper().reader();
    private static final int MAX_NAME = 1_000;

    private final SeriesMemory<String> names = new SeriesMemory<>();

    /**
     * Takes a registration. An empty one ends it, and so does one without a name.
     *
     * @throws MappingException if it is not a JSON object
     */
    public void remember(@Header("tedgeEntity") String entity, @Body byte[] registration) {
        String name = registration.length == 0 ? "" : name(registration);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            names.forget(entity);
        } else {
            names.put(entity, name);
        }
    }

    /** The name of what a message is about; empty when it is not known. */
    public String nameOf(@Header("tedgeEntity") String entity) {
        return names.of(entity).orElse("");
    }

    private static String name(byte[] registration) {
        try {
            JsonNode object = JSON.readTree(registration);
            if (object.isObject()) {
                return object.path("name").asText("");
            }
            throw new MappingException("The registration is not a JSON object.");
        } catch (JsonProcessingException e) {
            throw new MappingException("The registration is not JSON.");
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can't be read", e);
        }
    }
}
