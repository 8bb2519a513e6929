package org.edos.app.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.app.machine.RecentAsks.Ask;

/**
 * What the page of the set-up shows, as it is at one moment.
 *
 * @param address of the daemon as the visitor's machine reaches it
 * @param releases the names of the releases that are served
 * @param chosen the one whose lines are shown; empty before one is chosen
 * @param served whether the gateway serves the visitor's machine
 * @param apt the lines for apt to fetch existing repositories through the gateway
 * @param dnf the lines for dnf
 * @param problem why something is missing; empty when nothing is
 * @param since when the page was made, in milliseconds
 * @param heard what apt and dnf asked since then
 */
public record SetupView(
    String address,
    List<String> releases,
    Optional<Chosen> chosen,
    boolean served,
    List<String> apt,
    List<String> dnf,
    String problem,
    long since,
    Heard heard) {
  /**
   * A release that apt or dnf is to install from.
   *
   * @param name of it, for always its newest version
   * @param id its newest version
   * @param manager {@code apt} or {@code dnf}
   * @param lines for a root shell
   * @param fingerprint of the key that signs its indexes; empty where that is the distribution's
   */
  public record Chosen(
      String name, String id, String manager, List<String> lines, String fingerprint) {}

  /**
   * What apt and dnf asked.
   *
   * @param since since when, in milliseconds
   * @param works whether something was asked for that makes it sure that it works
   * @param sentence what there is to say
   * @param lines the newest first
   */
  public record Heard(long since, boolean works, String sentence, List<Line> lines) {
    /**
     * One request.
     *
     * @param from the machine that asked; empty for the visitor's own
     */
    public record Line(String manager, String what, String when, String from) {}

    static Heard of(List<Ask> asks, String visitor, Instant now, Instant since) {
      Optional<Ask> asked = asks.stream().filter(ask -> !ask.isLook()).findFirst();
      String sentence =
          asked
              .map(ask ->
                  "%s asked for %s %s: it works."
                      .formatted(ask.manager(), ask.file(), Words.ago(ask.at(), now)))
              .or(() ->
                  asks.stream()
                      .findFirst()
                      .map(ask ->
                          "%s found the daemon %s, and has not asked for a file yet."
                              .formatted(ask.manager(), Words.ago(ask.at(), now))))
              .orElse("Waiting for apt or dnf to ask.");
      return new Heard(
          since.toEpochMilli(),
          asked.isPresent(),
          sentence,
          asks.stream()
              .map(ask ->
                  new Line(
                      ask.manager(),
                      ask.isLook() ? "whether the daemon is there" : ask.what(),
                      Words.ago(ask.at(), now),
                      ask.from().equals(visitor) ? "" : ask.from()))
              .toList());
    }
  }
}
