/** The replica locations that another peer keeps, asked and told over HTTP. */
@NullMarked
package org.edos.physical.location.http;

import org.jspecify.annotations.NullMarked;
