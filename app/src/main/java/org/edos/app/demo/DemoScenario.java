package org.edos.app.demo;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.edos.actor.Got;
import org.edos.actor.PeerEvent;
import org.edos.app.demo.DemoReport.Installation;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.core.release.PublishedRelease;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import tools.jackson.databind.JsonNode;

/**
 * The scenario of section 4 of "Large Scale P2P Distribution of Open-Source Software" (VLDB 2007),
 * step by step, on daemons that run already. Used by one thread.
 */
final class DemoScenario {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int WINDOW_SECONDS = 4;
  private static final String UPDATES = "updates";

  private final DemoPackages packages;
  private final DemoPeer publisher;
  private final List<DemoPeer> mirrors;
  private final List<DemoPeer> clients;
  private final Path work;
  private final Consumer<String> tell;
  private final List<DemoReport.Release> releases = new ArrayList<>();

  DemoScenario(
      DemoPackages packages,
      DemoPeer publisher,
      List<DemoPeer> mirrors,
      List<DemoPeer> clients,
      Path work,
      Consumer<String> tell) {
    this.packages = packages;
    this.publisher = publisher;
    this.mirrors = mirrors;
    this.clients = clients;
    this.work = work;
    this.tell = tell;
  }

  /** Plays the whole scenario and gives what it measured. */
  DemoReport play() {
    publishFirst();
    giveClientsDifferentUnits();
    DemoReport.FlashCrowd crowd = flashCrowd();
    DemoReport.Query query = query();
    DemoReport.Notification notification = notification();
    Installation apt = apt();
    Installation dnf = dnf();
    return new DemoReport(releases, crowd, query, notification, apt, dnf);
  }

  private void publishFirst() {
    tell.accept("");
    tell.accept("1. Publishing: R1 goes into the index; every peer sees it");
    PublishedRelease first = publish("R1", packages.releases().get(0), Optional.empty());
    awaitEverywhere(first);
    everyone()
        .forEach(peer -> {
          List<String> seen = peer.visible();
          if (!seen.equals(List.of("R1@1"))) {
            throw EdosException.external(peer.name() + " should see R1 alone and sees " + seen);
          }
        });
    tell.accept("   all %d peers see R1, and nothing else".formatted(everyone().count()));
    awaitContents(mirrors, first);
    tell.accept("   both mirrors have copied its %s".formatted(ByteSize.text(first.bytes())));
  }

  private void giveClientsDifferentUnits() {
    List<String> ids = clients.getFirst().packageIds("R1@1");
    for (int i = 0; i < clients.size(); i++) {
      List<String> mine = new ArrayList<>();
      for (int k = i; k < ids.size(); k += clients.size() + 1) {
        mine.add(ids.get(k));
      }
      Got got =
          clients.get(i).client().stream(
              "/api/v1/get", Map.of("ids", mine), event -> {}, Got.class);
      tell.accept(
          "   %s starts with %d packages of R1, %s"
              .formatted(
                  clients.get(i).name(), got.files().size(), ByteSize.text(got.receivedBytes())));
    }
  }

