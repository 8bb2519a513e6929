@NullMarked
package org.edos.physical.lan;

import org.jspecify.annotations.NullMarked;
