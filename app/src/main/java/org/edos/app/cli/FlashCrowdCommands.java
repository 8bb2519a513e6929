package org.edos.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edos.actor.PeerEvent;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.unit.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos flashcrowd}. */
@Command(
    name = "flashcrowd",
    description = "Disseminate a release to many peers at once (on a publisher).",
    subcommands = {
      FlashCrowdCommands.Open.class,
      FlashCrowdCommands.Status.class,
      FlashCrowdCommands.Plan.class,
      FlashCrowdCommands.Close.class
    },
    footer = {
      "",
      "Examples:",
      "  edos flashcrowd open debian --window 1m",
      "  edos flashcrowd open debian --feed mirrors:3",
      "  edos flashcrowd status debian --follow",
      "  edos flashcrowd plan debian --upload 20MB"
    })
final class FlashCrowdCommands extends CommandGroup {
  private static final String COLLECTION = "flashcrowds";
  private static final String RELEASE =
      "NAME or NAME@VERSION; the newest where no version is named.";

  @Command(
      name = "open",
      description = "Open a flash crowd: peers hand in what they lack, then share it.")
  static final class Open extends Asking {
    @Parameters(paramLabel = "RELEASE", description = RELEASE)
    private String release = "";

    @Option(
        names = "--window",
        paramLabel = "TIME",
        description =
            "How long to collect wish lists, such as 30s (default: the daemon's setting).")
    private @Nullable String window;

    @Option(
        names = "--strategy",
        paramLabel = "NAME",
        description = "How to plan clusters (default: the daemon's).")
    private @Nullable String strategy;

    @Option(
        names = "--feed",
        paramLabel = "PEER",
        split = ",",
        description =
            "Whom to serve before the others: mirrors, mirrors:N, names of members, or addresses.")
    private List<String> feed = List.of();

    @Override
    void check(Console console) {
      Optional.ofNullable(window).ifPresent(Settings::time);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Map<String, Object> request = new HashMap<>();
      Optional.ofNullable(window)
          .ifPresent(
              text -> request.put("windowSeconds", PublishCommand.seconds(Settings.time(text))));
      Optional.ofNullable(strategy).ifPresent(name -> request.put("strategy", name));
      if (!feed.isEmpty()) {
        request.put("feed", feed);
      }
      String path = ApiPath.of(COLLECTION, ReleaseNames.resolve(daemon, release));
      CrowdStatus crowd = daemon.post(path, request, CrowdStatus.class);
      console.result(crowd, () -> print(crowd, console));
    }
  }

  @Command(
      name = "status",
      description = "Show how a flash crowd is doing; all of them where none is named.")
  static final class Status extends Asking {
    @Parameters(arity = "0..1", paramLabel = "RELEASE", description = RELEASE)
    private @Nullable String release;

    @Option(names = "--follow", description = "Show it until every peer is done, or it is closed.")
    private boolean follow;

    @Override
    void check(Console console) {
      if (follow && release == null) {
        throw EdosException.usage(
            "--follow needs a release: edos flashcrowd status RELEASE --follow");
      }
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Optional<String> named = Optional.ofNullable(release);
      if (named.isEmpty()) {
        List<CrowdStatus> crowds =
            Arrays.asList(daemon.read(ApiPath.of(COLLECTION), CrowdStatus[].class));
        console.result(crowds, () -> printAll(crowds, console));
        return;
      }
      String path = ApiPath.of(COLLECTION, resolve(daemon, named.get()));
      CrowdStatus crowd =
          follow ? followed(daemon, path, console) : daemon.read(path, CrowdStatus.class);
      console.result(crowd, () -> print(crowd, console));
    }

    private static CrowdStatus followed(DaemonClient daemon, String path, Console console) {
      try (Console.ProgressView progress = console.progress("flash crowd")) {
        while (true) {
          CrowdStatus crowd = daemon.read(path, CrowdStatus.class);
          if (crowd.finished().isPresent() || crowd.phase() == CrowdStatus.Phase.CLOSED) {
            return crowd;
          }
          progress.show(event(crowd));
          Pause.once();
        }
      }
    }

