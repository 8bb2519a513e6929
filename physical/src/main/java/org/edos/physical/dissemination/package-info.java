/**
 * The desk of a flash crowd: where peers hand in wish lists, and get the plan, the torrents and
 * their tracker.
 */
@NullMarked
package org.edos.physical.dissemination;

import org.jspecify.annotations.NullMarked;
