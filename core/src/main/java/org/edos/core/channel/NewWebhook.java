package org.edos.core.channel;

/**
 * A webhook as its owner is told of it once.
 *
 * @param webhook the webhook
 * @param secret with which what it is told is signed; not to be had again
 */
public record NewWebhook(Webhook webhook, String secret) {}
