// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.orthancprism.configuration.Version;

/**
 * Writes pictures as PNG. Each says in text chunks what it is: in words (Description), and for
 * programs as XMP with IPTC's Digital Source Type. All pictures of ours are written here.
 *
 * @see <a href="https://cv.iptc.org/newscodes/digitalsourcetype/">IPTC Digital Source Type</a>
 * @see <a href="https://www.w3.org/TR/png-3/#11textinfo">PNG, textual information</a>
 */
public final class PngFile {

  private static final String FORMAT = "javax_imageio_png_1.0";
  private static final String SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";

  /** What a picture shows. */
  public enum Content {
    /** A film as it was received; how it came to be is not ours to say. */
    SOURCE_FILM("", "Chest radiograph as it was received"),

    /** A film, part of which a trained model made: IPTC's own example is inpainting. */
    SYNTHETIC_FILM(
        "compositeWithTrainedAlgorithmicMedia",
        "SYNTHETIC - NOT FOR DIAGNOSIS. A trained model changed parts of this chest radiograph."),

    /**
     * A film that an audit shows to a model: the film itself, a counterfactual or a control, none
     * of which the file tells from another.
     */
    AUDITED_FILM("", "Made for the audit of a model, perhaps SYNTHETIC. NOT FOR DIAGNOSIS."),

    /** A chart of what was measured on such films. */
    MEASUREMENTS(
        "dataDrivenMedia",
        "SYNTHETIC - NOT FOR DIAGNOSIS. Measured on radiographs that a trained model changed.");

    private final String sourceType;
    private final String description;

    Content(String sourceType, String description) {
      this.sourceType = sourceType;
      this.description = description;
    }
  }

  private PngFile() {}

  /** Writes a picture, in place of one that is there. */
  public static void write(BufferedImage picture, Content content, Path png) throws IOException {
    try (OutputStream file = Files.newOutputStream(png)) {
      write(picture, content, file);
    }
  }

  /** Writes a picture to a stream, which stays open. */
  public static void write(BufferedImage picture, Content content, OutputStream png)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(png)) {
      writer.setOutput(output);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(picture), writer.getDefaultWriteParam());
      metadata.mergeTree(FORMAT, texts(content));
      writer.write(new IIOImage(picture, null, metadata));
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadataNode texts(Content content) {
    IIOMetadataNode latin = new IIOMetadataNode("tEXt");
    latin.appendChild(latin("Description", content.description));
    latin.appendChild(latin("Software", "orthanc-prism " + Version.current()));
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(latin);
    if (!content.sourceType.isEmpty()) {
      IIOMetadataNode international = new IIOMetadataNode("iTXt");
      international.appendChild(xmp(content));
      root.appendChild(international);
    }
    return root;
  }

  private static IIOMetadataNode latin(String keyword, String value) {
    IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("value", value);
    return entry;
  }

  /** The chunk that XMP part 3 asks for in PNG: not compressed, so that any program finds it. */
  private static IIOMetadataNode xmp(Content content) {
    IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
    entry.setAttribute("keyword", "XML:com.adobe.xmp");
    entry.setAttribute("compressionFlag", "FALSE");
    entry.setAttribute("compressionMethod", "0");
    entry.setAttribute("languageTag", "");
    entry.setAttribute("translatedKeyword", "");
    entry.setAttribute("text", packet(content));
    return entry;
  }

  private static String packet(Content content) {
    return """
    <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
     <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about=""
        xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
        Iptc4xmpExt:DigitalSourceType="%s">
       <dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
      </rdf:Description>
     </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="r"?>
    """
        .formatted(SOURCE_TYPES + content.sourceType, content.description);
  }
}