    private static PeerEvent event(CrowdStatus crowd) {
      return new PeerEvent(
          0,
          Instant.now(),
          PeerEvent.Activity.FLASH_CROWD,
          crowd.release().toString(),
          stage(crowd, Instant.now()),
          crowd.receivedBytes(),
          crowd.isPreparing() ? 0 : crowd.wantedBytes());
    }
  }

  @Command(
      name = "plan",
      description = "Show what each strategy would make of the wish lists so far.")
  static final class Plan extends Asking {
    @Parameters(paramLabel = "RELEASE", description = RELEASE)
    private String release = "";

    @Option(
        names = "--upload",
        paramLabel = "AMOUNT",
        description = "What the publisher sends in a second (default: 12.5MB).")
    private @Nullable String upload;

    @Option(
        names = "--peer-upload",
        paramLabel = "AMOUNT",
        description = "What each peer sends in a second (default: 2.5MB).")
    private @Nullable String peerUpload;

    @Option(
        names = "--peer-download",
        paramLabel = "AMOUNT",
        description = "What each peer receives in a second (default: 12.5MB).")
    private @Nullable String peerDownload;

    @Override
    void check(Console console) {
      rates();
    }

    /** What was given, as the daemon takes it. */
    private Map<String, String> rates() {
      Map<String, String> rates = new TreeMap<>();
      rate("--upload", upload).ifPresent(rate -> rates.put("publisherUpload", rate));
      rate("--peer-upload", peerUpload).ifPresent(rate -> rates.put("peerUpload", rate));
      rate("--peer-download", peerDownload).ifPresent(rate -> rates.put("peerDownload", rate));
      return rates;
    }

    private static Optional<String> rate(String option, @Nullable String given) {
      return Optional.ofNullable(given)
          .map(text -> {
            long bytes = Settings.bytes(option, text);
            if (bytes < 1) {
              throw EdosException.usage(option + " is above 0");
            }
            return Long.toString(bytes);
          });
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      String path = ApiPath.of(COLLECTION, resolve(daemon, release)) + "/outlooks";
      String query =
          rates().entrySet().stream()
              .map(rate -> rate.getKey() + "=" + rate.getValue())
              .collect(Collectors.joining("&", "?", ""));
      List<PlanOutlook> outlooks = Arrays.asList(daemon.read(path + query, PlanOutlook[].class));
      console.result(outlooks, () -> print(outlooks, console));
    }

    private static void print(List<PlanOutlook> outlooks, Console console) {
      TextTable table =
          new TextTable(
              "STRATEGY", ">SWARMS", ">MOST", ">UNWANTED", ">PUBLISHER", ">BOUND", ">EXPECTED");
      for (PlanOutlook outlook : outlooks) {
        table.row(
            outlook.strategy(),
            outlook.swarms(),
            outlook.mostSwarms(),
            ByteSize.text(outlook.unwantedBytes()),
            ByteSize.text(outlook.publisherBytes()),
            Amounts.time(Duration.ofMillis(Math.round(outlook.boundSeconds() * 1000))),
            Amounts.time(Duration.ofMillis(Math.round(outlook.expectedSeconds() * 1000))));
      }
      console.table(table);
      outlooks.forEach(outlook -> console.line(outlook.strategy() + ": " + outlook.why() + "."));
    }
  }

