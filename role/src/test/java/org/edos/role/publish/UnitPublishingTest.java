package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.Operation.Supply;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitPublishingTest {
  private static final ReleaseId CURRENT = ReleaseId.current("demo");
  private static final CollectionId DESK = OwnUnits.collection(CURRENT, "desk");
  private static final URI MIRROR = URI.create("http://10.0.0.1:9977");

  @TempDir Path folder;
  private Machine machine;
  private UnitPublishing units;

  @BeforeEach
  void open() {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    Publishing publishing = machine.publishing();
    units =
        new UnitPublishing(
            "demo",
            transaction -> publishing.transact(transaction, MissingChannels.MAKE, event -> {}),
            machine.index,
            machine.locations);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void unitsComeAndGoOneByOne() throws IOException {
    PackageId editor = publish("editor");
    PackageId viewer = publish("viewer");
    RepositoryPath place = new RepositoryPath("boot/disk.img");
    units.publishUtility(place, new Supply.Bytes("disk".getBytes(StandardCharsets.UTF_8)));
    units.publishCollection(DESK, List.of(editor));
    units.insertIntoCollection(DESK, List.of(viewer));
    units.deleteInCollection(DESK, List.of(editor));
    assertThat(own().collections()).containsEntry(DESK, List.of(viewer));
    units.unpublishPackage(viewer);
    assertThat(own().collections()).containsEntry(DESK, List.of());
    units.unpublishUtility(new UtilityId("demo/boot/disk.img", "current"));
    units.unpublishCollection(DESK);
    assertThat(own()).isEqualTo(OwnUnits.none(CURRENT));
  }

  @Test
  void channelsTellOfUnitsWithADate() throws IOException {
    PackageId editor = publish("editor");
    units.publishToChannel(editor, "news", Optional.of(Instant.EPOCH));
    units.unpublishToChannel(editor, "news", Optional.empty());
    assertThat(machine.channels.events("news", 0, 10))
        .extracting(event -> event.kind().name())
        .containsExactly("UNIT_ADDED", "UNIT_REMOVED");
    assertThat(machine.channels.events("news", 0, 10).getFirst().details())
        .containsEntry("date", "1970-01-01T00:00:00Z");
  }

  @Test
  void aPackagesLocationsAreNotedAndStruckOut() throws IOException {
    PackageId editor = publish("editor");
    Sha256 content = Sha256.of(Files.readAllBytes(folder.resolve("new/editor_1.0_all.deb")));
    units.publishPackageLocation(editor, MIRROR);
    assertThat(machine.locations.locate(List.of(content)).values())
        .singleElement()
        .satisfies(peers -> assertThat(peers).contains(MIRROR));
    units.unpublishPackageLocation(editor, MIRROR);
    assertThat(machine.locations.locate(List.of(content)).values())
        .singleElement()
        .satisfies(peers -> assertThat(peers).doesNotContain(MIRROR));
    PackageId missing = (PackageId) UnitId.parse("pkg:deb/debian/missing@1.0?arch=all");
    assertThatThrownBy(() -> units.publishPackageLocation(missing, MIRROR))
        .hasMessageContaining("no release has");
  }

  private PackageId publish(String name) throws IOException {
    PackageId id = (PackageId) UnitId.parse("pkg:deb/debian/" + name + "@1.0?arch=all");
    Path deb = MadeDebs.write(folder.resolve("new"), name, "1.0");
    units.publishPackage(id, new RepositoryPath("pool/" + name + ".deb"), new Supply.File(deb));
    return id;
  }

  private OwnUnits own() {
    return OwnUnits.of(CompositionXml.read(machine.index.composition(CURRENT).orElseThrow().xml()));
  }
}
