package org.edos.actor;

import org.edos.core.release.ReleaseId;

/**
 * What a peer lacks of a release.
 *
 * @param release the release
 * @param contents how many distinct contents it selected
 * @param bytes of them
 * @param missingContents how many of those are not here
 * @param missingBytes of them
 * @param handedIn whether a flash crowd was joined for them
 */
public record WishSummary(
    ReleaseId release,
    int contents,
    long bytes,
    int missingContents,
    long missingBytes,
    boolean handedIn) {}
