package org.edos.actor;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edos.core.audit.Doer;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.Transaction;
import org.edos.core.release.UpdateRequest;
import org.edos.role.publish.ChangeFeeding;
import org.edos.role.publish.MissingChannels;
import org.edos.role.publish.PublishEvent;
import org.edos.role.publish.Publishing;

/** The publisher's moving releases. Safe for use by many threads. */
public final class Updates {
  private final Publishing publishing;
  private final ChangeFeeding feeding;
  private final Publisher publisher;
  private final Consumer<PublishEvent> told;

  Updates(
      Publishing publishing,
      ChangeFeeding feeding,
      Publisher publisher,
      Consumer<PublishEvent> told) {
    this.publishing = publishing;
    this.feeding = feeding;
    this.publisher = publisher;
    this.told = told;
  }

  /**
   * Gives a moving release its next state; progress is told in the publisher's events.
   *
   * @param channel is told of every package that came, went or changed; made where it is missing
   * @throws org.edos.core.EdosException see {@link Publishing#update}
   */
  public ReleaseUpdate update(UpdateRequest request, Optional<String> channel) {
    return publisher.by(Doer.HERE).update(request, channel);
  }

  /**
   * What an update would come to; nothing is taken in. Progress is told in the publisher's events,
   * as a check.
   *
   * @param limit most of each kind of difference in the answer; all are counted
   * @throws org.edos.core.EdosException see {@link Publishing#update}, as far as indexes tell
   */
  public PublishPreview preview(UpdateRequest request, int limit) {
    return PublishPreview.of(
        publishing.preview(
            request,
            Narration.publish((activity, subject, message, done, total) ->
                publisher.events().tell(PeerEvent.Activity.CHECK, subject, message, done, total))),
        limit);
  }

  ReleaseUpdate update(
      UpdateRequest request, Optional<String> channel, Consumer<PublishEvent> noted) {
    Function<ReleaseId, Optional<URI>> noCrowd = release -> Optional.empty();
    Supplier<ReleaseUpdate> update = () -> publishing.update(request, noCrowd, noted.andThen(told));
    return channel.isPresent() ? feeding.feed(request.name(), channel.get(), update) : update.get();
  }

  /**
   * Does all operations of a transaction on a moving release, or none; progress is told in the
   * publisher's events.
   *
   * @throws org.edos.core.EdosException see {@link Publishing#transact}
   */
  public ReleaseUpdate transact(Transaction transaction) {
    return publisher.by(Doer.HERE).transact(transaction);
  }

  ReleaseUpdate transact(
      Transaction transaction, MissingChannels missing, Consumer<PublishEvent> noted) {
    return publishing.transact(transaction, missing, noted.andThen(told));
  }

  /**
   * Publishes the current state of a moving release under a version of its own.
   *
   * @param version empty for the next whole number
   * @throws org.edos.core.EdosException see {@link Publishing#freeze}
   */
  public PublishedRelease freeze(String name, Optional<String> version) {
    return publisher.by(Doer.HERE).freeze(name, version);
  }

  PublishedRelease freeze(String name, Optional<String> version, Consumer<PublishEvent> noted) {
    return publishing.freeze(name, version, noted.andThen(told));
  }
}
