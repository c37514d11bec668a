// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.IOException;
import java.io.OutputStream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.TransferSyntax.Encoding;
import org.orthancprism.dicom.dataset.Vr;

/**
 * The project's own codec, in pure Java.
 *
 * <p>It reads implicit and explicit VR little endian, explicit VR big endian, deflated and
 * encapsulated files, GE's own with big-endian pixel data and encapsulated uncompressed ones, with
 * or without preamble and File Meta Information. Memory is bounded by a multiple of the file's
 * size, and by {@link #MAXIMUM_INFLATED} for deflated files: no length is believed before the bytes
 * are there.
 */
public final class Part10Codec implements DicomCodec {

  /** Most bytes that a deflated dataset may grow to: well above the largest radiograph. */
  public static final int MAXIMUM_INFLATED = 256 << 20;

  private static final int PREAMBLE = 128;
  private static final String PREFIX = "DICM";

  private final int maximumInflated;

  /** Reads whatever may be a radiograph. */
  public Part10Codec() {
    this(MAXIMUM_INFLATED);
  }

  /**
   * @param maximumInflated most bytes that a deflated dataset may grow to
   */
  public Part10Codec(int maximumInflated) {
    this.maximumInflated = maximumInflated;
  }

  @Override
  public String name() {
    return "orthanc-prism";
  }

  @Override
  public DicomObject read(byte[] part10) throws DicomFormatException {
    ByteInput input = new ByteInput(part10, startOf(part10), part10.length);
    Dataset meta = new DatasetReader(Encoding.EXPLICIT_LITTLE_ENDIAN).readMeta(input);
    if (input.remaining() == 0) {
      throw new DicomFormatException("the file has no dataset; send it again");
    }
    TransferSyntax syntax = transferSyntax(meta, input);
    Dataset dataset = dataset(input, syntax);
    if (dataset.size() == 0) {
      throw new DicomFormatException("the dataset is empty; send the file again");
    }
    Dataset usual = UnusualPixelData.asUsual(dataset, syntax);
    PixelDataLength.check(usual, syntax);
    return new DicomObject(meta, syntax, usual);
  }

  @Override
  public byte[] write(DicomObject object) {
    return FileWriter.write(object).toByteArray();
  }

  @Override
  public void write(DicomObject object, OutputStream output) throws IOException {
    FileWriter.write(object).writeTo(output);
  }

  private static int startOf(byte[] bytes) {
    return ByteInput.hasText(bytes, PREAMBLE, PREFIX) ? PREAMBLE + PREFIX.length() : 0;
  }

  private static TransferSyntax transferSyntax(Dataset meta, ByteInput input)
      throws DicomFormatException {
    String uid = meta.string(Tag.TRANSFER_SYNTAX_UID).orElse("");
    if (uid.isEmpty()) {
      return guess(input);
    }
    return TransferSyntax.of(uid)
        .orElseThrow(
            () ->
                new DicomFormatException(
                    "the transfer syntax " + printable(uid) + " is not known"));
  }

  /** A file without File Meta Information begins with group 0008, or with a retired one below. */
  private static TransferSyntax guess(ByteInput input) throws DicomFormatException {
    boolean bigEndian = input.peek(0) == 0 && input.peek(1) != 0;
    boolean explicit = Vr.of(input.peek(4), input.peek(5)).isPresent();
    int group = input.peek(bigEndian ? 1 : 0) & 0xFF;
    if (group > 8 || input.peek(bigEndian ? 0 : 1) != 0 || (bigEndian && !explicit)) {
      throw new DicomFormatException("this is no DICOM file");
    }
    if (bigEndian) {
      return TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    }
    return explicit
        ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
        : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  }

  private Dataset dataset(ByteInput input, TransferSyntax syntax) throws DicomFormatException {
    if (syntax.encoding() != Encoding.DEFLATED) {
      return new DatasetReader(encoding(syntax, input)).read(input);
    }
    byte[] inflated = Deflated.inflate(input.take(input.remaining()), maximumInflated);
    return new DatasetReader(Encoding.EXPLICIT_LITTLE_ENDIAN)
        .read(new ByteInput(inflated, 0, inflated.length));
  }

  /**
   * A dataset that is called implicit, but whose first element has a value representation, is
   * explicit. The reader finds out the converse itself.
   */
  private static Encoding encoding(TransferSyntax syntax, ByteInput input)
      throws DicomFormatException {
    boolean explicit =
        syntax.encoding() == Encoding.IMPLICIT_LITTLE_ENDIAN
            && input.remaining() >= 8
            && Vr.of(input.peek(4), input.peek(5)).isPresent();
    return explicit ? Encoding.EXPLICIT_LITTLE_ENDIAN : syntax.encoding();
  }

  /** A UID as it may be shown. */
  static String printable(String uid) {
    return uid.length() <= 64 && uid.chars().allMatch(c -> c > 0x20 && c < 0x7F)
        ? uid
        : "(not printable)";
  }
}
