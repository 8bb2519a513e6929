package org.edos.core.network;

import java.util.Optional;

/**
 * A member of an indexing network.
 *
 * @param name that it has there
 * @param publisher whether it is the one that publishes
 * @param online whether it is there now
 * @param holds whether it holds copies of the index
 * @param gridAddress where its grid node is found, {@code host:port}; empty where unknown
 * @param report what it last said of itself; empty before it has
 */
public record Member(
    String name,
    boolean publisher,
    boolean online,
    boolean holds,
    String gridAddress,
    Optional<MemberReport> report) {}
