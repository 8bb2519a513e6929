package org.edos.physical.people.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.edos.core.channel.User;
import org.edos.physical.grid.GridCache;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.people.Users;
import org.edos.physical.people.UsersContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridUsersTest extends UsersContract {
  @TempDir static Path folder;
  private static GridNode node;

  @BeforeAll
  static void startsTheNode() {
    node = GridNode.open(GridConfig.local(folder, "one").withRegionBytes(32L << 20));
  }

  @AfterAll
  static void stopsTheNode() {
    node.close();
  }

  private static GridCache<String, String> cache() {
    return node.cache("users", Placement.EVERYWHERE);
  }

  @Override
  protected Users open() {
    cache().clear();
    return new GridUsers(node);
  }

  @Test
  void whatACrashLeftOfAKeyGivesNothing() {
    String key = "11".repeat(32);
    cache().put("key:" + key, "anna");
    assertThat(users.byKey(key)).isEmpty();
    users.put(new User("anna", Set.of(), Set.of()));
    assertThat(users.byKey(key)).isEmpty();
    users.put(new User("berta", Set.of(), Set.of(key)));
    assertThat(users.byKey(key)).map(User::name).contains("berta");
  }
}
