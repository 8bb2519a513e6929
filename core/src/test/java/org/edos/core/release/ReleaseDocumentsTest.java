package org.edos.core.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlanXml;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.Test;

class ReleaseDocumentsTest {
  private static final ReleaseId RELEASE = new ReleaseId("bookworm", "12.1");
  private static final Sha256 HASH = Sha256.of("any".getBytes(UTF_8));
  private static final PeerId ANN = new PeerId("0123456789abcdef");
  private static final PeerId BOB = new PeerId("fedcba9876543210");

  @Test
  void a_composition_reads_back_as_it_was_written() throws Exception {
    Composition composition = composition(3);
    byte[] xml = CompositionXml.write(composition);
    validate(xml);
    assertThat(CompositionXml.read(xml)).isEqualTo(composition);
    assertThat(CompositionXml.write(composition)).isEqualTo(xml);
  }

  @Test
  void a_moving_release_reads_back_with_its_history() throws Exception {
    Composition plain = composition(3);
    Composition.Entry gone = plain.entries().getFirst();
    UnitId come = plain.entries().getLast().unit();
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    Composition moving =
        new Composition(
            ReleaseId.current("bookworm"),
            plain.number(),
            plain.created(),
            plain.expires(),
            plain.format(),
            plain.origin(),
            plain.entries(),
            plain.collections(),
            List.of(
                new UnitChange(6, time, UnitChange.Kind.ADDED, Optional.empty(), Optional.of(come)),
                new UnitChange(
                    7, time, UnitChange.Kind.PATCH, Optional.of(gone), Optional.of(come)),
                new UnitChange(
                    7, time, UnitChange.Kind.REMOVED, Optional.of(gone), Optional.empty())));
    byte[] xml = CompositionXml.write(moving);
    validate(xml);
    assertThat(CompositionXml.read(xml)).isEqualTo(moving);
    assertThat(moving.newestChanges()).hasSize(2);
    assertThatThrownBy(() ->
            CompositionXml.read(new String(xml, UTF_8).replace("removed", "added").getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("a change lacks");
  }

  @Test
  void a_release_of_the_size_of_debian_reads_back() {
    Composition composition = composition(70_000);
    assertThat(CompositionXml.read(CompositionXml.write(composition))).isEqualTo(composition);
  }

  @Test
  void a_composition_with_a_path_that_leaves_the_tree_is_refused() {
    String xml =
        new String(CompositionXml.write(composition(3)), UTF_8).replaceFirst("pool/0", "../0");
    assertThatThrownBy(() -> CompositionXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("unsafe path");
  }

  @Test
  void a_composition_that_repeats_a_path_is_refused() {
    String xml =
        new String(CompositionXml.write(composition(2)), UTF_8)
            .replace("pool/0000001", "pool/0000000");
    assertThatThrownBy(() -> CompositionXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("repeats or misplaces");
  }

  @Test
  void a_composition_that_lacks_its_number_is_an_error_that_says_so() {
    String xml =
        new String(CompositionXml.write(composition(1)), UTF_8).replace(" number=\"7\"", "");
    assertThatThrownBy(() -> CompositionXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("lacks its attribute number");
  }

  @Test
  void a_wish_list_reads_back_as_it_was_written() throws Exception {
    BitSet wanted = new BitSet();
    wanted.set(0);
    wanted.set(69_999);
    for (WishList wishes : List.of(wishes(wanted), wishes(new BitSet()))) {
      byte[] xml = WishListXml.write(wishes);
      validate(xml);
      assertThat(WishListXml.read(xml)).isEqualTo(wishes);
    }
  }

  @Test
  void the_largest_wish_list_travels_and_a_larger_one_does_not() {
    BitSet most = new BitSet();
    most.set(WishListXml.MAX_BITS - 1);
    assertThat(WishListXml.read(WishListXml.write(wishes(most)))).isEqualTo(wishes(most));
    BitSet more = new BitSet();
    more.set(WishListXml.MAX_BITS);
    assertThatThrownBy(() -> WishListXml.write(wishes(more))).isInstanceOf(EdosException.class);
  }

  @Test
  void a_wish_list_of_bad_base64_is_an_error() {
    String xml =
        new String(WishListXml.write(wishes(new BitSet())), UTF_8)
            .replaceFirst(">[^<>]*</wanted>", ">!</wanted>");
    assertThatThrownBy(() -> WishListXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("wish list is damaged");
  }

  @Test
  void a_wish_list_tells_the_peers_rates_where_it_knows_them() throws Exception {
    WishList fast = wishes(new BitSet()).at(new WishList.Rates(4_000_000, 0));
    byte[] xml = WishListXml.write(fast);
    validate(xml);
    assertThat(WishListXml.read(xml)).isEqualTo(fast);
    assertThatThrownBy(() ->
            WishListXml.read(new String(xml, UTF_8).replace("4000000", "-4000000").getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("upload is not a number");
  }

  @Test
  void a_cluster_plan_reads_back_as_it_was_written() throws Exception {
    ClusterPlan plan =
        new ClusterPlan(
            RELEASE,
            HASH,
            "same-wishes",
            List.of(
                new ClusterPlan.Cluster(
                    0, List.of(HASH), 12, new TreeSet<>(List.of(ANN, BOB)), true),
                new ClusterPlan.Cluster(
                    1, List.of(), 0, new TreeSet<>(Comparator.naturalOrder()), false)));
    byte[] xml = ClusterPlanXml.write(plan);
    validate(xml);
    assertThat(ClusterPlanXml.read(xml)).isEqualTo(plan);
  }

  @Test
  void a_cluster_plan_whose_numbers_have_gaps_is_an_error() {
    ClusterPlan plan =
        new ClusterPlan(
            RELEASE,
            HASH,
            "s",
            List.of(new ClusterPlan.Cluster(1, List.of(HASH), 1, new TreeSet<>(), true)));
    assertThatThrownBy(() -> ClusterPlanXml.read(ClusterPlanXml.write(plan)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("cluster 0 is numbered 1");
  }

  private static WishList wishes(BitSet wanted) {
    return new WishList(RELEASE, HASH, ANN, wanted);
  }

  private static Composition composition(int files) {
    List<Composition.Entry> entries = new ArrayList<>();
    List<UnitId> members = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      PackageId unit =
          new PackageId(PackageFormat.RPM, "fedora", "name&" + i, "1:2-" + i, "x86_64");
      Sha256 hash = Sha256.of(("file" + i).getBytes(UTF_8));
      entries.add(
          new Composition.Entry(
              new RepositoryPath("pool/%07d.rpm".formatted(i)), unit, hash, i, HASH));
      members.add(unit);
    }
    return new Composition(
        RELEASE,
        7,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-02-01T00:00:00.5Z"),
        PackageFormat.RPM,
        entries,
        List.of(new CollectionMetadata(RELEASE.collection(), members)));
  }

  private static void validate(byte[] xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Objects.requireNonNull(CompositionXml.class.getResource("edos-release.xsd")))
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(xml)));
  }
}
