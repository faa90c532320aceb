package dev.tedge.gateway;

import dev.tedge.testing.FreePort;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.camel.Component;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;

/** A controller with one node, {@code ns=2;s=Line1.Temperature}, that whoever asks on 127.0.0.1 can read by OPC UA. */
final class TestingController implements AutoCloseable {

    /** The server's own switch for it refuses everybody. */
    private static final String ANYBODY = "org.apache.camel.milo.server.default.enableAnonymous";

    /** It also tries to speak HTTPS on its port, and warns at length that the port is in use. */
    private static final Logger LOG = Logger.getLogger("org.eclipse.milo.opcua.sdk.server.OpcUaServer");

    private static final String TYPES = "org.eclipse.milo.opcua.stack.core.types.builtin.";
    private static final long BAD_SENSOR_FAILURE = 0x808C0000L;

    private final ClassLoader milo;
    private final int port = FreePort.next();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    /**
     * Listens at once.
     *
     * @param milo has Camel's component
     * @param first the first value of the node
     */
    TestingController(ClassLoader milo, double first) {
        this.milo = milo;
        camel.setApplicationContextClassLoader(milo);
        Component server = camel.getComponent("milo-server", true, false);
        PropertyBindingSupport.build()
                .withRemoveParameters(false)
                .bind(
                        camel,
                        server,
                        Map.of("bindAddresses", "127.0.0.1", "port", port, "securityPoliciesById", "None"));
        LOG.setLevel(Level.SEVERE);
        System.setProperty(ANYBODY, "true");
        try {
            camel.start();
        } finally {
            System.clearProperty(ANYBODY);
        }
        template = camel.createProducerTemplate();
        set(first);
    }

    int port() {
        return port;
    }

    /** The node has another value. */
    void set(double value) {
        template.sendBody("milo-server:Line1.Temperature", value);
    }

    /** The node has a value that the controller does not trust. */
    void setBad(double value) throws ReflectiveOperationException {
        Class<?> variant = milo.loadClass(TYPES + "Variant");
        Class<?> status = milo.loadClass(TYPES + "StatusCode");
        Constructor<?> both = milo.loadClass(TYPES + "DataValue").getConstructor(variant, status);
        template.sendBody(
                "milo-server:Line1.Temperature",
                both.newInstance(
                        variant.getConstructor(Object.class).newInstance(value),
                        status.getConstructor(long.class).newInstance(BAD_SENSOR_FAILURE)));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
