package org.edos.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.bench.OtherProgram;
import org.edos.bench.Running;

/** A caching proxy that is measured. */
enum Subject {
  /** The daemon, as its users start it. */
  EDOS("edos") {
    @Override
    Running start(Path checkout, Path home, List<String> settings)
        throws IOException, InterruptedException {
      int port = Running.freePort();
      List<String> command =
          new ArrayList<>(
              List.of(
                  checkout.resolve("edos").toString(),
                  "client",
                  "--home",
                  home.toString(),
                  "--port",
                  Integer.toString(port)));
      for (String setting : settings) {
        command.addAll(List.of("--set", setting));
      }
      return Running.start(command, Map.of(), port, home.resolveSibling(name(home) + ".log"));
    }

    private String name(Path home) {
      return String.valueOf(home.getFileName());
    }
  },
  /** Debian's usual one. */
  APT_CACHER_NG("apt-cacher-ng") {
    @Override
    Running start(Path checkout, Path home, List<String> settings)
        throws IOException, InterruptedException {
      int port = Running.freePort();
      for (String folder : List.of("conf", "cache", "log")) {
        Files.createDirectories(home.resolve(folder));
      }
      Files.writeString(
          home.resolve("conf/acng.conf"),
          """
          CacheDir: %1$s/cache
          LogDir: %1$s/log
          SupportDir: /usr/lib/apt-cacher-ng
          Port: %2$d
          BindAddress: 127.0.0.1
          AllowUserPorts: 0
          ForeGround: 1
          """
              .formatted(home, port));
      return Running.start(
          List.of("apt-cacher-ng", "-c", home.resolve("conf").toString()),
          Map.of(),
          port,
          home.resolve("out"));
    }
  },
  /** The general one. */
  SQUID("squid") {
    @Override
    Running start(Path checkout, Path home, List<String> settings)
        throws IOException, InterruptedException {
      int port = Running.freePort();
      Path conf =
          Files.writeString(
              home.resolve("squid.conf"),
              """
              http_port 127.0.0.1:%2$d
              http_access allow all
              cache_dir ufs %1$s/cache 4000 16 64
              maximum_object_size 2 GB
              collapsed_forwarding on
              refresh_pattern . 1440 100%% 14400
              access_log none
              cache_log %1$s/cache.log
              pid_filename %1$s/pid
              coredump_dir %1$s
              shutdown_lifetime 0 seconds
              """
                  .formatted(home, port));
      // Started by root it works as another user, who must be able to write there.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.setPosixFilePermissions(
          home.resolve("..").normalize(), PosixFilePermissions.fromString("rwx--x--x"));
      List<String> squid = List.of("squid", "-N", "-n", "edos" + port, "-f", conf.toString());
      List<String> make = new ArrayList<>(squid);
      make.add("-z");
      OtherProgram.print(make, home.resolve("made"));
      return Running.start(squid, Map.of(), port, home.resolve("out"));
    }
  },
  /** As a proxy with a cache, which fetches each file once. */
  NGINX("nginx") {
    @Override
    Running start(Path checkout, Path home, List<String> settings)
        throws IOException, InterruptedException {
      int port = Running.freePort();
      Path conf =
          Files.writeString(
              home.resolve("nginx.conf"),
              """
              daemon off;
              user root;
              pid %1$s/pid;
              error_log %1$s/error.log;
              worker_processes 2;
              events { worker_connections 512; }
              http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/temp;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                proxy_cache_path %1$s/cache levels=1:2 keys_zone=c:10m max_size=4g use_temp_path=off;
                server {
                  listen 127.0.0.1:%2$d;
                  location / {
                    proxy_pass http://$http_host$request_uri;
                    proxy_cache c;
                    proxy_cache_key $http_host$request_uri;
                    proxy_cache_lock on;
                    proxy_cache_lock_timeout 60s;
                    proxy_cache_valid 200 1d;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                  }
                }
              }
              """
                  .formatted(home, port));
      return Running.start(
          List.of("nginx", "-c", conf.toString(), "-e", home.resolve("start.log").toString()),
          Map.of(),
          port,
          home.resolve("out"));
    }
  };

  private final String title;

  Subject(String title) {
    this.title = title;
  }

  /** Its name in the results. */
  String title() {
    return title;
  }

  /** Whether it can be measured here. */
  boolean present() {
    return this == EDOS || OtherProgram.find(title).isPresent();
  }

  /**
   * Starts it with an empty cache.
   *
   * @param home an empty folder
   * @param settings of the daemon; others take none
   */
  abstract Running start(Path checkout, Path home, List<String> settings)
      throws IOException, InterruptedException;
}
