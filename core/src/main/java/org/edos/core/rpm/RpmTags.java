package org.edos.core.rpm;

/** The numbers of the header tags that are read, from rpm's file rpmtag.h. */
final class RpmTags {
  static final int NAME = 1000;
  static final int VERSION = 1001;
  static final int RELEASE = 1002;
  static final int EPOCH = 1003;
  static final int SUMMARY = 1004;
  static final int DESCRIPTION = 1005;
  static final int BUILD_TIME = 1006;
  static final int BUILD_HOST = 1007;
  static final int SIZE = 1009;
  static final int VENDOR = 1011;
  static final int LICENSE = 1014;
  static final int PACKAGER = 1015;
  static final int GROUP = 1016;
  static final int URL = 1020;
  static final int ARCHITECTURE = 1022;
  static final int OLD_FILE_NAMES = 1027;
  static final int FILE_MODES = 1030;
  static final int FILE_FLAGS = 1037;
  static final int SOURCE_RPM = 1044;
  static final int ARCHIVE_SIZE = 1046;
  static final int SOURCE_PACKAGE = 1106;
  static final int DIRECTORY_INDEXES = 1116;
  static final int BASE_NAMES = 1117;
  static final int DIRECTORY_NAMES = 1118;
  static final int LONG_SIZE = 5009;
  static final int FORMAT = 5114;

  /** In the signature header: bytes of the unpacked payload, in 32 and in 64 bits. */
  static final int SIGNATURE_PAYLOAD_SIZE = 1007;

  static final int SIGNATURE_LONG_ARCHIVE_SIZE = 271;

  private RpmTags() {}
}
