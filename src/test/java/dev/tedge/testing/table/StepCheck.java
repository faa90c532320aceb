package dev.tedge.testing.table;

/** Finds steps that can't be carried out, before any is. */
final class StepCheck {

    private StepCheck() {}

    /**
     * Throws when there is no sense in the argument of a step.
     *
     * @throws IllegalArgumentException names the place
     */
    static void requireMeaning(Step step) {
        boolean sensible =
                switch (step.word()) {
                    case GIVEN -> false;
                    case ENV -> step.argument().matches("[A-Za-z_][A-Za-z_0-9]*=.*");
                    case WRITE, FOLDER -> step.argument().matches("\\S+( [0-7]{4})?");
                    case DIRECTORY, COPY, ABSENT, UNCHANGED, SIGNAL ->
                        step.argument().matches("\\S+");
                    case CERTIFICATE -> isCertificate(step.argument());
                    case RUN, START -> !CommandWords.split(step.argument()).isEmpty();
                    case UNTIL -> !step.argument().isEmpty();
                    case STOP -> step.argument().isEmpty();
                    case EXIT -> step.argument().matches("[0-9]{1,3}");
                    case STDOUT, STDERR -> TextCheck.isOne(step.argument(), step.text());
                    case FILE -> isFile(step);
                };
        if (!sensible) {
            throw new IllegalArgumentException(step + ": this makes no sense; see Word");
        }
    }

    private static boolean isCertificate(String argument) {
        String[] parts = argument.split(" ", -1);
        CertificateKind unused = CertificateKind.of(parts[0]);
        return parts.length == 3 || parts.length == 4;
    }

    private static boolean isFile(Step step) {
        String[] parts = step.argument().split(" ", 2);
        return parts.length == 2
                && ((parts[1].matches("mode [0-7]{4}") && step.text().isEmpty())
                        || TextCheck.isOne(parts[1], step.text()));
    }
}
