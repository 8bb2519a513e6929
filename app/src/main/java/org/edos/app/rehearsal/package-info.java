/**
 * A daemon's usual work, done once for the JVM to remember: the launcher makes its start-up cache
 * of it.
 */
@NullMarked
package org.edos.app.rehearsal;

import org.jspecify.annotations.NullMarked;
