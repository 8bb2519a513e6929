package org.edos.core.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URL;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.junit.jupiter.api.Test;

class MetadataXmlTest {
  private static final Sha256 HASH = Sha256.of("curl".getBytes(UTF_8));

  @Test
  void a_package_reads_back_as_it_was_written() {
    PackageMetadata curl = curl("URL transfer & more <fast>");
    assertThat(MetadataXml.read(MetadataXml.write(curl).xml())).isEqualTo(curl);
  }

  @Test
  void a_package_document_is_flat_and_its_bytes_never_change() {
    String xml = new String(MetadataXml.write(curl("URL transfer")).xml(), UTF_8);
    assertThat(xml)
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <package id="pkg:rpm/fedora/curl@8.6.0-8.fc40?arch=x86_64&amp;epoch=1" xmlns:axml="edos:axml"><name>curl</name>\
            <version>1:8.6.0-8.fc40</version><arch>x86_64</arch><format>rpm</format>\
            <distribution>fedora</distribution><size>307200</size><installed-size>700000</installed-size>\
            <sha256>%s</sha256><category>net</category><license>curl</license><summary>URL transfer</summary>\
            <description>Line one
             .line two</description><maintainer>A B &lt;a@b.example&gt;</maintainer><source>curl</source>\
            <date>2024-05-01T10:00:00Z</date><essential>yes</essential><multi-arch>foreign</multi-arch>\
            <requires><capability name="libc6" op="&gt;=" version="2.34"/></requires>\
            <requires><capability name="a" arch="any"/><capability name="b" op="=" version="2"/></requires>\
            <provides><capability name="(x if y)"/></provides>\
            <files><file>/usr/bin/curl</file></files>\
            <axml:sc methodName="replicas"/><axml:sc methodName="statistics"/><axml:sc methodName="closure"/></package>
            """
                .formatted(HASH));
  }

  @Test
  void of_collections_only_the_root_of_a_release_calls_services() {
    assertThat(text(new CollectionMetadata(new CollectionId("bookworm", "12.1"), List.of())))
        .endsWith(
            " xmlns:axml=\"edos:axml\"><name>bookworm</name><version>12.1</version>"
                + "<axml:sc methodName=\"statistics\"/></collection>\n");
    assertThat(text(collection())).doesNotContain("axml");
  }

  @Test
  void every_kind_of_document_is_valid_by_the_schema() throws Exception {
    for (UnitMetadata unit :
        List.of(curl("x"), bare(), utility(), root(), collection(), allRelations())) {
      validate(MetadataXml.write(unit).xml());
    }
  }

  @Test
  void utilities_and_collections_read_back_as_they_were_written() {
    for (UnitMetadata unit : List.of(utility(), root(), collection(), bare(), allRelations())) {
      Document document = MetadataXml.write(unit);
      assertThat(document.id()).isEqualTo(unit.id());
      assertThat(MetadataXml.read(document.xml())).isEqualTo(unit);
    }
  }

  @Test
  void characters_that_xml_cannot_hold_are_replaced_and_all_others_survive() throws Exception {
    PackageMetadata odd =
        curl("bell\u0007 nul\u0000 half\uD83D pair\uD83D\uDE00 \uFFFE tab\t cr\r\n end ]]>");
    byte[] xml = MetadataXml.write(odd).xml();
    validate(xml);
    assertThat(((PackageMetadata) MetadataXml.read(xml)).summary())
        .isEqualTo("bell\uFFFD nul\uFFFD half\uFFFD pair\uD83D\uDE00 \uFFFD tab\t cr\r\n end ]]>");
  }

  @Test
  void random_texts_read_back_as_their_legal_form() {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String text =
          random
              .ints(1 + random.nextInt(60), 0, 0x10000)
              .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
              .toString();
      PackageMetadata read =
          (PackageMetadata) MetadataXml.read(MetadataXml.write(curl(text)).xml());
      assertThat(read.summary()).as("seed %d, round %d", seed, i).isEqualTo(XmlWriter.legal(text));
    }
  }

  @Test
  void unknown_elements_are_ignored() {
    String xml =
        new String(MetadataXml.write(bare()).xml(), UTF_8)
            .replace("<size>", "<news seen=\"yes\">a<b>c</b></news><!-- d --><size>");
    assertThat(MetadataXml.read(xml.getBytes(UTF_8))).isEqualTo(bare());
  }

  @Test
  void a_document_whose_elements_contradict_its_id_is_rejected() {
    String xml =
        new String(MetadataXml.write(bare()).xml(), UTF_8).replace("<name>tiny", "<name>bash");
    assertThatThrownBy(() -> MetadataXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("its name is 'bash', but its id says 'tiny'");
  }

  @Test
  void a_document_type_declaration_is_refused() {
    String xml =
        new String(MetadataXml.write(bare()).xml(), UTF_8)
            .replace(
                "<package ",
                "<!DOCTYPE package [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><package ");
    assertThatThrownBy(() -> MetadataXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("document type declaration");
  }

  @Test
  void an_undeclared_entity_is_an_error() {
    String xml =
        new String(MetadataXml.write(bare()).xml(), UTF_8)
            .replace("<size>", "<summary>&e;</summary><size>");
    assertThatThrownBy(() -> MetadataXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void deep_nesting_is_refused() {
    String xml =
        new String(MetadataXml.write(bare()).xml(), UTF_8)
            .replace("<size>", "<x>".repeat(100_000) + "</x>".repeat(100_000) + "<size>");
    assertThatThrownBy(() -> MetadataXml.read(xml.getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("nested more than 16 deep");
  }

  @Test
  void a_text_beyond_the_bound_is_refused() {
    assertThatThrownBy(() -> MetadataXml.read(MetadataXml.write(curl("x".repeat(5 << 20))).xml()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("a text of more than");
  }

  @Test
  void too_many_bytes_are_refused() {
    byte[] xml = MetadataXml.write(bare()).xml();
    SafeXml.Bounds tight = new SafeXml.Bounds(50, 16, 100, 100);
    assertThatThrownBy(() -> SafeXml.read("tight", xml, tight, "package", x -> ""))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("more than 50 bytes");
  }

  @Test
  void any_damage_is_a_clear_failure_and_never_a_crash() {
    byte[] good = MetadataXml.write(curl("damage me")).xml();
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bad =
          random.nextBoolean() ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
      for (int flips = random.nextInt(4); flips > 0 && bad.length > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        MetadataXml.read(bad);
      } catch (EdosException expected) {
        assertThat(expected.getMessage()).as("seed %d, round %d", seed, i).isNotBlank();
      }
    }
  }

  @Test
  void a_package_with_a_hundred_thousand_files_reads_back() {
    List<String> files =
        java.util.stream.IntStream.range(0, 100_000).mapToObj(i -> "/usr/share/a&b/" + i).toList();
    PackageMetadata many = new PackageDraft(bare().id(), HASH, 1).files(files).finished();
    assertThat(MetadataXml.read(MetadataXml.write(many).xml())).isEqualTo(many);
  }

  private static PackageMetadata curl(String summary) {
    return new PackageDraft(
            new PackageId(PackageFormat.RPM, "fedora", "curl", "1:8.6.0-8.fc40", "x86_64"),
            HASH,
            307200)
        .installedSize(700000)
        .summary(summary)
        .description("Line one\n .line two")
        .category("net")
        .license("curl")
        .maintainer("A B <a@b.example>")
        .source("curl")
        .date(Optional.of(Instant.parse("2024-05-01T10:00:00Z")))
        .relations(
            List.of(
                new Relation(Kind.REQUIRES, List.of(new Capability("libc6", ">=", "2.34"))),
                new Relation(
                    Kind.REQUIRES,
                    List.of(new Capability("a", "", "", "any"), new Capability("b", "=", "2"))),
                new Relation(Kind.PROVIDES, List.of(Capability.any("(x if y)")))))
        .files(List.of("/usr/bin/curl"))
        .essential(true)
        .multiArch(MultiArch.FOREIGN)
        .finished();
  }

  private static PackageMetadata bare() {
    PackageId id = new PackageId(PackageFormat.DEB, "debian", "tiny", "1~a+b", "all");
    return new PackageDraft(id, HASH, 0).finished();
  }

  private static PackageMetadata allRelations() {
    List<Relation> relations =
        Arrays.stream(Kind.values())
            .map(k -> new Relation(k, List.of(Capability.any(k.name()))))
            .toList();
    return new PackageDraft(bare().id(), HASH, 0).relations(relations).finished();
  }

  private static UtilityMetadata utility() {
    RepositoryPath path = new RepositoryPath("dists/stable/In Release");
    return new UtilityMetadata(
        new UtilityId("bookworm/dists/stable/In Release", "12.1"), path, HASH, 5);
  }

  private static CollectionMetadata root() {
    return new CollectionMetadata(new CollectionId("bookworm", "12.1"), List.of(collection().id()));
  }

  private static String text(UnitMetadata unit) {
    return new String(MetadataXml.write(unit).xml(), UTF_8);
  }

  private static CollectionMetadata collection() {
    return new CollectionMetadata(
        new CollectionId("bookworm/main", "12.1"),
        List.of(bare().id(), utility().id(), new CollectionId("x", "1")));
  }

  private static void validate(byte[] xml) throws Exception {
    schema("edos-metadata.xsd")
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(xml)));
  }

  private static Schema schema(String name) throws Exception {
    URL url = Objects.requireNonNull(MetadataXml.class.getResource(name), name);
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(url);
  }
}
