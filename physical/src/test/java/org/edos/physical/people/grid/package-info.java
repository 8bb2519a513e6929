@NullMarked
package org.edos.physical.people.grid;

import org.jspecify.annotations.NullMarked;
