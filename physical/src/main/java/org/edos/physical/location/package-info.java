/**
 * Replica locations: which peers hold which contents. A changing property, kept apart from the
 * documents.
 */
@NullMarked
package org.edos.physical.location;

import org.jspecify.annotations.NullMarked;
