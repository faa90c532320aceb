package com.example.tedge;

import java.util.Locale;
import org.apache.camel.BindToRegistry;

/** A bean that routes, in Java and in YAML, call by the name {@code dewPoint}. */
@BindToRegistry("dewPoint")
public class DewPoint {

    // Magnus formula over water, with the constants of Sonntag (1990).
    private static final double A = 17.62;
    private static final double B = 243.12;

    /**
     * The dew point as a measurement.
     *
     * @param temperature in degrees Celsius
     * @param humidity relative, in percent
     */
    public String json(double temperature, double humidity) {
        double gamma = Math.log(humidity / 100) + A * temperature / (B + temperature);
        return String.format(Locale.ROOT, "{\"dewPoint\":%.1f}", B * gamma / (A - gamma));
    }
}
