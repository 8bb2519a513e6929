package org.edos.actor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.Doer;
import org.edos.core.channel.User;
import org.edos.core.network.Invitation;
import org.edos.core.network.Scope;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.release.UpdateRequest;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.Pushed;
import org.edos.core.unit.UnitId;
import org.edos.role.publish.Auditing;
import org.edos.role.publish.MissingChannels;
import org.edos.role.publish.PublishEvent;
import org.edos.role.publish.Publishing;
import org.edos.role.publish.UnitPublishing;

/**
 * What is done with a publisher in somebody's name: each is written into the audit log, and not
 * done where that cannot be. Methods are those of {@link Publisher} and {@link Updates}, and fail
 * as these say. Safe for use by many threads.
 */
public final class AuditedPublisher {
  private final Publisher publisher;
  private final Auditing auditing;
  private final Doer doer;

  AuditedPublisher(Publisher publisher, Auditing auditing, Doer doer) {
    this.publisher = publisher;
    this.auditing = auditing;
    this.doer = doer;
  }

  /** See {@link Publisher#publish(RepositorySource, String, Optional, Optional)}. */
  public PublishedRelease publish(
      RepositorySource source, String name, Optional<String> version, Optional<Duration> window) {
    return publish(source, name, version, window, Optional.empty()).release();
  }

  /**
   * Publishes; see the other form.
   *
   * @param installability what to do if packages become uninstallable; empty for what the
   *     publisher's settings say
   */
  public NewRelease publish(
      RepositorySource source,
      String name,
      Optional<String> version,
      Optional<Duration> window,
      Optional<InstallabilityPolicy> installability) {
    List<UnitId> broken = new ArrayList<>();
    Publishing.Request request = new Publishing.Request(source, name, version, installability);
    return auditing.of(
        doer,
        AuditAction.PUBLISH,
        name + version.map(text -> "@" + text).orElse(""),
        noted ->
            NewRelease.of(
                publisher.publish(request, window, noted.andThen(event -> note(event, broken))),
                broken),
        made -> told(made.release()) + told(made.broken()));
  }

  /** The one who publishes tells this, in the course of the call. */
  private static void note(PublishEvent event, List<UnitId> broken) {
    if (event instanceof PublishEvent.Broken found) {
      found.broken().forEach(one -> broken.add(one.id()));
    }
  }

  private static String told(List<UnitId> broken) {
    return broken.isEmpty() ? "" : ", " + BrokenPackages.told(broken);
  }

  private static String told(PublishedRelease release) {
    return "%s, number %d".formatted(release.id(), release.number());
  }

  private static String told(ReleaseUpdate update) {
    if (!update.published()) {
      return "nothing was different";
    }
    return "%s, %d changes%s"
        .formatted(told(update.release()), update.changes().size(), told(update.broken()));
  }

  /** See {@link Publisher#unpublish}. */
  public void unpublish(ReleaseId release) {
    done(AuditAction.UNPUBLISH, release.toString(), () -> publisher.withdraw(release));
  }

  /** See {@link Updates#update}. */
  public ReleaseUpdate update(UpdateRequest request, Optional<String> channel) {
    return auditing.of(
        doer,
        AuditAction.UPDATE,
        ReleaseId.current(request.name()).toString(),
        noted -> publisher.updates().update(request, channel, noted),
        AuditedPublisher::told);
  }

  /** See {@link Updates#transact}. Channels are made for whoever runs the publisher alone. */
  public ReleaseUpdate transact(Transaction transaction) {
    MissingChannels missing = doer.isOwner() ? MissingChannels.MAKE : MissingChannels.REFUSE;
    return auditing.of(
        doer,
        AuditAction.TRANSACTION,
        transaction.id().toString(),
        noted -> publisher.updates().transact(transaction, missing, noted),
        update -> "%d operations, %s".formatted(transaction.operations().size(), told(update)));
  }

  /** The functions on single units of a moving release; each is a transaction. */
  public UnitPublishing units(String release) {
    return publisher.units(release, this::transact);
  }

  /** See {@link Updates#freeze}. */
  public PublishedRelease freeze(String name, Optional<String> version) {
    return auditing.of(
        doer,
        AuditAction.FREEZE,
        name + version.map(text -> "@" + text).orElse(""),
        noted -> publisher.updates().freeze(name, version, noted),
        AuditedPublisher::told);
  }

  /** See {@link Publisher#openCrowd(ReleaseId, Optional, Optional, List)}. */
  public CrowdStatus openCrowd(
      ReleaseId release, Optional<Duration> window, Optional<String> strategy, List<String> feed) {
    return auditing.of(
        doer,
        AuditAction.CROWD_OPEN,
        release.toString(),
        () -> publisher.startCrowd(release, window, strategy, feed));
  }

  /** See {@link Publisher#closeCrowd}. */
  public CrowdStatus closeCrowd(ReleaseId release) {
    return auditing.of(
        doer, AuditAction.CROWD_CLOSE, release.toString(), () -> publisher.endCrowd(release));
  }

  /** See {@link Publisher#push}. */
  public Pushed push(
      ReleaseId release, List<UnitId> units, List<String> to, Optional<Duration> window) {
    return auditing.of(
        doer,
        AuditAction.PUSH,
        release.toString(),
        events -> publisher.offer(release, units, to, window),
        pushed -> "to %d peers".formatted(pushed.answers().size()));
  }

  /** See {@link Publisher#invite}. */
  public Invitation invite(Optional<String> name, Duration validity) {
    return auditing.of(
        doer,
        AuditAction.INVITE,
        name.orElse(""),
        events -> publisher.network().issue(name, validity),
        invitation -> "invitation " + invitation.id());
  }

  /** See {@link Publisher#withdrawInvitation}. */
  public void withdrawInvitation(String id) {
    done(AuditAction.INVITATION_WITHDRAW, id, () -> publisher.network().revoke(id));
  }

  /** See {@link Publisher#retire}. */
  public void retire(String name) {
    done(AuditAction.RETIRE, name, () -> publisher.network().expel(name));
  }

  /** See {@link PeerUsers#put}. */
  public void putUser(User user) {
    done(AuditAction.USER_PUT, user.name(), () -> publisher.users().put(user));
  }

  /** See {@link PeerUsers#remove}. */
  public void removeUser(String name) {
    done(AuditAction.USER_REMOVE, name, () -> publisher.users().remove(name));
  }

  /** See {@link AccessTokens#create}. */
  public AccessTokens.NewToken createToken(
      AccessTokens tokens, String name, Set<Scope> scopes, Optional<Duration> validity) {
    return auditing.of(
        doer,
        AuditAction.TOKEN_CREATE,
        name,
        noted -> tokens.create(name, scopes, validity),
        made -> made.token().scopes().stream().map(Scope::toString).sorted().toList().toString());
  }

  /** See {@link AccessTokens#revoke}. */
  public void revokeToken(AccessTokens tokens, String name) {
    done(AuditAction.TOKEN_REVOKE, name, () -> tokens.revoke(name));
  }

  private void done(AuditAction action, String subject, Runnable work) {
    auditing.of(
        doer,
        action,
        subject,
        () -> {
          work.run();
          return subject;
        });
  }
}
