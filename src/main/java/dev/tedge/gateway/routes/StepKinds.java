package dev.tedge.gateway.routes;

import java.util.Set;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.StepDefinition;

/** What kinds of steps there are, as far as a {@link RouteWalk} tells them apart. */
final class StepKinds {

    /** They leave the headers alone and send nothing, or have no other effect than that of the steps within them. */
    private static final Set<String> PLAIN = Set.of(
            "aggregate",
            "convertBodyTo",
            "convertHeaderTo",
            "convertVariableTo",
            "delay",
            "filter",
            "idempotentConsumer",
            "log",
            "loop",
            "marshal",
            "pausable",
            "policy",
            "removeProperties",
            "removeProperty",
            "removeVariable",
            "resequence",
            "resumable",
            "rollback",
            "sample",
            "setBody",
            "setExchangePattern",
            "setProperty",
            "setVariable",
            "setVariables",
            "sort",
            "split",
            "stop",
            "threads",
            "throttle",
            "throwException",
            "tokenizer",
            "transacted",
            "transform",
            "transformDataType",
            "unmarshal",
            "validate");

    private StepKinds() {}

    /** Whether its steps, if it has any, say all of it. */
    static boolean isPlain(ProcessorDefinition<?> step) {
        return PLAIN.contains(step.getShortName()) || isSequence(step) || isParallel(step);
    }

    /** Whether all messages go through all of its steps. */
    static boolean isSequence(ProcessorDefinition<?> step) {
        return step instanceof PipelineDefinition || step instanceof StepDefinition;
    }

    /** Whether each of its steps gets the message as it came in. */
    static boolean isParallel(ProcessorDefinition<?> step) {
        return step instanceof MulticastDefinition || step instanceof LoadBalanceDefinition;
    }

    /** Whether it is done about a message, apart from where that goes. */
    static boolean isAside(ProcessorDefinition<?> step) {
        return step instanceof OnExceptionDefinition || step instanceof OnCompletionDefinition;
    }

    /** Whether an expression tells the endpoint. */
    static boolean sendsByExpression(ExpressionNode node) {
        return node instanceof RecipientListDefinition<?>
                || node instanceof RoutingSlipDefinition<?>
                || node instanceof DynamicRouterDefinition<?>
                || node instanceof EnrichDefinition;
    }
}
