package org.edos.physical.index.grid;

import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.query.FieldSpans;

/**
 * A document on its way into a segment, checked.
 *
 * @param document itself
 * @param id the unit's written identity
 * @param unit its key: {@link SegmentBuilder#unitKey}
 * @param hash the document's SHA-256
 * @param spans where its values stand; none if it has to be parsed for them
 */
record Arrival(Document document, byte[] id, long unit, byte[] hash, Optional<FieldSpans> spans) {}
