package org.edos.core.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.rpm.RichDependency.All;
import org.edos.core.rpm.RichDependency.Any;
import org.edos.core.rpm.RichDependency.If;
import org.edos.core.rpm.RichDependency.Named;
import org.edos.core.rpm.RichDependency.Unless;
import org.edos.core.rpm.RichDependency.With;
import org.edos.core.rpm.RichDependency.Without;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RichDependencyTest {
  private static final long SEED = 20261123;
  private static final Named A = new Named(Capability.any("a"));
  private static final Named B = new Named(Capability.any("b"));
  private static final Named C = new Named(Capability.any("c"));

  @Test
  void each_operator_has_its_formula() {
    assertThat(RichDependency.parse("(a and b and c)")).isEqualTo(new All(List.of(A, B, C)));
    assertThat(RichDependency.parse("(a or b)")).isEqualTo(new Any(List.of(A, B)));
    assertThat(RichDependency.parse("(a with b with c)")).isEqualTo(new With(List.of(A, B, C)));
    assertThat(RichDependency.parse("(a without b)")).isEqualTo(new Without(A, B));
    assertThat(RichDependency.parse("(a if b)")).isEqualTo(new If(A, B, Optional.empty()));
    assertThat(RichDependency.parse("(a if b else c)")).isEqualTo(new If(A, B, Optional.of(C)));
    assertThat(RichDependency.parse("(a unless b else c)"))
        .isEqualTo(new Unless(A, B, Optional.of(C)));
  }

  @Test
  void formulas_stand_in_one_another() {
    assertThat(RichDependency.parse("(a if (b or c))"))
        .isEqualTo(new If(A, new Any(List.of(B, C)), Optional.empty()));
    assertThat(RichDependency.parse("((a and b) or\t( c ))"))
        .isEqualTo(new Any(List.of(new All(List.of(A, B)), C)));
  }

  @Test
  void capabilities_have_versions_and_parentheses_of_their_own() {
    assertThat(RichDependency.parse("(perl(Foo::Bar) >= 0:1.2-3 with libx.so.1()(64bit))"))
        .isEqualTo(
            new With(
                List.of(
                    new Named(new Capability("perl(Foo::Bar)", ">=", "1.2-3")),
                    new Named(Capability.any("libx.so.1()(64bit)")))));
    assertThat(RichDependency.parse("(a => 1)"))
        .isEqualTo(new Named(new Capability("a", ">=", "1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a and b|1|begins with a parenthesis",
        "(a and b|9|not closed",
        "(a and)|7|capability is missing",
        "()|2|capability is missing",
        "(a xor b)|4|belongs here",
        "(a and b or c)|10|cannot follow 'and'",
        "(a if b if c)|9|cannot follow 'if'",
        "(a if b else c else d)|16|stands once",
        "(a without b without c)|14|cannot follow 'without'",
        "(a else b)|4|stands once",
        "(a >< 1)|4|none of < <= = >= >",
        "(a >= )|7|version is missing",
        "(a with (b and c))|8|one package",
        "(a or b) c|9|nothing may follow",
        "(a , b)|4|belongs here"
      })
  void an_error_points_at_the_character(String text, int place, String problem) {
    assertThatExceptionOfType(EdosException.class)
        .isThrownBy(() -> RichDependency.parse(text))
        .withMessageContaining("at character " + place + " of")
        .withMessageContaining(problem);
  }

  @Test
  void depth_and_length_are_bounded() {
    int most = RichDependency.MAX_DEPTH;
    assertThat(RichDependency.parse("(".repeat(most) + "a" + ")".repeat(most))).isEqualTo(A);
    assertThatExceptionOfType(EdosException.class)
        .isThrownBy(() -> RichDependency.parse("(".repeat(5000) + "a" + ")".repeat(5000)))
        .withMessageContaining("more than 32 deep");
    assertThatExceptionOfType(EdosException.class)
        .isThrownBy(() -> RichDependency.parse("(" + "a".repeat(20_000) + ")"))
        .withMessageContaining("at most 16384 characters");
  }

  @Test
  void what_is_written_reads_back_as_the_same() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      RichDependency formula = formula(random, 5, false);
      assertThat(RichDependency.parse(formula.toString())).as("seed %d", SEED).isEqualTo(formula);
    }
  }

  @Test
  void whatever_is_read_is_either_a_formula_or_refused() {
    Random random = new Random(SEED);
    String pieces = "( ) a b >= 1 and or if else unless with without , x(y) ((";
    List<String> words = List.of(pieces.split(" "));
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("(");
      for (int word = random.nextInt(12); word > 0; word--) {
        text.append(words.get(random.nextInt(words.size())));
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      String written = text.append(')').toString();
      try {
        RichDependency read = RichDependency.parse(written);
        assertThat(RichDependency.parse(read.toString())).as(written).isEqualTo(read);
      } catch (EdosException refused) {
        assertThat(refused).as(written).hasMessageContaining("at character");
      }
    }
  }

  private static RichDependency formula(Random random, int depth, boolean onePackage) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return named(random);
    }
    return switch (random.nextInt(onePackage ? 3 : 6)) {
      case 0 -> new With(parts(random, depth, true));
      case 1 -> new Without(formula(random, depth - 1, true), formula(random, depth - 1, true));
      case 2 -> new Any(parts(random, depth, onePackage));
      case 3 -> new All(parts(random, depth, false));
      case 4 ->
          new If(
              formula(random, depth - 1, false),
              formula(random, depth - 1, false),
              perhaps(random, depth));
      default ->
          new Unless(
              formula(random, depth - 1, false),
              formula(random, depth - 1, false),
              perhaps(random, depth));
    };
  }

  private static List<RichDependency> parts(Random random, int depth, boolean onePackage) {
    List<RichDependency> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      parts.add(formula(random, depth - 1, onePackage));
    }
    return parts;
  }

  private static Optional<RichDependency> perhaps(Random random, int depth) {
    return random.nextBoolean() ? Optional.of(formula(random, depth - 1, false)) : Optional.empty();
  }

  private static RichDependency named(Random random) {
    List<String> names = List.of("a", "b-c", "perl(X::Y)", "/usr/bin/x", "lib.so.1()(64bit)");
    List<String> operators = List.of("<", "<=", "=", ">=", ">");
    String name = names.get(random.nextInt(names.size()));
    return new Named(
        random.nextBoolean()
            ? Capability.any(name)
            : new Capability(
                name, operators.get(random.nextInt(5)), random.nextInt(3) + ".1~rc-" + 1));
  }
}
