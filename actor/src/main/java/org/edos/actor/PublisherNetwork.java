package org.edos.actor;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;
import org.edos.role.admit.Admitting;

/** What a publisher knows of the peers that give its releases. Safe for use by many threads. */
public final class PublisherNetwork implements AutoCloseable {
  private static final int MOST_SOURCES = 15;
  private static final int BATCH = 2_000;

  private final PeerParts parts;
  private final ReleaseTrees trees;
  private final Admitting admitting;
  private final PeerEvents events;
  private final Availability availability;

  PublisherNetwork(PeerParts parts, ReleaseTrees trees, Admitting admitting, PeerEvents events) {
    this.parts = parts;
    this.trees = trees;
    this.admitting = admitting;
    this.events = events;
    this.availability = new Availability(parts.members(), parts.documents(), parts.clock());
  }

  /** How often the members of the indexing network were there, by name. */
  public List<MemberAvailability> availability() {
    return availability.list();
  }

  /**
   * Who says that it holds how much of a release, who holds most first. It is only a hint, and
   * takes the longer the more contents the release has.
   *
   * @throws EdosException not found if there is no such release; external if those who know the
   *     locations are away
   */
  public List<HeldPart> holders(ReleaseId release) {
    Map<Sha256, Long> contents = trees.tree(release).composition().contents();
    Map<URI, HeldPart> found = new TreeMap<>();
    List<Sha256> all = List.copyOf(contents.keySet());
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Sha256> some = all.subList(from, Math.min(all.size(), from + BATCH));
      parts
          .locations()
          .locate(some)
          .forEach((content, peers) ->
              peers.forEach(peer ->
                  found.merge(
                      peer,
                      new HeldPart(peer, 1, contents.getOrDefault(content, 0L)),
                      PublisherNetwork::sum)));
    }
    return found.values().stream().sorted((a, b) -> Long.compare(b.bytes(), a.bytes())).toList();
  }

  private static HeldPart sum(HeldPart one, HeldPart other) {
    return new HeldPart(one.peer(), one.contents() + other.contents(), one.bytes() + other.bytes());
  }

  /** Mirrors that are there now give a flash crowd's contents, and then this machine does. */
  List<URI> crowdSources() {
    List<URI> sources = new ArrayList<>();
    try {
      for (Member member : parts.members().list()) {
        if (member.online() && !member.publisher() && sources.size() < MOST_SOURCES) {
          member.report().map(MemberReport::address).ifPresent(sources::add);
        }
      }
    } catch (EdosException e) {
      // The network is not whole at the moment: this machine is.
    }
    sources.add(parts.address());
    return sources;
  }

  Invitation issue(Optional<String> name, Duration validity) {
    return admitting.invite(name, validity);
  }

  List<IssuedInvitation> invitations() {
    return admitting.invitations();
  }

  void revoke(String id) {
    if (!admitting.withdraw(id)) {
      throw EdosException.notFound("no invitation '" + id + "'; see: edos invite --list");
    }
  }

  void expel(String name) {
    boolean known = admitting.expel(name);
    try {
      parts.members().retire(name);
    } catch (EdosException e) {
      if (!known || e.category() != EdosException.Category.NOT_FOUND) {
        throw e;
      }
    }
    events.tell(PeerEvent.Activity.REPLICATE, name, "retired from the network", 0, 0);
  }

  JoinAnswer admit(JoinRequest request, InetAddress from) {
    JoinAnswer answer = admitting.admit(request, from.getHostAddress());
    events.tell(PeerEvent.Activity.REPLICATE, answer.name(), "admitted to the network", 0, 0);
    return answer;
  }

  @Override
  public void close() {
    availability.close();
  }
}
