package org.edos.core.swarm;

import java.util.Base64;
import java.util.BitSet;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.WishList.Rates;
import org.edos.core.unit.Sha256;

/**
 * The written form of a wish list, described by {@code edos-release.xsd}: its positions deflated
 * and in base64, as bits or as gaps.
 */
public final class WishListXml {
  /** Wanted positions are below this. */
  public static final int MAX_BITS = Positions.LIMIT;

  private static final int MAX_TEXT = MAX_BITS / 8 / 3 * 4 + 8192;
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(MAX_TEXT + 8192L, 8, 100, MAX_TEXT);

  private WishListXml() {}

  /**
   * The wish list's bytes.
   *
   * @throws EdosException (exhausted) if it has more than {@value #MAX_BITS} positions
   */
  public static byte[] write(WishList wishes) {
    Positions wanted = Positions.of(wishes.wanted());
    return XmlWriter.bytes(xml -> {
      xml.start("wish-list")
          .attribute("release", wishes.release().toString())
          .attribute("composition", wishes.composition().hex())
          .attribute("peer", wishes.peer().value());
      rate(xml, "upload", wishes.rates().upload());
      rate(xml, "download", wishes.rates().download());
      xml.start("wanted")
          .attribute("form", wanted.form().word())
          .text(Base64.getEncoder().encodeToString(wanted.bytes()))
          .end()
          .end();
    });
  }

  private static void rate(XmlWriter xml, String name, long rate) {
    if (rate > 0) {
      xml.attribute(name, Long.toString(rate));
    }
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
    Rates rates = new Rates(rate(xml, "upload"), rate(xml, "download"));
    BitSet wanted = new BitSet();
    while (xml.child()) {
      if (xml.name().equals("wanted")) {
        Positions.Form form = Positions.Form.of(xml.required("form"));
        wanted = new Positions(form, Base64.getDecoder().decode(xml.text().strip())).set();
      } else {
        xml.skip();
      }
    }
    return new WishList(release, composition, peer, wanted, rates);
  }

  private static long rate(SafeXml xml, String name) {
    return xml.attribute(name).isEmpty() ? 0 : xml.number(name);
  }
}
