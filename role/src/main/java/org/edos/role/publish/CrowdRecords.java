package org.edos.role.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
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
import org.edos.physical.document.DocumentStore;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;

/**
 * What is written down of flash crowds, so that the next process takes them up. Used by one thread.
 */
final class CrowdRecords {
  private static final String PREFIX = "crowd/";

  private final DocumentStore documents;

  CrowdRecords(DocumentStore documents) {
    this.documents = documents;
  }

  void save(FlashCrowd crowd) {
    documents.put(key(crowd.release, "state"), crowd.state());
  }

  void save(WishList wishes) {
    documents.put(key(wishes.release(), "wish/" + wishes.peer()), WishListXml.write(wishes));
  }

  /** A plan counts only once the crowd that it belongs to is saved as swarming. */
  void save(ClusterPlan plan, List<Torrent> torrents) {
    for (int number = 0; number < torrents.size(); number++) {
      documents.put(key(plan.release(), "torrent/" + number), torrents.get(number).metainfo());
    }
    documents.put(key(plan.release(), "plan"), ClusterPlanXml.write(plan));
  }

  /** A peer says once that it is done, and not again to the next process. */
  void save(ReleaseId release, CrowdReport report) {
    String line =
        "%d %d %d %d %d"
            .formatted(
                report.wantedBytes(),
                report.receivedBytes(),
                report.uploadedBytes(),
                report.verifiedUnits(),
                report.failedUnits());
    documents.put(key(release, "done/" + report.peer()), line.getBytes(StandardCharsets.US_ASCII));
  }

  private CrowdReport done(ReleaseId release, PeerId peer) {
    try (Scanner line =
        new Scanner(new String(read(release, "done/" + peer), StandardCharsets.US_ASCII))) {
      return new CrowdReport(
          peer,
          line.nextLong(),
          line.nextLong(),
          line.nextLong(),
          line.nextInt(),
          line.nextInt(),
          true);
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
    FlashCrowd crowd =
        FlashCrowd.ofState(release, CompositionXml.read(signed.xml()), read(release, "state"));
    if (!crowd.digest.equals(signed.digest())) {
      return Optional.empty();
    }
    for (String key : documents.keys(key(release, "wish/"))) {
      documents
          .get(key)
          .map(WishListXml::read)
          .ifPresent(wish -> crowd.wishes.put(wish.peer(), wish));
    }
    String done = key(release, "done/");
    for (String key : documents.keys(done)) {
      PeerId peer = new PeerId(key.substring(done.length()));
      crowd.reports.put(peer, done(release, peer));
    }
    if (crowd.phase == Phase.SWARMING || (crowd.phase == Phase.CLOSED && crowd.planned != null)) {
      ClusterPlan plan = ClusterPlanXml.read(read(release, "plan"));
      crowd.plan = plan;
      crowd.torrents =
          IntStream.range(0, plan.clusters().size())
              .mapToObj(number -> TorrentFile.parse(read(release, "torrent/" + number)))
              .toList();
    }
    return Optional.of(crowd);
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
