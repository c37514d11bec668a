// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libtorch that the engine loads in a process with certain variables in its environment, found
 * as DJL finds it, without loading it.
 *
 * @param folder where its libraries are; empty for the one that comes with the engine
 * @param version its version, for example {@code 2.7.1}; what PYTORCH_VERSION says where its files
 *     say none
 * @param cuda the version of CUDA that it was built for; empty for one that was built for the
 *     processor alone, or does not say
 * @param hasCuda whether it can compute on a GPU
 * @param flavour which of the engine's own libraries is loaded with it, for example {@code cu128}
 * @param fault why the engine can't use it, with what to do; empty where it can
 * @see <a href="https://docs.djl.ai/master/engines/pytorch/pytorch-engine/index.html">DJL's PyTorch
 *     engine</a>
 */
public record Libtorch(
    Optional<Path> folder,
    String version,
    Optional<String> cuda,
    boolean hasCuda,
    String flavour,
    Optional<String> fault) {

  private static final String PATH = "PYTORCH_LIBRARY_PATH";
  private static final String VERSION = "PYTORCH_VERSION";
  private static final String FLAVOUR = "PYTORCH_FLAVOR";
  private static final String LIBRARY = "libtorch.so";

  /** What DJL takes for a libtorch of its caller's where no variable says otherwise. */
  private static final String UNSTATED_FLAVOUR = "cpu-precxx11";

  /** In {@code version.py} of PyTorch's wheels: {@code __version__ = '2.7.1+cu126'}. */
  private static final Pattern WHEEL_VERSION =
      Pattern.compile("(?m)^__version__\\s*=\\s*'([^'+]+)");

  /** There too: {@code cuda: Optional[str] = '12.6'}. */
  private static final Pattern WHEEL_CUDA = Pattern.compile("(?m)^cuda\\b[^=]*=\\s*'([^']+)'");

  /** In {@code build-version} of libtorch's zips: {@code 2.7.1+cu128}. */
  private static final Pattern ZIP_VERSION = Pattern.compile("^([\\w.]+)(?:\\+cu(\\d+)(\\d))?");

  public Libtorch {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(cuda, "cuda");
    Objects.requireNonNull(flavour, "flavour");
    Objects.requireNonNull(fault, "fault");
  }

  /** That of this process. */
  public static Libtorch ofThisProcess() {
    return of(System.getenv());
  }

  /**
   * That of a process on this machine.
   *
   * @param environment its variables
   */
  public static Libtorch of(Map<String, String> environment) {
    Map<String, String> given = Map.copyOf(environment);
    String named = given.getOrDefault(PATH, "");
    Optional<Path> folder = find(named).or(() -> find(System.getProperty("java.library.path", "")));
    Libtorch found = folder.isPresent() ? in(folder.get(), given) : broughtAlong(given);
    if (!named.isEmpty() && find(named).isEmpty()) {
      return found.withFault(
          PATH
              + " is "
              + named
              + ", where there is no "
              + LIBRARY
              + ": name the folder that holds it");
    }
    return found;
  }

  private static Optional<Path> find(String folders) {
    for (String folder : folders.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isRegularFile(Path.of(folder, LIBRARY))) {
        return Optional.of(Path.of(folder).toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  private static Libtorch in(Path folder, Map<String, String> given) {
    String version = given.getOrDefault(VERSION, engineVersion());
    Optional<String> cuda = Optional.empty();
    String wheel = text(folder.resolveSibling("version.py"));
    Matcher said = WHEEL_VERSION.matcher(wheel);
    Matcher zip = ZIP_VERSION.matcher(text(folder.resolveSibling("build-version")));
    if (said.find()) {
      version = said.group(1);
      Matcher builtFor = WHEEL_CUDA.matcher(wheel);
      cuda = builtFor.find() ? Optional.of(builtFor.group(1)) : cuda;
    } else if (zip.find()) {
      version = zip.group(1);
      cuda = Optional.ofNullable(zip.group(2)).map(major -> major + "." + zip.group(3));
    }
    boolean hasCuda = Files.exists(folder.resolve("libtorch_cuda.so"));
    String flavour = given.getOrDefault(FLAVOUR, UNSTATED_FLAVOUR);
    return new Libtorch(
        Optional.of(folder),
        version,
        cuda,
        hasCuda,
        flavour,
        fault(folder, version, given.getOrDefault(VERSION, engineVersion()), hasCuda, flavour));
  }

  private static Optional<String> fault(
      Path folder, String version, String stated, boolean hasCuda, String flavour) {
    String engine = engineVersion();
    if (!version.equals(engine)) {
      return Optional.of(
          "libtorch in "
              + folder
              + " is "
              + version
              + ", and the engine's own library was built for "
              + engine
              + ": install torch=="
              + engine
              + " as docs/cuda.md describes");
    }
    if (!stated.equals(engine)) {
      return Optional.of(VERSION + " is " + stated + ": set it to " + engine);
    }
    if (hasCuda == flavour.startsWith("cpu")) {
      return Optional.of(
          hasCuda
              ? FLAVOUR
                  + " is not set for libtorch in "
                  + folder
                  + ", which is built for CUDA: set it to cu128"
              : "libtorch in "
                  + folder
                  + " is built for the processor alone: install one for CUDA as"
                  + " docs/cuda.md describes, or unset "
                  + PATH
                  + ", "
                  + VERSION
                  + " and "
                  + FLAVOUR);
    }
    return isKnown(flavour)
        ? Optional.empty()
        : Optional.of(
            FLAVOUR
                + " is "
                + flavour
                + ", for which the engine has no library: set it to "
                + (hasCuda ? "cu128" : "cpu"));
  }

  private static Libtorch broughtAlong(Map<String, String> given) {
    String engine = engineVersion();
    String stated = given.getOrDefault(VERSION, engine);
    return new Libtorch(
        Optional.empty(),
        engine,
        Optional.empty(),
        false,
        "cpu",
        stated.equals(engine)
            ? Optional.empty()
            : Optional.of(
                VERSION
                    + " is "
                    + stated
                    + ", and there is no libtorch of that version: unset it, or"
                    + " install torch=="
                    + engine
                    + " as docs/cuda.md describes"));
  }

  private Libtorch withFault(String words) {
    return new Libtorch(folder, version, cuda, hasCuda, flavour, Optional.of(words));
  }

  /** Which libtorch the engine's own library was built for. */
  static String engineVersion() {
    Properties properties = new Properties();
    try (InputStream in = Libtorch.class.getResourceAsStream("/jnilib/pytorch.properties")) {
      properties.load(Objects.requireNonNull(in, "the engine's library is not on the class path"));
    } catch (IOException e) {
      throw new IllegalStateException("the class path can't be read", e);
    }
    return properties.getProperty("jni_version", "").split("-", 2)[0];
  }

  private static boolean isKnown(String flavour) {
    return Libtorch.class.getResource("/jnilib/linux-x86_64/" + flavour + "/libdjl_torch.so")
        != null;
  }

  /** A file's text, or none where it can't be read. */
  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
