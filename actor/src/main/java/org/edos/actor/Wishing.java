package org.edos.actor;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Arrival;
import org.edos.core.swarm.Offer;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.Wanted;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.role.download.Arrivals;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.DownloadEvent;
import org.edos.role.download.Downloading;
import org.edos.role.download.MissingPackages;
import org.edos.role.download.Selection;
import org.edos.role.download.Wishes;
import org.jspecify.annotations.Nullable;

/**
 * What a peer lacks of a release, and how it comes by it: a flash crowd, or replicas. Safe for use
 * by many threads.
 */
final class Wishing {
  private static final int PAGE = 10_000;

  private final PeerParts parts;
  private final PeerId self;
  private final CrowdMember member;
  private final Downloading downloading;
  private final Consumer<DownloadEvent> events;
  private final Selection selection;
  private final MissingPackages missing;
  private final Arrivals arrivals;

  Wishing(
      PeerParts parts,
      PeerId self,
      CrowdMember member,
      Downloading downloading,
      Consumer<DownloadEvent> events) {
    this.parts = parts;
    this.self = self;
    this.member = member;
    this.downloading = downloading;
    this.events = events;
    this.arrivals = new Arrivals(parts.documents());
    this.selection =
        new Selection(
            parts.index(), parts.wishes().installed(), parts.solver(), parts.store()::contains);
    this.missing = new MissingPackages(parts.index(), parts.solver(), parts.store()::contains);
  }

  /** What is lacking of a part of a release; hands that in to its flash crowd if asked to. */
  WishSummary wish(ReleaseTrees.Tree tree, Wanted wanted, boolean handIn) {
    Composition composition = tree.composition();
    Selection.Selected selected = selection.of(composition, wanted);
    Wishes.Delta delta = delta(tree, selected);
    boolean joined = handIn && delta.missing().contents() > 0;
    if (handIn) {
      URI crowd = announcedCrowd(composition.id());
      if (joined) {
        member.join(crowd, composition, delta.list());
      }
    }
    return new WishSummary(
        composition.id(),
        wanted.toString(),
        delta.wanted().contents(),
        delta.wanted().bytes(),
        delta.stored().contents(),
        delta.stored().bytes(),
        delta.installed().contents(),
        delta.installed().bytes(),
        delta.missing().contents(),
        delta.missing().bytes(),
        selected.removed(),
        selected.unmet(),
        selected.proven(),
        joined);
  }

  /** Which packages the store lacks, of these and of what they need. */
  List<MissingPackage> missing(List<PackageId> asked) {
    return missing.of(asked).stream()
        .map(one -> new MissingPackage(one.id(), one.size(), one.asked()))
        .toList();
  }

  private Wishes.Delta delta(ReleaseTrees.Tree tree, Selection.Selected selected) {
    return Wishes.delta(
        tree.composition(), tree.digest(), self, parts.wishes().rates(), parts.store(), selected);
  }

  private URI announcedCrowd(ReleaseId release) {
    @Nullable URI crowd = null;
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = parts.channels().events(Channel.RELEASES, seen, PAGE);
      for (ChannelEvent event : page) {
        if (event.subject().equals(release.toString())) {
          crowd = address(event).orElse(crowd);
        }
      }
      if (page.isEmpty()) {
        break;
      }
      seen = page.getLast().id();
    }
    if (crowd == null) {
      throw EdosException.notFound(
          "no flash crowd was announced for "
              + release
              + "; the publisher opens one with: edos flashcrowd open");
    }
    return crowd;
  }

  /** The desk's address that an event gives; one that is no address is as if none were given. */
  static Optional<URI> address(ChannelEvent event) {
    try {
      return Optional.ofNullable(event.details().get("crowd")).map(URI::create);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Gets the part that this machine wants of announced releases; see {@link #replicate}. What is
   * installed is left out.
   *
   * @return whether everything is here; what is on its way may yet fail
   */
  boolean download(ReleaseTrees.Tree tree, Optional<URI> crowd) {
    Wanted wanted = parts.wishes().announced();
    Selection.Selected selected = selection.of(tree.composition(), wanted);
    return get(tree, wanted instanceof Wanted.Whole ? unasked(tree, selected) : selected, crowd);
  }

  /**
   * Joins a flash crowd, or fetches from replicas where none is announced, for whatever is missing
   * of a release, installed here or not: others are to have it from here. Where its flash crowd is
   * joined already, that goes on alone.
   *
   * @param dropped units that are left out
   * @return whether everything is here; what is on its way may yet fail
   */
  boolean replicate(ReleaseTrees.Tree tree, Optional<URI> crowd, Predicate<UnitId> dropped) {
    var whole = Selection.Selected.of(entry -> !dropped.test(entry.unit()));
    return get(tree, unasked(tree, whole), crowd);
  }

  /**
   * Of a release whose bytes are at its origin only what its publisher has itself, indexes and the
   * like: nobody copies a whole distribution unasked.
   */
  private static Selection.Selected unasked(ReleaseTrees.Tree tree, Selection.Selected whole) {
    return tree.composition().origin().isEmpty()
        ? whole
        : whole.where(entry -> entry.unit() instanceof UtilityId);
  }

  /**
   * Joins a flash crowd that its publisher offered, for all of the release or units of it.
   *
   * @return whether everything is here or on its way
   */
  boolean offered(ReleaseTrees.Tree tree, Offer offer) {
    Set<UnitId> only = Set.copyOf(offer.units());
    var selected = Selection.Selected.of(entry -> only.isEmpty() || only.contains(entry.unit()));
    return get(
        tree, only.isEmpty() ? unasked(tree, selected) : selected, Optional.of(offer.crowd()));
  }

  private boolean get(ReleaseTrees.Tree tree, Selection.Selected selected, Optional<URI> crowd) {
    Composition composition = tree.composition();
    WishList missing = delta(tree, selected).list();
    boolean here = missing.wanted().isEmpty();
    if (!here && crowd.isPresent()) {
      member.join(crowd.get(), composition, missing);
    } else if (!here && !member.isJoined(composition.id())) {
      here =
          downloading
              .fetch(composition.id().toString(), Wishes.contents(composition, missing), events)
              .failed()
              .isEmpty();
    }
    if (here) {
      arrivals.note(composition, tree.digest(), parts.clock().instant());
    }
    return here;
  }

  /** When what this peer wanted of releases was all here, the latest last. */
  List<Arrival> arrivals() {
    return arrivals.list();
  }
}
