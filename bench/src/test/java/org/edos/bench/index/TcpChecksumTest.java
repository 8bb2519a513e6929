package org.edos.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class TcpChecksumTest {
  /** A SYN from 10.0.0.1:1000 to 10.0.0.2:2000 in an Ethernet frame; its checksum is 0x9027. */
  private static final String SYN =
      "020000000002020000000001"
          + "0800"
          + "450000280001000040060000"
          + "0a0000010a000002"
          + "03e807d000000001000000005002ffff"
          + "%s"
          + "0000";

  @Test
  void a_frame_without_the_checksum_gets_it() {
    byte[] frame = frame("0000");
    TcpChecksum.write(frame, 0);
    assertThat(frame).isEqualTo(frame("9027"));
  }

  @Test
  void a_right_checksum_stays() {
    byte[] frame = frame("9027");
    TcpChecksum.write(frame, 0);
    assertThat(frame).isEqualTo(frame("9027"));
  }

  @Test
  void what_is_not_tcp_stays_as_it_is() {
    byte[] arp = HexFormat.of().parseHex("ffffffffffff0200000000010806" + "00".repeat(46));
    byte[] before = arp.clone();
    TcpChecksum.write(arp, 0);
    assertThat(arp).isEqualTo(before);
  }

  private static byte[] frame(String checksum) {
    return HexFormat.of().parseHex(SYN.formatted(checksum));
  }
}
