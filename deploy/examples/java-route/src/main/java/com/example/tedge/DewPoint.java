package com.example.tedge;

import java.util.Locale;
import org.apache.camel.BindToRegistry;

/** A bean that routes, in Java and in YAML, call by the name {@code dewPoint}. */
@BindToRegistry("dewPoint")
public class DewPoint {

    // Magnus formula over water, with the constants of Sonntag (1990).
    private static final double A = 17.62;
    private static final double B = 243.12;

    /** Says on te/errors what is wrong by its name: the text of an exception may quote a payload, so it is in the log at DEBUG only. */
    public static class NoDewPointException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoDewPointException(double temperature, double humidity) {
            super("There is no dew point at " + temperature + " degrees and " + humidity + " % of humidity");
        }
    }

    /**
     * The dew point as a measurement.
     *
     * @param temperature in degrees Celsius
     * @param humidity relative, in percent
     * @throws NoDewPointException if there is none, as with a humidity of 0
     */
    public String json(double temperature, double humidity) {
        double gamma = Math.log(humidity / 100) + A * temperature / (B + temperature);
        double dewPoint = B * gamma / (A - gamma);
        if (!Double.isFinite(dewPoint)) {
            throw new NoDewPointException(temperature, humidity);
        }
        return String.format(Locale.ROOT, "{\"dewPoint\":%.1f}", dewPoint);
    }
}
