@NullMarked
package org.edos.physical.lan.memory;

import org.jspecify.annotations.NullMarked;
