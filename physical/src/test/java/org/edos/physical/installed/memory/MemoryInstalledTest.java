package org.edos.physical.installed.memory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.installed.InstalledPackagesContract;

class MemoryInstalledTest extends InstalledPackagesContract {
  @Override
  protected PackageFormat format() {
    return PackageFormat.DEB;
  }

  @Override
  protected InstalledPackages machine(List<Path> packages) throws IOException {
    List<InstalledPackage> list = new ArrayList<>();
    Set<String> files = new HashSet<>();
    for (Path file : packages) {
      try (InputStream in = Files.newInputStream(file)) {
        PackageMetadata metadata = DebReader.read(in, file.toString(), "debian").metadata();
        list.add(
            new InstalledPackage(
                metadata.id().name(),
                metadata.id().version(),
                metadata.id().architecture(),
                metadata.essential(),
                metadata.multiArch(),
                metadata.relations(),
                false));
        files.addAll(metadata.files());
      }
    }
    return new MemoryInstalled(PackageFormat.DEB, "amd64", list, files);
  }
}
