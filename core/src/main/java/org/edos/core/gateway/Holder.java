package org.edos.core.gateway;

import java.net.URI;

/**
 * A peer that may hold a file.
 *
 * @param peer the address of its daemon, {@code http://host:port}
 * @param via how it was found: {@link Via#LAN}, {@link Via#WIDE} or {@link Via#MIRROR}
 */
public record Holder(URI peer, Via via) {}