  private DemoReport.FlashCrowd flashCrowd() {
    tell.accept("");
    tell.accept("2. Flash crowd: clients subscribe to the channel of releases, and R2 appears");
    List<Subscription> subscriptions =
        clients.stream().map(client -> client.subscribe(Channel.RELEASES, "DOWNLOAD")).toList();
    PublishedRelease second =
        publish("R2", packages.releases().get(1), Optional.of(WINDOW_SECONDS));
    String path = "/api/v1/flashcrowds/R2/1";
    DemoPeer.await(
        "the flash crowd to be planned",
        PATIENCE,
        () -> !publisher.client().read(path, CrowdStatus.class).isPreparing());
    CrowdStatus planned = publisher.client().read(path, CrowdStatus.class);
    tell.accept(
        "   %d wish lists came within %d s; %d clusters, strategy %s, for %s wanted of %s distinct"
            .formatted(
                planned.wishLists(),
                WINDOW_SECONDS,
                planned.clusters(),
                planned.strategy(),
                ByteSize.text(planned.wantedBytes()),
                ByteSize.text(planned.distinctBytes())));
    DemoPeer.await(
        "every peer to be done",
        PATIENCE,
        () -> publisher.client().read(path, CrowdStatus.class).finished().isPresent());
    CrowdStatus done = publisher.client().read(path, CrowdStatus.class);
    DemoReport.FlashCrowd crowd = measured(done);
    tell.accept(
        "   done in %.1f s: peers received %s, the publisher sent %s (%.2f x the distinct bytes); %d units verified, %d failed"
            .formatted(
                crowd.seconds(),
                ByteSize.text(crowd.receivedBytes()),
                ByteSize.text(crowd.publisherUploadedBytes()),
                (double) crowd.publisherUploadedBytes() / Math.max(1, crowd.distinctBytes()),
                crowd.verifiedUnits(),
                crowd.failedUnits()));
    awaitEverywhere(second);
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).client().delete("/api/v1/subscriptions/" + subscriptions.get(i).id());
    }
    return crowd;
  }

  private static DemoReport.FlashCrowd measured(CrowdStatus crowd) {
    double seconds =
        Duration.between(crowd.planned().orElseThrow(), crowd.finished().orElseThrow()).toMillis()
            / 1000.0;
    return new DemoReport.FlashCrowd(
        crowd.wishLists(),
        crowd.strategy(),
        crowd.clusters(),
        crowd.wantedBytes(),
        crowd.receivedBytes(),
        crowd.unwantedBytes(),
        crowd.publisherUploadedBytes(),
        crowd.distinctBytes(),
        seconds,
        crowd.reports().stream().mapToInt(CrowdReport::verifiedUnits).sum(),
        crowd.reports().stream().mapToInt(CrowdReport::failedUnits).sum());
  }

  private DemoReport.Query query() {
    tell.accept("");
    DemoPeer client = clients.getFirst();
    String text = "size<2MB library";
    tell.accept("3. Query, on %s: %s".formatted(client.name(), text));
    long started = System.nanoTime();
    JsonNode answer = client.client().tree("/api/v1/query?limit=20&q=" + encode(text));
    double milliseconds = (System.nanoTime() - started) / 1e6;
    long total = answer.path("total").asLong(0);
    tell.accept("   %d answers in %.1f ms:".formatted(total, milliseconds));
    List<String> chosen = new ArrayList<>();
    answer
        .path("answers")
        .forEach(row -> {
          if (chosen.size() < 3) {
            chosen.add(row.path("id").asString(""));
            tell.accept(
                "     %-24s %-20s %s"
                    .formatted(
                        row.path("name").asString(""),
                        row.path("version").asString(""),
                        row.path("summary").asString("")));
          }
        });
    if (!chosen.isEmpty()) {
      Got got =
          client.client().stream("/api/v1/get", Map.of("ids", chosen), event -> {}, Got.class);
      tell.accept("   selected and downloaded %d of them".formatted(got.files().size()));
    }
    JsonNode utilities =
        client.client().tree("/api/v1/query?limit=5&q=" + encode("kind:utility InRelease"));
    tell.accept("   and %d utilities named InRelease".formatted(utilities.path("total").asLong(0)));
    return new DemoReport.Query(text, total, milliseconds);
  }

  private DemoReport.Notification notification() {
    tell.accept("");
    tell.accept("4. Subscription: the channel '%s' is created, and R3 feeds it".formatted(UPDATES));
    publisher
        .client()
        .post(
            "/api/v1/channels",
            Map.of("name", UPDATES, "description", "new packages"),
            Channel.class);
    DemoPeer.await(
        "the channel to reach every client",
        PATIENCE,
        () -> clients.stream().allMatch(client -> client.hasChannel(UPDATES)));
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).subscribe(UPDATES, i == 0 ? "DOWNLOAD" : "NOTIFY");
    }
    PublishedRelease third = publish("R3", packages.releases().get(2), Optional.empty());
    awaitEverywhere(third);
    List<String> old = publisher.packageIds("R1@1");
    List<String> fresh =
        publisher.packageIds("R3@1").stream().filter(id -> !old.contains(id)).limit(5).toList();
    ChannelEvent[] fed =
        publisher
            .client()
            .post(
                "/api/v1/channels/" + UPDATES + "/units",
                Map.of("ids", fresh),
                ChannelEvent[].class);
    long last = Arrays.stream(fed).mapToLong(ChannelEvent::id).max().orElse(0);
    DemoPeer.await(
        "every subscriber's inbox",
        PATIENCE,
        () -> clients.stream().allMatch(client -> arrived(client, last).isPresent()));
    long milliseconds = 0;
    int delivered = 0;
    for (DemoPeer client : clients) {
      for (Notification notification : client.inbox()) {
        delivered += notification.event().channel().equals(UPDATES) ? 1 : 0;
        if (notification.event().channel().equals(UPDATES)) {
          long took =
              Duration.between(notification.event().time(), notification.arrived()).toMillis();
          milliseconds = Math.max(milliseconds, took);
        }
      }
    }
    tell.accept(
        "   %d new packages told to %d subscribers: %d notifications, the last after %d ms; %s downloads them at once"
            .formatted(
                fed.length, clients.size(), delivered, milliseconds, clients.getFirst().name()));
    return new DemoReport.Notification(clients.size(), delivered, milliseconds);
  }

  private Installation apt() {
    List<String> names = packages.withoutScripts(packages.releases().get(1));
    if (names.isEmpty() || !Shell.has("apt-get")) {
      return Installation.ABSENT;
    }
    tell.accept("");
    tell.accept(
        "5. apt installs from %s's gateway into a throw-away root"
            .formatted(clients.getLast().name()));
    return installed(
        "apt",
        () ->
            AptInstallation.run(
                work.resolve("apt-root"),
                clients.getLast().client().address().resolve("/repo/R2/"),
                publisher.client().bytes("/api/v1/openpgp-key"),
                names));
  }

  private Installation dnf() {
    if (packages.rpms().isEmpty() || !Shell.has("dnf")) {
      return Installation.ABSENT;
    }
    tell.accept("");
    tell.accept("6. The same for dnf: a release of rpm packages");
    PublishedRelease release = publish("rpms", packages.rpms().get(), Optional.empty());
    awaitEverywhere(release);
    List<String> names =
        clients.getLast().packageIds(release.id().toString()).stream()
            .map(UnitId::parse)
            .filter(id -> id instanceof PackageId p && !p.architecture().equals("src"))
            .map(UnitId::name)
            .distinct()
            .limit(5)
            .toList();
    return installed(
        "dnf",
        () ->
            DnfInstallation.run(
                directory(work.resolve("dnf-root")),
                clients.getLast().client().address().resolve("/repo/rpms/"),
                names));
  }

  private Installation installed(String program, Supplier<Installation> run) {
    try {
      Installation installed = run.get();
      tell.accept(
          "   %s installed %d packages%s"
              .formatted(
                  program,
                  installed.packages(),
                  installed.ok() ? ", all that were asked for" : ", not all"));
      return installed;
    } catch (EdosException e) {
      tell.accept("   ! " + e.getMessage());
      return new Installation(true, 0, false);
    }
  }

  private PublishedRelease publish(String name, Path tree, Optional<Integer> window) {
    Map<String, Object> request =
        window
            .<Map<String, Object>>map(
                seconds -> Map.of("tree", tree.toString(), "name", name, "windowSeconds", seconds))
            .orElseGet(() -> Map.of("tree", tree.toString(), "name", name));
    long started = System.nanoTime();
    PublishedRelease release =
        publisher.client().stream(
            "/api/v1/publish", request, this::problem, PublishedRelease.class);
    tell.accept(
        "   published %s: %d packages, %d other files, %s, in %.1f s"
            .formatted(
                release.id(),
                release.packages(),
                release.utilities(),
                ByteSize.text(release.bytes()),
                (System.nanoTime() - started) / 1e9));
    releases.add(
        new DemoReport.Release(
            release.id().name(),
            release.id().version(),
            release.packages(),
            release.utilities(),
            release.bytes()));
    return release;
  }

  private void problem(PeerEvent event) {
    if (event.activity() == PeerEvent.Activity.PROBLEM) {
      tell.accept("   ! " + event.message());
    }
  }

  private Stream<DemoPeer> everyone() {
    return Stream.concat(Stream.of(publisher), Stream.concat(mirrors.stream(), clients.stream()));
  }

  private void awaitEverywhere(PublishedRelease release) {
    DemoPeer.await(
        release.id() + " to be visible on every peer",
        PATIENCE,
        () -> everyone().allMatch(peer -> peer.visible().contains(release.id().toString())));
  }

  private void awaitContents(List<DemoPeer> peers, PublishedRelease release) {
    DemoPeer.await(
        "the mirrors to copy " + release.id(),
        PATIENCE,
        () ->
            peers.stream()
                .allMatch(peer ->
                    peer.client()
                            .post(
                                "/api/v1/wish",
                                Map.of(
                                    "release",
                                    release.id().toString(),
                                    "select",
                                    "",
                                    "handIn",
                                    false),
                                JsonNode.class)
                            .path("missingContents")
                            .asLong(-1)
                        == 0));
  }

  private static Optional<Notification> arrived(DemoPeer peer, long id) {
    return peer.inbox().stream()
        .filter(n -> n.event().channel().equals(UPDATES) && n.event().id() == id)
        .findFirst();
  }

  private static Path directory(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw EdosException.external("cannot make " + folder, e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
