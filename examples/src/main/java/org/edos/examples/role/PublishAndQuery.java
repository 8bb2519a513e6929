package org.edos.examples.role;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.query.Query;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.RepositorySource;
import org.edos.core.unit.PackageId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.solver.sat4j.Sat4jSolver;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.role.publish.PublishConfig;
import org.edos.role.publish.Publishing;
import org.edos.role.query.Distribution;
import org.edos.role.query.Querying;

/**
 * The role level: what a peer does. Two roles, publishing and querying, are given the same
 * mechanisms and work together through them alone; neither knows of the other. For a publisher that
 * lasts, put GridIndex, GridChannelLog, GridLocationIndex and SqliteDocumentStore in the place of
 * the memory adapters: nothing else changes.
 *
 * <pre>java ... org.edos.examples.role.PublishAndQuery FOLDER-OF-PACKAGES WORKING-FOLDER QUERY
 * </pre>
 */
public final class PublishAndQuery {
  private PublishAndQuery() {}

  /**
   * What came of it.
   *
   * @param release as it was published
   * @param found the packages that the query found
   * @param holders of the first of them
   * @param news what the channel of releases tells
   */
  public record Result(
      PublishedRelease release, List<PackageId> found, List<URI> holders, List<String> news) {}

  /** Runs it on a folder of packages. */
  public static void main(String[] args) throws IOException {
    System.out.println(run(Path.of(args[0]), Path.of(args[1]), args[2]));
  }

  /** Publishes a folder of packages as a release, asks a question, and reads the channel. */
  public static Result run(Path packages, Path work, String question) throws IOException {
    Clock clock = Clock.systemUTC();
    URI self = URI.create("http://127.0.0.1:9977");
    try (ContentStore store = FileContentStore.open(work.resolve("store"), 1L << 30);
        MetadataIndex index = new MemoryIndex();
        ChannelLog channels = new MemoryChannelLog(clock);
        LocationIndex locations = new MemoryLocationIndex();
        DocumentStore documents = new MemoryDocumentStore()) {
      Publishing publishing =
          new Publishing(
              new Publishing.Parts(
                  DirectoryTree::open,
                  store,
                  index,
                  channels,
                  locations,
                  Ed25519Key.loadOrCreate(work.resolve("peer.key")),
                  RootSignatures.unchecked(),
                  OpenPgpSigner.loadOrCreate(work.resolve("openpgp.key"), "Edos example"),
                  self,
                  clock,
                  OriginFiles.none(),
                  documents,
                  work.resolve("publishing"),
                  new Sat4jSolver()),
              PublishConfig.DEFAULT);
      PublishedRelease release =
          publishing.publish(
              new Publishing.Request(
                  new RepositorySource.Folder(packages, Optional.empty()),
                  "example",
                  Optional.empty()),
              none -> Optional.empty(), // here a flash crowd could be opened
              progress -> {});
      try (Querying querying =
          new Querying(
              new Querying.Parts(index, locations, documents, Distribution.of(index), clock))) {
        List<PackageId> found = querying.packages(Query.parse(question), 10);
        List<URI> holders =
            found.stream()
                .limit(1)
                .flatMap(unit -> querying.locate(unit).values().stream())
                .flatMap(Set::stream)
                .toList();
        List<String> news =
            channels.events(Channel.RELEASES, 0, 10).stream().map(ChannelEvent::subject).toList();
        return new Result(release, found, holders, news);
      }
    }
  }
}
