package org.edos.core.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a webhook was told.
 *
 * @param webhook which
 * @param delivered the number of the last notification that it has, or that it does not want
 * @param failures how many attempts have failed since one went well
 * @param error why the last attempt failed; empty if it went well
 * @param next when the next attempt is due; empty unless the last one failed
 */
public record WebhookState(
    Webhook webhook,
    long delivered,
    int failures,
    Optional<String> error,
    Optional<Instant> next) {}
