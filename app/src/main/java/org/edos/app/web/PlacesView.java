package org.edos.app.web;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.actor.GatewayStatus;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * Where a unit's bytes are, and how they move.
 *
 * @param sha256 of the bytes
 * @param fileName for whoever saves them
 * @param isHere whether this machine holds them
 * @param holders the pages of the unit at peers that say they hold it
 * @param more how many further peers do
 * @param given how often this peer gave them since it was started
 * @param came what this machine was sent of them lately, and by whom; for its owner alone
 * @param passed how the gateway gave the file lately; for its owner alone
 * @param unknown why it is not known who holds them; empty where it is
 */
public record PlacesView(
    String sha256,
    String fileName,
    boolean isHere,
    List<Holder> holders,
    int more,
    long given,
    List<Event> came,
    List<Event> passed,
    String unknown) {
  private static final int MOST_HOLDERS = 50;
  private static final int MOST_EVENTS = 20;

  /**
   * A peer.
   *
   * @param address its host and port
   * @param page of the unit there
   */
  public record Holder(String address, String page) {}

  /** Something that happened. */
  public record Event(Instant time, String text) {}

  /** The content of a unit that has one. */
  static Optional<Sha256> content(UnitMetadata metadata) {
    return switch (metadata) {
      case PackageMetadata p -> Optional.of(p.sha256());
      case UtilityMetadata u -> Optional.of(u.sha256());
      default -> Optional.empty();
    };
  }

  /**
   * Asks who holds it.
   *
   * @param gateway what its owner may see of the gateway
   * @param own whether the owner looks
   */
  static PlacesView of(UnitId id, Sha256 content, Peer peer, GatewayStatus gateway, boolean own) {
    String fileName = peer.units().fileName(id, content);
    Set<URI> holders = Set.of();
    String unknown = "";
    try {
      Map<Sha256, Set<URI>> located = peer.questions().locate(List.of(content));
      holders = located.getOrDefault(content, Set.of());
    } catch (EdosException e) {
      unknown = Site.sentence(e);
    }
    return new PlacesView(
        content.hex(),
        fileName,
        peer.content(content).isPresent(),
        holders.stream()
            .sorted()
            .limit(MOST_HOLDERS)
            .flatMap(holder -> holder(holder, id))
            .toList(),
        Math.max(0, holders.size() - MOST_HOLDERS),
        peer.given(content),
        own ? came(peer, content) : List.of(),
        own ? passed(gateway, fileName) : List.of(),
        unknown);
  }

  private static Stream<Holder> holder(URI peer, UnitId id) {
    return UnitView.address(peer.toString())
        .map(address ->
            new Holder(
                String.valueOf(peer.getAuthority()),
                peer.resolve("/unit?id=" + Words.encoded(id)).toString()))
        .stream();
  }

  private static List<Event> came(Peer peer, Sha256 content) {
    return peer.events().after(0).stream()
        .filter(event ->
            event.activity() == PeerEvent.Activity.DOWNLOAD
                && event.subject().equals(content.hex()))
        .sorted(Comparator.comparingLong(PeerEvent::id).reversed())
        .limit(MOST_EVENTS)
        .map(event -> new Event(event.time(), event.message()))
        .toList();
  }

  private static List<Event> passed(GatewayStatus gateway, String fileName) {
    return gateway.recent().stream()
        .filter(file -> file.name().endsWith("/" + fileName))
        .limit(MOST_EVENTS)
        .map(file ->
            new Event(
                file.at(),
                file.bytes().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry ->
                        Words.bytes(entry.getValue()) + " from " + Words.of(entry.getKey()))
                    .collect(Collectors.joining(", "))))
        .toList();
  }
}
