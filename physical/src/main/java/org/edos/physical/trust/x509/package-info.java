/**
 * The certificates of the indexing network: EC P-256 keys, X.509 by Bouncy Castle, PKCS#12 stores
 * for TLS.
 */
@NullMarked
package org.edos.physical.trust.x509;

import org.jspecify.annotations.NullMarked;
