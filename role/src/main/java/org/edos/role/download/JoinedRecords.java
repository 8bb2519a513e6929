package org.edos.role.download;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.AssignmentXml;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.physical.document.DocumentStore;

/**
 * What a peer writes down of the flash crowds that it has joined, so that its next process goes on
 * with them, whether or not their publisher is there. Safe for use by many threads.
 */
final class JoinedRecords {
  private static final String PREFIX = "joined/";
  private static final String CROWD = "/crowd";
  private static final String WISH = "/wish";
  private static final String ASSIGNMENT = "/assignment";
  private static final String TORRENT = "/torrent/";

  private final DocumentStore documents;

  JoinedRecords(DocumentStore documents) {
    this.documents = documents;
  }

  /** Notes a crowd joined; what was assigned in an earlier one of this release is forgotten. */
  void save(URI crowd, WishList wishes) {
    String key = key(wishes.release());
    documents.remove(key + ASSIGNMENT);
    documents.keys(key + TORRENT).forEach(documents::remove);
    documents.put(key + WISH, WishListXml.write(wishes));
    documents.put(key + CROWD, crowd.toString().getBytes(StandardCharsets.UTF_8));
  }

  void save(Assignment assignment) {
    documents.put(key(assignment.release()) + ASSIGNMENT, AssignmentXml.write(assignment));
  }

  void save(ReleaseId release, int cluster, byte[] metainfo) {
    documents.put(key(release) + TORRENT + cluster, metainfo);
  }

  Optional<URI> crowd(ReleaseId release) {
    return documents
        .get(key(release) + CROWD)
        .map(address -> URI.create(new String(address, StandardCharsets.UTF_8)));
  }

  /**
   * A crowd as an earlier process left it; empty if its wish list counts in another composition
   * than the one known now.
   *
   * @throws EdosException if what is written down cannot be read
   */
  Optional<JoinedCrowd> load(ReleaseId release, Optional<SignedComposition> known, Instant now) {
    String key = key(release);
    Optional<URI> address = crowd(release);
    Optional<WishList> wishes = documents.get(key + WISH).map(WishListXml::read);
    boolean fits =
        known.isPresent()
            && wishes.isPresent()
            && wishes.get().composition().equals(known.get().digest());
    if (address.isEmpty() || !fits) {
      return Optional.empty();
    }
    JoinedCrowd crowd =
        new JoinedCrowd(
            address.get(), CompositionXml.read(known.get().xml()), wishes.get(), true, now);
    documents
        .get(key + ASSIGNMENT)
        .ifPresent(assignment -> crowd.assigned(AssignmentXml.read(assignment), now));
    for (int cluster : crowd.missingTorrents()) {
      documents
          .get(key + TORRENT + cluster)
          .ifPresent(metainfo -> crowd.torrent(cluster, metainfo, now));
    }
    return Optional.of(crowd);
  }

  void forget(ReleaseId release) {
    String key = key(release);
    documents.remove(key + CROWD);
    documents.remove(key + WISH);
    documents.remove(key + ASSIGNMENT);
    documents.keys(key + TORRENT).forEach(documents::remove);
  }

  /** The releases of which a crowd is written down; what cannot be read is logged and left out. */
  List<ReleaseId> releases() {
    List<ReleaseId> releases = new ArrayList<>();
    for (String key : documents.keys(PREFIX)) {
      if (key.endsWith(CROWD)) {
        try {
          releases.add(
              ReleaseId.parse(key.substring(PREFIX.length(), key.length() - CROWD.length())));
        } catch (EdosException e) {
          System.getLogger(JoinedRecords.class.getName())
              .log(System.Logger.Level.WARNING, "cannot take up " + key, e);
        }
      }
    }
    return releases;
  }

  private static String key(ReleaseId release) {
    return PREFIX + release;
  }
}
