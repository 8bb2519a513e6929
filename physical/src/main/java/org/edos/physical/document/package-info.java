/**
 * Documents of a daemon's own: small named texts that must outlive it, such as the compositions it
 * knows, the flash crowds it runs or takes part in, and the keys it has pinned.
 */
@NullMarked
package org.edos.physical.document;

import org.jspecify.annotations.NullMarked;
