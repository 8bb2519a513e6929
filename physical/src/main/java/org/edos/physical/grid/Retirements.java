package org.edos.physical.grid;

import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;

/**
 * Lets every member know who was retired: the publisher's node tells it through the grid, the
 * others keep it in their directories, so that they refuse the retired while the publisher is away.
 * Used by one thread.
 */
final class Retirements {
  private static final String CACHE = "grid-retired";

  private final GridConfig config;
  private final GridDirectory directory;
  private List<String> told = List.of();

  Retirements(GridConfig config, GridDirectory directory) {
    this.config = config;
    this.directory = directory;
  }

  /** Tells or learns what is new. */
  void exchange(Ignite ignite) {
    if (config.isPublisher()) {
      tell(ignite);
    } else {
      learn(ignite);
    }
  }

  private void tell(Ignite ignite) {
    List<String> names = directory.retired();
    if (!names.equals(told)) {
      IgniteCache<String, String> cache =
          ignite.getOrCreateCache(GridSettings.cache(CACHE, Placement.EVERYWHERE, config));
      names.forEach(name -> cache.put(name, ""));
      told = names;
    }
  }

  private void learn(Ignite ignite) {
    @Nullable IgniteCache<String, String> cache = ignite.cache(CACHE);
    if (cache == null) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (Cache.Entry<String, String> entry : cache) {
      names.add(entry.getKey());
    }
    names.removeAll(directory.retired());
    names.remove(config.name());
    names.stream().filter(GridConfig::isName).forEach(directory::retire);
  }
}
