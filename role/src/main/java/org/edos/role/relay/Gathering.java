package org.edos.role.relay;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.gateway.Holder;
import org.edos.role.relay.Attempt.Outcome;
import org.edos.role.relay.Attempt.Sources;

/**
 * Gathers one file by all means: everybody at once first, and where that fails in ever simpler
 * ways, until the right bytes are there or nobody is left. For one thread.
 */
final class Gathering {
  private static final Duration FIRST_LOOK = Duration.ofMillis(150);
  private static final Duration LAST_LOOK = Duration.ofSeconds(3);
  private static final int MOST_HOLDERS = 48;
  private static final int MOST_ALONE = 24;

  private final Workshop shop;
  private final ArrivingFile arriving;
  private final Supplier<List<URI>> origins;
  private final Evidence evidence = new Evidence();
  private final Set<Holder> holders = new LinkedHashSet<>();
  private Optional<OriginGone> gone = Optional.empty();
  private Optional<URI> address = Optional.empty();
  private boolean lied;

  /**
   * Begins nothing yet.
   *
   * @param origins the addresses known so far; more may become known
   */
  Gathering(Workshop shop, ArrivingFile arriving, Supplier<List<URI>> origins) {
    this.shop = shop;
    this.arriving = arriving;
    this.origins = origins;
  }

  /** Whether the right bytes are there now. */
  boolean succeeds() throws UnwritableException, InterruptedException {
    try {
      Outcome outcome = together();
      if (outcome == Outcome.WRONG) {
        outcome = again();
      }
      if (outcome == Outcome.RIGHT) {
        evidence.judge(arriving, shop.holders());
      }
      return outcome == Outcome.RIGHT;
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
  }

  private Outcome together() throws UnwritableException, InterruptedException {
    List<URI> asked = origins.get();
    holders.addAll(shop.holders().find(arriving.file(), FIRST_LOOK));
    Outcome outcome = attempt(Sources.open(asked, List.copyOf(holders), this::further));
    if (outcome == Outcome.DRY && evidence.hasRejections()) {
      outcome = attempt(Sources.only(List.of(), List.copyOf(holders)));
    }
    if (outcome == Outcome.DRY) {
      List<URI> more = new ArrayList<>(origins.get());
      more.removeAll(asked);
      List<Holder> found = new ArrayList<>(shop.holders().find(arriving.file(), LAST_LOOK));
      found.removeAll(holders);
      holders.addAll(found);
      if (!more.isEmpty() || !found.isEmpty()) {
        outcome = attempt(Sources.open(more, found, this::further));
      }
    }
    return outcome;
  }

  /** Who has the file now, or a part of it. */
  private List<Holder> further() {
    List<Holder> found = new ArrayList<>(shop.holders().find(arriving.file(), Duration.ZERO));
    found.removeIf(holder -> holders.size() >= MOST_HOLDERS && !holders.contains(holder));
    holders.addAll(found);
    return found;
  }

  /**
   * Something is wrong: what peers gave is fetched from the origin instead; then all of it, from
   * one address after the other; then from one peer after the other that has all of it.
   */
  private Outcome again() throws UnwritableException, InterruptedException, IOException {
    evidence.suspect(arriving);
    Outcome outcome = Outcome.WRONG;
    boolean mixed = !arriving.given().isEmpty();
    List<URI> left = origins.get();
    if (mixed && !left.isEmpty()) {
      arriving.restart(false);
      outcome = attempt(Sources.only(left, List.of()));
    }
    for (int i = 0; i < left.size() && outcome == Outcome.WRONG; i++) {
      lied = true;
      arriving.restart(true);
      outcome = attempt(Sources.anew(behind(left)));
    }
    lied |= outcome == Outcome.WRONG && !left.isEmpty();
    List<Holder> whole =
        holders.stream().filter(holder -> !evidence.isPartial(holder)).limit(MOST_ALONE).toList();
    for (int i = 0; i < whole.size() && outcome != Outcome.RIGHT; i++) {
      outcome = alone(whole.get(i));
    }
    return outcome;
  }

  private Outcome alone(Holder holder) throws UnwritableException, InterruptedException {
    arriving.restart(true);
    Outcome outcome = attempt(Sources.only(List.of(), List.of(holder)));
    if (outcome == Outcome.WRONG) {
      evidence.blame(holder, arriving.file(), shop.holders());
    }
    return outcome;
  }

  /** The addresses from the one behind the last used on. */
  private List<URI> behind(List<URI> all) {
    int last = address.map(all::indexOf).orElse(-1);
    List<URI> turned = new ArrayList<>(all.subList(last + 1, all.size()));
    turned.addAll(all.subList(0, last + 1));
    return turned;
  }

  private Outcome attempt(Sources sources) throws UnwritableException, InterruptedException {
    Attempt attempt = new Attempt(shop, arriving, sources, evidence);
    try {
      return attempt.run();
    } finally {
      gone = attempt.originGone().or(() -> gone);
      address = attempt.address().or(() -> address);
    }
  }

  /** An origin's own answer, where it is the reason. */
  Optional<OriginRefusal> refusal() {
    return lied ? Optional.empty() : gone.flatMap(OriginGone::refusal);
  }

  /** Why the right bytes are not there: refused if others were given, else external. */
  EdosException problem() {
    if (lied) {
      return EdosException.refused(
          "the origin gives other bytes than its index promises for "
              + arriving.file().sha256()
              + "; update the package lists, or use another mirror");
    }
    return EdosException.external(
        "nobody gives "
            + arriving.file().sha256()
            + gone.map(why -> ": " + why.getMessage())
                .orElse(": no origin is known, and no peer has it")
            + "; see whether the origin is up");
  }
}
