package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteFault;
import java.util.List;

/**
 * How the route files stand.
 *
 * @param inForce number of files whose routes run
 * @param refused what keeps the newest version of a file from running; an older one may be in force
 */
public record RoutesStatus(int inForce, List<RouteFault> refused) {

    public RoutesStatus {
        refused = List.copyOf(refused);
    }
}
