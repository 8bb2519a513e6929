package org.edos.physical.peer;

/**
 * A peer's answer, whole.
 *
 * @param status 200 to 399
 * @param body treated as immutable
 */
public record PeerAnswer(int status, byte[] body) {}
