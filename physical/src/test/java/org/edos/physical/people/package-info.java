@NullMarked
package org.edos.physical.people;

import org.jspecify.annotations.NullMarked;
