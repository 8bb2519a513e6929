@NullMarked
package org.edos.physical.lan.mdns;

import org.jspecify.annotations.NullMarked;
