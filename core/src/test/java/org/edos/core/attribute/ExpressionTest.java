package org.edos.core.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions obey the laws of Boolean algebra, and are read back as they are written. */
final class ExpressionTest {
  private static final int ROUNDS = 400;

  private final RandomAttributes random = new RandomAttributes(43);

  /** Three expressions of a kind, and what they are to be the same for. */
  private interface Law {
    <A extends Attribute<A>> List<Expression<A>> sides(
        Expression<A> a, Expression<A> b, Expression<A> c);
  }

  private void holds(Law law) {
    for (int round = 0; round < ROUNDS; round++) {
      check(random.kind(), law);
    }
  }

  private <A extends Attribute<A>> void check(Kind<A> kind, Law law) {
    List<Expression<A>> sides =
        law.sides(
            random.expression(kind, 2), random.expression(kind, 2), random.expression(kind, 2));
    for (Signature signature : random.signatures()) {
      assertThat(sides.getFirst().isMatchedBy(signature.get(kind)))
          .as("%s: %s", signature.id(), sides)
          .isEqualTo(sides.getLast().isMatchedBy(signature.get(kind)));
    }
    assertThat(sides.getFirst().matches(sides.getLast())).as("%s", sides).isTrue();
    assertThat(sides.getLast().matches(sides.getFirst())).as("%s", sides).isTrue();
  }

  @Test
  void deMorgan() {
    holds(
        new Law() {
          @Override
          public <A extends Attribute<A>> List<Expression<A>> sides(
              Expression<A> a, Expression<A> b, Expression<A> c) {
            return List.of(
                Expression.not(Expression.all(List.of(a, b, c))),
                Expression.any(List.of(Expression.not(a), Expression.not(b), Expression.not(c))));
          }
        });
  }

  @Test
  void doubleNegation() {
    holds(
        new Law() {
          @Override
          public <A extends Attribute<A>> List<Expression<A>> sides(
              Expression<A> a, Expression<A> b, Expression<A> c) {
            return List.of(new Expression.Not<>(new Expression.Not<>(a)), a);
          }
        });
  }

  @Test
  void distribution() {
    holds(
        new Law() {
          @Override
          public <A extends Attribute<A>> List<Expression<A>> sides(
              Expression<A> a, Expression<A> b, Expression<A> c) {
            return List.of(
                Expression.all(List.of(a, Expression.any(List.of(b, c)))),
                Expression.any(
                    List.of(Expression.all(List.of(a, b)), Expression.all(List.of(a, c)))));
          }
        });
  }

  @Test
  void absorption() {
    holds(
        new Law() {
          @Override
          public <A extends Attribute<A>> List<Expression<A>> sides(
              Expression<A> a, Expression<A> b, Expression<A> c) {
            return List.of(Expression.any(List.of(a, Expression.all(List.of(a, b)))), a);
          }
        });
  }

  @Test
  void anExpressionThatMatchesAnotherIsMatchedByNothingElse() {
    int matching = 0;
    for (int round = 0; round < 4000; round++) {
      matching += soundly(random.kind()) ? 1 : 0;
    }
    assertThat(matching).isGreaterThan(100);
  }

  private <A extends Attribute<A>> boolean soundly(Kind<A> kind) {
    Expression<A> one = random.expression(kind, 2);
    Expression<A> other = random.expression(kind, 1);
    if (!one.matches(other)) {
      return false;
    }
    for (Signature signature : random.signatures()) {
      if (one.isMatchedBy(signature.get(kind))) {
        assertThat(other.isMatchedBy(signature.get(kind)))
            .as("%s: %s is to match %s", signature.id(), one, other)
            .isTrue();
      }
    }
    return true;
  }

  @Test
  void directoriesAreReadBackAsTheyAreWritten() {
    List<Template> all = new ArrayList<>();
    for (int round = 0; round < 4000; round++) {
      Template template = random.template();
      assertThat(Template.parse(template.toString()))
          .as("%s", template)
          .isEqualTo(template)
          .hasToString(template.toString());
      all.add(template);
    }
    assertThat(random.count(all)).hasSize(Kind.all().size());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "licence: (GPL-2.0-or-later or MIT) and not =AGPL-3.0-only | license: (GPL-2.0-or-later or"
            + " MIT) and not =AGPL-3.0-only",
        "provides: mail-server and not (smtpd >= 2)                | functionality: mail-server and"
            + " not smtpd >= 2",
        "name: curl                                                | localisation: curl",
        "license: not not MIT                                      | license: MIT",
        "license: ASL 2.0 or GPL-2.0-only AND MIT                  | license: Apache-2.0 or"
            + " GPL-2.0-only AND MIT",
        "type: Application/Web                                     | type: application/web",
        "version: = 1.2                                            | version: =1.2"
      },
      delimiter = '|')
  void whatPeopleWriteIsBroughtIntoOneForm(String written, String canonical) {
    assertThat(Template.parse(written)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour: red",
        "MIT",
        "license:",
        "license: MIT and",
        "license: (MIT",
        "license: MIT)",
        "license: \"MIT",
        "license: and",
        "type: game",
        "name: pkg:deb/x",
        "version: 1 2",
        "requirement: a | | b"
      })
  void malformedDirectoriesAreRefusedWithAReason(String text) {
    assertThatThrownBy(() -> Template.parse(text))
        .isInstanceOf(EdosException.class)
        .extracting(failure -> ((EdosException) failure).category())
        .isEqualTo(EdosException.Category.USAGE);
  }

  @Test
  void hostileDirectoriesAreRefused() {
    for (String text :
        List.of(
            "license: " + "not (".repeat(200) + "MIT" + ")".repeat(200),
            "name: " + "a or ".repeat(400) + "a",
            "name: " + "a".repeat(2000),
            "name: a\n".repeat(100),
            "x".repeat(10_000))) {
      assertThatThrownBy(() -> Template.parse(text)).isInstanceOf(EdosException.class);
    }
  }

  @Test
  void aNarrowerTemplateMatchesAWiderOne() {
    Template narrow = Template.parse("license: MIT\ntype: application/web");
    Template wide = Template.parse("type: application");
    assertThat(narrow.matches(wide)).isTrue();
    assertThat(wide.matches(narrow)).isFalse();
    assertThat(narrow.matches(Template.any())).isTrue();
  }
}
