package dev.tedge.gateway.check;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.Spot;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps commands of root from running what others have written: beans of route files are made when the files are read, and they
 * can be of any class. A file that others can write may name the classes of this program only. The gateway itself runs as the
 * user whom it is started as, and makes all beans.
 *
 * @param root whether the process is root's
 * @param owner the user other than root who can write what was read from a file; empty when there is none
 */
public record CodeOfOthers(boolean root, Function<RouteFile, Optional<String>> owner) {

    private static final String OURS = "dev.tedge.";
    private static final Set<String> CLASSES = Set.of("beanType", "factoryBean", "script");
    private static final Pattern CLASS = Pattern.compile("#class:\\s*([\\w.$]+)|^(?:bean|class):([\\w$]+\\.[\\w.$]+)");

    /** Judges by the owners of files. */
    public static CodeOfOthers ofProcess() {
        return new CodeOfOthers(System.getProperty("user.name", "").equals("root"), Ownership::owner);
    }

    /** What is refused, with its place. */
    public List<RouteFault> faults(List<RouteFile> files) {
        return root ? files.stream().flatMap(file -> fault(file).stream()).toList() : List.of();
    }

    private Optional<RouteFault> fault(RouteFile file) {
        if (file.origin() == Origin.BUILT_IN || !file.inForce()) {
            return Optional.empty();
        }
        Optional<Spot> code = new CheckedFile(file)
                .entries()
                .filter(CodeOfOthers::namesForeignClass)
                .map(Entry::valueSpot)
                .findFirst();
        return code.flatMap(spot -> owner.apply(file)
                .map(user -> new RouteFault(
                        file.name(),
                        Optional.of(new RouteFault.Place(spot.line(), spot.column())),
                        "root does not make the beans of a file that '%s' can write: run `sudo -u %s tedge …`"
                                .formatted(user, user))));
    }

    private static boolean namesForeignClass(Entry entry) {
        boolean bean = entry.key().equals("type") && entry.isWithin(Set.of("beans"));
        Stream<String> texts = entry.texts().stream();
        if (bean) {
            return texts.map(text -> text.replaceFirst("^#class:", "").strip())
                    .anyMatch(text -> !text.startsWith(OURS));
        }
        return CLASSES.contains(entry.key())
                ? entry.isWithin(Set.of("beans")) || texts.anyMatch(text -> !text.startsWith(OURS))
                : texts.anyMatch(CodeOfOthers::namesForeignClass);
    }

    private static boolean namesForeignClass(String text) {
        Matcher found = CLASS.matcher(text);
        while (found.find()) {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            if (!name.startsWith(OURS)) {
                return true;
            }
        }
        return false;
    }

    /** Where a file was read; empty for one of the jar. */
    static Optional<Path> path(RouteFile file) {
        return file.location().startsWith("file:")
                ? Optional.of(Path.of(file.location().substring("file:".length())))
                : Optional.empty();
    }
}
