package org.edos.core.unit;

/** The two package formats, by their Package URL types. */
public enum PackageFormat {
  DEB("deb"),
  RPM("rpm");

  private final String type;

  PackageFormat(String type) {
    this.type = type;
  }

  /** The Package URL type, which is also the file name's ending. */
  public String type() {
    return type;
  }
}
