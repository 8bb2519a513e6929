package org.edos.actor;

/**
 * How much room a peer's content store has.
 *
 * @param usedBytes of contents, and of those on their way
 * @param quotaBytes that the store may hold
 * @param freeBytes that its file system has left
 */
public record StoreRoom(long usedBytes, long quotaBytes, long freeBytes) {
  private static final int NEARLY = 95;
  private static final long LITTLE = 1_000_000_000;

  /** Whether nothing more is taken in, whatever the disk has. */
  public boolean isQuotaExhausted() {
    return usedBytes >= quotaBytes;
  }

  /** Whether the quota is nearly used up. */
  public boolean isQuotaNearlyUsed() {
    return usedBytes >= quotaBytes / 100 * NEARLY;
  }

  /** Whether the disk has less than a gigabyte left, and less than the quota lets the store use. */
  public boolean isDiskNearlyFull() {
    return freeBytes < LITTLE && freeBytes < quotaBytes - usedBytes;
  }
}
