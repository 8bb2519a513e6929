package org.edos.physical.document;

import java.util.regex.Pattern;
import org.edos.core.EdosException;

/** What every store asks of a document before it takes it. */
public final class DocumentKey {
  private static final Pattern KEY = Pattern.compile("[!-~]{1,1024}");

  private DocumentKey() {}

  /**
   * The key, if it is one.
   *
   * @throws EdosException usage if it is empty, longer than 1,024 characters, or has other than
   *     visible ASCII ones
   */
  public static String checked(String key) {
    if (!KEY.matcher(key).matches()) {
      throw EdosException.usage(
          "a document's key is 1 to 1,024 visible ASCII characters: '%.60s'"
              .formatted(key.replaceAll("[^!-~]", "?")));
    }
    return key;
  }

  /**
   * The document, if it is small enough.
   *
   * @throws EdosException exhausted if it has more than {@link DocumentStore#MAX_BYTES}
   */
  public static byte[] checked(byte[] document) {
    if (document.length > DocumentStore.MAX_BYTES) {
      throw EdosException.exhausted(
          "a document of %,d bytes is more than the %,d that fit: publish smaller releases"
              .formatted(document.length, DocumentStore.MAX_BYTES));
    }
    return document;
  }
}
