package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.AssignmentXml;
import org.edos.core.swarm.ClusterPlanXml;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.SignedReport;
import org.edos.core.swarm.SignedWishes;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;

/** Flash crowds: their desk, for peers, and their opening and closing, for the publisher's user. */
final class CrowdRoutes implements Routes {
  private static final String CROWD = "/api/v1/flashcrowds/{name}/{version}";
  private static final int MOST_WISHES = 12 << 20;
  private static final String NO_PLAN = "there is no plan yet, or other peers are served first";
  private static final Parameter.Number PUBLISHER_UPLOAD =
      rate("publisherUpload", Rates.ASSUMED.publisherUpload());
  private static final Parameter.Number PEER_UPLOAD =
      rate("peerUpload", Rates.ASSUMED.peerUpload());
  private static final Parameter.Number PEER_DOWNLOAD =
      rate("peerDownload", Rates.ASSUMED.peerDownload());

  private record OpenRequest(
      Optional<Double> windowSeconds, Optional<String> strategy, Optional<List<String>> feed) {}

  private final Peer peer;

  CrowdRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/flashcrowds",
                "Every flash crowd; publisher only",
                Body.list(CrowdStatus.class),
                ctx -> Pages.send(ctx, publisher().crowds(), crowd -> crowd.release().toString()))
            .asking(Pages.CURSOR, Pages.LIMIT),
        Route.post(
                CROWD,
                "Opens a flash crowd; publisher only",
                Body.json(OpenRequest.class),
                Body.json(CrowdStatus.class),
                this::open)
            .by(Access.TOKEN)
            .within(Within.PUBLISH),
        Route.get(
            CROWD,
            "How a flash crowd is doing; publisher only",
            Body.json(CrowdStatus.class),
            ctx -> Json.send(ctx, publisher().crowd(Parameters.release(ctx)))),
        Route.delete(
                CROWD,
                "Closes a flash crowd; publisher only",
                Body.json(CrowdStatus.class),
                ctx -> Json.send(ctx, Parameters.by(ctx, peer).closeCrowd(Parameters.release(ctx))))
            .within(Within.PUBLISH),
        Route.post(
                CROWD + "/wishes",
                "Hands in a wish list; publisher only",
                Body.xml(
                    "WishListXml, with its peer's key and signature in Edos-Key and"
                        + " Edos-Signature"),
                Body.nothing(),
                this::wishes)
            .by(Access.ANYBODY),
        Route.get(
                CROWD + "/plan",
                "The clusters; publisher only",
                Body.xml("ClusterPlanXml"),
                this::plan)
            .or(202, NO_PLAN),
        Route.get(
                CROWD + "/outlooks",
                "What each strategy would make of the wish lists so far, the fastest first;"
                    + " publisher only",
                Body.list(PlanOutlook.class),
                this::outlooks)
            .asking(PUBLISHER_UPLOAD, PEER_UPLOAD, PEER_DOWNLOAD),
        Route.get(
                CROWD + "/assignments/{peer}",
                "A peer's part of the plan; publisher only",
                Body.xml("AssignmentXml"),
                this::assignment)
            .or(202, NO_PLAN)
            .by(Access.ANYBODY),
        Route.get(
                CROWD + "/clusters/{n}.torrent",
                "A cluster's torrent; publisher only",
                new Body.Raw("application/x-bittorrent", false, "the metainfo"),
                this::torrent)
            .by(Access.ANYBODY),
        Route.post(
                CROWD + "/reports",
                "Says how far a peer has come; publisher only",
                Body.json(SignedReport.class),
                Body.json(ReportReceipt.class),
                this::report)
            .by(Access.ANYBODY));
  }

  private Publisher publisher() {
    return Parameters.publisher(peer);
  }

  private void open(Context ctx) throws IOException {
    OpenRequest request = Json.read(ctx, OpenRequest.class);
    Json.send(
        ctx,
        Parameters.by(ctx, peer)
            .openCrowd(
                Parameters.release(ctx),
                Parameters.window(request.windowSeconds()),
                request.strategy(),
                request.feed().orElse(List.of())));
  }

  private void wishes(Context ctx) throws IOException {
    Publisher publisher = publisher();
    ReleaseId release = Parameters.release(ctx);
    WishList wishes = WishListXml.read(Json.body(ctx, MOST_WISHES));
    if (!wishes.release().equals(release)) {
      throw EdosException.usage(
          "the wish list is for " + wishes.release() + ", and this is the desk of " + release);
    }
    publisher.submitWishes(
        new SignedWishes(wishes, header(ctx, "Edos-Key"), header(ctx, "Edos-Signature")));
    Json.send(ctx, Json.NOTHING);
  }

  private static String header(Context ctx, String name) {
    String value = ctx.header(name);
    if (value == null) {
      throw EdosException.usage("this call needs the header " + name);
    }
    return value;
  }

  private void plan(Context ctx) {
    sendOnceThere(ctx, publisher().crowdPlan(Parameters.release(ctx)).map(ClusterPlanXml::write));
  }

  private void outlooks(Context ctx) {
    Rates rates = new Rates(PUBLISHER_UPLOAD.of(ctx), PEER_UPLOAD.of(ctx), PEER_DOWNLOAD.of(ctx));
    Json.send(ctx, publisher().crowdOutlooks(Parameters.release(ctx), rates));
  }

  private static Parameter.Number rate(String name, double otherwise) {
    return Parameter.number(name, "bytes a second", Math.round(otherwise), 1, Long.MAX_VALUE);
  }

  private void assignment(Context ctx) {
    PeerId asking = new PeerId(ctx.pathParam("peer"));
    sendOnceThere(
        ctx,
        publisher().crowdAssignment(Parameters.release(ctx), asking).map(AssignmentXml::write));
  }

  private static void sendOnceThere(Context ctx, Optional<byte[]> xml) {
    xml.ifPresentOrElse(
        bytes -> Json.send(ctx, "application/xml", bytes),
        () -> {
          ctx.status(202);
          Json.send(ctx, Json.NOTHING);
        });
  }

  private void torrent(Context ctx) {
    String number = ctx.pathParam("n");
    if (!number.matches("[0-9]{1,9}")) {
      throw EdosException.usage("a cluster is named by its number: '" + number + "'");
    }
    byte[] metainfo = publisher().crowdTorrent(Parameters.release(ctx), Integer.parseInt(number));
    Json.send(ctx, "application/x-bittorrent", metainfo);
  }

  private void report(Context ctx) throws IOException {
    SignedReport report = Json.read(ctx, SignedReport.class);
    Json.send(ctx, publisher().crowdReport(Parameters.release(ctx), report));
  }
}
