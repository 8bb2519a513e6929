package org.edos.app.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.edos.testkit.conformance.ProxyOrigin;

/** Another proxy, running on a loopback port with its files in a folder of its own. */
final class OtherProxy implements AutoCloseable {
  private final Process process;
  private final int port;

  private OtherProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static OtherProxy aptCacherNg(Path folder) throws IOException {
    int port = freePort();
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("acng.conf"),
        String.join(
            "\n",
            "CacheDir: " + Files.createDirectories(folder.resolve("cache")),
            "LogDir: " + Files.createDirectories(folder.resolve("log")),
            "SocketPath: " + folder.resolve("socket"),
            "PidFile: " + folder.resolve("pid"),
            "Port: " + port,
            "BindAddress: 127.0.0.1",
            "AllowUserPorts: 0",
            "ForeGround: 1",
            ""));
    return start(port, folder, "/usr/sbin/apt-cacher-ng", "-c", conf.toString());
  }

  static OtherProxy squid(Path folder) throws IOException {
    int port = freePort();
    Path conf =
        Files.writeString(
            folder.resolve("squid.conf"),
            String.join(
                "\n",
                "http_port 127.0.0.1:" + port,
                "http_access allow all",
                "cache_mem 64 MB",
                "maximum_object_size_in_memory 8 MB",
                "cache_log /dev/null",
                "access_log none",
                "pid_filename none",
                "coredump_dir none",
                "pinger_enable off",
                "memory_cache_shared off",
                "shutdown_lifetime 1 seconds",
                ""));
    // A name of its own, since squids of one name share their memory.
    return start(port, folder, "/usr/sbin/squid", "-N", "-n", "edos" + port, "-f", conf.toString());
  }

  static OtherProxy nginx(Path folder, String origin) throws IOException {
    int port = freePort();
    Path conf =
        Files.writeString(
            folder.resolve("nginx.conf"),
            String.join(
                "\n",
                "daemon off; master_process off; error_log " + folder.resolve("error.log") + ";",
                "pid " + folder.resolve("pid") + ";",
                "events { }",
                "http {",
                "  access_log off;",
                "  client_body_temp_path " + folder.resolve("body") + ";",
                "  proxy_temp_path " + folder.resolve("proxy") + ";",
                "  fastcgi_temp_path " + folder.resolve("fastcgi") + ";",
                "  uwsgi_temp_path " + folder.resolve("uwsgi") + ";",
                "  scgi_temp_path " + folder.resolve("scgi") + ";",
                "  proxy_cache_path " + folder.resolve("cache") + " keys_zone=c:10m;",
                "  server {",
                "    listen 127.0.0.1:" + port + ";",
                "    location / {",
                "      proxy_pass http://" + origin + ";",
                "      proxy_http_version 1.1;",
                "      proxy_set_header Connection \"\";",
                "      proxy_cache c; proxy_cache_valid 200 1h; proxy_cache_lock on;",
                "    }",
                "  }",
                "}",
                ""));
    return start(port, folder, "/usr/sbin/nginx", "-p", folder.toString(), "-c", conf.toString());
  }

  private static OtherProxy start(int port, Path folder, String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("output").toFile());
    OtherProxy proxy = new OtherProxy(builder.start(), port);
    try {
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> answers(port));
      return proxy;
    } catch (RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = ProxyOrigin.lowPort()) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
