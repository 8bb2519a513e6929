package org.edos.app.cli;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.edos.actor.PeerStatus;
import org.edos.app.cli.ConfiguredOrigins.Root;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.unit.ByteSize;

/** What {@code edos doctor} looks at. Used by one thread. */
final class Examination {
  private static final long LITTLE = 1_000_000_000L;
  private static final long TOO_LITTLE = 100_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How a check came out. */
  enum State {
    OK,
    WARN,
    FAIL
  }

  /**
   * A check that was made.
   *
   * @param name what was looked at
   * @param state how it came out
   * @param finding what was found
   * @param fix what to do about it; empty where nothing need be done
   */
  record Check(String name, State state, String finding, String fix) {}

  /** Takes what was found. */
  interface Report {
    /** A check that was made. */
    void add(String name, State state, String finding, String fix);
  }

  private final Path home;
  private final Path root;
  private final Map<String, String> environment;
  private final List<Check> checks = new ArrayList<>();

  /**
   * Looks at nothing yet.
   *
   * @param home of the daemon
   * @param root of the system whose apt and dnf are looked at
   */
  Examination(Path home, Path root, Map<String, String> environment) {
    this.home = home;
    this.root = root;
    this.environment = environment;
  }

  /** Makes every check that can be made. */
  List<Check> all() {
    disk();
    try {
      DaemonClient daemon = DaemonClient.of(home);
      PeerStatus status = daemon.read(ApiPath.of("status"), PeerStatus.class);
      ok("daemon", status.actor() + " " + status.name() + " at " + status.address());
      quota(status);
      entries(status);
      trust(status);
      releases(status);
      gateway(daemon, status);
    } catch (EdosException e) {
      String[] parts = String.valueOf(e.getMessage()).split("; ", 2);
      add(
          "daemon",
          State.FAIL,
          parts[0],
          parts.length > 1 ? parts[1] : "look into " + home.resolve("edos.log"));
    }
    packageManagers();
    return List.copyOf(checks);
  }

  private void disk() {
    Path store = home.resolve("store");
    Path place = Files.isDirectory(store) ? store : home;
    if (!Files.isDirectory(place)) {
      add(
          "store",
          State.WARN,
          "there is no " + home + " yet",
          "the first daemon that starts with it makes it");
      return;
    }
    if (!Files.isWritable(place)) {
      add(
          "store",
          State.FAIL,
          place + " cannot be written",
          "give it to the user that runs the daemon: chown -R");
      return;
    }
    try {
      long free = Files.getFileStore(place).getUsableSpace();
      String finding = place + ", " + ByteSize.text(free) + " free on its disk";
      State state = free < TOO_LITTLE ? State.FAIL : free < LITTLE ? State.WARN : State.OK;
      add(
          "store",
          state,
          finding,
          state == State.OK ? "" : "make room, or use another disk with --home");
    } catch (IOException e) {
      add("store", State.FAIL, place + ": " + e.getMessage(), "see that its disk is in order");
    }
  }

  private void quota(PeerStatus status) {
    boolean tight = status.storedBytes() > status.quotaBytes() - status.quotaBytes() / 10;
    add(
        "quota",
        tight ? State.WARN : State.OK,
        ByteSize.text(status.storedBytes()) + " of " + ByteSize.text(status.quotaBytes()) + " used",
        tight ? "start the daemon with a greater one: --set store-quota=..." : "");
  }

  private void entries(PeerStatus status) {
    if (status.entries().isEmpty()) {
      ok("entry", "none needed");
    }
    for (URI entry : status.entries()) {
      boolean reachable = answers(entry);
      add(
          "entry",
          reachable ? State.OK : State.FAIL,
          entry + (reachable ? " answers" : " does not answer"),
          reachable
              ? ""
              : "see that it runs, or start the daemon with another one (--entry or --join)");
    }
  }

  private static boolean answers(URI entry) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(entry.resolve("/healthz")).timeout(PATIENCE).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() < 400;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void trust(PeerStatus status) {
    boolean known = !status.publisherKey().isEmpty();
    add(
        "publisher key",
        known ? State.OK : State.WARN,
        known
            ? status.publisherKey()
            : "no publisher was met yet, so the first one will be trusted",
        known ? "" : "to choose it yourself: --set publisher-key=KEY");
  }

  private void releases(PeerStatus status) {
    boolean any = status.releases() > 0;
    add(
        "releases",
        any ? State.OK : State.WARN,
        any ? Amounts.count(status.releases(), "release") + " visible" : "none visible",
        any ? "" : "publish one: edos publish TREE --release NAME");
  }

  private void gateway(DaemonClient daemon, PeerStatus status) {
    List<Root> configured = ConfiguredOrigins.of(root);
    try (GatewayExamination gateway =
        new GatewayExamination(status.address(), Clock.systemUTC(), this::add)) {
      gateway.origins(configured);
    }
    new ReachExamination(status.address(), Examination::answers, this::add)
        .all(daemon.tree(ApiPath.of("gateway", "peers")));
    List<URI> addresses = List.of(daemon.address(), status.address());
    ProxyExamination proxies = new ProxyExamination(root, addresses, configured, this::add);
    if (installed("apt-config")) {
      proxies.apt();
    }
    if (installed("dnf")) {
      proxies.dnf();
    }
  }

  private void packageManagers() {
    List<String> found = List.of("apt-get", "dnf").stream().filter(this::installed).toList();
    add(
        "package tools",
        found.isEmpty() ? State.WARN : State.OK,
        found.isEmpty() ? "neither apt nor dnf is on this machine" : String.join(", ", found),
        found.isEmpty() ? "nothing to do unless this machine should install from Edos" : "");
  }

  private boolean installed(String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> folder.startsWith("/"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void ok(String name, String finding) {
    add(name, State.OK, finding, "");
  }

  private void add(String name, State state, String finding, String fix) {
    checks.add(new Check(name, state, finding, fix));
  }
}
