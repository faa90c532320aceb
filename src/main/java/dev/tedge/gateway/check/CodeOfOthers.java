package dev.tedge.gateway.check;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps commands of root from running what others have written: route files are code, as beans are made of any class when they
 * are read, and expressions may call any. The gateway itself runs as the user whom it is started as, and loads all files.
 *
 * @param root whether the process is root's
 * @param refusal why a file of the user's is none that root may load, and what to do; empty when root may
 */
public record CodeOfOthers(boolean root, Function<RouteFile, Optional<String>> refusal) {

    /** For one who may run what is in the files. */
    static final CodeOfOthers ALLOWED = new CodeOfOthers(false, file -> Optional.empty());

    /** Judges by the owners of files. */
    public static CodeOfOthers ofProcess() {
        return new CodeOfOthers(System.getProperty("user.name", "").equals("root"), Ownership::refusal);
    }

    /** What is refused. */
    public List<RouteFault> faults(List<RouteFile> files) {
        return root ? files.stream().flatMap(file -> fault(file).stream()).toList() : List.of();
    }

    private Optional<RouteFault> fault(RouteFile file) {
        return file.origin() == Origin.BUILT_IN || !file.inForce()
                ? Optional.empty()
                : refusal.apply(file).map(reason -> new RouteFault(file.name(), Optional.empty(), reason));
    }
}
