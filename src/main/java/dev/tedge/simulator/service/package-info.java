/**
 * What a service of AWS IoT Core, such as shadows or jobs, sees of devices and can do to them. Its sole thread is the
 * event loop of the MQTT server.
 */
@NullMarked
package dev.tedge.simulator.service;

import org.jspecify.annotations.NullMarked;
