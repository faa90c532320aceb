package dev.tedge.gateway.dryrun;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandledEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandlingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/** Hears of each message that fails, also of those whose failure a route handles. */
final class FailureNotifier extends EventNotifierSupport {

    private final Journal journal;

    FailureNotifier(Journal journal) {
        this.journal = journal;
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeCompletedEvent(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailureHandlingEvent handling) {
            // Before the handling one, so that the reason stands before what is published about it.
            note(handling.getExchange());
        } else if (event instanceof ExchangeFailureHandledEvent handled) {
            note(handled.getExchange());
        } else if (event instanceof ExchangeFailedEvent failed) {
            note(failed.getExchange());
        }
    }

    private void note(Exchange exchange) {
        @Nullable Throwable failure = exchange.getException();
        if (failure == null) {
            failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        }
        if (failure != null) {
            journal.failed(exchange, failure);
        }
    }
}
