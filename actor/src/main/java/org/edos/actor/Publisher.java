package org.edos.actor;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Rights;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.network.Invitation;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.SignedReport;
import org.edos.core.swarm.SignedWishes;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.HeadBoard;
import org.edos.physical.content.SourceTrees;
import org.edos.physical.dissemination.Offers;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.torrent.Tracker;
import org.edos.physical.trust.OpenPgp;
import org.edos.role.admit.Admitting;
import org.edos.role.publish.ChangeFeeding;
import org.edos.role.publish.DeskGuard;
import org.edos.role.publish.Feeding;
import org.edos.role.publish.FlashCrowds;
import org.edos.role.publish.HeadSigning;
import org.edos.role.publish.PublishConfig;
import org.edos.role.publish.Publishing;
import org.edos.role.publish.Pushing;
import org.edos.role.publish.Strategies;

/** Publishes releases, feeds channels and runs flash crowds, besides all that every peer does. */
public final class Publisher extends Peer {
  /**
   * The mechanisms that a publisher needs besides those of every peer; closed by whoever opened
   * them.
   *
   * @param offers reach the peers that the publisher pushes to
   * @param heads where the channels' heads are left
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
      Path work) {}

  private static final int MOST_SOURCES = 15;

  private final Parts own;
  private final Publishing publishing;
  private final Feeding feeding;
  private final FlashCrowds crowds;
  private final DeskGuard desk;
  private final Pushing pushing;
  private final Attendance attendance;
  private final HeadSigning heads;
  private final Updates updates;

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
                own.work()),
            own.config());
    this.feeding = new Feeding(new Feeding.Parts(own.channels(), this::show, parts.clock()));
    this.updates =
        new Updates(
            publishing,
            new ChangeFeeding(parts.documents(), own.index(), own.channels(), parts.clock()),
            Narration.publish(events::tell));
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
                this::crowdSources),
            own.config(),
            Strategies.selectable(),
            Narration.publish(events::tell));
    this.pushing = new Pushing(own.offers(), parts.key(), parts.clock());
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

  /** Mirrors that are there now give contents, and then this machine does. */
  private List<URI> crowdSources() {
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
    return publishing.publish(
        new Publishing.Request(source, name, version),
        release ->
            window.map(length -> crowds.open(release, Optional.of(length), Optional.empty())),
        Narration.publish(events::tell));
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
    publishing.unpublish(release);
    crowds.withdraw(release);
    events.tell(PeerEvent.Activity.PUBLISH, release.toString(), "withdrawn", 0, 0);
  }

  /** Creates a channel that anybody reads; a usage error if there is one of that name. */
  public Channel createChannel(String name, String description) {
    return feeding.create(Caller.OWNER, name, description, Rights.PUBLIC);
  }

  /** Tells a channel's subscribers of units; see {@link Feeding#add}. */
  public List<ChannelEvent> feedChannel(String channel, List<UnitId> units) {
    return keeping().add(Caller.OWNER, channel, units);
  }

  @Override
  public ChannelKeeping keeping() {
    return new OwnChannels(feeding);
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
    List<URI> feeders = Feeders.addresses(feed, feed.isEmpty() ? List.of() : members());
    URI address = crowds.open(release, window, strategy);
    if (!feeders.isEmpty()) {
      Pushed pushed = told(pushing.offer(release, address, List.of(), feeders));
      crowds.feed(release, pushed.accepted());
    }
    own.channels()
        .append(
            Channel.RELEASES,
            ChannelEvent.Kind.CROWD_OPENED,
            release.toString(),
            Map.of("crowd", address.toString()));
    return crowds.status(release);
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
    List<URI> peers = Feeders.addresses(to, members());
    units.forEach(this::show);
    URI address =
        crowds.desk(release).orElseGet(() -> crowds.open(release, window, Optional.empty()));
    return told(pushing.offer(release, address, units, peers));
  }

  private Pushed told(Pushed pushed) {
    for (Pushed.Answer answer : pushed.answers()) {
      boolean accepted = answer.peer().isPresent();
      events.tell(
          accepted ? PeerEvent.Activity.FLASH_CROWD : PeerEvent.Activity.PROBLEM,
          pushed.release().toString(),
          accepted
              ? answer.address() + " accepts the offer"
              : "%s does not accept the offer: %s".formatted(answer.address(), answer.problem()),
          0,
          0);
    }
    return pushed;
  }

  /** How a flash crowd is doing. */
  public CrowdStatus crowd(ReleaseId release) {
    return crowds.status(release);
  }

  /** How every known flash crowd is doing, the newest first. */
  public List<CrowdStatus> crowds() {
    return crowds.list();
  }

  /** What each strategy would make of a flash crowd; see {@link FlashCrowds#outlooks}. */
  public List<PlanOutlook> crowdOutlooks(ReleaseId release, Rates rates) {
    return crowds.outlooks(release, rates);
  }

  /** Ends a flash crowd now. */
  public CrowdStatus closeCrowd(ReleaseId release) {
    crowds.close(release);
    return crowds.status(release);
  }

  // The indexing network.

  /** Invites a mirror to be a member; see {@link Admitting#invite}. */
  public Invitation invite(Optional<String> name, Duration validity) {
    return own.admitting().invite(name, validity);
  }

  /** The invitations that are remembered, the first to expire first. */
  public List<IssuedInvitation> invitations() {
    return own.admitting().invitations();
  }

  /**
   * Withdraws an invitation.
   *
   * @throws EdosException (not found) if there is none of that id
   */
  public void withdrawInvitation(String id) {
    if (!own.admitting().withdraw(id)) {
      throw EdosException.notFound("no invitation '" + id + "'; see: edos invite --list");
    }
  }

  /** Admits a mirror; see {@link Admitting#admit}. */
  public JoinAnswer admit(JoinRequest request, InetAddress from) {
    JoinAnswer answer = own.admitting().admit(request, from.getHostAddress());
    events.tell(PeerEvent.Activity.REPLICATE, answer.name(), "admitted to the network", 0, 0);
    return answer;
  }

  /**
   * Takes a mirror out of the network for good.
   *
   * @throws EdosException (not found) if there is no such member
   */
  public void retire(String name) {
    boolean known = own.admitting().expel(name);
    try {
      parts.members().retire(name);
    } catch (EdosException e) {
      if (!known || e.category() != EdosException.Category.NOT_FOUND) {
        throw e;
      }
    }
    events.tell(PeerEvent.Activity.REPLICATE, name, "retired from the network", 0, 0);
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

  /** Notes how far a peer has come; see {@link DeskGuard#report}. */
  public void crowdReport(ReleaseId release, SignedReport report) {
    desk.report(release, report);
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
    crowds.close();
    super.close();
  }
}
