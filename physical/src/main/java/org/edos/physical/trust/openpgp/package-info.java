/**
 * OpenPGP through Bouncy Castle, held to what apt and gpgv accept: clear-signed InRelease files,
 * detached signatures, keyrings of distributions, and the publisher's own key. A text passes when a
 * key of the keyring that is neither expired nor revoked made a signature with a sound digest, and
 * no key of the keyring made one that does not fit.
 */
@NullMarked
package org.edos.physical.trust.openpgp;

import org.jspecify.annotations.NullMarked;
