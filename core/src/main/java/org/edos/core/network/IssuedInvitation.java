package org.edos.core.network;

import java.time.Instant;

/**
 * An invitation as its publisher remembers it, without its secret.
 *
 * @param id 16 hexadecimal digits
 * @param name that the mirror is to have; empty where it chooses
 * @param expires when it can be used no longer
 * @param usedBy the member that used it; empty before
 */
public record IssuedInvitation(String id, String name, Instant expires, String usedBy) {}
