package org.edos.role.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Scanner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlanXml;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;

/**
 * What is written down of flash crowds, so that the next process takes them up. Safe for use by
 * many threads, one for each flash crowd at a time.
 */
final class CrowdRecords {
  private static final String PREFIX = "crowd/";

  /** Torrents share documents of about so many bytes: many small ones are written at once. */
  private static final int DOCUMENT_BYTES = 16 << 20;

  private final DocumentStore documents;

  CrowdRecords(DocumentStore documents) {
    this.documents = documents;
  }

  void save(FlashCrowd crowd) {
    documents.put(key(crowd.release, "state"), state(crowd));
  }

  void save(WishList wishes) {
    documents.put(key(wishes.release(), "wish/" + wishes.peer()), WishListXml.write(wishes));
  }

  /**
   * Writes a plan down, and those of its torrents that are new. A plan counts only once the crowd
   * that it belongs to is saved as swarming; torrents count only as far as the plan has clusters.
   *
   * @param from the number of the first new cluster
   */
  void save(ClusterPlan plan, int from, List<Torrent> torrents) {
    int next = 0;
    while (next < torrents.size()) {
      int first = next;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        while (next < torrents.size() && bytes.size() < DOCUMENT_BYTES) {
          byte[] metainfo = torrents.get(next++).metainfo();
          out.writeInt(metainfo.length);
          out.write(metainfo);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      documents.put(key(plan.release(), torrentsFrom(from + first)), bytes.toByteArray());
    }
    documents.put(key(plan.release(), "plan"), ClusterPlanXml.write(plan));
  }

  private static String torrentsFrom(int number) {
    return "torrents/" + number;
  }

  private List<Torrent> torrents(ReleaseId release, int count) {
    List<Torrent> torrents = new ArrayList<>();
    while (torrents.size() < count) {
      byte[] document = read(release, torrentsFrom(torrents.size()));
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(document))) {
        while (in.available() > 0 && torrents.size() < count) {
          byte[] metainfo = new byte[Math.min(in.readInt(), document.length)];
          in.readFully(metainfo);
          torrents.add(TorrentFile.parse(metainfo));
        }
      } catch (IOException e) {
        throw EdosException.external(
            "the torrents of the flash crowd for " + release + " are damaged; open it again", e);
      }
    }
    return torrents;
  }

  /** A peer says once that it is done, and not again to the next process. */
  void save(ReleaseId release, CrowdReport report, Duration took) {
    String line =
        "%d %d %d %d %d %d"
            .formatted(
                report.wantedBytes(),
                report.receivedBytes(),
                report.uploadedBytes(),
                report.verifiedUnits(),
                report.failedUnits(),
                took.toMillis());
    documents.put(key(release, "done/" + report.peer()), line.getBytes(StandardCharsets.US_ASCII));
  }

  /** A peer that wants something again is not done. */
  void undone(ReleaseId release, PeerId peer) {
    documents.remove(key(release, "done/" + peer));
  }

  private void loadDone(FlashCrowd crowd, PeerId peer) {
    byte[] document = read(crowd.release, "done/" + peer);
    try (Scanner line = new Scanner(new String(document, StandardCharsets.US_ASCII))) {
      crowd.reports.put(
          peer,
          new CrowdReport(
              peer,
              line.nextLong(),
              line.nextLong(),
              line.nextLong(),
              line.nextInt(),
              line.nextInt(),
              true));
      crowd.done.put(peer, Duration.ofMillis(line.hasNextLong() ? line.nextLong() : 0));
    }
  }

  void forget(ReleaseId release) {
    documents.keys(key(release, "")).forEach(documents::remove);
  }

  /** The releases of which a flash crowd is written down. */
  List<ReleaseId> releases() {
    List<ReleaseId> releases = new ArrayList<>();
    for (String key : documents.keys(PREFIX)) {
      if (key.endsWith("/state")) {
        releases.add(
            ReleaseId.parse(key.substring(PREFIX.length(), key.length() - "/state".length())));
      }
    }
    return releases;
  }

  /** The flash crowd for this composition; empty if the one written down is for another. */
  Optional<FlashCrowd> load(ReleaseId release, SignedComposition signed) {
    FlashCrowd crowd = ofState(release, CompositionXml.read(signed.xml()), read(release, "state"));
    if (!crowd.digest.equals(signed.digest())) {
      return Optional.empty();
    }
    for (String key : documents.keys(key(release, "wish/"))) {
      documents.get(key).map(WishListXml::read).ifPresent(crowd::wish);
    }
    String done = key(release, "done/");
    for (String key : documents.keys(done)) {
      loadDone(crowd, new PeerId(key.substring(done.length())));
    }
    if (crowd.planned != null) {
      ClusterPlan plan = ClusterPlanXml.read(read(release, "plan"));
      crowd.plan = plan;
      crowd.torrents = torrents(release, plan.clusters().size());
      crowd.unwantedBytes =
          CrowdPlanning.unwantedBytes(crowd.positions, plan, crowd.wishes.values());
    }
    return Optional.of(crowd);
  }

  /**
   * What must outlive the process, besides the wish lists, the plan and the torrents, which are
   * documents themselves.
   */
  private static byte[] state(FlashCrowd crowd) {
    Properties state = new Properties();
    state.setProperty("phase", crowd.phase.name());
    state.setProperty("digest", crowd.digest.hex());
    state.setProperty("strategy", crowd.strategy);
    state.setProperty("opened", crowd.opened.toString());
    state.setProperty("closes", crowd.closes.toString());
    state.setProperty(
        "feeders", crowd.feeders.stream().map(PeerId::value).collect(Collectors.joining(" ")));
    state.setProperty("uploaded", Long.toString(crowd.uploadedBytes));
    Optional.ofNullable(crowd.planned)
        .ifPresent(time -> state.setProperty("planned", time.toString()));
    Optional.ofNullable(crowd.finished)
        .ifPresent(time -> state.setProperty("finished", time.toString()));
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      state.store(out, null);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A crowd that was being planned is as one whose window has closed: it is planned again. */
  private static FlashCrowd ofState(ReleaseId release, Composition composition, byte[] bytes) {
    Properties state = new Properties();
    try {
      state.load(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FlashCrowd crowd =
        new FlashCrowd(
            release,
            composition,
            new Sha256(state.getProperty("digest", "")),
            state.getProperty("strategy", ""),
            Instant.parse(state.getProperty("opened", "")),
            Instant.parse(state.getProperty("closes", "")));
    Phase phase = Phase.valueOf(state.getProperty("phase", ""));
    crowd.phase = phase == Phase.PLANNING ? Phase.OPEN : phase;
    Pattern.compile(" ")
        .splitAsStream(state.getProperty("feeders", ""))
        .filter(peer -> !peer.isEmpty())
        .forEach(peer -> crowd.feeders.add(new PeerId(peer)));
    crowd.uploadedBytes = Long.parseLong(state.getProperty("uploaded", "0"));
    crowd.planned = time(state, "planned").orElse(null);
    crowd.finished = time(state, "finished").orElse(null);
    return crowd;
  }

  private static Optional<Instant> time(Properties state, String name) {
    return Optional.ofNullable(state.getProperty(name)).map(Instant::parse);
  }

  private byte[] read(ReleaseId release, String below) {
    return documents
        .get(key(release, below))
        .orElseThrow(() ->
            EdosException.external(
                "no document " + key(release, below) + "; open the flash crowd again"));
  }

  private static String key(ReleaseId release, String below) {
    return PREFIX + release + "/" + below;
  }
}
