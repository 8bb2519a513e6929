package org.edos.physical.peer;

/**
 * What a peer answers in place of what was asked for.
 *
 * @param error the name of a category of {@link org.edos.core.EdosException}, or another word
 * @param message for people
 */
public record Failure(String error, String message) {}
