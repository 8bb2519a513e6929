package org.edos.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;

class HostileDocumentsTest {
  /** So little that a gigabyte, or a copy of what is large, would not fit. */
  private static final String MEMORY = "-Xmx192m";

  @Test
  void hostileDocumentsAreRefusedInLittleMemory() {
    try (ChildJvm child = ChildJvm.of(HostileReading.class).flags(MEMORY).start()) {
      child.awaitEnd(Duration.ofSeconds(120));
      List<String> lines = child.lines();
      assertThat(lines).endsWith("done");
      assertThat(lines)
          .allMatch(line ->
              line.equals("done")
                  || line.startsWith("children: ")
                  || line.endsWith(": REFUSED")
                  || line.endsWith(": EXTERNAL"));
      assertThat(lines).contains("children: fields: read", "children: tree: read");
      assertThat(lines).contains("attribute: told: REFUSED", "text: told: REFUSED");
      assertThat(lines).contains("nesting: fields: REFUSED", "nesting: tree: REFUSED");
    }
  }
}
