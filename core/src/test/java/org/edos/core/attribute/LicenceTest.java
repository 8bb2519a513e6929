package org.edos.core.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which licence serves for which, and how they are written. */
final class LicenceTest {
  @ParameterizedTest
  @CsvSource({
    "MIT, GPL-2.0-only",
    "GPL-2.0-or-later, GPL-3.0-only",
    "LGPL-2.1-only, GPL-3.0-only",
    "Apache-2.0, GPL-3.0-only",
    "GPL-2.0-or-later, AGPL-3.0-only",
    "MPL-2.0, GPL-2.0-only",
    "GPL-2.0-only OR MIT, Apache-2.0",
    "MIT AND BSD-2-Clause, GPL-2.0-only",
    "MIT, GPL-2.0-only AND OFL-1.1",
    "GPL-2.0-only WITH Classpath-exception-2.0, GPL-2.0-only",
    "MIT, GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-only AND GPL-2.0-only, GPL-2.0-only"
  })
  void theFirstServesForTheSecond(String offered, String wanted) {
    assertThat(licence(offered).substitutes(licence(wanted))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GPL-2.0-only, MIT",
    "GPL-2.0-only, GPL-3.0-only",
    "GPL-3.0-only, GPL-2.0-or-later",
    "Apache-2.0, GPL-2.0-only",
    "GPL-2.0-only AND MIT, MIT",
    "MIT, MIT OR Proprietary",
    "GPL-2.0-only, GPL-2.0-only WITH Classpath-exception-2.0",
    "OpenSSL, GPL-2.0-only",
    "Proprietary, MIT"
  })
  void theFirstDoesNotServeForTheSecond(String offered, String wanted) {
    assertThat(licence(offered).substitutes(licence(wanted))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "GPLv2+, GPL-2.0-or-later",
    "gpl-2+, GPL-2.0-or-later",
    "Expat, MIT",
    "ASL 2.0 and MIT, Apache-2.0 AND MIT",
    "GPL-2.0-only or MIT, GPL-2.0-only OR MIT",
    "public-domain, LicenseRef-public-domain",
    "BSD with advertising, BSD-4-Clause",
    "(MIT), MIT"
  })
  void olderNamesAreReadAsSpdxHasThem(String written, String spdx) {
    assertThat(licence(written)).isEqualTo(licence(spdx)).hasToString(spdx);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BSD", "LGPLv2+"})
  void aNameOfSeveralLicencesServesWhereAllOfThemDo(String ambiguous) {
    assertThat(licence(ambiguous)).hasToString(ambiguous);
    assertThat(licence(ambiguous).substitutes(licence("GPL-3.0-only"))).isTrue();
    assertThat(licence("LGPL-2.1-or-later").substitutes(licence(ambiguous))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"see COPYING (mostly)", "MIT AND", "%", "a b"})
  void whatIsNoExpressionServesForItselfAlone(String said) {
    assertThat(Licence.said(said).substitutes(Licence.said(said))).isTrue();
    assertThat(Licence.said(said).substitutes(licence("GPL-3.0-only"))).isFalse();
    assertThatThrownBy(() -> licence(said))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("no licence expression");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 4000})
  void hostileExpressionsAreRefusedSoon(int size) {
    assertThatThrownBy(() -> licence("(".repeat(size) + "MIT" + ")".repeat(size)))
        .isInstanceOf(EdosException.class);
    String pair = "(A%d OR B%d)";
    StringBuilder entangled = new StringBuilder("MIT");
    for (int i = 0; i < 40; i++) {
      entangled.append(" AND ").append(pair.formatted(i, i));
    }
    assertThatThrownBy(() -> licence(entangled.toString()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("too entangled");
  }

  private static String pairs(int count, String within, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> "(A%d %s B%d)".formatted(i, within, i))
        .collect(Collectors.joining(" " + between + " "));
  }

  @Test
  void whatIsWantedIsLessEntangledThanWhatPackagesMaySay() {
    assertThat(licence(pairs(6, "OR", "AND"))).hasToString(pairs(6, "OR", "AND"));
    assertThatThrownBy(() -> licence(pairs(7, "OR", "AND"))).hasMessageContaining("more than 64");

    Licence said = Licence.said(pairs(12, "AND", "OR"));
    assertThat(said.substitutes(licence("A3"))).isFalse();
    assertThat(said.substitutes(licence("A3 AND B3"))).isTrue();
    assertThat(said.substitutes(licence(pairs(12, "AND", "OR")))).isTrue();
    assertThat(said.terms()).isInstanceOf(Licence.Either.class);
  }

  private static Licence licence(String text) {
    return Kind.LICENCE.parse(text);
  }
}
