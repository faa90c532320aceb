package dev.tedge.simulator.http;

/** {@code /things/<thing>/…}: shadows and jobs. */
final class ThingsHandler implements Handler {

    private final ShadowsHandler shadows;
    private final JobsHandler jobs;

    ThingsHandler(ShadowsHandler shadows, JobsHandler jobs) {
        this.shadows = shadows;
        this.jobs = jobs;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        return switch (request.segment(2)) {
            case "shadow" -> shadows.handle(request);
            case "jobs" -> jobs.handle(request);
            default -> throw HttpError.notFound("There is nothing at '" + request.path() + "'");
        };
    }
}
