// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.ComputeDevice;

/**
 * The Python that the engine is compared with, or why there is none.
 *
 * @param networks the networks in Python, where there are any
 * @param reason why there are none; empty where there are
 */
record ReferencePython(Optional<PythonNetworks> networks, String reason) implements AutoCloseable {

  /** Where {@code models/reference/README.md} tells a developer to make the environment. */
  private static final String ENVIRONMENT = ".prism/reference/bin/python";

  /**
   * Starts it, on the device that the engine computes on.
   *
   * @param home the checkout's folder
   * @param given the interpreter that the user names, if any
   * @param pack the pack whose networks are loaded
   * @param threads threads that torch computes with
   * @throws BenchException when the named interpreter does not start
   * @throws PackException when the engine does not
   */
  static ReferencePython start(Path home, Optional<Path> given, Pack pack, int threads)
      throws BenchException, PackException {
    Path made = home.resolve(ENVIRONMENT);
    if (given.isEmpty() && !Files.isExecutable(made)) {
      return new ReferencePython(
          Optional.empty(),
          "no Python was given; models/reference/README.md describes how to make one, or name one with"
              + " --python");
    }
    PythonNetworks networks =
        PythonNetworks.start(
            given.orElse(made),
            home.resolve("models/reference"),
            pack.folder(),
            threads,
            ComputeDevice.ofThisProcess());
    return new ReferencePython(Optional.of(networks), "");
  }

  /** Why a network can't be timed; empty where it can. */
  Optional<String> missing(String network) {
    return networks.map(found -> found.missing(network)).orElse(Optional.of(reason));
  }

  @Override
  public void close() {
    networks.ifPresent(PythonNetworks::close);
  }
}
