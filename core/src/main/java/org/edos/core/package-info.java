/**
 * Values and formats: pure code with no thread, socket, clock or disk. Everything above speaks in
 * these types.
 */
@NullMarked
package org.edos.core;

import org.jspecify.annotations.NullMarked;
