package org.edos.app.web;

import java.util.List;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;

/** The web application of a daemon: all its pages. */
public final class Website implements Routes {
  private final List<Page> pages;

  /** Makes the pages of a daemon. */
  public Website(SiteParts parts) {
    Assets assets = new Assets();
    Site site = new Site(parts, assets.build());
    pages =
        List.of(
            assets,
            new OverviewPage(site),
            new SignInPage(site),
            new WorkPage(site),
            new SearchPage(site),
            new ChannelsPage(site),
            new UnitPage(site),
            new GetPage(site),
            new InboxPage(site),
            new PublishPage(site),
            new ReleasesPage(site),
            new AuditPage(site),
            new AccessPage(site),
            new SetupPage(site),
            new DoctorPage(site),
            new CrowdsPage(site),
            new DownloadsPage(site),
            new SavingsPage(site),
            new MirrorsPage(site));
  }

  @Override
  public List<Route> routes() {
    return pages.stream().flatMap(page -> page.routes().stream()).toList();
  }

  @Override
  public boolean isForPrograms() {
    return false;
  }
}
