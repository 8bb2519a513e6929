package org.edos.physical.people.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.channel.User;
import org.edos.physical.people.Users;

/** Users that live as long as this object. Safe for use by many threads: its monitor guards all. */
public final class MemoryUsers implements Users {
  private final Map<String, User> byName = new TreeMap<>();

  @Override
  public synchronized List<User> list() {
    return List.copyOf(byName.values());
  }

  @Override
  public synchronized Optional<User> byKey(String key) {
    return byName.values().stream().filter(user -> user.keys().contains(key)).findFirst();
  }

  @Override
  public synchronized void put(User user) {
    for (String key : user.keys()) {
      byKey(key)
          .filter(owner -> !owner.name().equals(user.name()))
          .ifPresent(owner -> {
            throw Users.taken(key, owner.name());
          });
    }
    byName.put(user.name(), user);
  }

  @Override
  public synchronized boolean remove(String name) {
    return byName.remove(name) != null;
  }
}
