package org.edos.role.follow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.edos.core.deb.DebVersion;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.rpm.RpmVersion;
import org.edos.core.unit.PackageFormat;

/**
 * Picks out of an index the packages that this machine has in an older version, the newest of each.
 * For one index and one thread.
 */
final class Upgrades implements Consumer<ListedPackage> {
  private static final int MOST = 5_000;

  private final PackageFormat format;
  private final Map<String, String> installed = new HashMap<>();
  private final Map<String, ListedPackage> newest = new HashMap<>();

  Upgrades(PackageFormat format, List<InstalledPackage> machine) {
    this.format = format;
    for (InstalledPackage one : machine) {
      if (!one.held()) {
        installed.merge(
            one.name() + " " + one.architecture(),
            one.version(),
            (a, b) -> compare(a, b) >= 0 ? a : b);
      }
    }
  }

  @Override
  public void accept(ListedPackage listed) {
    String key = listed.name() + " " + listed.architecture();
    String here = installed.get(key);
    if (here != null
        && compare(listed.version(), here) > 0
        && (newest.size() < MOST || newest.containsKey(key))) {
      newest.merge(key, listed, (a, b) -> compare(a.version(), b.version()) >= 0 ? a : b);
    }
  }

  private int compare(String a, String b) {
    return format == PackageFormat.DEB ? DebVersion.compare(a, b) : RpmVersion.compare(a, b);
  }

  List<KnownFile> files() {
    return newest.values().stream().map(ListedPackage::file).toList();
  }
}
