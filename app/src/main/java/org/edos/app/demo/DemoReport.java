package org.edos.app.demo;

import java.util.List;

/** What the demonstration measured: the document that {@code edos demo --json} prints. */
public record DemoReport(
    List<Release> releases,
    FlashCrowd flashCrowd,
    Query query,
    Notification notification,
    Installation apt,
    Installation dnf) {
  /** Whether all that ran went well. */
  public boolean ok() {
    boolean crowdOk = flashCrowd.failedUnits() == 0 && flashCrowd.verifiedUnits() > 0;
    boolean installed = (!apt.ran() || apt.ok()) && (!dnf.ran() || dnf.ok());
    return crowdOk && installed && notification.delivered() > 0;
  }

  /** A release that was published. */
  public record Release(String name, String version, int packages, int utilities, long bytes) {}

  /**
   * The flash crowd.
   *
   * @param wantedBytes of all wish lists together
   * @param receivedBytes of contents, by all peers; more than wanted where blocks came twice
   * @param unwantedBytes of contents that peers were brought and did not wish for
   * @param publisherUploadedBytes of payload
   * @param distinctBytes of the contents that anybody wanted
   * @param seconds from the plan to the last peer's report that it is done
   */
  public record FlashCrowd(
      int peers,
      String strategy,
      int clusters,
      long wantedBytes,
      long receivedBytes,
      long unwantedBytes,
      long publisherUploadedBytes,
      long distinctBytes,
      double seconds,
      int verifiedUnits,
      int failedUnits) {}

  /** A query on a client. */
  public record Query(String text, long answers, double milliseconds) {}

  /**
   * A notification.
   *
   * @param milliseconds from the publisher's append to the last subscriber's inbox
   */
  public record Notification(int subscribers, int delivered, long milliseconds) {}

  /**
   * A real package manager at a client's gateway.
   *
   * @param ran whether it is installed here, and so was run
   * @param packages how many it installed
   * @param ok whether all went well
   */
  public record Installation(boolean ran, int packages, boolean ok) {
    static final Installation ABSENT = new Installation(false, 0, false);
  }
}
