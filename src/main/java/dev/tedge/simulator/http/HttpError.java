package dev.tedge.simulator.http;

/** A request that is refused, in the words of the AWS SDKs. */
final class HttpError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    /**
     * Nothing is sent yet.
     *
     * @param type the name of the exception in the AWS SDKs, such as {@code ResourceNotFoundException}
     */
    HttpError(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static HttpError invalid(String message) {
        return new HttpError(400, "InvalidRequestException", message);
    }

    static HttpError forbidden(String message) {
        return new HttpError(403, "ForbiddenException", message);
    }

    static HttpError notFound(String message) {
        return new HttpError(404, "ResourceNotFoundException", message);
    }

    static HttpError methodNotAllowed(Request request) {
        return new HttpError(
                405, "MethodNotAllowedException", request.method() + " is not possible on '" + request.path() + "'");
    }

    static HttpError tooLarge(String message) {
        return new HttpError(413, "RequestEntityTooLargeException", message);
    }

    static HttpError throttled(String message) {
        return new HttpError(429, "ThrottlingException", message);
    }

    static HttpError internal(String message) {
        return new HttpError(500, "InternalFailureException", message);
    }

    static HttpError unavailable(String message) {
        return new HttpError(503, "ServiceUnavailableException", message);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
