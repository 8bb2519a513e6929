package org.edos.app.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The answer by which auto-apt-proxy knows a cache for apt: apt itself asks for {@code /} and shows
 * the words of the status line. Browsers get the daemon's page there.
 */
final class UsageAnswer {
  private static final int STATUS = 406;
  private static final String REASON = "usage information";

  private UsageAnswer() {}

  static boolean isAsked(Request request) {
    String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
    return agent != null
        && agent.startsWith("Debian APT-HTTP/")
        && request.getHttpURI().getPathQuery().equals("/");
  }

  static void send(Request request, Response response, Callback callback) {
    request.addHttpStreamWrapper(Worded::new);
    String message =
        "usage information: this is a cache for apt and dnf; see its web page, or run: edos setup";
    PlainAnswer.send(STATUS, message, request, response, callback);
  }

  /** Says in the status line what Jetty has no setter for. */
  private static final class Worded extends HttpStream.Wrapper {
    Worded(HttpStream wrapped) {
      super(wrapped);
    }

    @Override
    public void send(
        MetaData.Request request,
        MetaData.Response response,
        boolean last,
        ByteBuffer content,
        Callback callback) {
      super.send(request, response == null ? null : worded(response), last, content, callback);
    }

    private static MetaData.Response worded(MetaData.Response response) {
      return new MetaData.Response(
          response.getStatus(),
          REASON,
          response.getHttpVersion(),
          response.getHttpFields(),
          response.getContentLength(),
          response.getTrailersSupplier());
    }
  }
}
