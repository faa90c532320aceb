package dev.tedge.mapping.series;

import org.apache.camel.Body;

/**
 * Tells what payloads are, for conditions: JSONPath, for one, fails on what is not JSON. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: json
 *       type: dev.tedge.mapping.series.JsonBody
 * …
 *   - filter:
 *       expression: {simple: {expression: "${bean:json?method=isObject}"}}
 * }</pre>
 */
public final class JsonBody {

    /** Whether a payload is a JSON object, and not more than AWS takes. */
    public boolean isObject(@Body byte[] payload) {
        return Leaves.of(payload).isPresent();
    }
}
