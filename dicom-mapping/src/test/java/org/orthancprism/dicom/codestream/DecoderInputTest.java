// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orthancprism.dicom.codestream.Codestreams.EOI;
import static org.orthancprism.dicom.codestream.Codestreams.JPEG_2000;
import static org.orthancprism.dicom.codestream.Codestreams.JPEG_BASELINE;
import static org.orthancprism.dicom.codestream.Codestreams.JPEG_EXTENDED;
import static org.orthancprism.dicom.codestream.Codestreams.JPEG_LOSSLESS;
import static org.orthancprism.dicom.codestream.Codestreams.JPEG_LS;
import static org.orthancprism.dicom.codestream.Codestreams.RLE;
import static org.orthancprism.dicom.codestream.Codestreams.SCAN;
import static org.orthancprism.dicom.codestream.Codestreams.SIGNATURE;
import static org.orthancprism.dicom.codestream.Codestreams.SOI;
import static org.orthancprism.dicom.codestream.Codestreams.box;
import static org.orthancprism.dicom.codestream.Codestreams.cod;
import static org.orthancprism.dicom.codestream.Codestreams.image;
import static org.orthancprism.dicom.codestream.Codestreams.imageHeader;
import static org.orthancprism.dicom.codestream.Codestreams.join;
import static org.orthancprism.dicom.codestream.Codestreams.jpeg;
import static org.orthancprism.dicom.codestream.Codestreams.jpeg2000;
import static org.orthancprism.dicom.codestream.Codestreams.longBox;
import static org.orthancprism.dicom.codestream.Codestreams.number;
import static org.orthancprism.dicom.codestream.Codestreams.rle;
import static org.orthancprism.dicom.codestream.Codestreams.segment;
import static org.orthancprism.dicom.codestream.Codestreams.siz;
import static org.orthancprism.dicom.codestream.Codestreams.sof;
import static org.orthancprism.dicom.codestream.Codestreams.text;
import static org.orthancprism.dicom.codestream.Codestreams.tilePart;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/** What decoders get, and what they do not. The images say 100 x 80 pixels. */
class DecoderInputTest {
  private static final int LIMIT = 40_000_000;
  private static final byte[] FITTING_JPEG = jpeg(0xC3, 100, 80, 1, 16);
  private static final byte[] FITTING_JPEG_2000 = jpeg2000(100, 80, 1, 16);

  private static void accepted(DicomObject image) {
    assertDoesNotThrow(() -> DecoderInput.check(image, LIMIT));
  }

