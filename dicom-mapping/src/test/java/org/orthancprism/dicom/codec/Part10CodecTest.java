// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.Dump;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;

/** The contract, and what only the project's own codec promises. */
class Part10CodecTest extends DicomCodecContract {

  Part10CodecTest() {
    super(new Part10Codec());
  }

  @Test
  void writesAnImplementationClassUidOfItsOwn() throws DicomFormatException {
    Part10Codec codec = new Part10Codec();
    assertTrue(
        codec
            .read(codec.write(Films.digital(false)))
            .meta()
            .string(Tag.IMPLEMENTATION_CLASS_UID)
            .orElse("")
            .startsWith("2.25."));
  }

  @Test
  void aDeflatedFileThatGrowsBeyondTheLimitIsRefused() throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream =
        new DeflaterOutputStream(deflated, new Deflater(9, /* nowrap= */ true))) {
      stream.write(new byte[1 << 20]);
    }
    assertTrue(deflated.size() < 4096);
    assertThrows(
        DicomFormatException.class, () -> Deflated.inflate(deflated.toByteArray(), 1 << 19));
  }

  @Test
  void aDeflatedDatasetWithTheHeaderOfZlibIsInflated() throws IOException, DicomFormatException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(deflated)) {
      stream.write(new byte[] {1, 2, 3});
    }
    assertArrayEquals(new byte[] {1, 2, 3}, Deflated.inflate(deflated.toByteArray(), 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+te", "+ti"})
  void aDatasetThatIsNotInTheSyntaxItIsCalledIsRead(String options) throws DicomFormatException {
    byte[] bytes = Tool.bytes(converted(options));
    boolean explicit = options.equals("+te");
    byte[] called =
        explicit
            ? replace(bytes, "1.2.840.10008.1.2.1\0", "1.2.840.10008.1.2\0\0\0")
            : withExplicitUid(bytes);
    assertEquals(Dump.of(film().dataset()), Dump.of(new Part10Codec().read(called).dataset()));
  }

  /** Puts the longer UID of explicit VR in the place of the one of implicit VR. */
  private static byte[] withExplicitUid(byte[] implicit) {
    String text = new String(implicit, StandardCharsets.ISO_8859_1);
    String from = "UI\u0012\0001.2.840.10008.1.2\0";
    String to = "UI\u0014\0001.2.840.10008.1.2.1\0";
    String changed = text.replace(from, to);
    byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
    bytes[132 + 8] += 2;
    return bytes;
  }

  @Test
  void aLongValueWithinASequenceIsWrittenWithAllLengthsAroundIt() throws DicomFormatException {
    byte[] words = new byte[1 << 17];
    words[1 << 16] = 42;
    Dataset table = Dataset.builder().setBytes(Tag.LUT_DATA, Vr.OW, words).build();
    Dataset film =
        Dataset.builder()
            .set(Tag.SOP_CLASS_UID, SopClass.COMPUTED_RADIOGRAPHY_IMAGE)
            .set(Tag.SOP_INSTANCE_UID, "1.2.3.4")
            .set(Tag.VOILUT_SEQUENCE, table, table)
            .setBytes(Tag.PIXEL_DATA, Vr.OW, words)
            .build();
    Part10Codec codec = new Part10Codec();
    Dataset read = codec.read(codec.write(DicomObject.of(film))).dataset();
    for (Dataset item : read.items(Tag.VOILUT_SEQUENCE)) {
      assertArrayEquals(words, item.bytes(Tag.LUT_DATA).orElseThrow());
    }
    assertEquals(2, read.items(Tag.VOILUT_SEQUENCE).size());
    assertArrayEquals(words, read.bytes(Tag.PIXEL_DATA).orElseThrow());
  }
}
