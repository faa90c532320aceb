package dev.tedge.simulator.http;

/**
 * {@code DELETE /connections/<clientId>}: ends a connection, whose session lives on as agreed.
 *
 * <p>Source: AWS IoT API Reference, "DeleteConnection". A clean session and the suppression of the last will are not
 * offered: such a request is refused.
 */
final class ConnectionsHandler implements Handler {

    private final Backend backend;

    ConnectionsHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        if (!request.method().equals("DELETE")) {
            throw HttpError.methodNotAllowed(request);
        }
        request.caller().checkIsCloud();
        if (request.flag("cleanSession") || request.flag("preventWillMessage")) {
            throw HttpError.invalid("The simulator knows no cleanSession and no preventWillMessage");
        }
        String clientId = request.segmentsFrom(1);
        if (!backend.disconnect(clientId)) {
            throw HttpError.notFound("The client '" + clientId + "' is not connected");
        }
        return Answer.ok();
    }
}
