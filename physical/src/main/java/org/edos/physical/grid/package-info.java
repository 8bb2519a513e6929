/**
 * The indexing network's node: one embedded Apache Ignite node with durable storage, on which the
 * adapters named grid run, alone or as a member of a grid over mutual TLS.
 *
 * <p>One node is the publisher's. It holds everything, is the first owner of every partition and
 * the only writer, one call after the other; so whatever a mirror holds is a beginning of what the
 * publisher holds, and Ignite, which compares copies by the number of their changes, always
 * replaces the older one. The publisher's node starts the grid and mirrors join it; while it is
 * away, mirrors answer from what they hold and write nothing but where contents are. {@link
 * org.edos.physical.grid.GridCache} is what adapters see: it retries while nodes come and go, tells
 * failures in the words of Edos, and outlives the inner node, which a watch starts again when the
 * others went on without it.
 *
 * <p>What Ignite would do otherwise: it lets partitions that were lost back as they are, old copies
 * with new ones; it never joins parts that were activated apart; it cannot start a node again that
 * joined while the baseline changed; it fills a node up without a log and then wants it mended by
 * hand when it was killed meanwhile; it keeps nodes in the baseline that are online.
 */
@NullMarked
package org.edos.physical.grid;

import org.jspecify.annotations.NullMarked;
