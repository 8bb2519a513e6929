package org.edos.actor;

import java.net.URI;
import java.time.Instant;
import org.edos.core.release.ReleaseId;

/**
 * A flash crowd that was announced in the channel of releases; it may be over by now.
 *
 * @param release of the flash crowd
 * @param desk where wish lists are handed in
 * @param at when it was announced
 */
public record AnnouncedCrowd(ReleaseId release, URI desk, Instant at) {}
