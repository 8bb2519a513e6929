package org.edos.physical.location;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index of locations does. */
public abstract class LocationIndexContract {
  protected static final URI ALICE = URI.create("http://192.0.2.1:9977");
  protected static final URI BOB = URI.create("https://bob.example.org:9978");

  protected LocationIndex index;

  /** An index that knows no peer. */
  protected abstract LocationIndex open();

  @BeforeEach
  void opens() {
    index = open();
  }

  @AfterEach
  void closes() {
    index.close();
  }

  @Test
  void whoAnnouncedAContentIsFound() {
    index.announce(ALICE, List.of(content(1), content(2)));
    index.announce(BOB, List.of(content(2), content(2)));

    assertThat(index.locate(List.of(content(1), content(2), content(3))))
        .isEqualTo(Map.of(content(1), Set.of(ALICE), content(2), Set.of(ALICE, BOB)));
  }

  @Test
  void whoWithdrewAContentIsNotFound() {
    index.announce(ALICE, List.of(content(1), content(2)));
    index.announce(BOB, List.of(content(1)));

    index.withdraw(ALICE, List.of(content(1), content(2), content(3)));

    assertThat(index.locate(List.of(content(1), content(2))))
        .isEqualTo(Map.of(content(1), Set.of(BOB)));
  }

  @Test
  void announcingAgainChangesNothing() {
    index.announce(ALICE, List.of(content(1)));
    index.announce(URI.create("HTTP://192.0.2.1:9977/"), List.of(content(1)));

    assertThat(index.locate(List.of(content(1)))).isEqualTo(Map.of(content(1), Set.of(ALICE)));
  }

  @Test
  void nothingIsAskedAndNothingAnswered() {
    index.announce(ALICE, List.of());

    assertThat(index.locate(List.of())).isEmpty();
  }

  @Test
  void thePeersOfAContentAreBoundedAndTheNewestKept() {
    for (int i = 1; i <= PeerAddress.MOST_PER_CONTENT + 10; i++) {
      index.announce(URI.create("http://192.0.2.1:" + (1000 + i)), List.of(content(1)));
    }

    assertThat(index.locate(List.of(content(1))).get(content(1)))
        .hasSize(PeerAddress.MOST_PER_CONTENT)
        .contains(URI.create("http://192.0.2.1:1074"))
        .doesNotContain(URI.create("http://192.0.2.1:1010"));
  }

  @Test
  void peersThatAnnounceAtOnceAreAllFound() throws Exception {
    AtomicInteger port = new AtomicInteger(2000);
    List<Sha256> contents =
        IntStream.range(0, 200).mapToObj(LocationIndexContract::content).toList();
    Callable<Boolean> announce =
        () -> {
          index.announce(URI.create("http://192.0.2.1:" + port.incrementAndGet()), contents);
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      assertThat(threads.invokeAll(Collections.nCopies(32, announce)))
          .allMatch(each -> each.resultNow());
    }

    assertThat(index.locate(contents).values()).hasSize(200).allMatch(peers -> peers.size() == 32);
  }

  @Test
  void aWholeDistributionIsAnnouncedFoundAndWithdrawn() {
    List<Sha256> all = IntStream.range(0, 60_000).mapToObj(LocationIndexContract::content).toList();
    index.announce(ALICE, all);

    assertThat(index.locate(all)).hasSize(60_000);
    index.withdraw(ALICE, all);
    assertThat(index.locate(all)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host",
        "ftp://host:21",
        "http://user@host:80",
        "http://host:80/path",
        "http://host:80?q",
        "host:80",
        "http://host:0",
        "http://host:65536",
        "http://host:80#f",
        "http://-host:80",
        "file:///etc/passwd"
      })
  void anAddressThatIsMoreOrLessThanHostAndPortIsRefused(String address) {
    assertThatThrownBy(() -> index.announce(URI.create(address), List.of(content(1))))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("http://HOST:PORT");
    assertThat(index.locate(List.of(content(1)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:80", "https://[2001:db8::1]:9977", "http://a:65535"})
  void hostsByNameAndNumberAreTaken(String address) {
    index.announce(URI.create(address), List.of(content(1)));

    assertThat(index.locate(List.of(content(1))).get(content(1)))
        .containsExactly(URI.create(address));
  }

  protected static Sha256 content(int number) {
    return Sha256.of(Integer.toString(number).getBytes(UTF_8));
  }
}
