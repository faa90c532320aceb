package dev.tedge.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.shadow.document.ShadowMerge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the local broker has as retained of what is desired of one entity. A name is on disk before a message with it is
 * published, and until one that clears it has arrived: whatever ends the process, no message is left behind for good.
 */
final class DesiredTwins {

    private static final int MOST_TOLD = 100;

    /** Fragments that the broker may have as retained. */
    private final Set<String> names = new TreeSet<>();

    /** Those of them that are on disk. */
    private final Set<String> safe = new HashSet<>();

    /** Those of them that the broker has, or may have, by this process or perhaps by an earlier one. */
    private final Set<String> published = new HashSet<>();

    /** How many messages of a fragment the broker has not answered yet. */
    private final Map<String, Integer> underWay = new HashMap<>();

    /** What AWS desires, once it is known. */
    private Optional<ObjectNode> wanted = Optional.empty();

    /** Fragments of which somebody has been told that they can't be published. */
    private final Set<String> told = new HashSet<>();

    /** What was published last, for as long as the connection to the local broker lives. */
    private final Map<String, Publication> shown = new HashMap<>();

    /** A message, equal only to itself; a missing value clears what is retained. */
    static final class Publication {

        final String fragment;
        final JsonNode value;

        private Publication(String fragment, JsonNode value) {
            this.fragment = fragment;
            this.value = value;
        }
    }

    /** Whether a fragment can be a level of a topic; mosquitto ends the connection over control characters. */
    static boolean isLevel(String fragment) {
        return !fragment.isEmpty()
                && fragment.length() <= 1_000
                && fragment.codePoints()
                        .noneMatch(c -> c == '/'
                                || c == '+'
                                || c == '#'
                                || Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE
                                || (c & 0xFFFE) == 0xFFFE
                                || (c >= 0xFDD0 && c <= 0xFDEF));
    }

    /** The fragments to be written to disk. */
    Set<String> names() {
        return names;
    }

    /** Fragments that may be retained; says whether one of them is new. */
    boolean suspect(Collection<String> fragments) {
        List<String> levels = fragments.stream().filter(DesiredTwins::isLevel).toList();
        published.addAll(levels);
        return names.addAll(levels);
    }

    /** Whether it has not been said yet what is desired. */
    boolean isUnknown() {
        return wanted.isEmpty();
    }

    /** This, by fragment, and nothing else has to be retained; says whether a fragment is new. */
    boolean want(ObjectNode delta) {
        wanted = Optional.of(delta);
        // Of what was never published there is nothing to clear; without a local broker these names would become ever
        // more.
        names.removeIf(name -> isNowhere(name) && !delta.has(name));
        safe.retainAll(names);
        List<String> fragments = new ArrayList<>();
        delta.fieldNames().forEachRemaining(fragments::add);
        return names.addAll(fragments.stream().filter(DesiredTwins::isLevel).toList());
    }

    private boolean isNowhere(String name) {
        return !published.contains(name) && !underWay.containsKey(name);
    }

    /** The fragments that no topic can have, each once. */
    List<String> unusable() {
        List<String> unusable = new ArrayList<>();
        wanted.ifPresent(delta -> delta.fieldNames().forEachRemaining(fragment -> {
            if (!isLevel(fragment) && told.size() < MOST_TOLD && told.add(fragment)) {
                unusable.add(fragment);
            }
        }));
        return unusable;
    }

    /** All names are on disk. */
    void written() {
        safe.addAll(names);
    }

    /** What has to be published for that; to be published now. */
    List<Publication> due() {
        return wanted.map(this::due).orElse(List.of());
    }

    private List<Publication> due(ObjectNode delta) {
        List<Publication> due = new ArrayList<>();
        for (String name : names) {
            JsonNode value = delta.path(name);
            Publication last = shown.get(name);
            if (safe.contains(name) && (last == null || !ShadowMerge.same(last.value, value))) {
                Publication next = new Publication(name, value.isMissingNode() ? MissingNode.getInstance() : value);
                shown.put(name, next);
                underWay.merge(name, 1, Integer::sum);
                due.add(next);
            }
        }
        return due;
    }

    /** The broker has it; says whether a name need not be on disk any more. */
    boolean delivered(Publication publication) {
        answered(publication);
        published.add(publication.fragment);
        boolean gone = publication.value.isMissingNode() && shown.get(publication.fragment) == publication;
        if (gone) {
            shown.remove(publication.fragment);
            names.remove(publication.fragment);
            safe.remove(publication.fragment);
            published.remove(publication.fragment);
        }
        return gone;
    }

    private void answered(Publication publication) {
        underWay.computeIfPresent(publication.fragment, (name, count) -> count > 1 ? count - 1 : null);
    }

    /** The broker may have it or not. Not due again before {@link #retry}. */
    void lost(Publication publication) {
        answered(publication);
        published.add(publication.fragment);
    }

    /** The broker does not take it. Not due again before {@link #retry}; says whether a name need not be on disk any more. */
    boolean refused(Publication publication) {
        answered(publication);
        String name = publication.fragment;
        boolean gone =
                isNowhere(name) && wanted.filter(delta -> !delta.has(name)).isPresent() && names.remove(name);
        if (gone) {
            safe.remove(name);
        }
        return gone;
    }

    /** What was lost or refused is due again. */
    void retry(Publication publication) {
        shown.remove(publication.fragment, publication);
    }

    /** What was published may be lost: the broker may have been started anew. */
    void forgetShown() {
        shown.clear();
    }
}
