package dev.tedge.gateway.check.yaml;

import dev.tedge.gateway.source.RouteFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file that is being looked at, and what was found so far. */
public final class CheckedFile {

    private static final Comparator<Trouble> BY_PLACE = Comparator.comparing(Trouble::spot, Spot.ORDER);

    private final RouteFile file;
    private final YamlText yaml;
    private final List<Trouble> faults = new ArrayList<>();
    private final List<Trouble> warnings = new ArrayList<>();

    public CheckedFile(RouteFile file) {
        this.file = file;
        this.yaml = YamlText.of(file.text().orElse(""));
        yaml.troubles().forEach(this::fault);
    }

    public RouteFile file() {
        return file;
    }

    /** Whether it can be given to Camel. */
    public boolean isYaml() {
        return yaml.troubles().isEmpty();
    }

    /** What the file is a list of. */
    public List<Entry> items() {
        return yaml.items();
    }

    /** The items of a kind, such as {@code beans}. */
    public Stream<Entry> items(String key) {
        return items().stream().filter(item -> item.key().equals(key));
    }

    /** All keys in it with their values. */
    public Stream<Entry> entries() {
        return yaml.entries();
    }

    /** The routes in it. */
    public List<Entry> routes() {
        return items().stream()
                .filter(item -> item.key().equals("route") || item.key().equals("from"))
                .toList();
    }

    /** Notes what keeps it from running. What is found at the same place again says nothing new. */
    public void fault(Trouble trouble) {
        if (faults.stream().noneMatch(known -> known.spot().equals(trouble.spot()))) {
            faults.add(trouble);
        }
    }

    /** The same. */
    public void fault(Spot spot, String reason) {
        fault(new Trouble(spot, reason));
    }

    /** Notes what is doubtful. */
    public void warning(Spot spot, String reason) {
        warnings.add(new Trouble(spot, reason));
    }

    /** Whether something was found in an item, so that what fails there later may come of it. */
    public boolean isFaulty(Entry item) {
        return faults.stream()
                .map(fault -> fault.spot().line())
                .anyMatch(line -> line >= item.keySpot().line() && line <= item.lastLine());
    }

    /** Whether something was found in a value. */
    public boolean isFaultyWithin(Entry entry) {
        return faults.stream().anyMatch(fault -> entry.contains(fault.spot()));
    }

    /** The item that has a line. */
    public Optional<Entry> item(int line) {
        return items().stream()
                .filter(item -> line >= item.keySpot().line() && line <= item.lastLine())
                .findFirst();
    }

    /** Whether something was found anywhere. */
    public boolean isFaulty() {
        return !faults.isEmpty();
    }

    /** In the order of places. */
    public List<Trouble> faults() {
        return faults.stream().sorted(BY_PLACE).toList();
    }

    /** In the order of places. */
    public List<Trouble> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
