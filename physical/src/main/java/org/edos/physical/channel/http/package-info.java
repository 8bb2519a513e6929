/** The channels of another peer, followed over HTTP. */
@NullMarked
package org.edos.physical.channel.http;

import org.jspecify.annotations.NullMarked;
