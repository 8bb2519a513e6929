package org.edos.role.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FarAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,     9977,  http://192.0.2.7:9977",
    "2001:db8::7,   9977,  http://[2001:db8:0:0:0:0:0:7]:9977",
    "192.0.2.7,       80,  http://192.0.2.7:80",
    "192.0.2.7,       22,",
    "192.0.2.7,        0,",
    "127.0.0.1,     9978,",
    "::1,           9978,",
    "0.0.0.0,       9978,",
    "224.0.0.251,   9978,",
    "169.254.169.254, 9978,"
  })
  void whatStrangersNameIsCalledWhereItIsAnothersDaemon(
      String host, int port, @Nullable String peer) {
    FarAddress addresses = new FarAddress(URI.create("http://192.0.2.1:9977"));

    assertThat(addresses.callable(new InetSocketAddress(host, port)).map(URI::toString))
        .isEqualTo(Optional.ofNullable(peer));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 9977, false", "127.0.0.1, 9978, true"})
  void aDaemonOfTheLoopbackCallsOthersThereButNotItself(String host, int port, boolean called) {
    FarAddress addresses = new FarAddress(URI.create("http://127.0.0.1:9977"));

    assertThat(addresses.callable(new InetSocketAddress(host, port)).isPresent()).isEqualTo(called);
  }
}
