package org.edos.actor;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.UpdateRequest;
import org.edos.role.publish.ChangeFeeding;
import org.edos.role.publish.PublishEvent;
import org.edos.role.publish.Publishing;

/** The publisher's moving releases. Safe for use by many threads. */
public final class Updates {
  private final Publishing publishing;
  private final ChangeFeeding feeding;
  private final Consumer<PublishEvent> told;

  Updates(Publishing publishing, ChangeFeeding feeding, Consumer<PublishEvent> told) {
    this.publishing = publishing;
    this.feeding = feeding;
    this.told = told;
  }

  /**
   * Gives a moving release its next state; progress is told in the publisher's events.
   *
   * @param channel is told of every package that came, went or changed; made where it is missing
   * @throws org.edos.core.EdosException see {@link Publishing#update}
   */
  public ReleaseUpdate update(UpdateRequest request, Optional<String> channel) {
    Function<ReleaseId, Optional<URI>> noCrowd = release -> Optional.empty();
    Supplier<ReleaseUpdate> update = () -> publishing.update(request, noCrowd, told);
    return channel.isPresent() ? feeding.feed(request.name(), channel.get(), update) : update.get();
  }

  /**
   * Publishes the current state of a moving release under a version of its own.
   *
   * @param version empty for the next whole number
   * @throws org.edos.core.EdosException see {@link Publishing#freeze}
   */
  public PublishedRelease freeze(String name, Optional<String> version) {
    return publishing.freeze(name, version, told);
  }
}
