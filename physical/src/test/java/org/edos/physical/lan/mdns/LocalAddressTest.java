package org.edos.physical.lan.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,    24, 192.0.2.200,    true",
    "192.0.2.1,    24, 192.0.3.1,      false",
    "192.0.2.1,    23, 192.0.3.1,      true",
    "192.0.2.1,    24, 127.0.0.1,      false",
    "192.0.2.1,    24, fd00::1,        false",
    "0.0.0.1,       0, 224.0.0.251,    false",
    "0.0.0.1,       0, 0.0.0.0,        false",
    "127.0.0.1,     8, 127.1.2.3,      true",
    "fd00::1,      64, fd00::ffff:1,   true",
    "fd00::1,      64, fd00:0:0:1::1,  false"
  })
  void anAddressIsNearWhereItBelongsToTheSameNetwork(
      String own, int prefix, String other, boolean near) throws UnknownHostException {
    LocalAddress local = new LocalAddress(InetAddress.getByName(own), prefix);

    assertThat(local.isNear(InetAddress.getByName(other))).isEqualTo(near);
  }
}
