package org.edos.physical.people.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.edos.core.unit.Sha256;
import org.edos.physical.people.Tokens;
import org.edos.physical.people.TokensContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokensTest extends TokensContract {
  @TempDir private Path folder;
  private final List<SqliteTokens> opened = new ArrayList<>();

  @Override
  protected Tokens open() {
    opened.add(new SqliteTokens(folder.resolve("tokens.sqlite")));
    return opened.getLast();
  }

  @AfterEach
  void ends() {
    opened.forEach(SqliteTokens::close);
  }

  @Test
  void tokensAreThereWhenTheFileIsOpenedAgain() {
    Sha256 hash = new Sha256("11".repeat(32));
    AccessToken token =
        new AccessToken("build", Set.of(new Scope.Feed("news")), Instant.EPOCH, Optional.empty());
    tokens.add(token, hash);
    opened.removeLast().close();

    assertThat(open().byHash(hash)).contains(token);
  }
}
