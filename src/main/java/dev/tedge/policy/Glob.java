package dev.tedge.policy;

/**
 * Texts with the wildcards of policies: {@code *} is any run of characters, {@code /} among them, and {@code ?} is any one.
 * MQTT's {@code +} and {@code #} are plain characters here.
 */
final class Glob {

    private Glob() {}

    /**
     * Whether everything that {@code narrow} matches is matched by {@code wide}, too. What is said to be covered is; of two texts
     * with several wildcards each it may not be seen.
     */
    static boolean covers(String wide, String narrow) {
        int w = 0;
        int n = 0;
        int star = -1;
        int retry = -1;
        while (n < narrow.length()) {
            if (w < wide.length() && wide.charAt(w) == '*') {
                star = w++;
                retry = n;
            } else if (w < wide.length() && isCovered(wide.charAt(w), narrow.charAt(n))) {
                w++;
                n++;
            } else if (star >= 0) {
                w = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (w < wide.length() && wide.charAt(w) == '*') {
            w++;
        }
        return w == wide.length();
    }

    private static boolean isCovered(char wide, char narrow) {
        return narrow != '*' && (wide == '?' || wide == narrow);
    }

    /** Whether there is a text that both match. */
    static boolean overlap(String one, String other) {
        // reachable[o]: the first i characters of one and the first o of the other match a common text.
        boolean[] reachable = new boolean[other.length() + 1];
        reachable[0] = true;
        for (int o = 1; o <= other.length(); o++) {
            reachable[o] = reachable[o - 1] && other.charAt(o - 1) == '*';
        }
        for (int i = 1; i <= one.length(); i++) {
            boolean[] next = new boolean[other.length() + 1];
            char a = one.charAt(i - 1);
            next[0] = reachable[0] && a == '*';
            for (int o = 1; o <= other.length(); o++) {
                char b = other.charAt(o - 1);
                boolean same = a == b || a == '?' || b == '?';
                if (a == '*' || b == '*') {
                    next[o] = reachable[o] || next[o - 1] || reachable[o - 1];
                } else {
                    next[o] = same && reachable[o - 1];
                }
            }
            reachable = next;
        }
        return reachable[other.length()];
    }
}
