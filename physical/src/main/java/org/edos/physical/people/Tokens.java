package org.edos.physical.people;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.unit.Sha256;

/**
 * The tokens of a daemon's programs, each known by the hash of what the program shows. Safe for use
 * by many threads.
 */
public interface Tokens {
  /** Most tokens of a daemon. */
  int MOST = 1000;

  /** All, by name. */
  List<AccessToken> list();

  /** The one whose secret has this hash. */
  Optional<AccessToken> byHash(Sha256 hash);

  /**
   * Keeps one.
   *
   * @throws EdosException conflict if there is one of that name; exhausted if there are {@link
   *     #MOST}
   */
  void add(AccessToken token, Sha256 hash);

  /** Forgets one; says whether there was one of that name. */
  boolean remove(String name);

  /** The refusal of a name that is taken. */
  static EdosException taken(String name) {
    return EdosException.conflict(
        "there is a token '" + name + "' already; revoke it first: edos token revoke " + name);
  }

  /** The refusal of one too many. */
  static EdosException tooMany() {
    return EdosException.exhausted(
        "a daemon has at most " + MOST + " tokens; revoke some (edos token list)");
  }
}
