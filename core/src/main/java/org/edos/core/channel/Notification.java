package org.edos.core.channel;

import java.time.Instant;

/**
 * An event that arrived in an inbox.
 *
 * @param number grows with each arrival in this inbox
 * @param arrived when it arrived here
 * @param event what was told
 */
public record Notification(long number, Instant arrived, ChannelEvent event) {}
