package org.edos.role.replicate;

import org.edos.core.release.ReleaseId;

/** What happens while replicating. */
public sealed interface ReplicateEvent {
  /** Documents of a release are coming in. */
  record Copying(ReleaseId release, int documents, int total) implements ReplicateEvent {}

  /** A release can be queried here. */
  record Visible(ReleaseId release, int packages) implements ReplicateEvent {}

  /** A release was withdrawn here, as it was at the publisher. */
  record Withdrawn(ReleaseId release) implements ReplicateEvent {}

  /** A release could not be copied; it is tried again. */
  record Failed(String release, String reason) implements ReplicateEvent {}
}
