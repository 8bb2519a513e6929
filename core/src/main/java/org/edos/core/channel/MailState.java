package org.edos.core.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * How far digests were sent by mail.
 *
 * @param sent the number of the last notification that a digest has told
 * @param next when the next digest, or the next attempt to send it, is due
 * @param failures how many attempts have failed since one went well
 * @param error why the last attempt failed; empty if it went well
 */
public record MailState(long sent, Instant next, int failures, Optional<String> error) {}
