package dev.tedge.cli;

import java.lang.reflect.Proxy;

/**
 * The signal SIGHUP, by which services are told to read their settings again; a JVM would end. The JDK has it in a class of the module
 * {@code jdk.unsupported} alone, whose mere name the compiler warns of.
 */
final class HangUp {

    private HangUp() {}

    /**
     * Has something run, on a thread of the JVM, each time that the signal comes.
     *
     * @return whether it will; not with {@code -Xrs}, nor on a system without such a signal
     */
    static boolean handle(Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handlers.getClassLoader(), new Class<?>[] {handlers}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handlers)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
            return true;
        } catch (ReflectiveOperationException unsupported) {
            return false;
        }
    }
}
