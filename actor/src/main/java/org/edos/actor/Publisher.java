package org.edos.actor;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.Doer;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Rights;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.network.Invitation;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdDetail;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.SignedReport;
import org.edos.core.swarm.SignedWishes;
import org.edos.core.unit.UnitId;
import org.edos.physical.audit.AuditLog;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.HeadBoard;
import org.edos.physical.content.SourceTrees;
import org.edos.physical.dissemination.Offers;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.torrent.Tracker;
import org.edos.physical.trust.OpenPgp;
import org.edos.role.admit.Admitting;
import org.edos.role.publish.Auditing;
import org.edos.role.publish.ChangeFeeding;
import org.edos.role.publish.ClusterStrategy;
import org.edos.role.publish.DeskGuard;
import org.edos.role.publish.Feeding;
import org.edos.role.publish.FlashCrowds;
import org.edos.role.publish.HeadSigning;
import org.edos.role.publish.PublishConfig;
import org.edos.role.publish.PublishEvent;
import org.edos.role.publish.Publishing;
import org.edos.role.publish.Pushing;
import org.edos.role.publish.Strategies;
import org.edos.role.publish.UnitPublishing;

/** Publishes releases, feeds channels and runs flash crowds, besides all that every peer does. */
public final class Publisher extends Peer {
  /**
   * The mechanisms that a publisher needs besides those of every peer; closed by whoever opened
   * them.
   *
   * @param offers reach the peers that the publisher pushes to
   * @param heads where the channels' heads are left
   * @param audit what is done with this publisher is written down there
   * @param work a folder for indexes fetched and temporary files, used by this alone
   */
  public record Parts(
      MetadataIndex index,
      ChannelLog channels,
      SourceTrees trees,
      RootSignatures roots,
      OpenPgp.Signer openPgp,
      Tracker tracker,
      Admitting admitting,
      PublishConfig config,
      Offers offers,
      HeadBoard heads,
      HeadSigning.Config headSigning,
      AuditLog audit,
      Path work) {}

  private final Parts own;
  private final Publishing publishing;
  private final Feeding feeding;
  private final FlashCrowds crowds;
  private final DeskGuard desk;
  private final InvitingCrowds invitingCrowds;
  private final Attendance attendance;
  private final HeadSigning heads;
  private final PublisherNetwork network;
  private final Updates updates;
  private final Auditing auditing;

  /** Takes up what an earlier process left: releases not yet announced, and flash crowds. */
  public Publisher(PeerParts parts, Parts own) {
    super(parts, Optional.of(parts.key().publicKey()), trust -> new IndexedReleases(own.index()));
    this.own = own;
    this.publishing =
        new Publishing(
            new Publishing.Parts(
                own.trees(),
                parts.store(),
                own.index(),
                own.channels(),
                parts.locations(),
                parts.key(),
                own.roots(),
                own.openPgp(),
                parts.address(),
                parts.clock(),
                parts.originFiles(),
                parts.documents(),
                own.work(),
                parts.solver()),
            own.config());
    this.auditing = new Auditing(own.audit(), own.index(), parts.clock());
    this.feeding = new Feeding(new Feeding.Parts(own.channels(), querying::show, parts.clock()));
    this.updates =
        new Updates(
            publishing,
            new ChangeFeeding(parts.documents(), own.index(), own.channels(), parts.clock()),
            this,
            Narration.publish(events::tell));
    this.network = new PublisherNetwork(parts, trees, own.admitting(), events);
    this.crowds =
        new FlashCrowds(
            new FlashCrowds.Parts(
                parts.store(),
                parts.documents(),
                own.index(),
                parts.engine(),
                own.tracker(),
                parts.address(),
                parts.clock(),
                contents -> fetch(contents).failed(),
                network::crowdSources),
            own.config(),
            Strategies.selectable(),
            Narration.publish(events::tell));
    this.invitingCrowds =
        new InvitingCrowds(
            crowds,
            new Pushing(own.offers(), parts.key(), parts.clock()),
            own.channels(),
            this::members,
            events);
    this.desk = new DeskGuard(crowds, parts.signatures());
    this.attendance =
        new Attendance(
            parts.members(),
            own.index(),
            own.channels(),
            parts.address(),
            freshness::events,
            parts.clock());
    this.heads =
        new HeadSigning(
            own.channels(),
            own.heads(),
            parts.key(),
            parts.clock(),
            own.headSigning(),
            freshness::now);
    distribution.askForCrowds(release ->
        crowds.list().stream().filter(crowd -> crowd.release().equals(release)).findFirst());
  }

