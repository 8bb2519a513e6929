package org.edos.core.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.query.Approximation;
import org.edos.core.query.DocumentFields;
import org.junit.jupiter.api.Test;

/** What an index decides of a template loses no unit, and where it is exact finds no other. */
final class TemplateConditionTest {
  private final RandomAttributes random = new RandomAttributes(47);

  @Test
  void theConditionHoldsOfEveryUnitThatMatches() {
    List<UnitMetadata> units = random.units();
    List<Signature> signatures = random.signatures();
    List<DocumentFields> documents = new ArrayList<>();
    units.forEach(unit -> documents.add(DocumentFields.of(MetadataXml.write(unit))));
    int found = 0;
    int narrow = 0;
    for (int round = 0; round < 4000; round++) {
      Template template = random.template();
      Approximation condition = template.condition();
      boolean all = true;
      for (int i = 0; i < units.size(); i++) {
        boolean matches = signatures.get(i).matches(template);
        boolean told = condition.upper().matches(documents.get(i));
        found += matches ? 1 : 0;
        all &= told;
        if (matches || condition.exact()) {
          assertThat(told)
              .as("%s of %s, asked as %s", units.get(i).id(), template, condition)
              .isEqualTo(matches);
        }
      }
      narrow += all ? 0 : 1;
    }
    assertThat(found).isGreaterThan(1000);
    assertThat(narrow).as("conditions that leave something out").isGreaterThan(2000);
  }
}
