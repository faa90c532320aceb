package dev.tedge.gateway.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link RouteCheck} has found, in the order of files and places.
 *
 * @param faults keep the files from running
 * @param warnings are not what somebody wanted, probably; the files run
 * @param code what can't be used of the user's jars; each names jar and class instead of a file
 * @param routes how many routes there are in the files that can be read
 */
public record RouteFindings(List<RouteFault> faults, List<RouteFault> warnings, List<RouteFault> code, int routes) {

    public RouteFindings {
        code = List.copyOf(code);
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /** With other faults before the others. */
    RouteFindings behind(List<RouteFault> first) {
        List<RouteFault> all = new ArrayList<>(first);
        all.addAll(faults);
        return new RouteFindings(all, warnings, code, routes);
    }
}
