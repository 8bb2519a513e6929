/**
 * How long it takes to find who has a file in the hash table, with all of its nodes and with half.
 */
@NullMarked
package org.edos.bench.table;

import org.jspecify.annotations.NullMarked;
