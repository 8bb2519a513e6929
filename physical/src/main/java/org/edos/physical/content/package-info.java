/**
 * The content store: bytes on this machine, addressed by their SHA-256, and the means to fetch them
 * from other peers.
 */
@NullMarked
package org.edos.physical.content;

import org.jspecify.annotations.NullMarked;
