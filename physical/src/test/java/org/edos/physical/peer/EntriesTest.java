package org.edos.physical.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;

class EntriesTest {
  private static final URI FIRST = URI.create("http://127.0.0.1:1001");
  private static final URI SECOND = URI.create("http://127.0.0.1:1002");
  private static final URI THIRD = URI.create("http://127.0.0.1:1003");

  private final AtomicLong now = new AtomicLong();
  private final List<URI> asked = new ArrayList<>();
  private final Entries entries = new Entries(List.of(FIRST, SECOND), now::get);

  private URI ask(URI... away) {
    return entries.ask(peer -> {
      asked.add(peer);
      if (List.of(away).contains(peer)) {
        throw EdosException.external("cannot reach " + peer);
      }
      return peer;
    });
  }

  @Test
  void thePreferredPeerIsAskedFirst() {
    assertThat(ask()).isEqualTo(FIRST);
  }

  @Test
  void theNextAnswersWhenOneIsAway() {
    assertThat(ask(FIRST)).isEqualTo(SECOND);
  }

  @Test
  void whoFailedIsNotAskedAgainAtOnce() {
    ask(FIRST);
    asked.clear();

    assertThat(ask()).isEqualTo(SECOND);
    assertThat(asked).containsExactly(SECOND);
  }

  @Test
  void whoFailedIsAskedAgainLater() {
    ask(FIRST);
    now.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(ask()).isEqualTo(FIRST);
  }

  @Test
  void aLearnedPeerAnswersWhenAllGivenOnesAreAway() {
    entries.learn(List.of(THIRD, FIRST));

    assertThat(ask(FIRST, SECOND)).isEqualTo(THIRD);
  }

  @Test
  void whenNobodyAnswersTheFirstFailureIsTold() {
    assertThatThrownBy(() -> ask(FIRST, SECOND)).hasMessage("cannot reach " + FIRST);
    assertThat(ask()).isEqualTo(FIRST);
  }

  @Test
  void anAnswerThatThereIsNoSuchThingIsAnAnswer() {
    assertThatThrownBy(() ->
            entries.ask(peer -> {
              asked.add(peer);
              throw EdosException.notFound("no such release");
            }))
        .hasMessage("no such release");
    assertThat(asked).containsExactly(FIRST);
  }

  @Test
  void whoSaysWhatIsFalseIsAskedLastForAMinuteEvenWhenItAnswers() {
    entries.disbelieved(FIRST);
    entries.answered(FIRST);
    assertThat(ask(SECOND)).isEqualTo(FIRST);
    assertThat(ask()).isEqualTo(SECOND);
    assertThat(entries.isDisbelieved(FIRST)).isTrue();
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(ask()).isEqualTo(FIRST);
  }

  @Test
  void whoWasCheckedAgainAndIsRightIsAskedAsBefore() {
    entries.disbelieved(FIRST);
    entries.believed(FIRST);
    assertThat(entries.inOrder()).containsExactly(FIRST, SECOND);
  }
}
