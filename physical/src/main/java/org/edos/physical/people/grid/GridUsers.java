package org.edos.physical.people.grid;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.User;
import org.edos.physical.grid.GridCache;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.people.Users;

/** Users in the grid: see the package for how. Safe for use by many threads; one lock writes. */
public final class GridUsers implements Users {
  private static final String USER = "user:";
  private static final String KEY = "key:";

  private final GridCache<String, String> entries;
  private final ReentrantLock writing = new ReentrantLock();

  /** Opens the users of a grid; the node is the caller's. */
  public GridUsers(GridNode grid) {
    this.entries = grid.cache("users", Placement.EVERYWHERE);
  }

  @Override
  public List<User> list() {
    Set<String> names =
        entries.keys().stream().filter(key -> key.startsWith(USER)).collect(Collectors.toSet());
    return entries.getAll(names).values().stream()
        .map(GridUsers::read)
        .sorted(Comparator.comparing(User::name))
        .toList();
  }

  @Override
  public Optional<User> byKey(String key) {
    return entries.get(KEY + key).flatMap(this::find).filter(user -> user.keys().contains(key));
  }

  private Optional<User> find(String name) {
    return entries.get(USER + name).map(GridUsers::read);
  }

  @Override
  public void put(User user) {
    writing.lock();
    try {
      for (String key : user.keys()) {
        byKey(key)
            .filter(owner -> !owner.name().equals(user.name()))
            .ifPresent(owner -> {
              throw Users.taken(key, owner.name());
            });
      }
      Set<String> gone =
          find(user.name()).map(User::keys).map(HashSet::new).orElseGet(HashSet::new);
      gone.removeAll(user.keys());
      entries.putAll(
          user.keys().stream().collect(Collectors.toMap(key -> KEY + key, key -> user.name())));
      entries.put(USER + user.name(), write(user));
      forget(gone);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean remove(String name) {
    writing.lock();
    try {
      Optional<User> user = find(name);
      boolean there = entries.remove(USER + name);
      user.ifPresent(gone -> forget(gone.keys()));
      return there;
    } finally {
      writing.unlock();
    }
  }

  private void forget(Set<String> keys) {
    entries.removeAll(keys.stream().map(key -> KEY + key).toList());
  }

  /** Names and keys hold neither commas nor spaces. */
  private static String write(User user) {
    return String.join(
        " ", user.name(), String.join(",", user.groups()), String.join(",", user.keys()));
  }

  private static User read(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw EdosException.external("the grid holds a user that cannot be read");
    }
    return new User(parts[0], names(parts[1]), names(parts[2]));
  }

  private static Set<String> names(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(","));
  }
}
