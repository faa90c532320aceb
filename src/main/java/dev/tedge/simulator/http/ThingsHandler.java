package dev.tedge.simulator.http;

/** {@code /things/<thing>/…}: shadows and jobs. */
final class ThingsHandler implements Handler {

    /** {@code things/<thing>/shadow}. */
    private static final int DEEPEST_SHADOW = 3;

    /** {@code things/<thing>/jobs/<job>}. */
    private static final int DEEPEST_JOB = 4;

    private final ShadowsHandler shadows;
    private final JobsHandler jobs;

    ThingsHandler(ShadowsHandler shadows, JobsHandler jobs) {
        this.shadows = shadows;
        this.jobs = jobs;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        request.checkDepth(request.segment(2).equals("jobs") ? DEEPEST_JOB : DEEPEST_SHADOW);
        return switch (request.segment(2)) {
            case "shadow" -> shadows.handle(request);
            case "jobs" -> jobs.handle(request);
            default -> throw HttpError.notFound("There is nothing at '" + request.path() + "'");
        };
    }
}
