// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution.bill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The licences of libraries, as their POMs in a local repository name them: a library's own, or the
 * nearest parent's.
 *
 * @see <a href="https://maven.apache.org/pom.html#Licenses">POM Reference, Licenses</a>
 */
final class Licences {

  private Licences() {}

  /**
   * The names of a library's licences.
   *
   * @return empty where no POM names any
   * @throws IOException when a POM can't be read
   */
  static List<String> of(Library library) throws IOException {
    // GROUP/ARTIFACT/VERSION/FILE, a folder for each part of the group.
    Path repository = library.file();
    for (int i = 0; i < library.group().split("\\.", -1).length + 3; i++) {
      repository = repository.resolve("..");
    }
    return of(repository.normalize(), library.group(), library.artifact(), library.version());
  }

  private static List<String> of(Path repository, String group, String artifact, String version)
      throws IOException {
    Path pom =
        repository
            .resolve(group.replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ".pom");
    Element project = parse(pom);
    Optional<Element> licenses = child(project, "licenses");
    if (licenses.isPresent()) {
      return children(licenses.get(), "license").stream()
          .flatMap(license -> child(license, "name").stream())
          .map(name -> name.getTextContent().strip())
          .toList();
    }
    Optional<Element> parent = child(project, "parent");
    return parent.isEmpty()
        ? List.of()
        : of(
            repository,
            text(parent.get(), "groupId"),
            text(parent.get(), "artifactId"),
            text(parent.get(), "version"));
  }

  private static Element parse(Path pom) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("the POM can't be read: " + pom, e);
    }
  }

  private static String text(Element parent, String name) throws IOException {
    return child(parent, name)
        .orElseThrow(() -> new IOException("a POM names a parent without " + name))
        .getTextContent()
        .strip();
  }

  private static Optional<Element> child(Element parent, String name) {
    return children(parent, name).stream().findFirst();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
