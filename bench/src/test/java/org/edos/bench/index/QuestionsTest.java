package org.edos.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.Relation;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Query;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

final class QuestionsTest {
  private static final long SEED = 7;

  @Test
  void every_question_has_an_answer() {
    List<DocumentFields> fields = documents().stream().map(DocumentFields::of).toList();
    assertThat(Questions.draw(documents(), 100, SEED))
        .allSatisfy(question ->
            assertThat(fields).anyMatch(each -> Query.parse(question.query()).matches(each)));
  }

  @Test
  void the_same_seed_draws_the_same_questions() {
    assertThat(Questions.draw(documents(), 100, SEED))
        .isEqualTo(Questions.draw(documents(), 100, SEED));
  }

  @Test
  void the_rarest_condition_stands_first() {
    assertThat(Questions.draw(documents(), 100, SEED))
        .filteredOn(q -> q.kind() == Questions.Kind.WORD_REQUIREMENT_SECTION)
        .allSatisfy(question -> assertThat(question.query()).endsWith("category:net"));
  }

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      documents.add(
          MetadataXml.write(
              new PackageDraft(
                      new PackageId(PackageFormat.DEB, "debian", "sample" + i, "1", "amd64"),
                      Sha256.of(new byte[] {(byte) i}),
                      1000 + i)
                  .summary((i % 2 == 0 ? "server for pages" : "reader of letters"))
                  .category("net")
                  .relations(
                      List.of(
                          new Relation(
                              Relation.Kind.REQUIRES,
                              List.of(Relation.Capability.any("library" + i % 3)))))
                  .finished()));
    }
    return documents;
  }
}
