package org.edos.role.download;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.edos.core.release.Composition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;

/** Computes wish lists: what a release has and this peer has not. */
public final class Wishes {
  private Wishes() {}

  /**
   * The contents of a release that the store lacks.
   *
   * @param digest the composition's hash
   * @param selected which entries are wanted at all
   */
  public static WishList missing(
      Composition composition,
      Sha256 digest,
      PeerId peer,
      ContentStore store,
      Predicate<Composition.Entry> selected) {
    var wanted =
        composition.entries().stream()
            .filter(selected)
            .map(Composition.Entry::sha256)
            .collect(Collectors.toSet());
    BitSet positions = new BitSet();
    int position = 0;
    for (Sha256 content : composition.contents().keySet()) {
      positions.set(position++, wanted.contains(content) && !store.contains(content));
    }
    return new WishList(composition.id(), digest, peer, positions);
  }

  /** The wished contents with their sizes, in composition order. */
  public static Map<Sha256, Long> contents(Composition composition, WishList wishes) {
    List<Map.Entry<Sha256, Long>> all = new ArrayList<>(composition.contents().entrySet());
    Map<Sha256, Long> wanted = new LinkedHashMap<>();
    wishes.wanted().stream().mapToObj(all::get).forEach(e -> wanted.put(e.getKey(), e.getValue()));
    return wanted;
  }
}
