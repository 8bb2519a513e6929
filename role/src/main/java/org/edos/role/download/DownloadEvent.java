package org.edos.role.download;

import java.net.URI;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/** What happens while downloading. */
public sealed interface DownloadEvent {
  /** A content has arrived from a peer and is verified. */
  record Fetched(Sha256 content, long size, URI from, int done, int total)
      implements DownloadEvent {}

  /** A peer did not give a content; the next one is asked. */
  record SourceFailed(Sha256 content, URI from, String reason) implements DownloadEvent {}

  /** Nobody gave a content. */
  record Failed(Sha256 content, String reason) implements DownloadEvent {}

  /** A wish list was handed in. */
  record WishSubmitted(ReleaseId release, int contents, long bytes) implements DownloadEvent {}

  /** The plan has come and the swarms are joined. */
  record SwarmsJoined(ReleaseId release, int clusters, long bytes) implements DownloadEvent {}

  /** The swarms bring bytes. */
  record Swarming(ReleaseId release, long doneBytes, long wantedBytes, int peers)
      implements DownloadEvent {}

  /** Everything wanted of a release is here, but for the failed contents. */
  record CrowdDone(ReleaseId release, int verified, int failed, long receivedBytes)
      implements DownloadEvent {}

  /** A flash crowd could not be joined, and the wishes are fetched from replicas instead. */
  record CrowdMissed(ReleaseId release, String reason) implements DownloadEvent {}
}
