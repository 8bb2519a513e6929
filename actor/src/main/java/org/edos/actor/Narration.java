package org.edos.actor;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.edos.actor.PeerEvent.Activity;
import org.edos.core.unit.ByteSize;
import org.edos.role.download.DownloadEvent;
import org.edos.role.publish.PublishEvent;
import org.edos.role.replicate.ReplicateEvent;
import org.edos.role.subscribe.FreshnessEvent;
import org.edos.role.subscribe.SubscribeEvent;

/** Tells the events of every role in the words of {@link PeerEvent}. */
final class Narration {
  /** Where a narrated event goes. */
  interface Sink {
    void tell(Activity activity, String subject, String message, long done, long total);
  }

  private Narration() {}

  static Consumer<PublishEvent> publish(Sink sink) {
    return event -> {
      String release = event.release().toString();
      switch (event) {
        case PublishEvent.TreeRead e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "read the tree: %,d packages, %,d other files, %s"
                    .formatted(e.packages(), e.utilities(), ByteSize.text(e.bytes())),
                0,
                e.bytes());
        case PublishEvent.IndexFetched e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "fetched %,d of %,d indexes: %s".formatted(e.done(), e.total(), e.file()),
                e.doneBytes(),
                e.totalBytes());
        case PublishEvent.IndexesRead e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "checked the indexes: %,d files, %s to read; packages stay at the origin"
                    .formatted(e.utilities(), ByteSize.text(e.indexBytes())),
                0,
                e.indexBytes());
        case PublishEvent.Described e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "described %,d files".formatted(e.files()),
                e.doneBytes(),
                e.totalBytes());
        case PublishEvent.CrowdFetching e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "fetching from the origin what is wished and not here: %,d contents, %s"
                    .formatted(e.contents(), ByteSize.text(e.bytes())),
                0,
                e.bytes());
        case PublishEvent.FilesStored e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "verified and stored %,d of %,d files".formatted(e.done(), e.total()),
                e.doneBytes(),
                e.totalBytes());
        case PublishEvent.Signed e ->
            sink.tell(Activity.PUBLISH, release, "signed as number " + e.number(), 0, 0);
        case PublishEvent.Published e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "published: %,d packages, %,d other files, %s"
                    .formatted(e.packages(), e.utilities(), ByteSize.text(e.bytes())),
                e.bytes(),
                e.bytes());
        case PublishEvent.Broken e ->
            sink.tell(Activity.PUBLISH, release, BrokenPackages.warning(e.broken()), 0, 0);
        case PublishEvent.Unchecked e ->
            sink.tell(
                Activity.PUBLISH,
                release,
                "what became uninstallable could not be found out: " + e.reason(),
                0,
                0);
        case PublishEvent.Unpublished e -> sink.tell(Activity.PUBLISH, release, "withdrawn", 0, 0);
        case PublishEvent.CrowdOpened e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "flash crowd opened: wish lists are collected for %.1f s"
                    .formatted(e.windowMillis() / 1000.0),
                0,
                0);
        case PublishEvent.WishReceived e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "wish list %d: peer %s wants %,d contents"
                    .formatted(e.wishLists(), e.peer(), e.contents()),
                0,
                0);
        case PublishEvent.ClustersPlanned e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "planned %d clusters for %d peers (strategy %s) and seeds them"
                    .formatted(e.clusters(), e.peers(), e.strategy()),
                0,
                0);
        case PublishEvent.LatePlanned e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "planned %d late peers, with %d more clusters"
                    .formatted(e.peers(), e.newClusters()),
                0,
                0);
        case PublishEvent.LateFailed e ->
            sink.tell(
                Activity.PROBLEM,
                release,
                "%d late peers cannot be served in swarms: %s".formatted(e.peers(), e.reason()),
                0,
                0);
        case PublishEvent.CrowdFed e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "fed %d of %d chosen peers; now everybody is served"
                    .formatted(e.done(), e.feeders()),
                0,
                0);
        case PublishEvent.Reported e ->
            sink.tell(
                Activity.FLASH_CROWD,
                release,
                "peer %s has %s of %s; %d of %d peers are done"
                    .formatted(
                        e.peer(),
                        ByteSize.text(e.receivedBytes()),
                        ByteSize.text(e.wantedBytes()),
                        e.donePeers(),
                        e.peers()),
                e.donePeers(),
                e.peers());
        case PublishEvent.CrowdFailed e ->
            sink.tell(
                Activity.PROBLEM, release, "the flash crowd cannot be served: " + e.reason(), 0, 0);
        case PublishEvent.CrowdClosed e ->
            sink.tell(Activity.FLASH_CROWD, release, "flash crowd closed", 0, 0);
      }
    };
  }

  static Consumer<ReplicateEvent> replicate(Sink sink) {
    return event -> {
      switch (event) {
        case ReplicateEvent.Copying e ->
            sink.tell(
                Activity.REPLICATE,
                e.release().toString(),
                "copying documents",
                e.documents(),
                e.total());
        case ReplicateEvent.Visible e ->
            sink.tell(
                Activity.REPLICATE,
                e.release().toString(),
                "can be queried here: %,d packages".formatted(e.packages()),
                0,
                0);
        case ReplicateEvent.Withdrawn e ->
            sink.tell(Activity.REPLICATE, e.release().toString(), "withdrawn", 0, 0);
        case ReplicateEvent.Failed e -> sink.tell(Activity.PROBLEM, e.release(), e.reason(), 0, 0);
      }
    };
  }

  static Consumer<DownloadEvent> download(Sink sink) {
    return event -> {
      switch (event) {
        case DownloadEvent.Fetched e ->
            sink.tell(
                Activity.DOWNLOAD,
                e.content().hex(),
                "%s from %s".formatted(ByteSize.text(e.size()), e.from()),
                e.done(),
                e.total());
        case DownloadEvent.SourceFailed e ->
            sink.tell(Activity.PROBLEM, e.content().hex(), e.from() + ": " + e.reason(), 0, 0);
        case DownloadEvent.Failed e ->
            sink.tell(Activity.PROBLEM, e.content().hex(), "not to be had: " + e.reason(), 0, 0);
        case DownloadEvent.WishSubmitted e ->
            sink.tell(
                Activity.FLASH_CROWD,
                e.release().toString(),
                "handed in a wish list: %,d contents, %s"
                    .formatted(e.contents(), ByteSize.text(e.bytes())),
                0,
                e.bytes());
        case DownloadEvent.SwarmsJoined e ->
            sink.tell(
                Activity.FLASH_CROWD,
                e.release().toString(),
                "joined %d swarms for %s".formatted(e.clusters(), ByteSize.text(e.bytes())),
                0,
                e.bytes());
        case DownloadEvent.Swarming e ->
            sink.tell(
                Activity.FLASH_CROWD,
                e.release().toString(),
                "has %s of %s, %d connections"
                    .formatted(
                        ByteSize.text(e.doneBytes()), ByteSize.text(e.wantedBytes()), e.peers()),
                e.doneBytes(),
                e.wantedBytes());
        case DownloadEvent.CrowdDone e ->
            sink.tell(
                Activity.FLASH_CROWD,
                e.release().toString(),
                "done: %,d contents verified, %,d failed, %s received"
                    .formatted(e.verified(), e.failed(), ByteSize.text(e.receivedBytes())),
                e.verified(),
                (long) e.verified() + e.failed());
        case DownloadEvent.CrowdMissed e ->
            sink.tell(
                Activity.FLASH_CROWD,
                e.release().toString(),
                "fetching from replicas instead of the flash crowd: " + e.reason(),
                0,
                0);
      }
    };
  }

  /**
   * These are read by others, too, who may not know what this peer's user reads: the inbox has the
   * rest.
   */
  static Consumer<SubscribeEvent> subscribe(Sink sink) {
    return event -> {
      switch (event) {
        case SubscribeEvent.Arrived e ->
            sink.tell(
                Activity.CHANNEL,
                "inbox",
                words(e.notification().event().kind().name()) + ", as a subscription asks",
                0,
                0);
        case SubscribeEvent.ActionFailed e ->
            sink.tell(
                Activity.PROBLEM,
                "inbox",
                "%s on a notification failed; the inbox says why"
                    .formatted(words(e.notification().outcome().action().name())),
                0,
                0);
        case SubscribeEvent.Ended e ->
            sink.tell(
                Activity.PROBLEM,
                "inbox",
                "a subscription's channel is not followed; see: edos subscriptions",
                0,
                0);
      }
    };
  }

  /**
   * These, too, are read by others.
   *
   * @param isPublic whether anybody may know of a channel
   */
  static Consumer<FreshnessEvent> freshness(Sink sink, Predicate<String> isPublic) {
    return event -> {
      switch (event) {
        case FreshnessEvent.Noticed e ->
            sink.tell(
                Activity.PROBLEM,
                channel(e, isPublic),
                isPublic.test(e.channel())
                    ? "%s%s: %s"
                        .formatted(
                            words(e.state().name()),
                            e.from().isEmpty() ? "" : " by " + e.from(),
                            e.detail())
                    : words(e.state().name()) + "; see: edos status",
                0,
                0);
        case FreshnessEvent.Recovered e ->
            sink.tell(Activity.CHANNEL, channel(e, isPublic), "fresh again", 0, 0);
      }
    };
  }

  private static String channel(FreshnessEvent event, Predicate<String> isPublic) {
    return isPublic.test(event.channel()) ? "channel " + event.channel() : "a closed channel";
  }

  private static String words(String constant) {
    return constant.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
