package org.edos.actor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.audit.Doer;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.Document;
import org.edos.core.network.Member;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SignedOffer;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.Wanted;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.trust.ReleaseTrust;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.DownloadConfig;
import org.edos.role.download.DownloadEvent;
import org.edos.role.download.Downloading;
import org.edos.role.query.Querying;
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
  private final PeerQuestions questions;
  final PeerDistribution distribution;
  final Downloading downloading;
  final CrowdMember crowdMember;
  final PeerChannels channels;
  private final PeerUsers users;
  private final PeerUnits units;
  final PeerFreshness freshness;
  final KnownReleases releases;
  final ReleaseTrees trees;
  final Wishing wishing;
  private final Delivering delivering;
  private final Subscribing subscribing;
  private final Offered offered;
  private final DownloadCounts counts = new DownloadCounts();
  private final PeerDownloads downloads;
  private final PeerShares shares;
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
    this.distribution = new PeerDistribution(releases, counts);
    this.querying =
        new Querying(
            new Querying.Parts(
                parts.index(), parts.locations(), parts.documents(), distribution, parts.clock()));
    this.questions =
        new PeerQuestions(
            querying, parts.locations(), parts.xquery(), new PeerChecks(parts, trees, events));
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
    this.downloads = new PeerDownloads(parts, crowdMember, downloading, events);
    this.shares = new PeerShares(parts.store(), releases, trees);
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
    this.units = new PeerUnits(parts, querying, downloading, events, this::getAll);
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

  /**
   * Whether nobody answers of those whom this peer asks for releases, as far as was seen within the
   * last seconds. Releases that are here go on being served.
   */
  public boolean isCutOff() {
    return releases.recentList().isEmpty();
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
   * Whether nobody answers whom this peer asks for its releases, so that {@link #releases} are
   * those that it has accepted before.
   */
  public boolean isEntryAway() {
    return releases.recentList().isEmpty();
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

  /** Questions to the index, and to those who know where contents are. */
  public final PeerQuestions questions() {
    return questions;
  }

  /** Gives every document of a release to a sink, units in path order, each once. */
  public void documents(ReleaseId release, Consumer<Document> sink) {
    Set<UnitId> given = new HashSet<>();
    for (Composition.Entry entry : composition(release).entries()) {
      if (given.add(entry.unit())) {
        sink.accept(querying.show(entry.unit()));
      }
    }
  }

  /** Single units: their bytes, and where these are best fetched from. */
  public final PeerUnits units() {
    return units;
  }

  // Contents.

  /** A content of this machine's store, for somebody who asks for it. */
  public Optional<Content> content(Sha256 id) {
    return parts.store().find(id).map(counts::counted);
  }

  /** How often this peer gave a content from its first byte on, since it was started. */
  public long given(Sha256 content) {
    return counts.of(content);
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
    Downloading.Outcome outcome =
        downloading.fetch(PeerDownloads.named(units), contents, Narration.download(events::tell));
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

  /** What this machine takes and gives, and how much of its line that may use. */
  public final PeerDownloads downloads() {
    return downloads;
  }

  /** Exactly what this machine shares. */
  public final PeerShares shares() {
    return shares;
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

  /**
   * Which packages this peer's store lacks, of these and of what they need; the {@code
   * computeMissingPackages} of the EDOS distribution API.
   *
   * @throws EdosException not found if the index has not all of them; conflict, with the causes, if
   *     what one needs cannot be had
   */
  public List<MissingPackage> missing(List<PackageId> asked) {
    return wishing.missing(asked);
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
      case UNIT_ADDED -> getAll(List.of(UnitId.parse(event.subject())));
      case RELEASE_UNPUBLISHED, UNIT_REMOVED -> {
        // Nothing to fetch.
      }
    }
  }

  private void getAll(List<UnitId> wanted) {
    Got got = get(wanted);
    if (!got.problems().isEmpty()) {
      throw EdosException.external(got.problems().getFirst());
    }
  }

  /** The channels, and this peer's subscriptions to them. */
  public final PeerChannels channels() {
    return channels;
  }

  /** What is done to channels. */
  public final ChannelKeeping keeping() {
    return keeping(Doer.HERE.from());
  }

  /**
   * What is done to channels.
   *
   * @param from where the call comes from, for the publisher's audit log
   */
  public ChannelKeeping keeping(String from) {
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
