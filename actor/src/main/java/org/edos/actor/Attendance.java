package org.edos.actor;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.edos.core.EdosException;
import org.edos.core.network.MemberReport;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.index.IndexReader;
import org.edos.physical.membership.Members;
import org.edos.role.OwnerThread;

/**
 * A member's reports to the others: what it sees of the index, at once when a channel tells of a
 * release and every few seconds besides. Runs on one thread, {@code edos-attendance}.
 */
final class Attendance implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Members members;
  private final IndexReader index;
  private final URI address;
  private final LongSupplier events;
  private final Clock clock;
  private final OwnerThread owner = new OwnerThread("edos-attendance");
  private final ChannelReader.Registration registration;
  private String lastDigest = "";
  private long lastUnits;

  /**
   * Begins to report.
   *
   * @param events how many events of channels this member has
   */
  Attendance(
      Members members,
      IndexReader index,
      ChannelReader channels,
      URI address,
      LongSupplier events,
      Clock clock) {
    this.members = members;
    this.index = index;
    this.address = address;
    this.events = events;
    this.clock = clock;
    Runnable now = owner.trigger(this::report);
    this.registration = channels.listen(event -> now.run());
    owner.every(PERIOD, this::report);
  }

  private void report() {
    try {
      List<PublishedRelease> releases = index.releases();
      String digest = digest(releases);
      long units = digest.equals(lastDigest) ? lastUnits : units();
      long number = releases.stream().mapToLong(PublishedRelease::number).max().orElse(0);
      members.report(
          new MemberReport(
              address,
              releases.size(),
              units,
              number,
              events.getAsLong(),
              digest,
              clock.instant()));
      lastDigest = digest;
      lastUnits = units;
    } catch (EdosException e) {
      // The network is not whole at the moment; the next report tells.
      System.getLogger(Attendance.class.getName())
          .log(System.Logger.Level.DEBUG, "no report: {0}", e.getMessage());
    }
  }

  private long units() {
    try (AnswerStream all = index.ask(Question.of(TreePattern.ALL, 1))) {
      return all.count().units();
    }
  }

  /** The same at every member that sees the same releases with the same compositions. */
  static String digest(List<PublishedRelease> releases) {
    MessageDigest digest = Sha256.digest();
    releases.stream()
        .map(release -> release.id() + " " + release.composition() + "\n")
        .sorted()
        .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return java.util.HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  @Override
  public void close() {
    registration.close();
    owner.close();
  }
}
