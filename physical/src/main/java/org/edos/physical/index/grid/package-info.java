/**
 * The metadata index in the grid. Documents lie in segments of up to 16,000, written once and never
 * changed; a segment holds its documents in the order of answers, the sorted terms under which they
 * are listed with posting lists as bitmaps over document numbers, and number columns. A release is
 * a set of documents of one or more segments, its own and those of releases before it, so that a
 * document is stored once. Which releases are visible is one small value, replaced by
 * compare-and-set: publishing and withdrawing are that switch.
 *
 * <p>Terms are cut into blocks by range, so a prefix of a value is a run of blocks. The blocks are
 * spread over the nodes; each segment's root names the first term of every block and is held in
 * memory, so that the blocks for all terms of a question are read by one round trip, and those read
 * last are at hand. All else lies on every node and is read there.
 *
 * <p>What the lists cannot tell of a document, or only at a higher price than the document itself,
 * is a perhaps, which is looked up in the documents as answers are read.
 */
@NullMarked
package org.edos.physical.index.grid;

import org.jspecify.annotations.NullMarked;
