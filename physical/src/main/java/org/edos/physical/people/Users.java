package org.edos.physical.people;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.User;

/**
 * The users that a network knows. Its publisher writes, every member reads, and nobody else sees
 * them. Safe for use by many threads.
 */
public interface Users {
  /** Everybody, by name. */
  List<User> list();

  /** Whose daemon has this key. */
  Optional<User> byKey(String key);

  /**
   * Notes a user, in the place of one of the same name.
   *
   * @throws EdosException usage if one of the keys is another user's; refused if this peer may not
   */
  void put(User user);

  /** Forgets a user; says whether there was one of that name. */
  boolean remove(String name);

  /** Nobody is known, and nobody gets to be. */
  static Users none() {
    return new Users() {
      @Override
      public List<User> list() {
        return List.of();
      }

      @Override
      public Optional<User> byKey(String key) {
        return Optional.empty();
      }

      @Override
      public void put(User user) {
        throw EdosException.refused("users are known to a publisher; run this on it");
      }

      @Override
      public boolean remove(String name) {
        return false;
      }
    };
  }

  /** The refusal of a key that is another user's. */
  static EdosException taken(String key, String owner) {
    return EdosException.usage(
        "the key " + key + " is that of the user '" + owner + "'; remove that user first");
  }
}
