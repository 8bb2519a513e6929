package org.edos.app.machine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.app.machine.ConfiguredOrigins.Root;
import org.edos.app.machine.Examination.Report;
import org.edos.app.machine.Examination.State;
import org.edos.core.EdosException;

/** Looks whether apt and dnf of a system fetch through the daemon. Used by one thread. */
final class ProxyExamination {
  private static final Pattern SETTING = Pattern.compile("(?mi)^acquire::http::(\\S+) \"(.*)\";$");
  private static final List<String> APT_CONFIG = List.of("apt-config", "dump", "Acquire::http");
  private static final int PATIENCE_SECONDS = 5;
  private static final int MOST_BYTES = 1 << 20;

  private final Path root;
  private final List<URI> daemon;
  private final List<Root> configured;
  private final Report report;
  private final GatewaySetup setup;

  /**
   * Looks at nothing yet.
   *
   * @param root of the system
   * @param daemon its addresses, the one for this machine first
   * @param configured where apt and dnf get packages
   */
  ProxyExamination(Path root, List<URI> daemon, List<Root> configured, Report report) {
    this.root = root;
    this.daemon = List.copyOf(daemon);
    this.configured = List.copyOf(configured);
    this.report = report;
    this.setup = new GatewaySetup(root);
  }

  /** Asks apt for its settings, which may stand in many files. */
  void apt() {
    Optional<String> config = aptConfig();
    if (config.isEmpty()) {
      through("apt", Optional.empty(), "");
      return;
    }
    Map<String, String> settings = aptSettings(config.get());
    String program =
        settings.getOrDefault("proxy-auto-detect", settings.getOrDefault("proxyautodetect", ""));
    if (program.isEmpty()) {
      through("apt", Optional.of(settings.getOrDefault("proxy", "")), "");
    } else if (GatewaySetup.isOurs(program)) {
      through("apt", attempt(setup::aptProxy), " while it answers");
    } else {
      warn("apt", "apt asks " + program + " where to fetch", "take that setting away");
    }
  }

  /** Reads dnf's one file. */
  void dnf() {
    through("dnf", attempt(setup::dnfProxy), "");
  }

  private static Optional<String> attempt(Supplier<String> reading) {
    try {
      return Optional.of(reading.get());
    } catch (EdosException e) {
      return Optional.empty();
    }
  }

  private void through(String manager, Optional<String> proxy, String remark) {
    if (proxy.isEmpty()) {
      warn(manager, "what " + manager + " is set up for cannot be read", "look as root");
    } else if (isDaemon(proxy.get())) {
      report.add(manager, State.OK, manager + " fetches through this daemon" + remark, "");
    } else if (!proxy.get().isEmpty()) {
      String other = proxy.get().replaceFirst("//[^/@]*@", "//");
      warn(
          manager,
          manager + " fetches through " + other + " and not through this daemon",
          "take that proxy away (a daemon started with http_proxy and https_proxy set uses it)");
    } else if (configured.stream()
        .anyMatch(one -> one.manager().equals(manager) && isDaemon(one.root().toString()))) {
      report.add(manager, State.OK, "repositories of " + manager + " lead through this daemon", "");
    } else {
      report.add(
          manager, State.WARN, manager + " does not fetch through this daemon", command(manager));
    }
  }

  private void warn(String manager, String finding, String fix) {
    report.add(manager, State.WARN, finding, fix + "; then " + command(manager));
  }

  private String command(String manager) {
    String system = root.equals(Path.of("/")) ? "" : " --root " + root;
    return "sudo edos setup " + manager + " --write --proxy " + daemon.getFirst() + system;
  }

  private boolean isDaemon(String address) {
    try {
      String authority = String.valueOf(URI.create(address).getAuthority());
      String numeric = authority.replaceFirst("^localhost:", "127.0.0.1:");
      return daemon.stream().anyMatch(one -> one.getAuthority().equals(numeric));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** By their names in small letters, without what all have in common. */
  private static Map<String, String> aptSettings(String config) {
    Map<String, String> settings = new HashMap<>();
    Matcher lines = SETTING.matcher(config);
    while (lines.find()) {
      settings.put(lines.group(1).toLowerCase(Locale.ROOT), lines.group(2));
    }
    return settings;
  }

  /** What apt is set to; empty where it does not say. */
  private Optional<String> aptConfig() {
    try {
      if (root.equals(Path.of("/"))) {
        return output(new ProcessBuilder(APT_CONFIG));
      }
      Path elsewhere = Files.createTempFile("edos-doctor", ".conf");
      try {
        Files.writeString(elsewhere, "Dir \"" + root.toAbsolutePath() + "/\";\n");
        ProcessBuilder program = new ProcessBuilder(APT_CONFIG);
        program.environment().put("APT_CONFIG", elsewhere.toString());
        return output(program);
      } finally {
        Files.delete(elsewhere);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> output(ProcessBuilder program) throws IOException {
    Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return text.length() < MOST_BYTES && process.waitFor() == 0
          ? Optional.of(text)
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }
}