  @Override
  public String actor() {
    return "publisher";
  }

  /** The OpenPGP key, armoured, that signs indexes which Edos writes itself. */
  public byte[] openPgpKey() {
    return own.openPgp().publicKey();
  }

  /** Publishes a folder that has everything; see the other form. */
  public PublishedRelease publish(
      Path tree, String name, Optional<String> version, Optional<Duration> window) {
    return publish(new RepositorySource.Folder(tree, Optional.empty()), name, version, window);
  }

  /**
   * Publishes a repository as a release; progress is told in {@link #events()}. One of the version
   * {@code current} takes the place of what is published as that.
   *
   * @param version empty for the next whole number
   * @param window opens a flash crowd with the announcement, collecting wish lists for so long
   * @throws EdosException usage if there is such a release already or nothing to publish; refused
   *     if the tree is torn or badly signed; external if its origin fails; exhausted if the store
   *     or the disk is full
   */
  public PublishedRelease publish(
      RepositorySource source, String name, Optional<String> version, Optional<Duration> window) {
    return by(Doer.HERE).publish(source, name, version, window);
  }

  PublishedRelease publish(
      Publishing.Request request, Optional<Duration> window, Consumer<PublishEvent> noted) {
    return publishing.publish(
        request,
        release ->
            window.map(length -> crowds.open(release, Optional.of(length), Optional.empty())),
        noted.andThen(Narration.publish(events::tell)));
  }

  /**
   * What publishing a repository as a release would come to; nothing is taken in, and nothing is
   * written down. Progress is told in {@link #events()}, as a check.
   *
   * @param version empty for the next whole number; {@code current} for the next state of the
   *     moving release
   * @param limit most of each kind of difference in the answer; all are counted
   * @throws EdosException as {@link #publish}, as far as the repository's indexes tell
   */
  public PublishPreview preview(
      RepositorySource source, String name, Optional<String> version, int limit) {
    Publishing.Request request = new Publishing.Request(source, name, version);
    return PublishPreview.of(
        publishing.preview(
            request,
            Narration.publish((activity, subject, message, done, total) ->
                events.tell(PeerEvent.Activity.CHECK, subject, message, done, total))),
        limit);
  }

  /** What is done with this publisher in somebody's name; all of it is written down. */
  public AuditedPublisher by(Doer doer) {
    return new AuditedPublisher(this, auditing, doer);
  }

  UnitPublishing units(String release, Function<Transaction, ReleaseUpdate> transactions) {
    return new UnitPublishing(release, transactions, own.index(), parts.locations());
  }

  /** What was done with this publisher: lines of its audit log after a number. */
  public List<AuditEntry> audit(long after, int limit) {
    return auditing.entries(after, limit);
  }

  /** How many lines its audit log has, which is the number of the newest. */
  public long auditLines() {
    return auditing.lines();
  }

  /** The moving releases. */
  public Updates updates() {
    return updates;
  }

  /**
   * Withdraws a release.
   *
   * @throws EdosException (not found) if there is no such release
   */
  public void unpublish(ReleaseId release) {
    by(Doer.HERE).unpublish(release);
  }

  void withdraw(ReleaseId release) {
    publishing.unpublish(release);
    crowds.withdraw(release);
    events.tell(PeerEvent.Activity.PUBLISH, release.toString(), "withdrawn", 0, 0);
  }

  /** Creates a channel that anybody reads; a usage error if there is one of that name. */
  public Channel createChannel(String name, String description) {
    return keeping().create(Caller.OWNER, name, description, Rights.PUBLIC);
  }

  /** Tells a channel's subscribers of units; see {@link Feeding#add}. */
  public List<ChannelEvent> feedChannel(String channel, List<UnitId> units) {
    return keeping().add(Caller.OWNER, channel, units);
  }

  @Override
  public ChannelKeeping keeping(String from) {
    return new OwnChannels(feeding, auditing, from);
  }

  /** Opens a flash crowd and announces it; see {@link FlashCrowds#open}. */
  public CrowdStatus openCrowd(
      ReleaseId release, Optional<Duration> window, Optional<String> strategy) {
    return openCrowd(release, window, strategy, List.of());
  }

  /**
   * Opens a flash crowd, has chosen peers join it that are served before the others, and announces
   * it.
   *
   * @param feed whom, as {@link #push} takes them; nobody where it is empty
   */
  public CrowdStatus openCrowd(
      ReleaseId release, Optional<Duration> window, Optional<String> strategy, List<String> feed) {
    return by(Doer.HERE).openCrowd(release, window, strategy, feed);
  }

