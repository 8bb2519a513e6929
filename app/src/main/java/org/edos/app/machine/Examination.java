package org.edos.app.machine;

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
import org.edos.app.daemon.DaemonClient;
import org.edos.app.machine.ConfiguredOrigins.Root;
import org.edos.core.EdosException;

/** What {@code edos doctor} and the page of that name look at. Used by one thread. */
public final class Examination {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How a check came out. */
  public enum State {
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
  public record Check(String name, State state, String finding, String fix) {}

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
  public Examination(Path home, Path root, Map<String, String> environment) {
    this.home = home;
    this.root = root;
    this.environment = environment;
  }

  /** Makes every check that can be made. */
  public List<Check> all() {
    checks.add(StoreRoom.disk(home));
    try {
      DaemonClient daemon = DaemonClient.of(home);
      PeerStatus status = daemon.read("/api/v1/status", PeerStatus.class);
      ok("daemon", status.actor() + " " + status.name() + " at " + status.address());
      checks.add(StoreRoom.quota(status));
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
        any ? Counted.of(status.releases(), "release") + " visible" : "none visible",
        any ? "" : "publish one: edos publish TREE --release NAME");
  }

  private void gateway(DaemonClient daemon, PeerStatus status) {
    List<Root> configured = ConfiguredOrigins.of(root);
    try (GatewayExamination gateway =
        new GatewayExamination(status.address(), Clock.systemUTC(), this::add)) {
      gateway.origins(configured);
    }
    new ReachExamination(status.address(), Examination::answers, this::add)
        .all(daemon.tree("/api/v1/gateway/peers"));
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
