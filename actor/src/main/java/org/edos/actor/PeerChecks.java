package org.edos.actor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.actor.CheckedRelease.BrokenPackage;
import org.edos.actor.CheckedRelease.Cause;
import org.edos.actor.CheckedRelease.CheckedMachine;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.ReleaseDiff.DiffCounts;
import org.edos.actor.ReleaseDiff.MendedPackage;
import org.edos.actor.ReleaseDiff.PackageChange;
import org.edos.core.dependency.Explanation;
import org.edos.core.dependency.Explanation.Chain;
import org.edos.core.dependency.Explanation.Conflict;
import org.edos.core.dependency.Explanation.Missing;
import org.edos.core.dependency.Explanation.Step;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UnitChange.Kind;
import org.edos.role.Checking;
import org.edos.role.Comparing;

/**
 * Whether releases can be installed, and what is different between them. Every peer finds that out
 * itself: an index of its own is at hand, and a client reads the documents of its entry and need
 * not believe the entry's conclusion. Safe for use by many threads.
 */
public final class PeerChecks {
  /** Progress is told in this many steps. */
  private static final int STEPS = 20;

  private final Checking checking;
  private final Comparing comparing;
  private final ReleaseTrees trees;
  private final PeerEvents events;

  PeerChecks(PeerParts parts, ReleaseTrees trees, PeerEvents events) {
    this.checking = new Checking(parts.index(), parts.solver());
    this.comparing = new Comparing(parts.index(), checking);
    this.trees = trees;
    this.events = events;
  }

  /**
   * The packages of a release that cannot be installed, each with the reason. Progress is told in
   * the peer's events.
   *
   * @param names of the packages to check; none for all
   * @param limit most packages to explain in the answer
   * @throws org.edos.core.EdosException not found if there is no such release, or no package of
   *     such a name in it; exhausted if its dependencies are too intricate to be solved
   */
  public CheckedRelease check(ReleaseId release, Set<String> names, int limit) {
    ReleaseTrees.Tree tree = trees.tree(release);
    List<Checking.Found> found =
        checking.check(tree.composition(), tree.digest(), names, new Telling(release));
    return new CheckedRelease(
        release,
        found.stream()
            .map(one ->
                new CheckedMachine(
                    one.machine().architecture(), one.checked(), one.uninstallable().size()))
            .toList(),
        found.stream()
            .flatMap(one -> one.uninstallable().stream().map(broken -> told(one.machine(), broken)))
            .limit(limit)
            .toList());
  }

  /**
   * What is different between two releases, in packages, other files, bytes, and what can be
   * installed. Progress is told in the peer's events.
   *
   * @param limit most of each kind of difference in the answer; all are counted
   * @throws org.edos.core.EdosException not found if there is no such release; exhausted if the
   *     dependencies of one are too intricate to be solved
   */
  public ReleaseDiff diff(ReleaseId before, ReleaseId after, int limit) {
    Comparing.Compared compared = comparing.compare(side(before), side(after), new Telling(after));
    List<UnitChange> changes = compared.packages();
    return new ReleaseDiff(
        before,
        after,
        new DiffCounts(
            Kind.ADDED.in(changes),
            Kind.REMOVED.in(changes),
            Kind.PATCH.in(changes),
            Kind.VERSION.in(changes),
            compared.files().size(),
            compared.fetched().size(),
            compared.fetched().values().stream().mapToLong(Long::longValue).sum(),
            compared.broken().size(),
            compared.mended().size()),
        changes.stream()
            .limit(limit)
            .map(change ->
                new PackageChange(
                    change.kind(), change.before().map(Composition.Entry::unit), change.after()))
            .toList(),
        compared.files().stream().limit(limit).toList(),
        compared.broken().stream()
            .limit(limit)
            .map(one -> told(one.machine(), one.reason()))
            .toList(),
        compared.mended().stream()
            .limit(limit)
            .map(one -> new MendedPackage(one.id().toString(), one.machine().architecture()))
            .toList());
  }

  private Comparing.Side side(ReleaseId release) {
    ReleaseTrees.Tree tree = trees.tree(release);
    return new Comparing.Side(tree.composition(), tree.digest());
  }

  private static BrokenPackage told(Platform machine, Uninstallable broken) {
    return new BrokenPackage(
        broken.id().toString(),
        machine.architecture(),
        broken.text(),
        broken.causes().stream().map(PeerChecks::told).toList());
  }

  private static Cause told(Explanation explanation) {
    return switch (explanation) {
      case Missing missing ->
          new Cause("missing", told(missing.chain()), List.of(), told(missing.relation()));
      case Conflict conflict ->
          new Cause(
              "conflict",
              told(conflict.first()),
              told(conflict.second()),
              conflict.relation().map(PeerChecks::told).orElse(""));
    };
  }

  private static List<String> told(Chain chain) {
    return Stream.concat(chain.steps().stream().map(Step::by), Stream.of(chain.end()))
        .map(Object::toString)
        .toList();
  }

  private static String told(Relation relation) {
    return relation.alternatives().stream()
        .map(Capability::toString)
        .collect(Collectors.joining(" | "));
  }

  /** Tells events, but not each of very many. */
  private final class Telling implements Checking.Watcher {
    private final String release;
    private int told = -1;

    Telling(ReleaseId release) {
      this.release = release.toString();
    }

    @Override
    public void read(Platform machine, int done, int total) {
      tell("read the packages for ", machine, done, total);
    }

    @Override
    public void settled(Platform machine, int done, int total) {
      tell("checked the packages for ", machine, done, total);
    }

    private void tell(String what, Platform machine, int done, int total) {
      int step = total == 0 ? STEPS : (int) ((long) STEPS * done / total);
      if (step != told) {
        told = step;
        events.tell(Activity.CHECK, release, what + machine.architecture(), done, total);
      }
    }
  }
}
