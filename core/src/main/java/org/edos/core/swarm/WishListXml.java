package org.edos.core.swarm;

import java.util.Base64;
import java.util.BitSet;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * The written form of a wish list, described by {@code edos-release.xsd}: its bits in base64, the
 * lowest position in the lowest bit of the first byte.
 */
public final class WishListXml {
  /** Wanted positions are below this. */
  public static final int MAX_BITS = 1 << 26;

  private static final int MAX_TEXT = MAX_BITS / 8 / 3 * 4 + 8;
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(MAX_TEXT + 8192L, 8, 100, MAX_TEXT);

  private WishListXml() {}

  /** The wish list's bytes. */
  public static byte[] write(WishList wishes) {
    if (wishes.wanted().length() > MAX_BITS) {
      throw EdosException.exhausted("a wish list has at most " + MAX_BITS + " positions");
    }
    return XmlWriter.bytes(xml ->
        xml.start("wish-list")
            .attribute("release", wishes.release().toString())
            .attribute("composition", wishes.composition().hex())
            .attribute("peer", wishes.peer().value())
            .element("wanted", Base64.getEncoder().encodeToString(wishes.wanted().toByteArray()))
            .end());
  }

  /**
   * Reads a wish list back.
   *
   * @throws EdosException (external) if it is malformed; (refused) if it is beyond the bounds
   */
  public static WishList read(byte[] bytes) {
    return SafeXml.read("wish list", bytes, BOUNDS, "wish-list", WishListXml::read);
  }

  private static WishList read(SafeXml xml) {
    ReleaseId release = ReleaseId.parse(xml.required("release"));
    Sha256 composition = new Sha256(xml.required("composition"));
    PeerId peer = new PeerId(xml.required("peer"));
    BitSet wanted = new BitSet();
    while (xml.child()) {
      if (xml.name().equals("wanted")) {
        wanted.or(BitSet.valueOf(Base64.getDecoder().decode(xml.text().strip())));
      } else {
        xml.skip();
      }
    }
    if (wanted.length() > MAX_BITS) {
      throw EdosException.refused("a wish list has at most " + MAX_BITS + " positions");
    }
    return new WishList(release, composition, peer, wanted);
  }
}
