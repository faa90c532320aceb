package dev.tedge.mapping;

/**
 * What people should know of a message though it goes on.
 *
 * @param text one line, without the payload
 * @param untold to be called when it could not be published: it is then due again with the next such message
 */
record Notice(String text, Runnable untold) {}
