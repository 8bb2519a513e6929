package org.edos.core.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageFormat;
import org.junit.jupiter.api.Test;

/** What substitution is in every kind: a preorder, under which matching is monotone. */
final class SubstitutionTest {
  private final RandomAttributes random = new RandomAttributes(41);

  @Test
  void everyAttributeSubstitutesItself() {
    Kind.all().forEach(this::isReflexive);
  }

  private <A extends Attribute<A>> void isReflexive(Kind<A> kind) {
    for (A attribute : some(kind, 300)) {
      assertThat(attribute.substitutes(attribute)).as("%s: %s", kind, attribute).isTrue();
    }
  }

  @Test
  void substitutionIsTransitive() {
    Kind.all().forEach(this::isTransitive);
  }

  private <A extends Attribute<A>> void isTransitive(Kind<A> kind) {
    List<A> all = some(kind, 160);
    for (A one : all) {
      List<A> served = all.stream().filter(one::substitutes).toList();
      for (A other : served) {
        for (A third : all) {
          if (other.substitutes(third)) {
            assertThat(one.substitutes(third))
                .as("%s: %s serves for %s, which serves for %s", kind, one, other, third)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void whatSubstitutesWhatMatchesMatchesToo() {
    Kind.all().forEach(this::isMonotone);
  }

  private <A extends Attribute<A>> void isMonotone(Kind<A> kind) {
    List<A> offered = some(kind, 60);
    for (int round = 0; round < 200; round++) {
      Expression<A> positive =
          Expression.any(
              List.of(
                  new Expression.Wanted<>(random.wanted(kind)),
                  Expression.all(
                      List.of(
                          new Expression.Wanted<>(random.wanted(kind)),
                          new Expression.Wanted<>(random.wanted(kind))))));
      for (A a : offered) {
        for (A b : offered) {
          if (b.substitutes(a) && positive.isMatchedBy(Known.of(kind, List.of(a)))) {
            assertThat(positive.isMatchedBy(Known.of(kind, List.of(b))))
                .as("%s serves for %s, which matches %s", b, a, positive)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void everyUnitSubstitutesItself() {
    for (Signature signature : random.signatures()) {
      assertThat(signature.substitutes(signature)).as(signature.toString()).isTrue();
    }
  }

  /** Half of what units have, half of what is asked for. */
  private <A extends Attribute<A>> List<A> some(Kind<A> kind, int count) {
    List<A> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(random.chance(2) ? random.offered(kind) : random.wanted(kind));
    }
    return all;
  }

  @Test
  void aSubTypeServesForItsTypeAndNotTheOtherWayRound() {
    assertThat(type("application/web").substitutes(type("application"))).isTrue();
    assertThat(type("application").substitutes(type("application/web"))).isFalse();
    assertThat(type("application/webmail").substitutes(type("application/web"))).isFalse();
  }

  private static Type type(String path) {
    return Kind.TYPE.parse(path);
  }

  @Test
  void anOlderVersionIsServedByANewerOneThatSaysSo() {
    Version since1 = Version.standing(PackageFormat.DEB, "1.0", "2.0-1");
    Version silent = Version.standing(PackageFormat.DEB, "2.0-1", "2.0-1");
    assertThat(since1.substitutes(Kind.VERSION.parse("1.5"))).isTrue();
    assertThat(silent.substitutes(Kind.VERSION.parse("1.5"))).isFalse();
    assertThat(since1.is(Kind.VERSION.parse("1.5"))).isFalse();
    assertThat(silent.substitutes(Kind.VERSION.parse(">= 1.5"))).isTrue();
  }

  @Test
  void anUnversionedProvisionServesEveryVersionForRpmAndNoneForDebian() {
    Functionality asked = Kind.FUNCTIONALITY.parse("mail-server >= 2");
    Capability any = Capability.any("mail-server");
    assertThat(Functionality.provided(PackageFormat.RPM, any).substitutes(asked)).isTrue();
    assertThat(Functionality.provided(PackageFormat.DEB, any).substitutes(asked)).isFalse();
  }

  @Test
  void aRequirementServesForAWiderOneAndAConflictForANarrowerOne() {
    assertThat(requirement("libc6 >= 2.36").substitutes(requirement("libc6"))).isTrue();
    assertThat(requirement("libc6").substitutes(requirement("libc6 | musl"))).isTrue();
    assertThat(requirement("libc6 | musl").substitutes(requirement("libc6"))).isFalse();
    Conflict always = Kind.CONFLICT.parse("exim4");
    Conflict sometimes = Kind.CONFLICT.parse("exim4 < 5");
    assertThat(always.substitutes(sometimes)).isTrue();
    assertThat(sometimes.substitutes(always)).isFalse();
  }

  private static Requirement requirement(String text) {
    return Kind.REQUIREMENT.parse(text);
  }
}
