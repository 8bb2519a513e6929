package org.edos.role.publish;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.TorrentFile;

/** What is to be expected of plans, with the torrents that are made of them. Pure functions. */
public final class PlanOutlooks {
  private PlanOutlooks() {}

  /** Of one plan. */
  public static PlanOutlook of(
      Composition composition, ClusterPlan plan, Collection<WishList> wishes, Rates rates) {
    return PlanOutlook.of(composition, plan, wishes, rates, TorrentFile::pieceLength);
  }

  /** Of what each strategy makes of the same wish lists, the fastest first. */
  public static List<PlanOutlook> compare(
      Composition composition, Sha256 digest, Collection<WishList> wishes, Rates rates) {
    return Strategies.all().stream()
        .map(strategy -> of(composition, strategy.plan(composition, digest, wishes), wishes, rates))
        .sorted(
            Comparator.comparingDouble(PlanOutlook::expectedSeconds)
                .thenComparing(PlanOutlook::strategy))
        .toList();
  }
}
