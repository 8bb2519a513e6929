package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.physical.trust.x509.TlsStore;
import org.edos.physical.trust.x509.X509Authority;

/** Starts parties, and ends all that are left when closed. */
final class Networks implements AutoCloseable {
  private static final Duration VALIDITY = Duration.ofDays(2);
  private static final int TRIES = 300;

  private final SubjectProcess.Place place;
  private final Path baseX;
  private final X509Authority authority;
  private final List<SubjectProcess> open = new ArrayList<>();

  Networks(SubjectProcess.Place place, Path baseX) {
    this.place = place;
    this.baseX = baseX;
    this.authority =
        X509Authority.loadOrCreate(place.scratch().resolve("authority"), Clock.systemUTC());
  }

  Party baseX(String name) throws IOException {
    return rival(name, SubjectKind.BASEX, List.of(baseX.toString()));
  }

  Party lucene(String name) throws IOException {
    return rival(name, SubjectKind.LUCENE, List.of());
  }

  private Party rival(String name, SubjectKind kind, List<String> needs) throws IOException {
    return Party.of(kept(SubjectProcess.start(place, name, kind, needs)).awaitReady());
  }

  /**
   * Where a node is: the words before its command and its address.
   *
   * @param before the command
   * @param address IP address
   */
  record Spot(List<String> before, String address) {
    static final Spot HERE = new Spot(List.of(), "127.0.0.1");
  }

  /** An indexing network of so many nodes on loopback. */
  Party edos(int nodes) throws IOException, InterruptedException {
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      spots.add(Spot.HERE);
    }
    return edos("edos, " + nodes + (nodes == 1 ? " node" : " nodes"), "edos-" + nodes, spots);
  }

  /** An indexing network with a node at each of these spots, the publisher's first. */
  Party edos(String name, String nodes, List<Spot> spots) throws IOException, InterruptedException {
    List<SubjectProcess> members = new ArrayList<>();
    List<String> seed = List.of();
    for (Spot spot : spots) {
      SubjectProcess member = node(nodes + "-" + (members.size() + 1), spot, seed).awaitReady();
      members.add(member);
      seed = seed.isEmpty() ? member.ask("seed").texts() : seed;
    }
    for (SubjectProcess member : members) {
      awaitMembers(member, members.size());
    }
    return new Party(name, members);
  }

  private SubjectProcess node(String name, Spot spot, List<String> seed) throws IOException {
    TlsStore store =
        TlsStore.issued(
            place.scratch().resolve(name + "-key"), authority, name, VALIDITY, Clock.systemUTC());
    List<String> needs = new ArrayList<>();
    needs.addAll(List.of(name, spot.address(), store.file().toString(), store.password()));
    needs.add(store.authorityFile().toString());
    needs.addAll(seed);
    return kept(SubjectProcess.start(place.within(spot.before()), name, SubjectKind.EDOS, needs));
  }

  /** Waits until the member sees so many that are there and keep data. */
  private static void awaitMembers(SubjectProcess member, int nodes)
      throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      if (member.ask("members").numbers().getFirst() == nodes) {
        return;
      }
      Thread.sleep(200);
    }
    throw EdosException.external(
        member.name() + " does not see " + nodes + " members of its network; see its log");
  }

  /** Ends the processes whose names begin so. */
  void end(String beginning) throws IOException {
    for (SubjectProcess process : List.copyOf(open).reversed()) {
      if (process.name().startsWith(beginning)) {
        open.remove(process);
        process.close();
      }
    }
  }

  private SubjectProcess kept(SubjectProcess process) {
    open.add(process);
    return process;
  }

  @Override
  public void close() throws IOException {
    for (SubjectProcess process : open.reversed()) {
      process.close();
    }
  }
}
