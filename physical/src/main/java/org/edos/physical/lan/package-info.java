/** The local network: which other daemons are there, found without being told. */
@NullMarked
package org.edos.physical.lan;

import org.jspecify.annotations.NullMarked;
