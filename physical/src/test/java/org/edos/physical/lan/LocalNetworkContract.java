package org.edos.physical.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every way to find daemons near does. */
public abstract class LocalNetworkContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<LocalNetwork> open = Collections.synchronizedList(new ArrayList<>());

  /** A daemon's place in the one network of a test. */
  protected abstract LocalNetwork daemon(URI self, boolean visible);

  /** An address that no other test uses. */
  protected abstract URI address();

  /** Who is there, as one daemon hears it. */
  private static final class Heard implements LocalNetwork.Listener {
    private final Set<URI> there = ConcurrentHashMap.newKeySet();

    @Override
    public void appeared(URI peer) {
      there.add(peer);
    }

    @Override
    public void gone(URI peer) {
      there.remove(peer);
    }
  }

  private LocalNetwork begin(URI self, boolean visible, Heard heard) {
    LocalNetwork network = daemon(self, visible);
    open.add(network);
    network.begin(heard);
    return network;
  }

  @AfterEach
  void closes() {
    open.forEach(LocalNetwork::close);
  }

  @Test
  void daemonsFindEachOtherAndNoticeWhoGoes() {
    URI alice = address();
    URI bob = address();
    Heard byAlice = new Heard();
    Heard byBob = new Heard();
    begin(alice, true, byAlice);
    LocalNetwork bobs = begin(bob, true, byBob);

    await().atMost(LONG).until(() -> byAlice.there.contains(bob) && byBob.there.contains(alice));
    assertThat(byAlice.there).doesNotContain(alice);
    assertThat(byBob.there).doesNotContain(bob);

    bobs.close();

    await().atMost(LONG).until(() -> !byAlice.there.contains(bob));
  }

  @Test
  void whoDoesNotShowItselfSeesOthersAllTheSame() {
    URI alice = address();
    URI hidden = address();
    URI carol = address();
    Heard byAlice = new Heard();
    Heard byHidden = new Heard();
    begin(hidden, false, byHidden);
    begin(alice, true, byAlice);
    begin(carol, true, new Heard());

    await().atMost(LONG).until(() -> byHidden.there.containsAll(List.of(alice, carol)));
    await().atMost(LONG).until(() -> byAlice.there.contains(carol));
    assertThat(byAlice.there).doesNotContain(hidden);
  }
}
