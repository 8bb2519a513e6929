package org.edos.role.download;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.edos.core.release.Composition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;

/** Computes wish lists: what a release has and this peer has not. */
public final class Wishes {
  private Wishes() {}

  /**
   * How many contents, and their bytes.
   *
   * @param contents each counted once
   * @param bytes of them
   */
  public record Amount(int contents, long bytes) {
    Amount and(long size) {
      return new Amount(contents + 1, bytes + size);
    }
  }

  /**
   * What is wanted of a release, and how much of that is here.
   *
   * @param wanted all of it
   * @param stored what the store has
   * @param installed what the store lacks, but is installed
   * @param missing the rest, which is wished for
   * @param list the wish list for that
   */
  public record Delta(
      Amount wanted, Amount stored, Amount installed, Amount missing, WishList list) {}

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
    var all = Selection.Selected.of(selected);
    return delta(composition, digest, peer, WishList.Rates.UNKNOWN, store, all).list();
  }

  /**
   * The contents of a release that are wanted, and are neither in the store nor, wherever they are
   * in the release, those of installed packages.
   *
   * @param digest the composition's hash
   * @param rates the peer's own
   */
  public static Delta delta(
      Composition composition,
      Sha256 digest,
      PeerId peer,
      WishList.Rates rates,
      ContentStore store,
      Selection.Selected selected) {
    Map<Sha256, Boolean> wanted = new HashMap<>();
    for (Composition.Entry entry : composition.entries()) {
      if (selected.wanted().test(entry)) {
        wanted.merge(entry.sha256(), selected.installed().test(entry), Boolean::logicalAnd);
      }
    }
    Amount nothing = new Amount(0, 0);
    Amount all = nothing;
    Amount stored = nothing;
    Amount installed = nothing;
    Amount missing = nothing;
    BitSet positions = new BitSet();
    int position = 0;
    for (Map.Entry<Sha256, Long> content : composition.contents().entrySet()) {
      Boolean isInstalled = wanted.get(content.getKey());
      if (isInstalled != null) {
        long size = content.getValue();
        all = all.and(size);
        if (store.contains(content.getKey())) {
          stored = stored.and(size);
        } else if (isInstalled) {
          installed = installed.and(size);
        } else {
          missing = missing.and(size);
          positions.set(position);
        }
      }
      position++;
    }
    WishList list = new WishList(composition.id(), digest, peer, positions, rates);
    return new Delta(all, stored, installed, missing, list);
  }

  /** The wished contents with their sizes, in composition order. */
  public static Map<Sha256, Long> contents(Composition composition, WishList wishes) {
    List<Map.Entry<Sha256, Long>> all = new ArrayList<>(composition.contents().entrySet());
    Map<Sha256, Long> wanted = new LinkedHashMap<>();
    wishes.wanted().stream().mapToObj(all::get).forEach(e -> wanted.put(e.getKey(), e.getValue()));
    return wanted;
  }
}
