package org.edos.actor;

import java.util.Map;
import org.edos.core.swarm.Wanted;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;

/**
 * What a machine knows of itself when it wishes.
 *
 * @param installed what it has installed, by format
 * @param announced what is wanted of releases that a subscription is to download
 * @param rates its limits, as it tells them to publishers
 * @param pushed whether its publisher may have it fetch what it did not ask for
 */
public record WishParts(
    Map<PackageFormat, InstalledPackages> installed,
    Wanted announced,
    WishList.Rates rates,
    boolean pushed) {
  /** A machine with nothing installed, which wants whole releases. */
  public static final WishParts NONE =
      new WishParts(Map.of(), new Wanted.Whole(), WishList.Rates.UNKNOWN, false);

  /** Copies the map. */
  public WishParts {
    installed = Map.copyOf(installed);
  }
}
