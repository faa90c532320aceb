package dev.tedge.gateway.routes;

import org.apache.camel.CamelContext;

/**
 * An endpoint as routes name it.
 *
 * @param scheme the component
 * @param path what follows it, without options
 */
record Uri(String scheme, String path) {

    /** Reads {@code scheme:path?options}, {@code scheme://path} and {@code scheme}, with placeholders filled in. */
    static Uri of(CamelContext context, String text) {
        String resolved = context.resolvePropertyPlaceholders(text).strip();
        int options = resolved.indexOf('?');
        String bare = options < 0 ? resolved : resolved.substring(0, options);
        int colon = bare.indexOf(':');
        if (colon < 0) {
            return new Uri(bare, "");
        }
        String path = bare.substring(colon + 1);
        return new Uri(bare.substring(0, colon), path.startsWith("//") ? path.substring(2) : path);
    }

    /** Without options. */
    String bare() {
        return scheme + ":" + path;
    }
}
