package org.edos.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.MultiArch;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

/** Reading a document where it stands gives what parsing it gives, or refuses to. */
class FieldSpansTest {
  private static final long SEED = 20251121;
  private static final List<String> PIECES =
      List.of(
          "a",
          "Web",
          " ",
          "&",
          "<",
          ">",
          "\"",
          "'",
          "\n",
          "\t",
          "\r",
          "é",
          "\uD83D\uDC27",
          "]]>",
          "++",
          "\u0001",
          "\uFFFD",
          "&amp;",
          "<!--",
          "0");

  private static Document document(Random random) {
    PackageId id =
        new PackageId(PackageFormat.DEB, "debian", "n" + random.nextInt(9), "1:2+b~c", "amd64");
    return MetadataXml.write(
        new PackageDraft(id, Sha256.of(new byte[0]), random.nextInt(1000))
            .installedSize(random.nextInt(2))
            .summary(text(random))
            .description(text(random))
            .category("net")
            .license(text(random))
            .maintainer(text(random))
            .source("source")
            .essential(random.nextBoolean())
            .multiArch(MultiArch.values()[random.nextInt(4)])
            .date(Optional.of(Instant.ofEpochSecond(random.nextInt(1_000_000))))
            .relations(
                List.of(
                    new Relation(
                        Relation.Kind.REQUIRES,
                        List.of(
                            new Capability("x" + text(random), "", "", text(random)),
                            new Capability("lib", ">=", "1" + text(random))))))
            .files(random.nextBoolean() ? List.of() : List.of("/usr/" + text(random), "/b"))
            .finished());
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** The same document in a form that has to be parsed. */
  private static Document otherwise(Document document) {
    String xml = new String(document.xml(), UTF_8);
    return new Document(document.id(), xml.replaceFirst("\n", "\n<!-- -->").getBytes(UTF_8));
  }

  private static List<String> values(FieldSpans spans) {
    List<String> values = new ArrayList<>();
    for (Field field : Field.values()) {
      for (int i = 0; i < spans.size(); i++) {
        if (spans.field(i) == field) {
          values.add(field + " " + spans.value(i));
        }
      }
    }
    return values;
  }

  private static List<String> values(DocumentFields fields) {
    List<String> values = new ArrayList<>();
    for (Field field : Field.values()) {
      if (field != Field.KIND) {
        fields.values(field).forEach(value -> values.add(field + " " + value));
      }
    }
    return values;
  }

  @Test
  void itReadsWhatParsingReads() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < 2000; i++) {
      Document document = document(random);
      Optional<FieldSpans> spans = FieldSpans.of(document);
      read += spans.isPresent() ? 1 : 0;
      if (spans.isPresent()) {
        assertThat(values(spans.get()))
            .as("seed %d, document %d", SEED, i)
            .isEqualTo(values(DocumentFields.of(otherwise(document))));
      }
    }
    assertThat(read).as("what has no U+FFFD is read").isGreaterThan(300);
  }

  @Test
  void aDocumentThatIsChangedAnywhereIsReadAsParsingReadsItOrNotAtAll() {
    Random random = new Random(SEED);
    for (int i = 0; i < 4000; i++) {
      Document document = document(random);
      byte[] xml = document.xml().clone();
      xml[random.nextInt(xml.length)] = (byte) "<>&\"'=/ax \n;\u0000".charAt(random.nextInt(13));
      if (random.nextInt(4) == 0) {
        xml[random.nextInt(xml.length)] = (byte) (128 + random.nextInt(128));
      }
      Document changed = new Document(document.id(), xml);
      FieldSpans.of(changed)
          .ifPresent(spans ->
              assertThat(values(spans))
                  .as(new String(xml, UTF_8))
                  .isEqualTo(values(DocumentFields.of(otherwise(changed)))));
    }
  }

  @Test
  void aDocumentOfAnotherUnitIsNotRead() {
    Document document = document(new Random(SEED));
    PackageId other = new PackageId(PackageFormat.DEB, "debian", "other", "1", "amd64");
    assertThat(FieldSpans.of(new Document(other, document.xml()))).isEmpty();
  }
}
