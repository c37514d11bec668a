// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands one running Orthanc to all tests that leave it as useful as they found it, since each start
 * loads the engine anew. Each test sends studies of its own.
 */
final class SharedPacs implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedPacs.class);

  /** Closes Orthanc after the last test of all classes. */
  private record Resource(Pacs pacs) implements CloseableResource {
    @Override
    public void close() {
      pacs.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Pacs.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("pacs", key -> start(), Resource.class)
        .pacs();
  }

  private static Resource start() {
    try {
      Path target = Path.of("target").toAbsolutePath();
      Path folder = Files.createTempDirectory(Files.createDirectories(target), "shared-orthanc-");
      return new Resource(Pacs.start(folder));
    } catch (Exception e) {
      throw new IllegalStateException("the Orthanc of the tests does not start", e);
    }
  }
}
