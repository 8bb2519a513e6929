package org.edos.actor;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answers;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Query;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Content;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.DownloadConfig;
import org.edos.role.download.DownloadEvent;
import org.edos.role.download.Downloading;
import org.edos.role.download.Wishes;
import org.edos.role.query.Querying;
import org.edos.role.subscribe.SubscribeConfig;
import org.edos.role.subscribe.Subscribing;

/**
 * What every actor does: answers queries, keeps and gives contents, downloads, joins flash crowds, subscribes, and
 * serves releases as repository trees. Safe for use by many threads.
 */
public abstract sealed class Peer implements AutoCloseable permits Publisher, Mirror, Client {
  private static final int PAGE = 10_000;

  final PeerParts parts;
  final PeerEvents events;
  final PinnedPublisher trust;
  final Querying querying;
  final Downloading downloading;
  final CrowdMember crowdMember;
  final Subscribing subscribing;
  private final ReleaseTrees trees = new ReleaseTrees();
  private final Instant started;

  Peer(PeerParts parts) {
    this.parts = parts;
    this.started = parts.clock().instant();
    this.events = new PeerEvents(parts.clock());
    this.trust = new PinnedPublisher(parts.documents(), parts.signatures(), parts.clock(), parts.publisherKey());
    this.querying = new Querying(parts.index(), parts.locations());
    Consumer<DownloadEvent> downloads = Narration.download(events::tell);
    this.downloading =
        new Downloading(
            new Downloading.Parts(
                parts.store(), parts.locations(), parts.source(), parts::entries, parts.address()),
            DownloadConfig.DEFAULT);
    this.crowdMember =
        new CrowdMember(
            new CrowdMember.Parts(
                parts.store(),
                parts.documents(),
                parts.desk(),
                parts.engine(),
                downloading,
                id(),
                parts.clock()),
            DownloadConfig.DEFAULT,
            this::knownComposition,
            downloads);
    this.subscribing =
        new Subscribing(
            parts.channels(),
            parts.inbox(),
            this::matches,
            this::downloadAnnounced,
            Narration.subscribe(events::tell),
            parts.clock(),
            SubscribeConfig.DEFAULT);
  }

  /** {@code publisher}, {@code mirror} or {@code client}. */
  public abstract String actor();

  /** A release's composition that this peer has accepted, without asking anybody; empty if there is none. */
  abstract Optional<SignedComposition> knownComposition(ReleaseId release);

  /** This peer's id. */
  public PeerId id() {
    return PeerId.ofKey(parts.key().publicKey());
  }

  /** The stream of what this peer does. */
  public PeerEvents events() {
    return events;
  }

  /** How this peer is doing; answers from this machine alone. */
  public PeerStatus status() {
    List<SwarmStatus> swarms = swarms();
    return new PeerStatus(
        actor(),
        parts.name(),
        parts.address(),
        id().value(),
        parts.key().publicKey(),
        trust.key().orElse(""),
        started,
        localReleases().size(),
        parts.store().usedBytes(),
        parts.store().quotaBytes(),
        swarms.stream().mapToLong(SwarmStatus::downloadedBytes).sum(),
        swarms.stream().mapToLong(SwarmStatus::uploadedBytes).sum(),
        swarms.size(),
        parts.entries());
  }

  /** The releases that this peer knows without asking anybody. */
  abstract List<ReleaseId> localReleases();

  /** How this peer's swarms are doing. */
  public List<SwarmStatus> swarms() {
    return parts.engine().status();
  }

  // Questions.

  /** The visible releases, oldest first. */
  public List<PublishedRelease> releases() {
    return querying.releases();
  }

  /**
   * The release meant by {@code NAME} (its newest version) or {@code NAME@VERSION}.
   *
   * @throws EdosException (not found) if there is none
   */
  public PublishedRelease release(String text) {
    return querying.release(text);
  }

  /**
   * A release's signed composition.
   *
   * @throws EdosException (not found) if there is none
   */
  public SignedComposition signedComposition(ReleaseId release) {
    return knownComposition(release)
        .or(() -> parts.index().composition(release))
        .orElseThrow(() -> EdosException.notFound("no release '" + release + "'; see: edos releases"));
  }

  /** A release's composition, accepted from its publisher. */
  public Composition composition(ReleaseId release) {
    return trust.accept(signedComposition(release));
  }

  /** Units that match a query in the simple language; see {@link Querying#query}. */
  public Answers query(String text, int offset, int limit) {
    return querying.query(text, offset, limit);
  }

