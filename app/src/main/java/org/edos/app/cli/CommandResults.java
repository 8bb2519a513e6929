package org.edos.app.cli;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.actor.AccessTokens.NewToken;
import org.edos.actor.CheckedRelease;
import org.edos.actor.FreshnessReport;
import org.edos.actor.GatewayStatus;
import org.edos.actor.MissingPackage;
import org.edos.actor.NewRelease;
import org.edos.actor.PeerStatus;
import org.edos.actor.ReleaseDiff;
import org.edos.actor.WishSummary;
import org.edos.actor.XQueryResult;
import org.edos.app.demo.DemoReport;
import org.edos.app.machine.Examination;
import org.edos.core.audit.AuditEntry;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.core.channel.User;
import org.edos.core.channel.WebhookState;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.network.AccessToken;
import org.edos.core.network.ContentPlace;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.Standing;
import org.edos.core.query.Explanation;
import org.edos.core.release.MovingRelease;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.UnitChange;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Replica;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/** What each command prints with {@code --json}: the table that {@code docs/schemas} is made of. */
final class CommandResults {
  /**
   * One thing that a command prints.
   *
   * @param when it does; empty for always
   * @param type of the document
   * @param besides further members of that document, by name
   */
  record Form(String when, Type type, Map<String, Type> besides) {}

  /** Nothing but that it was done. */
  record Nothing() {}

  record Ready(String actor, String address, String home, long pid) {}

  record Added(String channel, int added) {}

  record TakenOut(String channel, int removed) {}

  record Deleted(String deleted) {}

  record Removed(String removed) {}

  record Revoked(String revoked) {}

  record Marked(long marked) {}

  record Verified(long lines, Sha256 hash) {}

  record Invited(String id, String address, Instant expires) {}

  record Files(List<String> files) {}

  record ShownUnit(UnitId id, String xml, UnitMetadata metadata) {}

  record Attributes(String kind, boolean known, List<String> attributes) {}

  record Signed(UnitId id, List<Attributes> signature) {}

  record Count(long units, boolean exact) {}

  record CountLine(Count count) {}

  record AnswerLine(QueryCommand.Answer answer) {}

  record End(String next, double milliseconds, Optional<Explanation> explanation) {}

  record EndLine(End end) {}

  record Answers(
      long total,
      boolean exact,
      List<QueryCommand.Answer> answers,
      String next,
      double milliseconds,
      Optional<Explanation> explanation) {}

  record LookedUp(
      String directory,
      long total,
      boolean exact,
      List<QueryCommand.Answer> answers,
      String next,
      double milliseconds) {}

  private static final Map<String, List<Form>> TABLE = new TreeMap<>();

  static {
    daemonsAndPeers();
    publishing();
    finding();
    channels();
  }

  private CommandResults() {}

  /** By each command's name, as {@code flashcrowd open}. */
  static Map<String, List<Form>> table() {
    return Collections.unmodifiableMap(TABLE);
  }

  private static void daemonsAndPeers() {
    for (String actor : List.of("publisher", "mirror", "client")) {
      prints(actor, "one line, when it is ready", Ready.class);
    }
    for (String invite : List.of("invite", "publisher invite")) {
      prints(invite, "", Invited.class);
      prints(invite, "with --list", IssuedInvitation[].class);
      prints(invite, "with --withdraw", Nothing.class);
    }
    prints("retire", "", Nothing.class);
    add(
        "status",
        new Form(
            "",
            PeerStatus.class,
            Map.of(
                "network", Standing[].class,
                "gateway", GatewayStatus.class,
                "freshness", FreshnessReport.class)));
    prints("audit", "", AuditEntry[].class);
    prints("audit", "with --verify", Verified.class);
    prints("token create", "", NewToken.class);
    prints("token list", "", AccessToken[].class);
    prints("token revoke", "", Revoked.class);
    prints("password set", "", Nothing.class);
    prints("password remove", "", Nothing.class);
    prints("doctor", "", Examination.Check[].class);
    for (String setup : List.of("setup apt", "setup dnf")) {
      prints(setup, "", SetupCommands.Setup.class);
      prints(setup, "where files are written or removed", Files.class);
    }
    prints("demo", "", DemoReport.class);
  }

  private static void publishing() {
    prints("publish", "", NewRelease.class);
    prints("update", "", ReleaseUpdate.class);
    prints("transaction", "", ReleaseUpdate.class);
    for (String change : List.of("create", "insert", "remove", "delete")) {
      prints("collection " + change, "", ReleaseUpdate.class);
    }
    prints("collection show", "", MovingRelease.class);
    prints("collection show", "of one collection", MovingRelease.OwnCollection.class);
    prints("freeze", "", PublishedRelease.class);
    prints("unpublish", "", Nothing.class);
    prints("push", "", Pushed.class);
    prints("flashcrowd open", "", CrowdStatus.class);
    prints("flashcrowd status", "of all", CrowdStatus[].class);
    prints("flashcrowd status", "of one release", CrowdStatus.class);
    prints("flashcrowd plan", "", PlanOutlook[].class);
    prints("flashcrowd close", "", CrowdStatus.class);
  }

  private static void finding() {
    prints("releases", "", PublishedRelease[].class);
    prints("history", "", UnitChange[].class);
    prints("query", "", Answers.class);
    prints("query", "with --xquery", XQueryResult.class);
    prints("query", "with --ndjson, the first line", CountLine.class);
    prints("query", "with --ndjson, a line of each answer", AnswerLine.class);
    prints("query", "with --ndjson, the last line", EndLine.class);
    prints("lookup", "", LookedUp.class);
    prints("show", "", ShownUnit.class);
    prints("show", "with --xpath", String[].class);
    prints("signature", "", Signed.class);
    prints("locate", "", LocateCommand.Located.class);
    prints("locate", "with --best", ContentPlace[].class);
    prints("get", "", GetCommand.Fetched.class);
    prints("wish", "", WishSummary.class);
    prints("check", "", CheckedRelease.class);
    prints("diff", "", ReleaseDiff.class);
    prints("replicate", "", Replica[].class);
    prints("replicate", "with --to", ReplicateCommand.Answer[].class);
    prints("missing", "", MissingPackage[].class);
  }

  private static void channels() {
    prints("channel create", "", Channel.class);
    prints("channel list", "", Channel[].class);
    prints("channel describe", "", ChannelDescription.class);
    prints("channel add", "", Added.class);
    prints("channel remove", "", TakenOut.class);
    prints("channel grant", "", Channel.class);
    prints("channel revoke", "", Channel.class);
    prints("channel delete", "", Deleted.class);
    prints("user add", "", User.class);
    prints("user list", "", User[].class);
    prints("user remove", "", Removed.class);
    prints("subscribe", "", Subscription.class);
    prints("subscriptions", "", Subscription[].class);
    prints("unsubscribe", "", Nothing.class);
    prints("inbox", "", Notification[].class);
    prints("inbox", "with --read", Marked.class);
    prints("inbox", "with --retry", Notification.class);
    prints("webhook add", "", NewWebhook.class);
    prints("webhook list", "", WebhookState[].class);
    prints("webhook remove", "", Nothing.class);
  }

  private static void prints(String command, String when, Type type) {
    add(command, new Form(when, type, Map.of()));
  }

  private static void add(String command, Form form) {
    TABLE.computeIfAbsent(command, name -> new ArrayList<>()).add(form);
  }
}
