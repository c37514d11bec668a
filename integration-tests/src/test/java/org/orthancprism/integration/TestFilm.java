// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;

/** A phantom with support devices as a Digital X-Ray image, and what spoils it. */
record TestFilm(DicomObject object) {

  private static final int BITS = 12;

  /** A small film, quick to edit. Each seed is a patient, and a study, of its own. */
  static TestFilm ofSeed(long seed) {
    return of(new PhantomSettings(512, 416, seed, true, false));
  }

  /** A film of a detector's usual size, which keeps the worker busy for a while. */
  static TestFilm large(long seed) {
    return of(new PhantomSettings(1600, 1300, seed, true, false));
  }

  private static TestFilm of(PhantomSettings settings) {
    Phantom phantom = Phantom.generate(settings);
    int white = (1 << BITS) - 1;
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Phantom^Tested",
            "TEST-" + settings.seed(),
            "AP",
            false,
            BITS,
            (white + 1) / 2.0,
            white + 1,
            phantom.pixelSpacing(),
            LocalDateTime.of(2026, 1, 1, 12, 0));
    StoredPixels pixels =
        StoredPixels.ofLuminance(
            settings.rows(), settings.columns(), phantom.film().luminance(), BITS);
    return new TestFilm(DigitalRadiograph.of(pixels, description, "integration " + settings));
  }

  /** The same film with some attributes changed. */
  TestFilm with(UnaryOperator<DatasetBuilder> change) {
    return new TestFilm(DicomObject.of(change.apply(object.dataset().toBuilder()).build()));
  }

  /** The same film with pixel data that were compressed, or are said to be. */
  TestFilm compressed(String transferSyntax, byte[] codestream) {
    byte[] even = Arrays.copyOf(codestream, codestream.length + (codestream.length & 1));
    Attribute pixelData =
        new Attribute.Fragments(Tag.PIXEL_DATA, Vr.OB, List.of(new byte[0], even));
    return new TestFilm(
        new DicomObject(
            Dataset.empty(),
            TransferSyntax.of(transferSyntax).orElseThrow(),
            object.dataset().toBuilder().addAll(Dataset.of(List.of(pixelData))).build()));
  }

  /** Which film it is, for the UIDs of its results. */
  FilmVersion version() {
    return FilmVersion.of(object.dataset());
  }

  /** SOP Instance UID of the report about this film alone and what the rules call for. */
  String report(String packDigest) {
    return DerivedUid.report(
        packDigest,
        Checkout.EDITS.stream()
            .map(edit -> DerivedUid.counterfactualImage(packDigest, edit, version()))
            .toList());
  }

  String studyInstanceUid() {
    return object.dataset().string(Tag.STUDY_INSTANCE_UID).orElseThrow();
  }

  String sopInstanceUid() {
    return object.sopInstanceUid().orElseThrow();
  }

  byte[] bytes() {
    return new Part10Codec().write(object);
  }

  DicomFile file(Path folder) {
    try {
      return DicomFile.read(Files.write(folder.resolve(sopInstanceUid() + ".dcm"), bytes()));
    } catch (IOException | DicomFormatException e) {
      throw new AssertionError(e);
    }
  }
}
