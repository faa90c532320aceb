/**
 * What messages of the local data model say, as values: measurements, events, alarms, twin data and registrations, and the rules by
 * which their payloads are read. No Camel class belongs here.
 */
@NullMarked
package dev.tedge.mapping.model;

import org.jspecify.annotations.NullMarked;
