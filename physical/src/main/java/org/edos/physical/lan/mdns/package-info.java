/** The local network by multicast DNS and DNS service discovery (RFC 6762, RFC 6763). */
@NullMarked
package org.edos.physical.lan.mdns;

import org.jspecify.annotations.NullMarked;
