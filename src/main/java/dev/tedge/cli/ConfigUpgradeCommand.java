package dev.tedge.cli;

import dev.tedge.config.LayoutUpgrade;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code tedge config upgrade}, which the packages of thin-edge.io run. */
@Command(
        name = "upgrade",
        hidden = true,
        description = "Move the settings of AWS from tedge.toml to files of their own.",
        footer = "%nExample: tedge config upgrade")
final class ConfigUpgradeCommand extends ActionCommand {

    @Override
    Action prepare() {
        return Action.of("upgrade the configuration", this::upgrade);
    }

    private void upgrade() throws ActionFailure {
        try {
            boolean moved = LayoutUpgrade.run(root().configDirectory());
            console()
                    .err()
                    .println(
                            moved
                                    ? "Configuration updates completed successfully."
                                    : "Configuration is already up to date, nothing was migrated.");
        } catch (IOException | RuntimeException failed) {
            throw new ActionFailure(
                    "Failed to migrate mapper configurations."
                            + " Fix the underlying issue and run 'tedge config upgrade' again to retry.",
                    failed);
        }
    }
}
