/**
 * What another daemon holds: it is asked for a filter of its contents, and for the hashes of a
 * content's pieces.
 */
@NullMarked
package org.edos.physical.holdings;

import org.jspecify.annotations.NullMarked;
