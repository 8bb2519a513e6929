package org.edos.core.swarm;

import java.time.Instant;
import java.util.Optional;

/**
 * How a download from replicas is doing, or ended.
 *
 * @param id by which it is paused
 * @param what is fetched, in words
 * @param contents how many were missing when it began
 * @param bytes of these
 * @param doneContents how many of them are here
 * @param doneBytes that are here, of those on their way as well
 * @param failedContents how many nobody gave
 * @param paused whether it is held up
 * @param began when
 * @param ended when it ended; empty while it goes on
 */
public record DownloadStatus(
    long id,
    String what,
    int contents,
    long bytes,
    int doneContents,
    long doneBytes,
    int failedContents,
    boolean paused,
    Instant began,
    Optional<Instant> ended) {}
