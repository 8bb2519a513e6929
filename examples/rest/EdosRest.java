import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A thin client of the HTTP interface of an Edos daemon: tokens, pages, work that tells its
 * progress, events with resume, and failures as exceptions. The JDK's HTTP client and Jackson are
 * all it needs. Safe for use by many threads.
 */
public final class EdosRest implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI daemon;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * Speaks with a daemon.
   *
   * @param daemon its address, {@code http://HOST:PORT}
   * @param token that {@code edos token create} has made
   */
  public EdosRest(URI daemon, String token) {
    this.daemon = daemon;
    this.token = token;
  }

  /** A failure that a daemon told: a problem document (RFC 9457). */
  public static final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status, as 404. */
    public final int status;

    /** The category, as {@code NOT_FOUND} or {@code CONFLICT}. */
    public final String category;

    Problem(int status, JsonNode document) {
      super(document.path("message").asString("HTTP status " + status));
      this.status = status;
      this.category = document.path("error").asString("");
    }
  }

  /**
   * The answer to a GET.
   *
   * @throws Problem if the daemon refuses
   * @throws IOException if it cannot be reached
   */
  public JsonNode get(String path) throws IOException, InterruptedException {
    try (InputStream body = open(request(path).GET().timeout(PATIENCE).build()).body()) {
      return JSON.readTree(body);
    }
  }

  /** The answer to a POST; fails like {@link #get}. */
  public JsonNode post(String path, Object document) throws IOException, InterruptedException {
    try (InputStream body = open(posting(path, document).timeout(PATIENCE).build()).body()) {
      return JSON.readTree(body);
    }
  }

  /** Every element of a list, page by page; fails like {@link #get}. */
  public void each(String path, Consumer<JsonNode> taker)
      throws IOException, InterruptedException {
    for (String next = path; !next.isEmpty(); ) {
      HttpResponse<InputStream> page = open(request(next).GET().timeout(PATIENCE).build());
      try (InputStream body = page.body()) {
        JSON.readTree(body).forEach(taker);
      }
      Matcher link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      next = link.matches() ? link.group(1) : "";
    }
  }

  /**
   * The result of a POST that takes long: it answers with JSON lines.
   *
   * @param progress told of each event on the way
   * @throws Problem if the daemon refuses, or the work fails on the way
   */
  public JsonNode work(String path, Object document, Consumer<JsonNode> progress)
      throws IOException, InterruptedException {
    try (BufferedReader lines = reader(open(posting(path, document).build()).body())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode told = JSON.readTree(line);
        if (told.has("result")) {
          return told.get("result");
        }
        if (told.has("error")) {
          throw new Problem(200, told);
        }
        progress.accept(told.path("event"));
      }
    }
    throw new IOException("the daemon broke off");
  }

  /**
   * Follows the channels' events, and after a break goes on where it was.
   *
   * @param taker of each event; says whether to go on
   */
  public void follow(Predicate<JsonNode> taker) throws IOException, InterruptedException {
    String position = "";
    while (true) {
      HttpRequest.Builder request = request("/api/v1/events").header("Accept", "text/event-stream");
      if (!position.isEmpty()) {
        request.header("Last-Event-ID", position);
      }
      String id = position;
      String data = "";
      try (BufferedReader lines = reader(open(request.GET().build()).body())) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("data: ")) {
            data = line.substring(6);
          } else if (line.isEmpty()) {
            if (!data.isEmpty() && !taker.test(JSON.readTree(data))) {
              return;
            }
            position = id;
            data = "";
          }
        }
      } catch (IOException e) {
        System.err.println("the stream broke (" + e.getMessage() + "), and goes on");
      }
      Thread.sleep(1000);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(daemon.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder posting(String path, Object document) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(document)));
  }

  private HttpResponse<InputStream> open(HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() >= 300) {
      try (InputStream body = answer.body()) {
        throw new Problem(answer.statusCode(), JSON.readTree(body));
      }
    }
    return answer;
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Publishes a folder as a release, follows the news of it, and finds what is in it. */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("usage: EdosRest FOLDER RELEASE, with EDOS_DAEMON and EDOS_TOKEN set");
      System.exit(2);
    }
    String release = args[1];
    URI daemon = URI.create(System.getenv("EDOS_DAEMON"));
    try (EdosRest edos = new EdosRest(daemon, System.getenv("EDOS_TOKEN"))) {
      JsonNode published =
          edos.work(
              "/api/v1/publish",
              Map.of("tree", args[0], "name", release),
              event -> System.out.println("progress: " + event.path("subject").asString("")));
      System.out.println("published " + published.path("id").asString());
      edos.each(
          "/api/v1/releases?limit=1",
          one -> System.out.println("release " + one.path("id").asString()));
      String query = URLEncoder.encode("kind:package", StandardCharsets.UTF_8);
      edos.get("/api/v1/query?limit=3&q=" + query)
          .path("answers")
          .forEach(answer -> System.out.println("package " + answer.path("id").asString()));
      edos.each(
          "/api/v1/channels/releases/events?limit=2",
          event -> System.out.println("event " + event.path("subject").asString()));
      try {
        edos.work("/api/v1/publish", Map.of("tree", args[0], "name", release + "-2"), event -> {});
      } catch (Problem e) {
        System.out.println("refused " + e.status + " " + e.category + ": " + e.getMessage());
      }
    }
  }
}
