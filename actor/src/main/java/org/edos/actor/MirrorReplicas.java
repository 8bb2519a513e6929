package org.edos.actor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Replica;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.core.unit.UnitId;
import org.edos.role.replicate.ReplicaPushing;
import org.edos.role.replicate.ReplicatedUnits;

/** The single units that a mirror holds or leaves out. Safe for use by many threads. */
public final class MirrorReplicas {
  private final ReplicatedUnits units;
  private final ReplicaPushing pushing;
  private final Supplier<List<Member>> members;
  private final PeerEvents events;

  MirrorReplicas(
      ReplicatedUnits units,
      ReplicaPushing pushing,
      Supplier<List<Member>> members,
      PeerEvents events) {
    this.units = units;
    this.pushing = pushing;
    this.members = members;
    this.events = events;
  }

  /** The units that were taken up. */
  public List<Replica> taken() {
    return units.taken();
  }

  /**
   * Takes units up; see {@link ReplicatedUnits#publishPackage}.
   *
   * @param from the peer to fetch them from; empty for the best ones
   */
  public List<Replica> take(List<UnitId> ids, Optional<URI> from) {
    List<Replica> replicas = new ArrayList<>();
    for (UnitId unit : ids) {
      Replica replica = units.publish(unit, from);
      told("holds " + unit, replica);
      replicas.add(replica);
    }
    return replicas;
  }

  /** Drops units; see {@link ReplicatedUnits#unpublishPackage}. */
  public List<Replica> drop(List<UnitId> ids) {
    List<Replica> replicas = new ArrayList<>();
    for (UnitId unit : ids) {
      Replica replica = units.unpublish(unit);
      told("dropped " + unit, replica);
      replicas.add(replica);
    }
    return replicas;
  }

  private void told(String what, Replica replica) {
    events.tell(
        PeerEvent.Activity.REPLICATE,
        replica.unit().toString(),
        what,
        replica.bytes(),
        replica.bytes());
  }

  /**
   * Has chosen peers take these units; see {@link ReplicatedUnits#push}.
   *
   * @param to addresses of daemons, names of members of the indexing network, {@code mirrors} for
   *     all of these that are there, or {@code mirrors:N} for so many
   */
  public List<Pushed.Answer> push(List<UnitId> ids, List<String> to) {
    return units.push(ids, Feeders.addresses(to, members.get()));
  }

  /**
   * An offer, for a peer that was told of it.
   *
   * @throws EdosException (not found) if there is none
   */
  public ReplicaOffer offer(String id) {
    return pushing.offer(id);
  }

  boolean isDropped(UnitId unit) {
    return units.isDropped(unit);
  }
}
