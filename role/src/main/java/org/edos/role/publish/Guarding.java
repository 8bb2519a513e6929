package org.edos.role.publish;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.InstallabilityPolicy;

/**
 * Holds one state in the making to the policy of what may become uninstallable. Without a state
 * before it, or where the policy is to ignore that, it does nothing. Used by one thread.
 */
final class Guarding {
  /** Most packages that a refusal names. */
  private static final int NAMED = 5;

  private final InstallabilityGuard guard;
  private final InstallabilityPolicy policy;
  private final Optional<Composition> before;
  private final NextPackages packages = new NextPackages();

  Guarding(InstallabilityGuard guard, InstallabilityPolicy policy, Optional<Composition> before) {
    this.guard = guard;
    this.policy = policy;
    this.before = policy == InstallabilityPolicy.IGNORE ? Optional.empty() : before;
  }

  /** A package of the state. */
  void add(PackageMetadata metadata) {
    if (before.isPresent()) {
      packages.add(metadata);
    }
  }

  /**
   * Looks at the state as it is to be published, and tells what it makes uninstallable.
   *
   * @throws EdosException refused if the policy is to refuse, and that is anything or cannot be
   *     found out
   */
  List<Uninstallable> check(Composition next, Consumer<PublishEvent> progress) {
    if (before.isEmpty() || before.get().format() != next.format()) {
      return List.of();
    }
    List<Uninstallable> broken;
    try {
      broken = guard.broken(before.get(), next, packages);
    } catch (EdosException e) {
      unchecked(next, e, progress);
      return List.of();
    }
    if (!broken.isEmpty()) {
      if (policy == InstallabilityPolicy.REFUSE) {
        throw refusal(next, broken);
      }
      progress.accept(new PublishEvent.Broken(next.id(), broken));
    }
    return broken;
  }

  /** A search that takes too long keeps nobody from publishing, unless the policy is to refuse. */
  private void unchecked(Composition next, EdosException e, Consumer<PublishEvent> progress) {
    if (e.category() != EdosException.Category.EXHAUSTED) {
      throw e;
    }
    if (policy == InstallabilityPolicy.REFUSE) {
      throw EdosException.refused(
          "whether %s makes packages uninstallable could not be found out: %s; to publish it all the same, give --installability ignore"
              .formatted(next.id(), e.getMessage()));
    }
    progress.accept(new PublishEvent.Unchecked(next.id(), String.valueOf(e.getMessage())));
  }

  private static EdosException refusal(Composition next, List<Uninstallable> broken) {
    StringBuilder message = new StringBuilder();
    message.append(
        "%s would make %,d packages uninstallable; publish what they need with it, or choose the"
                .formatted(next.id(), broken.size())
            + " policy warn:");
    broken.stream().limit(NAMED).forEach(one -> message.append("\n").append(one.text().strip()));
    return EdosException.refused(message.toString());
  }
}