  /**
   * A unit's document.
   *
   * @throws EdosException (not found) if no release has the unit
   */
  public Document show(UnitId unit) {
    return querying.show(unit);
  }

  /** Gives every document of a release to a sink, units in path order, each once. */
  public void documents(ReleaseId release, Consumer<Document> sink) {
    Set<UnitId> given = new HashSet<>();
    for (Composition.Entry entry : composition(release).entries()) {
      if (given.add(entry.unit())) {
        sink.accept(show(entry.unit()));
      }
    }
  }

  /** The peers that say they hold these contents; contents that nobody holds are left out. */
  public Map<Sha256, Set<URI>> locate(Collection<Sha256> contents) {
    return parts.locations().locate(contents);
  }

  /** The peers that say they hold a unit's contents. */
  public Map<Sha256, Set<URI>> locate(UnitId unit) {
    return querying.locate(unit);
  }

  /** Notes that another peer holds these contents. */
  public void announceLocations(URI peer, Collection<Sha256> contents) {
    parts.locations().announce(peer, contents);
  }

  /** Notes that another peer holds these contents no longer. */
  public void withdrawLocations(URI peer, Collection<Sha256> contents) {
    parts.locations().withdraw(peer, contents);
  }

  // Contents.

  /** A content of this machine's store. */
  public Optional<Content> content(Sha256 id) {
    return parts.store().find(id);
  }

  /**
   * The file at a path of a release's tree, from the store or, where it is not here yet, fetched now.
   *
   * @param release {@code NAME} or {@code NAME@VERSION}
   * @throws EdosException not found if the release has no such file; external if nobody gives its bytes
   */
  public Content file(String release, RepositoryPath path) {
    Composition composition = composition(resolve(release));
    Composition.Entry entry =
        trees
            .find(composition, path)
            .orElseThrow(() -> EdosException.notFound("release " + composition.id() + " has no file " + path));
    return file(entry);
  }

  /**
   * A file of a release's tree, from the store or, where it is not here yet, fetched now.
   *
   * @throws EdosException (external) if nobody gives its bytes
   */
  public Content file(Composition.Entry entry) {
    Optional<Content> here = content(entry.sha256());
    if (here.isPresent()) {
      return here.get();
    }
    Downloading.Outcome outcome = fetch(Map.of(entry.sha256(), entry.size()));
    return content(entry.sha256())
        .orElseThrow(
            () -> EdosException.external("cannot get " + entry.path() + ": " + outcome.failed().values()));
  }

  /** Which release a text means; an actor that can be cut off from its entry answers from what it knows. */
  ReleaseId resolve(String release) {
    return release.contains("@") ? ReleaseId.parse(release) : release(release).id();
  }

  private Downloading.Outcome fetch(Map<Sha256, Long> contents) {
    return downloading.fetch(contents, Narration.download(events::tell));
  }

  /**
   * Fetches units, collections with everything below them, and returns when each file is here or has failed.
   *
   * @throws EdosException (not found) if there is no such unit
   */
  public Got get(List<UnitId> units) {
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    Map<Sha256, UnitId> owners = new LinkedHashMap<>();
    for (UnitId unit : units) {
      querying
          .contents(List.of(unit))
          .forEach(
              (content, size) -> {
                contents.put(content, size);
                owners.putIfAbsent(content, unit);
              });
    }
    Downloading.Outcome outcome = fetch(contents);
    List<Got.GotFile> files = new ArrayList<>();
    contents.forEach(
        (content, size) -> {
          UnitId owner = owners.get(content);
          if (owner != null && !outcome.failed().containsKey(content)) {
            files.add(new Got.GotFile(owner.toString(), FileNames.of(owner, content), content, size));
          }
        });
    List<String> problems = outcome.failed().values().stream().toList();
    return new Got(files, outcome.receivedBytes(), problems);
  }

  // Wishes and flash crowds.

