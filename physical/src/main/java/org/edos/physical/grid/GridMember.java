package org.edos.physical.grid;

/**
 * A node of the grid as another sees it.
 *
 * @param name its lasting name
 * @param role what it is to the grid
 * @param online whether it is there now
 * @param address where it is found, {@code host:port}; empty if it has never been met
 * @param inBaseline whether it keeps data
 */
public record GridMember(
    String name, GridRole role, boolean online, String address, boolean inBaseline) {}
