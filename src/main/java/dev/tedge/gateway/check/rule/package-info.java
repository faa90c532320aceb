/**
 * What is to be found in route files, a class each: names that stand for nothing, endpoints and expressions that can't be made,
 * topics that AWS does not take, messages that go round and round.
 */
@NullMarked
package dev.tedge.gateway.check.rule;

import org.jspecify.annotations.NullMarked;
