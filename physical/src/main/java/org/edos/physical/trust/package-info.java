/**
 * Trust: Ed25519 keys of publishers and peers, and OpenPGP for the signatures of APT and RPM
 * repositories.
 */
@NullMarked
package org.edos.physical.trust;

import org.jspecify.annotations.NullMarked;
