package org.edos.role.publish;

import java.util.List;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.release.ReleaseId;

/** What happens while publishing. */
public sealed interface PublishEvent {
  /** The release it happens to. */
  ReleaseId release();

  /** The tree's indexes have been read and hold together. */
  record TreeRead(ReleaseId release, int packages, int utilities, long bytes)
      implements PublishEvent {}

  /**
   * Indexes come from the origin.
   *
   * @param file that has come last, or was here from an earlier try
   */
  record IndexFetched(
      ReleaseId release, String file, int done, int total, long doneBytes, long totalBytes)
      implements PublishEvent {}

  /** The indexes of packages that stay at their origin hold together. */
  record IndexesRead(ReleaseId release, int utilities, long indexBytes) implements PublishEvent {}

  /**
   * Packages that stay at their origin have been described.
   *
   * @param files how many, other files among them
   * @param doneBytes of the indexes
   * @param totalBytes of the indexes
   */
  record Described(ReleaseId release, int files, long doneBytes, long totalBytes)
      implements PublishEvent {}

  /** Files have been verified, described and stored. */
  record FilesStored(ReleaseId release, int done, int total, long doneBytes, long totalBytes)
      implements PublishEvent {}

  /**
   * The release is signed, and becomes visible next; who fails to take this event keeps it from
   * that.
   *
   * @param number of the composition
   */
  record Signed(ReleaseId release, long number) implements PublishEvent {}

  /** The release is signed, visible and announced. */
  record Published(ReleaseId release, int packages, int utilities, long bytes)
      implements PublishEvent {}

  /** The release is withdrawn. */
  record Unpublished(ReleaseId release) implements PublishEvent {}

  /** A flash crowd collects wish lists. */
  record CrowdOpened(ReleaseId release, long windowMillis) implements PublishEvent {}

  /** A wish list has come. */
  record WishReceived(ReleaseId release, String peer, int contents, int wishLists)
      implements PublishEvent {}

  /** What is wished and not here is fetched from the release's origin. */
  record CrowdFetching(ReleaseId release, int contents, long bytes) implements PublishEvent {}

  /** The clusters are planned and seeded. */
  record ClustersPlanned(ReleaseId release, String strategy, int clusters, int peers)
      implements PublishEvent {}

  /** Wish lists that came after the plan are planned, and seeded, as well. */
  record LatePlanned(ReleaseId release, int peers, int newClusters) implements PublishEvent {}

  /** Wish lists that came after the plan cannot be served; their peers fetch from replicas. */
  record LateFailed(ReleaseId release, int peers, String reason) implements PublishEvent {}

  /** The peers that were to be served first are done, or have had their time. */
  record CrowdFed(ReleaseId release, int done, int feeders) implements PublishEvent {}

  /** A peer has reported. */
  record Reported(
      ReleaseId release,
      String peer,
      long receivedBytes,
      long wantedBytes,
      int donePeers,
      int peers)
      implements PublishEvent {}

  /**
   * The state that is about to be published makes packages uninstallable.
   *
   * @param broken which, each with the reason
   */
  record Broken(ReleaseId release, List<Uninstallable> broken) implements PublishEvent {
    /** Copies the list. */
    public Broken {
      broken = List.copyOf(broken);
    }
  }

  /** What the state that is about to be published makes uninstallable could not be found out. */
  record Unchecked(ReleaseId release, String reason) implements PublishEvent {}

  /** The flash crowd could not be served, and is over. */
  record CrowdFailed(ReleaseId release, String reason) implements PublishEvent {}

  /** The flash crowd is over. */
  record CrowdClosed(ReleaseId release) implements PublishEvent {}
}
