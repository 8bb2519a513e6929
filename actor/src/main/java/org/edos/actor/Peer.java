package org.edos.actor;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.Document;
import org.edos.core.network.Member;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SignedOffer;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.Wanted;
import org.edos.core.unit.Content;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.trust.ReleaseTrust;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.DownloadConfig;
import org.edos.role.download.DownloadEvent;
import org.edos.role.download.Downloading;
import org.edos.role.query.Querying;
import org.edos.role.query.Services;
import org.edos.role.query.View;
import org.edos.role.subscribe.Delivering;
import org.edos.role.subscribe.SubscribeConfig;
import org.edos.role.subscribe.Subscribing;

/**
 * What every actor does: answers queries, keeps and gives contents, downloads, joins flash crowds,
 * subscribes, and serves releases as repository trees. Safe for use by many threads.
 */
public abstract sealed class Peer implements AutoCloseable permits Publisher, Mirror, Client {
  final PeerParts parts;
  final PeerEvents events;
  final PinnedPublisher trust;
  final Querying querying;
  final PeerDistribution distribution;
  final Downloading downloading;
  final CrowdMember crowdMember;
  final PeerChannels channels;
  private final PeerUsers users;
  final PeerFreshness freshness;
  final KnownReleases releases;
  final ReleaseTrees trees;
  final Wishing wishing;
  private final Delivering delivering;
  private final Subscribing subscribing;
  private final Offered offered;
  private final DownloadCounts downloads = new DownloadCounts();
  private final Instant started;

  /** Everything that runs is started last, when what it calls is there. */
  Peer(
      PeerParts parts, Optional<String> publisherKey, Function<ReleaseTrust, KnownReleases> known) {
    this.parts = parts;
    this.started = parts.clock().instant();
    this.events = new PeerEvents(parts.clock());
    this.trust =
        new PinnedPublisher(parts.documents(), parts.signatures(), parts.clock(), publisherKey);
    this.releases = known.apply(trust);
    this.trees = new ReleaseTrees(releases);
    this.distribution = new PeerDistribution(releases, downloads);
    this.querying =
        new Querying(
            new Querying.Parts(
                parts.index(), parts.locations(), parts.documents(), distribution, parts.clock()));
    Consumer<DownloadEvent> arrivals = Narration.download(events::tell);
    this.downloading =
        new Downloading(
            new Downloading.Parts(
                parts.store(),
                parts.locations(),
                parts.source(),
                parts.entries(),
                new ReleaseOrigins(releases, trees)::of,
                parts.originFiles(),
                parts.address()),
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
            releases::accepted,
            arrivals);
    this.wishing = new Wishing(parts, id(), crowdMember, downloading, arrivals);
    this.offered =
        new Offered(
            parts,
            trust::key,
            offer -> {
              releases.freshen();
              wishing.offered(trees.tree(offer.release()), offer);
            });
    this.delivering = new Delivering(parts.channels(), unit -> parts.index().document(unit));
    this.subscribing =
        new Subscribing(
            new Subscribing.Parts(
                parts.channels(),
                parts.deliveries().orElse(delivering),
                parts.inbox(),
                this::downloadAnnounced,
                parts.hook(),
                parts.clock()),
            Narration.subscribe(events::tell),
            SubscribeConfig.DEFAULT);
    this.channels = new PeerChannels(parts.channels(), delivering, subscribing);
    this.users = new PeerUsers(parts.people().users(), parts.signatures(), parts.clock());
    this.freshness = new PeerFreshness(parts, trust, channels, releases, events);
  }

  /** {@code publisher}, {@code mirror} or {@code client}. */
  public abstract String actor();

  /** This peer's id. */
  public PeerId id() {
    return PeerId.ofKey(parts.key().publicKey());
  }

  /** The stream of what this peer does. */
  public PeerEvents events() {
    return events;
  }

