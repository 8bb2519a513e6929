package org.edos.bench.index;

/**
 * The checksum of TCP over IPv4 (RFC 9293, 3.1). A kernel leaves it to a network card that is not
 * there between virtual devices, so that who carries frames outside of it writes the checksum.
 */
final class TcpChecksum {
  private static final int ETHERNET = 14;
  private static final int TCP = 6;
  private static final int AT = 16;

  private TcpChecksum() {}

  /** Writes the checksum of the Ethernet frame at that place, if TCP over IPv4 is in it. */
  static void write(byte[] bytes, int frame) {
    int ip = frame + ETHERNET;
    if (bytes.length < ip + 20 || word(bytes, frame + 12) != 0x0800 || bytes[ip + 9] != TCP) {
      return;
    }
    int tcp = ip + 4 * (bytes[ip] & 15);
    int end = ip + word(bytes, ip + 2);
    if (end > bytes.length || end < tcp + 20) {
      return;
    }
    bytes[tcp + AT] = 0;
    bytes[tcp + AT + 1] = 0;
    long sum = TCP + (end - tcp) + sum(bytes, ip + 12, ip + 20) + sum(bytes, tcp, end);
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    bytes[tcp + AT] = (byte) (~sum >>> 8);
    bytes[tcp + AT + 1] = (byte) ~sum;
  }

  private static long sum(byte[] bytes, int from, int to) {
    long sum = 0;
    for (int i = from; i + 1 < to; i += 2) {
      sum += word(bytes, i);
    }
    return (to - from) % 2 == 0 ? sum : sum + ((bytes[to - 1] & 0xff) << 8);
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }
}
