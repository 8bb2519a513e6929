/**
 * The demonstration of the paper's section 4, with real processes on this machine: publishing, a
 * flash crowd, queries, channels, and at the end a real apt and dnf.
 */
@NullMarked
package org.edos.app.demo;

import org.jspecify.annotations.NullMarked;
