package org.edos.app.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.machine.ConfiguredOrigins.Root;
import org.edos.app.machine.Examination.Report;
import org.edos.app.machine.Examination.State;

/**
 * Looks whether the repositories of this machine's configuration can be had through the gateway,
 * and whether its clock agrees with theirs. Used by one thread.
 */
final class GatewayExamination implements AutoCloseable {
  private static final int MOST_ORIGINS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SMALL_SKEW = Duration.ofMinutes(1);
  private static final Duration GREAT_SKEW = Duration.ofHours(1);

  private final URI daemon;
  private final Clock clock;
  private final Report report;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(Redirect.NORMAL).build();

  /**
   * Looks at nothing yet.
   *
   * @param daemon its address
   * @param clock of this machine
   */
  GatewayExamination(URI daemon, Clock clock, Report report) {
    this.daemon = daemon;
    this.clock = clock;
    this.report = report;
  }

  /** Asks each server of the configuration once, and not more than a few. */
  void origins(List<Root> configured) {
    Map<String, Root> servers = new LinkedHashMap<>();
    configured.stream()
        .filter(root -> !root.root().getAuthority().equals(daemon.getAuthority()))
        .forEach(root -> servers.putIfAbsent(root.manager() + root.root().getHost(), root));
    if (servers.isEmpty()) {
      report.add("origin", State.OK, "no repository over http is configured for apt or dnf", "");
    }
    boolean clockSeen = false;
    for (Root root : servers.values().stream().limit(MOST_ORIGINS).toList()) {
      Optional<HttpResponse<Void>> alone = ask("HEAD", root.root());
      origin(root, alone.isPresent() && alone.get().statusCode() < 400);
      Optional<Instant> date = alone.flatMap(GatewayExamination::date);
      if (date.isPresent() && !clockSeen) {
        clockSeen = true;
        clock(root, date.get());
      }
    }
  }

  private void origin(Root root, boolean reachable) {
    String server = root.manager() + "'s " + root.root().getHost();
    long start = System.nanoTime();
    // Just the head, so that it does not count as given to apt or dnf.
    Optional<HttpResponse<Void>> through = ask("HEAD", through(root.root()));
    long millis = (System.nanoTime() - start) / 1_000_000;
    int status = through.map(HttpResponse::statusCode).orElse(0);
    if (status == 200) {
      report.add(
          "origin", State.OK, server + " answers through the gateway in " + millis + " ms", "");
    } else if (reachable) {
      report.add(
          "origin",
          State.FAIL,
          server
              + " answers, but not through the gateway: "
              + (status == 0 ? "no answer" : "status " + status),
          status == 403
              ? "start the daemon with --set gateway=own, or lan where others use it"
              : "look into the daemon's edos.log; where a proxy is needed, start it with http_proxy"
                  + " and https_proxy set");
    } else {
      report.add(
          "origin",
          State.WARN,
          server + " does not answer, neither through the gateway nor without it",
          "see that this machine reaches " + root.root());
    }
  }

  private URI through(URI root) {
    return daemon.resolve(
        "/origin/" + root.getScheme() + "/" + root.getRawAuthority() + root.getRawPath());
  }

  private void clock(Root root, Instant there) {
    Duration skew = Duration.between(there, clock.instant());
    Duration size = skew.abs();
    State state =
        size.compareTo(GREAT_SKEW) > 0
            ? State.FAIL
            : size.compareTo(SMALL_SKEW) > 0 ? State.WARN : State.OK;
    report.add(
        "clock",
        state,
        state == State.OK
            ? "as that of " + root.root().getHost()
            : "%d s %s that of %s"
                .formatted(
                    size.toSeconds(),
                    skew.isNegative() ? "behind" : "ahead of",
                    root.root().getHost()),
        state == State.OK
            ? ""
            : "set it (timedatectl set-ntp true): apt refuses indexes that seem too old or of"
                + " tomorrow");
  }

  private static Optional<Instant> date(HttpResponse<Void> answer) {
    try {
      return answer
          .headers()
          .firstValue("Date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<HttpResponse<Void>> ask(String method, URI uri) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(PATIENCE)
              .build();
      return Optional.of(http.send(request, BodyHandlers.discarding()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