  private static void refused(DicomObject image, String reason) {
    CodestreamException refusal =
        assertThrows(CodestreamException.class, () -> DecoderInput.check(image, LIMIT));
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal::getMessage);
  }

  private static DicomObject with(DicomObject image, Attribute... changed) {
    Dataset dataset = image.dataset().toBuilder().addAll(Dataset.of(List.of(changed))).build();
    return new DicomObject(image.meta(), image.transferSyntax(), dataset);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
  void eachKindOfJpegIsHeldAgainstTheAttributes(int kind) {
    accepted(image(JPEG_EXTENDED, jpeg(kind, 100, 80, 1, 12)));
    accepted(image(JPEG_BASELINE, 8, jpeg(kind, 100, 80, 1, 8)));
    refused(image(JPEG_EXTENDED, jpeg(kind, 65_500, 65_500, 1, 12)), "65500 x 65500");
    refused(image(JPEG_EXTENDED, jpeg(kind, 100, 81, 1, 12)), "100 x 81");
    refused(image(JPEG_EXTENDED, jpeg(kind, 101, 80, 1, 12)), "101 x 80");
    refused(image(JPEG_EXTENDED, jpeg(kind, 99, 80, 1, 12)), "99 x 80");
    refused(image(JPEG_EXTENDED, jpeg(kind, 100, 80, 3, 12)), "3 components");
    refused(image(JPEG_EXTENDED, jpeg(kind, 100, 80, 1, 8)), "8 bits");
    refused(image(JPEG_BASELINE, 8, jpeg(kind, 100, 80, 1, 12)), "12 bits");
  }

  @Test
  void jpegLsIsHeldAgainstTheAttributes() {
    byte[] parameters = segment(0xF8, 1, 0xFF, 0xFF, 0, 18, 0, 67, 1, 20, 0, 64);
    accepted(image(JPEG_LS, jpeg(sof(0xF7, 100, 80, 1, 16), parameters)));
    // GDCM ends Orthanc by an assertion on 8 bits where 16 are allocated.
    refused(image(JPEG_LS, jpeg(sof(0xF7, 100, 80, 1, 8))), "8 bits");
    refused(image(JPEG_LS, jpeg(sof(0xF7, 100, 79, 1, 16))), "100 x 79");
    refused(image(JPEG_LS, jpeg(sof(0xF7, 200, 80, 1, 16))), "200 x 80");
    byte[] oversize = segment(0xF8, 4, 4, 0, 1, 0, 0, 0, 1, 0, 0);
    refused(image(JPEG_LS, jpeg(sof(0xF7, 100, 80, 1, 16), oversize)), "oversize");
    refused(image(JPEG_LS, jpeg(oversize, sof(0xF7, 0, 0, 1, 16))), "oversize");
    refused(image(JPEG_LOSSLESS, jpeg(sof(0xF7, 100, 80, 1, 16))), "marker fff7");
  }

  @Test
  void aSecondHeaderMustAgreeWhereverItIs() {
    byte[] fitting = sof(0xC3, 100, 80, 1, 16);
    byte[] large = sof(0xC3, 65_500, 65_500, 1, 16);
    refused(image(JPEG_LOSSLESS, jpeg(fitting, large)), "65500");
    refused(image(JPEG_LOSSLESS, jpeg(large, fitting)), "65500");
    refused(image(JPEG_LOSSLESS, join(SOI, fitting, SCAN, large, SCAN, EOI)), "65500");
    refused(
        image(JPEG_LOSSLESS, join(FITTING_JPEG, new byte[] {0}, jpeg(0xC3, 65_500, 9, 1, 16))),
        "65500");
    refused(image(JPEG_LOSSLESS, jpeg(sof(0xDE, 65_500, 80, 1, 16), fitting)), "65500");
  }

  @Test
  void aHeightThatComesLaterIsRefused() {
    refused(image(JPEG_LOSSLESS, jpeg(0xC3, 100, 0, 1, 16)), "100 x 0");
    byte[] sof = sof(0xC3, 100, 80, 1, 16);
    refused(
        image(JPEG_LOSSLESS, join(SOI, sof, SCAN, segment(0xDC, 0xFF, 0xFF), SCAN, EOI)),
        "two heights");
    accepted(image(JPEG_LOSSLESS, join(SOI, sof, SCAN, segment(0xDC, 0, 80), EOI)));
  }

  @Test
  void fillBytesAndPaddingAndPreviewsDoNoHarm() {
    byte[] fill = {-1, -1, -1};
    byte[] sof = sof(0xC3, 100, 80, 1, 16);
    accepted(image(JPEG_LOSSLESS, join(fill, jpeg(fill, sof, fill))));
    accepted(image(JPEG_LOSSLESS, join(FITTING_JPEG, new byte[1001])));
    accepted(image(JPEG_LOSSLESS, join(FITTING_JPEG, fill)));
    int[] preview = new int[40];
    Arrays.setAll(preview, i -> i < FITTING_JPEG.length ? FITTING_JPEG[i] & 0xFF : 0);
    preview[12] = 0x7F;
    accepted(image(JPEG_LOSSLESS, jpeg(segment(0xE1, preview), sof)));
    refused(image(JPEG_LOSSLESS, join(SOI, fill, sof(0xC3, 99, 80, 1, 16), SCAN, EOI)), "99 x 80");
  }

  @Test
  void whatIsNoWholeJpegIsRefused() {
    for (int length = 1; length < FITTING_JPEG.length; length++) {
      DicomObject cut = image(JPEG_LOSSLESS, Arrays.copyOf(FITTING_JPEG, length));
      assertThrows(CodestreamException.class, () -> DecoderInput.check(cut, LIMIT));
    }
    refused(image(JPEG_LOSSLESS, join(SOI, EOI)), "no image");
    refused(image(JPEG_LOSSLESS, FITTING_JPEG_2000), "begin as JPEG");
    refused(image(JPEG_LOSSLESS, join(SOI, SOI, FITTING_JPEG)), "begins inside");
    refused(image(JPEG_LOSSLESS, jpeg(segment(0xF0, 1), sof(0xC3, 100, 80, 1, 16))), "marker fff0");
    refused(
        image(JPEG_LOSSLESS, jpeg(new byte[] {-1, (byte) 0xE1, 0, 1}, sof(0xC3, 100, 80, 1, 16))),
        "shorter");
    byte[][] scans = new byte[200][];
    Arrays.fill(scans, SCAN);
    refused(image(JPEG_LOSSLESS, jpeg(sof(0xC2, 100, 80, 1, 16), join(scans))), "scans");
  }

  @Test
  void jpeg2000IsHeldAgainstTheAttributes() {
    accepted(image(JPEG_2000, FITTING_JPEG_2000));
    accepted(image(JPEG_2000, 8, jpeg2000(100, 80, 1, 8)));
    refused(image(JPEG_2000, jpeg2000(20_000, 20_000, 1, 16)), "20000 x 20000");
    refused(image(JPEG_2000, jpeg2000(4_000_000_000L, 80, 1, 16)), "");
    refused(image(JPEG_2000, jpeg2000(101, 80, 1, 16)), "101 x 80");
    refused(image(JPEG_2000, jpeg2000(100, 512, 1, 16)), "100 x 512");
    refused(image(JPEG_2000, jpeg2000(100, 80, 3, 16)), "3 components");
    refused(image(JPEG_2000, jpeg2000(100, 80, 1, 8)), "8 bits");
    refused(image(JPEG_2000, jpeg2000(100, 80, 1, 38)), "38 bits");
  }

  @Test
  void theSizeOfJpeg2000IsThatBetweenItsCorners() {
    accepted(image(JPEG_2000, jpeg2000(siz(50, 100, 80, 1, 16), cod(1, 5))));
    refused(image(JPEG_2000, jpeg2000(siz(50, 50, 30, 1, 16), cod(1, 5))), "50 x 30");
    byte[] subsampled = siz(0, 200, 160, 1, 16);
    subsampled[subsampled.length - 1] = 2;
    subsampled[subsampled.length - 2] = 2;
    refused(image(JPEG_2000, jpeg2000(subsampled, cod(1, 5))), "subsampled");
    byte[] behind = siz(0, 100, 80, 1, 16);
    behind[17] = (byte) 200;
    refused(image(JPEG_2000, jpeg2000(behind, cod(1, 5))), "don't meet");
  }

  @Test
  void aJpeg2000ThatIsCutIntoCountlessPiecesIsRefused() {
    accepted(image(JPEG_2000, jpeg2000(siz(0, 100, 80, 50, 40, 1, 16), cod(1, 5))));
    accepted(image(JPEG_2000, jpeg2000(siz(0, 100, 80, 4096, 4096, 1, 16), cod(20, 5))));
    refused(image(JPEG_2000, jpeg2000(siz(0, 100, 80, 0, 0, 1, 16), cod(1, 5))), "don't meet");
    DicomObject fine =
        image(JPEG_2000, jpeg2000(siz(0, 3000, 2500, 3000, 2500, 1, 16), cod(1, 1, 0, 0)));
    refused(with(fine, number(Tag.COLUMNS, 3000), number(Tag.ROWS, 2500)), "pieces");
    DicomObject tiles = image(JPEG_2000, jpeg2000(siz(0, 3000, 2500, 1, 1, 1, 16), cod(1, 1)));
    refused(with(tiles, number(Tag.COLUMNS, 3000), number(Tag.ROWS, 2500)), "tiles");
    refused(image(JPEG_2000, jpeg2000(siz(0, 100, 80, 4, 4, 1, 16), cod(65_535, 1))), "pieces");
    refused(image(JPEG_2000, jpeg2000(siz(0, 100, 80, 1, 16), cod(1, 200))), "resolutions");
    byte[] inTile =
        join(
            new byte[] {-1, 0x4F},
            siz(0, 100, 80, 1, 16),
            cod(1, 1),
            tilePart(true, cod(1, 200), 4),
            EOI);
    refused(image(JPEG_2000, inTile), "resolutions");
  }

  @Test
  void theBoxesOfAJp2FileMayComeInAnyOrderAndWithAnyLength() {
    byte[] header = imageHeader(100, 80, 1, 16);
    byte[] other = box("uuid", new byte[20]);
    byte[] stream = FITTING_JPEG_2000;
    accepted(image(JPEG_2000, join(SIGNATURE, box("jp2h", header), box("jp2c", stream))));
    accepted(
        image(
            JPEG_2000,
            join(
                SIGNATURE,
                longBox("xml ", new byte[9]),
                box("jp2h", join(other, longBox("ihdr", Arrays.copyOfRange(header, 8, 22)))),
                other,
                longBox("jp2c", stream),
                new byte[1])));
    byte[] toTheEnd = box("jp2c", stream);
    Arrays.fill(toTheEnd, 0, 4, (byte) 0);
    accepted(image(JPEG_2000, join(SIGNATURE, box("jp2h", header), toTheEnd)));
    accepted(image(JPEG_2000, join(SIGNATURE, box("jp2c", stream), box("jp2h", header))));
  }

  @Test
  void eachSizeThatAJp2FileDeclaresMustAgree() {
    byte[] header = imageHeader(100, 80, 1, 16);
    byte[] stream = FITTING_JPEG_2000;
    byte[] large = jpeg2000(20_000, 20_000, 1, 16);
    refused(image(JPEG_2000, join(SIGNATURE, box("jp2h", header), box("jp2c", large))), "20000");
    refused(
        image(JPEG_2000, join(SIGNATURE, box("jp2h", header), longBox("jp2c", large))), "20000");
    refused(
        image(
            JPEG_2000,
            join(SIGNATURE, box("jp2h", imageHeader(20_000, 20_000, 1, 16)), box("jp2c", stream))),
        "20000");
    refused(
        image(
            JPEG_2000,
            join(SIGNATURE, box("jp2h", header), box("jp2c", stream), box("jp2c", large))),
        "20000");
    refused(
        image(
            JPEG_2000,
            join(
                SIGNATURE,
                box("jp2h", join(header, box("pclr", new byte[9]))),
                box("jp2c", stream))),
        "palette");
    refused(image(JPEG_2000, join(SIGNATURE, box("jp2h", header))), "no image");
    byte[] endless = longBox("jp2c", stream);
    endless[8] = 0x7F;
    refused(image(JPEG_2000, join(SIGNATURE, endless)), "cut off");
  }

  @Test
  void whatIsNoWholeJpeg2000IsRefused() {
    for (int length = 1; length < FITTING_JPEG_2000.length - 2; length++) {
      DicomObject cut = image(JPEG_2000, Arrays.copyOf(FITTING_JPEG_2000, length));
      assertThrows(CodestreamException.class, () -> DecoderInput.check(cut, LIMIT));
    }
    byte[] head = join(new byte[] {-1, 0x4F}, siz(0, 100, 80, 1, 16), cod(1, 5));
    refused(image(JPEG_2000, join(head, EOI)), "no image");
    accepted(image(JPEG_2000, join(head, tilePart(false, new byte[0], 9), EOI, new byte[99])));
    refused(
        image(JPEG_2000, join(head, segment(0x4E, 1), tilePart(true, new byte[0], 9), EOI)),
        "marker ff4e");
    refused(
        image(JPEG_2000, join(head, siz(0, 9, 9, 1, 16), tilePart(true, new byte[0], 9), EOI)),
        "marker ff51");
    refused(
        image(JPEG_2000, join(head, tilePart(true, new byte[0], 9), new byte[] {1, 2}, EOI)),
        "between its tiles");
    refused(image(JPEG_2000, FITTING_JPEG), "begin as JPEG 2000");
  }

  @Test
  void runsHaveASegmentForEachByteOfAPixelAndFillTheImage() {
    accepted(image(RLE, rle(2, 8000)));
    accepted(image(RLE, join(rle(2, 8000), new byte[1])));
    accepted(image(RLE, 8, rle(1, 8000)));
    refused(image(RLE, rle(1, 8000)), "1 segments");
    refused(image(RLE, rle(3, 8000)), "3 segments");
    refused(image(RLE, 8, rle(2, 8000)), "2 segments");
    refused(image(RLE, rle(2, 7000)), "too short");
    byte[] many = rle(2, 8000);
    many[3] = (byte) 0x80;
    refused(image(RLE, many), "segments");
    byte[] outside = rle(2, 8000);
    outside[11] = 0x7F;
    refused(image(RLE, outside), "overlap");
    refused(image(RLE, Arrays.copyOf(rle(2, 8000), 40)), "cut off");
  }

  @Test
  void aFrameMayComeInSeveralFragmentsIfTheFirstHasItsHeader() {
    byte[] jpeg = FITTING_JPEG;
    accepted(image(JPEG_LOSSLESS, Arrays.copyOf(jpeg, 30), Arrays.copyOfRange(jpeg, 30, 45)));
    // GDCM ends Orthanc where it finds no header in the first fragment.
    refused(
        image(JPEG_LOSSLESS, Arrays.copyOf(jpeg, 6), Arrays.copyOfRange(jpeg, 6, jpeg.length)),
        "first fragment");
    byte[] other = FITTING_JPEG_2000;
    accepted(image(JPEG_2000, Arrays.copyOf(other, 9), Arrays.copyOfRange(other, 9, other.length)));
    byte[] runs = rle(2, 8000);
    accepted(image(RLE, Arrays.copyOf(runs, 9), Arrays.copyOfRange(runs, 9, runs.length)));
  }

  @Test
  void oneFrameHasOneImage() {
    byte[] large = jpeg(0xC3, 65_500, 65_500, 1, 16);
    refused(image(JPEG_LOSSLESS, FITTING_JPEG, large), "");
    refused(image(JPEG_LOSSLESS, FITTING_JPEG, new byte[] {1, 1}, large), "");
    refused(image(JPEG_LOSSLESS, FITTING_JPEG, FITTING_JPEG), "several images");
    refused(image(JPEG_LOSSLESS), "begin as");
    refused(image(JPEG_LOSSLESS, new byte[0]), "begin as");
    refused(image(JPEG_LOSSLESS, new byte[] {0, 0}), "begin as");
  }

  @Test
  void attributesThatADecoderStumblesOverAreRefused() {
    DicomObject film = image(JPEG_LOSSLESS, FITTING_JPEG);
    refused(with(film, number(Tag.ROWS, 0)), "0 pixels");
    refused(with(film, number(Tag.BITS_ALLOCATED, 24)), "24");
    refused(with(film, number(Tag.BITS_ALLOCATED, 32)), "32");
    refused(with(film, number(Tag.BITS_ALLOCATED, 1)), "Bits Allocated");
    refused(with(film, number(Tag.SAMPLES_PER_PIXEL, 0)), "grayscale");
    refused(with(film, number(Tag.SAMPLES_PER_PIXEL, 3)), "grayscale");
    for (String other : List.of("RGB", "YBR_FULL", "PALETTE COLOR", "ARGB", "CMYK")) {
      refused(with(film, text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, other)), "grayscale");
    }
    refused(with(film, text(Tag.NUMBER_OF_FRAMES, Vr.IS, "2147483647")), "several frames");
    accepted(with(film, text(Tag.NUMBER_OF_FRAMES, Vr.IS, "0")));
    accepted(with(film, text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, " monochrome1")));
  }

  @Test
  void anImageBeyondTheLimitIsRefusedThoughAllAgrees() {
    DicomObject large = image(JPEG_LOSSLESS, jpeg(0xC3, 65_000, 65_000, 1, 16));
    refused(with(large, number(Tag.ROWS, 65_000), number(Tag.COLUMNS, 65_000)), "65000 x 65000");
  }

  @Test
  void whatNothingDecodesIsNotTried() {
    refused(image("1.2.840.10008.1.2.4.100", FITTING_JPEG), "1.2.4.100 is not decoded");
    refused(image("1.2.840.10008.1.2.4.110", FITTING_JPEG), "1.2.4.110 is not decoded");
  }

  @Test
  void pixelDataThatAreNotCompressedMustBeAllThere() {
    Attribute whole = new Attribute.Binary(Tag.PIXEL_DATA, Vr.OW, new byte[16_000]);
    accepted(with(image("1.2.840.10008.1.2.1"), whole));
    accepted(with(image("1.2.840.10008.1.2"), whole));
    Attribute cut = new Attribute.Binary(Tag.PIXEL_DATA, Vr.OW, new byte[15_999]);
    refused(with(image("1.2.840.10008.1.2.1"), cut), "shorter");
    refused(with(image(JPEG_LOSSLESS), whole), "not compressed");
    DicomObject gigantic = with(image("1.2.840.10008.1.2.1"), whole);
    refused(with(gigantic, number(Tag.ROWS, 65_535), number(Tag.COLUMNS, 65_535)), "65535");
    refused(with(gigantic, number(Tag.ROWS, 5000), number(Tag.COLUMNS, 5000)), "shorter");
    DicomObject none = image("1.2.840.10008.1.2.1");
    refused(
        new DicomObject(
            none.meta(),
            none.transferSyntax(),
            none.dataset().toBuilder().remove(Tag.PIXEL_DATA).build()),
        "no Pixel Data");
  }

  /** Whatever is wrong is told by the one exception that is expected. */
  @Test
  void noMutationBringsTheReaderDown() {
    Random random = new Random(15);
    byte[] jp2 =
        join(SIGNATURE, box("jp2h", imageHeader(100, 80, 1, 16)), box("jp2c", FITTING_JPEG_2000));
    List<DicomObject> films =
        List.of(
            image(JPEG_LOSSLESS, FITTING_JPEG),
            image(JPEG_LS, jpeg(sof(0xF7, 100, 80, 1, 16))),
            image(JPEG_2000, FITTING_JPEG_2000),
            image(JPEG_2000, jp2),
            image(RLE, rle(2, 8000)));
    for (int i = 0; i < 20_000; i++) {
      DicomObject film = films.get(i % films.size());
      Attribute.Fragments whole =
          (Attribute.Fragments) film.dataset().get(Tag.PIXEL_DATA).orElseThrow();
      byte[] mutated = whole.fragments().get(1).clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        mutated[random.nextInt(Math.min(200, mutated.length))] = (byte) random.nextInt(256);
      }
      Attribute pixels =
          new Attribute.Fragments(Tag.PIXEL_DATA, Vr.OB, List.of(new byte[0], mutated));
      try {
        DecoderInput.check(with(film, pixels), LIMIT);
      } catch (CodestreamException expected) {
        assertTrue(expected.getMessage() != null && !expected.getMessage().contains("\n"));
      }
    }
  }
}
