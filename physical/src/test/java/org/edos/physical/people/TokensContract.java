package org.edos.physical.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What everything does that keeps tokens. */
public abstract class TokensContract {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Sha256 ONE = new Sha256("11".repeat(32));
  private static final Sha256 TWO = new Sha256("22".repeat(32));

  protected Tokens tokens;

  /** Tokens of which there are none yet. */
  protected abstract Tokens open();

  @BeforeEach
  void opens() {
    tokens = open();
  }

  private static AccessToken token(String name, Optional<Instant> expires) {
    return new AccessToken(
        name, Set.of(new Scope.Read(), new Scope.Publish("debian")), NOW, expires);
  }

  @Test
  void tokensAreListedByNameAndFoundByTheirHash() {
    AccessToken build = token("build", Optional.of(NOW.plusSeconds(60)));
    AccessToken another = token("another", Optional.empty());
    tokens.add(build, ONE);
    tokens.add(another, TWO);

    assertThat(tokens.list()).containsExactly(another, build);
    assertThat(tokens.byHash(ONE)).contains(build);
    assertThat(tokens.byHash(TWO)).contains(another);
    assertThat(tokens.byHash(new Sha256("33".repeat(32)))).isEmpty();
  }

  @Test
  void aNameIsTakenUntilItsTokenIsRemoved() {
    tokens.add(token("build", Optional.empty()), ONE);

    assertThatThrownBy(() -> tokens.add(token("build", Optional.empty()), TWO))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    assertThat(tokens.remove("build")).isTrue();
    assertThat(tokens.remove("build")).isFalse();
    assertThat(tokens.byHash(ONE)).isEmpty();
    tokens.add(token("build", Optional.empty()), TWO);
    assertThat(tokens.list()).hasSize(1);
  }

  @Test
  void thereAreNoMoreThanTheBound() {
    for (int i = 0; i < Tokens.MOST; i++) {
      tokens.add(token("t" + i, Optional.empty()), new Sha256("%064x".formatted(i)));
    }

    assertThatThrownBy(() -> tokens.add(token("more", Optional.empty()), ONE))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.EXHAUSTED));
  }
}
