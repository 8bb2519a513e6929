package org.edos.app.web;

import java.util.List;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.PublishedRelease;

/**
 * The page where a repository is chosen to be published.
 *
 * @param form what was written so far
 * @param folder that is looked at
 * @param names of the releases that there are, the newest first
 * @param policy the publisher's own of what becomes uninstallable
 */
public record PublishView(PublishForm form, FolderView folder, List<String> names, String policy) {
  private static final int NAMES = 200;

  static PublishView of(
      PublishForm form, FolderView folder, List<PublishedRelease> releases, Settings settings) {
    return new PublishView(
        form,
        folder,
        releases.reversed().stream()
            .map(release -> release.id().name())
            .distinct()
            .limit(NAMES)
            .toList(),
        settings.text(Setting.INSTALLABILITY));
  }

  /** What may come of a repository. */
  public List<PublishForm.As> ways() {
    return List.of(PublishForm.As.values());
  }

  /** The policies that there are. */
  public List<String> policies() {
    return List.of(InstallabilityPolicy.values()).stream()
        .map(InstallabilityPolicy::written)
        .toList();
  }

  /** What a policy does. */
  public static String means(String policy) {
    return switch (InstallabilityPolicy.parse(policy)) {
      case IGNORE -> "publish without looking";
      case WARN -> "publish and say so";
      case REFUSE -> "publish nothing";
    };
  }

  /** Whether there is something chosen that can be published in this way. */
  public boolean isReady() {
    return switch (form.as()) {
      case ELSEWHERE -> true;
      case ADD -> folder.packageCount() > 0;
      case RELEASE, UPDATE -> !folder.path().isEmpty() && folder.problem().isEmpty();
    };
  }
}
