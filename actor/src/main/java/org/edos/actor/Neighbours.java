package org.edos.actor;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.membership.Members;
import org.edos.role.OwnerThread;

/**
 * Learns from time to time which daemons answer for the network, tells whoever asks them, and
 * remembers them for the next start. Runs on one thread, {@code edos-neighbours}.
 */
public final class Neighbours implements AutoCloseable {
  private static final String DOCUMENT = "network/peers";
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final Members members;
  private final DocumentStore documents;
  private final Consumer<List<URI>> learned;
  private final URI self;
  private final OwnerThread owner = new OwnerThread("edos-neighbours");
  private List<URI> known;

  /**
   * Begins with those that an earlier start remembered.
   *
   * @param self this daemon's own address, which is none of its neighbours
   * @param learned told of every new list
   */
  public Neighbours(
      Members members, DocumentStore documents, URI self, Consumer<List<URI>> learned) {
    this.members = members;
    this.documents = documents;
    this.learned = learned;
    this.self = self;
    this.known =
        documents.get(DOCUMENT).stream()
            .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
            .map(URI::create)
            .toList();
    learned.accept(known);
    owner.every(PERIOD, this::look);
  }

  private void look() {
    try {
      List<URI> fresh =
          members.list().stream()
              .map(Member::report)
              .flatMap(Optional::stream)
              .map(MemberReport::address)
              .filter(address -> !address.equals(self))
              .distinct()
              .sorted()
              .toList();
      if (!fresh.isEmpty() && !fresh.equals(known)) {
        known = fresh;
        learned.accept(fresh);
        documents.put(
            DOCUMENT,
            fresh.stream()
                .map(URI::toString)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
      }
    } catch (EdosException e) {
      // Nobody answers now; what is known stays.
      System.getLogger(Neighbours.class.getName())
          .log(System.Logger.Level.DEBUG, "no members: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
