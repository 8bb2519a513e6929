package org.edos.actor;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.edos.core.swarm.Arrival;

/**
 * How a peer is doing.
 *
 * @param actor {@code publisher}, {@code mirror} or {@code client}
 * @param name for people
 * @param address of its daemon
 * @param peer its id, 16 hexadecimal digits
 * @param key its Ed25519 public key
 * @param publisherKey the key of the publisher that it trusts; empty before it has met one
 * @param started when the daemon started
 * @param releases how many it sees
 * @param storedBytes in its content store
 * @param quotaBytes that the store may hold
 * @param downloadedBytes by its swarms since it started
 * @param uploadedBytes by its swarms since it started
 * @param swarms how many it is in
 * @param entries the peers that it asks
 * @param arrivals when what it wanted of releases was all here, the latest last
 */
public record PeerStatus(
    String actor,
    String name,
    URI address,
    String peer,
    String key,
    String publisherKey,
    Instant started,
    int releases,
    long storedBytes,
    long quotaBytes,
    long downloadedBytes,
    long uploadedBytes,
    int swarms,
    List<URI> entries,
    List<Arrival> arrivals) {}
