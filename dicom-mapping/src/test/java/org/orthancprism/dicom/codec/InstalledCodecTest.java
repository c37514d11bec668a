// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.dataset.DicomObject;

class InstalledCodecTest {

  @TempDir private Path folder;

  /** A codec that another jar could bring. */
  public static final class OtherCodec implements DicomCodec {

    private final DicomCodec ours = new Part10Codec();

    @Override
    public String name() {
      return "other";
    }

    @Override
    public DicomObject read(byte[] part10) throws DicomFormatException {
      return ours.read(part10);
    }

    @Override
    public byte[] write(DicomObject object) {
      return ours.write(object);
    }
  }

  /** A class path with a jar that provides codecs. */
  private URLClassLoader providing(Class<?>... codecs) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(DicomCodec.class.getName()),
        List.of(codecs).stream().map(Class::getName).toList());
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, InstalledCodecTest.class.getClassLoader());
  }

  @Test
  void oursWorksWhereNoJarBringsAnother() {
    assertInstanceOf(Part10Codec.class, InstalledCodec.find());
  }

  @Test
  void aJarOnTheClassPathReplacesOurs() throws IOException {
    try (URLClassLoader jar = providing(OtherCodec.class)) {
      assertEquals("other", InstalledCodec.find(jar).name());
    }
  }

  @Test
  void twoOthersAreRefusedByName() throws IOException {
    try (URLClassLoader jar = providing(OtherCodec.class, Part10Codec.class)) {
      String refusal =
          assertThrows(IllegalStateException.class, () -> InstalledCodec.find(jar)).getMessage();
      assertTrue(refusal.contains("[other, orthanc-prism]"), refusal);
    }
  }
}