  /**
   * What this peer lacks of a release, and, if asked to, hands that in to the release's flash crowd.
   *
   * @param release {@code NAME} or {@code NAME@VERSION}
   * @param select a query for the packages wanted; empty for everything
   * @param handIn whether to join the flash crowd
   * @throws EdosException not found if there is no such release, or no flash crowd to join
   */
  public WishSummary wish(String release, String select, boolean handIn) {
    ReleaseId id = resolve(release);
    SignedComposition signed = signedComposition(id);
    Composition composition = trust.accept(signed);
    WishList all = new WishList(id, signed.digest(), id(), everything(composition, selection(select)));
    WishList missing =
        Wishes.missing(composition, signed.digest(), id(), parts.store(), selection(select));
    if (handIn) {
      join(announcedCrowd(id), composition, missing);
    }
    Map<Sha256, Long> wanted = Wishes.contents(composition, all);
    Map<Sha256, Long> lacking = Wishes.contents(composition, missing);
    return new WishSummary(id, wanted.size(), sum(wanted), lacking.size(), sum(lacking), handIn);
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
    Query query = Query.parse(select);
    Set<UnitId> units = new HashSet<>();
    for (int offset = 0; ; offset += PAGE) {
      List<Document> page = parts.index().query(query, offset, PAGE).documents();
      page.forEach(document -> units.add(document.id()));
      if (page.size() < PAGE) {
        return entry -> units.contains(entry.unit());
      }
    }
  }

  private URI announcedCrowd(ReleaseId release) {
    URI crowd = null;
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = parts.channels().events(Channel.RELEASES, seen, PAGE);
      for (ChannelEvent event : page) {
        String address = event.details().get("crowd");
        if (event.subject().equals(release.toString()) && address != null) {
          crowd = URI.create(address);
        }
      }
      if (page.isEmpty()) {
        break;
      }
      seen = page.getLast().id();
    }
    if (crowd == null) {
      throw EdosException.notFound(
          "no flash crowd was announced for " + release + "; the publisher opens one with: edos flashcrowd open");
    }
    return crowd;
  }

  final void join(URI crowd, Composition composition, WishList missing) {
    if (!missing.wanted().isEmpty()) {
      crowdMember.join(crowd, composition, missing);
    }
  }

  /** Joins a flash crowd, or fetches from replicas where none is announced, for whatever is missing of a release. */
  final void follow(Composition composition, SignedComposition signed, Optional<URI> crowd) {
    WishList missing = Wishes.missing(composition, signed.digest(), id(), parts.store(), entry -> true);
    if (crowd.isPresent()) {
      join(crowd.get(), composition, missing);
    } else if (!missing.wanted().isEmpty()) {
      fetch(Wishes.contents(composition, missing));
    }
  }

  private void downloadAnnounced(ChannelEvent event) {
    switch (event.kind()) {
      case RELEASE_PUBLISHED, CROWD_OPENED -> {
        ReleaseId release = ReleaseId.parse(event.subject());
        SignedComposition signed = signedComposition(release);
        Optional<URI> crowd = Optional.ofNullable(event.details().get("crowd")).map(URI::create);
        follow(trust.accept(signed), signed, crowd);
      }
      case UNIT_ADDED -> get(List.of(UnitId.parse(event.subject())));
      case RELEASE_UNPUBLISHED, UNIT_REMOVED -> {
        // Nothing to fetch.
      }
    }
  }

  private boolean matches(Query query, ChannelEvent event) {
    return event.kind() == ChannelEvent.Kind.UNIT_ADDED
        && parts
            .index()
            .document(UnitId.parse(event.subject()))
            .map(document -> query.matches(DocumentFields.of(document)))
            .orElse(false);
  }

  // Channels.

  /** Every channel, by name. */
  public List<Channel> channels() {
    return parts.channels().channels();
  }

  /** A channel's events after an id, oldest first. */
  public List<ChannelEvent> channelEvents(String channel, long after, int limit) {
    return parts.channels().events(channel, after, limit);
  }

  /** Tells a listener of every channel's events to come, until the returned handle is run. */
  public Runnable listenToChannels(Consumer<ChannelEvent> listener) {
    var registration = parts.channels().listen(listener);
    return registration::close;
  }

  /** Subscribes; see {@link Subscribing#subscribe}. */
  public Subscription subscribe(
      String channel, String filter, Optional<Duration> every, Subscription.Action action) {
    return subscribing.subscribe(channel, filter, every, action);
  }

  /** Ends a subscription. */
  public void unsubscribe(String id) {
    subscribing.unsubscribe(id);
  }

  /** This peer's subscriptions, oldest first. */
  public List<Subscription> subscriptions() {
    return subscribing.subscriptions();
  }

  /** What arrived after a number, oldest first. */
  public List<Notification> notifications(long after, int limit) {
    return subscribing.notifications(after, limit);
  }

  /** Stops all activity; mechanisms stay open. */
  @Override
  public void close() {
    subscribing.close();
    crowdMember.close();
    downloading.close();
  }
}
