package org.edos.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.edos.core.release.ReleaseId;

/**
 * A flash crowd as its publisher sees it.
 *
 * @param release the release
 * @param phase how far it is
 * @param opened when its window opened
 * @param closes when its window closes or closed
 * @param planned when the clusters were seeded
 * @param finished when the last peer reported that it was done
 * @param strategy the planning strategy
 * @param clusters how many; 0 before they are planned
 * @param wishLists how many peers handed one in
 * @param wantedBytes of all wish lists together
 * @param distinctBytes of the contents that anybody wants
 * @param unwantedBytes of contents that the plan brings to peers that did not wish for them
 * @param publisherUploadedBytes of payload, in its torrents
 * @param preparation how far the planning is that is under way; empty when none is
 * @param totals what the peers' reports say together
 * @param reports the newest of each peer
 */
public record CrowdStatus(
    ReleaseId release,
    Phase phase,
    Instant opened,
    Instant closes,
    Optional<Instant> planned,
    Optional<Instant> finished,
    String strategy,
    int clusters,
    int wishLists,
    long wantedBytes,
    long distinctBytes,
    long unwantedBytes,
    long publisherUploadedBytes,
    Optional<Preparation> preparation,
    Totals totals,
    List<CrowdReport> reports) {
  /** How far a flash crowd is. */
  public enum Phase {
    /** Wish lists are collected. */
    OPEN,
    /** The clusters are planned and their torrents made; peers wait. */
    PLANNING,
    /** Chosen peers are served first; the others wait. */
    FEEDING,
    /** The clusters are being disseminated. */
    SWARMING,
    /** It is over; nothing is seeded for it any more. */
    CLOSED
  }

  /**
   * How far the planning is: what is wished and not here is fetched, and what was never hashed for
   * a torrent is read.
   *
   * @param doneBytes that are ready
   * @param totalBytes of the contents to be made ready; 0 before that is known
   */
  public record Preparation(long doneBytes, long totalBytes) {}

  /**
   * What the peers' reports say together.
   *
   * @param donePeers how many are done
   * @param receivedBytes of contents, from whomever
   * @param uploadedBytes of payload, to one another
   * @param replicaBytes of those received, over HTTP and not from the swarms
   * @param wrongBytes that were received and thrown away, because they were not those asked for
   * @param downloadRate of all together, bytes a second now
   * @param uploadRate of all together, bytes a second now
   * @param medianSeconds in which half of the peers that are done were, from their part of the plan
   *     on; empty before one is
   * @param lastSeconds in which the slowest of them was; empty before one is
   */
  public record Totals(
      int donePeers,
      long receivedBytes,
      long uploadedBytes,
      long replicaBytes,
      long wrongBytes,
      long downloadRate,
      long uploadRate,
      Optional<Double> medianSeconds,
      Optional<Double> lastSeconds) {
    /**
     * Sums reports up.
     *
     * @param took how long each peer took that is done
     */
    public static Totals of(Collection<CrowdReport> reports, Collection<Duration> took) {
      List<Double> seconds = took.stream().map(time -> time.toMillis() / 1000.0).sorted().toList();
      return new Totals(
          (int) reports.stream().filter(CrowdReport::done).count(),
          sum(reports, CrowdReport::receivedBytes),
          sum(reports, CrowdReport::uploadedBytes),
          sum(reports, report -> report.flow().replicaBytes()),
          sum(reports, report -> report.flow().wrongBytes()),
          sum(reports, report -> report.flow().downloadRate()),
          sum(reports, report -> report.flow().uploadRate()),
          seconds.isEmpty() ? Optional.empty() : Optional.of(seconds.get((seconds.size() - 1) / 2)),
          seconds.isEmpty() ? Optional.empty() : Optional.of(seconds.getLast()));
    }

    private static long sum(Collection<CrowdReport> reports, ToLongFunction<CrowdReport> amount) {
      return reports.stream().mapToLong(amount).sum();
    }
  }

  /** Copies the reports. */
  public CrowdStatus {
    reports = List.copyOf(reports);
  }

  /** Payload that the peers received, by their reports. */
  public long receivedBytes() {
    return totals.receivedBytes();
  }

  /** How many peers have reported that they are done. */
  public int donePeers() {
    return totals.donePeers();
  }

  /** Whether peers wait for the plan still. */
  public boolean isPreparing() {
    return phase == Phase.OPEN || phase == Phase.PLANNING;
  }
}
