package org.edos.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;

class RightsTest {
  private static final Caller ANNE =
      new Caller.Known(new User("anne", Set.of("staff"), Set.of("0".repeat(64))));
  private static final Caller BEN = new Caller.Known(new User("ben", Set.of(), Set.of()));

  @Test
  void aPublicChannelIsReadByAnybodyAndFedByItsOwnerAlone() {
    assertThat(Rights.PUBLIC.isPublic()).isTrue();
    assertThat(Rights.PUBLIC.allow(BEN, Right.READ)).isTrue();
    assertThat(Rights.PUBLIC.allow(BEN, Right.FEED)).isFalse();
    assertThat(Rights.PUBLIC.allow(Caller.OWNER, Right.ADMINISTER)).isTrue();
  }

  @Test
  void aRightIncludesLesserOnesAndIsGivenToUsersAndGroups() {
    Rights rights =
        new Rights(Map.of())
            .with(Grantee.parse("group:staff"), Right.FEED)
            .with(Grantee.parse("user:ben"), Right.READ);
    assertThat(rights.isPublic()).isFalse();
    assertThat(rights.allow(ANNE, Right.READ)).isTrue();
    assertThat(rights.allow(ANNE, Right.ADMINISTER)).isFalse();
    assertThat(rights.allow(BEN, Right.FEED)).isFalse();
    assertThat(rights.without(Grantee.parse("user:ben")).allow(BEN, Right.READ)).isFalse();
    assertThat(rights.allow(Caller.ANYBODY, Right.READ)).isFalse();
  }

  @Test
  void othersSeeTheirOwnRightsAlone() {
    Rights rights =
        new Rights(
            Map.of(
                Grantee.parse("group:staff"), Right.ADMINISTER,
                Grantee.parse("user:ben"), Right.READ,
                Grantee.parse("anybody"), Right.READ));
    assertThat(rights.seenBy(ANNE)).isEqualTo(rights);
    assertThat(rights.seenBy(Caller.ANYBODY)).isEqualTo(Rights.PUBLIC);
    assertThat(rights.seenBy(BEN).grants()).hasSize(2);
  }

  @Test
  void granteesAreReadBackAndMalformedOnesRefused() {
    for (String text : new String[] {"anybody", "user:anne", "group:staff"}) {
      assertThat(Grantee.parse(text)).hasToString(text);
    }
    for (String text : new String[] {"", "anne", "user:", "user:Anne", "group:a b"}) {
      assertThatThrownBy(() -> Grantee.parse(text)).isInstanceOf(EdosException.class);
    }
  }

  @Test
  void aKeyIsSixtyFourHexadecimalDigits() {
    assertThatThrownBy(() -> new User("anne", Set.of(), Set.of("abc")))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("edos status");
  }
}
