package org.edos.actor;

import java.time.Duration;

/**
 * How much a peer gives and takes in swarms. Rates are bytes a second, where 0 is no limit.
 *
 * @param upload most that is sent to all peers together, and as much again to peers by HTTP
 * @param download most that is received
 * @param schedule of the day, which goes before {@code upload} at its times; empty for none
 * @param leech whether only little is sent, and a swarm is left when all is here
 * @param ratio a downloaded torrent is shared until it was sent this many times; 0 is no end
 * @param time a downloaded torrent is shared this long after it was whole; zero is no end
 * @param uploadNow what holds at this moment
 * @param downloadNow what holds at this moment
 */
public record SharingLimits(
    long upload,
    long download,
    String schedule,
    boolean leech,
    double ratio,
    Duration time,
    long uploadNow,
    long downloadNow) {}
