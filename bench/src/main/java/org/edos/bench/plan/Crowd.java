package org.edos.bench.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;

/**
 * A release of packages and peers that want parts of it: what a machine with these packages has to
 * fetch when all of them are new. Every machine has what the distribution has everywhere; is of one
 * of {@value #KINDS} kinds, which share {@value #KIND_DRAWS} drawn packages; and has up to {@value
 * #OWN_DRAWS} of its own: all with what they need. Sources are drawn by Zipf's law, in the order of
 * how many packages need them. Made up, not counted on machines.
 */
record Crowd(Composition composition, Sha256 digest, List<WishList> wishes) {
  static final int KINDS = 12;
  static final int KIND_DRAWS = 40;
  static final int OWN_DRAWS = 60;

  /** The same arguments give the same crowd. */
  static Crowd of(Distribution distribution, int units, int peers, long seed) {
    Random random = new Random(seed);
    List<List<Integer>> sources = distribution.byPopularity();
    BitSet released = released(distribution, sources, units);
    Composition composition = composition(distribution, released);
    Map<Sha256, Integer> positions = new HashMap<>();
    composition.contents().keySet().forEach(c -> positions.put(c, positions.size()));
    Draw draw = new Draw(distribution, sources, random);
    BitSet everywhere = new BitSet();
    for (int number = 0; number < distribution.size(); number++) {
      if (distribution.get(number).onEveryMachine()) {
        distribution.addWithNeeds(number, everywhere);
      }
    }
    List<BitSet> kinds = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      kinds.add(draw.more(everywhere, KIND_DRAWS));
    }
    Sha256 digest = Sha256.of(new byte[0]);
    List<WishList> wishes = new ArrayList<>();
    for (int peer = 0; peer < peers; peer++) {
      BitSet machine = draw.more(kinds.get(random.nextInt(KINDS)), random.nextInt(OWN_DRAWS + 1));
      machine.and(released);
      BitSet wanted = new BitSet();
      machine.stream()
          .map(number -> positions.getOrDefault(distribution.get(number).sha256(), 0))
          .forEach(wanted::set);
      wishes.add(
          new WishList(
              composition.id(), digest, new PeerId("%016x".formatted(random.nextLong())), wanted));
    }
    return new Crowd(composition, digest, wishes);
  }

  /** The most popular packages and what they need, so many. */
  private static BitSet released(
      Distribution distribution, List<List<Integer>> sources, int units) {
    BitSet released = new BitSet();
    for (List<Integer> source : sources) {
      for (int number : source) {
        if (released.cardinality() >= units) {
          return released;
        }
        distribution.addWithNeeds(number, released);
      }
    }
    return released;
  }

  private static Composition composition(Distribution distribution, BitSet released) {
    List<Composition.Entry> entries = new ArrayList<>();
    released.stream()
        .forEach(number -> {
          Distribution.Listed listed = distribution.get(number);
          String path = "pool/%06d".formatted(number);
          entries.add(
              new Composition.Entry(
                  new RepositoryPath(path),
                  new UtilityId(path, "1"),
                  listed.sha256(),
                  listed.size(),
                  listed.sha256()));
        });
    return new Composition(
        ReleaseId.parse("crowd@1"),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        PackageFormat.DEB,
        entries,
        List.of());
  }

  /** Draws packages by Zipf's law over sources. */
  private static final class Draw {
    private final Distribution distribution;
    private final List<List<Integer>> sources;
    private final Random random;
    private final double[] upTo;

    Draw(Distribution distribution, List<List<Integer>> sources, Random random) {
      this.distribution = distribution;
      this.sources = sources;
      this.random = random;
      upTo = new double[sources.size()];
      double sum = 0;
      for (int rank = 0; rank < upTo.length; rank++) {
        sum += 1.0 / (rank + 1);
        upTo[rank] = sum;
      }
    }

    /** A machine with so many packages more, and with what they need. */
    BitSet more(BitSet machine, int draws) {
      BitSet larger = (BitSet) machine.clone();
      for (int i = 0; i < draws; i++) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        List<Integer> source = sources.get(found >= 0 ? found : -found - 1);
        distribution.addWithNeeds(source.get(random.nextInt(source.size())), larger);
      }
      return larger;
    }
  }
}
