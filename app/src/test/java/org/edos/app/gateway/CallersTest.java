package org.edos.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallersTest {
  private static final InetSocketAddress HERE = at("192.168.1.5");

  private static InetSocketAddress at(String address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), 9977);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest(name = "gateway={0} and {1}: {2}")
  @CsvSource({
    "own, 127.0.0.1,      true",
    "own, ::1,            true",
    "own, 192.168.1.5,    true",
    "own, 192.168.1.6,    false",
    "lan, 127.0.0.1,      true",
    "lan, 192.168.1.6,    true",
    "lan, 10.1.2.3,       true",
    "lan, 172.16.0.1,     true",
    "lan, 169.254.3.4,    true",
    "lan, fe80::1,        true",
    "lan, fd00::1,        true",
    "lan, 203.0.113.9,    false",
    "lan, 2001:db8::1,    false",
    "off, 127.0.0.1,      false"
  })
  void theSettingSaysWhoMayCall(String setting, String caller, boolean allowed) {
    Callers callers = Callers.of(setting);
    if (allowed) {
      callers.check(at(caller), HERE);
    } else {
      assertThatThrownBy(() -> callers.check(at(caller), HERE))
          .isInstanceOf(EdosException.class)
          .hasMessageContaining("gateway=" + setting);
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "169.254.169.254", "192.168.1.5"})
  void callersOfOtherMachinesAreNotLedToThisOne(String host) {
    assertThatThrownBy(() -> Callers.LAN.checkDestination(at("192.168.1.6"), HERE, host))
        .isInstanceOf(EdosException.class);
    assertThat(Callers.LAN.checkDestination(at("127.0.0.1"), HERE, host)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.9, 203.0.113.9", "[2001:db8::9], 2001:db8:0:0:0:0:0:9"})
  void callersOfOtherMachinesAreLedToTheAddressThatWasChecked(String host, String checked) {
    assertThat(Callers.LAN.checkDestination(at("192.168.1.6"), HERE, host)).isEqualTo(checked);
  }

  @Test
  void thereAreThreeSettings() {
    assertThat(Callers.of("own")).isEqualTo(Callers.OWN);
    assertThatThrownBy(() -> Callers.of("everybody"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("own, lan or off");
  }
}
