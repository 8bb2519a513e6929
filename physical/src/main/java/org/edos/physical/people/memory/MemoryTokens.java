package org.edos.physical.people.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.network.AccessToken;
import org.edos.core.unit.Sha256;
import org.edos.physical.people.Tokens;

/**
 * Tokens that live as long as this object. Safe for use by many threads: its monitor guards all.
 */
public final class MemoryTokens implements Tokens {
  private record Kept(AccessToken token, Sha256 hash) {}

  private final Map<String, Kept> byName = new TreeMap<>();

  @Override
  public synchronized List<AccessToken> list() {
    return byName.values().stream().map(Kept::token).toList();
  }

  @Override
  public synchronized Optional<AccessToken> byHash(Sha256 hash) {
    return byName.values().stream()
        .filter(kept -> kept.hash().equals(hash))
        .map(Kept::token)
        .findFirst();
  }

  @Override
  public synchronized void add(AccessToken token, Sha256 hash) {
    if (byName.containsKey(token.name())) {
      throw Tokens.taken(token.name());
    }
    if (byName.size() >= MOST) {
      throw Tokens.tooMany();
    }
    byName.put(token.name(), new Kept(token, hash));
  }

  @Override
  public synchronized boolean remove(String name) {
    return byName.remove(name) != null;
  }
}
