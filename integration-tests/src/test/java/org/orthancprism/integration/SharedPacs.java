// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.server.PostgresqlServer;

/**
 * Hands one running Orthanc to all tests that leave it as useful as they found it, since each start
 * loads the engine anew. Each test sends studies of its own.
 */
final class SharedPacs implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedPacs.class);

  private static final String PASSWORD = "keeps 'the' \\index\\, \"well\"";

  /** Debian's package {@code orthanc-postgresql}. */
  private static final Path INDEX =
      Path.of("/usr/share/orthanc/plugins/libOrthancPostgreSQLIndex.so");

  /** Closes Orthanc after the last test of all classes, and then its database. */
  private record Resource(Pacs pacs, Optional<PostgresqlServer> database)
      implements CloseableResource {
    @Override
    public void close() {
      pacs.close();
      database.ifPresent(PostgresqlServer::close);
    }
  }

  /** Which Orthanc a class of tests asks for by its annotations. */
  private record Wanted(boolean onPostgresql, boolean withDefaultPack) {

    static Wanted by(Class<?> tests) {
      return new Wanted(
          tests.isAnnotationPresent(OnPostgresql.class),
          tests.isAnnotationPresent(WithDefaultPack.class));
    }

    Installation installation() {
      return withDefaultPack ? Checkout.INSTALLATION : Checkout.QUICK;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Pacs.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Wanted wanted = Wanted.by(context.getRequiredTestClass());
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(wanted, SharedPacs::start, Resource.class)
        .pacs();
  }

  private static Resource start(Wanted wanted) {
    try {
      Path target = Path.of("target").toAbsolutePath();
      Path folder = Files.createTempDirectory(Files.createDirectories(target), "shared-orthanc-");
      ServerSettings settings = Pacs.settings(folder, wanted.installation());
      if (!wanted.onPostgresql()) {
        return new Resource(Pacs.start(settings), Optional.empty());
      }
      PostgresqlServer database = PostgresqlServer.start(PASSWORD);
      return new Resource(Pacs.start(on(database, settings)), Optional.of(database));
    } catch (Exception e) {
      throw new IllegalStateException("the Orthanc of the tests does not start", e);
    }
  }

  private static ServerSettings on(PostgresqlServer database, ServerSettings settings) {
    URI url = URI.create(database.url().replaceFirst("^jdbc:", ""));
    JsonObject sections =
        Json.createObjectBuilder(settings.sections())
            .add("CheckRevisions", true)
            .add("OverwriteInstances", true)
            .add(
                "PostgreSQL",
                Json.createObjectBuilder()
                    .add("EnableIndex", true)
                    .add("EnableStorage", false)
                    .add("Host", url.getHost())
                    .add("Port", url.getPort())
                    .add("Database", PostgresqlServer.DATABASE)
                    .add("Username", PostgresqlServer.USER)
                    .add("Password", quoted(PASSWORD)))
            .build();
    List<Path> plugins = new ArrayList<>(settings.plugins());
    plugins.add(INDEX);
    return new ServerSettings(
        settings.folder(),
        settings.log(),
        plugins,
        settings.stableAge(),
        settings.credentials(),
        sections,
        settings.environment());
  }

  /**
   * A value of a connection string (PostgreSQL, libpq, "Connection Strings"): the index plugin puts
   * the password into one as it is.
   */
  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
