/** The examples do what they say. */
@NullMarked
package org.edos.examples;

import org.jspecify.annotations.NullMarked;
