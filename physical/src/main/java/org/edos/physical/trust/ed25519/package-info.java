/**
 * Ed25519 (RFC 8032) with what the JDK has: the keys of publishers and peers, and the check of
 * their signatures.
 */
@NullMarked
package org.edos.physical.trust.ed25519;

import org.jspecify.annotations.NullMarked;
