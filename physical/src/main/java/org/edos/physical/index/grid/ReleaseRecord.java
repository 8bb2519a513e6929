package org.edos.physical.index.grid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.roaringbitmap.RoaringBitmap;

/**
 * A release as the grid keeps it.
 *
 * @param publication the name of the publication that brought it
 * @param release what it is
 * @param key of its signature
 * @param signature of its composition, which lies in blocks of its own
 * @param compositionBytes how long the composition is
 * @param documents which documents of which segments it consists of
 */
record ReleaseRecord(
    String publication,
    PublishedRelease release,
    String key,
    String signature,
    int compositionBytes,
    Map<String, RoaringBitmap> documents) {

  String composition() {
    return publication + "/c";
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(release.id().toString());
      out.writeLong(release.number());
      out.writeLong(release.created().getEpochSecond());
      out.writeInt(release.created().getNano());
      out.writeLong(release.expires().getEpochSecond());
      out.writeInt(release.expires().getNano());
      out.writeUTF(release.format().name());
      out.writeInt(release.packages());
      out.writeInt(release.utilities());
      out.writeLong(release.bytes());
      out.writeUTF(release.composition().hex());
      out.writeUTF(key);
      out.writeUTF(signature);
      out.writeInt(compositionBytes);
      out.writeInt(documents.size());
      for (Map.Entry<String, RoaringBitmap> entry : documents.entrySet()) {
        out.writeUTF(entry.getKey());
        byte[] bitmap = PostingList.bytes(entry.getValue());
        out.writeInt(bitmap.length);
        out.write(bitmap);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ReleaseRecord parse(String publication, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      PublishedRelease release =
          new PublishedRelease(
              ReleaseId.parse(in.readUTF()),
              in.readLong(),
              Instant.ofEpochSecond(in.readLong(), in.readInt()),
              Instant.ofEpochSecond(in.readLong(), in.readInt()),
              PackageFormat.valueOf(in.readUTF()),
              in.readInt(),
              in.readInt(),
              in.readLong(),
              new Sha256(in.readUTF()));
      String key = in.readUTF();
      String signature = in.readUTF();
      int compositionBytes = in.readInt();
      Map<String, RoaringBitmap> documents = new TreeMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        documents.put(in.readUTF(), PostingList.bitmap(in.readNBytes(in.readInt())));
      }
      return new ReleaseRecord(publication, release, key, signature, compositionBytes, documents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
