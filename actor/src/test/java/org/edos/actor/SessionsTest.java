package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.document.sqlite.SqliteDocumentStore;
import org.edos.physical.people.memory.MemoryTokens;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionsTest {
  private static final String PASSWORD = "ten letters";
  private static final Map<String, Function<Path, DocumentStore>> STORES =
      Map.of(
          "memory", folder -> new MemoryDocumentStore(),
          "sqlite", folder -> new SqliteDocumentStore(folder.resolve("documents.sqlite")));

  @TempDir Path folder;

  private final MovingClock clock = new MovingClock();
  private final AccessTokens tokens = new AccessTokens(new MemoryTokens(), clock);
  private Optional<DocumentStore> documents = Optional.empty();

  private Sessions open(String store) {
    DocumentStore opened =
        documents.orElseGet(
            () -> STORES.getOrDefault(store, none -> new MemoryDocumentStore()).apply(folder));
    documents = Optional.of(opened);
    return new Sessions(opened, tokens, clock);
  }

  @AfterEach
  void close() {
    documents.ifPresent(DocumentStore::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void aSessionLastsTwoWeeksAndOutlivesTheProcess(String store) {
    String visitor = open(store).begin(Optional.empty());
    clock.move(Duration.ofDays(14).minusSeconds(1));
    assertThat(open(store).find(visitor))
        .hasValueSatisfying(session -> assertThat(session.token()).isEmpty());
    clock.move(Duration.ofSeconds(1));
    assertThat(open(store).find(visitor)).isEmpty();
    assertThat(open(store).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void nothingThatIsKeptLetsAnybodyIn(String store) {
    Sessions sessions = open(store);
    String visitor = sessions.begin(Optional.empty());
    for (String key : documents.orElseThrow().keys("web/session/")) {
      assertThat(key).doesNotContain(visitor);
      assertThat(sessions.find(key.substring("web/session/".length()))).isEmpty();
    }
    assertThat(sessions.find(sessions.newVisitor())).isEmpty();
    assertThat(sessions.find("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void aProgramsSessionEndsWithItsToken(String store) {
    Sessions sessions = open(store);
    AccessToken token = tokens.create("reader", Set.of(new Scope.Read()), Optional.empty()).token();
    String visitor = sessions.begin(Optional.of(token));
    assertThat(sessions.find(visitor).flatMap(Sessions.Session::token)).contains(token);

    tokens.revoke("reader");
    clock.move(Duration.ofMillis(1));
    tokens.create("reader", Set.of(new Scope.Administer()), Optional.empty());
    assertThat(sessions.find(visitor)).as("another token of its name is another").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void thePasswordIsThatOfTheLastTimeAndOutlivesTheProcess(String store) {
    Sessions sessions = open(store);
    assertThat(sessions.hasPassword()).isFalse();
    assertThat(sessions.isPassword("")).isFalse();
    sessions.password("first password");
    sessions.password(PASSWORD);

    assertThat(open(store).isPassword(PASSWORD)).isTrue();
    assertThat(open(store).isPassword("first password")).isFalse();
    assertThat(open(store).isPassword(PASSWORD + " ")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void anotherPasswordAndNoneEndAllSessions(String store) {
    Sessions sessions = open(store);
    String one = sessions.begin(Optional.empty());
    sessions.password(PASSWORD);
    assertThat(sessions.find(one)).isEmpty();

    String two = sessions.begin(Optional.empty());
    assertThat(sessions.count()).isOne();
    assertThat(sessions.removePassword()).isTrue();
    assertThat(sessions.find(two)).isEmpty();
    assertThat(sessions.isPassword(PASSWORD)).isFalse();
    assertThat(sessions.removePassword()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void aSessionThatEndsLeavesTheOthers(String store) {
    Sessions sessions = open(store);
    String one = sessions.begin(Optional.empty());
    String other = sessions.begin(Optional.empty());
    sessions.end(one);
    assertThat(sessions.find(one)).isEmpty();
    assertThat(sessions.find(other)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void shortAndEndlessPasswordsAreRefused(String store) {
    Sessions sessions = open(store);
    for (String password : new String[] {"", "9 letters", "x".repeat(1025)}) {
      assertThatThrownBy(() -> sessions.password(password))
          .isInstanceOf(EdosException.class)
          .hasMessageContaining("10 to 1024 characters");
    }
    assertThat(sessions.hasPassword()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void aFormsMarkIsOfOneVisitorAndOutlivesTheProcess(String store) {
    Sessions sessions = open(store);
    String visitor = sessions.newVisitor();
    String mark = sessions.formMark(visitor);
    assertThat(open(store).isFormMark(visitor, mark)).isTrue();
    assertThat(sessions.isFormMark(sessions.newVisitor(), mark)).isFalse();
    assertThat(sessions.isFormMark(visitor, "")).isFalse();
  }
}
