package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.edos.core.gateway.Via;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.network.ContentPlace;
import org.edos.core.query.Query;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.role.download.UnitDownloads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The methods of the seed's Distribution API that no other story exercises, over real processes: a
 * publisher, a mirror that is a member of its network and copies nothing by itself, a mirror
 * outside that copies everything, and a client.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionApiIT {
  private static final int PACKAGES = 6;
  private static final CollectionId ROOT = new ReleaseId("tools", "1").collection();

  @TempDir static Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon member;
  private EdosDaemon outside;
  private EdosDaemon client;
  private RoleClient program;
  private List<PackageId> packages;

  @BeforeAll
  void aReleaseThatEverybodySees() throws Exception {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    String invitation = publisher.asks("invite", "--name", "member").path("address").asString("");
    member =
        neighbourhood.start(
            "member", "mirror", "--join", invitation, "--set", "replicate-contents=false");
    outside = neighbourhood.mirror(publisher);
    client = neighbourhood.client("client", member, "--set", "accept-push=true");
    Path tree = folder.resolve("tree");
    MadePackages.write(tree, "tool", PACKAGES, 100_000, new Random(2004));
    publisher.edos("publish", tree.toString(), "--release", "tools", "--version", "1").well();
    neighbourhood.seesEverywhere("tools@1");
    program = new RoleClient(member, folder.resolve("program"));
    packages = program.querying.packages(Query.parse("name:tool-*"), 100);
    await("the outside mirror has everything")
        .untilAsserted(() ->
            assertThat(outside.asks("wish", "tools").path("missingContents").asInt(-1)).isZero());
  }

  @AfterAll
  void end() {
    program.close();
    neighbourhood.close();
  }

  private boolean isSaidToHold(EdosDaemon daemon, UnitId unit) {
    return program.querying.locate(unit).values().stream()
        .anyMatch(peers -> peers.contains(daemon.address()));
  }

  @Test
  void unitsAreFoundByKindAndTheNewestVersionByName() {
    assertThat(packages).hasSize(PACKAGES);
    assertThat(program.querying.utilities(Query.parse("name:*"), 100)).isNotEmpty();
    assertThat(program.querying.collections(Query.parse("name:tools*"), 100)).contains(ROOT);
    assertThat(program.querying.newestVersion("tool-1", PackageId.class)).hasValue("1.0");
    assertThat(program.querying.newestVersion("tool-1", UtilityId.class)).isEmpty();
  }

  @Test
  void unitsAreLookedUpByTheirAttributes() {
    JsonNode found = client.asks("lookup", "name: tool-1 or tool-2", "type: binary/deb");
    assertThat(EdosDaemon.strings(found.path("answers"), "name"))
        .containsExactlyInAnyOrder("tool-1", "tool-2");
  }

  @Test
  void thePackagesOfACollectionAreThoseAtAnyDepth() {
    assertThat(program.querying.packagesIn(ROOT)).containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void aPackageAUtilityAndACollectionAreGot() {
    PackageId wanted = packages.get(1);
    UnitDownloads.Unit<PackageMetadata> unit = program.units.getPackage(wanted);
    assertThat(unit.metadata().id()).isEqualTo(wanted);
    assertThat(unit.content().id()).isEqualTo(unit.metadata().sha256());
    UtilityId utility = program.querying.utilities(Query.parse("kind:utility"), 1).getFirst();
    assertThat(program.units.getUtility(utility).content().size()).isPositive();
    assertThat(program.units.getCollection(ROOT).members()).isNotEmpty();
  }

  @Test
  void packagesAreMissingUntilTheirBytesAreHere() {
    String unit = packages.get(5).toString();
    assertThat(EdosDaemon.strings(client.asks("missing", unit), "id")).containsExactly(unit);
    client.edos("get", unit).well();
    assertThat(client.asks("missing", unit).size()).isZero();
  }

  @Test
  void theBestPlacesOfAUnitAreNamedByARoleAndByTheCommand() {
    PackageId unit = packages.get(2);
    List<ContentPlace> places =
        program.units.bestLocations(List.of(unit), List.of()).getOrDefault(unit, List.of());
    assertThat(places).extracting(ContentPlace::address).contains(publisher.address());
    JsonNode told = outside.asks("locate", unit.toString(), "--best");
    assertThat(told.path(0).path("via").asString("")).isEqualTo(Via.CACHE.name());
    assertThat(client.edos("locate", ROOT.toString(), "--best").exitCode()).isEqualTo(2);
  }

  @Test
  void aMirrorTakesASinglePackageUpAndDropsIt() {
    String unit = packages.get(3).toString();
    assertThat(isSaidToHold(member, packages.get(3))).isFalse();

    member.edos("replicate", unit).well();

    assertThat(isSaidToHold(member, packages.get(3))).isTrue();
    assertThat(EdosDaemon.strings(member.asks("replicate"), "unit")).contains(unit);
    member.kill9();
    member.restart();
    assertThat(EdosDaemon.strings(member.asks("replicate"), "unit")).contains(unit);

    member.edos("replicate", "--drop", unit).well();

    assertThat(isSaidToHold(member, packages.get(3))).isFalse();
    assertThat(EdosDaemon.strings(member.asks("replicate"), "unit")).doesNotContain(unit);
  }

  @Test
  void aProgramTakesUpUnitsOfEveryKindFromAPeerAndDropsThem() {
    URI from = outside.address();
    UtilityId utility = program.querying.utilities(Query.parse("kind:utility"), 1).getFirst();
    program.replicas.publishPackage(packages.get(4), Optional.of(from));
    program.replicas.publishUtility(utility, Optional.of(from));
    assertThat(program.replicas.publishCollection(ROOT, Optional.of(from)).contents())
        .isGreaterThanOrEqualTo(PACKAGES);
    assertThat(program.replicas.unpublishPackage(packages.get(4)).contents()).isEqualTo(1);
    assertThat(program.replicas.unpublishUtility(utility).contents()).isEqualTo(1);
    assertThat(program.replicas.unpublishCollection(ROOT).contents()).isPositive();
    assertThat(program.replicas.taken()).isEmpty();
  }

  @Test
  void aLocationIsPublishedAndWithdrawn() {
    URI somebody = URI.create("http://192.0.2.7:9977");
    program.replicas.publishPackageLocation(packages.get(5), somebody);
    assertThat(program.querying.locate(packages.get(5)).values())
        .anyMatch(peers -> peers.contains(somebody));
    program.replicas.unpublishPackageLocation(packages.get(5), somebody);
    assertThat(program.querying.locate(packages.get(5)).values())
        .noneMatch(peers -> peers.contains(somebody));
  }

  @Test
  void aMirrorOfWholeReleasesLeavesOutWhatItDropped() {
    String unit = packages.get(0).toString();
    outside.edos("replicate", "--drop", unit).well();
    outside.kill9();
    outside.restart();
    await("the mirror is back").until(() -> outside.releases().contains("tools@1"));
    assertThat(outside.asks("wish", "tools").path("missingContents").asInt(-1)).isEqualTo(1);

    outside.edos("replicate", unit, "--from", publisher.address().toString()).well();

    assertThat(outside.asks("wish", "tools").path("missingContents").asInt(-1)).isZero();
  }

  @Test
  void aMirrorPushesWhatItHoldsToWhoLetsIt() {
    String unit = packages.get(2).toString();
    member.edos("replicate", unit).well();

    member.edos("replicate", unit, "--to", client.address().toString()).well();

    await("the unit arrives")
        .until(() ->
            client
                .asks("locate", unit, "--best")
                .path(0)
                .path("via")
                .asString("")
                .equals(Via.CACHE.name()));
    Ended refused = member.edos("replicate", unit, "--to", publisher.address().toString());
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains("accept-push");
    Ended notHere = member.edos("replicate", ROOT.toString(), "--to", client.address().toString());
    assertThat(notHere.errors()).contains("does not hold");
  }

  @Test
  void aChannelIsCreatedDescribedFedAndUnfedAndASubscriptionEnds() {
    String unit = packages.get(1).toString();
    publisher.edos("channel", "create", "picks", "--description", "what we like").well();
    publisher.edos("channel", "add", "picks", unit, ROOT.toString()).well();
    await("the client may read it")
        .until(() -> EdosDaemon.strings(client.asks("channel", "list"), "name").contains("picks"));
    String description = client.http().tree("/api/v1/channels/picks").toString();
    assertThat(description).contains("what we like").contains(unit).contains(ROOT.toString());
    client.edos("subscribe", "picks", "--filter", "name:tool-*").well();
    String id = client.asks("subscriptions").path(0).path("id").asString("");
    publisher.edos("channel", "remove", "picks", unit).well();
    await("the unit is gone from it")
        .until(() -> !client.http().tree("/api/v1/channels/picks").toString().contains(unit));
    client.edos("unsubscribe", id).well();
    assertThat(client.asks("subscriptions").size()).isZero();
  }

  @Test
  void aChannelTakesUtilitiesAndCollectionsToo() {
    String utility =
        program.querying.utilities(Query.parse("kind:utility"), 1).getFirst().toString();
    publisher.edos("channel", "create", "installers").well();
    publisher.edos("channel", "add", "installers", utility, ROOT.toString()).well();
    await("the client reads what is in it")
        .untilAsserted(() ->
            assertThat(client.http().tree("/api/v1/channels/installers").toString())
                .contains(utility, ROOT.toString()));
    publisher.edos("channel", "remove", "installers", utility, ROOT.toString()).well();
    await("it is empty again")
        .untilAsserted(() ->
            assertThat(client.http().tree("/api/v1/channels/installers").toString())
                .doesNotContain(utility, ROOT.toString()));
  }

  @Test
  void aPublisherPublishesAndWithdrawsAUnitOfEachKind() throws Exception {
    Path files = folder.resolve("single");
    List<Path> debs = MadePackages.write(files, "single", 2, 1000, new Random(8));
    transact(
        """
        [{"operation": "publish-package", "file": "%s"},
         {"operation": "publish-package", "file": "%s"},
         {"operation": "publish-utility", "location": "boot/note.txt", "bytes": "bm90ZQ=="}]
        """
            .formatted(debs.getFirst(), debs.getLast()));
    neighbourhood.seesEverywhere("moving@current");
    String packaged = only(publisher.answers("name:single-0"));
    String note = only(publisher.answers("path:boot/note.txt"));
    assertThat(packaged).startsWith("pkg:deb/");
    publisher.edos("collection", "create", "moving", "desk", packaged).well();
    publisher.edos("collection", "insert", "moving", "desk", note).well();
    String desk = "edos:collection/moving/own/desk@current";
    assertThat(publisher.edos("show", desk).well().output()).contains(packaged, note);
    publisher.edos("collection", "remove", "moving", "desk", packaged).well();
    assertThat(publisher.edos("show", desk).well().output())
        .contains(note)
        .doesNotContain(packaged);
    publisher.edos("collection", "delete", "moving", "desk").well();
    assertThat(publisher.edos("show", desk).exitCode()).isEqualTo(3);
    transact("[{\"operation\": \"unpublish\", \"id\": \"%s\"}]".formatted(note));
    assertThat(publisher.answers("path:boot/note.txt")).isEmpty();
    transact("[{\"operation\": \"unpublish\", \"id\": \"%s\"}]".formatted(packaged));
    assertThat(publisher.answers("name:single-0")).isEmpty();
  }

  private static String only(List<String> answers) {
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private void transact(String operations) throws Exception {
    Path file = Files.writeString(folder.resolve("changes.json"), operations);
    publisher.edos("transaction", "moving", file.toString()).well();
  }

  @Test
  void aReleaseIsWithdrawnWithAllThatIsInIt() throws Exception {
    Path tree = folder.resolve("short");
    MadePackages.write(tree, "short", 2, 1000, new Random(7));
    publisher.edos("publish", tree.toString(), "--release", "short", "--version", "1").well();
    neighbourhood.seesEverywhere("short@1");
    publisher.edos("unpublish", "short@1").well();
    await("the mirrors withdraw it, too")
        .until(() ->
            Set.of(member, outside).stream()
                .allMatch(one -> one.answers("name:short-*").isEmpty()));
  }
}
