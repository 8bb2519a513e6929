package org.edos.role.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.unit.Content;
import org.edos.physical.content.memory.MemoryContentStore;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.trust.openpgp.BouncyCastleOpenPgp;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;
import org.edos.physical.upstream.http.HttpUpstream;
import org.edos.testkit.FolderServer;
import org.edos.testkit.MovingClock;

/** A machine that follows what a server has, and asks as apt or dnf would. */
final class Follower implements AutoCloseable {
  final FolderServer server;
  final MovingClock clock;
  final Following following;
  private final MemoryContentStore store = new MemoryContentStore(1L << 30);
  private final Upstream upstream = new HttpUpstream("follower", Map.of());

  /** What a test may choose. */
  record Choice(
      SnapshotCatalogue catalogue,
      List<Path> keyrings,
      List<InstalledPackages> installed,
      Optional<Path> aptLists) {
    static Choice of(SnapshotCatalogue catalogue) {
      return new Choice(catalogue, List.of(), List.of(), Optional.empty());
    }

    Choice trusting(Path keyring) {
      return new Choice(catalogue, List.of(keyring), installed, aptLists);
    }

    Choice with(InstalledPackages machine) {
      return new Choice(catalogue, keyrings, List.of(machine), aptLists);
    }

    Choice importing(Path lists) {
      return new Choice(catalogue, keyrings, installed, Optional.of(lists));
    }
  }

  Follower(FolderServer server, MovingClock clock, Choice choice) {
    this(server, clock, choice, new KeyringRootKeys(new BouncyCastleOpenPgp(), choice.keyrings()));
  }

  Follower(FolderServer server, MovingClock clock, Choice choice, RootKeys keys) {
    this.server = server;
    this.clock = clock;
    this.following =
        new Following(
            new Following.Parts(
                choice.catalogue(),
                upstream,
                store,
                this::fetch,
                keys,
                choice.installed(),
                choice.aptLists(),
                clock));
  }

  /** Where the first origin that has it has it, checked. */
  Content fetch(KnownFile file, List<URI> origins) {
    EdosException last = EdosException.external("no origin");
    for (URI origin : origins) {
      try (UpstreamAnswer answer = upstream.ask(UpstreamRequest.get(origin))) {
        if (answer.status() == 200) {
          return store.add(file.sha256(), file.size(), answer.body());
        }
        last = EdosException.external(origin + " answers " + answer.status());
      } catch (EdosException e) {
        last = e;
      }
    }
    throw last;
  }

  OriginAddress address(String path) {
    return OriginAddress.of(server.address() + path);
  }

  Meaning ask(String path) {
    return following.resolve(address(path));
  }

  /** Asks anew, later than an answer is fresh. */
  Meaning askLater(String path) {
    clock.move(Duration.ofSeconds(5));
    return ask(path);
  }

  /** The bytes of a root that must be there. */
  String root(String path) {
    Meaning meaning = askLater(path);
    assertThat(meaning).as(path).isInstanceOf(Meaning.Root.class);
    try (InputStream in = ((Meaning.Root) meaning).content().open(0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file must be, which must be known. */
  Meaning.Listed listed(String path) {
    Meaning meaning = ask(path);
    assertThat(meaning).as(path).isInstanceOf(Meaning.Listed.class);
    return (Meaning.Listed) meaning;
  }

  /** Gets a listed file, as a client does. */
  void get(String path) {
    Meaning.Listed listed = listed(path);
    fetch(listed.file(), listed.origins());
  }

  boolean isListed(String path) {
    return ask(path) instanceof Meaning.Listed;
  }

  @Override
  public void close() {
    following.close();
    upstream.close();
    store.close();
  }
}
