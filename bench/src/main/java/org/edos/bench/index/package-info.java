/**
 * What a distribution's metadata costs to load, to ask for and to keep, on networks of one, three
 * and five nodes, against BaseX, Lucene, apt-cache and dnf. Each subject is a process of its own.
 */
@NullMarked
package org.edos.bench.index;

import org.jspecify.annotations.NullMarked;
