package org.edos.actor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.User;
import org.edos.core.network.CallProof;
import org.edos.core.unit.Sha256;
import org.edos.physical.people.Users;
import org.edos.physical.trust.SignatureCheck;

/** The users that a peer knows, and which of them makes a call. Safe for use by many threads. */
public final class PeerUsers {
  private static final Duration TOLERANCE = Duration.ofMinutes(2);
  private static final int MOST_REMEMBERED = 100_000;

  private final Users users;
  private final SignatureCheck signatures;
  private final Clock clock;
  private final long started;
  private final Map<Sha256, Long> done = new LinkedHashMap<>();

  PeerUsers(Users users, SignatureCheck signatures, Clock clock) {
    this.users = users;
    this.signatures = signatures;
    this.clock = clock;
    this.started = clock.millis();
  }

  /** Everybody, by name. */
  public List<User> list() {
    return users.list();
  }

  /** Notes a user; see {@link Users#put}. */
  public void put(User user) {
    users.put(user);
  }

  /**
   * Forgets a user, who from now on is anybody.
   *
   * @throws EdosException (not found) if there is none of that name
   */
  public void remove(String name) {
    if (!users.remove(name)) {
      throw EdosException.notFound("there is no user '" + name + "'; see: edos user list");
    }
  }

  /**
   * Who makes a call; anybody where the key is no user's.
   *
   * @throws EdosException (refused) if the key is a user's and the proof is not good
   */
  public Caller caller(CallProof proof) {
    Optional<User> user = users.byKey(proof.key());
    if (user.isEmpty()) {
      return Caller.ANYBODY;
    }
    long apart = Math.abs(clock.millis() - proof.millis());
    if (apart > TOLERANCE.toMillis()) {
      throw EdosException.refused(
          "this call was signed %d s from this daemon's time, and %d s are tolerated; set the clocks"
                  .formatted(apart / 1000, TOLERANCE.toSeconds())
              + " of both machines");
    }
    if (!signatures.verify(proof.key(), proof.message(), proof.signature())) {
      throw EdosException.refused(
          "the signature of this call is not that of its key; something on the way has changed the"
              + " call");
    }
    return new Caller.Known(user.get());
  }

  /** Who a caller is by now: rights and users change while a stream goes on. */
  public Caller byNow(Caller caller) {
    if (!(caller instanceof Caller.Known known)) {
      return caller;
    }
    return known.user().keys().stream()
        .map(users::byKey)
        .flatMap(Optional::stream)
        .filter(user -> user.name().equals(known.user().name()))
        .findFirst()
        .<Caller>map(Caller.Known::new)
        .orElse(Caller.ANYBODY);
  }

  /**
   * Like {@link #caller} for a call that changes something: each proof is good for one alone, also
   * where this process has begun in the meantime.
   */
  public Caller callerOnce(CallProof proof) {
    Caller caller = caller(proof);
    if (caller instanceof Caller.Known) {
      if (proof.millis() < started) {
        throw EdosException.refused(
            "this call was signed before the daemon started; make it again, and see that the clocks"
                + " of both machines are right");
      }
      remember(Sha256.of((proof.key() + "\n" + proof.signature()).getBytes(US_ASCII)));
    }
    return caller;
  }

  private void remember(Sha256 proof) {
    synchronized (done) {
      long now = clock.millis();
      long old = now - 2 * TOLERANCE.toMillis();
      done.values().removeIf(time -> time < old);
      if (done.containsKey(proof)) {
        throw EdosException.refused("this very call was made before; sign it anew");
      }
      if (done.size() >= MOST_REMEMBERED) {
        throw EdosException.exhausted("too many changes within minutes; try again in a while");
      }
      done.put(proof, now);
    }
  }
}
