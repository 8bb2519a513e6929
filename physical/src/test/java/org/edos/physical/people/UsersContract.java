package org.edos.physical.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.channel.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What everybody does who knows users. */
public abstract class UsersContract {
  private static final String ONE = "11".repeat(32);
  private static final String TWO = "22".repeat(32);

  protected Users users;

  /** Users of whom there are none yet. */
  protected abstract Users open();

  @BeforeEach
  void opens() {
    users = open();
  }

  private static User user(String name, Set<String> groups, String... keys) {
    return new User(name, groups, Set.of(keys));
  }

  @Test
  void usersAreListedByNameAndFoundByTheirKeys() {
    User berta = user("berta", Set.of("staff", "web"), ONE, TWO);
    User anna = user("anna", Set.of());
    users.put(berta);
    users.put(anna);

    assertThat(users.list()).containsExactly(anna, berta);
    assertThat(users.byKey(ONE)).contains(berta);
    assertThat(users.byKey(TWO)).contains(berta);
    assertThat(users.byKey("33".repeat(32))).isEmpty();
  }

  @Test
  void whoIsPutAgainIsAsPutLast() {
    users.put(user("anna", Set.of("staff"), ONE));
    users.put(user("anna", Set.of("web"), TWO));

    assertThat(users.list()).containsExactly(user("anna", Set.of("web"), TWO));
    assertThat(users.byKey(ONE)).isEmpty();
    assertThat(users.byKey(TWO)).isPresent();
  }

  @Test
  void aKeyIsOneUsersAlone() {
    users.put(user("anna", Set.of(), ONE));

    assertThatThrownBy(() -> users.put(user("berta", Set.of(), TWO, ONE)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("anna");
    assertThat(users.list()).hasSize(1);
    assertThat(users.byKey(TWO)).isEmpty();
  }

  @Test
  void whoIsRemovedIsUnknownAndTheKeyIsFree() {
    users.put(user("anna", Set.of(), ONE));

    assertThat(users.remove("anna")).isTrue();
    assertThat(users.remove("anna")).isFalse();
    assertThat(users.list()).isEmpty();
    assertThat(users.byKey(ONE)).isEmpty();
    users.put(user("berta", Set.of(), ONE));
    assertThat(users.byKey(ONE)).map(User::name).contains("berta");
  }
}
