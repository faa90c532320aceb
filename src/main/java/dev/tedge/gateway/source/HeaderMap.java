package dev.tedge.gateway.source;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.spi.HeadersMapFactory;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message, whose names do not differ by case, in the order in which they were set. A message of the gateway has
 * about ten: to go through them is several times as fast as Camel's sorted map, which compares names of a long common beginning,
 * and most are told apart by their length. As with Camel's own map, of names that differ by case the first one stays.
 */
final class HeaderMap extends AbstractMap<String, Object> {

    private static final int USUAL = 12;

    private final List<Map.Entry<String, Object>> entries = new ArrayList<>(USUAL);

    /** Has Camel use such maps. */
    static final class Factory implements HeadersMapFactory {

        @Override
        public Map<String, Object> newMap() {
            return new HeaderMap();
        }

        @Override
        public Map<String, Object> newMap(Map<String, Object> source) {
            Map<String, Object> copy = new HeaderMap();
            copy.putAll(source);
            return copy;
        }

        @Override
        public boolean isInstanceOf(Map<String, Object> map) {
            return map instanceof HeaderMap;
        }

        @Override
        public boolean isCaseInsensitive() {
            return true;
        }
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public boolean containsKey(Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public @Nullable Object get(Object name) {
        int index = indexOf(name);
        return index < 0 ? null : entries.get(index).getValue();
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        int index = indexOf(name);
        if (index >= 0) {
            return entries.get(index).setValue(value);
        }
        entries.add(new SimpleEntry<>(name, value));
        return null;
    }

    @Override
    public @Nullable Object remove(Object name) {
        int index = indexOf(name);
        return index < 0 ? null : entries.remove(index).getValue();
    }

    private int indexOf(Object name) {
        String wanted = (String) Objects.requireNonNull(name, "name");
        for (int i = 0; i < entries.size(); i++) {
            String there = entries.get(i).getKey();
            // The length first, as it is no call.
            if (there.length() == wanted.length() && there.equalsIgnoreCase(wanted)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return entries.iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }
}
