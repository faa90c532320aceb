package dev.tedge.mapping;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;

/**
 * What {@code failedStep} does when an exception occurs ({@code onExceptionOccurredRef}), before the steps of the error
 * handler run: keeps the id of the step in the exchange property {@value #STEP}, for {@link ErrorReportProcessor}. A
 * step without an id of the user's own is named by its kind, such as {@code validate}: the numbers that Camel gives out
 * change with every reload.
 */
final class FailedStepProcessor implements Processor {

    static final String STEP = "tedgeFailedStep";

    @Override
    public void process(Exchange exchange) {
        String id = exchange.getExchangeExtension().getHistoryNodeId();
        exchange.setProperty(STEP, id == null ? null : name(exchange, id));
    }

    private static String name(Exchange exchange, String id) {
        Model model = exchange.getContext().getCamelContextExtension().getContextPlugin(Model.class);
        ProcessorDefinition<?> step = model.getProcessorDefinition(id);
        return step == null || step.hasCustomIdAssigned() ? id : step.getShortName();
    }
}
