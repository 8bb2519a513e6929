package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.core.swarm.CrowdDetail;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanOutlook;

/**
 * What the publisher's page of a flash crowd shows, as it is at one moment.
 *
 * @param status of the crowd
 * @param steps through which it goes
 * @param peers those who handed in a wish list, by their ids, at most {@value #MOST_PEERS}
 * @param hiddenPeers how many more there are
 * @param clusters by their numbers, at most {@value #MOST_CLUSTERS}
 * @param hiddenClusters how many more there are
 * @param matrix the picture of who is in which
 * @param outlook of the strategy in use, by the rates that are assumed; empty without wishes
 * @param now when it was looked at
 */
public record CrowdView(
    CrowdStatus status,
    List<Step> steps,
    List<PeerRow> peers,
    int hiddenPeers,
    List<ClusterRow> clusters,
    int hiddenClusters,
    CrowdMatrix matrix,
    Optional<PlanOutlook> outlook,
    Instant now) {
  private static final int MOST_PEERS = 300;
  private static final int MOST_CLUSTERS = 300;

  /** Below so many seconds, what a crowd takes is not the bytes. */
  private static final double LEAST_BOUND = 1;

  /**
   * A step of a flash crowd.
   *
   * @param name of it
   * @param over whether it is past
   * @param current whether it is under way
   */
  public record Step(String name, boolean over, boolean current) {}

  /**
   * A peer.
   *
   * @param what became of its wish list, in words
   * @param percent that is here
   */
  public record PeerRow(
      String peer,
      int contents,
      long bytes,
      String what,
      String problem,
      long percent,
      boolean done,
      long received,
      long given,
      long downRate,
      int verified,
      int failed) {}

  /**
   * A cluster.
   *
   * @param members that are to be in it
   * @param done how many of these have all that they wish
   * @param there how many the tracker knows now
   * @param sent by the publisher
   * @param copies what the publisher sent, of one copy, such as 1.09
   */
  public record ClusterRow(
      int number,
      int contents,
      long bytes,
      int members,
      int done,
      int there,
      long sent,
      long rate,
      String copies,
      boolean selective,
      String problem) {}

  static CrowdView of(
      CrowdStatus status, CrowdDetail detail, Optional<PlanOutlook> outlook, Instant now) {
    Map<PeerId, CrowdReport> reports = new HashMap<>();
    status.reports().forEach(report -> reports.put(report.peer(), report));
    Map<PeerId, Long> percent = new HashMap<>();
    reports.forEach((peer, report) -> percent.put(peer, percent(report)));
    List<PeerRow> peers =
        detail.wishes().stream()
            .limit(MOST_PEERS)
            .map(wish -> row(wish, Optional.ofNullable(reports.get(wish.peer()))))
            .toList();
    List<ClusterRow> clusters =
        detail.clusters().stream().limit(MOST_CLUSTERS).map(swarm -> row(swarm, reports)).toList();
    return new CrowdView(
        status,
        steps(status),
        peers,
        detail.wishes().size() - peers.size(),
        clusters,
        detail.clusters().size() - clusters.size(),
        CrowdMatrix.of(detail, percent),
        outlook,
        now);
  }

  private static PeerRow row(CrowdDetail.Wish wish, Optional<CrowdReport> report) {
    boolean done = report.map(CrowdReport::done).orElse(false);
    return new PeerRow(
        wish.peer().value(),
        wish.contents(),
        wish.bytes(),
        done ? "done" : words(wish),
        wish.problem(),
        report.map(CrowdView::percent).orElse(0L),
        done,
        report.map(CrowdReport::receivedBytes).orElse(0L),
        report.map(CrowdReport::uploadedBytes).orElse(0L),
        report.map(its -> its.flow().downloadRate()).orElse(0L),
        report.map(CrowdReport::verifiedUnits).orElse(0),
        report.map(CrowdReport::failedUnits).orElse(0));
  }

  private static String words(CrowdDetail.Wish wish) {
    String served = wish.first() ? ", served first" : "";
    return switch (wish.state()) {
      case WAITING -> "waits for the plan" + served;
      case LATE -> "came late, planned next";
      case PLANNED -> "fetches" + served;
      case REFUSED -> "cannot be served";
    };
  }

  private static ClusterRow row(CrowdDetail.Swarm swarm, Map<PeerId, CrowdReport> reports) {
    long done =
        swarm.members().stream()
            .filter(peer ->
                Optional.ofNullable(reports.get(peer)).filter(CrowdReport::done).isPresent())
            .count();
    return new ClusterRow(
        swarm.number(),
        swarm.contents(),
        swarm.bytes(),
        swarm.members().size(),
        (int) done,
        swarm.peers(),
        swarm.uploadedBytes(),
        swarm.uploadRate(),
        copies(swarm.uploadedBytes(), swarm.bytes()),
        swarm.selective(),
        swarm.problem());
  }

  private static String copies(long sent, long one) {
    return one <= 0 ? "0" : String.format(Locale.ROOT, "%.2f", (double) sent / one);
  }

  private static List<Step> steps(CrowdStatus status) {
    List<Phase> phases = new ArrayList<>(List.of(Phase.values()));
    if (status.phase() != Phase.FEEDING) {
      phases.remove(Phase.FEEDING);
    }
    List<Step> steps = new ArrayList<>();
    for (Phase phase : phases) {
      steps.add(
          new Step(
              words(phase), phase.ordinal() < status.phase().ordinal(), phase == status.phase()));
    }
    return steps;
  }

  /** A phase, in words. */
  public static String words(Phase phase) {
    return switch (phase) {
      case OPEN -> "collecting wish lists";
      case PLANNING -> "planning";
      case FEEDING -> "serving some first";
      case SWARMING -> "swarming";
      case CLOSED -> "over";
    };
  }

  /** How often the page is drawn anew: peers of a larger crowd report less often. */
  public int redrawSeconds() {
    return 1 + Math.min(4, status.wishLists() / 40);
  }

  /** Whether wish lists are collected still. */
  public boolean isOpen() {
    return status.phase() == Phase.OPEN;
  }

  /** Whether it is over. */
  public boolean isOver() {
    return status.phase() == Phase.CLOSED;
  }

  /** When the window closes, in milliseconds since 1970. */
  public long closesMillis() {
    return status.closes().toEpochMilli();
  }

  /** How long the window is open still. */
  public String left() {
    return Words.span(Duration.between(now, status.closes()));
  }

  /** What the publisher sent, in copies of the distinct bytes. */
  public String copies() {
    return copies(status.publisherUploadedBytes(), status.distinctBytes());
  }

  /** What all received, in copies of the distinct bytes. */
  public String served() {
    return copies(status.receivedBytes(), status.distinctBytes());
  }

  /** The width of the bar of what the publisher sent, of 1,000. */
  public long sentWidth() {
    return scaled(status.publisherUploadedBytes());
  }

  /** Where one copy is on that bar, of 1,000. */
  public long copyMark() {
    return scaled(status.distinctBytes());
  }

  private long scaled(long bytes) {
    long most = Math.max(status.publisherUploadedBytes(), status.distinctBytes()) / 4 * 5;
    return most == 0 ? 0 : Math.min(1000, Math.round(1000.0 * bytes / most));
  }

  /** Seconds from the plan until now, or until the last peer was done; empty before. */
  public Optional<Double> seconds() {
    return status
        .planned()
        .map(
            planned -> Duration.between(planned, status.finished().orElse(now)).toMillis() / 1000.0)
        .filter(seconds -> !isOver() || status.finished().isPresent());
  }

  /** The time against the bound, such as 1.2. */
  public Optional<String> timesBound() {
    return seconds()
        .flatMap(seconds ->
            outlook
                .filter(expected -> expected.boundSeconds() >= LEAST_BOUND)
                .map(expected ->
                    String.format(Locale.ROOT, "%.2f", seconds / expected.boundSeconds())));
  }

  /** Seconds with one decimal. */
  public static String seconds(double seconds) {
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : Words.span(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static long percent(CrowdReport report) {
    return report.done() ? 100 : Words.percent(report.receivedBytes(), report.wantedBytes());
  }
}
