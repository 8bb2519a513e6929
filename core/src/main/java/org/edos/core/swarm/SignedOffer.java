package org.edos.core.swarm;

/**
 * An offer with its publisher's signature.
 *
 * @param offer the offer
 * @param key the publisher's Ed25519 public key, 64 hexadecimal digits
 * @param signature of {@link Offer#message}, 128 hexadecimal digits
 */
public record SignedOffer(Offer offer, String key, String signature) {}