  /**
   * How this peer is doing; asks nobody but, every few seconds at most, its entry for the releases.
   */
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
        releases.recentList().map(List::size).orElseGet(() -> releases.accepted().size()),
        parts.store().usedBytes(),
        parts.store().quotaBytes(),
        swarms.stream().mapToLong(SwarmStatus::downloadedBytes).sum(),
        swarms.stream().mapToLong(SwarmStatus::uploadedBytes).sum(),
        swarms.size(),
        parts.entries().get(),
        wishing.arrivals());
  }

  /** The members of the indexing network; see {@link org.edos.physical.membership.Members}. */
  public List<Member> members() {
    return parts.members().list();
  }

  /** How this peer's swarms are doing. */
  public List<SwarmStatus> swarms() {
    return parts.engine().status();
  }

  // Questions.

  /** The visible releases, oldest first. */
  public List<PublishedRelease> releases() {
    return releases.list();
  }

  /**
   * The release meant by {@code NAME} (its newest version) or {@code NAME@VERSION}.
   *
   * @throws EdosException (not found) if there is none
   */
  public PublishedRelease release(String text) {
    List<PublishedRelease> all = releases();
    boolean exact = text.contains("@");
    return all.stream()
        .filter(release -> (exact ? release.id().toString() : release.id().name()).equals(text))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> KnownReleases.none(text));
  }

  /**
   * A release's signed composition.
   *
   * @throws EdosException (not found) if there is none
   */
  public SignedComposition signedComposition(ReleaseId release) {
    return releases.signed(release);
  }

  /** A release's composition, accepted from its publisher. */
  public Composition composition(ReleaseId release) {
    return trees.tree(release).composition();
  }

  /** The units that match, to be read one after the other and closed. */
  public AnswerStream ask(Question question) {
    return querying.ask(question);
  }

  /**
   * Evaluates an XQuery over the documents that a pattern selects.
   *
   * @throws EdosException usage if the program is wrong; exhausted if it selects more than {@value
   *     Question#MAX_LIMIT} documents, takes too long or gives too much
   */
  public XQueryResult xquery(TreePattern pattern, String program) {
    List<Document> documents = new ArrayList<>();
    try (AnswerStream answers = ask(Question.of(pattern, Question.MAX_LIMIT))) {
      answers.forEachRemaining(answer -> documents.add(answer.document()));
      if (answers.cursor().isPresent()) {
        throw EdosException.exhausted(
            "the query selects more than "
                + Question.MAX_LIMIT
                + " documents; narrow it before the XQuery looks at them");
      }
    }
    return new XQueryResult(documents.size(), parts.xquery().evaluate(program, documents));
  }

  /**
   * A unit's document.
   *
   * @throws EdosException (not found) if no release has the unit
   */
  public Document show(UnitId unit) {
    return querying.show(unit);
  }

  /**
   * A unit's document, as it is signed or with what the services answer that it calls.
   *
   * @throws EdosException (not found) if no release has the unit
   */
  public Document show(UnitId unit, boolean results) {
    return querying.show(unit, results ? View.RESULTS : View.CALLS);
  }

  /** The services that documents may call; others may be added. */
  public Services services() {
    return querying.services();
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

  /** A content of this machine's store, for somebody who asks for it. */
  public Optional<Content> content(Sha256 id) {
    return parts.store().find(id).map(downloads::counted);
  }

  /**
   * The file at a path of a release's tree, from the store or, where it is not here yet, fetched
   * now.
   *
   * @param release {@code NAME} or {@code NAME@VERSION}
   * @throws EdosException not found if the release has no such file; external if nobody gives its
   *     bytes
   */
  public Content file(String release, RepositoryPath path) {
    ReleaseId id = releases.resolve(release);
    Composition.Entry entry =
        trees
            .tree(id)
            .find(path)
            .orElseThrow(() -> EdosException.notFound("release " + id + " has no file " + path));
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
        .orElseThrow(() ->
            EdosException.external(
                "cannot get " + entry.path() + ": " + outcome.failed().values()));
  }

  final Downloading.Outcome fetch(Map<Sha256, Long> contents) {
    return downloading.fetch(contents, Narration.download(events::tell));
  }

  /**
   * Fetches units, collections with everything below them, and returns when each file is here or
   * has failed. Packages that newer ones have replaced in a moving release are had from its
   * history.
   *
   * @throws EdosException (not found) if there is no such unit
   */
  public Got get(List<UnitId> units) {
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    Map<Sha256, UnitId> owners = new LinkedHashMap<>();
    for (UnitId unit : units) {
      trees
          .contents(unit, querying)
          .forEach((content, size) -> {
            contents.put(content, size);
            owners.putIfAbsent(content, unit);
          });
    }
    Downloading.Outcome outcome = fetch(contents);
    List<Got.GotFile> files = new ArrayList<>();
    contents.forEach((content, size) -> {
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
   * What this peer lacks of a release, and, if asked to, hands that in to the release's flash
   * crowd.
   *
   * @param release {@code NAME} or {@code NAME@VERSION}
   * @param wanted which part of it
   * @param handIn whether to join the flash crowd
   * @throws EdosException not found if there is no such release, collection or package, or no flash
   *     crowd to join
   */
  public WishSummary wish(String release, Wanted wanted, boolean handIn) {
    releases.freshen();
    return wishing.wish(trees.tree(releases.resolve(release)), wanted, handIn);
  }

  /** Joins what the publisher offers, if its offers are let in; says who this peer is. */
  public PeerId acceptOffer(SignedOffer signed) {
    offered.accept(signed);
    return id();
  }

  private void downloadAnnounced(ChannelEvent event) {
    switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED, CROWD_OPENED -> {
        releases.freshen();
        ReleaseId release = ReleaseId.parse(event.subject());
        trees.requireAnnounced(release, event);
        if (!wishing.download(trees.tree(release), Wishing.address(event))
            && !crowdMember.isJoined(release)) {
          throw EdosException.external("some contents of " + release + " are not to be had now");
        }
      }
      case UNIT_ADDED -> {
        Got got = get(List.of(UnitId.parse(event.subject())));
        if (!got.problems().isEmpty()) {
          throw EdosException.external(got.problems().getFirst());
        }
      }
      case RELEASE_UNPUBLISHED, UNIT_REMOVED -> {
        // Nothing to fetch.
      }
    }
  }

  /** The channels, and this peer's subscriptions to them. */
  public final PeerChannels channels() {
    return channels;
  }

  /** What is done to channels. */
  public ChannelKeeping keeping() {
    return new PublishersChannels(parts.people().desk(), parts.members(), parts.entries());
  }

  /** The users that this peer knows. */
  public final PeerUsers users() {
    return users;
  }

  /** How new this peer's view of releases and channels is. */
  public final PeerFreshness freshness() {
    return freshness;
  }

  /** Stops all activity; mechanisms stay open. */
  @Override
  public void close() {
    freshness.close();
    subscribing.close();
    delivering.close();
    crowdMember.close();
    downloading.close();
    querying.close();
  }
}
