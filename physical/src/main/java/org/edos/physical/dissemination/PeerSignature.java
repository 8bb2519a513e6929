package org.edos.physical.dissemination;

import java.util.function.Function;

/**
 * How a peer signs what it tells a desk. Safe for use by many threads.
 *
 * @param publicKey its Ed25519 key, 64 hexadecimal digits
 * @param sign gives the signature of bytes, 128 hexadecimal digits
 */
public record PeerSignature(String publicKey, Function<byte[], String> sign) {}
