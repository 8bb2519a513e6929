package org.edos.core.channel;

/**
 * How much an inbox holds.
 *
 * @param newest the greatest number given; 0 where nothing has arrived
 * @param unread how many are not marked as read
 */
public record InboxSummary(long newest, long unread) {}
