package dev.tedge.simulator;

import com.google.gson.Gson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.crt.iot.StreamingOperation;
import software.amazon.awssdk.crt.iot.SubscriptionStatusEventType;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.iot.V2ClientStreamOptions;

/**
 * One of AWS's service clients, of either generation: the first publishes and has a callback for each answer
 * ({@code PublishGetShadow}, {@code SubscribeToGetShadowAccepted}), the second gives futures ({@code getShadow}). Both
 * have a method and classes for each request; here a request is the name of its method and JSON.
 */
final class TestingAwsService {

    private static final Gson JSON = new Gson();

    private final Object client;
    private final boolean second;
    private final Set<String> unused;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final List<Runnable> open = new ArrayList<>();

    /** @param client of a class of {@code software.amazon.awssdk.iot} */
    TestingAwsService(Object client) {
        this.client = client;
        this.second = client.getClass().getSimpleName().contains("V2");
        this.unused = new TreeSet<>(methods()
                .map(Method::getName)
                .filter(name -> !name.equals("close"))
                .toList());
    }

    private Stream<Method> methods() {
        return Arrays.stream(client.getClass().getDeclaredMethods())
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()));
    }

    /** What AWS's client can do and nobody has asked it for. */
    Set<String> unused() {
        return unused;
    }

    /**
     * Listens to what comes unasked and, in the first generation, to all answers.
     *
     * @param names of the thing, and of what else the subscriptions need, in JSON
     */
    void listen(String names) throws Exception {
        for (Method method : methods().toList()) {
            if (second
                    && method.getName().startsWith("create")
                    && method.getName().endsWith("Stream")) {
                stream(method, names);
            } else if (!second && method.getName().startsWith("SubscribeTo") && method.getParameterCount() == 3) {
                subscribe(method, names);
            }
        }
    }

    private void stream(Method method, String names) throws Exception {
        String event = method.getName().replaceAll("^create|Stream$", "");
        CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
        V2ClientStreamOptions<Object> options = V2ClientStreamOptions.builder()
                .withStreamEventHandler(content -> events.add(event + " " + JSON.toJson(content)))
                .withSubscriptionEventHandler(status ->
                        subscribed.complete(status.getType() == SubscriptionStatusEventType.SUBSCRIPTION_ESTABLISHED))
                .build();
        StreamingOperation operation = (StreamingOperation) call(method, request(method, names), options);
        open.add(operation::close);
        operation.open();
        if (!subscribed.get(10, TimeUnit.SECONDS)) {
            throw new AssertionError("No subscription for " + event);
        }
    }

    private void subscribe(Method method, String names) throws Exception {
        String name = method.getName().substring("SubscribeTo".length());
        Consumer<Object> listener = content -> {
            if (name.endsWith("Events")) {
                events.add(name.replaceAll("Events$", "") + " " + JSON.toJson(content));
            } else {
                boolean accepted = name.endsWith("Accepted");
                answers.add((accepted ? "accepted " : "rejected ") + JSON.toJson(content));
            }
        };
        CompletableFuture<?> subscribed =
                (CompletableFuture<?>) call(method, request(method, names), QualityOfService.AT_LEAST_ONCE, listener);
        Object packetId = subscribed.get(10, TimeUnit.SECONDS);
        if (packetId == null) {
            throw new AssertionError("No subscription for " + name);
        }
    }

    /** Asks; gives {@code accepted} or {@code rejected}, and the answer in JSON. */
    String ask(String operation, String json) throws Exception {
        String name = second
                ? operation
                : "Publish" + operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1);
        Method method = methods()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        if (!second) {
            CompletableFuture<?> published =
                    (CompletableFuture<?>) call(method, request(method, json), QualityOfService.AT_LEAST_ONCE);
            Object unusedId = published.get(10, TimeUnit.SECONDS);
            return next(answers);
        }
        try {
            CompletableFuture<?> response = (CompletableFuture<?>) call(method, request(method, json));
            return "accepted " + JSON.toJson(response.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            Throwable refusal = Objects.requireNonNull(e.getCause());
            return "rejected "
                    + JSON.toJson(
                            refusal.getClass().getMethod("getModeledError").invoke(refusal));
        }
    }

    /** What comes unasked: its name and content. */
    String nextEvent() throws InterruptedException {
        return next(events);
    }

    /** Ends the streams of the second generation. */
    void close() {
        open.forEach(Runnable::run);
    }

    private Object call(Method method, Object... arguments) throws Exception {
        unused.remove(method.getName());
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method.getName() + " has failed", e.getCause());
        }
    }

    private static Object request(Method method, String json) {
        return JSON.fromJson(json, method.getParameterTypes()[0]);
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String text = queue.poll(10, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("Nothing has come within 10 s");
        }
        return text;
    }
}
