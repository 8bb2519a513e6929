package org.edos.actor;

import java.net.URI;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Cursor;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.DownloadEvent;
import org.edos.role.download.Downloading;
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
  }

  /** What is lacking of a release; hands that in to its flash crowd if asked to. */
  WishSummary wish(ReleaseTrees.Tree tree, String select, boolean handIn) {
    Composition composition = tree.composition();
    ReleaseId release = composition.id();
    Predicate<Composition.Entry> selected = selection(select);
    WishList all = new WishList(release, tree.digest(), self, everything(composition, selected));
    WishList missing = Wishes.missing(composition, tree.digest(), self, parts.store(), selected);
    boolean joined = handIn && !missing.wanted().isEmpty();
    if (handIn) {
      URI crowd = announcedCrowd(release);
      if (joined) {
        member.join(crowd, composition, missing);
      }
    }
    Map<Sha256, Long> wanted = Wishes.contents(composition, all);
    Map<Sha256, Long> lacking = Wishes.contents(composition, missing);
    return new WishSummary(
        release, wanted.size(), sum(wanted), lacking.size(), sum(lacking), joined);
  }

  private static long sum(Map<Sha256, Long> contents) {
    return contents.values().stream().mapToLong(Long::longValue).sum();
  }

  private static BitSet everything(Composition composition, Predicate<Composition.Entry> selected) {
    Set<Sha256> wanted = new HashSet<>();
    composition.entries().stream().filter(selected).forEach(entry -> wanted.add(entry.sha256()));
    BitSet positions = new BitSet();
    int position = 0;
    for (Sha256 content : composition.contents().keySet()) {
      positions.set(position++, wanted.contains(content));
    }
    return positions;
  }

  private Predicate<Composition.Entry> selection(String select) {
    if (select.isBlank()) {
      return entry -> true;
    }
    Set<UnitId> units = new HashSet<>();
    Question question = Question.of(TreePattern.parse(select), PAGE);
    Optional<Cursor> next;
    do {
      AnswerPage page = parts.index().ask(question).page();
      page.documents().forEach(document -> units.add(document.id()));
      next = page.next();
      question = next.map(question::from).orElse(question);
    } while (next.isPresent());
    return entry -> units.contains(entry.unit());
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
   * Joins a flash crowd, or fetches from replicas where none is announced, for whatever is missing
   * of a release. Where its flash crowd is joined already, that goes on alone. Of a release whose
   * bytes are at its origin only what its publisher has itself, indexes and the like, is followed:
   * nobody copies a whole distribution unasked.
   *
   * @return whether everything is here or on its way
   */
  boolean follow(ReleaseTrees.Tree tree, Optional<URI> crowd) {
    Composition composition = tree.composition();
    Predicate<Composition.Entry> followed =
        entry -> composition.origin().isEmpty() || entry.unit() instanceof UtilityId;
    WishList missing = Wishes.missing(composition, tree.digest(), self, parts.store(), followed);
    if (missing.wanted().isEmpty()) {
      return true;
    }
    if (crowd.isPresent()) {
      member.join(crowd.get(), composition, missing);
      return true;
    }
    return member.isJoined(composition.id())
        || downloading.fetch(Wishes.contents(composition, missing), events).failed().isEmpty();
  }
}