  @Command(name = "close", description = "Close a flash crowd: nothing more is seeded for it.")
  static final class Close extends Asking {
    @Parameters(paramLabel = "RELEASE", description = RELEASE)
    private String release = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      ReleaseId id = resolve(daemon, release);
      CrowdStatus crowd =
          DaemonValues.of(daemon.delete(ApiPath.of(COLLECTION, id)), CrowdStatus.class);
      console.result(crowd, () -> print(crowd, console));
    }
  }

  private static ReleaseId resolve(DaemonClient daemon, String release) {
    return ReleaseNames.resolve(daemon, release);
  }

  /** What a flash crowd is at. */
  static String stage(CrowdStatus crowd, Instant now) {
    return switch (crowd.phase()) {
      case OPEN ->
          "collecting wish lists for %s more, %s so far"
              .formatted(
                  Amounts.time(Duration.between(now, crowd.closes())),
                  Amounts.count(crowd.wishLists(), "peer"));
      case PLANNING ->
          "planning for %s, %s"
              .formatted(
                  Amounts.count(crowd.wishLists(), "peer"),
                  crowd
                      .preparation()
                      .filter(ready -> ready.totalBytes() > 0)
                      .map(ready ->
                          "%s of %s ready"
                              .formatted(
                                  ByteSize.text(ready.doneBytes()),
                                  ByteSize.text(ready.totalBytes())))
                      .orElse("fetching what is not here"));
      case FEEDING ->
          "feeding chosen peers first, %d of %s done"
              .formatted(crowd.donePeers(), Amounts.count(crowd.wishLists(), "peer"));
      case SWARMING ->
          "%d of %s done".formatted(crowd.donePeers(), Amounts.count(crowd.wishLists(), "peer"));
      case CLOSED ->
          "closed, %d of %s done"
              .formatted(crowd.donePeers(), Amounts.count(crowd.wishLists(), "peer"));
    };
  }

  private static String seconds(double seconds) {
    return Amounts.time(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static void printAll(List<CrowdStatus> crowds, Console console) {
    if (crowds.isEmpty()) {
      console.line("No flash crowds.");
      return;
    }
    TextTable table = new TextTable("RELEASE", "PHASE", ">PEERS", ">DONE", ">WANTED", ">RECEIVED");
    for (CrowdStatus crowd : crowds) {
      table.row(
          crowd.release(),
          crowd.phase().name().toLowerCase(Locale.ROOT),
          crowd.wishLists(),
          crowd.donePeers(),
          ByteSize.text(crowd.wantedBytes()),
          ByteSize.text(crowd.receivedBytes()));
    }
    console.table(table);
  }

  private static void print(CrowdStatus crowd, Console console) {
    console.line("Flash crowd of " + crowd.release() + ": " + stage(crowd, Instant.now()));
    console.line(
        "Wanted %s, of which %s distinct, in %s (strategy %s); the publisher sent %s."
            .formatted(
                ByteSize.text(crowd.wantedBytes()),
                ByteSize.text(crowd.distinctBytes()),
                Amounts.count(crowd.clusters(), "cluster"),
                crowd.strategy(),
                ByteSize.text(crowd.publisherUploadedBytes())));
    CrowdStatus.Totals totals = crowd.totals();
    if (totals.lastSeconds().isPresent()) {
      console.line(
          "Half of those that are done were in %s, the last in %s."
              .formatted(
                  seconds(totals.medianSeconds().orElse(0.0)),
                  seconds(totals.lastSeconds().orElse(0.0))));
    }
    if (totals.downloadRate() + totals.uploadRate() > 0) {
      console.line(
          "Now the peers receive %s and send %s a second."
              .formatted(ByteSize.text(totals.downloadRate()), ByteSize.text(totals.uploadRate())));
    }
    if (totals.replicaBytes() > 0) {
      console.line("From replicas came " + ByteSize.text(totals.replicaBytes()) + ".");
    }
    if (totals.wrongBytes() > 0) {
      console.line(
          ByteSize.text(totals.wrongBytes()) + " were not those asked for, and thrown away.");
    }
    TextTable table =
        new TextTable("PEER", ">WANTED", ">RECEIVED", ">SENT", ">VERIFIED", ">FAILED", "STATE");
    for (CrowdReport report : crowd.reports()) {
      table.row(
          report.peer(),
          ByteSize.text(report.wantedBytes()),
          ByteSize.text(report.receivedBytes()),
          ByteSize.text(report.uploadedBytes()),
          report.verifiedUnits(),
          report.failedUnits(),
          report.done() ? "done" : "downloading");
    }
    if (!table.isEmpty()) {
      console.table(table);
    }
  }
}
