package org.edos.role.publish;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.metadata.CheckedRepository;
import org.edos.core.release.ReleaseId;

/**
 * Tells how far the intake is: at most ten times a second, and exactly at the end. Used by one
 * thread.
 */
final class IntakeProgress {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final ReleaseId release;
  private final Consumer<PublishEvent> events;
  private final Optional<CheckedRepository.Totals> totals;
  private final int utilities;
  private final long utilityBytes;
  private final long indexBytes;
  private int done;
  private long doneBytes;
  private long position;
  private long told = System.nanoTime();

  IntakeProgress(
      ReleaseId release, RepositoryReader.Reading reading, Consumer<PublishEvent> events) {
    this.release = release;
    this.events = events;
    this.totals = reading.repository().totals();
    this.utilities = reading.repository().utilities().size();
    this.utilityBytes = reading.utilityBytes();
    this.indexBytes = reading.repository().indexBytes();
  }

  /** So many bytes of the indexes have been read. */
  void reached(long bytes) {
    position = bytes;
  }

  /** A file of this size was taken. */
  void took(long size) {
    done++;
    doneBytes += size;
    long now = System.nanoTime();
    if (now - told >= PAUSE_NANOS) {
      told = now;
      tell();
    }
  }

  /** That was all. */
  void done() {
    position = indexBytes;
    tell();
  }

  private void tell() {
    events.accept(
        totals
            .<PublishEvent>map(known ->
                new PublishEvent.FilesStored(
                    release,
                    done,
                    known.packages() + utilities,
                    doneBytes,
                    known.bytes() + utilityBytes))
            .orElseGet(() -> new PublishEvent.Described(release, done, position, indexBytes)));
  }
}
