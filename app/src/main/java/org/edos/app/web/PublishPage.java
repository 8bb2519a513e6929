package org.edos.app.web;

import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.edos.actor.AuditedPublisher;
import org.edos.actor.NewRelease;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.PublishPreview;
import org.edos.actor.Publisher;
import org.edos.app.rest.PublishableFolders;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.network.Scope;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UpdateRequest;

/**
 * Publishing: a repository is chosen, looked at against the release before it, and published, or
 * made the next state of a moving release.
 */
final class PublishPage implements Page {
  private static final int MOST_LISTED = 20_000;
  private static final int MOST_KEPT = 60_000;

  /** What was looked at, and what it would come to. */
  private record Looked(PublishForm form, PublishPreview preview) {}

  private final Site site;
  private final PublishableFolders folders;
  private final Recent<String, Looked> looked =
      new Recent<>(MOST_KEPT, one -> 1L + one.preview().packages().size());

  PublishPage(Site site) {
    this.site = site;
    this.folders = new PublishableFolders(site.parts().config().publishFrom());
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/publish", "Where a repository is chosen to be published", this::page),
        site.form("/publish/preview", "Looks at what would be published", this::look),
        site.page("/publish/preview/{id}", "What would be published", this::preview),
        site.form("/publish", "Publishes", this::publish));
  }

  /** Whoever may publish anything may choose. */
  private Visit visitor(Context ctx) {
    Visit visit = site.visit(ctx);
    boolean publishes =
        visit.token().stream()
            .flatMap(token -> token.scopes().stream())
            .anyMatch(Scope.Publish.class::isInstance);
    if (!publishes) {
      visit.require(new Scope.Administer());
    }
    return visit;
  }

  private Publisher publisher() {
    if (site.peer() instanceof Publisher publisher) {
      return publisher;
    }
    throw EdosException.notFound(
        "only a publisher publishes, and this peer is a " + site.peer().actor());
  }

  private BiFunction<String, String, Path> named(Visit visit) {
    return (what, path) -> folders.named(visit.token(), what, path);
  }

  private void page(Context ctx) {
    Visit visit = visitor(ctx);
    Publisher publisher = publisher();
    PublishForm form = PublishForm.ofQuery(ctx);
    site.send(
        ctx,
        "publish.jte",
        "Publish",
        Place.PUBLISH,
        Map.of(
            "view",
            PublishView.of(
                form, folder(form, visit), publisher.releases(), site.parts().settings())));
  }

  private FolderView folder(PublishForm form, Visit visit) {
    Optional<List<Path>> keptTo = folders.keptTo(visit.token());
    if (form.tree().isEmpty()) {
      return keptTo
          .map(FolderView::of)
          .orElseGet(() -> FolderView.of(Path.of(System.getProperty("user.dir")), keptTo));
    }
    return FolderView.of(folders.named(visit.token(), "the folder", form.tree()), keptTo);
  }

  private void look(Context ctx) {
    onItsPage(
        ctx,
        form -> {
          Publisher publisher = publisher();
          Visit visit = site.visit(ctx);
          visit.require(new Scope.Publish(form.name()));
          String id = UUID.randomUUID().toString();
          String link = "/publish/preview/" + id;
          if (form.as().moves()) {
            UpdateRequest request = form.update(named(visit));
            return begin(
                "Looking at",
                form,
                Activity.CHECK,
                () -> {
                  looked.put(
                      id, new Looked(form, publisher.updates().preview(request, MOST_LISTED)));
                  return seen(link);
                });
          }
          RepositorySource source = form.source(named(visit));
          form.windowGiven();
          form.policy();
          return begin(
              "Looking at",
              form,
              Activity.CHECK,
              () -> {
                looked.put(
                    id,
                    new Looked(
                        form,
                        publisher.preview(source, form.name(), form.versionGiven(), MOST_LISTED)));
                return seen(link);
              });
        });
  }

  private static Work.Outcome seen(String link) {
    return new Work.Outcome.Done("The folder is read.", link, "See what would be published");
  }

  private void preview(Context ctx) {
    visitor(ctx);
    Looked seen =
        looked
            .get(ctx.pathParam("id"))
            .orElseThrow(() ->
                EdosException.notFound(
                    "what was looked at is not remembered any more; go to Publish, and look"
                        + " again"));
    site.visit(ctx).require(new Scope.Publish(seen.form().name()));
    site.send(
        ctx,
        "preview.jte",
        "Publish " + seen.preview().release() + "?",
        Place.PUBLISH,
        Map.of(
            "form", seen.form(),
            "view", seen.preview(),
            "changes", ChangesView.of(seen.preview(), ctx)));
  }

  private void publish(Context ctx) {
    onItsPage(
        ctx,
        form -> {
          Visit visit = site.visit(ctx);
          visit.require(new Scope.Publish(form.name()));
          AuditedPublisher publisher = site.publisher(ctx);
          if (form.as().moves()) {
            form.channelGiven().ifPresent(channel -> visit.require(new Scope.Feed(channel)));
            UpdateRequest request = form.update(named(visit));
            return begin(
                "Updating",
                form,
                Activity.PUBLISH,
                () -> updated(publisher.update(request, form.channelGiven())));
          }
          RepositorySource source = form.source(named(visit));
          var window = form.windowGiven();
          var policy = form.policy();
          return begin(
              "Publishing",
              form,
              Activity.PUBLISH,
              () ->
                  published(
                      publisher.publish(source, form.name(), form.versionGiven(), window, policy)));
        });
  }

  private static Work.Outcome published(NewRelease release) {
    return new Work.Outcome.Done(
        "%s is published: %s, %s.%s"
            .formatted(
                release.id(),
                Words.count(release.packages(), "package"),
                Words.bytes(release.bytes()),
                broken(release.broken().size())),
        ReleasesPage.address(release.id()),
        "See the release");
  }

  private static Work.Outcome updated(ReleaseUpdate update) {
    PublishedRelease release = update.release();
    String text =
        update.published()
            ? "%s is number %s now, with %s.%s"
                .formatted(
                    release.id(),
                    Words.number(release.number()),
                    Words.count(update.changes().size(), "change"),
                    broken(update.broken().size()))
            : "Nothing was different from " + release.id() + "; nothing was published.";
    return new Work.Outcome.Done(text, ReleasesPage.address(release.id()), "See the release");
  }

  private static String broken(int packages) {
    return packages == 0
        ? ""
        : " %s cannot be installed any more.".formatted(Words.count(packages, "package"));
  }

  private String begin(
      String doing, PublishForm form, Activity activity, Callable<Work.Outcome> work) {
    String subject = form.subject();
    Predicate<PeerEvent> about =
        event ->
            (event.activity() == activity || event.activity() == Activity.FLASH_CROWD)
                && event.subject().startsWith(subject);
    String title = doing + " " + (form.versionGiven().isPresent() ? form.subject() : form.name());
    return site.works().begin(title, about, work);
  }

  /** Begins something; what fails at once is told on the page with what was written there. */
  private void onItsPage(Context ctx, Function<PublishForm, String> begin) {
    PublishForm form = PublishForm.ofFields(ctx);
    try {
      ReleaseId.current(form.name());
      site.goToWork(ctx, begin.apply(form));
    } catch (EdosException e) {
      site.say(ctx, new Notice(Site.sentence(e), true));
      site.go(ctx, form.page());
    }
  }
}
