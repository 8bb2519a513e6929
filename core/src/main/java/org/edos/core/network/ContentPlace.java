package org.edos.core.network;

import java.net.URI;
import org.edos.core.gateway.Via;

/**
 * A place where a content may be had.
 *
 * @param address of the peer's daemon, or of the file itself at an origin
 * @param via how the place is known, and so how near it is
 * @param bytesPerSecond that it gave before, a moving average; 0 where nothing was measured
 */
public record ContentPlace(URI address, Via via, long bytesPerSecond) {}
