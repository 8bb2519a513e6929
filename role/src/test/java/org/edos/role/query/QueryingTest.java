package org.edos.role.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.Query;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Units by kind, and the newest version of one: questions of the seed's interface. */
class QueryingTest {
  private static final UtilityId RELEASE = new UtilityId("curl", "1");
  private static final CollectionId TOOLS = new CollectionId("curl", "2");

  private final Shelf shelf = new Shelf();

  @AfterEach
  void close() {
    shelf.close();
  }

  private static Document utility() {
    return MetadataXml.write(
        new UtilityMetadata(
            RELEASE, new RepositoryPath("dists/Release"), Sha256.of(new byte[1]), 1));
  }

  private static Document collection(UnitId... members) {
    return MetadataXml.write(new CollectionMetadata(TOOLS, List.of(members)));
  }

  @Test
  void aConditionIsAskedOfOneKindOfUnitAlone() {
    Document curl = Shelf.deb("curl", "7.88");
    shelf.publish(curl, Shelf.deb("wget", "1.21"), utility(), collection(curl.id()));
    Querying querying = shelf.querying();
    Query named = Query.parse("name:curl");
    assertThat(querying.packages(named, 10)).containsExactly((PackageId) curl.id());
    assertThat(querying.utilities(named, 10)).containsExactly(RELEASE);
    assertThat(querying.collections(named, 10)).containsExactly(TOOLS);
    assertThat(querying.packages(Query.parse("name:curl OR name:wget"), 1)).hasSize(1);
  }

  @Test
  void theNewestVersionIsThatOfAllReleasesInTheFormatsOwnOrder() {
    shelf.publish(Shelf.deb("curl", "7.9"), Shelf.deb("curl", "7.88~rc1"), utility());
    shelf.publish(Shelf.deb("curl", "7.88"), Shelf.deb("curl-dev", "8"));
    Querying querying = shelf.querying();
    assertThat(querying.newestVersion("curl", PackageId.class)).hasValue("7.88");
    assertThat(querying.newestVersion("curl", UtilityId.class)).hasValue("1");
    assertThat(querying.newestVersion("nothing", PackageId.class)).isEmpty();
  }

  @Test
  void thePackagesOfACollectionAreThoseAtAnyDepthEachOnce() {
    Document curl = Shelf.deb("curl", "7.88");
    Document wget = Shelf.deb("wget", "1.21");
    CollectionId inner = new CollectionId("inner", "1");
    Document below =
        MetadataXml.write(new CollectionMetadata(inner, List.of(wget.id(), curl.id(), RELEASE)));
    shelf.publish(curl, wget, utility(), below, collection(curl.id(), inner));
    assertThat(shelf.querying().packagesIn(TOOLS))
        .containsExactly((PackageId) curl.id(), (PackageId) wget.id());
  }

  @Test
  void versionsOfRpmAreInItsOrder() {
    shelf.publish(rpm("1.0^git1-1"), rpm("1.0-1"), rpm("1.0~rc1-1"));
    assertThat(shelf.querying().newestVersion("curl", PackageId.class)).hasValue("1.0^git1-1");
  }

  private static Document rpm(String version) {
    return Shelf.packaged(PackageFormat.RPM, "curl", version, "x86_64", List.of(), List.of());
  }
}
