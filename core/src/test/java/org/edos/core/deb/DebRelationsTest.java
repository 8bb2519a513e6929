package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DebRelationsTest {
  @Test
  void readsAlternativesAndVersions() {
    assertThat(parse("libc6 (>= 2.34), default-mta | mail-transport-agent"))
        .containsExactly(
            new Relation(Kind.REQUIRES, List.of(new Capability("libc6", ">=", "2.34"))),
            new Relation(
                Kind.REQUIRES,
                List.of(Capability.any("default-mta"), Capability.any("mail-transport-agent"))));
  }

  @ParameterizedTest
  @CsvSource({"<<,<", "<=,<=", "=,=", ">=,>=", ">>,>", "<,<=", ">,>="})
  void writesOperatorsAsMathematiciansDo(String debian, String ours) {
    assertThat(parse("a(" + debian + "1:2-3)").getFirst().alternatives())
        .containsExactly(new Capability("a", ours, "1:2-3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" python3 ( >= 3.9~ ) ", "python3 (>= 3.9~) [!arm64]", "python3 (>= 3.9~) <!x>,"})
  void leavesMetRestrictionsOut(String text) {
    assertThat(parse(text))
        .extracting(r -> r.alternatives().toString())
        .containsExactly("[python3 >= 3.9~]");
  }

  @Test
  void keepsTheArchitectureThatIsAskedFor() {
    assertThat(parse("python3:any (>= 3.9~), gcc:native"))
        .extracting(relation -> relation.alternatives().getFirst())
        .containsExactly(
            new Capability("python3", ">=", "3.9~", "any"),
            new Capability("gcc", "", "", "native"));
  }

  @Test
  void dropsWhatIsOnlyForOtherArchitectures() {
    assertThat(parse("a [arm64 i386], b [!amd64] | c [amd64]"))
        .containsExactly(new Relation(Kind.REQUIRES, List.of(Capability.any("c"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a | ",
        "(>= 1)",
        "a (>= )",
        "a (~ 1)",
        "a (>= 1",
        "a b",
        "a (>= 1 2)",
        "a (=> 1)",
        "|"
      })
  void refusesWhatIsNoRelation(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("not a relation");
  }

  private static List<Relation> parse(String text) {
    return DebRelations.parse(Kind.REQUIRES, text, "amd64");
  }
}