  CrowdStatus startCrowd(
      ReleaseId release, Optional<Duration> window, Optional<String> strategy, List<String> feed) {
    return invitingCrowds.open(release, window, strategy, feed);
  }

  /**
   * Has chosen peers fetch a release, or units of it, in a flash crowd: the one that runs, or one
   * that is opened for them and not announced.
   *
   * @param units everything where there are none
   * @param to addresses of daemons, names of members of the indexing network, {@code mirrors} for
   *     all of these that are there, or {@code mirrors:N} for so many
   * @throws EdosException usage if nobody is meant; not found if there is no such release, or no
   *     member of a name
   */
  public Pushed push(
      ReleaseId release, List<UnitId> units, List<String> to, Optional<Duration> window) {
    return by(Doer.HERE).push(release, units, to, window);
  }

  Pushed offer(ReleaseId release, List<UnitId> units, List<String> to, Optional<Duration> window) {
    units.forEach(querying::show);
    return invitingCrowds.push(release, units, to, window);
  }

  /** How a flash crowd is doing. */
  public CrowdStatus crowd(ReleaseId release) {
    return crowds.status(release);
  }

  /** Who wishes what in a flash crowd, and how its swarms are doing. */
  public CrowdDetail crowdDetail(ReleaseId release) {
    return crowds.detail(release);
  }

  /** How every known flash crowd is doing, the newest first. */
  public List<CrowdStatus> crowds() {
    return crowds.list();
  }

  /** The names of the strategies that there are, the usual one first. */
  public List<String> crowdStrategies() {
    return Strategies.selectable().stream().map(ClusterStrategy::name).toList();
  }

  /** What each strategy would make of a flash crowd; see {@link FlashCrowds#outlooks}. */
  public List<PlanOutlook> crowdOutlooks(ReleaseId release, Rates rates) {
    return crowds.outlooks(release, rates);
  }

  /** Ends a flash crowd now. */
  public CrowdStatus closeCrowd(ReleaseId release) {
    return by(Doer.HERE).closeCrowd(release);
  }

  CrowdStatus endCrowd(ReleaseId release) {
    crowds.close(release);
    return crowds.status(release);
  }

  // The indexing network.

  /** What this publisher knows of the peers that give its releases. */
  public PublisherNetwork network() {
    return network;
  }

  /** Invites a mirror to be a member; see {@link Admitting#invite}. */
  public Invitation invite(Optional<String> name, Duration validity) {
    return by(Doer.HERE).invite(name, validity);
  }

  /** The invitations that are remembered, the first to expire first. */
  public List<IssuedInvitation> invitations() {
    return network.invitations();
  }

  /**
   * Withdraws an invitation.
   *
   * @throws EdosException (not found) if there is none of that id
   */
  public void withdrawInvitation(String id) {
    by(Doer.HERE).withdrawInvitation(id);
  }

  /** Admits a mirror; see {@link Admitting#admit}. */
  public JoinAnswer admit(JoinRequest request, InetAddress from) {
    return network.admit(request, from);
  }

  /**
   * Takes a mirror out of the network for good.
   *
   * @throws EdosException (not found) if there is no such member
   */
  public void retire(String name) {
    by(Doer.HERE).retire(name);
  }

  // The desk, for peers.

  /** Takes a wish list; see {@link DeskGuard#submit}. */
  public void submitWishes(SignedWishes wishes) {
    desk.submit(wishes);
  }

  /** A peer's part of the plan; see {@link FlashCrowds#assignment}. */
  public Optional<Assignment> crowdAssignment(ReleaseId release, PeerId peer) {
    return crowds.assignment(release, peer);
  }

  /** The plan, once there is one. */
  public Optional<ClusterPlan> crowdPlan(ReleaseId release) {
    return crowds.plan(release);
  }

  /** The metainfo of a cluster's torrent. */
  public byte[] crowdTorrent(ReleaseId release, int cluster) {
    return crowds.torrent(release, cluster);
  }

  /** Notes how far a peer has come, and says when to report again; see {@link DeskGuard#report}. */
  public ReportReceipt crowdReport(ReleaseId release, SignedReport report) {
    return desk.report(release, report);
  }

  /** The tracker's answer to an announce, bencoded. */
  public byte[] trackerAnnounce(String rawQuery, InetAddress from) {
    return own.tracker().announce(rawQuery, from);
  }

  /** The tracker's answer to a scrape, bencoded. */
  public byte[] trackerScrape(String rawQuery) {
    return own.tracker().scrape(rawQuery);
  }

  @Override
  public void close() {
    heads.close();
    attendance.close();
    network.close();
    crowds.close();
    super.close();
  }
}
