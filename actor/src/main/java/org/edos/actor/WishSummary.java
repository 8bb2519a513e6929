package org.edos.actor;

import java.util.List;
import org.edos.core.release.ReleaseId;

/**
 * What a peer lacks of a release.
 *
 * @param release the release
 * @param wanted which part of it, in words
 * @param contents how many distinct contents that is
 * @param bytes of them
 * @param storedContents how many of those are in the store
 * @param storedBytes of them
 * @param installedContents how many are not, but are installed on this machine
 * @param installedBytes of them
 * @param missingContents how many are lacking
 * @param missingBytes of them
 * @param removed installed packages that have to go where what is lacking is installed
 * @param unmet what of the wish cannot be, such as an upgrade; bounded
 * @param proven whether there is no smaller set that is as good; else the time was too short to
 *     know
 * @param handedIn whether a flash crowd was joined for what is lacking
 */
public record WishSummary(
    ReleaseId release,
    String wanted,
    int contents,
    long bytes,
    int storedContents,
    long storedBytes,
    int installedContents,
    long installedBytes,
    int missingContents,
    long missingBytes,
    List<String> removed,
    List<String> unmet,
    boolean proven,
    boolean handedIn) {
  /** Copies the lists. */
  public WishSummary {
    removed = List.copyOf(removed);
    unmet = List.copyOf(unmet);
  }
}
