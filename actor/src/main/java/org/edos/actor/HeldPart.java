package org.edos.actor;

import java.net.URI;

/**
 * How much of a release a peer says that it holds.
 *
 * @param peer the address of its daemon
 * @param contents how many of the release's
 * @param bytes of these
 */
public record HeldPart(URI peer, int contents, long bytes) {}
