package org.edos.core.swarm;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.query.TreePattern;

/** Which part of a release a peer wants; what it has of that is not asked for here. */
public sealed interface Wanted {
  /** Everything. */
  record Whole() implements Wanted {
    @Override
    public String toString() {
      return "whole";
    }
  }

  /**
   * A collection, with everything below it.
   *
   * @param id its written id, or its name
   */
  record Collected(String id) implements Wanted {
    @Override
    public String toString() {
      return "collection " + id;
    }
  }

  /**
   * The packages that match.
   *
   * @param query in the simple language
   */
  record Matching(String query) implements Wanted {
    /** Refuses what cannot be read. */
    public Matching {
      TreePattern.parse(query);
    }

    @Override
    public String toString() {
      return query;
    }
  }

  /** Packages that are newer than those installed on this machine, and the indexes. */
  record Upgrade() implements Wanted {
    @Override
    public String toString() {
      return "upgrade";
    }
  }

  /**
   * What this machine lacks to have packages installed, dependencies included, and the indexes.
   *
   * @param packages names, or what packages provide, or ids
   * @param upgrade whether the installed packages are to be upgraded as well
   * @param recommends whether what new packages recommend is wanted too, where it can be
   */
  record Needs(List<String> packages, boolean upgrade, boolean recommends) implements Wanted {
    private static final int MOST = 10_000;

    /** Copies the list; without any package, an upgrade is meant. */
    public Needs {
      packages = packages.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
      upgrade = upgrade || packages.isEmpty();
      if (packages.size() > MOST) {
        throw EdosException.usage("the needs of at most " + MOST + " packages are looked at");
      }
    }

    /** Without what is only recommended. */
    public Needs(List<String> packages, boolean upgrade) {
      this(packages, upgrade, false);
    }

    @Override
    public String toString() {
      return "needs"
          + (packages.isEmpty() ? "" : " of " + String.join(", ", packages))
          + (upgrade ? " of an upgrade" : "")
          + (recommends ? " with what is recommended" : "");
    }
  }

  /**
   * Reads a setting: {@code whole}, {@code upgrade}, {@code needs} (of an upgrade), or a query.
   *
   * @throws EdosException (usage) if it is none of these
   */
  static Wanted parse(String text) {
    return switch (text.strip()) {
      case "", "whole" -> new Whole();
      case "upgrade" -> new Upgrade();
      case "needs" -> new Needs(List.of(), true);
      default -> new Matching(text.strip());
    };
  }

  /**
   * Puts together what a person or program asked for; nothing at all means the whole release.
   *
   * @param select a query
   * @param collection an id or a name
   * @param upgrade whether newer packages are wanted
   * @param needs names; present and empty for the needs of an upgrade
   * @param recommends whether what is needed recommends is wanted too
   * @throws EdosException (usage) if these exclude one another
   */
  static Wanted of(
      Optional<String> select,
      Optional<String> collection,
      boolean upgrade,
      Optional<List<String>> needs,
      boolean recommends) {
    Optional<String> query = select.filter(text -> !text.isBlank());
    Optional<String> collected = collection.filter(text -> !text.isBlank());
    boolean machine = upgrade || needs.isPresent();
    if ((query.isPresent() ? 1 : 0) + (collected.isPresent() ? 1 : 0) + (machine ? 1 : 0) > 1) {
      throw EdosException.usage(
          "one wish is for a query, or for a collection, or for what this machine needs");
    }
    if (machine) {
      return needs
          .<Wanted>map(names -> new Needs(names, upgrade, recommends))
          .orElseGet(Upgrade::new);
    }
    return query
        .<Wanted>map(Matching::new)
        .or(() -> collected.map(Collected::new))
        .orElseGet(Whole::new);
  }
}
