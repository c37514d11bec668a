// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution.bill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.util.LicenseResolver;

/**
 * Writes a bill of materials in the format of CycloneDX. CycloneDX's own Maven plugin needs a
 * network, and Maven leaves it out without a word where there is none.
 *
 * <p>It says neither when it was written nor a serial number: the same libraries give the same
 * bytes.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
public final class BillOfMaterials {

  private static final String OURS = "org.orthancprism";
  private static final String OUR_LICENCE = "GPL-3.0-or-later";

  private BillOfMaterials() {}

  /**
   * Writes the bill.
   *
   * @param arguments the file that {@code dependency:list} wrote, the file to write, and the
   *     version of the product
   */
  public static void main(String[] arguments) throws IOException, GeneratorException {
    List<Library> libraries = read(Path.of(arguments[0]));
    Bom bill = new Bom();
    bill.setMetadata(metadata(arguments[2]));
    for (Library library : libraries) {
      bill.addComponent(component(library));
    }
    String json = BomGeneratorFactory.createJson(Version.VERSION_16, bill).toJsonString();
    Files.writeString(Path.of(arguments[1]), json + "\n");
  }

  private static List<Library> read(Path list) throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      if (line.contains(":") && !line.endsWith(":")) {
        libraries.add(Library.parse(line));
      }
    }
    libraries.sort(Comparator.comparing(Library::purl));
    return libraries;
  }

  private static Metadata metadata(String version) {
    Component product = new Component();
    product.setType(Component.Type.APPLICATION);
    product.setName("orthanc-prism");
    product.setVersion(version);
    product.setLicenses(licence(OUR_LICENCE));
    Metadata metadata = new Metadata();
    metadata.setTimestamp(null);
    metadata.setComponent(product);
    return metadata;
  }

  /**
   * A library of others has the digest of the jar that its repository serves; ours is served by
   * none.
   */
  private static Component component(Library library) throws IOException {
    Component component = new Component();
    component.setType(Component.Type.LIBRARY);
    component.setGroup(library.group());
    component.setName(library.artifact());
    component.setVersion(library.version());
    component.setPurl(library.purl());
    component.setBomRef(library.purl());
    if (library.group().equals(OURS)) {
      component.setLicenses(licence(OUR_LICENCE));
      return component;
    }
    component.setLicenses(licences(library));
    String digest = DigestUtils.sha256Hex(Files.readAllBytes(library.file()));
    component.addHash(new Hash(Hash.Algorithm.SHA_256, digest));
    return component;
  }

  private static LicenseChoice licences(Library library) throws IOException {
    LicenseChoice all = new LicenseChoice();
    for (String name : Licences.of(library)) {
      licence(name).getLicenses().forEach(all::addLicense);
    }
    return all;
  }

  /** By its identifier in SPDX's list where the name has one, and else by the name as it is. */
  private static LicenseChoice licence(String name) {
    LicenseChoice known = LicenseResolver.resolve(name, false);
    if (known != null && known.getLicenses() != null) {
      return known;
    }
    License license = new License();
    license.setName(name);
    LicenseChoice choice = new LicenseChoice();
    choice.addLicense(license);
    return choice;
  }
}
